// SPDX-License-Identifier: Apache-2.0

/// Finds thousands of words in one pass: an Aho–Corasick automaton over folded scalars.
///
/// Transitions of the root are a flat table, the others short sorted lists, so that the whole stays small and a text
/// costs the same whether there are ten words or ten thousand. Built once, immutable.
public struct CueMatcher: Sendable {
    /// A word found.
    public struct Match: Sendable, Hashable {
        /// Position of the word in the list the matcher was built from.
        public let word: Int
        /// Units covered.
        public let range: Range<Int>
    }

    private let classOf: [UInt16]
    private let rootNext: [Int32]
    private let edgeStart: [Int32]
    private let edgeLabel: [UInt16]
    private let edgeTarget: [Int32]
    private let fail: [Int32]
    /// The word that ends in a state, or -1.
    private let word: [Int32]
    /// The next state on the failure path that ends a word, or 0.
    private let nextOutput: [Int32]
    private let lengths: [Int32]

    /// Number of states, the root included.
    public var stateCount: Int { fail.count }

    /// Builds a matcher for distinct, non-empty words; of equal words only the first is found, empty ones never.
    public init(words: [[UInt16]]) {
        var trie = Trie()
        var lengths: [Int32] = []
        lengths.reserveCapacity(words.count)
        for (index, letters) in words.enumerated() {
            lengths.append(Int32(letters.count))
            _ = trie.insert(letters, as: Int32(index))
        }
        self.init(trie, lengths: lengths)
    }

    /// Words laid letter by letter, before the failure links are drawn.
    struct Trie {
        fileprivate var classOf = [UInt16](repeating: 0, count: 0x10000)
        fileprivate var classCount = 1
        fileprivate var children = EdgeTable()
        fileprivate var parent: [Int32] = [0]
        fileprivate var label: [UInt16] = [0]
        fileprivate var word: [Int32] = [-1]

        init() {}

        /// Lays a word down under a number, unless it is there; gives the number under which it is, or nil if empty.
        mutating func insert(_ letters: [UInt16], as number: Int32) -> Int32? {
            guard !letters.isEmpty else { return nil }
            var state: Int32 = 0
            for letter in letters {
                if classOf[Int(letter)] == 0, classCount < 0xFFFF {
                    classOf[Int(letter)] = UInt16(classCount)
                    classCount += 1
                }
                let letterClass = classOf[Int(letter)]
                let next = Int32(parent.count)
                let known = children.insert(next, from: state, by: letterClass)
                if known == next {
                    parent.append(state)
                    label.append(letterClass)
                    word.append(-1)
                }
                state = known
            }
            if word[Int(state)] < 0 { word[Int(state)] = number }
            return word[Int(state)]
        }
    }

    /// The matcher of a trie; `lengths` are those of its words by number.
    init(_ trie: Trie, lengths: [Int32]) {
        let (parent, label, children) = (trie.parent, trie.label, trie.children)
        let word = trie.word.map { $0 }
        // Edges sorted by parent, then label; breadth-first order for the failure links.
        let count = parent.count
        var edgeStart = [Int32](repeating: 0, count: count + 1)
        for state in 1..<max(count, 1) { edgeStart[Int(parent[state]) + 1] += 1 }
        for state in 0..<count { edgeStart[state + 1] += edgeStart[state] }
        var fill = edgeStart
        var edgeLabel = [UInt16](repeating: 0, count: count - 1)
        var edgeTarget = [Int32](repeating: 0, count: count - 1)
        for state in Self.order(by: label, classes: trie.classCount) {
            let slot = Int(fill[Int(parent[state])])
            fill[Int(parent[state])] += 1
            edgeLabel[slot] = label[state]
            edgeTarget[slot] = Int32(state)
        }
        var rootNext = [Int32](repeating: 0, count: trie.classCount)
        var fail = [Int32](repeating: 0, count: count)
        var nextOutput = [Int32](repeating: 0, count: count)
        var queue: [Int32] = []
        for slot in Int(edgeStart[0])..<Int(edgeStart[1]) {
            rootNext[Int(edgeLabel[slot])] = edgeTarget[slot]
            queue.append(edgeTarget[slot])
        }
        var head = 0
        while head < queue.count {
            let state = Int(queue[head])
            head += 1
            for slot in Int(edgeStart[state])..<Int(edgeStart[state + 1]) {
                let child = Int(edgeTarget[slot])
                let letter = edgeLabel[slot]
                var link = fail[state]
                while true {
                    if link == 0 {
                        link = rootNext[Int(letter)]
                        break
                    }
                    if let next = children.target(from: link, by: letter) {
                        link = next
                        break
                    }
                    link = fail[Int(link)]
                }
                fail[child] = link
                nextOutput[child] = word[Int(link)] >= 0 ? link : nextOutput[Int(link)]
                queue.append(Int32(child))
            }
        }
        self.classOf = trie.classOf
        self.rootNext = rootNext
        self.edgeStart = edgeStart
        self.edgeLabel = edgeLabel
        self.edgeTarget = edgeTarget
        self.fail = fail
        self.word = word
        self.nextOutput = nextOutput
        self.lengths = lengths
    }

    /// The states but the root, by ascending label.
    private static func order(by label: [UInt16], classes: Int) -> [Int] {
        var next = [Int](repeating: 0, count: classes + 1)
        for state in label.indices.dropFirst() { next[Int(label[state]) + 1] += 1 }
        for label in 0..<classes { next[label + 1] += next[label] }
        var order = [Int](repeating: 0, count: label.count - 1)
        for state in label.indices.dropFirst() {
            order[next[Int(label[state])]] = state
            next[Int(label[state])] += 1
        }
        return order
    }

    /// Calls `body` with every occurrence of every word, by ascending end and then by descending length.
    @inline(__always)
    public func forEachMatch(in text: NormalisedText, _ body: (_ word: Int, _ range: Range<Int>) -> Void) {
        var state: Int32 = 0
        for (index, unit) in text.units.enumerated() {
            let letter = classOf[Int(unit.scalar)]
            if letter == 0 {
                state = 0
                continue
            }
            while true {
                if state == 0 {
                    state = rootNext[Int(letter)]
                    break
                }
                let next = transition(state, letter)
                if next != 0 {
                    state = next
                    break
                }
                state = fail[Int(state)]
            }
            var output = word[Int(state)] >= 0 ? state : nextOutput[Int(state)]
            while output != 0 {
                let found = Int(word[Int(output)])
                body(found, (index + 1 - Int(lengths[found]))..<(index + 1))
                output = nextOutput[Int(output)]
            }
        }
    }

    /// All occurrences, for tests and for callers that are not in a hurry.
    public func matches(in text: NormalisedText) -> [Match] {
        var result: [Match] = []
        forEachMatch(in: text) { word, range in result.append(Match(word: word, range: range)) }
        return result
    }

    @inline(__always)
    private func transition(_ state: Int32, _ letter: UInt16) -> Int32 {
        var low = Int(edgeStart[Int(state)])
        var high = Int(edgeStart[Int(state) + 1])
        while high - low > 8 {
            let middle = (low + high) / 2
            if edgeLabel[middle] <= letter { low = middle } else { high = middle }
        }
        while low < high {
            if edgeLabel[low] == letter { return edgeTarget[low] }
            low += 1
        }
        return 0
    }
}
