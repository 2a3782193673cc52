// SPDX-License-Identifier: Apache-2.0

/// What understanding makes of one text, with the reasons for it. A verdict is journalled and never recomputed.
public struct Verdict: Sendable, Hashable, Codable {
    /// The purpose with the highest score.
    public var purpose: Purpose
    /// How far the first purpose is ahead, 0…1: its share among all purposes.
    public var confidence: Double
    /// All purposes with their shares (sum 1), highest first.
    public var purposes: [Scored<Purpose>]
    /// The topic with the highest score, with a second level where one is clear; ``Topic/other`` when nothing speaks.
    public var topic: Topic
    /// First-level topics that something speaks for, with their shares, highest first. Empty when nothing speaks.
    public var topics: [Scored<Topic>]
    /// Dangers found, in the order of ``SafetyKind/allCases``; empty when there is none.
    public var safety: [SafetyKind]
    /// Marks on the matter (never on a person) such as 多人 or 催办, as named in `structure.yaml`.
    public var flags: [String]
    /// Names, numbers, dates, amounts and places found, in the order of the text.
    public var entities: [Entity]
    /// What led to all of the above, in the order of the text.
    public var reasons: [Reason]

    public init(
        purpose: Purpose, confidence: Double, purposes: [Scored<Purpose>], topic: Topic, topics: [Scored<Topic>],
        safety: [SafetyKind], flags: [String], entities: [Entity], reasons: [Reason]
    ) {
        self.purpose = purpose
        self.confidence = confidence
        self.purposes = purposes
        self.topic = topic
        self.topics = topics
        self.safety = safety
        self.flags = flags
        self.entities = entities
        self.reasons = reasons
    }
}

/// A label and its score.
public struct Scored<Label: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
    public var label: Label
    /// A share, 0…1.
    public var score: Double

    public init(label: Label, score: Double) {
        self.label = label
        self.score = score
    }
}

/// One piece of evidence: which cue, where, by which rule, and how much it weighed.
public struct Reason: Sendable, Hashable, Codable {
    /// What it speaks for or against: a purpose, a topic, a safety kind or a flag, as written.
    public var label: String
    /// The id of the cue group or rule in the cue files.
    public var rule: String
    /// The cue as written in the cue file; empty for a rule that combines groups.
    public var cue: String
    /// Where the cue stands: UTF-8 offsets in the text as it was typed. Empty at 0 for a rule.
    public var range: Range<Int>
    /// The weight added to the label's score; negative if it speaks against.
    public var weight: Double

    public init(label: String, rule: String, cue: String, range: Range<Int>, weight: Double) {
        self.label = label
        self.rule = rule
        self.cue = cue
        self.range = range
        self.weight = weight
    }
}
