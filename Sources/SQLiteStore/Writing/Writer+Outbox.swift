// SPDX-License-Identifier: Apache-2.0

import GRDB
public import IntakeModel
public import IntakeStore

extension OutboxItem.State {
    /// As rows have it.
    fileprivate var code: Int64 {
        switch self {
        case .waiting: 0
        case .sent: 1
        case .failed: 2
        case .done: 3
        case .ended: 4
        }
    }

    fileprivate init(code: Int64) throws {
        guard let state = Self.allCases.first(where: { $0.code == code }) else {
            throw StoredFormatError("unknown state in the outbox")
        }
        self = state
    }
}

/// Reads rows of the outbox.
enum OutboxRows {
    static let columns =
        "o.id, c.number, o.rule, o.stage, o.due, o.rung, o.badge, o.at, o.next, o.attempts, o.state, o.error"

    static func item(_ row: Prepared) throws -> OutboxItem {
        OutboxItem(
            id: row.int(0), number: row.text(1), rule: row.text(2), stage: row.text(3),
            due: CivilDate(daysSince1970: Int(clamping: row.int(4))), rung: row.text(5), badge: row.text(6),
            createdAt: Timestamp(milliseconds: row.int(7)), nextAt: Timestamp(milliseconds: row.int(8)),
            attempts: Int(clamping: row.int(9)), state: try OutboxItem.State(code: row.int(10)), error: row.text(11))
    }
}

extension Writer {
    /// Written in the transaction that notes the stage; the key is the stage's own, so there is one row, whatever happens.
    func post(
        _ notice: ClockReview.Notice, to addressee: ClockReview.Addressee, _ id: Int64, at: Timestamp
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO outbox (case_file, rule, stage, due, rung, badge, at, next, attempts, state, error)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, 0, 0, '') ON CONFLICT DO NOTHING
                """,
            arguments: [
                id, notice.rule, notice.stage, notice.due.daysSince1970, addressee.rung, addressee.badge,
                at.milliseconds,
            ])
    }

    /// Reminders end with their cause: the clock ended, or its dates are others now.
    func endOutbox(of id: Int64) throws {
        let end = try Prepared(
            db,
            """
            UPDATE outbox SET state = 4 WHERE case_file = ?1 AND state = 0 AND NOT EXISTS (
                SELECT 1 FROM clock k
                WHERE k.case_file = ?1 AND k.rule = outbox.rule AND outbox.due IN (k.nominal, k.effective))
            """)
        end.bind(1, id)
        try end.run()
    }

    func takeOutbox(limit: Int) throws -> [OutboxItem] {
        let now = clock.tick(policy)
        let rows = try Prepared(
            db,
            """
            SELECT \(OutboxRows.columns) FROM outbox o JOIN case_file c ON c.id = o.case_file
            WHERE o.state = 0 AND o.next <= ?1
            AND NOT EXISTS (SELECT 1 FROM clock_look l WHERE l.case_file = o.case_file AND l.at = 0)
            ORDER BY o.next, o.id LIMIT ?2
            """)
        rows.bind(1, now.milliseconds)
        rows.bind(2, Int64(max(0, limit)))
        var taken = try rows.all { try OutboxRows.item($0) }
        for index in taken.indices {
            taken[index].attempts += 1
            taken[index].nextAt = now.adding(milliseconds: OutboxRetry.hold)
            try db.execute(
                sql: "UPDATE outbox SET attempts = ?, next = ? WHERE id = ?",
                arguments: [taken[index].attempts, taken[index].nextAt.milliseconds, taken[index].id])
        }
        return taken
    }

    private func outboxItem(_ id: Int64) throws -> OutboxItem? {
        let row = try Prepared(
            db, "SELECT \(OutboxRows.columns) FROM outbox o JOIN case_file c ON c.id = o.case_file WHERE o.id = ?")
        row.bind(1, id)
        return try row.first { try OutboxRows.item($0) }
    }

    func settleOutbox(_ id: Int64, error: String?) throws -> Bool {
        let now = clock.tick(policy)
        guard var item = try outboxItem(id), item.state == .waiting else { return false }
        guard let error else {
            try db.execute(sql: "UPDATE outbox SET state = 1 WHERE id = ?", arguments: [id])
            return false
        }
        item.error = error
        let isLast = item.attempts >= OutboxRetry.attempts
        let next = now.adding(milliseconds: OutboxRetry.wait(after: item.attempts))
        try db.execute(
            sql: "UPDATE outbox SET error = ?, next = ?, state = ? WHERE id = ?",
            arguments: [error, next.milliseconds, isLast ? 2 : 0, id])
        guard isLast else { return false }
        let owner = try Int64.fetchOne(
            db, sql: "SELECT conversation FROM case_file WHERE number = ?", arguments: [item.number])
        try append(item.failure, at: now, conversation: try owner.flatMap { try conversation($0) })
        return true
    }

    func orderOutbox(_ id: Int64, _ order: OutboxOrder, badge: String) throws -> Bool {
        let now = clock.tick(policy)
        guard let item = try outboxItem(id), item.state == .waiting || item.state == .failed else { return false }
        switch order {
        case .retry:
            try db.execute(
                sql: "UPDATE outbox SET state = 0, attempts = min(attempts, 1), next = ? WHERE id = ?",
                arguments: [now.milliseconds, id])
        case .done: try db.execute(sql: "UPDATE outbox SET state = 3 WHERE id = ?", arguments: [id])
        }
        try write(Settlement.Audit(item, order, badge), at: now)
        return true
    }
}

extension SQLiteStore {
    public func takeOutbox(limit: Int) throws(StoreError) -> [OutboxItem] {
        try write { writer in try writer.takeOutbox(limit: limit) }
    }

    public func settleOutbox(_ id: Int64, error: String?) throws(StoreError) -> Bool {
        try write { writer in try writer.settleOutbox(id, error: error) }
    }

    public func orderOutbox(_ id: Int64, _ order: OutboxOrder, badge: String) throws(StoreError) -> Bool {
        try write { writer in try writer.orderOutbox(id, order, badge: badge) }
    }

    public func outbox(after id: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> [OutboxItem] {
        try read { db in
            // A database that is read before the server has brought it up to this program's format.
            guard try db.tableExists("outbox") else { return [] }
            let rows = try Prepared(
                db,
                """
                SELECT \(OutboxRows.columns) FROM outbox o JOIN case_file c ON c.id = o.case_file
                JOIN conversation v ON v.id = c.conversation
                WHERE o.id > ?1 AND (v.lane = 0 OR ?2) ORDER BY o.id LIMIT ?3
                """)
            rows.bind(1, id)
            rows.bind(2, viewer.sees(.sealed))
            rows.bind(3, Int64(max(0, limit)))
            return try rows.all { try OutboxRows.item($0) }
        }
    }
}
