// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension MemoryState {
    var auditHead: AuditHead { audit.last.map { AuditHead(id: $0.id, hash: $0.hash) } ?? .origin }
}

extension MemoryStore {
    public func auditTrail(after: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> [AuditEntry] {
        guard viewer.mayAudit else { return [] }
        return read { state in Array(state.audit.filter { $0.id > after }.prefix(max(0, limit))) }
    }

    public func auditHead(viewer: Viewer) throws(StoreError) -> AuditHead? {
        viewer.mayAudit ? read { state in state.auditHead } : nil
    }

    public func checkAudit(noted: AuditHead?, viewer: Viewer) throws(StoreError) -> AuditCheck? {
        guard viewer.mayAudit else { return nil }
        return read { state in
            var check = AuditCheck(noted: noted)
            for entry in state.audit { check.add(entry) }
            check.finish(state.auditHead)
            return check
        }
    }
}

extension Viewer {
    /// May read the audit trail. Who gives out accounts is on no account who watches over them (GB/T 22239-2019, 8.1.4.2):
    /// the role `audit` does not count beside `admin`.
    public var mayAudit: Bool {
        switch self {
        case .desk: true
        case .officer(_, _, let roles): roles.contains(.audit) && !roles.contains(.admin)
        }
    }
}
