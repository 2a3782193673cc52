// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import IntakeModel
import IntakeStore
import Testing
import Vault

@testable import SQLiteStore

/// Somebody with the database file and without the keys changes the audit trail.
@Suite("The audit trail on disk")
struct AuditTests {
    /// A closed store with entries 1 to 6.
    private func trail(_ scratch: DataScratch) throws {
        let store = try scratch.open()
        for number in 1...6 {
            try store.audit(badge: "012", act: "unmask", subject: "XF\(number)", reason: "回电核实")
        }
        try store.close()
    }

    private func change(_ scratch: DataScratch, _ sql: String) throws {
        let file = try DatabaseQueue(path: scratch.database)
        try file.write { db in
            try db.execute(sql: "DROP TRIGGER IF EXISTS audit_is_kept; DROP TRIGGER IF EXISTS audit_is_as_it_was;")
            try db.execute(sql: sql)
        }
        try file.close()
    }

    private func faults(_ scratch: DataScratch, noted: AuditHead? = nil) throws -> [AuditFault] {
        let reader = try scratch.open(mode: .readOnly)
        defer { try? reader.close() }
        return try #require(try reader.checkAudit(noted: noted, viewer: .desk)).faults
    }

    @Test(
        "Each change is told with its place",
        arguments: [
            ("DELETE FROM audit WHERE id = 3", [AuditFault.missing(3...3)]),
            ("DELETE FROM audit WHERE id IN (1, 2)", [.missing(1...2)]),
            ("DELETE FROM audit WHERE id > 4", [.cut(after: 4, through: 6)]),
            ("DELETE FROM audit", [.cut(after: 0, through: 6)]),
            ("UPDATE audit SET badge = '013' WHERE id = 4", [.changed(4)]),
            ("UPDATE audit SET at = at + 1 WHERE id = 6", [.changed(6)]),
            ("UPDATE audit SET hash = NULL WHERE id = 2", [.unchained(2), .changed(3)]),
            ("UPDATE audit SET hash = zeroblob(32) WHERE id = 5", [.changed(5), .changed(6)]),
            ("UPDATE audit SET blob = (SELECT blob FROM audit WHERE id = 1) WHERE id = 5", [.unreadable(5)]),
            (
                "DELETE FROM audit WHERE id = 6; UPDATE sqlite_sequence SET seq = 5 WHERE name = 'audit'",
                [.cut(after: 5, through: 6)]
            ),
            (
                "DELETE FROM audit WHERE id = 2; UPDATE audit SET id = id - 1 WHERE id > 2",
                [.unreadable(2), .unreadable(3), .unreadable(4), .unreadable(5), .cut(after: 5, through: 6)]
            ),
            ("DELETE FROM meta WHERE key = 'audit_head'", [.headless]),
            ("UPDATE meta SET value = zeroblob(80) WHERE key = 'audit_head'", [.headless]),
            (
                "INSERT INTO audit SELECT 7, at, badge, blob, hash FROM audit WHERE id = 6",
                [.unreadable(7), .pastHead(7)]
            ),
        ])
    func tampering(_ sql: String, _ expected: [AuditFault]) throws {
        let scratch = DataScratch()
        try trail(scratch)
        #expect(try faults(scratch) == [])
        try change(scratch, sql)
        #expect(try faults(scratch) == expected)
    }

    @Test("What was cut off stays seen when the trail goes on")
    func goesOn() throws {
        let scratch = DataScratch()
        try trail(scratch)
        try change(
            scratch, "DELETE FROM audit WHERE id > 4; UPDATE sqlite_sequence SET seq = 4 WHERE name = 'audit'")
        var store = try scratch.open()
        try store.audit(badge: "012", act: "unmask", subject: "XF9", reason: "又来了")
        #expect(try store.verify().contains { $0.contains("第 5 到 6 条不见了") })
        try store.close()
        #expect(try faults(scratch) == [.missing(5...6)])

        // And without what tells the end: the next entry does not hang on to the one before.
        try change(scratch, "DELETE FROM audit WHERE id > 3; DELETE FROM meta WHERE key = 'audit_head'")
        store = try scratch.open()
        try store.audit(badge: "012", act: "unmask", subject: "XF10", reason: "又来了")
        try store.close()
        #expect(try faults(scratch).isEmpty == false)
    }

    @Test("An older state put back whole is sound in itself, and not what was noted")
    func putBack() throws {
        let scratch = DataScratch()
        try trail(scratch)
        let old = DataScratch()
        try FileManager.default.copyItem(atPath: scratch.path, toPath: old.path)
        let store = try scratch.open()
        try store.audit(badge: "013", act: "unmask", subject: "XF7", reason: "看一看")
        let noted = try #require(try store.checkAudit(noted: nil, viewer: .desk)).head
        try store.close()
        #expect(try faults(old) == [])
        #expect(try faults(old, noted: noted) == [.cut(after: 6, through: 7)])
    }

    @Test("Nothing in the program changes or removes an entry")
    func isOnlyAddedTo() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        try store.audit(badge: "012", act: "unmask", subject: "XF1", reason: "回电核实")
        for sql in ["DELETE FROM audit", "UPDATE audit SET badge = '013'", "UPDATE audit SET hash = NULL"] {
            #expect(throws: StoreError.self) { try store.onWriter { try $0.execute(sql: sql) } }
        }
        #expect(try store.auditTrail(after: 0, limit: 9, viewer: .desk).map(\.badge) == ["012"])
        try store.close()
    }

    @Test("A trail from before the chain is read as it is, and chained once after the update")
    func migration() throws {
        let scratch = DataScratch()
        let first = try scratch.open()
        let deskKey = first.deskKey
        try first.close()
        let file = try DatabaseQueue(path: scratch.database)
        try file.write { db in
            try db.execute(
                sql: """
                    DROP TRIGGER audit_is_kept; DROP TRIGGER audit_is_as_it_was;
                    ALTER TABLE audit DROP COLUMN hash; DELETE FROM meta WHERE key = 'audit_head';
                    DROP TABLE attachment;
                    DELETE FROM grdb_migrations WHERE identifier IN ('audit chain', 'attachments');
                    PRAGMA user_version = 6;
                    """)
            for id in 1...3 as ClosedRange<Int64> {
                let blob = try deskKey.seal(
                    StoredForms.encode(["unmask", "XF\(id)", "回电"]), as: .init(nil, .audit, id))
                try db.execute(
                    sql: "INSERT INTO audit VALUES (?, 5, '012', ?)", arguments: [id, blob.databaseValue])
            }
        }
        try file.close()
        let reader = try scratch.open(mode: .readOnly)
        #expect(try reader.auditTrail(after: 0, limit: 9, viewer: .desk).map(\.subject) == ["XF1", "XF2", "XF3"])
        #expect(try reader.verify() == [])
        try reader.close()
        for _ in 0..<2 {
            let store = try scratch.open()
            let trail = try store.auditTrail(after: 0, limit: 9, viewer: .desk)
            #expect(trail.map(\.act) == ["unmask", "unmask", "unmask", "chain.begin"])
            #expect(trail.allSatisfy { $0.salt.count == 16 })
            #expect(try store.checkAudit(noted: nil, viewer: .desk)?.isSound == true)
            try store.close()
        }
    }
}
