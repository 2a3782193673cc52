// SPDX-License-Identifier: Apache-2.0

/// One fact about a running time limit. What a clock says follows from the set of its facts, in whatever order they
/// were entered.
public enum ClockEvent: Sendable, Hashable {
    /// The event that starts the rule happened on this day. Of several the earliest counts: nothing is gained by
    /// receiving a matter twice.
    case started(on: CivilDate)

    /// The clock ended without its duty being done: withdrawn, transferred away, merged.
    case stopped(on: CivilDate, reason: String)

    /// Days that do not count, for a reason the rule names (`听证`).
    case excluded(CivilInterval, reason: String)

    /// The limit was extended.
    case extended(ClockExtension)

    /// The duty was done on this day. Of several the earliest counts.
    case satisfied(on: CivilDate)

    /// What was found when the clock closed. From then on rules and calendars change nothing.
    case frozen(ClockVerdict)
}

/// An approved extension of a time limit.
public struct ClockExtension: Sendable, Hashable {
    /// When it was approved.
    public let on: CivilDate
    /// Days added, at least 1.
    public let days: Int
    /// Who approved it: badge or name and office.
    public let approver: String
    public let reason: String
    /// The document by which the petitioner was told of it and why; nil while that is still to be done.
    public let document: String?

    public init(on: CivilDate, days: Int, approver: String, reason: String, document: String? = nil) {
        self.on = on
        self.days = days
        self.approver = approver
        self.reason = reason
        self.document = document
    }
}
