// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Adds how officers log in with a browser.
    static func addAccounts(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("accounts") { db in
            try db.execute(sql: accounts)
            try db.execute(sql: "PRAGMA user_version = 7")
        }
    }

    private static let accounts = """
        -- Password hash, second factor and count of wrong tries, sealed under the desk's own key.
        CREATE TABLE account (
            badge TEXT PRIMARY KEY NOT NULL REFERENCES officer (badge),
            blob BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
