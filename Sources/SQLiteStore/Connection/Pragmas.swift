// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import IntakeStore

/// How every connection is set up.
enum Pragmas {
    /// Marks the file as ours: `XFSW`.
    static let applicationID: Int32 = 0x5846_5357

    static func configuration(cacheKiB: Int, busyTimeout: Duration, readers: Int, readonly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readonly
        configuration.foreignKeysEnabled = true
        let (seconds, attoseconds) = busyTimeout.components
        configuration.busyMode = .timeout(Double(seconds) + Double(attoseconds) / 1e18)
        configuration.maximumReaderCount = readers
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA cache_size = -\(cacheKiB);
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA secure_delete = ON;
                    PRAGMA mmap_size = 0;
                    PRAGMA temp_store = MEMORY;
                    """)
        }
        return configuration
    }

    /// Sets what must hold on the connection that writes, after GRDB has set its own (`synchronous = NORMAL` for a
    /// pool), and reads it back: a confirmed turn must survive a power cut.
    static func hardenWriter(_ db: Database, walLimit: Int) throws {
        try db.execute(
            sql: """
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA journal_size_limit = \(walLimit);
                """)
        try verifyWriter(db)
    }

    static func verifyWriter(_ db: Database) throws {
        func value(_ pragma: String) throws -> String {
            try String.fetchOne(db, sql: "PRAGMA \(pragma)") ?? "?"
        }
        for (pragma, wanted) in [
            ("synchronous", "2"), ("journal_mode", "wal"), ("secure_delete", "1"), ("foreign_keys", "1"),
            ("trusted_schema", "0"),
        ] {
            let found = try value(pragma)
            guard found == wanted else {
                throw StoreError(.io, "SQLite does not keep its word: \(pragma) is \(found) instead of \(wanted)")
            }
        }
    }
}
