// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Where scorers put what they find: scores on a log-odds scale, flags, and the reasons for both.
public struct Tally: Sendable {
    /// One score a purpose, in the order of ``Purpose/allCases``.
    public private(set) var purposes = [Double](repeating: 0, count: Purpose.allCases.count)
    /// Scores of first-level topics.
    public private(set) var topics: [String: Double] = [:]
    /// Scores of topics with a second level.
    public private(set) var subtopics: [Topic: Double] = [:]
    /// Flags in the order raised, without repeats.
    public private(set) var flags: [String] = []
    /// Reasons in the order given.
    public private(set) var reasons: [Reason] = []
    /// Positions of reasons that speak for purposes and for topics.
    private var purposeReasons: [Int] = []
    private var topicReasons: [Int] = []

    public init() {}

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
        topics[topic.level1, default: 0] += weight
        if topic.level2 != nil { subtopics[topic, default: 0] += weight }
        topicReasons.append(reasons.count)
        reasons.append(Reason(label: topic.rawValue, rule: rule, cue: cue, range: range, weight: weight))
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
}
