// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Adds files that are kept with conversations.
    static func addAttachments(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("attachments") { db in
            try db.execute(sql: attachments)
            try db.execute(sql: "PRAGMA user_version = 9")
        }
    }

    private static let attachments = """
        -- Scans. `about` (name, kind) and `content` are sealed under the conversation's key and go with it; `size` is that
        -- of the file itself. The bytes stand last, so that a list never reads them.
        CREATE TABLE attachment (
            conversation INTEGER NOT NULL REFERENCES conversation (id),
            n INTEGER NOT NULL,
            at INTEGER NOT NULL,
            by TEXT NOT NULL,
            size INTEGER NOT NULL,
            about BLOB NOT NULL,
            content BLOB NOT NULL,
            PRIMARY KEY (conversation, n)
        ) STRICT;
        """
}
