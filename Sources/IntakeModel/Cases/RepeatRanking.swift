// SPDX-License-Identifier: Apache-2.0

/// Puts the cases found under the keys of a ``RepeatMark`` in the order in which they are worth a look: first those of the
/// same person, then those whose keys say most, then the newest.
///
/// A key that few cases have says more than one that many have. Where a key is everybody's, only its newest cases are
/// read (``RepeatMark/mostPerKey``): an older case of the same matter is found by the keys that few share, and those
/// put it before the many that share only the common ones.
public struct RepeatRanking: Sendable {
    /// A case found, by its number in the order of filing.
    public struct Found: Sendable, Hashable {
        public var id: Int64
        /// Keys of wording and names in common.
        public var keys: Int
        public var isSamePerson: Bool
    }

    /// The number of a case above, below it 7 bits for what the key says: 0 for a key of the person.
    private var entries: [UInt64] = []
    /// Numbers beyond are no cases: a store would have to file a thousand a second for four thousand years.
    private static let idBits: UInt64 = 47

    public init() {}

    /// Adds the cases under one key of wording or names, each once; no more than ``RepeatMark/mostPerKey``.
    public mutating func add(_ cases: [Int64]) { add(cases, saying: Self.weight(of: cases.count)) }

    /// Adds the cases under one key of who filed them.
    public mutating func add(ofSamePerson cases: [Int64]) { add(cases, saying: 0) }

    private mutating func add(_ cases: [Int64], saying weight: UInt64) {
        for id in cases where id >= 0 && id < 1 << Self.idBits { entries.append(UInt64(id) << 7 | weight) }
    }

    /// What a key says that so many cases have: 1 for one that as many have as are read, 1 more for each halving.
    static func weight(of count: Int) -> UInt64 {
        var weight: UInt64 = 1
        var reach = max(count, 1) * 2
        while reach <= RepeatMark.mostPerKey {
            weight += 1
            reach *= 2
        }
        return weight
    }

    /// All cases added, the best first.
    public consuming func ranked() -> [Found] {
        entries.sort()
        var found: [(order: UInt64, keys: Int)] = []
        found.reserveCapacity(entries.count)
        let person: UInt64 = 1 << 63
        var last = UInt64.max
        for entry in entries {
            let id = entry >> 7
            let weight = entry & 0x7F
            if id != last { found.append((id, 0)) }
            last = id
            let at = found.count - 1
            if weight == 0 {
                found[at].order |= person
            } else {
                found[at].order += weight << Self.idBits
                found[at].keys += 1
            }
        }
        found.sort { $0.order > $1.order }
        let mask: UInt64 = 1 << Self.idBits - 1
        return found.map {
            Found(id: Int64($0.order & mask), keys: $0.keys, isSamePerson: $0.order & person != 0)
        }
    }
}
