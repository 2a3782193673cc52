// SPDX-License-Identifier: Apache-2.0

import GRDB
public import IntakeModel
public import IntakeStore
import Vault

/// Reads and seals the entries of the audit trail, and what tells where it ends.
enum AuditRows {
    static func seal(_ entry: AuditEntry, _ key: DataKey) throws -> [UInt8] {
        try key.seal(
            StoredForms.encode([entry.act, entry.subject, entry.reason, AuditChain.hexadecimal(entry.salt)]),
            as: Binding(nil, .audit, entry.id))
    }

    static func seal(_ head: AuditHead, _ key: DataKey) throws -> [UInt8] {
        try key.seal(
            StoredForms.encode(["\(head.id)", AuditChain.hexadecimal(head.hash)]), as: Binding(nil, .auditHead, 0))
    }

    /// nil when it is gone or was changed.
    static func head(_ db: Database, _ key: DataKey) throws -> AuditHead? {
        guard let sealed = try keptHead(db),
            let open = try? key.open(sealed, as: Binding(nil, .auditHead, 0)),
            let texts = try? StoredForms.texts(open), texts.count == 2, let id = Int64(texts[0]),
            let hash = AuditChain.bytes(hexadecimal: texts[1])
        else { return nil }
        return AuditHead(id: id, hash: hash)
    }

    /// As it is stored; empty before the first program with a chain has opened the database to write.
    static func keptHead(_ db: Database) throws -> [UInt8]? {
        let row = try Prepared(db, "SELECT value FROM meta WHERE key = ?")
        row.bind(1, "audit_head")
        return try row.first { $0.blob(0) }
    }

    /// Before the server has brought it up to date, a database has no chain.
    static func isChained(_ db: Database) throws -> Bool {
        try db.columns(in: "audit").contains { $0.name == "hash" }
    }

    private static func query(_ db: Database) throws -> String {
        "SELECT id, at, badge, blob, \(try isChained(db) ? "hash" : "NULL") FROM audit"
    }

    static func one(_ id: Int64, _ db: Database, _ key: DataKey) throws -> AuditEntry? {
        let row = try Prepared(db, "\(try query(db)) WHERE id = ?")
        row.bind(1, id)
        return try row.first { entry($0, key) }
    }

    static func some(after id: Int64, limit: Int, _ db: Database, _ key: DataKey) throws -> [AuditEntry] {
        let rows = try Prepared(db, "\(try query(db)) WHERE id > ? ORDER BY id LIMIT ?")
        rows.bind(1, id)
        rows.bind(2, Int64(max(0, limit)))
        return try rows.all { entry($0, key) }
    }

    /// What does not open has a place and no words.
    private static func entry(_ row: Prepared, _ key: DataKey) -> AuditEntry {
        var entry = AuditEntry(
            id: row.int(0), at: Timestamp(milliseconds: row.int(1)), badge: row.text(2), act: "", subject: "",
            reason: "", hash: row.blob(4))
        guard let open = try? key.open(row.blob(3), as: Binding(nil, .audit, entry.id)),
            let texts = try? StoredForms.texts(open), texts.count == 3 || texts.count == 4
        else { return entry }
        (entry.act, entry.subject, entry.reason) = (texts[0], texts[1], texts[2])
        if texts.count == 4 { entry.salt = AuditChain.bytes(hexadecimal: texts[3]) ?? [] }
        return entry
    }
}

extension SQLiteStore {
    /// Entries that are looked at together when the whole trail is.
    private static let auditPage = 1_000

    public func auditTrail(after: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> [AuditEntry] {
        guard viewer.mayAudit else { return [] }
        return try read { [deskKey] db in try AuditRows.some(after: after, limit: limit, db, deskKey) }
    }

    public func auditHead(viewer: Viewer) throws(StoreError) -> AuditHead? {
        guard viewer.mayAudit else { return nil }
        return try read { [deskKey] db in try AuditRows.head(db, deskKey) }
    }

    public func checkAudit(noted: AuditHead?, viewer: Viewer) throws(StoreError) -> AuditCheck? {
        guard viewer.mayAudit else { return nil }
        // One reading, so that what is entered meanwhile is not taken for something added past the end.
        return try read { [deskKey] db in
            var check = AuditCheck(noted: noted)
            var last: Int64 = .min
            while true {
                let page = try AuditRows.some(after: last, limit: Self.auditPage, db, deskKey)
                for entry in page { check.add(entry) }
                guard let end = page.last else { break }
                last = end.id
            }
            check.finish(try AuditRows.head(db, deskKey))
            return check
        }
    }
}
