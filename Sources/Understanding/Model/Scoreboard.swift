// SPDX-License-Identifier: Apache-2.0

/// How well verdicts agree with labels: accuracy, F1, calibration, confusion, each with an interval where it matters.
///
/// A text may have several labels that are accepted; the first is the one it is counted under. Texts that nothing was
/// said about count as wrong.
public struct Scoreboard: Sendable {
    /// One text.
    public struct Item: Sendable {
        /// Labels that are right, at least one.
        public var accepted: [String]
        /// What was said, with shares, highest first.
        public var ranked: [(label: String, score: Double)]

        public init(accepted: [String], ranked: [(label: String, score: Double)]) {
            self.accepted = accepted
            self.ranked = ranked
        }

        var said: String { ranked.first?.label ?? "" }
        func isRight(within count: Int) -> Bool { ranked.prefix(count).contains { accepted.contains($0.label) } }
        /// What it counts as: what was said if that is accepted, else the first label.
        var meant: String { accepted.contains(said) ? said : accepted.first ?? "" }
    }

    /// One label's figures.
    public struct Row: Sendable, Equatable {
        public var label: String
        /// Texts that have it, texts that were given it, texts where both agree.
        public var meant: Int
        public var said: Int
        public var right: Int
        public var precision: Double { said == 0 ? 0 : Double(right) / Double(said) }
        public var recall: Double { meant == 0 ? 0 : Double(right) / Double(meant) }
        public var f1: Double { said + meant == 0 ? 0 : 2 * Double(right) / Double(said + meant) }
    }

    public private(set) var items: [Item] = []
    /// Resamples of the bootstrap, and its seed: the same items give the same interval.
    public static let resamples = 1_000
    static let seed: UInt64 = 7

    public init() {}

    public mutating func add(_ item: Item) {
        if !item.accepted.isEmpty { items.append(item) }
    }

    /// Share of texts with an accepted label among the first `count`; 0 for no texts.
    public func accuracy(within count: Int = 1) -> Double {
        items.isEmpty ? 0 : Double(items.count { $0.isRight(within: count) }) / Double(items.count)
    }

    /// Figures of every label that a text has or was given, in order of the labels.
    public var rows: [Row] { Self.rows(items) }

    /// Mean F1 over the labels that a text has.
    public var macroF1: Double { Self.macroF1(items) }

    /// Expected calibration error: the mean distance, over ten bins of confidence, between what was claimed and what was
    /// right, weighted by the texts in the bin.
    public var calibrationError: Double {
        guard !items.isEmpty else { return 0 }
        var count = [Double](repeating: 0, count: 10)
        var claimed = count
        var right = count
        for item in items {
            let score = item.ranked.first?.score ?? 0
            let bin = max(0, min(9, Int(score * 10)))
            count[bin] += 1
            claimed[bin] += score
            right[bin] += item.isRight(within: 1) ? 1 : 0
        }
        var sum = 0.0
        for bin in 0..<10 { sum += abs(claimed[bin] - right[bin]) }
        return sum / Double(items.count)
    }

    /// What was taken for what, most often first.
    public var confusions: [(meant: String, said: String, count: Int)] {
        var counts: [String: [String: Int]] = [:]
        for item in items where !item.isRight(within: 1) {
            counts[item.meant, default: [:]][item.said, default: 0] += 1
        }
        return counts.flatMap { meant, row in row.map { (meant: meant, said: $0.key, count: $0.value) } }
            .sorted { ($1.count, $0.meant, $0.said) < ($0.count, $1.meant, $1.said) }
    }

    /// The middle 95 % of accuracy and of mean F1 when the texts are drawn again and again.
    public func intervals() -> (accuracy: ClosedRange<Double>, macroF1: ClosedRange<Double>) {
        guard !items.isEmpty else { return (0...0, 0...0) }
        var random = SeededRandom(seed: Self.seed)
        var accuracies: [Double] = []
        var f1s: [Double] = []
        for _ in 0..<Self.resamples {
            let drawn = items.indices.map { _ in items[random.below(items.count)] }
            accuracies.append(Double(drawn.count { $0.isRight(within: 1) }) / Double(drawn.count))
            f1s.append(Self.macroF1(drawn))
        }
        func middle(_ values: [Double]) -> ClosedRange<Double> {
            let sorted = values.sorted()
            let low = Int(0.025 * Double(sorted.count))
            return sorted[low]...sorted[sorted.count - 1 - low]
        }
        return (middle(accuracies), middle(f1s))
    }

    private static func rows(_ items: [Item]) -> [Row] {
        var rows: [String: Row] = [:]
        func row(_ label: String) -> Row { rows[label] ?? Row(label: label, meant: 0, said: 0, right: 0) }
        for item in items {
            var meant = row(item.meant)
            meant.meant += 1
            rows[item.meant] = meant
            guard !item.said.isEmpty else { continue }
            var said = row(item.said)
            said.said += 1
            if item.said == item.meant { said.right += 1 }
            rows[item.said] = said
        }
        return rows.values.sorted { $0.label < $1.label }
    }

    private static func macroF1(_ items: [Item]) -> Double {
        let present = rows(items).filter { $0.meant > 0 }
        return present.isEmpty ? 0 : present.reduce(0) { $0 + $1.f1 } / Double(present.count)
    }
}
