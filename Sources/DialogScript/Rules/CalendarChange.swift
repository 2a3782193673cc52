// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What a new notice would change: days, and through them the dates of open clocks.
public struct CalendarChange: Sendable {
    public let former: WorkCalendar
    public let new: WorkCalendar
    /// Days that were worked and are not, or the other way round, in order.
    public let days: [CivilDate]

    /// - Parameters:
    ///   - former: the calendar in force.
    ///   - year: the notice; it takes the place of one for the same year.
    public init(_ former: WorkCalendar, taking year: CalendarYear) throws(WorkCalendarError) {
        self.former = former
        let new = try WorkCalendar(former.years.filter { $0.year != year.year } + [year])
        self.new = new
        var days: [CivilDate] = []
        // The year, and the December that it may reach back into.
        if var day = CivilDate(year: year.year - 1, month: 12, day: 1),
            let last = CivilDate(year: year.year, month: 12, day: 31)
        {
            while day <= last {
                if former.isWorkday(day).isWorkday != new.isWorkday(day).isWorkday { days.append(day) }
                day = day.adding(days: 1)
            }
        }
        self.days = days
    }

    /// A clock whose date moves, or is no longer provisional.
    public struct Move: Sendable, Hashable {
        public var number: String
        public var from: OpenClock
        public var to: OpenClock

        /// The dates are others.
        public var moves: Bool { from.nominalDue != to.nominalDue || from.effectiveDue != to.effectiveDue }
    }

    /// What becomes of the clocks of one case.
    public func moves(of record: CaseRecord, office: OfficeKind, rules: RuleBook, now: Timestamp) -> [Move] {
        func open(_ calendar: WorkCalendar) -> [OpenClock] {
            ClockWatch(office: office, rules: rules, calendar: calendar).review(record, ClockSheet(), now: now).open
        }
        let after = open(new)
        return open(former).compactMap { clock in
            guard let next = after.first(where: { $0.rule == clock.rule }), next != clock else { return nil }
            return Move(number: record.number, from: clock, to: next)
        }
    }
}
