// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Adds what finds the clocks that are near. The ledger stays the truth: all of it but `clock_notice` and the
    /// verdicts can be made anew from it.
    static func addClocks(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("clocks") { db in
            try db.execute(sql: clocks)
            // Every case that is there is looked at once.
            try db.execute(sql: "INSERT INTO clock_look SELECT id, 0, 0 FROM case_file")
            try db.execute(sql: "PRAGMA user_version = 3")
        }
    }

    private static let clocks = """
        -- When each case that is not over is to be looked at again, in milliseconds, and the basis (rules and calendars)
        -- by which its clocks were counted.
        CREATE TABLE clock_look (
            case_file INTEGER PRIMARY KEY REFERENCES case_file (id),
            at INTEGER NOT NULL,
            basis INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX clock_look_at ON clock_look (at);
        CREATE INDEX clock_look_basis ON clock_look (basis);

        -- Running clocks, as they were at the last look; days since 1970.
        CREATE TABLE clock (
            case_file INTEGER NOT NULL REFERENCES case_file (id),
            rule TEXT NOT NULL,
            started INTEGER NOT NULL,
            nominal INTEGER NOT NULL,
            effective INTEGER NOT NULL,
            provisional INTEGER NOT NULL,
            duty INTEGER NOT NULL,
            PRIMARY KEY (case_file, rule)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX clock_due ON clock (nominal, case_file) WHERE duty = 1;

        -- What was told, or passed over, for good: once per case, rule, stage and date.
        CREATE TABLE clock_notice (
            case_file INTEGER NOT NULL REFERENCES case_file (id),
            rule TEXT NOT NULL,
            stage TEXT NOT NULL,
            due INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (case_file, rule, stage, due)
        ) STRICT, WITHOUT ROWID;

        -- How a clock ended, kept for good; sealed under the conversation's key.
        CREATE TABLE clock_verdict (
            case_file INTEGER NOT NULL REFERENCES case_file (id),
            rule TEXT NOT NULL,
            started INTEGER NOT NULL,
            blob BLOB NOT NULL,
            PRIMARY KEY (case_file, rule, started)
        ) STRICT, WITHOUT ROWID;
        """
}
