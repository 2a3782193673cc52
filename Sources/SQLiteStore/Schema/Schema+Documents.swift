// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Adds what went out in writing.
    static func addDocuments(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("documents") { db in
            try db.execute(sql: documents)
            try db.execute(sql: "PRAGMA user_version = 6")
        }
    }

    private static let documents = """
        -- Documents as they went out; nothing here is ever changed. `n` is the entry of the case's ledger that tells of
        -- it; kind, version and the words are sealed under the conversation's key. A running number is given once in a
        -- series and a year: a counter `document:YEAR:SERIES` is a floor under it after a restore.
        CREATE TABLE document (
            case_file INTEGER NOT NULL REFERENCES case_file (id),
            n INTEGER NOT NULL,
            number TEXT NOT NULL UNIQUE,
            series TEXT NOT NULL,
            year INTEGER NOT NULL,
            running INTEGER NOT NULL,
            at INTEGER NOT NULL,
            by TEXT NOT NULL,
            blob BLOB NOT NULL,
            PRIMARY KEY (case_file, n),
            UNIQUE (series, year, running)
        ) STRICT, WITHOUT ROWID;
        """
}
