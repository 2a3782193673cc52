// SPDX-License-Identifier: Apache-2.0

/// A date by which something must be done, together with how it was counted.
///
/// A pure function of rule, start, exclusions, extension and calendar; never stored as a counter.
public struct Deadline: Sendable, Hashable {
    public let rule: DeadlineRule

    /// The day of the event that starts the clock.
    public let from: CivilDate

    /// Days counted in all: the rule's length and the extension.
    public let length: Int

    /// Days that were not counted, in order, joined.
    public let excluded: [CivilInterval]

    /// The last day by plain counting. Petitioners are shown this one, staff aim at it.
    public let nominalDue: CivilDate

    /// The last day after moving off days off. Only the day after it is overdue. Equal to ``nominalDue`` for working
    /// days.
    public let effectiveDue: CivilDate

    /// A day that no notice covers took part, so the dates may move when the notice comes.
    public let provisional: Bool

    /// The counting, a sentence a step, in Chinese, for officers and for whoever asks why. Empty unless asked for.
    public let steps: [String]

    /// ``WorkCalendar/version`` used.
    public let calendarVersion: String

    /// Where the length is written.
    public var article: String { rule.basis.citation }

    /// Counts `rule` from `from`.
    ///
    /// - Parameters:
    ///   - extension: days added on top of the rule's length, 0 to 3,650; the caller has checked that they are allowed.
    ///   - excluded: days that do not count, in any order, overlapping or not. Runs that begin after the due date
    ///     change nothing.
    ///   - explain: whether ``steps`` are written (a few microseconds).
    /// - Throws: ``DeadlineError``.
    public static func compute(
        _ rule: DeadlineRule, from: CivilDate, calendar: WorkCalendar, extension: Int = 0,
        excluded: [CivilInterval] = [], explain: Bool = true
    ) throws(DeadlineError) -> Deadline {
        guard (1...maximumLength).contains(rule.length), (0...maximumLength).contains(`extension`) else {
            throw .badLength(rule: rule.id, rule.length, extension: `extension`)
        }
        let length = rule.length + `extension`
        let counter = DeadlineCounter(
            rule: rule, from: from, length: length, calendar: calendar,
            excluded: excluded.isEmpty ? [] : CivilInterval.merged(excluded))
        let count = try counter.count()
        return Deadline(
            rule: rule, from: from, length: length, excluded: count.excluded, nominalDue: count.nominal,
            effectiveDue: count.effective, provisional: count.provisional,
            steps: explain ? counter.explain(count, extension: `extension`) : [], calendarVersion: calendar.version)
    }

    /// The longest rule and the longest extension, in days: ten years, beyond any limit of the field.
    public static let maximumLength = 3650
}

/// Why a deadline cannot be computed.
public enum DeadlineError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A length below 1 or above ten years.
    case badLength(rule: String, Int, extension: Int)
    /// The date would lie after the year 9999.
    case outOfRange(rule: String, from: CivilDate)
    case calendar(WorkCalendarError)

    public var description: String {
        switch self {
        case .badLength(let rule, let length, let added):
            "the rule \(rule) has \(length) days and \(added) more; 1 to \(Deadline.maximumLength) and "
                + "0 to \(Deadline.maximumLength) are allowed"
        case .outOfRange(let rule, let from): "the rule \(rule) counted from \(from) leaves the calendar"
        case .calendar(let error): "\(error)"
        }
    }
}
