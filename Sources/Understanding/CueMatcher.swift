// SPDX-License-Identifier: Apache-2.0

/// Finds thousands of words in one pass: a trie over folded scalars, walked from every place of the text.
///
/// A walk ends where no word goes on, most often after one or two letters, and never goes further than the longest word;
/// so a text costs the same whether there are ten words or ten thousand. (Failure links, as Aho and Corasick draw them,
/// save the few letters that are read again, and cost more: to draw, to keep, and at every letter to look at.) Built once,
/// immutable.
public struct CueMatcher: Sendable {
    /// A word found.
    public struct Match: Sendable, Hashable {
        /// Position of the word in the list the matcher was built from.
        public let word: Int
        /// Units covered.
        public let range: Range<Int>
    }

    /// A word found, as plain numbers.
    struct Found {
        var start: Int32
        var end: Int32
        var word: Int32
    }

    /// For every scalar, the position in `roots` of the edge by it from the root; 0 where none is.
    private let rootOf: [UInt16]
    private let roots: [EdgeTable.Edge]
    /// All other edges.
    private let edges: EdgeTable
    /// The word that ends in a state, or -1.
    private let word: [Int32]
    /// A bit for the first two letters of each word of more than one: most places are turned away here, in a table that
    /// stays near.
    private let pairs: [UInt64]

    /// Number of states, the root included.
    public var stateCount: Int { word.count }
    /// Number of words.
    let wordCount: Int
    /// Bytes held by the tables.
    public var byteCount: Int {
        rootOf.count * 2 + roots.count * 4 + edges.entries.count * 8 + word.count * 4 + pairs.count * 8
    }

    /// Builds a matcher for distinct, non-empty words; of equal words only the first is found, empty ones never.
    public init(words: [[UInt16]]) {
        var trie = CueTrie(reserving: words.count * 4)
        for (index, letters) in words.enumerated() { trie.insert(letters, as: Int32(index)) }
        self.init(trie)
    }

    /// The matcher of a trie.
    ///
    /// - Parameter numbers: What is told of each word instead of its number, which ascends in the order of the numbers.
    init(_ trie: consuming CueTrie, numbers: [Int32]? = nil) {
        trie.finish()
        rootOf = trie.rootOf
        roots = trie.roots.map { $0 }
        edges = trie.edges
        // A copy of just the size: what grew by appending holds up to twice what it needs.
        word = trie.word.map { number in
            guard let numbers, numbers.indices.contains(Int(number)) else { return number }
            return numbers[Int(number)]
        }
        wordCount = trie.wordCount
        pairs = Self.pairs(trie)
    }

    /// 2^17 bits are about ten for each pair of some ten thousand cues.
    private static let pairBits: UInt32 = 17

    /// The bit of two letters that follow each other.
    @inline(__always)
    private static func bit(_ first: UInt16, _ second: UInt16) -> Int {
        let pair = UInt32(first) << 16 | UInt32(second)
        return Int((pair &* 0x9E37_79B1 ^ pair >> 7 &* 0x85EB_CA6B) >> (32 - pairBits))
    }

    private static func pairs(_ trie: borrowing CueTrie) -> [UInt64] {
        var bits = [UInt64](repeating: 0, count: 1 << (pairBits - 6))
        // No letter is 0.
        var letterOf = [UInt16](repeating: 0, count: trie.word.count)
        for letter in 0...UInt16.max {
            let root = Int(trie.rootOf[Int(letter)])
            if root != 0 { letterOf[Int(EdgeTable.target(trie.roots[root]))] = letter }
        }
        trie.edges.visit { state, letter in
            let first = letterOf[Int(state)]
            if first == 0 { return }
            let bit = bit(first, letter)
            bits[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        return bits
    }

    /// Every occurrence of every word, by ascending end and then by ascending start.
    func find(in units: [TextUnit]) -> [Found] {
        var found: [Found] = []
        found.reserveCapacity(units.count / 2 + 8)
        units.withUnsafeBufferPointer { units in
            rootOf.withUnsafeBufferPointer { rootOf in
                edges.entries.withUnsafeBufferPointer { edges in
                    pairs.withUnsafeBufferPointer { pairs in
                        for start in 0..<units.count {
                            let root = rootOf[Int(units[start].scalar)]
                            if root == 0 { continue }
                            var edge = roots[Int(root)]
                            var end = start + 1
                            while true {
                                let state = EdgeTable.target(edge)
                                if EdgeTable.endsWord(edge) {
                                    Self.insert(
                                        Found(
                                            start: Int32(truncatingIfNeeded: start),
                                            end: Int32(truncatingIfNeeded: end),
                                            word: word[Int(state)]), into: &found)
                                }
                                if end == units.count { break }
                                if end == start + 1 {
                                    let bit = Self.bit(units[start].scalar, units[end].scalar)
                                    if pairs[bit >> 6] >> UInt64(bit & 63) & 1 == 0 { break }
                                }
                                edge = EdgeTable.edge(from: state, by: units[end].scalar, in: edges)
                                if edge == 0 { break }
                                end += 1
                            }
                        }
                    }
                }
            }
        }
        return found
    }

    /// Starts only ascend, so that what ends later is at the very end of what was found.
    @inline(__always)
    private static func insert(_ new: Found, into found: inout [Found]) {
        found.append(new)
        var at = found.count - 1
        while at > 0, found[at - 1].end > new.end {
            found[at] = found[at - 1]
            at -= 1
        }
        if at < found.count - 1 { found[at] = new }
    }

    /// All occurrences, by ascending end and then by descending length.
    public func matches(in text: NormalisedText) -> [Match] {
        find(in: text.units).map { Match(word: Int($0.word), range: Int($0.start)..<Int($0.end)) }
    }
}
