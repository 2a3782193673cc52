// SPDX-License-Identifier: Apache-2.0

import GRDB
public import IntakeModel
public import IntakeStore
import Vault

extension SQLiteStore {
    /// Every conversation's dialog states, one a turn, oldest first: where people went, without what they said. For
    /// reports that nobody waits for; conversations that were erased are left out.
    ///
    /// - Parameter viewer: sealed conversations are counted only for the role that sees them.
    public func forEachConversation(
        viewer: Viewer, _ body: (_ states: [[UInt8]], _ ended: Bool) -> Void
    ) throws(StoreError) {
        try read { [vault] db in
            let ids = try Prepared(db, "SELECT id, lane, key, ended FROM conversation WHERE erased = 0 ORDER BY id")
            let conversations = try ids.all { row in
                (id: row.int(0), lane: Lane(code: row.int(1)), key: row.blob(2), ended: row.bool(3))
            }
            // The journal has no index by conversation: one pass sorts its rows.
            let rows = try Prepared(db, "SELECT conversation, id FROM journal ORDER BY conversation, id")
            var journal: [Int64: [Int64]] = [:]
            for (conversation, row) in try rows.all({ ($0.int(0), $0.int(1)) }) {
                journal[conversation, default: []].append(row)
            }
            for conversation in conversations where viewer.sees(conversation.lane) {
                let key = try vault.unwrap(
                    conversation.key, lane: conversation.lane, conversation: ConversationID(conversation.id))
                let states = try (journal[conversation.id] ?? []).compactMap {
                    try JournalRows.read($0, key, db)?.state
                }
                if !states.isEmpty { body(states, conversation.ended) }
            }
        }
    }
}
