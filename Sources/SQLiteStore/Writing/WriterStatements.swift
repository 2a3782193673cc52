// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The statements that turns are made of, compiled once: finding one by its text costs as much as a small row.
///
/// None of them is stepped while it is stepped already: rows are read whole before anything else is asked.
struct WriterStatements {
    let begin: Prepared
    let commit: Prepared
    let rollback: Prepared
    let insertTurn: Prepared
    let insertSegment: Prepared
    let insertConversation: Prepared
    let updateConversation: Prepared
    let leg: Prepared
    let legNamed: Prepared
    let insertLeg: Prepared
    let bindLeg: Prepared
    let pushLeg: Prepared
    let acknowledgeLeg: Prepared
    let insertLegConversation: Prepared
    let putIdentity: Prepared
    let insertAnswer: Prepared
    let caseNamed: Prepared
    let lastCaseEvent: Prepared
    let insertCase: Prepared
    let insertCaseConversation: Prepared
    let insertCasePerson: Prepared
    let insertCaseEvent: Prepared
    let insertEvent: Prepared

    init(_ db: Database) throws {
        func prepare(_ sql: String) throws -> Prepared { Prepared(try db.makeStatement(sql: sql)) }
        begin = try prepare("BEGIN IMMEDIATE")
        commit = try prepare("COMMIT")
        rollback = try prepare("ROLLBACK")
        insertTurn = try prepare("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        // A process that was killed may have moved a part of its tail already.
        insertSegment = try prepare(
            """
            INSERT INTO segment VALUES (?, ?, ?)
            ON CONFLICT (conversation, version) DO UPDATE SET entries = excluded.entries
            """)
        insertConversation = try prepare(
            """
            INSERT INTO conversation (\(HeadColumns.names), id, opened_at, script, opening, key)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        updateConversation = try prepare(
            """
            UPDATE conversation SET (\(HeadColumns.names)) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?
            """)
        leg = try prepare("SELECT name, conv, conversation, last_seq, acked FROM leg WHERE id = ?")
        legNamed = try prepare("SELECT id FROM leg WHERE name = ? AND conv = ?")
        insertLeg = try prepare("INSERT INTO leg (id, name, conv, conversation, last_seq) VALUES (?, ?, ?, ?, ?)")
        bindLeg = try prepare("UPDATE leg SET conversation = ?, last_seq = ? WHERE id = ?")
        pushLeg = try prepare("UPDATE leg SET last_push = ?1, last_seq = ?1 WHERE id = ?2")
        acknowledgeLeg = try prepare("UPDATE leg SET acked = ? WHERE id = ?")
        insertLegConversation = try prepare("INSERT INTO leg_conversation VALUES (?, ?) ON CONFLICT DO NOTHING")
        putIdentity = try prepare(
            """
            INSERT INTO identity VALUES (?, ?, ?)
            ON CONFLICT (conversation, field) DO UPDATE SET blob = excluded.blob
            """)
        insertAnswer = try prepare(
            "INSERT INTO answer_record (at, conversation, answer, resolved) VALUES (?, ?, ?, ?)")
        caseNamed = try prepare(
            """
            SELECT c.conversation, (SELECT coalesce(max(n), 1) FROM case_event e WHERE e.case_file = c.id)
            FROM case_file c WHERE c.number = ?
            """)
        lastCaseEvent = try prepare(
            """
            SELECT c.id, (SELECT coalesce(max(n), 1) FROM case_event e WHERE e.case_file = c.id)
            FROM case_file c WHERE c.number = ?
            """)
        insertCase = try prepare("INSERT INTO case_file VALUES (?, ?, ?, ?, ?, ?)")
        insertCaseConversation = try prepare("INSERT INTO case_conversation VALUES (?, ?, '提出')")
        insertCasePerson = try prepare("INSERT INTO case_person VALUES (?, ?, ?, ?)")
        insertCaseEvent = try prepare(
            "INSERT INTO case_event (case_file, n, at, by, blob) VALUES (?, ?, ?, ?, ?)")
        insertEvent = try prepare(
            "INSERT INTO event (id, at, conversation, kind, number, own, blob) VALUES (?, ?, ?, ?, ?, ?, ?)")
    }
}
