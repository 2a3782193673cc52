// SPDX-License-Identifier: Apache-2.0

/// A handful of words to look for at a place in a text: longer ones first.
struct WordSet: Sendable {
    private let byFirst: Index
    private let byLast: Index
    /// Classes of the first and of the last scalars: most places are turned away without a look at the words.
    private let firsts: Bits
    private let lasts: Bits

    /// Words separated by blanks.
    init(_ list: StaticString) {
        let words = "\(list)".split(separator: " ")
            .map { word in word.unicodeScalars.map { UInt16(truncatingIfNeeded: $0.value) } }
        byFirst = Index(words, by: \.first)
        byLast = Index(words, by: \.last)
        firsts = Bits(words.compactMap(\.first))
        lasts = Bits(words.compactMap(\.last))
    }

    /// The words that share a scalar, longer ones first, laid end to end.
    private struct Index: Sendable {
        private var keys: [UInt16] = []
        /// Of each key, where its words begin in `ends`.
        private var runs: [Int] = [0]
        /// Where each word ends in `letters`; it begins where the one before it ends.
        private var ends: [Int] = [0]
        private var letters: [UInt16] = []

        init(_ words: [[UInt16]], by key: ([UInt16]) -> UInt16?) {
            let keyed = words.compactMap { word in key(word).map { (key: $0, word: word) } }
                .sorted { $0.key != $1.key ? $0.key < $1.key : $0.word.count > $1.word.count }
            for (key, word) in keyed {
                if keys.last != key {
                    keys.append(key)
                    runs.append(ends.count - 1)
                }
                letters += word
                ends.append(letters.count)
                runs[keys.count] = ends.count - 1
            }
        }

        /// The length of the first word under `key` that fits; `start` tells where a word of a given length would begin.
        @inline(__always)
        func match(_ key: UInt16, in units: [TextUnit], start: (Int) -> Int) -> Int? {
            var low = 0
            var high = keys.count
            while low < high {
                let middle = (low + high) / 2
                if keys[middle] < key { low = middle + 1 } else { high = middle }
            }
            guard low < keys.count, keys[low] == key else { return nil }
            next: for word in runs[low]..<runs[low + 1] {
                let length = ends[word + 1] - ends[word]
                let begin = start(length)
                guard begin >= 0, begin + length <= units.count else { continue }
                for position in 0..<length where units[begin + position].scalar != letters[ends[word] + position] {
                    continue next
                }
                return length
            }
            return nil
        }
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
        return byFirst.match(units[start].scalar, in: units) { _ in start }.map { start + $0 }
    }

    /// The beginning of the longest word that ends at `end`, or nil.
    func start(in units: [TextUnit], endingAt end: Int) -> Int? {
        guard end > 0, end <= units.count, lasts.mayContain(units[end - 1].scalar) else { return nil }
        return byLast.match(units[end - 1].scalar, in: units) { end - $0 }.map { end - $0 }
    }

    /// Whether a word begins in `range` and no sentence ends before it.
    func occurs(in units: [TextUnit], within range: Range<Int>) -> Bool {
        for index in range.clamped(to: 0..<units.count) where end(in: units, at: index) != nil { return true }
        return false
    }
}
