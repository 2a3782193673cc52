// SPDX-License-Identifier: Apache-2.0

import IntakeModel

extension StaffFrame {
    private var type: String {
        switch command {
        case .watch: "watch"
        case .queue: "queue"
        case .claim: "claim"
        case .follow: "follow"
        case .say: "say"
        case .note: "note"
        case .correct: "correct"
        case .release: "release"
        case .transcript: "transcript"
        case .caseRecord: "case"
        case .today: "today"
        case .find: "find"
        case .dictate: "dictate"
        case .acknowledge: "ack"
        case .act: "act"
        case .outbox: "outbox"
        case .document: "document"
        case .audit: "audit"
        case .addOfficer: "staff.add"
        case .account: "staff.set"
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.member("type", type)
        writer.member("id", id)
        switch command {
        case .watch(.now): writer.member("after", "now")
        case .watch(.after(let seq)): writer.member("after", seq)
        case .queue(let after, let limit):
            writer.member(ifPresent: "after", after)
            writer.member("limit", Int64(limit))
        case .claim(let conv, let version):
            writer.member("conv", conv)
            writer.member(ifPresent: "version", version)
        case .follow(let conv): writer.member("conv", conv)
        case .say(let conv, let text, let version):
            writer.member("conv", conv)
            writer.member("text", text)
            writer.member(ifPresent: "version", version)
        case .note(let conv, let text):
            writer.member("conv", conv)
            writer.member("text", text)
        case .correct(let conv, let correction):
            writer.member("conv", conv)
            switch correction {
            case .purpose(let purpose): writer.member("purpose", purpose.rawValue)
            case .topic(let topic): writer.member("topic", topic.rawValue)
            }
        case .release(let conv, let destination, let version):
            writer.member("conv", conv)
            switch destination {
            case .bot: writer.member("to", "bot")
            case .queue: writer.member("to", "queue")
            case .officer(let badge):
                writer.member("to", "officer")
                writer.member("badge", badge)
            }
            writer.member(ifPresent: "version", version)
        case .transcript(let conv, let after, let limit):
            writer.member("conv", conv)
            writer.member("after", after)
            writer.member("limit", Int64(limit))
        case .caseRecord(let number, let why):
            writer.member("number", number)
            if why { writer.member("why", true) }
        case .today(let list, let skip, let limit, let filter):
            writer.member(ifPresent: "list", list?.rawValue)
            if skip > 0 { writer.member("skip", Int64(skip)) }
            writer.member("limit", Int64(limit))
            filter.write(to: &writer)
        case .find(let person, let reason):
            switch person {
            case .phone(let phone): writer.member("phone", phone)
            case .name(let name): writer.member("name", name)
            }
            writer.member("reason", reason)
        case .dictate(let dictation):
            writer.member(ifPresent: "conv", dictation.conv)
            writer.member(ifPresent: "channel", dictation.channel)
            writer.member("text", dictation.text)
        case .acknowledge(let event): writer.member("event", event)
        case .act(let act):
            writer.member("case", act.number)
            writer.member("act", act.act)
            writer.member(ifPresent: "version", act.version)
            writer.members(of: act.fields)
        case .outbox(let row, let order):
            writer.member("row", row)
            writer.member("do", order.rawValue)
        case .document(let document): document.write(to: &writer)
        case .audit(let audit): audit.write(to: &writer)
        case .addOfficer(let officer):
            writer.member("badge", officer.badge)
            writer.member("name", officer.name)
            writer.member("unit", officer.unit)
            writer.member("roles", officer.roles.map(\.rawValue).sorted().joined(separator: ","))
        case .account(let badge, let order):
            writer.member("badge", badge)
            writer.member("do", order.rawValue)
        }
    }
}
