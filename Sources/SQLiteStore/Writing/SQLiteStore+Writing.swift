// SPDX-License-Identifier: Apache-2.0

import GRDB
public import IntakeModel
public import IntakeStore
import Vault

extension SQLiteStore {
    public func commit(_ turns: [Turn]) throws(StoreError) -> [TurnResult] {
        guard !turns.isEmpty else { return [] }
        return try write { writer in try writer.commit(turns) }
    }

    public func reserveIDs(_ count: Int) throws(StoreError) -> ClosedRange<Int64> {
        guard count > 0 else { throw StoreError(.invalid, "reserve at least one id") }
        return try write { writer in
            let last = try Self.reserve(Int64(count), writer.db)
            return last - Int64(count) + 1...last
        }
    }

    private static func reserve(_ count: Int64, _ db: Database) throws -> Int64 {
        try db.execute(
            sql: "INSERT INTO counter VALUES ('id', ?1) ON CONFLICT (name) DO UPDATE SET value = value + ?1",
            arguments: [count])
        return try Int64.fetchOne(db, sql: "SELECT value FROM counter WHERE name = 'id'") ?? count
    }

    public func acknowledge(leg: LegID, through seq: Int64) throws(StoreError) {
        guard isWritable else { throw StoreError(.readOnly, "writing has stopped") }
        if acks.note(leg: leg.value, through: seq) > PendingAcks.limit { try write { _ in } }
    }

    public func ensureLeg(_ name: LegName) throws(StoreError) -> LegRecord {
        if let leg = try leg(name) { return leg }
        return try write { writer in
            let known = try writer.leg(named: name).flatMap { try writer.leg($0) }
            let leg = try known ?? writer.make(try Self.reserve(1, writer.db), name)
            return LegRecord(
                id: LegID(leg.id), name: name, conversation: leg.conversation.map(ConversationID.init),
                lastSeq: leg.lastSeq, acknowledged: leg.acked)
        }
    }

    public func bind(leg: LegID, name: LegName, to conversation: ConversationID) throws(StoreError) {
        try write { writer in
            guard let found = try writer.conversation(conversation.value), !found.head.erased else {
                throw StoreError(.invalid, "there is no conversation \(conversation)")
            }
            guard try writer.leg(named: name).map({ $0 == leg.value }) ?? true else {
                throw StoreError(.invalid, "another leg has that name")
            }
            try writer.bind(try writer.leg(leg.value) ?? writer.make(leg.value, name), found)
            try writer.update(found)
        }
    }

    public func append(_ events: [DeskEvent]) throws(StoreError) {
        guard !events.isEmpty else { return }
        try write { writer in
            let at = writer.clock.tick(writer.policy)
            for event in events { try writer.append(event, at: at, conversation: nil) }
        }
    }

    public func acknowledgeAlert(_ seq: Int64, by badge: String) throws(StoreError) -> Bool {
        try write { writer in
            try writer.db.execute(
                sql: "UPDATE event SET acked_by = ? WHERE id = ? AND kind = 'safety.alert' AND acked_by IS NULL",
                arguments: [badge, seq])
            return writer.db.changesCount > 0
        }
    }

    public func renewLeases(of badge: String, until: Timestamp) throws(StoreError) {
        let held = try read { db in
            try Int64.fetchAll(
                db, sql: "SELECT id FROM conversation WHERE badge = ? AND lease IS NOT NULL", arguments: [badge])
        }
        guard !held.isEmpty else { return }
        try write { writer in
            for id in held {
                guard let found = try writer.conversation(id), found.head.owner.badge == badge,
                    found.head.leaseUntil != nil
                else { continue }
                found.head.leaseUntil = until
                try writer.update(found)
            }
        }
    }

    // MARK: Code tries

