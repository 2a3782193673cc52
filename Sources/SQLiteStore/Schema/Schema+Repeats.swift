// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Adds what finds filings of one matter. All of it can be made anew from the cases: it fills by itself, from the
    /// oldest case on, after `meta.repeats_through`.
    static func addRepeats(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("repeats") { db in
            try db.execute(sql: repeats)
            try db.execute(sql: "INSERT INTO meta VALUES ('repeats_through', 0)")
            try db.execute(sql: "PRAGMA user_version = 5")
        }
    }

    /// Marks hold keys of names, too: they are made anew, in the background. Until a case has one, it is looked at itself.
    static func addNames(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("names") { db in
            try db.execute(sql: names)
            try db.execute(sql: "DELETE FROM repeat_key; DELETE FROM repeat_mark")
            try db.execute(sql: "UPDATE meta SET value = 0 WHERE key = 'repeats_through'")
            try db.execute(sql: "PRAGMA user_version = 11")
        }
    }

    private static let names = """
        -- Cases to be marked once more: who filed them has told another name or number since.
        CREATE TABLE repeat_again (case_file INTEGER PRIMARY KEY REFERENCES case_file (id)) STRICT;
        -- What is sealed has no mark and is looked at itself: few.
        CREATE INDEX conversation_sealed ON conversation (id) WHERE lane = 1;
        """

    private static let repeats = """
        -- What a case is found again by: numbers that say nothing without the keys. No row for what is sealed.
        -- `keys`: those of repeat_key, eight bytes each, so that they can be taken out again.
        CREATE TABLE repeat_mark (
            case_file INTEGER PRIMARY KEY REFERENCES case_file (id),
            sketch BLOB NOT NULL,
            keys BLOB NOT NULL
        ) STRICT;

        CREATE TABLE repeat_key (
            key INTEGER NOT NULL,
            case_file INTEGER NOT NULL,
            PRIMARY KEY (key, case_file)
        ) STRICT, WITHOUT ROWID;
        """
}
