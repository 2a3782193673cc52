// SPDX-License-Identifier: Apache-2.0

/// A handful of words to look for at a place in a text: longer ones first. Each may carry a number.
struct WordSet: Sendable {
    private let byFirst: Index
    private let byLast: Index

    /// Words separated by blanks.
    init(_ list: StaticString) { self.init([(list, 0)]) }

    /// Lists of words separated by blanks, and the number that each word of a list carries.
    init(_ lists: [(words: StaticString, number: Int8)]) {
        let words = lists.flatMap { list in
            "\(list.words)".split(separator: " ").map { word in
                Word(
                    letters: word.unicodeScalars.map { UInt16(truncatingIfNeeded: $0.value) },
                    number: list.number)
            }
        }
        byFirst = Index(words, by: \.letters.first)
        byLast = Index(words, by: \.letters.last)
    }

    private struct Word {
        var letters: [UInt16]
        var number: Int8
    }

    /// The words by one of their scalars: an open hash table, so that most places of a text are turned away by one look.
    private struct Index: Sendable {
        /// The scalar in the upper half, in the lower where its words begin in `words`; 0 where vacant.
        private var slots: [UInt32]
        /// Words that share a scalar one after the other, longer ones first: length, number, letters. A length of 0 ends
        /// them.
        private var words: [UInt16] = [0]

        init(_ given: [Word], by key: (Word) -> UInt16?) {
            let keyed = given.compactMap { word in key(word).map { (key: $0, word: word) } }
                .sorted { $0.key != $1.key ? $0.key < $1.key : $0.word.letters.count > $1.word.letters.count }
            var size = 4
            while size < keyed.count * 2 { size *= 2 }
            slots = [UInt32](repeating: 0, count: size)
            var last: UInt16?
            for (key, word) in keyed {
                if last != key {
                    if last != nil { words.append(0) }
                    last = key
                    var slot = Self.place(of: key, among: size)
                    while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
                    slots[slot] = UInt32(key) << 16 | UInt32(words.count)
                }
                words.append(UInt16(word.letters.count))
                words.append(UInt16(bitPattern: Int16(word.number)))
                words += word.letters
            }
            words.append(0)
        }

        @inline(__always)
        private static func place(of key: UInt16, among count: Int) -> Int {
            Int(truncatingIfNeeded: (UInt32(key) &* 0x9E37_79B1) >> 16) & (count - 1)
        }

        /// Where the words under a scalar begin, or 0.
        @inline(__always)
        func words(under key: UInt16) -> Int {
            var slot = Self.place(of: key, among: slots.count)
            while true {
                let found = slots[slot]
                if found >> 16 == UInt32(key) { return Int(found & 0xFFFF) }
                if found == 0 { return 0 }
                slot = (slot + 1) & (slots.count - 1)
            }
        }

        /// The first word from a place of `words` on that fits; `start` tells where a word of a given length would begin.
        @inline(never)
        func match(
            from place: Int, in units: [TextUnit], isEnd: Bool, at index: Int
        ) -> (length: Int, number: Int)? {
            var at = place
            next: while words[at] != 0 {
                let length = Int(words[at])
                let begin = isEnd ? index - length : index
                let letters = at + 2
                at = letters + length
                guard begin >= 0, begin + length <= units.count else { continue }
                for position in 0..<length where units[begin + position].scalar != words[letters + position] {
                    continue next
                }
                return (length, Int(Int16(bitPattern: words[letters - 1])))
            }
            return nil
        }
    }

    /// Whether a word begins with a scalar.
    func begins(with scalar: UInt16) -> Bool { byFirst.words(under: scalar) != 0 }

    /// The end of the longest word that begins at `start`, or nil.
    @inline(__always)
    func end(in units: [TextUnit], at start: Int) -> Int? { match(in: units, at: start)?.end }

    /// The same, with the number of the word.
    @inline(__always)
    func match(in units: [TextUnit], at start: Int) -> (end: Int, number: Int)? {
        guard start >= 0, start < units.count else { return nil }
        let words = byFirst.words(under: units[start].scalar)
        if words == 0 { return nil }
        return byFirst.match(from: words, in: units, isEnd: false, at: start).map { (start + $0.length, $0.number) }
    }

    /// The beginning of the longest word that ends at `end`, or nil.
    func start(in units: [TextUnit], endingAt end: Int) -> Int? {
        guard end > 0, end <= units.count else { return nil }
        let words = byLast.words(under: units[end - 1].scalar)
        if words == 0 { return nil }
        return byLast.match(from: words, in: units, isEnd: true, at: end).map { end - $0.length }
    }

    /// Whether a word begins in `range` and no sentence ends before it.
    func occurs(in units: [TextUnit], within range: Range<Int>) -> Bool {
        for index in range.clamped(to: 0..<units.count) where end(in: units, at: index) != nil { return true }
        return false
    }
}
