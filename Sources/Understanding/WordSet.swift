// SPDX-License-Identifier: Apache-2.0

/// A handful of words to look for at a place in a text: longer ones first.
struct WordSet: Sendable {
    private let words: [[UInt16]]
    /// Classes of the first and of the last scalars: most places are turned away without a look at the words.
    private let firsts: Bits
    private let lasts: Bits

    /// Words separated by blanks.
    init(_ list: StaticString) {
        words = "\(list)".split(separator: " ")
            .map { word in word.unicodeScalars.map { UInt16(truncatingIfNeeded: $0.value) } }
            .sorted { $0.count > $1.count }
        firsts = Bits(words.compactMap(\.first))
        lasts = Bits(words.compactMap(\.last))
    }

    /// Which of 256 classes of scalars occur.
    private struct Bits: Sendable {
        private var parts: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

        init(_ scalars: [UInt16]) {
            for scalar in scalars {
                let bit = UInt64(1) << UInt64(scalar & 0x3F)
                switch (scalar >> 6) & 3 {
                case 0: parts.0 |= bit
                case 1: parts.1 |= bit
                case 2: parts.2 |= bit
                default: parts.3 |= bit
                }
            }
        }

        @inline(__always)
        func mayContain(_ scalar: UInt16) -> Bool {
            let part =
                switch (scalar >> 6) & 3 {
                case 0: parts.0
                case 1: parts.1
                case 2: parts.2
                default: parts.3
                }
            return part >> UInt64(scalar & 0x3F) & 1 == 1
        }
    }

    /// The end of the longest word that begins at `start`, or nil.
    func end(in units: [TextUnit], at start: Int) -> Int? {
        guard start >= 0, start < units.count, firsts.mayContain(units[start].scalar) else { return nil }
        next: for word in words where start + word.count <= units.count {
            for (position, letter) in word.enumerated() where units[start + position].scalar != letter { continue next }
            return start + word.count
        }
        return nil
    }

    /// The beginning of the longest word that ends at `end`, or nil.
    func start(in units: [TextUnit], endingAt end: Int) -> Int? {
        guard end > 0, end <= units.count, lasts.mayContain(units[end - 1].scalar) else { return nil }
        next: for word in words where word.count <= end {
            let start = end - word.count
            for (position, letter) in word.enumerated() where units[start + position].scalar != letter { continue next }
            return start
        }
        return nil
    }

    /// Whether a word begins in `range` and no sentence ends before it.
    func occurs(in units: [TextUnit], within range: Range<Int>) -> Bool {
        for index in range.clamped(to: 0..<units.count) where end(in: units, at: index) != nil { return true }
        return false
    }
}
