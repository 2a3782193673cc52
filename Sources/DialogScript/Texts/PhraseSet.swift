// SPDX-License-Identifier: Apache-2.0

/// A fixed set of short phrases in UTF-8, looked for at a place in a line. A look costs the same however many phrases
/// there are: they are found by their first character.
package struct PhraseSet: Sendable, Hashable {
    /// All phrases end to end; those with the same first character together, longer ones first.
    private var letters: [UInt8] = []
    /// Where each phrase ends in `letters`; it begins where the one before it ends.
    private var ends: [Int32] = []
    /// By the hash of the first character: open addressing, a power of two, at least half empty.
    private var heads: [Head] = []
    private var mask = 0

    private struct Head: Sendable, Hashable {
        /// The bytes of the character, 0 for an empty place.
        var key: UInt32 = 0
        /// Its phrases, as positions in `ends`.
        var first: Int32 = 0
        var last: Int32 = 0
    }

    /// Empty phrases are left out.
    package init(_ phrases: some Sequence<some Sequence<UInt8>>) {
        var byHead: [UInt32: [[UInt8]]] = [:]
        for phrase in phrases.map({ Array($0) }) where !phrase.isEmpty {
            let head = phrase.withUnsafeBufferPointer { Self.head($0, 0).key }
            byHead[head, default: []].append(phrase)
        }
        var size = 2
        while size < byHead.count * 2 { size *= 2 }
        heads = [Head](repeating: Head(), count: size)
        mask = size - 1
        for (key, phrases) in byHead.sorted(by: { $0.key < $1.key }) {
            let first = Int32(ends.count)
            for phrase in phrases.sorted(by: { $0.count > $1.count }) {
                letters += phrase
                ends.append(Int32(letters.count))
            }
            var place = Self.place(key) & mask
            while heads[place].key != 0 { place = (place + 1) & mask }
            heads[place] = Head(key: key, first: first, last: Int32(ends.count))
        }
    }

    package init(_ phrases: [String]) { self.init(phrases.map(\.utf8)) }

    /// Phrases separated by blanks.
    package init(words: String) { self.init(words.split(separator: " ").map(\.utf8)) }

    package var isEmpty: Bool { ends.isEmpty }

    /// The length in bytes of the longest phrase that `text` begins with, no longer than `limit`; nil when there is none.
    package func prefix(of text: ArraySlice<UInt8>, atMost limit: Int = .max) -> Int? {
        text.withUnsafeBufferPointer { match($0, 0, limit) }
    }

    package func prefix(of line: FoldedLine) -> Int? {
        line.bytes.withUnsafeBufferPointer { match($0, 0, .max) }
    }

    /// The length in bytes of the longest phrase that begins at `start`, or nil.
    package func match(in text: [UInt8], at start: Int) -> Int? {
        text.withUnsafeBufferPointer { match($0, start, .max) }
    }

    /// Whether a phrase ends the text.
    package func isSuffix(of text: ArraySlice<UInt8>) -> Bool {
        text.withUnsafeBufferPointer { text in
            var index = 0
            while index < text.count {
                if ends(text, at: index) { return true }
                index += Self.head(text, index).length
            }
            return false
        }
    }

    /// Whether a phrase stands anywhere in the text.
    package func occurs(in text: ArraySlice<UInt8>) -> Bool { text.withUnsafeBufferPointer(occurs) }

    package func occurs(in line: FoldedLine) -> Bool { line.bytes.withUnsafeBufferPointer(occurs) }

    package func occurs(in text: String) -> Bool {
        var text = text
        return text.withUTF8(occurs)
    }

    // MARK: Looking

    private func occurs(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < text.count {
            if match(text, index, .max) != nil { return true }
            index += Self.head(text, index).length
        }
        return false
    }

    private func ends(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard let run = run(Self.head(text, start).key) else { return false }
        for phrase in run where length(phrase) == text.count - start && stands(phrase, text, start) { return true }
        return false
    }

    private func match(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ limit: Int) -> Int? {
        guard start >= 0, start < text.count, let run = run(Self.head(text, start).key) else { return nil }
        for phrase in run {
            let length = length(phrase)
            if length <= limit, length <= text.count - start, stands(phrase, text, start) { return length }
        }
        return nil
    }

    /// The phrases that begin with a character.
    private func run(_ key: UInt32) -> Range<Int>? {
        heads.withUnsafeBufferPointer { heads in
            guard !heads.isEmpty else { return nil }
            var place = Self.place(key) & mask
            while heads[place].key != key {
                if heads[place].key == 0 { return nil }
                place = (place + 1) & mask
            }
            return Int(heads[place].first)..<Int(heads[place].last)
        }
    }

    private func begin(_ phrase: Int) -> Int { phrase == 0 ? 0 : Int(ends[phrase - 1]) }

    private func length(_ phrase: Int) -> Int { Int(ends[phrase]) - begin(phrase) }

    private func stands(_ phrase: Int, _ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        letters.withUnsafeBufferPointer { letters in
            let begin = begin(phrase)
            for index in 0..<length(phrase) where letters[begin + index] != text[start + index] { return false }
            return true
        }
    }

    private static func place(_ key: UInt32) -> Int { Int(truncatingIfNeeded: key &* 0x9E37_79B1 >> 12) }

    /// The character at a place: its bytes in one number, never 0, and how many they are. A byte that begins none counts
    /// as one of its own.
    private static func head(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> (key: UInt32, length: Int) {
        let first = text[start]
        let length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 1
        var key = UInt32(first) | 0x100
        for index in 1..<max(length, 1) where start + index < text.count {
            key = key << 8 ^ UInt32(text[start + index])
        }
        return (key, min(length, text.count - start))
    }
}
