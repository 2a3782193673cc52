// SPDX-License-Identifier: Apache-2.0

/// Finds a whole line among known words.
package struct WordTable: Sendable {
    private var values: [UInt64: Int32] = [:]
    /// The words as they are compared, longest first, with their values: for search within a line.
    package private(set) var words: [(bytes: [UInt8], value: Int)] = []

    package init() {}

    package var isEmpty: Bool { words.isEmpty }

    /// Adds a word; false when the same word was there with another value (the first one stays).
    @discardableResult
    package mutating func add(_ word: String, _ value: Int) -> Bool {
        let line = FoldedLine(word)
        guard !line.isEmpty else { return true }
        let key = StableKey.fnv64(line.bytes)
        if let old = values[key] { return Int(old) == value }
        values[key] = Int32(value)
        let at = words.firstIndex { $0.bytes.count < line.bytes.count } ?? words.endIndex
        words.insert((line.bytes, value), at: at)
        return true
    }

    /// The value of the line when it is one of the words.
    package subscript(line: FoldedLine) -> Int? {
        guard line.isWhole, !values.isEmpty else { return nil }
        return values[StableKey.fnv64(line.bytes)].map(Int.init)
    }

    /// Whether the line begins with one of the words.
    package func isPrefix(of line: FoldedLine) -> Bool {
        words.contains { line.hasPrefix($0.bytes) }
    }

    /// The one value whose words stand in the line; nil when none or several do. Of words that overlap the longest
    /// counts (不对 before 对).
    package func only(in line: FoldedLine) -> Int? {
        var found: Int?
        var rest = line.bytes
        for word in words {
            guard let place = Self.place(of: word.bytes, in: rest) else { continue }
            for i in place { rest[i] = 0 }
            if let found, found != word.value { return nil }
            found = word.value
        }
        return found
    }

    private static func place(of needle: [UInt8], in hay: [UInt8]) -> Range<Int>? {
        guard !needle.isEmpty, hay.count >= needle.count else { return nil }
        for start in 0...(hay.count - needle.count) {
            var same = true
            for i in 0..<needle.count where hay[start + i] != needle[i] {
                same = false
                break
            }
            if same { return start..<start + needle.count }
        }
        return nil
    }
}
