// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// All cues of an office, compiled: one automaton for purpose, topic, safety and structure together.
///
/// A class, so that handing it on costs one count.
public final class CueBook: Sendable {
    /// Groups that are computed rather than listed, named by rules like any other: the text ends in a question, it is as
    /// short as a line at a kiosk, it is as long as a letter.
    public static let computedGroups = ["@疑问", "@短", "@长"]

    /// Groups in the order given, without their cues, which are compiled; hits refer to them by position.
    public let groups: [CueGroup]
    /// Rules in the order given.
    public let rules: [CueRule]
    /// What each purpose starts with.
    public let bias: [Purpose: Double]
    /// Topics of the tree; second levels belong to the first level of the same name.
    public let topics: [Topic]
    /// Number of cues in all groups.
    public var cueCount: Int { cues.count }

    /// What is asked of a cue at every hit: plain numbers, so that a hit costs no counting of references.
    struct CompiledCue: Sendable {
        var group: Int32
        var effect: Effect
        var slotCount: Int32
        /// Where the state of a cue of several slots begins; unused for one slot.
        var base: Int32
    }

    /// One use of a word: a slot of a cue.
    struct Use: Sendable {
        var cue: Int32
        var slot: Int32
        var gap: Int32
    }

    /// What a hit does to the others.
    enum Effect: UInt8, Sendable {
        case votes, masks, negates

        init(_ role: CueGroup.Role) {
            switch role {
            case .mask: self = .masks
            case .negator: self = .negates
            case .purpose, .topic, .safety, .structure, .flag: self = .votes
            }
        }
    }

    let matcher: CueMatcher
    let cues: [CompiledCue]
    /// Each cue as written.
    let sources: [String]
    /// How far a negator reaches to cues of each group; negative if they cannot be denied.
    let reaches: [Int]
    let useStart: [Int32]
    let uses: [Use]
    /// Size of the scratch state for cues of several slots.
    let scratchSize: Int
    let groupIndex: [String: Int]
    let compiledRules: [CompiledRule]
    /// The votes of purpose groups in the order of ``Purpose/allCases``; empty for other groups.
    let votes: [[(purpose: Purpose, weight: Double)]]

    struct CompiledRule: Sendable {
        var all: [[Int]]
        var none: [Int]
    }

    /// Compiles groups and rules. Ids that a rule names and no group has never hold; loaders diagnose them.
    public init(groups: [CueGroup], rules: [CueRule] = [], bias: [Purpose: Double] = [:], topics: [Topic] = []) {
        self.groups = groups.map { group in
            CueGroup(id: group.id, role: group.role, negationReach: group.negationReach, cues: [])
        }
        self.rules = rules
        self.bias = bias
        self.topics = topics
        var trie = CueMatcher.Trie()
        var lengths: [Int32] = []
        var usesOfWord: [(word: Int32, use: Use)] = []
        var cues: [CompiledCue] = []
        var sources: [String] = []
        var scratch = 0
        var index: [String: Int] = [:]
        for (groupPosition, group) in groups.enumerated() {
            if index[group.id] == nil { index[group.id] = groupPosition }
            for pattern in group.cues {
                let cue = Int32(cues.count)
                cues.append(
                    CompiledCue(
                        group: Int32(groupPosition), effect: Effect(group.role),
                        slotCount: Int32(pattern.slots.count), base: Int32(scratch)))
                sources.append(pattern.source)
                // Per slot but the last: where it ended; and once where the first slot began.
                if pattern.slots.count > 1 { scratch += pattern.slots.count }
                for (slotPosition, slot) in pattern.slots.enumerated() {
                    for word in slot.words {
                        guard let number = trie.insert(word, as: Int32(lengths.count)) else { continue }
                        if number == lengths.count { lengths.append(Int32(word.count)) }
                        usesOfWord.append((number, Use(cue: cue, slot: Int32(slotPosition), gap: Int32(slot.gap))))
                    }
                }
            }
        }
        for (position, name) in CueBook.computedGroups.enumerated() {
            index[name] = groups.count + position
        }
        self.matcher = CueMatcher(trie, lengths: lengths.exact)
        // Copies of just the size: what grew by appending holds up to twice what it needs.
        self.cues = cues.exact
        self.sources = sources.exact
        self.reaches = groups.map { $0.negationReach ?? -1 }
        self.scratchSize = scratch
        // Later slots first: a word that is both the end of one cue and the beginning of another must not feed a cue with
        // itself. Then by word, the order of equal ones kept.
        var start = [Int32](repeating: 0, count: lengths.count + 1)
        for use in usesOfWord { start[Int(use.word) + 1] += 1 }
        for word in lengths.indices { start[word + 1] += start[word] }
        var next = start
        var flat = [Use](repeating: Use(cue: 0, slot: 0, gap: 0), count: usesOfWord.count)
        for slot in (0..<Int32(CuePattern.mostSlots)).reversed() {
            for (word, use) in usesOfWord where use.slot == slot {
                flat[Int(next[Int(word)])] = use
                next[Int(word)] += 1
            }
        }
        self.useStart = start
        self.uses = flat
        self.groupIndex = index
        self.votes = groups.map { group in
            guard case .purpose(let votes) = group.role else { return [] }
            return Purpose.allCases.compactMap { purpose in votes[purpose].map { (purpose, $0) } }
        }
        let unknown = groups.count + CueBook.computedGroups.count
        self.compiledRules = rules.map { rule in
            CompiledRule(
                all: rule.all.map { $0.map { index[$0] ?? unknown } },
                none: rule.none.compactMap { index[$0] })
        }
    }

    /// Position of the group with this id, or nil.
    public func group(_ id: String) -> Int? { groupIndex[id] }

    /// Reads the evidence out of a text.
    public func evidence(in text: NormalisedText) -> CueEvidence { CueEvidence(text, book: self) }
}

extension Array {
    /// The same, with no room for more.
    fileprivate var exact: [Element] { map { $0 } }
}
