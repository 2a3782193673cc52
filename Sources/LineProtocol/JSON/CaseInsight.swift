// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What stands beside a case for the officer who looks at it: how its words are understood, and which open cases say
/// much the same. Both are helps to reading; neither is a finding, and nothing follows from them by itself.
public struct CaseInsight: Sendable, Hashable {
    /// A piece of evidence with its place in the petitioner's words.
    public struct Reason: Sendable, Hashable {
        /// The purpose, topic or danger that it speaks for.
        public var label: String
        /// The cue group, the rule, or 模型.
        public var rule: String
        /// Key of the particular that it stands in.
        public var particular: String
        /// Scalars of that particular's text as it is shown, holes filled.
        public var range: Range<Int>
        /// Those words.
        public var text: String
        /// How much it weighed.
        public var weight: Double

        public init(label: String, rule: String, particular: String, range: Range<Int>, text: String, weight: Double) {
            self.label = label
            self.rule = rule
            self.particular = particular
            self.range = range
            self.text = text
            self.weight = weight
        }
    }

    /// An open case that may be about the same matter.
    public struct Like: Sendable, Hashable {
        public var number: String
        public var filedAt: Timestamp
        /// Title of its stage.
        public var state: String
        /// How alike the words are, 0…1.
        public var score: Double
        /// Filed under the same telephone or identity number.
        public var isSamePerson: Bool
        /// Words that both have, as they stand in the case that is looked at, longest first.
        public var words: [String]
        /// Firms, places and documents that both name.
        public var names: [String]

        public init(
            number: String, filedAt: Timestamp, state: String, score: Double, isSamePerson: Bool, words: [String],
            names: [String]
        ) {
            self.number = number
            self.filedAt = filedAt
            self.state = state
            self.score = score
            self.isSamePerson = isSamePerson
            self.words = words
            self.names = names
        }
    }

    /// Purposes that come into question, likeliest first; empty when the case has no words.
    public var purposes: [Scored<Purpose>] = []
    /// First-level topics that something speaks for, likeliest first.
    public var topics: [Scored<Topic>] = []
    public var safety: [SafetyKind] = []
    /// The weightiest evidence for the first purpose, the first topic and every danger.
    public var reasons: [Reason] = []
    /// Likeliest first. Empty for a 举报.
    public var likes: [Like] = []

    public init() {}
}

extension ServerFrame {
    /// Writes `understanding` and `repeats` into the object that is open.
    public static func members(of insight: CaseInsight, to writer: inout JSONWriter) {
        writer.key("understanding")
        writer.object { writer in
            writer.key("purposes")
            shares(insight.purposes.map { ($0.label.rawValue, $0.score) }, to: &writer)
            writer.key("topics")
            shares(insight.topics.map { ($0.label.rawValue, $0.score) }, to: &writer)
            writer.member("safety", insight.safety.map(\.rawValue))
            writer.key("reasons")
            writer.array { writer in for reason in insight.reasons { self.reason(reason, to: &writer) } }
        }
        writer.key("repeats")
        writer.array { writer in for like in insight.likes { self.like(like, to: &writer) } }
    }

    private static func shares(_ shares: [(label: String, score: Double)], to writer: inout JSONWriter) {
        writer.array { writer in
            for share in shares {
                writer.object { writer in
                    writer.member("label", share.label)
                    writer.key("score")
                    writer.value(.double(hundredths(share.score)))
                }
            }
        }
    }

    private static func reason(_ reason: CaseInsight.Reason, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("label", reason.label)
            writer.member("rule", reason.rule)
            writer.member("particular", reason.particular)
            writer.member("from", Int64(reason.range.lowerBound))
            writer.member("to", Int64(reason.range.upperBound))
            writer.member("text", reason.text)
            writer.key("weight")
            writer.value(.double(hundredths(reason.weight)))
        }
    }

    private static func like(_ like: CaseInsight.Like, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("number", like.number)
            writer.member("filed_at", like.filedAt.iso8601)
            writer.member("state", like.state)
            writer.key("score")
            writer.value(.double(hundredths(like.score)))
            writer.member("same_person", like.isSamePerson)
            writer.member("words", like.words)
            writer.member("names", like.names)
        }
    }

    private static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
