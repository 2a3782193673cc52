// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol

/// The audit trail: read by an auditor, written by whoever looks at what is sealed.
extension StaffSession {
    /// Entries of one answer at most: so many fit into a frame whatever reasons they have.
    private static let auditPage = 60

    func audit(_ order: StaffFrame.Audit, _ id: String) {
        let viewer = officer.viewer
        guard viewer.mayAudit else {
            return refuse(WireError(.forbidden, "审计记录只给专管审计的人看，管理员不能兼。"), re: id)
        }
        switch order {
        case .list(let after, let limit):
            let limit = min(limit, Self.auditPage)
            desk.read { store throws(StoreError) in
                (
                    try store.auditTrail(after: after, limit: limit, viewer: viewer),
                    try store.auditHead(viewer: viewer)
                )
            } then: { [self] result in
                switch result {
                case .failure(let error): refuse(error, re: id)
                case .success(let (entries, head)): tell(entries, limit: limit, last: head?.id, id)
                }
            }
        case .verify(let text):
            let noted = text.flatMap(AuditHead.init(written:))
            guard text == nil || noted != nil else {
                return refuse(WireError(.badRequest, "另外记下的那一串是“条号:64 位十六进制”。"), re: id)
            }
            desk.read { store throws(StoreError) in
                try store.checkAudit(noted: noted, viewer: viewer)
            } then: { [self] result in
                switch result {
                case .failure(let error): refuse(error, re: id)
                case .success(nil): refuse(WireError(.forbidden), re: id)
                case .success(let check?): tell(check, id)
                }
            }
        case .export(let reason):
            let badge = officer.badge
            desk.writer.run { store throws(StoreError) in
                try store.audit(badge: badge, act: "audit.export", subject: "", reason: reason)
            } then: { [self] result in
                switch result {
                case .failure(let error): refuse(error, re: id)
                case .success: ok(id)
                }
            }
        }
    }

    private func tell(_ entries: [AuditEntry], limit: Int, last: Int64?, _ id: String) {
        ok(id) { writer in
            writer.member(ifPresent: "last", last)
            writer.key("items")
            writer.array { writer in
                for entry in entries { writer.object { AuditFile.members(of: entry, to: &$0) } }
            }
            writer.key("next")
            if entries.count >= limit, let last = entries.last { writer.integer(last.id) } else { writer.null() }
        }
    }

    private func tell(_ check: AuditCheck, _ id: String) {
        ok(id) { writer in
            writer.member("sound", check.isSound)
            writer.member("entries", Int64(check.entries))
            writer.key("head")
            writer.object { AuditFile.members(of: check.head, to: &$0) }
            writer.member("faults", check.faults.map(\.description))
            writer.member("fault_count", Int64(check.faultCount))
        }
    }

    /// Goes on at once in the general lane; what is sealed is shown only after the look is in the audit trail.
    func looked(_ lane: Lane, _ subject: String, _ id: String, then: @escaping @Sendable () -> Void) {
        guard lane == .sealed else { return then() }
        let badge = officer.badge
        desk.writer.run { store throws(StoreError) in
            try store.audit(badge: badge, act: "open", subject: subject, reason: "")
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success: then()
            }
        }
    }

    /// The conversation, when the officer may see it; a look at a sealed one is kept.
    func withSeen(_ conv: String, _ id: String, _ body: @escaping @Sendable (Conversation) -> Void) {
        withVisible(conv, id) { [self] conversation in
            looked(conversation.lane, conversation.cases.first ?? conversation.id.description, id) {
                body(conversation)
            }
        }
    }
}
