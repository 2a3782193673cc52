// SPDX-License-Identifier: Apache-2.0

import GRDB
public import IntakeStore
import Vault

extension SQLiteStore {
    public func save(account: OfficerAccount) throws(StoreError) {
        try write { writer in
            let isKnown = try Bool.fetchOne(
                writer.db, sql: "SELECT EXISTS (SELECT 1 FROM officer WHERE badge = ?)", arguments: [account.badge])
            guard isKnown == true else { throw StoreError(.invalid, "there is no such officer") }
            let blob = try writer.deskKey.seal(account.encoded, as: Binding(nil, .account, 0))
            try writer.db.execute(
                sql: "INSERT INTO account VALUES (?, ?) ON CONFLICT (badge) DO UPDATE SET blob = excluded.blob",
                arguments: [account.badge, blob.databaseValue])
        }
    }

    public func account(badge: String) throws(StoreError) -> OfficerAccount? {
        try read { [deskKey] db in
            let row = try Prepared(db, "SELECT blob FROM account WHERE badge = ?")
            row.bind(1, badge)
            let account = try row.first {
                try OfficerAccount(encoded: try deskKey.open($0.blob(0), as: Binding(nil, .account, 0)))
            }
            // The row of another officer in this one's place opens, for all have one key.
            guard account?.badge ?? badge == badge else {
                throw StoreError(.damaged, "an account stands in the place of another")
            }
            return account
        }
    }

    public func hasAccounts() throws(StoreError) -> Bool {
        try read { db in
            try Prepared(db, "SELECT EXISTS (SELECT 1 FROM account)").first { $0.bool(0) } ?? false
        }
    }
}
