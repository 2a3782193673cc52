// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeStore

/// The tables. In clear stand ids, numbers, dates, lane, owner and hashes only; `blob` columns are sealed under the
/// conversation's data key (under the desk's own key where there is no conversation).
enum Schema {
    /// Raised with every migration; kept in `user_version` too, so that an older program sees it at once.
    static let version = 11

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: tables)
            try db.execute(sql: "PRAGMA user_version = 1; PRAGMA application_id = \(Pragmas.applicationID)")
        }
        // Fewer rows, which version 1 would miss: `leg_conversation` without the conversation that the leg is bound to
        // now, `case_person` without who is alone, `case_event` without a filing that tells nothing more. And segments
        // may hold turns after `indexed_through`: version 1 would try to write them again.
        migrator.registerMigration("2") { db in
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        addClocks(to: &migrator)
        addOutbox(to: &migrator)
        addRepeats(to: &migrator)
        addDocuments(to: &migrator)
        addAccounts(to: &migrator)
        addAuditChain(to: &migrator)
        addAttachments(to: &migrator)
        addLedgerPacks(to: &migrator)
        addNames(to: &migrator)
        return migrator
    }

    /// Refuses a file that is not ours or was written by a newer program.
    static func admit(_ db: Database) throws {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        guard application == Pragmas.applicationID || tables == 0 else {
            throw StoreError(.damaged, "the file is a database of another program; give another data folder")
        }
        guard version <= Self.version else {
            throw StoreError(
                .newer,
                "the database has format \(version), this program knows \(Self.version): use the newer program, or restore a backup made before the update"
            )
        }
    }

    private static let tables = """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY NOT NULL,
            value ANY NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Floors under numbers that are never given twice: `id` is the last id reserved, `event` and `receipt:DAY` hold what
        -- the rows themselves no longer tell (after a purge or a restore).
        CREATE TABLE counter (
            name TEXT PRIMARY KEY NOT NULL,
            value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Written when something about the conversation changes, not with every turn.
        CREATE TABLE conversation (
            id INTEGER PRIMARY KEY,
            opened_at INTEGER NOT NULL,
            script TEXT NOT NULL,
            opening BLOB NOT NULL,
            key BLOB NOT NULL,
            lane INTEGER NOT NULL,
            owner INTEGER NOT NULL,
            badge TEXT,
            handoff TEXT,
            since INTEGER,
            waiting INTEGER NOT NULL,
            lease INTEGER,
            draft INTEGER NOT NULL,
            erased INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            leg INTEGER
        ) STRICT;
        CREATE INDEX conversation_waiting ON conversation (since, id) WHERE waiting = 1;
        CREATE INDEX conversation_lease ON conversation (badge, lease) WHERE lease IS NOT NULL;

        -- The journal of all turns, append-only, in commit order. It has no other index on purpose: two index pages a
        -- turn, scattered over all open conversations, would cost thrice what the turn itself does. Where the turns of
        -- a conversation stand is written to `segment` for some thousands of turns at once; for those after
        -- meta.indexed_through the journal's own tail tells it (some of them may stand in both). Version and message id of every turn are checked by
        -- the one writer before it is appended.
        CREATE TABLE journal (
            id INTEGER PRIMARY KEY,
            conversation INTEGER NOT NULL,
            version INTEGER NOT NULL,
            leg INTEGER,
            seq INTEGER NOT NULL,
            push INTEGER NOT NULL,
            scope INTEGER,
            mid TEXT,
            at INTEGER NOT NULL,
            blob BLOB NOT NULL
        ) STRICT;

        -- `entries`: journal row, leg, seq and message id of the turns from `version` on.
        CREATE TABLE segment (
            conversation INTEGER NOT NULL,
            version INTEGER NOT NULL,
            entries BLOB NOT NULL,
            PRIMARY KEY (conversation, version)
        ) STRICT, WITHOUT ROWID;

        -- Message ids whose scope is not the turn's own leg: those of officers' commands.
        CREATE TABLE message_key (
            scope INTEGER NOT NULL,
            mid TEXT NOT NULL,
            journal INTEGER NOT NULL,
            PRIMARY KEY (scope, mid)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE leg (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            conv TEXT NOT NULL,
            conversation INTEGER,
            -- Last seq at the time the leg was last bound, unbound or pushed to; turns after that are in the journal.
            last_seq INTEGER NOT NULL DEFAULT 0,
            last_push INTEGER NOT NULL DEFAULT 0,
            acked INTEGER NOT NULL DEFAULT 0,
            UNIQUE (name, conv)
        ) STRICT;
        CREATE INDEX leg_unacknowledged ON leg (name) WHERE last_push > acked;

        -- Conversations that the leg was bound to before; the present one stands in `leg`.
        CREATE TABLE leg_conversation (
            leg INTEGER NOT NULL REFERENCES leg (id),
            conversation INTEGER NOT NULL REFERENCES conversation (id),
            PRIMARY KEY (leg, conversation)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE identity (
            conversation INTEGER NOT NULL REFERENCES conversation (id),
            field INTEGER NOT NULL,
            blob BLOB NOT NULL,
            PRIMARY KEY (conversation, field)
        ) STRICT, WITHOUT ROWID;

        -- One record per claim. `conversation` is the one that filed it: its key seals the record, its lane rules it.
        CREATE TABLE case_file (
            id INTEGER PRIMARY KEY,
            number TEXT NOT NULL UNIQUE,
            conversation INTEGER NOT NULL REFERENCES conversation (id),
            filed_at INTEGER NOT NULL,
            due INTEGER,
            blob BLOB NOT NULL
        ) STRICT;

        CREATE TABLE case_conversation (
            case_file INTEGER NOT NULL REFERENCES case_file (id),
            conversation INTEGER NOT NULL REFERENCES conversation (id),
            role TEXT NOT NULL,
            PRIMARY KEY (conversation, case_file)
        ) STRICT, WITHOUT ROWID;

        -- Several petitioners on one claim; who they are is in the identity records of the conversation. No row where
        -- the one who filed is alone.
        CREATE TABLE case_person (
            case_file INTEGER NOT NULL REFERENCES case_file (id),
            person INTEGER NOT NULL,
            conversation INTEGER NOT NULL REFERENCES conversation (id),
            role TEXT NOT NULL,
            PRIMARY KEY (case_file, person)
        ) STRICT, WITHOUT ROWID;

        -- The ledger. No row for the first entry, 登记, where it tells no more than `case_file` does: `n` goes on from 2.
        CREATE TABLE case_event (
            case_file INTEGER NOT NULL REFERENCES case_file (id),
            n INTEGER NOT NULL,
            at INTEGER NOT NULL,
            by TEXT,
            blob BLOB NOT NULL,
            PRIMARY KEY (case_file, n)
        ) STRICT, WITHOUT ROWID;

        -- `own`: sealed under the conversation's key; 0: under the desk's. A NULL blob went with an erased conversation.
        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            conversation INTEGER REFERENCES conversation (id),
            kind TEXT NOT NULL,
            number TEXT,
            own INTEGER NOT NULL,
            blob BLOB,
            acked_by TEXT
        ) STRICT;
        CREATE INDEX event_alert ON event (id) WHERE kind = 'safety.alert' AND acked_by IS NULL;

        CREATE TABLE answer_record (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            conversation INTEGER NOT NULL REFERENCES conversation (id),
            answer TEXT NOT NULL,
            resolved INTEGER
        ) STRICT;

        CREATE TABLE officer (
            badge TEXT PRIMARY KEY NOT NULL,
            token_hash BLOB UNIQUE,
            unit TEXT NOT NULL,
            roles TEXT NOT NULL,
            disabled INTEGER NOT NULL,
            blob BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE script (
            hash TEXT PRIMARY KEY NOT NULL,
            source BLOB NOT NULL
        ) STRICT;

        -- `key` is a keyed hash of the number or of the place the tries came from.
        CREATE TABLE code_try (
            kind INTEGER NOT NULL,
            key BLOB NOT NULL,
            count INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            PRIMARY KEY (kind, key)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            badge TEXT NOT NULL,
            blob BLOB NOT NULL
        ) STRICT;
        """
}
