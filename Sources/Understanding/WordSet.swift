// SPDX-License-Identifier: Apache-2.0

/// A handful of words to look for at a place in a text: longer ones first.
struct WordSet: Sendable {
    private let words: [[UInt16]]

    /// Words separated by blanks.
    init(_ list: StaticString) {
        words = "\(list)".split(separator: " ").map { word in word.unicodeScalars.map { UInt16(truncatingIfNeeded: $0.value) } }
            .sorted { $0.count > $1.count }
    }

    /// The end of the longest word that begins at `start`, or nil.
    func end(in units: [TextUnit], at start: Int) -> Int? {
        next: for word in words where start >= 0 && start + word.count <= units.count {
            for (position, letter) in word.enumerated() where units[start + position].scalar != letter { continue next }
            return start + word.count
        }
        return nil
    }

    /// The beginning of the longest word that ends at `end`, or nil.
    func start(in units: [TextUnit], endingAt end: Int) -> Int? {
        next: for word in words where word.count <= end && end <= units.count {
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
