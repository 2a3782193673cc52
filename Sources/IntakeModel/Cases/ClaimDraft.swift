// SPDX-License-Identifier: Apache-2.0

/// One claim as the dialog leaves it: what becomes one case. Identity is not in it (it is in the vault); texts are the
/// petitioner's own words, with identity holes where they named themselves.
public struct ClaimDraft: Sendable, Hashable {
    public var purpose: Purpose
    /// Level 1 of 内容分类, and level 2 where known.
    public var topic: String
    public var subtopic: String?
    /// 请求、事实、理由 and whatever the flow asked, in order: label and the person's own words.
    public var particulars: [Particular]
    /// Unit complained of, as said.
    public var respondent: String?
    public var place: String?
    public var people: Int
    /// 匿名, 保密, 实名 for 举报; 实名 otherwise unless no name was given.
    public var naming: Naming
    /// 姓名(名称)、住址 are clear (条例第23条第2款).
    public var identified: Bool
    public var flags: [String]
    /// The unit the flow or the routing table names; the fallback unit when nil.
    public var unit: String?
    public var officer: String?

    public struct Particular: Sendable, Hashable {
        public var key: String
        public var label: String
        public var text: String

        public init(key: String, label: String, text: String) {
            self.key = key
            self.label = label
            self.text = text
        }
    }

    public enum Naming: String, Sendable, Hashable {
        case named = "实名"
        case confidential = "保密"
        case anonymous = "匿名"
    }

    public init(
        purpose: Purpose, topic: String, subtopic: String? = nil, particulars: [Particular] = [],
        respondent: String? = nil, place: String? = nil, people: Int = 1, naming: Naming = .named,
        identified: Bool = false, flags: [String] = [], unit: String? = nil, officer: String? = nil
    ) {
        self.purpose = purpose
        self.topic = topic
        self.subtopic = subtopic
        self.particulars = particulars
        self.respondent = respondent
        self.place = place
        self.people = people
        self.naming = naming
        self.identified = identified
        self.flags = flags
        self.unit = unit
        self.officer = officer
    }
}
