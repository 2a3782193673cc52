// SPDX-License-Identifier: Apache-2.0

/// When the office reminds whom of a date, beyond that it draws near and that it is past: data of `office.yaml`.
public struct ReminderPlan: Sendable, Hashable {
    /// Whom a reminder is for; those above hear what those below did not end.
    public enum Rung: String, Sendable, Hashable, CaseIterable {
        /// Who has the case.
        case handler = "经办"
        case section = "科长"
        case leader = "分管领导"
    }

    public struct Stage: Sendable, Hashable {
        /// Before the nominal date; else after the effective one.
        public let isBefore: Bool
        /// Days from the date, 1 to 365. On a day off a reminder comes on the workday before, or, after the date, on the
        /// one that follows.
        public let days: Int
        public let to: Rung

        public init(isBefore: Bool, days: Int, to: Rung) {
            self.isBefore = isBefore
            self.days = days
            self.to = to
        }

        /// What the stage is called wherever it is noted: `before:5`, `after:3`.
        public var name: String { "\(isBefore ? "before" : "after"):\(days)" }
    }

    public let stages: [Stage]
    /// First minute of the day in which reminders come, and the one after the last. Outside of it, and on days off,
    /// nobody is reminded.
    public let minutes: Range<Int>
    /// Badges of those who are not named in the case.
    public let badges: [Rung: String]
    /// Whether reminders leave the system by the outbox, beside being told to those who watch.
    public let delivers: Bool

    /// No reminders of its own.
    public static let none = ReminderPlan(stages: [], minutes: 0..<1440, badges: [:])

    /// - Parameter minutes: within a day, not empty.
    public init(stages: [Stage], minutes: Range<Int>, badges: [Rung: String], delivers: Bool = false) {
        self.stages = stages
        self.minutes = minutes
        self.badges = badges
        self.delivers = delivers
    }

    /// The badge that a rung stands for; empty when none is known.
    func badge(_ rung: Rung, handler: String) -> String { rung == .handler ? handler : badges[rung] ?? "" }

    /// Tells two plans apart by what they change about when somebody is told.
    public var version: String {
        guard !stages.isEmpty else { return "-" }
        return stages.map { "\($0.name)\($0.to.rawValue)" }.joined(separator: ",")
            + "@\(minutes.lowerBound)-\(minutes.upperBound)"
    }

    /// When a stage comes for a clock with these dates.
    func moment(_ stage: Stage, of clock: OpenClock, _ calendar: WorkCalendar) -> Timestamp {
        var day =
            stage.isBefore
            ? clock.nominalDue.adding(days: -stage.days) : clock.effectiveDue.adding(days: stage.days)
        for _ in 0..<WorkCalendar.longestClosure where !calendar.isWorkday(day).isWorkday {
            day = day.adding(days: stage.isBefore ? -1 : 1)
        }
        return opening(of: day)
    }

    private func opening(of day: CivilDate) -> Timestamp {
        Timestamp(startOf: day).adding(milliseconds: Int64(minutes.lowerBound) * 60_000)
    }

    /// Whether somebody may be reminded now.
    public func isOpen(_ now: Timestamp, _ calendar: WorkCalendar) -> Bool {
        let (hour, minute, _) = now.timeOfDay
        return minutes.contains(hour * 60 + minute) && calendar.isWorkday(CivilDate(now)).isWorkday
    }

    /// When reminding may begin again.
    public func nextOpening(after now: Timestamp, _ calendar: WorkCalendar) -> Timestamp {
        var day = CivilDate(now)
        for _ in 0..<WorkCalendar.longestClosure {
            if calendar.isWorkday(day).isWorkday, opening(of: day) > now { return opening(of: day) }
            day = day.adding(days: 1)
        }
        return opening(of: day)
    }
}
