// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
import IntakeStore

extension Writer {
    /// Marks the cases after the last one that was looked at, in the order in which they were filed.
    func tendRepeats(
        limit: Int, mark: (CaseRecord, [IdentityField: String]) -> RepeatMark
    ) throws -> Bool {
        let through = try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'repeats_through'") ?? 0
        let next = try Prepared(
            db,
            """
            SELECT c.id, c.number FROM repeat_again a JOIN case_file c ON c.id = a.case_file
            UNION ALL SELECT * FROM (SELECT id, number FROM case_file WHERE id > ?1 ORDER BY id LIMIT ?2) LIMIT ?2
            """)
        next.bind(1, through)
        // One more than is marked tells whether more wait.
        next.bind(2, Int64(limit + 1))
        let waiting = try next.all { (id: $0.int(0), number: $0.text(1)) }
        guard !waiting.isEmpty, limit > 0 else { return false }
        let done = try Prepared(db, "DELETE FROM repeat_again WHERE case_file = ?")
        var entries: [(key: Int64, id: Int64)] = []
        let insert = try Prepared(db, "INSERT INTO repeat_mark VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        for (id, number) in waiting.prefix(limit) {
            done.bind(1, id)
            try done.run()
            guard let record = try CaseRows.one(number, db, vault, .desk), record.mayBeMarked else { continue }
            let found = mark(record, try RepeatRows.identity(of: record.conversation, db, vault))
            guard !found.isEmpty else { continue }
            insert.bind(1, id)
            insert.bind(2, found.sketch)
            let keys = found.indexed
            insert.bind(3, RepeatRows.bytes(keys.sorted()))
            try insert.run()
            for key in keys { entries.append((key, id)) }
        }
        // In the order of the index, so that a page that several go to is touched once.
        entries.sort { ($0.key, $0.id) < ($1.key, $1.id) }
        let add = try Prepared(db, "INSERT INTO repeat_key VALUES (?, ?) ON CONFLICT DO NOTHING")
        for (key, id) in entries {
            add.bind(1, key)
            add.bind(2, id)
            try add.run()
        }
        try db.execute(
            sql: "UPDATE meta SET value = ? WHERE key = 'repeats_through'",
            arguments: [max(through, waiting.prefix(limit).map(\.id).max() ?? through)])
        return waiting.count > limit
    }

    /// Who filed the cases of a conversation has told another name or number: they are marked once more.
    func markAgain(_ conversation: Int64) throws {
        let again = try Prepared(
            db,
            """
            INSERT INTO repeat_again SELECT l.case_file FROM case_conversation l WHERE l.conversation = ?
            AND l.case_file <= (SELECT value FROM meta WHERE key = 'repeats_through') ON CONFLICT DO NOTHING
            """)
        again.bind(1, conversation)
        try again.run()
        try forgetRepeats(of: conversation)
    }

    /// Takes out what the cases of a conversation were found by, as when it has become a sealed one.
    func forgetRepeats(of conversation: Int64) throws {
        let marks = try Prepared(
            db,
            """
            SELECT m.case_file, m.keys FROM case_conversation l JOIN repeat_mark m ON m.case_file = l.case_file
            WHERE l.conversation = ?
            """)
        marks.bind(1, conversation)
        let found = try marks.all { (id: $0.int(0), keys: RepeatRows.keys($0.blob(1))) }
        guard !found.isEmpty else { return }
        let out = try Prepared(db, "DELETE FROM repeat_key WHERE key = ? AND case_file = ?")
        let mark = try Prepared(db, "DELETE FROM repeat_mark WHERE case_file = ?")
        for (id, keys) in found {
            for key in keys {
                out.bind(1, key)
                out.bind(2, id)
                try out.run()
            }
            mark.bind(1, id)
            try mark.run()
        }
    }
}
