// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
public import IntakeStore
import Vault

extension Writer {
    func write(_ audit: Settlement.Audit, at: Timestamp) throws {
        let entry = AuditChain.entry(audit, after: try auditHead(), at: at)
        try db.execute(
            sql: "INSERT INTO audit VALUES (?, ?, ?, ?, ?)",
            arguments: [
                entry.id, at.milliseconds, entry.badge, try AuditRows.seal(entry, deskKey).databaseValue,
                entry.hash.databaseValue,
            ])
        try keep(AuditHead(id: entry.id, hash: entry.hash))
    }

    /// Where the next entry goes on. It is what was kept, never what the last row says: a row that somebody took away
    /// leaves a gap behind it.
    private func auditHead() throws -> AuditHead {
        if let head = try AuditRows.head(db, deskKey) { return head }
        // What tells the end is gone. The trail goes on, and shows from here on that it does not hang together.
        let last = try Int64.fetchOne(
            db,
            sql: """
                SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit'), 0),
                           coalesce((SELECT max(id) FROM audit), 0))
                """)
        return AuditHead(id: last ?? 0, hash: [])
    }

    private func keep(_ head: AuditHead) throws {
        try db.execute(
            sql: "INSERT INTO meta VALUES ('audit_head', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1",
            arguments: [try AuditRows.seal(head, deskKey).databaseValue])
    }

    /// Chains what was entered by a program that had no chain, once, and tells in the trail that it was done.
    func beginAuditChain() throws {
        guard try AuditRows.keptHead(db)?.isEmpty ?? false else { return }
        var head = AuditHead.origin
        var count = 0
        for id in try Int64.fetchAll(db, sql: "SELECT id FROM audit WHERE hash IS NULL ORDER BY id") {
            guard let old = try AuditRows.one(id, db, deskKey), old.isReadable else { continue }
            var entry = AuditChain.entry(
                Settlement.Audit(badge: old.badge, act: old.act, subject: old.subject, reason: old.reason),
                after: head, at: old.at)
            entry.id = id
            entry.hash = AuditChain.hash(entry, after: head.hash)
            try db.execute(
                sql: "UPDATE audit SET blob = ?, hash = ? WHERE id = ?",
                arguments: [
                    try AuditRows.seal(entry, deskKey).databaseValue, entry.hash.databaseValue, id,
                ])
            head = AuditHead(id: id, hash: entry.hash)
            count += 1
        }
        try keep(head)
        guard count > 0 else { return }
        try write(
            Settlement.Audit(badge: "", act: "chain.begin", subject: "\(count)", reason: "此前的记录从这里起接成一条链"),
            at: clock.tick(policy))
    }
}

extension SQLiteStore {
    public func audit(badge: String, act: String, subject: String, reason: String) throws(StoreError) {
        try write { writer in
            try writer.write(
                Settlement.Audit(badge: badge, act: act, subject: subject, reason: reason),
                at: writer.clock.tick(writer.policy))
        }
    }
}
