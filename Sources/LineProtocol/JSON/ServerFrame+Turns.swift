// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension ServerFrame {
    /// The answer to a `say`.
    ///
    /// - Parameters:
    ///   - turn: as it stands in the store.
    ///   - conv: the relay's own id of the conversation.
    ///   - re: id of the message that it answers.
    ///   - isNew: a new conversation began on a leg that had one before.
    ///   - isResumed: the leg took over a conversation by number and code with this turn.
    ///   - fill: fills code, draft number and identity, which the store keeps as holes.
    public static func turn(
        _ turn: StoredTurn, conv: String, re: String, isNew: Bool = false, isResumed: Bool = false,
        to writer: inout JSONWriter, fill: Fill
    ) {
        writer.line { writer in
            writer.member("type", "turn")
            writer.member("conv", conv)
            writer.member("re", re)
            content(turn, isNew: isNew, isResumed: isResumed, to: &writer, fill: fill)
        }
    }

    /// What comes unasked, or a turn sent again.
    public static func push(
        _ turn: StoredTurn, conv: String, isNew: Bool = false, isResumed: Bool = false,
        to writer: inout JSONWriter, fill: Fill
    ) {
        writer.line { writer in
            writer.member("type", "push")
            writer.member("conv", conv)
            content(turn, isNew: isNew, isResumed: isResumed, to: &writer, fill: fill)
        }
    }

    private static func content(
        _ turn: StoredTurn, isNew: Bool, isResumed: Bool, to writer: inout JSONWriter, fill: Fill
    ) {
        writer.member("seq", turn.seq)
        writer.member("owner", turn.owner.name)
        writer.key("messages")
        writer.array { writer in
            for message in turn.messages { self.message(message, to: &writer, fill: fill) }
        }
        writer.key("expect")
        writer.object { writer in
            writer.member("kind", turn.expect.kind.rawValue)
            writer.member("secret", turn.expect.secret)
        }
        if !turn.cases.isEmpty { writer.member("cases", turn.cases) }
        if turn.ended { writer.member("ended", true) }
        if isNew { writer.member("new", true) }
        if isResumed { writer.member("resumed", true) }
    }

    /// Writes one message as an object.
    public static func message(_ message: Message, to writer: inout JSONWriter, fill: Fill) {
        writer.object { writer in
            writer.member("kind", message.kind.name)
            writer.member("text", message.text, filling: fill)
            switch message.kind {
            case .text, .notice: break
            case .menu(let options):
                writer.key("options")
                writer.array { writer in
                    for option in options {
                        writer.object { writer in
                            writer.member("key", option.key)
                            writer.member("text", option.text, filling: fill)
                        }
                    }
                }
            case .answer(let id, let basis):
                writer.member("id", id)
                writer.member("basis", basis)
            case .review(let items):
                writer.key("items")
                writer.array { writer in
                    for item in items {
                        writer.object { writer in
                            writer.member("key", item.key)
                            writer.member("label", item.label)
                            writer.member("value", item.value, filling: fill)
                        }
                    }
                }
            case .draft:
                writer.member(ifPresent: "number", fill(.draftNumber))
                writer.member(ifPresent: "code", fill(.code(0)))
            case .receipt(let receipt): self.receipt(receipt, to: &writer, fill: fill)
            case .officer(let badge): writer.member("badge", badge)
            }
        }
    }

    private static func receipt(_ receipt: Message.Receipt, to writer: inout JSONWriter, fill: Fill) {
        writer.member("number", receipt.number)
        writer.member(ifPresent: "code", fill(.code(receipt.person)))
        writer.member("unit", receipt.unit)
        writer.member("first_contact", receipt.firstContact)
        writer.key("clocks")
        writer.array { writer in
            for clock in receipt.clocks {
                writer.object { writer in
                    writer.member("rule", clock.rule)
                    writer.member("nominal_due", clock.nominalDue.iso8601)
                    writer.member("article", clock.article)
                }
            }
        }
    }
}

extension Message.Kind {
    /// As on the wire.
    public var name: String {
        switch self {
        case .text: "text"
        case .menu: "menu"
        case .answer: "answer"
        case .review: "review"
        case .draft: "draft"
        case .receipt: "receipt"
        case .notice: "notice"
        case .officer: "officer"
        }
    }
}
