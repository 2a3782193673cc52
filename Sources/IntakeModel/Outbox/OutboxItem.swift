// SPDX-License-Identifier: Apache-2.0

/// Something that leaves the system: one reminder for one person about one date of one case. Nothing of the matter, nobody
/// of those it concerns.
public struct OutboxItem: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// To be sent when its time comes.
        case waiting
        case sent
        /// Given up after ``OutboxRetry/attempts``; an officer sends it anew or takes it off the list.
        case failed
        /// Taken off the list by an officer: it was said in another way.
        case done
        /// What it was about has ended before it was sent.
        case ended
    }

    /// Never given twice; a receiver tells repeats by it.
    public var id: Int64
    public var number: String
    /// Rule id and stage of the clock, as in ``ClockReview/Notice``.
    public var rule: String
    public var stage: String
    /// The date that the stage was counted from.
    public var due: CivilDate
    /// Whom it is for: a rung of ``ReminderPlan``, and the badge where one is known.
    public var rung: String
    public var badge: String
    public var createdAt: Timestamp
    /// When it is tried next; without meaning once it is not waiting.
    public var nextAt: Timestamp
    public var attempts: Int
    public var state: State
    /// Why the last attempt failed, in a word of the program; empty before one did.
    public var error: String

    public init(
        id: Int64, number: String, rule: String, stage: String, due: CivilDate, rung: String, badge: String,
        createdAt: Timestamp, nextAt: Timestamp, attempts: Int = 0, state: State = .waiting, error: String = ""
    ) {
        self.id = id
        self.number = number
        self.rule = rule
        self.stage = stage
        self.due = due
        self.rung = rung
        self.badge = badge
        self.createdAt = createdAt
        self.nextAt = nextAt
        self.attempts = attempts
        self.state = state
        self.error = error
    }

    /// Whether it may have arrived before: an attempt was made, and nobody knows how far it came. A receiver is told.
    public var isRepeat: Bool { attempts > 1 }

    /// What it says, in a sentence, on a day.
    public func text(on today: CivilDate) -> String {
        let days = today.days(to: due)
        let when =
            days > 0 ? "还有 \(days) 天（\(due.iso8601)）" : days == 0 ? "今天到期" : "\(due.iso8601) 到期，已经过了 \(-days) 天"
        return "\(number)：\(rule)\(when)，请\(rung)\(badge.isEmpty ? "" : " \(badge) 号")过问。"
    }
}

/// When something that could not be sent is tried again.
public enum OutboxRetry {
    /// Attempts before it is given up: with the waits below some two days.
    public static let attempts = 14
    /// Milliseconds for which an attempt holds a row; a server that dies meanwhile leaves it to be tried after that.
    public static let hold: Int64 = 120_000
    /// Milliseconds to wait after the first failure, and at most; each wait is twice the one before.
    public static let first: Int64 = 60_000
    public static let longest: Int64 = 6 * 3_600_000

    /// Milliseconds to wait after so many attempts, at least 1.
    public static func wait(after attempts: Int) -> Int64 {
        min(longest, first << Int64(min(max(attempts, 1) - 1, 20)))
    }
}

/// What an officer orders about a row of the outbox. The raw values stand on the wire.
public enum OutboxOrder: String, Sendable, Hashable, CaseIterable {
    /// Send it again now, with all attempts before it; that it was tried is not forgotten.
    case retry
    /// Take it off the list.
    case done
}
