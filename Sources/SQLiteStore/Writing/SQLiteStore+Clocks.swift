// SPDX-License-Identifier: Apache-2.0

import GRDB
public import IntakeModel
public import IntakeStore

extension SQLiteStore {
    public func tendClocks(
        basis: String, limit: Int, review: (CaseRecord, ClockSheet) -> ClockReview
    ) throws(StoreError) -> ClockTending {
        try write { writer in try writer.tendClocks(basis: basis, limit: max(0, limit), review: review) }
    }

    public func append(_ event: DeskEvent, once key: String, mark: Int64) throws(StoreError) -> Bool {
        try write { writer in
            let name = "told:\(key)"
            let last = try Int64.fetchOne(
                writer.db, sql: "SELECT value FROM counter WHERE name = ?", arguments: [name])
            if let last, last >= mark { return false }
            try writer.db.execute(
                sql: "INSERT INTO counter VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
                arguments: [name, mark])
            try writer.append(event, at: writer.clock.tick(writer.policy), conversation: nil)
            return true
        }
    }

    public func nearestDues(limit: Int, viewer: Viewer) throws(StoreError) -> [DueRow] {
        try read { db in
            guard try db.tableExists("clock") else { return [] }
            let rows = try Prepared(
                db,
                """
                SELECT c.number, k.rule, k.started, k.nominal, k.effective, k.provisional, k.duty
                FROM clock k JOIN case_file c ON c.id = k.case_file JOIN conversation v ON v.id = c.conversation
                WHERE k.duty = 1 AND (v.lane = 0 OR ?) ORDER BY k.nominal, k.case_file LIMIT ?
                """)
            rows.bind(1, viewer.sees(.sealed))
            rows.bind(2, Int64(max(0, limit)))
            return try rows.all { DueRow(number: $0.text(0), clock: ClockRows.clock($0, from: 1)) }
        }
    }

    public func lastBackup() throws(StoreError) -> Timestamp? { folder.lastBackup }

    public func firstCase() throws(StoreError) -> Timestamp? {
        try read { db in
            try Int64.fetchOne(db, sql: "SELECT filed_at FROM case_file ORDER BY id LIMIT 1")
        }.map(Timestamp.init(milliseconds:))
    }
}
