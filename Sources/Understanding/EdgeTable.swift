// SPDX-License-Identifier: Apache-2.0

/// The edges of a trie: an open hash table of single words, so that following one costs one look into memory.
struct EdgeTable: Sendable {
    /// An edge found: where it leads, and whether a word ends there. 0 where there is none.
    typealias Edge = UInt32

    /// More states than this are not numbered.
    static let mostStates = 1 << 23

    /// From the highest bit: 23 of the state, 16 of the letter, one that tells whether nothing goes on from the state it
    /// leads to, 23 of that, one that tells whether a word ends there; 0 where vacant, since no edge leads to the root.
    private(set) var entries: [UInt64]
    private var count = 0

    private static let edgeBits: UInt64 = 25

    /// - Parameter edges: About so many are expected.
    init(reserving edges: Int) {
        var size = 1 << 8
        while size * 2 < edges * 3 { size *= 2 }
        entries = [UInt64](repeating: 0, count: size)
    }

    private static func key(_ state: Int32, _ letter: UInt16) -> UInt64 {
        UInt64(UInt32(bitPattern: state)) << 16 | UInt64(letter)
    }

    /// Where the search for a key begins in a table of so many entries, a power of two.
    @inline(__always)
    private static func place(of key: UInt64, among count: Int) -> Int {
        // Fibonacci hashing: the upper bits of a product with 2^64 / golden ratio.
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (count - 1)
    }

    /// The entry of a table where the search for an edge begins.
    @inline(__always)
    static func entry(from state: Int32, by letter: UInt16, in entries: UnsafeBufferPointer<UInt64>) -> UInt64 {
        entries[place(of: key(state, letter), among: entries.count)]
    }

    /// The edge from a state by a letter in the entries of a table, or 0.
    ///
    /// - Parameter first: What ``entry(from:by:in:)`` gave.
    @inline(__always)
    static func edge(
        from state: Int32, by letter: UInt16, in entries: UnsafeBufferPointer<UInt64>, first: UInt64
    ) -> Edge {
        let key = key(state, letter)
        var entry = first
        if entry >> edgeBits == key { return Edge(truncatingIfNeeded: entry & (1 << edgeBits - 1)) }
        var at = place(of: key, among: entries.count)
        while entry != 0 {
            at = (at + 1) & (entries.count - 1)
            entry = entries[at]
            if entry >> edgeBits == key { return Edge(truncatingIfNeeded: entry & (1 << edgeBits - 1)) }
        }
        return 0
    }

    /// Where an edge leads.
    @inline(__always)
    static func target(_ edge: Edge) -> Int32 { Int32(bitPattern: edge >> 1 & (1 << 23 - 1)) }

    /// Whether a word ends where an edge leads.
    @inline(__always)
    static func endsWord(_ edge: Edge) -> Bool { edge & 1 == 1 }

    /// Whether no edge leads on from where an edge leads.
    @inline(__always)
    static func isLast(_ edge: Edge) -> Bool { edge & last != 0 }

    private static let last: Edge = 1 << 24

    /// What an edge tells of the state it leads to, once all edges are there.
    static func marked(_ edge: Edge, endsWord: Bool, goesOn: Bool) -> Edge {
        edge | (endsWord ? 1 : 0) | (goesOn ? 0 : last)
    }

    /// Adds an edge unless there is one; gives where it leads. Both states must be below ``mostStates``.
    mutating func insert(_ target: Int32, from state: Int32, by letter: UInt16) -> Int32 {
        let key = Self.key(state, letter)
        var at = Self.place(of: key, among: entries.count)
        while entries[at] != 0 {
            if entries[at] >> Self.edgeBits == key {
                return Self.target(Edge(truncatingIfNeeded: entries[at] & (1 << Self.edgeBits - 1)))
            }
            at = (at + 1) & (entries.count - 1)
        }
        entries[at] = key << Self.edgeBits | UInt64(UInt32(bitPattern: target)) << 1
        count += 1
        if count * 4 > entries.count * 3 { grow() }
        return target
    }

    /// Calls `body` with the state and the letter of every edge, in no order that means anything.
    func visit(_ body: (_ state: Int32, _ letter: UInt16) -> Void) {
        for entry in entries where entry != 0 {
            let key = entry >> Self.edgeBits
            body(Int32(truncatingIfNeeded: key >> 16), UInt16(truncatingIfNeeded: key))
        }
    }

    /// Marks what the edges tell of the states they lead to; no edge is added after that.
    ///
    /// - Returns: of each of the states whether an edge leads on from it.
    mutating func finish(states: Int, where endsWord: (_ state: Int) -> Bool) -> [Bool] {
        // A search that finds nothing ends the sooner the more places are vacant.
        if count * 2 > entries.count { grow() }
        var goesOn = [Bool](repeating: false, count: states)
        visit { state, _ in goesOn[Int(state)] = true }
        for at in entries.indices where entries[at] != 0 {
            let edge = Edge(truncatingIfNeeded: entries[at] & (1 << Self.edgeBits - 1))
            let state = Int(Self.target(edge))
            entries[at] |= UInt64(Self.marked(edge, endsWord: endsWord(state), goesOn: goesOn[state]))
        }
        return goesOn
    }

    private mutating func grow() {
        let old = entries
        entries = [UInt64](repeating: 0, count: old.count * 2)
        for entry in old where entry != 0 {
            var at = Self.place(of: entry >> Self.edgeBits, among: entries.count)
            while entries[at] != 0 { at = (at + 1) & (entries.count - 1) }
            entries[at] = entry
        }
    }
}
