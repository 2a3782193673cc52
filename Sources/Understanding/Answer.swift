// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A first-contact answer (首问): what can be said on the spot, who approved it and until when it holds.
public struct Answer: Sendable, Hashable {
    /// Where an answer takes its authority from.
    public struct Basis: Sendable, Hashable {
        /// The act, such as `行政复议法`.
        public var act: String
        /// Its article, such as `第二十条`; empty when the whole act is meant.
        public var article: String
        /// True until somebody has read the article; the text of the answer must then not lean on details of it.
        public var isUnverified: Bool

        public init(act: String, article: String, isUnverified: Bool = false) {
            self.act = act
            self.article = article
            self.isUnverified = isUnverified
        }
    }

    /// Unique among answers.
    public var id: String
    public var title: String
    /// Words that speak for the answer by themselves.
    public var cues: [CuePattern]
    /// Questions as people put them.
    public var examples: [String]
    /// The answer itself, in lines; may hold placeholders such as `{phone.劳动监察}`.
    public var text: String
    public var basis: [Basis]
    /// Where it applies, such as `全国` or the name of a province.
    public var scope: String
    /// Who approved it: a role, not a person.
    public var approver: String
    /// The day of approval; nil means not approved, and the answer is never given.
    public var approved: CivilDate?
    /// The last day on which it may be given.
    public var expires: CivilDate

    public init(
        id: String, title: String, cues: [CuePattern], examples: [String], text: String, basis: [Basis], scope: String,
        approver: String, approved: CivilDate?, expires: CivilDate
    ) {
        self.id = id
        self.title = title
        self.cues = cues
        self.examples = examples
        self.text = text
        self.basis = basis
        self.scope = scope
        self.approver = approver
        self.approved = approved
        self.expires = expires
    }

    /// Whether the answer may be given on `day`: approved on or before it and not expired.
    public func isValid(on day: CivilDate) -> Bool {
        guard let approved else { return false }
        return approved <= day && day <= expires
    }

    /// The placeholders in the text, without braces, in order, repeats left out.
    public var placeholders: [String] {
        var result: [String] = []
        var current: String.UnicodeScalarView? = nil
        for scalar in text.unicodeScalars {
            switch scalar {
            case "{": current = String.UnicodeScalarView()
            case "}":
                if let name = current.map(String.init), !name.isEmpty, !result.contains(name) { result.append(name) }
                current = nil
            default: current?.append(scalar)
            }
        }
        return result
    }
}

/// An answer that fits a text.
public struct AnswerMatch: Sendable, Hashable, Codable {
    public var id: String
    /// 0…1; at least ``AnswerBook/threshold``.
    public var score: Double
    public var title: String

    public init(id: String, score: Double, title: String) {
        self.id = id
        self.score = score
        self.title = title
    }
}
