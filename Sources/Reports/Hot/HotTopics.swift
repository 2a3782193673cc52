// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Topics that come more often this week than they use to. A hint for a person to look at, nothing more.
public struct HotTopics: Sendable {
    /// A topic above its usual level.
    public struct Rise: Sendable, Hashable {
        public let topic: String
        /// Cases of the last seven days.
        public let cases: Int
        public let usual: UsualLevel
        /// Units that have them, most first.
        public let units: [Share]
    }

    public struct Share: Sendable, Hashable {
        public let unit: String
        public let cases: Int
    }

    /// Weeks that make the usual level.
    public static let weeks = 26
    /// Fewer than this are never called a rise.
    public static let fewest = 5

    public let asOf: CivilDate
    /// By topic: cases of each week; 0 is that of the last seven days.
    private var counts: [String: [Int]] = [:]
    private var units: [String: [String: Int]] = [:]
    private var earliest: CivilDate?

    public init(asOf: CivilDate) {
        self.asOf = asOf
    }

    /// Counts a case; sealed ones never.
    public mutating func add(_ fact: ReportFact) {
        guard !fact.isSealed, fact.receivedOn <= asOf else { return }
        earliest = min(earliest ?? fact.receivedOn, fact.receivedOn)
        let week = fact.receivedOn.days(to: asOf) / 7
        guard week <= Self.weeks else { return }
        for topic in Set([fact.topic, fact.fullTopic]) {
            counts[topic, default: Array(repeating: 0, count: Self.weeks + 1)][week] += 1
            if week == 0 { units[topic, default: [:]][fact.unit, default: 0] += 1 }
        }
    }

    /// Whole weeks before the last for which there are cases.
    public var knownWeeks: Int {
        guard let earliest else { return 0 }
        return min(Self.weeks, max(0, (earliest.days(to: asOf) + 1) / 7 - 1))
    }

    /// Topics above their level, the farthest above first; of equals by name.
    public var rises: [Rise] {
        let known = knownWeeks
        return counts.compactMap { topic, counts -> Rise? in
            guard counts[0] >= Self.fewest, let usual = UsualLevel(Array(counts.dropFirst().prefix(known))),
                counts[0] > usual.bound
            else { return nil }
            let units = (units[topic] ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            return Rise(
                topic: topic, cases: counts[0], usual: usual, units: units.map { Share(unit: $0.key, cases: $0.value) })
        }.sorted { a, b in
            (b.cases - b.usual.bound, a.topic) < (a.cases - a.usual.bound, b.topic)
        }
    }
}
