// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
import IntakeStore
import Vault

/// A conversation as its row holds it, with its data key unwrapped.
struct StoredConversation {
    var head: ConversationHead
    var key: DataKey

    /// - Parameters:
    ///   - seesSealed: false makes a sealed conversation one that is not there.
    ///   - version: of the last journal row; the caller knows it or does not need it.
    /// - Returns: nil when there is no such conversation.
    static func load(
        _ id: Int64, _ db: Database, _ vault: Vault, seesSealed: Bool = true, version: Int64 = 0
    ) throws -> StoredConversation? {
        let select = try Prepared(
            db, "SELECT opened_at, script, opening, key, \(HeadColumns.names) FROM conversation WHERE id = ?")
        select.bind(1, id)
        guard
            let (row, sealedOpening, wrapped) = try select.first({ row in
                var head = ConversationHead(
                    id: ConversationID(id), opening: Turn.Opening(channel: "", place: "", script: row.text(1)),
                    openedAt: Timestamp(milliseconds: row.int(0)))
                HeadColumns.read(row, from: 4, into: &head)
                return (head, row.blob(2), row.blob(3))
            }), seesSealed || row.lane == .general
        else { return nil }
        var head = row
        let key = try vault.unwrap(wrapped, lane: head.lane, conversation: head.id)
        let opening = try key.open(sealedOpening, as: Binding(head.id, .opening, 0))
        head.opening = try StoredForms.opening(opening, script: head.opening.script)
        head.version = version
        let cases = try Prepared(
            db,
            """
            SELECT number FROM case_conversation l JOIN case_file c ON c.id = l.case_file
            WHERE l.conversation = ? ORDER BY c.id
            """)
        cases.bind(1, id)
        head.cases = try cases.all { $0.text(0) }
        return StoredConversation(head: head, key: key)
    }
}

/// Reads rows of the journal.
enum JournalRows {
    private static let columns = "id, conversation, version, leg, seq, push, at, blob, scope, mid"

    /// The turn and the state after it; nil when the row is not there or went with an erased conversation.
    static func read(_ journal: Int64, _ key: DataKey, _ db: Database) throws -> (turn: StoredTurn, state: [UInt8])? {
        let row = try Prepared(db, "SELECT \(columns) FROM journal WHERE id = ?")
        row.bind(1, journal)
        return try row.first { row in
            let sealed = row.blob(7)
            guard !sealed.isEmpty else { return nil }
            let id = ConversationID(row.int(1))
            let version = row.int(2)
            let record = try JournalRecord(decoding: try key.open(sealed, as: Binding(id, .journal, version)))
            let turn = record.turn(
                journal: row.int(0), conversation: id, version: version, leg: row.optionalInt(3).map(LegID.init),
                seq: row.int(4), isPush: row.bool(5), at: Timestamp(milliseconds: row.int(6)),
                key: row.optionalInt(8) == row.optionalInt(3) ? row.optionalText(9) : nil)
            return (turn, record.state)
        } ?? nil
    }
}
