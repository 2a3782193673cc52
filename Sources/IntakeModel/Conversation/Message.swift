// SPDX-License-Identifier: Apache-2.0

/// One thing that the server says to a petitioner. Every message carries a complete text; `kind` adds what a relay can
/// show better (protocol.md, section B). Texts may carry holes (`Hole`).
public struct Message: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case text
        case menu([Option])
        /// A first-contact answer: its id and its legal basis.
        case answer(id: String, basis: String)
        case review([ReviewItem])
        /// Number and code of the draft; their values are the holes `draftNumber` and `code`.
        case draft
        /// The receipt of claim `claim` for person `person`; the details are filled at commit.
        case receipt(Receipt)
        case notice
        /// Said by a person.
        case officer(badge: String)
    }

    public struct Option: Sendable, Hashable {
        public var key: String
        public var text: String

        public init(key: String, text: String) {
            self.key = key
            self.text = text
        }
    }

    public struct ReviewItem: Sendable, Hashable {
        public var key: String
        public var label: String
        /// May carry identity holes.
        public var value: String

        public init(key: String, label: String, value: String) {
            self.key = key
            self.label = label
            self.value = value
        }
    }

    public struct Receipt: Sendable, Hashable {
        /// Index of the claim in this filing, and of the person whose slip it is.
        public var claim: Int
        public var person: Int
        /// Filled at commit.
        public var number: String
        public var unit: String
        public var firstContact: String
        public var clocks: [ClockNote]

        public init(
            claim: Int, person: Int = 0, number: String = "", unit: String = "", firstContact: String = "",
            clocks: [ClockNote] = []
        ) {
            self.claim = claim
            self.person = person
            self.number = number
            self.unit = unit
            self.firstContact = firstContact
            self.clocks = clocks
        }
    }

    public var kind: Kind
    public var text: String

    public init(_ kind: Kind = .text, _ text: String) {
        self.kind = kind
        self.text = text
    }
}

/// A legal clock as a receipt or a list shows it.
public struct ClockNote: Sendable, Hashable {
    /// Rule id, as 转送 or 告知.
    public var rule: String
    public var from: CivilDate
    public var nominalDue: CivilDate
    public var effectiveDue: CivilDate
    public var provisional: Bool
    public var article: String

    public init(
        rule: String, from: CivilDate, nominalDue: CivilDate, effectiveDue: CivilDate, provisional: Bool,
        article: String
    ) {
        self.rule = rule
        self.from = from
        self.nominalDue = nominalDue
        self.effectiveDue = effectiveDue
        self.provisional = provisional
        self.article = article
    }
}
