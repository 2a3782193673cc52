// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: the same seed gives the same numbers on every machine. For training, tools and tests, never for secrets.
package struct SeededRandom: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    /// 0..<`bound`; 0 when there is nothing to choose from.
    package mutating func below(_ bound: Int) -> Int { bound < 1 ? 0 : Int(next() % UInt64(bound)) }

    /// True once in `count`.
    package mutating func one(in count: Int) -> Bool { below(count) == 0 }

    /// One of the items, of which there must be one.
    package mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

    /// Puts the items into an order that the seed decides. The model in `dialogs/model/` depends on how.
    package mutating func shuffle<Item>(_ items: inout [Item]) {
        for index in stride(from: items.count - 1, to: 0, by: -1) {
            items.swapAt(index, Int(next() >> 33) % (index + 1))
        }
    }
}
