// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Finds the turns of conversations and legs, by segments and tail.
struct JournalIndex {
    let db: Database
    /// The tail of this process; nil beside a running server, where it is read from the journal itself.
    let tail: [Int64: [IndexEntry]]?

    /// Entries of the conversation after `version`, oldest first.
    func entries(of conversation: Int64, after version: Int64 = 0) throws -> [IndexEntry] {
        let segments = try Prepared(
            db,
            """
            SELECT version, entries FROM segment WHERE conversation = ?1 AND version >= coalesce(
                (SELECT max(version) FROM segment WHERE conversation = ?1 AND version <= ?2 + 1), 0)
            ORDER BY version
            """)
        segments.bind(1, conversation)
        segments.bind(2, version)
        var entries = try segments.all { try Segment.decode($0.blob(1), from: $0.int(0)) }.flatMap { $0 }
        // What was moved to a segment meanwhile stands in both.
        let known = entries.last?.version ?? 0
        entries += try tailEntries(of: conversation).lazy.filter { $0.version > known }
        return version == 0 ? entries : entries.filter { $0.version > version }
    }

    /// The last entry of the conversation.
    func last(of conversation: Int64) throws -> IndexEntry? {
        if let last = try tailEntries(of: conversation).last { return last }
        let segment = try Prepared(
            db, "SELECT version, entries FROM segment WHERE conversation = ? ORDER BY version DESC LIMIT 1")
        segment.bind(1, conversation)
        return try segment.first { try Segment.decode($0.blob(1), from: $0.int(0)) }?.last
    }

    private func tailEntries(of conversation: Int64) throws -> [IndexEntry] {
        if let tail { return tail[conversation] ?? [] }
        let rows = try Prepared(
            db,
            """
            SELECT id, version, leg, seq, push, scope, mid FROM journal
            WHERE id > (SELECT value FROM meta WHERE key = 'indexed_through') AND conversation = ? ORDER BY id
            """)
        rows.bind(1, conversation)
        return try rows.all { row in Self.entry(row, from: 0) }
    }

    /// The whole tail as the journal itself tells it, by conversation: one reading instead of one a conversation.
    static func readTail(_ db: Database) throws -> [Int64: [IndexEntry]] {
        let rows = try Prepared(
            db,
            """
            SELECT conversation, id, version, leg, seq, push, scope, mid FROM journal
            WHERE id > (SELECT value FROM meta WHERE key = 'indexed_through') ORDER BY id
            """)
        var tail: [Int64: [IndexEntry]] = [:]
        defer { rows.reset() }
        while try rows.next() { tail[rows.int(0), default: []].append(entry(rows, from: 1)) }
        return tail
    }

    /// An entry out of the columns id, version, leg, seq, push, scope, mid.
    static func entry(_ row: Prepared, from column: Int32) -> IndexEntry {
        IndexEntry(
            journal: row.int(column), version: row.int(column + 1), leg: row.int(column + 2), seq: row.int(column + 3),
            isPush: row.bool(column + 4), scope: row.int(column + 5), mid: row.text(column + 6))
    }

    /// Conversations that the leg was ever bound to, the present one last.
    static func conversations(ofLeg leg: Int64, _ db: Database) throws -> [Int64] {
        let rows = try Prepared(
            db,
            """
            SELECT conversation FROM leg_conversation WHERE leg = ?1
            UNION ALL SELECT conversation FROM leg WHERE id = ?1 AND conversation IS NOT NULL
            """)
        rows.bind(1, leg)
        var found: [Int64] = []
        // It may have come back to a former one.
        for conversation in try rows.all({ $0.int(0) }) where !found.contains(conversation) {
            found.append(conversation)
        }
        return found
    }

    /// The last `seq` given out on a leg, out of its row and the conversation it is bound to.
    func lastSeq(ofLeg leg: Int64, row: Int64, conversation: Int64?) throws -> Int64 {
        guard let conversation else { return row }
        return try entries(of: conversation).last { $0.leg == leg }.map { max(row, $0.seq) } ?? row
    }
}
