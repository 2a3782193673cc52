// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
import IntakeStore
import Vault

extension Writer {
    // MARK: What a turn leaves to be looked at

    func noteFiling(_ id: Int64, _ filed: Settlement.Filed) throws {
        for clock in filed.clocks { try ClockRows.insert(clock, id, db) }
        try setLook(id, filed.look.milliseconds, clockGeneration)
    }

    func noteEntry(_ id: Int64) throws {
        let look = try Prepared(
            db,
            """
            INSERT INTO clock_look VALUES (?1, 0, ?2)
            ON CONFLICT (case_file) DO UPDATE SET at = 0
            """)
        look.bind(1, id)
        look.bind(2, clockGeneration)
        try look.run()
    }

    private func setLook(_ id: Int64, _ at: Int64, _ basis: Int64) throws {
        let look = try Prepared(
            db,
            """
            INSERT INTO clock_look VALUES (?1, ?2, ?3)
            ON CONFLICT (case_file) DO UPDATE SET at = ?2, basis = ?3
            """)
        look.bind(1, id)
        look.bind(2, at)
        look.bind(3, basis)
        try look.run()
    }

    // MARK: Tending

    /// Numbers the bases by which clocks are counted: another text than the last one is a new basis.
    private func basisGeneration(_ basis: String) throws -> Int64 {
        let stored = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'clock_basis'")
        guard stored != basis else { return clockGeneration }
        clockGeneration += 1
        for (key, value) in [("clock_basis", basis.databaseValue), ("clock_generation", clockGeneration.databaseValue)]
        {
            try db.execute(
                sql: "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
                arguments: [key, value])
        }
        return clockGeneration
    }

    static func storedGeneration(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'clock_generation'") ?? 0
    }

    func tendClocks(
        basis: String, limit: Int, review: (CaseRecord, ClockSheet) -> ClockReview
    ) throws -> ClockTending {
        let at = clock.tick(policy)
        let generation = try basisGeneration(basis)
        var result = ClockTending()
        // One more than is looked at tells whether more wait.
        let waiting = try waiting(at, generation, limit: limit + 1)
        for (id, basis) in waiting.prefix(limit) {
            try tend(id, isOutdated: basis != 0 && basis < generation, at, generation, review, &result)
        }
        result.more = waiting.count > limit
        return result
    }

    /// Cases whose time has come, then those of an older basis; both by an index.
    private func waiting(_ at: Timestamp, _ generation: Int64, limit: Int) throws -> [(id: Int64, basis: Int64)] {
        let due = try Prepared(
            db, "SELECT case_file, basis FROM clock_look WHERE at <= ? ORDER BY at, case_file LIMIT ?")
        due.bind(1, at.milliseconds)
        due.bind(2, Int64(limit))
        var found = try due.all { (id: $0.int(0), basis: $0.int(1)) }
        if found.count < limit {
            let old = try Prepared(
                db, "SELECT case_file, basis FROM clock_look WHERE basis < ?1 AND at > ?2 ORDER BY basis LIMIT ?3")
            old.bind(1, generation)
            old.bind(2, at.milliseconds)
            old.bind(3, Int64(limit - found.count))
            found += try old.all { (id: $0.int(0), basis: $0.int(1)) }
        }
        return found
    }

    private func tend(
        _ id: Int64, isOutdated: Bool, _ at: Timestamp, _ generation: Int64,
        _ review: (CaseRecord, ClockSheet) -> ClockReview, _ result: inout ClockTending
    ) throws {
        result.looked += 1
        let row = try Prepared(db, "SELECT number FROM case_file WHERE id = ?")
        row.bind(1, id)
        guard let number = try row.first({ $0.text(0) }),
            let record = try CaseRows.one(number, db, vault, .desk),
            let owner = try conversation(record.conversation.value)
        else { return try forgetLook(id) }
        let known = try ClockRows.clocks(of: id, db)
        let found = review(record, ClockSheet(open: known, isOutdated: isOutdated))
        if Set(found.open) != Set(known) {
            let clear = try Prepared(db, "DELETE FROM clock WHERE case_file = ?")
            clear.bind(1, id)
            try clear.run()
            for clock in found.open { try ClockRows.insert(clock, id, db) }
        }
        for verdict in found.ended {
            let insert = try Prepared(
                db,
                """
                INSERT INTO clock_verdict VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (case_file, rule, started) DO UPDATE SET blob = ?4
                """)
            insert.bind(1, id)
            insert.bind(2, verdict.rule)
            insert.bind(3, Int64(verdict.from.daysSince1970))
            insert.bind(
                4, try owner.key.seal(ClockRows.encode(verdict), as: Binding(owner.head.id, .verdict, id)))
            try insert.run()
        }
        for words in found.moved {
            let last = try Prepared(db, "SELECT coalesce(max(n), 1) FROM case_event WHERE case_file = ?")
            last.bind(1, id)
            let n = try last.first { $0.int(0) } ?? 1
            try write(CaseEvent(.redated, at: at, text: words), id, n + 1, owner)
            let event = DeskEvent(
                .caseChanged, caseNumber: number, fields: [.init("act", CaseEvent.Kind.redated.rawValue)])
            try append(event, at: at, conversation: owner)
            result.moved += 1
        }
        for notice in found.notices where try note(notice, id, at) {
            guard var event = notice.event else { continue }
            event.caseNumber = number
            try append(event, at: at, conversation: owner)
            if let addressee = notice.addressee { try post(notice, to: addressee, id, at: at) }
            result.told += 1
        }
        try endOutbox(of: id)
        if found.isDone {
            try forgetLook(id)
        } else {
            try setLook(id, found.nextLook.map { max($0.milliseconds, at.milliseconds + 1) } ?? .max, generation)
        }
    }

    /// False when it was noted before.
    private func note(_ notice: ClockReview.Notice, _ id: Int64, _ at: Timestamp) throws -> Bool {
        let insert = try Prepared(db, "INSERT INTO clock_notice VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        insert.bind(1, id)
        insert.bind(2, notice.rule)
        insert.bind(3, notice.stage)
        insert.bind(4, Int64(notice.due.daysSince1970))
        insert.bind(5, at.milliseconds)
        try insert.run()
        return db.changesCount > 0
    }

    private func forgetLook(_ id: Int64) throws {
        let forget = try Prepared(db, "DELETE FROM clock_look WHERE case_file = ?")
        forget.bind(1, id)
        try forget.run()
    }
}
