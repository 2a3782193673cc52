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

        /// A word whose last letter an edge leads by; `word` is the state for now.
        @inline(__always)
        fileprivate init(_ start: Int, _ end: Int, _ edge: EdgeTable.Edge) {
            self.start = Int32(truncatingIfNeeded: start)
            self.end = Int32(truncatingIfNeeded: end)
            word = EdgeTable.target(edge)
        }
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

    /// A walk through the trie that has not ended.
    private struct Walk {
        /// The entry of the edge table where the search for the next letter begins.
        var entry: UInt64
        var start: Int32
        var edge: EdgeTable.Edge
    }

    /// Every occurrence of every word, by ascending end and then by ascending start.
    ///
    /// All walks go on side by side, a letter at a time: looks into far memory that do not wait for each other cost little
    /// more than one.
    func find(in units: [TextUnit]) -> [Found] {
        var ended: [Found] = []
        ended.reserveCapacity(units.count / 2 + 8)
        units.withUnsafeBufferPointer { units in
            edges.entries.withUnsafeBufferPointer { edges in
                withUnsafeTemporaryAllocation(of: Walk.self, capacity: units.count) { walks in
                    var count = begin(in: units, edges, walks, &ended)
                    var length = 2
                    while count > 0 {
                        count = go(on: length, in: units, edges, walks, count, &ended)
                        length += 1
                    }
                }
            }
        }
        return inOrder(ended, units.count)
    }

    /// Begins a walk at every place where words begin; tells how many go on after the first letter.
    @inline(__always)
    private func begin(
        in units: UnsafeBufferPointer<TextUnit>, _ edges: UnsafeBufferPointer<UInt64>,
        _ walks: UnsafeMutableBufferPointer<Walk>, _ ended: inout [Found]
    ) -> Int {
        var count = 0
        rootOf.withUnsafeBufferPointer { rootOf in
            pairs.withUnsafeBufferPointer { pairs in
                roots.withUnsafeBufferPointer { roots in
                    for start in 0..<units.count {
                        let root = rootOf[Int(units[start].scalar)]
                        if root == 0 { continue }
                        let edge = roots[Int(root)]
                        if EdgeTable.endsWord(edge) { ended.append(Found(start, start + 1, edge)) }
                        if start + 1 == units.count { break }
                        let letter = units[start + 1].scalar
                        walks[count] = Walk(entry: 0, start: Int32(truncatingIfNeeded: start), edge: edge)
                        // Written in any case and kept if its bit is set: no branch to be guessed.
                        let bit = Self.bit(units[start].scalar, letter)
                        count += Int(pairs[bit >> 6] >> UInt64(bit & 63) & 1)
                    }
                }
            }
        }
        for at in 0..<count {
            let walk = walks[at]
            walks[at].entry = EdgeTable.entry(
                from: EdgeTable.target(walk.edge), by: units[Int(walk.start) + 1].scalar, in: edges)
        }
        return count
    }

    /// Takes every walk on by the letter that makes it so long; tells how many are left.
    @inline(__always)
    private func go(
        on length: Int, in units: UnsafeBufferPointer<TextUnit>, _ edges: UnsafeBufferPointer<UInt64>,
        _ walks: UnsafeMutableBufferPointer<Walk>, _ count: Int, _ ended: inout [Found]
    ) -> Int {
        var left = 0
        for at in 0..<count {
            var walk = walks[at]
            let end = Int(walk.start) + length
            walk.edge = EdgeTable.edge(
                from: EdgeTable.target(walk.edge), by: units[end - 1].scalar, in: edges, first: walk.entry)
            if walk.edge == 0 { continue }
            if EdgeTable.endsWord(walk.edge) { ended.append(Found(Int(walk.start), end, walk.edge)) }
            if EdgeTable.isLast(walk.edge) || end == units.count { continue }
            walk.entry = EdgeTable.entry(from: EdgeTable.target(walk.edge), by: units[end].scalar, in: edges)
            walks[left] = walk
            left += 1
        }
        return left
    }

    /// Puts what was found, by ascending length and then by ascending start, in the order told; states become words.
    private func inOrder(_ ended: [Found], _ count: Int) -> [Found] {
        if ended.isEmpty { return [] }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: count + 2) { places in
            places.initialize(repeating: 0)
            for found in ended { places[Int(found.end) + 1] += 1 }
            for end in 1..<(count + 2) { places[end] += places[end - 1] }
            return [Found](unsafeUninitializedCapacity: ended.count) { ordered, total in
                // Of those with one end the longest begins first.
                for found in ended.reversed() {
                    let place = Int(places[Int(found.end)])
                    places[Int(found.end)] += 1
                    var found = found
                    found.word = word[Int(found.word)]
                    ordered.initializeElement(at: place, to: found)
                }
                total = ended.count
            }
        }
    }

    /// All occurrences, by ascending end and then by descending length.
    public func matches(in text: NormalisedText) -> [Match] {
        find(in: text.units).map { Match(word: Int($0.word), range: Int($0.start)..<Int($0.end)) }
    }
}
