// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol

/// Cases: looking at one, and acting on it.
extension StaffSession {
    func caseRecord(_ text: String, why: Bool, _ id: String) {
        withCase(text, id) { [self] record in
            let reading = CaseReading(script: desk.script, vault: desk.vault)
            let viewer = officer.viewer
            looked(record.lane, record.number, id) { [self] in
                desk.read { store throws(StoreError) in
                    (
                        try reading.insight(record, in: store, viewer: viewer) { Masking.label($0) },
                        try store.attachments(of: record.conversation, viewer: viewer)
                    )
                } then: { [self] result in
                    let (insight, files) = (try? result.get()) ?? (nil, [])
                    show(record, why: why, insight: insight, files: files, id)
                }
            }
        }
    }

    private func show(_ record: CaseRecord, why: Bool, insight: CaseInsight?, files: [Attachment], _ id: String) {
        let outlook = desk.outlook(of: record, for: officer)
        let clocks = desk.caseClocks(of: record, why: why)
        ok(id, version: Int64(outlook.file.version)) { writer in
            writer.key("case")
            ServerFrame.caseRecord(
                record, state: outlook.file.stage.title, clocks: clocks, outlook: outlook, insight: insight,
                to: &writer
            ) { Masking.label($0) }
            guard !files.isEmpty else { return }
            writer.key("files")
            writer.array { writer in for file in files { ServerFrame.attachment(file, to: &writer) } }
        }
    }

    /// Finds the case, and gives the act to the conversation that filed it.
    func act(_ act: StaffFrame.CaseAct, _ id: String) {
        withCase(act.number, id) { [self] record in
            if act.act == "查看身份" { return unmask(record, reason: act.fields["reason"]?.string ?? "", id) }
            withVisible(record.conversation.description, id) { [self] conversation in
                let order = CaseOrder(command: .act(act), number: record.number)
                desk.submit(Request(act: .act(order), asked: Asked(by: .officer(self), id: id)), to: conversation)
            }
        }
    }

    /// The case of a number as it was typed, if the officer may see it; else the command is refused.
    func withCase(_ text: String, _ id: String, then: @escaping @Sendable (CaseRecord) -> Void) {
        let viewer = officer.viewer
        let number = Self.canonical(text)
        desk.read { store throws(StoreError) in
            try store.caseRecord(number: number, viewer: viewer)
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(nil): refuse(WireError(.notFound), re: id)
            case .success(let record?): then(record)
            }
        }
    }

    /// A new query code was given: it is told to the officer who asked for it, once for each time the command is sent.
    func tellCode(_ number: String, _ turn: StoredTurn, _ id: String) {
        let vault = desk.vault
        guard let place = turn.ledger.first else { return refuse(WireError(.notFound), re: id) }
        desk.read { store throws(StoreError) in
            try Desk.code(of: place, vault, store)
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(nil): refuse(WireError(.notFound), re: id)
            case .success(let code?):
                ok(id, version: Int64(place.version)) { $0.member("code", code.shown) }
            }
        }
    }

    /// Identity is shown only by command, with a reason, to the role, and the act is kept in the audit trail first.
    private func unmask(_ record: CaseRecord, reason: String, _ id: String) {
        guard officer.roles.contains(.audit) else { return refuse(WireError(.forbidden), re: id) }
        guard !reason.isEmpty else { return refuse(WireError(.badRequest, "看身份要写理由（reason）。"), re: id) }
        let viewer = officer.viewer
        let badge = officer.badge
        desk.writer.run { store throws(StoreError) in
            var fields: [(IdentityField, String)] = []
            for field in IdentityField.allCases {
                if let value = try store.identity(record.conversation, field, viewer: viewer) {
                    fields.append((field, value))
                }
            }
            // Which kinds were shown, never what they say; and before anything of it is answered.
            let kinds = fields.map(\.0.rawValue).joined(separator: ",")
            try store.audit(
                badge: badge, act: "unmask", subject: "\(record.number) \(kinds)", reason: reason)
            return fields
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(let fields):
                ok(id) { writer in
                    writer.key("identity")
                    writer.object { writer in
                        for (field, value) in fields {
                            writer.key(dynamic: field.rawValue)
                            writer.string(value)
                        }
                    }
                }
            }
        }
    }
}
