// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import IntakeStore

/// One look of the desk at what is due by the date: clocks of cases, the age of the last backup, the end of the calendar. A value that is run
/// on the writer's thread; what it told is in the store, so a crash between two passes loses and repeats nothing.
struct DuePass: Sendable {
    /// Cases of one pass: few enough that no turn waits long behind it.
    static let casesAtOnce = 32
    /// Days ahead for which a calendar should be known.
    static let calendarHorizon = 60

    let watch: ClockWatch
    let now: Timestamp
    /// Milliseconds after which the last backup is too old; nil: never asked.
    let staleAfter: Int64?
    /// Whether to look at backup and calendar, too: they concern no case, and one of several passes in a row does it.
    let isFirst: Bool

    init(script: Script, now: Timestamp, staleAfter: Int64?, isFirst: Bool = true) {
        watch = ClockWatch(script)
        self.now = now
        self.staleAfter = staleAfter
        self.isFirst = isFirst
    }

    struct Outcome: Sendable {
        var clocks = ClockTending()
        /// Set when the backup was found too old, and this is the first pass of the day that says so.
        var backupTold = false
        /// Set when dates ahead are provisional, and this is the first pass of the week that says so.
        var calendarTold = false
        /// Milliseconds since the last good backup; nil when there was none.
        var backupAge: Int64?

        /// Whether those who watch have something to see.
        var makesNews: Bool { clocks.told > 0 || clocks.moved > 0 || backupTold || calendarTold }
    }

    func run(_ store: any IntakeStore) throws(StoreError) -> Outcome {
        var outcome = Outcome()
        outcome.clocks = try store.tendClocks(basis: watch.basis, limit: Self.casesAtOnce) { record, sheet in
            watch.review(record, sheet, now: now)
        }
        if isFirst {
            outcome.calendarTold = try tellMissingCalendar(store)
            let last = try store.lastBackup()
            outcome.backupAge = last.map { max(0, now.milliseconds - $0.milliseconds) }
            outcome.backupTold = try tellStaleBackup(store, last)
        }
        return outcome
    }

    /// Dates past the last calendar that is loaded are provisional: said once a week from sixty days before on.
    private func tellMissingCalendar(_ store: any IntakeStore) throws(StoreError) -> Bool {
        let today = CivilDate(now)
        let horizon = today.adding(days: Self.calendarHorizon)
        guard !watch.calendar.isKnown(horizon) else { return false }
        let until = watch.calendar.coversUntil?.iso8601 ?? "-"
        let event = DeskEvent(
            .calendarMissing, fields: [.init("year", "\(horizon.year)"), .init("covers_until", until)])
        return try store.append(
            event, once: "\(DeskEvent.Kind.calendarMissing.rawValue) \(until)", mark: Int64(today.daysSince1970 / 7))
    }

    /// Once a day while it is too old. Without any backup the time runs from the first case: before there is a case
    /// nothing can be lost.
    private func tellStaleBackup(_ store: any IntakeStore, _ last: Timestamp?) throws(StoreError) -> Bool {
        guard let staleAfter else { return false }
        let since: Timestamp
        if let last {
            since = last
        } else if let first = try store.firstCase() {
            since = first
        } else {
            return false
        }
        let age = now.milliseconds - since.milliseconds
        guard age > staleAfter else { return false }
        var fields = [DeskEvent.Field("hours", "\(age / 3_600_000)")]
        if let last { fields.append(DeskEvent.Field("last", last.iso8601)) }
        return try store.append(
            DeskEvent(.backupStale, fields: fields), once: DeskEvent.Kind.backupStale.rawValue,
            mark: Int64(CivilDate(now).daysSince1970))
    }

    /// Milliseconds until the next look: midnight at +08:00, when dates begin, and in between often enough that a clock
    /// that was set, or new rules, are noticed soon.
    static func delay(after now: Timestamp, longest: Int64) -> Int64 {
        let midnight = Timestamp(startOf: CivilDate(now).adding(days: 1)).milliseconds
        return max(1, min(longest, midnight - now.milliseconds))
    }
}

extension ClockWatch {
    /// What an office's data say of clocks and reminders.
    init(_ script: Script) {
        self.init(
            office: script.office.kind, rules: script.rules, calendar: script.calendar, plan: script.office.reminders)
    }
}
