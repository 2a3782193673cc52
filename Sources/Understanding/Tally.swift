// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Where scorers put what they find: scores on a log-odds scale, flags, and the reasons for both.
public struct Tally: Sendable {
    /// The score of a topic; `Key` tells which.
    struct TopicSum<Key: Sendable>: Sendable {
        var key: Key
        /// Position of the key in the tables of the book, or -1 where a further scorer named it.
        var index: Int32
        var score: Double
    }

    /// One score a purpose, in the order of ``Purpose/allCases``.
    public private(set) var purposes = [Double](repeating: 0, count: Purpose.allCases.count)
    /// Scores of first-level topics, in the order they were first spoken for: a handful.
    private(set) var topicSums: [TopicSum<String>] = []
    /// Scores of topics with a second level.
    private(set) var subtopicSums: [TopicSum<Topic>] = []
    /// Flags in the order raised, without repeats.
    public private(set) var flags: [String] = []
    /// Reasons in the order given.
    public private(set) var reasons: [Reason] = []
    /// Positions of reasons that speak for purposes and for topics.
    private var purposeReasons: [Int] = []
    private var topicReasons: [Int] = []

    public init() {
        reasons.reserveCapacity(16)
    }

    /// Scores of first-level topics.
    public var topics: [String: Double] {
        Dictionary(topicSums.map { ($0.key, $0.score) }) { first, _ in first }
    }
    /// Scores of topics with a second level.
    public var subtopics: [Topic: Double] {
        Dictionary(subtopicSums.map { ($0.key, $0.score) }) { first, _ in first }
    }

    /// Adds to a purpose; a weight of 0 leaves no reason.
    public mutating func add(_ weight: Double, to purpose: Purpose, rule: String, cue: String, range: Range<Int>) {
        guard weight != 0 else { return }
        purposes[purpose.index] += weight
        purposeReasons.append(reasons.count)
        reasons.append(Reason(label: purpose.rawValue, rule: rule, cue: cue, range: range, weight: weight))
    }

    /// Adds to a topic, and to its first level.
    public mutating func add(_ weight: Double, to topic: Topic, rule: String, cue: String, range: Range<Int>) {
        guard weight != 0 else { return }
        if let known = topicSums.firstIndex(where: { $0.key == topic.level1 }) {
            topicSums[known].score += weight
        } else {
            topicSums.append(TopicSum(key: topic.level1, index: -1, score: weight))
        }
        if topic.level2 != nil {
            if let known = subtopicSums.firstIndex(where: { $0.key == topic }) {
                subtopicSums[known].score += weight
            } else {
                subtopicSums.append(TopicSum(key: topic, index: -1, score: weight))
            }
        }
        topicReasons.append(reasons.count)
        reasons.append(Reason(label: topic.rawValue, rule: rule, cue: cue, range: range, weight: weight))
    }

    /// Adds to a topic of a book, whose topics are told apart by their positions alone.
    mutating func add(
        _ weight: Double, to plan: CueBook.TopicPlan, at index: Int32, rule: String, cue: String, range: Range<Int>
    ) {
        guard weight != 0 else { return }
        if let known = topicSums.firstIndex(where: {
            $0.index == plan.level1 || $0.index < 0 && $0.key == plan.topic.level1
        }) {
            topicSums[known].score += weight
            topicSums[known].index = plan.level1
        } else {
            topicSums.append(TopicSum(key: plan.topic.level1, index: plan.level1, score: weight))
        }
        if plan.topic.level2 != nil {
            if let known = subtopicSums.firstIndex(where: {
                $0.index == index || $0.index < 0 && $0.key == plan.topic
            }) {
                subtopicSums[known].score += weight
                subtopicSums[known].index = index
            } else {
                subtopicSums.append(TopicSum(key: plan.topic, index: index, score: weight))
            }
        }
        topicReasons.append(reasons.count)
        reasons.append(Reason(label: plan.label, rule: rule, cue: cue, range: range, weight: weight))
    }

    /// Raises a flag.
    public mutating func raise(_ flag: String, rule: String, cue: String, range: Range<Int>) {
        if !flags.contains(flag) { flags.append(flag) }
        reasons.append(Reason(label: flag, rule: rule, cue: cue, range: range, weight: 1))
    }

    /// Notes a danger. The kinds themselves are decided by ``SafetyWatch``.
    public mutating func note(
        _ kind: SafetyKind, weight: Double, rule: String, cue: String, range: Range<Int>
    ) {
        reasons.append(Reason(label: kind.rawValue, rule: rule, cue: cue, range: range, weight: weight))
    }

    /// Notes why a label was chosen, its score having been added already.
    mutating func explain(_ reason: Reason) { reasons.append(reason) }

    /// Weighs what the cues said so far for purposes and topics against what a model will add; reasons follow.
    mutating func weigh(purposes factor: Double, topics topicFactor: Double) {
        for index in purposes.indices { purposes[index] *= factor }
        for index in purposeReasons { reasons[index].weight *= factor }
        for index in topicReasons { reasons[index].weight *= topicFactor }
        purposeReasons.removeAll()
        topicReasons.removeAll()
    }

    /// Adds the scores of a model, in the order of ``Purpose/allCases``.
    mutating func add(purposes scores: [Double]) {
        for index in purposes.indices where index < scores.count { purposes[index] += scores[index] }
    }

    mutating func startPurpose(_ purpose: Purpose, at weight: Double) {
        purposes[purpose.index] += weight
    }

    /// The reasons by position; those at one place in the order given.
    consuming func orderedReasons() -> [Reason] {
        var isOrdered = true
        for index in reasons.indices.dropFirst()
        where reasons[index - 1].range.lowerBound > reasons[index].range.lowerBound {
            isOrdered = false
            break
        }
        if isOrdered { return reasons }
        // Positions in a text and numbers of reasons are far below 2^31.
        let keys = reasons.indices.map { reasons[$0].range.lowerBound << 32 | $0 }.sorted()
        return keys.map { reasons[$0 & 0xFFFF_FFFF] }
    }
}
