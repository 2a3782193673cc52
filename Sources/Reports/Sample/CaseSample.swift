// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A random sample of closed cases for 抽查, in shares by unit. The same seed and cases give the same sample, in whatever
/// order the cases came; whoever doubts it draws again.
public struct CaseSample: Sendable {
    public struct Item: Sendable, Hashable {
        public let number: String
        public let unit: String
        public let topic: String
        public let purpose: Purpose
        public let closedOn: CivilDate
        fileprivate let lot: UInt64
    }

    public struct Stratum: Sendable, Hashable {
        public let unit: String
        /// Closed in the period.
        public let cases: Int
        /// Drawn, by number.
        public let items: [Item]
    }

    public let seed: UInt64
    /// Wanted in all; more are drawn only where more units than that closed anything, since each has at least one.
    public let size: Int
    public let window: ReportWindow
    private var items: [String: [Item]] = [:]

    /// - Parameter size: 1 to 10,000.
    public init(_ window: ReportWindow, seed: UInt64, size: Int) {
        self.window = window
        self.seed = seed
        self.size = min(max(size, 1), 10_000)
    }

    public mutating func add(_ fact: ReportFact) {
        guard let closed = fact.closedOn, window.contains(closed) else { return }
        items[fact.unit, default: []].append(
            Item(
                number: fact.number, unit: fact.unit, topic: fact.topic, purpose: fact.purpose, closedOn: closed,
                lot: Self.lot(fact.number, seed)))
    }

    public var cases: Int { items.values.reduce(0) { $0 + $1.count } }

    /// By unit, in the order of their names.
    public var drawn: [Stratum] {
        let units = items.sorted { $0.key < $1.key }
        let shares = Self.shares(units.map(\.value.count), size: size)
        return zip(units, shares).map { unit, share in
            let chosen = unit.value.sorted { ($0.lot, $0.number) < ($1.lot, $1.number) }.prefix(share)
            return Stratum(unit: unit.key, cases: unit.value.count, items: chosen.sorted { $0.number < $1.number })
        }
    }

    /// One each, and the rest by size: largest remainders, of equals the earlier.
    static func shares(_ counts: [Int], size: Int) -> [Int] {
        let total = counts.reduce(0, +)
        guard total > size else { return counts }
        var shares = counts.map { max($0 > 0 ? 1 : 0, $0 * size / total) }
        var left = size - shares.reduce(0, +)
        // What was given so that each has one is taken from those that have most.
        while left < 0, let most = shares.indices.max(by: { shares[$0] < shares[$1] }), shares[most] > 1 {
            shares[most] -= 1
            left += 1
        }
        let order = counts.indices.sorted { a, b in
            let (x, y) = (counts[a] * size % total, counts[b] * size % total)
            return x == y ? a < b : x > y
        }
        for index in order where left > 0 && shares[index] < counts[index] {
            shares[index] += 1
            left -= 1
        }
        return shares
    }

    /// A number that nobody can foresee without the seed: the case's number and the seed, mixed (FNV-1a, then the
    /// finaliser of splitmix64).
    static func lot(_ number: String, _ seed: UInt64) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            hash = (hash ^ (seed >> shift & 0xff)) &* 0x100_0000_01b3
        }
        for byte in number.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
        hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
        return hash ^ (hash >> 31)
    }
}