    public func recordCodeTry(number: String, source: String, right: Bool) throws(StoreError) -> Int {
        let now = now
        let keys = tryKeys(number, source)
        return try write { writer in
            let waiting = try Self.tries(keys, writer.db).map { $1.wait($0, at: now) }.max() ?? 0
            guard waiting == 0 else { return waiting }
            if right {
                try writer.db.execute(
                    sql: "DELETE FROM code_try WHERE kind = ? AND key = ?",
                    arguments: [CodeTries.Key.number.rawValue, keys[0].1.databaseValue])
                return 0
            }
            // Who stopped trying a day ago is forgotten, and with them the table stays small.
            try writer.db.execute(
                sql: "DELETE FROM code_try WHERE last_at < ?", arguments: [now.milliseconds - CodeTries.memory])
            var wait = 0
            for ((key, hash), (_, tries)) in zip(keys, try Self.tries(keys, writer.db)) {
                var tries = tries
                tries.addWrong(at: now)
                try writer.db.execute(
                    sql: """
                        INSERT INTO code_try VALUES (?, ?, ?, ?)
                        ON CONFLICT (kind, key) DO UPDATE SET count = excluded.count, last_at = excluded.last_at
                        """,
                    arguments: [key.rawValue, hash.databaseValue, tries.count, tries.lastAt.milliseconds])
                wait = max(wait, tries.wait(key, at: now))
            }
            return wait
        }
    }

    public func codeTryWait(number: String, source: String) throws(StoreError) -> Int {
        let now = now
        let keys = tryKeys(number, source)
        return try read { db in try Self.tries(keys, db).map { $1.wait($0, at: now) }.max() ?? 0 }
    }

    private func tryKeys(_ number: String, _ source: String) -> [(CodeTries.Key, [UInt8])] {
        [(.number, vault.pseudonym("number " + number)), (.source, vault.pseudonym("source " + source))]
    }

    private static func tries(
        _ keys: [(CodeTries.Key, [UInt8])], _ db: Database
    ) throws -> [(CodeTries.Key, CodeTries)] {
        let row = try Prepared(db, "SELECT count, last_at FROM code_try WHERE kind = ? AND key = ?")
        return try keys.map { key, hash in
            row.bind(1, key.rawValue)
            row.bind(2, hash)
            let tries = try row.first {
                CodeTries(count: Int($0.int(0)), lastAt: Timestamp(milliseconds: $0.int(1)))
            }
            return (key, tries ?? CodeTries())
        }
    }

    // MARK: Officers, scripts

    public func save(officer: Officer, tokenHash: [UInt8]) throws(StoreError) {
        try write { writer in
            let taken = try Bool.fetchOne(
                writer.db, sql: "SELECT EXISTS (SELECT 1 FROM officer WHERE token_hash = ? AND badge <> ?)",
                arguments: [tokenHash.databaseValue, officer.badge])
            guard tokenHash.isEmpty || taken == false else {
                throw StoreError(.invalid, "another officer has that token")
            }
            let blob = try writer.deskKey.seal(
                StoredForms.encode([officer.badge, officer.name]), as: Binding(nil, .officer, 0))
            try writer.db.execute(
                sql: """
                    INSERT INTO officer VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (badge) DO UPDATE SET token_hash = coalesce(excluded.token_hash, token_hash),
                        unit = excluded.unit, roles = excluded.roles, disabled = excluded.disabled,
                        blob = excluded.blob
                    """,
                arguments: [
                    officer.badge, tokenHash.isEmpty ? nil : tokenHash.databaseValue, officer.unit,
                    officer.roles.map(\.rawValue).sorted().joined(separator: ","), officer.disabled,
                    blob.databaseValue,
                ])
        }
    }

    public func saveScript(hash: String, source: [UInt8]) throws(StoreError) {
        guard try script(hash: hash) == nil else { return }
        try write { writer in
            try writer.db.execute(
                sql: "INSERT INTO script VALUES (?, ?) ON CONFLICT DO NOTHING",
                arguments: [hash, source.databaseValue])
        }
    }

    public func purgeEvents(before time: Timestamp) throws(StoreError) {
        try write { writer in
            let old = "at < ? AND NOT (kind = 'safety.alert' AND acked_by IS NULL)"
            guard
                let last = try Int64.fetchOne(
                    writer.db, sql: "SELECT max(id) FROM event WHERE \(old)", arguments: [time.milliseconds])
            else { return }
            try writer.db.execute(
                sql: "INSERT INTO counter VALUES ('event', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1",
                arguments: [try Writer.lastEvent(writer.db)])
            try writer.db.execute(sql: "DELETE FROM event WHERE \(old)", arguments: [time.milliseconds])
            try writer.db.execute(
                sql: "UPDATE meta SET value = max(value, ?) WHERE key = 'events_purged_through'", arguments: [last])
        }
    }
}
