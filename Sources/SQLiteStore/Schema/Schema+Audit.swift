// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Schema {
    /// Makes the audit trail a chain. What was entered before is chained when the writer opens, which has the keys: until
    /// then `meta.audit_head` is empty.
    static func addAuditChain(to migrator: inout DatabaseMigrator) {
        migrator.registerMigration("audit chain") { db in
            try db.execute(sql: auditChain)
            try db.execute(sql: "PRAGMA user_version = 8")
        }
    }

    private static let auditChain = """
        -- SHA-256 of the entry and of the one before it; NULL only until the writer has chained what is older than the
        -- chain. `meta.audit_head`: the last entry and its hash, sealed under the desk's key, so that the end cannot be
        -- cut off unseen. The salt, which keeps a hash from being guessed at, is in the sealed part.
        ALTER TABLE audit ADD COLUMN hash BLOB;
        INSERT INTO meta VALUES ('audit_head', X'');
        -- For accidents. Who writes to the file with another program is found out by the chain.
        CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END;
        CREATE TRIGGER audit_is_as_it_was BEFORE UPDATE ON audit WHEN OLD.hash IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END;
        """
}
