// SPDX-License-Identifier: Apache-2.0

/// A run of days, first and last included.
public struct CivilInterval: Sendable, Hashable, Comparable {
    public let first: CivilDate
    public let last: CivilDate

    /// Nil when `last` lies before `first`.
    public init?(_ first: CivilDate, through last: CivilDate) {
        guard first <= last else { return nil }
        self.first = first
        self.last = last
    }

    /// A single day.
    public init(_ day: CivilDate) {
        first = day
        last = day
    }

    /// Number of days, at least 1.
    public var count: Int { first.days(to: last) + 1 }

    public func contains(_ date: CivilDate) -> Bool { first <= date && date <= last }

    public static func < (left: CivilInterval, right: CivilInterval) -> Bool {
        (left.first, left.last) < (right.first, right.last)
    }

    /// The same days as few runs in order: overlapping and adjoining ones joined.
    public static func merged(_ intervals: [CivilInterval]) -> [CivilInterval] {
        var result: [CivilInterval] = []
        for next in intervals.sorted() {
            if let previous = result.last, next.first <= previous.last.adding(days: 1),
                let joined = CivilInterval(previous.first, through: max(previous.last, next.last))
            {
                result[result.count - 1] = joined
            } else {
                result.append(next)
            }
        }
        return result
    }

    /// `3月10日至3月12日`, or one day alone; years are written where they differ from `reference`.
    public func chinese(near reference: CivilDate? = nil) -> String {
        first == last
            ? first.chinese(near: reference)
            : first.chinese(near: reference) + "至" + last.chinese(near: first)
    }
}
