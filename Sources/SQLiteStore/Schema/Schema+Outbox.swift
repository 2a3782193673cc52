// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Adds what leaves the system. Ids, dates, badges and words of the program only: nothing in it needs a seal.
    static func addOutbox(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("outbox") { db in
            try db.execute(sql: outbox)
            try db.execute(sql: "PRAGMA user_version = 4")
        }
    }

    private static let outbox = """
        -- One row a clock, stage and date. `state`: 0 waiting, 1 sent, 2 failed, 3 done, 4 ended with its cause.
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            case_file INTEGER NOT NULL REFERENCES case_file (id),
            rule TEXT NOT NULL,
            stage TEXT NOT NULL,
            due INTEGER NOT NULL,
            rung TEXT NOT NULL,
            badge TEXT NOT NULL,
            at INTEGER NOT NULL,
            next INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            state INTEGER NOT NULL,
            error TEXT NOT NULL,
            UNIQUE (case_file, rule, stage, due)
        ) STRICT;
        CREATE INDEX outbox_next ON outbox (next, id) WHERE state = 0;
        """
}
