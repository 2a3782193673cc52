// SPDX-License-Identifier: Apache-2.0

/// Words laid letter by letter: what a ``CueMatcher`` is made from.
struct CueTrie {
    /// For every scalar, the position in `roots` of the edge by it from the root; 0 where none is.
    private(set) var rootOf = [UInt16](repeating: 0, count: 0x10000)
    private(set) var roots: [EdgeTable.Edge] = [0]
    private(set) var edges: EdgeTable
    /// The number of the word that ends in a state, or -1. State 0 is the root.
    private(set) var word: [Int32] = [-1]
    /// Words numbered by ``insert(_:_:)``.
    private(set) var wordCount = 0

    /// The slot of a cue that last used a word, for all words numbered: 甲(乙)?(乙)? spells 甲乙 twice.
    private var lastSlot: [Int32] = []
    private var slots: Int32 = 0
    /// States that the alternatives read so far lead to.
    private var front: [Int32] = []
    private var next: [Int32] = []

    /// - Parameter letters: About so many will be laid.
    init(reserving letters: Int) {
        edges = EdgeTable(reserving: letters)
        word.reserveCapacity(letters)
    }

    /// Where a letter leads from a state; -1 from -1, and where the states have run out.
    private mutating func follow(_ state: Int32, _ letter: UInt16) -> Int32 {
        let fresh = Int32(truncatingIfNeeded: word.count)
        guard state >= 0, word.count < EdgeTable.mostStates else { return -1 }
        let target: Int32
        if state == 0 {
            let known = Int(rootOf[Int(letter)])
            if known != 0 { return EdgeTable.target(roots[known]) }
            guard roots.count <= Int(UInt16.max) else { return -1 }
            rootOf[Int(letter)] = UInt16(roots.count)
            roots.append(EdgeTable.Edge(bitPattern: fresh) << 1)
            target = fresh
        } else {
            target = edges.insert(fresh, from: state, by: letter)
        }
        if target == fresh { word.append(-1) }
        return target
    }

    /// Lays a word down under a number, unless it is empty or there is one.
    mutating func insert(_ letters: [UInt16], as number: Int32) {
        var state: Int32 = 0
        for letter in letters { state = follow(state, letter) }
        if state > 0, word[Int(state)] < 0 { word[Int(state)] = number }
    }

    /// Lays down all words of a cue; calls `body` once for every word of every slot, with the number of the word.
    ///
    /// Alternatives are followed side by side and share what they begin with: nothing is spelled out.
    mutating func insert(_ cue: CuePattern, _ body: (_ word: Int32, _ slot: UInt8, _ gap: UInt8) -> Void) {
        var slot: UInt8 = 0
        var gap = 0
        begin()
        var index = 0
        while index < cue.code.count {
            let letter = cue.code[index]
            if letter == CuePattern.Mark.open {
                index = alternatives(cue.code, from: index + 1)
                continue
            }
            index += 1
            if let wide = CuePattern.Mark.gap(letter) {
                end { body($0, slot, UInt8(gap)) }
                gap = wide
                slot += 1
                begin()
            } else {
                for at in front.indices { front[at] = follow(front[at], letter) }
            }
        }
        end { body($0, slot, UInt8(gap)) }
    }

    private mutating func begin() {
        front.removeAll(keepingCapacity: true)
        front.append(0)
        slots += 1
    }

    private mutating func end(_ body: (_ word: Int32) -> Void) {
        for state in front where state > 0 {
            var number = word[Int(state)]
            if number < 0 {
                number = Int32(wordCount)
                wordCount += 1
                word[Int(state)] = number
                lastSlot.append(slots)
            } else if lastSlot[Int(number)] == slots {
                continue
            } else {
                lastSlot[Int(number)] = slots
            }
            body(number)
        }
    }

    /// Follows every alternative from every state there is; gives where the code goes on after them.
    private mutating func alternatives(_ code: [UInt16], from start: Int) -> Int {
        next.removeAll(keepingCapacity: true)
        var begin = start
        var end = start
        while end < code.count {
            let mark = code[end]
            guard mark <= CuePattern.Mark.closeOptional else {
                end += 1
                continue
            }
            for at in front.indices {
                var state = front[at]
                for index in begin..<end { state = follow(state, code[index]) }
                next.append(state)
            }
            end += 1
            begin = end
            if mark == CuePattern.Mark.or { continue }
            if mark == CuePattern.Mark.closeOptional { next.append(contentsOf: front) }
            break
        }
        swap(&front, &next)
        return end
    }

    /// Marks the edges at the end of words, and those from which nothing goes on.
    mutating func finish() {
        let goesOn = edges.finish(states: word.count) { word[$0] >= 0 }
        for at in roots.indices.dropFirst() {
            let state = Int(EdgeTable.target(roots[at]))
            roots[at] = EdgeTable.marked(roots[at], endsWord: word[state] >= 0, goesOn: goesOn[state])
        }
    }
}
