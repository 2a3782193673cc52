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
    public var cueCount: Int { sources.count }

    /// One use of a word: a slot of a cue, with what is asked of the cue at every hit.
    struct Use: Sendable {
        var cue: Int32
        var slot: UInt8
        /// Position of the last slot of the cue.
        var lastSlot: UInt8
        /// The longest gap before the slot.
        var gap: UInt8
        /// What a hit does, and in the highest bit whether this is the last use of its word.
        private var code: UInt8

        var effect: Effect { Effect(rawValue: code & 0x7F) ?? .votes }
        var isLast: Bool { code & 0x80 != 0 }

        init(cue: Int32, slot: UInt8, lastSlot: UInt8, gap: UInt8, effect: Effect) {
            self.cue = cue
            self.slot = slot
            self.lastSlot = lastSlot
            self.gap = gap
            code = effect.rawValue
        }

        mutating func end() { code |= 0x80 }
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
    /// The group of each cue.
    let groupOf: [Int32]
    /// Each cue as written.
    let sources: [String]
    /// What hits of each group do, as plain numbers.
    let plans: [GroupPlan]
    /// The uses of each word one after the other; the matcher tells where those of a word begin.
    let uses: [Use]
    let groupIndex: [String: Int]
    let compiledRules: [CompiledRule]
    /// Conditions of rules: ranges of ``ruleGroups`` of which any must be hit.
    let conditions: [Range<Int>]
    /// Positions of groups that rules name.
    let ruleGroups: [Int]
    /// The votes of purpose groups, then those of rules; in the order of ``Purpose/allCases`` within each.
    let votes: [Vote]
    /// What each purpose starts with.
    let starts: [Vote]
    /// Topics of groups, each once.
    let topicPlans: [TopicPlan]
    /// Names of the first levels of the topics of groups, each once.
    let level1Names: [String]

    struct Vote: Sendable {
        var purpose: Purpose
        var weight: Double
    }

    /// What a group does when it is hit.
    struct GroupPlan: Sendable {
        enum Kind: UInt8, Sendable { case purpose, topic, flag, silent }
        var kind = Kind.silent
        /// The danger that it points to, whatever its kind.
        var danger: SafetyKind?
        /// How far a negator reaches to its cues; negative if they cannot be denied.
        var reach: Int32 = -1
        /// Of a topic or a danger.
        var weight = 0.0
        /// Position of its topic in ``topicPlans``.
        var topic: Int32 = -1
        /// Its votes.
        var votes: Range<Int32> = 0..<0
    }

    struct TopicPlan: Sendable {
        var topic: Topic
        var label: String
        /// Position in ``level1Names``.
        var level1: Int32
    }

    /// A rule in plain numbers.
    struct CompiledRule: Sendable {
        /// Its conditions, in ``conditions``.
        var all: Range<Int>
        /// The groups of which none may be hit, in ``ruleGroups``.
        var none: Range<Int>
        var votes: Range<Int32>
        /// Whether it matters where the first two conditions are hit.
        var isPlaced: Bool
    }

    /// Compiles groups and rules. Ids that a rule names and no group has never hold; loaders diagnose them.
    public init(groups: [CueGroup], rules: [CueRule] = [], bias: [Purpose: Double] = [:], topics: [Topic] = []) {
        self.groups = groups.map { group in
            CueGroup(id: group.id, role: group.role, negationReach: group.negationReach, cues: [])
        }
        self.rules = rules
        self.bias = bias
        self.topics = topics
        var letters = 0
        var cueCount = 0
        var index: [String: Int] = [:]
        index.reserveCapacity(groups.count + Self.computedGroups.count)
        for (position, group) in groups.enumerated() {
            if index[group.id] == nil { index[group.id] = position }
            cueCount += group.cues.count
            for pattern in group.cues { letters += pattern.code.count }
        }
        for (position, name) in Self.computedGroups.enumerated() { index[name] = groups.count + position }
        // Alternatives multiply: about twice as many states as letters are written.
        var trie = CueTrie(reserving: letters * 2)
        // Uses by slot, each with the word that it uses.
        var found = [[(word: Int32, use: Use)]](repeating: [], count: CuePattern.mostSlots)
        found[0].reserveCapacity(letters)
        var groupOf: [Int32] = []
        var sources: [String] = []
        groupOf.reserveCapacity(cueCount)
        sources.reserveCapacity(cueCount)
        for (position, group) in groups.enumerated() {
            let effect = Effect(group.role)
            for pattern in group.cues {
                let cue = Int32(groupOf.count)
                groupOf.append(Int32(position))
                sources.append(pattern.source)
                let lastSlot = UInt8(pattern.slotCount - 1)
                trie.insert(pattern) { word, slot, gap in
                    found[Int(slot)].append(
                        (word, Use(cue: cue, slot: slot, lastSlot: lastSlot, gap: gap, effect: effect)))
                }
            }
        }
        self.groupOf = groupOf
        self.sources = sources
        let (start, uses) = Self.byWord(found, words: trie.wordCount)
        self.uses = uses
        self.matcher = CueMatcher(trie, numbers: start)
        self.groupIndex = index
        var plans = Plans()
        for group in groups { plans.add(group) }
        let unknown = groups.count + Self.computedGroups.count
        var conditions: [Range<Int>] = []
        var ruleGroups: [Int] = []
        self.compiledRules = rules.map { rule in
            let first = conditions.count
            for names in rule.all {
                let start = ruleGroups.count
                ruleGroups += names.map { index[$0] ?? unknown }
                conditions.append(start..<ruleGroups.count)
            }
            let start = ruleGroups.count
            ruleGroups += rule.none.compactMap { index[$0] }
            return CompiledRule(
                all: first..<conditions.count, none: start..<ruleGroups.count, votes: plans.add(rule.votes),
                isPlaced: (rule.within != nil || rule.ordered) && rule.all.count >= 2)
        }
        self.conditions = conditions
        self.ruleGroups = ruleGroups
        self.plans = plans.groups
        self.votes = plans.votes
        self.topicPlans = plans.topics
        self.level1Names = plans.level1Names
        self.starts = Purpose.allCases.compactMap { purpose in
            bias[purpose].map { Vote(purpose: purpose, weight: $0) }
        }
    }

    /// Puts the uses of each word together.
    ///
    /// Later slots first: a word that is both the end of one cue and the beginning of another must not feed a cue with
    /// itself. Otherwise in the order of the cues.
    private static func byWord(_ found: [[(word: Int32, use: Use)]], words: Int) -> (start: [Int32], uses: [Use]) {
        var start = [Int32](repeating: 0, count: words + 1)
        for slot in found { for use in slot { start[Int(use.word) + 1] += 1 } }
        for word in 0..<words { start[word + 1] += start[word] }
        var next = start
        var uses = [Use](
            repeating: Use(cue: 0, slot: 0, lastSlot: 0, gap: 0, effect: .votes), count: Int(start[words]))
        for slot in found.reversed() {
            for (word, use) in slot {
                uses[Int(next[Int(word)])] = use
                next[Int(word)] += 1
            }
        }
        for word in 0..<words where start[word + 1] > start[word] { uses[Int(start[word + 1]) - 1].end() }
        return (start, uses)
    }

    /// Bytes held by the tables; the words of the cues as written and the groups are not counted.
    public var byteCount: Int {
        matcher.byteCount + uses.count * MemoryLayout<Use>.stride + groupOf.count * 4
            + sources.count * MemoryLayout<String>.stride + plans.count * MemoryLayout<GroupPlan>.stride
    }

    /// Position of the group with this id, or nil.
    public func group(_ id: String) -> Int? { groupIndex[id] }

    /// Reads the evidence out of a text.
    public func evidence(in text: NormalisedText) -> CueEvidence { CueEvidence(text, book: self) }
}

