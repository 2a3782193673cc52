// SPDX-License-Identifier: Apache-2.0

/// The edges of a trie while it is built: an open hash table, since there are hundreds of thousands to look up.
struct EdgeTable {
    /// State and letter of each place taken; ``vacant`` elsewhere.
    private var keys: [UInt64]
    private var targets: [Int32]
    private var count = 0
    private static let vacant = UInt64.max

    init() {
        keys = [UInt64](repeating: Self.vacant, count: 1 << 12)
        targets = [Int32](repeating: 0, count: 1 << 12)
    }

    /// Where an edge leads, or nil.
    func target(from state: Int32, by letter: UInt16) -> Int32? {
        let place = place(of: Self.key(state, letter))
        return keys[place] == Self.vacant ? nil : targets[place]
    }

    /// Adds an edge unless there is one; gives where it leads.
    mutating func insert(_ target: Int32, from state: Int32, by letter: UInt16) -> Int32 {
        let key = Self.key(state, letter)
        let at = place(of: key)
        guard keys[at] == Self.vacant else { return targets[at] }
        keys[at] = key
        targets[at] = target
        count += 1
        if count * 2 > keys.count { grow() }
        return target
    }

    private static func key(_ state: Int32, _ letter: UInt16) -> UInt64 {
        UInt64(UInt32(bitPattern: state)) << 16 | UInt64(letter)
    }

    /// The place of a key, or the vacant one where it would go.
    private func place(of key: UInt64) -> Int {
        // Fibonacci hashing: the upper bits of a product with 2^64 / golden ratio.
        var at = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (keys.count - 1)
        while keys[at] != key, keys[at] != Self.vacant { at = (at + 1) & (keys.count - 1) }
        return at
    }

    private mutating func grow() {
        let (oldKeys, oldTargets) = (keys, targets)
        keys = [UInt64](repeating: Self.vacant, count: oldKeys.count * 2)
        targets = [Int32](repeating: 0, count: oldKeys.count * 2)
        for (key, target) in zip(oldKeys, oldTargets) where key != Self.vacant {
            let at = place(of: key)
            keys[at] = key
            targets[at] = target
        }
    }
}
