// SPDX-License-Identifier: Apache-2.0

/// A set of slots by position, as bits.
struct SlotSet: Sendable, Hashable {
    private var words: [UInt64]

    init(count: Int, all: Bool = false) {
        words = [UInt64](repeating: all ? .max : 0, count: (count + 63) / 64)
    }

    func contains(_ slot: Int) -> Bool {
        words.indices.contains(slot >> 6) && words[slot >> 6] & (1 << UInt64(slot & 63)) != 0
    }

    mutating func insert(_ slot: Int) {
        if words.indices.contains(slot >> 6) { words[slot >> 6] |= 1 << UInt64(slot & 63) }
    }

    mutating func remove(_ slot: Int) {
        if words.indices.contains(slot >> 6) { words[slot >> 6] &= ~(1 << UInt64(slot & 63)) }
    }

    mutating func formUnion(_ other: SlotSet) {
        for index in words.indices where other.words.indices.contains(index) { words[index] |= other.words[index] }
    }

    mutating func formIntersection(_ other: SlotSet) {
        for index in words.indices where other.words.indices.contains(index) { words[index] &= other.words[index] }
    }

    mutating func subtract(_ other: SlotSet) {
        for index in words.indices where other.words.indices.contains(index) { words[index] &= ~other.words[index] }
    }
}
