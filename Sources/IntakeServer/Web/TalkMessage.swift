// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// One thing said to a petitioner, with everything filled in that the petitioner may read: what a page is made of.
public struct TalkMessage: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case text
        case menu([Choice])
        /// A first-contact answer and its legal basis.
        case answer(basis: String)
        case review([ReviewLine])
        case draft(Slip)
        case receipt(Slip)
        case notice
        /// Said by the officer of that badge.
        case officer(badge: String)
    }

    /// One line of a menu; its key alone is a full answer.
    public struct Choice: Sendable, Hashable {
        public var key: String
        public var text: String
    }

    public struct ReviewLine: Sendable, Hashable {
        public var label: String
        public var value: String
    }

    /// Number and code, to be kept by the petitioner.
    public struct Slip: Sendable, Hashable {
        public var number: String
        /// In fours. Empty when it cannot be had.
        public var code: String
        /// Where the matter goes; empty on a draft.
        public var unit: String
        /// Badge of the 首问责任人; empty on a draft.
        public var firstContact: String
        public var dates: [DueDate]
    }

    public struct DueDate: Sendable, Hashable {
        public var rule: String
        /// The nominal, earlier date, as 2026年12月8日.
        public var day: String
        public var article: String
    }

    public var kind: Kind
    /// Complete by itself, as every message's is.
    public var text: String

    init(_ message: Message, fill: (Hole) -> String?) {
        func filled(_ text: String) -> String { Hole.fill(text, fill) }
        text = filled(message.text)
        switch message.kind {
        case .text: kind = .text
        case .notice: kind = .notice
        case .menu(let options): kind = .menu(options.map { Choice(key: $0.key, text: filled($0.text)) })
        case .answer(_, let basis): kind = .answer(basis: basis)
        case .review(let items):
            kind = .review(items.map { ReviewLine(label: $0.label, value: filled($0.value)) })
        case .draft:
            kind = .draft(
                Slip(
                    number: fill(.draftNumber) ?? "", code: fill(.code(0)) ?? "", unit: "", firstContact: "",
                    dates: []))
        case .receipt(let receipt):
            kind = .receipt(
                Slip(
                    number: receipt.number, code: fill(.code(receipt.person)) ?? "", unit: receipt.unit,
                    firstContact: receipt.firstContact,
                    dates: receipt.clocks.map {
                        DueDate(rule: $0.rule, day: $0.nominalDue.chinese(), article: $0.article)
                    }))
        case .officer(let badge): kind = .officer(badge: badge)
        }
    }
}
