// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
import IntakeStore
import Vault

extension Writer {
    /// So many entries are packed into one row as soon as they are there: a case that went on for years opens with few
    /// rows and few unsealings.
    static let entriesInPack: Int64 = 32

    /// Appends the `n`th entry to a case's ledger.
    func write(_ event: CaseEvent, _ id: Int64, _ n: Int64, _ owner: Conversation) throws {
        let insert = statements.insertCaseEvent
        insert.bind(1, id)
        insert.bind(2, n)
        insert.bind(3, event.at.milliseconds)
        insert.bind(4, event.by)
        insert.bind(
            5,
            try owner.key.seal(
                event.encoded(),
                as: Binding(owner.head.id, .caseEvent, CaseRows.binding(id, n))))
        try insert.run()
        if n % Self.entriesInPack == 0 { try pack(id, through: n, owner) }
    }

    /// Puts the entries that stand alone up to `n`, and follow one another, into the row of `n`.
    private func pack(_ id: Int64, through n: Int64, _ owner: Conversation) throws {
        let alone = try Prepared(
            db,
            """
            SELECT n, at, by, blob FROM case_event
            WHERE case_file = ?1 AND n > ?2 AND n <= ?3 AND first IS NULL ORDER BY n
            """)
        alone.bind(1, id)
        alone.bind(2, n - Self.entriesInPack)
        alone.bind(3, n)
        let entries = try alone.all { row in
            (n: row.int(0), event: try CaseRows.event(row, id, owner.head.id, owner.key))
        }
        guard entries.count > 1, let first = entries.first?.n, n - first == Int64(entries.count - 1) else { return }
        let delete = try Prepared(db, "DELETE FROM case_event WHERE case_file = ?1 AND n >= ?2 AND n < ?3")
        delete.bind(1, id)
        delete.bind(2, first)
        delete.bind(3, n)
        try delete.run()
        let update = try Prepared(db, "UPDATE case_event SET first = ?3, blob = ?4 WHERE case_file = ?1 AND n = ?2")
        update.bind(1, id)
        update.bind(2, n)
        update.bind(3, first)
        update.bind(
            4,
            try owner.key.seal(
                StoredForms.encode(entries.map(\.event)),
                as: Binding(owner.head.id, .ledgerPack, CaseRows.binding(id, n))))
        try update.run()
    }
}
