// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
import IntakeStore
import Vault

/// Reads cases with their ledgers.
enum CaseRows {
    /// What the `n`th ledger entry of a case is bound to.
    static func binding(_ caseFile: Int64, _ n: Int64) -> Int64 { caseFile << 20 | n }

    /// The first entry of the ledger, for which no row is written where it tells no more than the case's own row does.
    static func impliedFiling(at time: Timestamp) -> CaseEvent { CaseEvent(.filed, at: time, by: nil) }

    private static let columns = "c.id, c.number, c.conversation, c.filed_at, c.blob, v.lane, v.key"

    static func all(_ db: Database, _ vault: Vault, _ viewer: Viewer) throws -> [CaseRecord] {
        let rows = try Prepared(
            db,
            """
            SELECT \(columns) FROM case_file c JOIN conversation v ON v.id = c.conversation
            WHERE v.lane = 0 OR ? ORDER BY c.id
            """)
        rows.bind(1, viewer.sees(.sealed))
        return try rows.all { row in try record(row, db, vault) }
    }

    /// Those that were filed after the one of this number; from the first on when nil.
    static func page(
        after number: String?, limit: Int, _ db: Database, _ vault: Vault, _ viewer: Viewer
    ) throws -> [CaseRecord] {
        let rows = try Prepared(
            db,
            """
            SELECT \(columns) FROM case_file c JOIN conversation v ON v.id = c.conversation
            WHERE c.id > CASE WHEN ?1 IS NULL THEN 0
                ELSE coalesce((SELECT id FROM case_file WHERE number = ?1), 9223372036854775807) END
            AND (v.lane = 0 OR ?2) ORDER BY c.id LIMIT ?3
            """)
        rows.bind(1, number)
        rows.bind(2, viewer.sees(.sealed))
        rows.bind(3, Int64(max(0, limit)))
        return try rows.all { row in try record(row, db, vault) }
    }

    static func one(_ number: String, _ db: Database, _ vault: Vault, _ viewer: Viewer) throws -> CaseRecord? {
        let row = try Prepared(
            db,
            """
            SELECT \(columns) FROM case_file c JOIN conversation v ON v.id = c.conversation
            WHERE c.number = ? AND (v.lane = 0 OR ?)
            """)
        row.bind(1, number)
        row.bind(2, viewer.sees(.sealed))
        return try row.first { row in try record(row, db, vault) }
    }

    private static func record(_ row: Prepared, _ db: Database, _ vault: Vault) throws -> CaseRecord {
        let id = row.int(0)
        let conversation = ConversationID(row.int(2))
        let lane = Lane(code: row.int(5))
        let key = try vault.unwrap(row.blob(6), lane: lane, conversation: conversation)
        // A file of an older format that is only read has no packs.
        let packs = try db.columns(in: "case_event").contains { $0.name == "first" }
        let events = try Prepared(
            db,
            "SELECT n, at, by, blob, \(packs ? "first" : "NULL") FROM case_event WHERE case_file = ? ORDER BY n")
        events.bind(1, id)
        let filedAt = Timestamp(milliseconds: row.int(3))
        var ledger: [CaseEvent] = []
        defer { events.reset() }
        while try events.next() {
            if events.isNull(4) {
                ledger.append(try event(events, id, conversation, key))
            } else {
                ledger += try StoredForms.ledger(
                    try key.open(
                        events.blob(3), as: Binding(conversation, .ledgerPack, binding(id, events.int(0)))))
            }
        }
        if ledger.first?.kind != .filed { ledger.insert(impliedFiling(at: filedAt), at: 0) }
        var record = try StoredForms.caseRecord(
            try key.open(row.blob(4), as: Binding(conversation, .claim, id)), number: row.text(1),
            conversation: conversation, lane: lane, filedAt: filedAt, events: ledger)
        record.verdicts = try ClockRows.verdicts(of: id, conversation, key, db)
        return record
    }
    /// The entry of a row that holds one: `n`, `at`, `by` and `blob` are its first columns.
    static func event(
        _ row: Prepared, _ caseFile: Int64, _ conversation: ConversationID, _ key: DataKey
    ) throws -> CaseEvent {
        try CaseEvent(
            decoding: try key.open(
                row.blob(3), as: Binding(conversation, .caseEvent, binding(caseFile, row.int(0)))),
            at: Timestamp(milliseconds: row.int(1)), by: row.optionalText(2))
    }
}