/// What the groups of a book do, while it is put together.
private struct Plans {
    var groups: [CueBook.GroupPlan] = []
    var votes: [CueBook.Vote] = []
    var topics: [CueBook.TopicPlan] = []
    var level1Names: [String] = []
    private var topicIndex: [Topic: Int32] = [:]
    private var level1Index: [String: Int32] = [:]

    mutating func add(_ group: CueGroup) {
        var plan = CueBook.GroupPlan()
        plan.reach = Int32(clamping: group.negationReach ?? -1)
        switch group.role {
        case .purpose(let votes):
            plan.kind = .purpose
            plan.votes = add(votes)
        case .topic(let topic, let weight):
            plan.kind = .topic
            plan.weight = weight
            plan.topic = add(topic)
        case .safety(let danger, let weight):
            plan.danger = danger
            plan.weight = weight
        case .flag: plan.kind = .flag
        case .structure, .mask, .negator: break
        }
        groups.append(plan)
    }

    mutating func add(_ given: [Purpose: Double]) -> Range<Int32> {
        let start = Int32(votes.count)
        for purpose in Purpose.allCases {
            if let weight = given[purpose] { votes.append(CueBook.Vote(purpose: purpose, weight: weight)) }
        }
        return start..<Int32(votes.count)
    }

    private mutating func add(_ topic: Topic) -> Int32 {
        if let known = topicIndex[topic] { return known }
        let level1 = level1Index[topic.level1] ?? Int32(level1Names.count)
        if level1 == level1Names.count {
            level1Index[topic.level1] = level1
            level1Names.append(topic.level1)
        }
        topicIndex[topic] = Int32(topics.count)
        topics.append(CueBook.TopicPlan(topic: topic, label: topic.rawValue, level1: level1))
        return Int32(topics.count - 1)
    }
}
