// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Lets one row hold many entries of a ledger.
    static func addLedgerPacks(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("ledger packs") { db in
            // `first`: the row holds the entries from there to `n`, sealed together; NULL: entry `n` alone. `at` and `by` of a
            // pack stand for its last entry.
            try db.execute(sql: "ALTER TABLE case_event ADD COLUMN first INTEGER")
            try db.execute(sql: "PRAGMA user_version = 10")
        }
    }
}
