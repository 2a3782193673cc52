// SPDX-License-Identifier: Apache-2.0

import GRDB
public import IntakeModel
public import IntakeStore
import Vault

extension SQLiteStore {
    // Entries of the tail are taken before the snapshot is: see `JournalTail`.

    private func tails(of conversations: some Sequence<Int64>) -> [Int64: [IndexEntry]]? {
        guard hasTail else { return nil }
        var tails: [Int64: [IndexEntry]] = [:]
        for conversation in conversations { tails[conversation] = tail.entries(of: conversation) }
        return tails
    }

    // MARK: Legs

    public func leg(_ name: LegName) throws(StoreError) -> LegRecord? {
        let found = try read { db in
            let row = try Prepared(db, "SELECT id, conversation FROM leg WHERE name = ? AND conv = ?")
            row.bind(1, name.name)
            row.bind(2, name.conv)
            return try row.first { ($0.int(0), $0.optionalInt(1)) }
        }
        guard let (id, conversation) = found else { return nil }
        let tails = tails(of: conversation.map { [$0] } ?? [])
        return try read { [acks] db in try Self.leg(id, JournalIndex(db: db, tail: tails), acks) }
    }

    private static func leg(_ id: Int64, _ index: JournalIndex, _ acks: PendingAcks) throws -> LegRecord? {
        let row = try Prepared(
            index.db, "SELECT name, conv, conversation, last_seq, acked FROM leg WHERE id = ?")
        row.bind(1, id)
        guard
            let (name, conversation, storedSeq, acked) = try row.first({ row in
                (LegName(name: row.text(0), conv: row.text(1)), row.optionalInt(2), row.int(3), row.int(4))
            })
        else { return nil }
        let lastSeq = try index.lastSeq(ofLeg: id, row: storedSeq, conversation: conversation)
        return LegRecord(
            id: LegID(id), name: name, conversation: conversation.map(ConversationID.init), lastSeq: lastSeq,
            acknowledged: max(acked, min(acks.seq(ofLeg: id) ?? 0, lastSeq)))
    }

    public func turns(leg: LegID, after seq: Int64, limit: Int) throws(StoreError) -> [StoredTurn] {
        let bound = try read { db in try JournalIndex.conversations(ofLeg: leg.value, db) }
        let tails = tails(of: bound)
        return try read { [vault] db in
            let index = JournalIndex(db: db, tail: tails)
            var wanted: [(conversation: Int64, entry: IndexEntry)] = []
            for conversation in bound {
                for entry in try index.entries(of: conversation) where entry.leg == leg.value && entry.seq > seq {
                    wanted.append((conversation, entry))
                }
            }
            wanted.sort { $0.entry.seq < $1.entry.seq }
            var keys: [Int64: DataKey] = [:]
            var turns: [StoredTurn] = []
            for (conversation, entry) in wanted where turns.count < limit {
                if keys[conversation] == nil { keys[conversation] = try Self.key(conversation, db, vault) }
                guard let key = keys[conversation] else { continue }
                if let turn = try JournalRows.read(entry.journal, key, db)?.turn { turns.append(turn) }
            }
            return turns
        }
    }

    private static func key(_ conversation: Int64, _ db: Database, _ vault: Vault) throws -> DataKey? {
        let row = try Prepared(db, "SELECT lane, key FROM conversation WHERE id = ?")
        row.bind(1, conversation)
        return try row.first { row in
            try vault.unwrap(
                row.blob(1), lane: Lane(code: row.int(0)), conversation: ConversationID(conversation))
        }
    }

    public func unacknowledged(name: String) throws(StoreError) -> [(LegRecord, after: Int64)] {
        let legs = try read { db in
            let rows = try Prepared(db, "SELECT id FROM leg WHERE name = ? AND last_push > acked ORDER BY id")
            rows.bind(1, name)
            return try rows.all { $0.int(0) }.map { ($0, try JournalIndex.conversations(ofLeg: $0, db)) }
        }
        let tails = tails(of: Set(legs.flatMap(\.1)))
        return try read { [acks] db in
            let index = JournalIndex(db: db, tail: try tails ?? JournalIndex.readTail(db))
            return try legs.compactMap { id, bound in
                guard let leg = try Self.leg(id, index, acks) else { return nil }
                let first = try bound.flatMap { conversation in
                    try index.entries(of: conversation).filter {
                        $0.leg == id && $0.isPush && $0.seq > leg.acknowledged
                    }.map(\.seq)
                }.min()
                return first.map { (leg, after: $0 - 1) }
            }
        }
    }

    // MARK: Conversations

    public func conversation(_ id: ConversationID, viewer: Viewer) throws(StoreError) -> ConversationRecord? {
        let tails = tails(of: [id.value])
        return try read { [vault, acks] db in
            guard
                let stored = try StoredConversation.load(
                    id.value, db, vault, seesSealed: viewer.sees(.sealed)),
                let last = try JournalIndex(db: db, tail: tails).last(of: id.value),
                let (turn, state) = try JournalRows.read(last.journal, stored.key, db)
            else { return nil }
            let head = stored.head
            return ConversationRecord(
                id: id, version: last.version, opening: head.opening, openedAt: head.openedAt, lane: head.lane,
                owner: head.owner, handOff: head.handOff, waitingSince: head.waitingSince,
                draftIssued: head.draftIssued, erased: head.erased, ended: head.ended, cases: head.cases,
                state: state, expect: turn.expect, lastAt: turn.at,
                leg: try head.leg.flatMap { try Self.leg($0.value, JournalIndex(db: db, tail: tails), acks) })
        }
    }

    public func transcript(
        _ id: ConversationID, after version: Int64, limit: Int, viewer: Viewer
    ) throws(StoreError) -> [StoredTurn] {
        let tails = tails(of: [id.value])
        return try read { [vault] db in
            guard let stored = try StoredConversation.load(id.value, db, vault, seesSealed: viewer.sees(.sealed))
            else { return [] }
            var turns: [StoredTurn] = []
            for entry in try JournalIndex(db: db, tail: tails).entries(of: id.value, after: max(0, version))
            where turns.count < limit {
                if let turn = try JournalRows.read(entry.journal, stored.key, db)?.turn { turns.append(turn) }
            }
            return turns
        }
    }

    public func queue(after: ConversationID?, limit: Int, viewer: Viewer) throws(StoreError) -> [QueueItem] {
        let held = hasTail ? tail.all : nil
        return try read { [vault] db in
            let tails = try held ?? JournalIndex.readTail(db)
            let rows = try Prepared(
                db,
                """
                SELECT id FROM conversation WHERE waiting = 1 AND (lane = 0 OR ?1)
                AND (?2 IS NULL OR (since, id) > (SELECT since, id FROM conversation WHERE id = ?2))
                ORDER BY since, id LIMIT ?3
                """)
            rows.bind(1, viewer.sees(.sealed))
            rows.bind(2, after?.value)
            rows.bind(3, Int64(max(0, limit)))
            return try rows.all { $0.int(0) }.compactMap { id in
                guard let stored = try StoredConversation.load(id, db, vault), let since = stored.head.waitingSince
                else { return nil }
                let version = try JournalIndex(db: db, tail: tails).last(of: id)?.version ?? 0
                let first = try stored.head.cases.first.flatMap { try CaseRows.one($0, db, vault, .desk) }
                let due = try stored.head.cases.first.flatMap { number in
                    try Int.fetchOne(db, sql: "SELECT due FROM case_file WHERE number = ?", arguments: [number])
                }
                return QueueItem(
                    conversation: ConversationID(id), version: version, since: since,
                    reason: stored.head.handOff ?? .asked, place: stored.head.opening.place, lane: stored.head.lane,
                    cases: stored.head.cases, purpose: first?.claim.purpose,
                    due: due.map(CivilDate.init(daysSince1970:)))
            }
        }
    }

    public func expiredLeases(_ now: Timestamp) throws(StoreError) -> [ConversationID] {
        try read { db in
            try Int64.fetchAll(
                db, sql: "SELECT id FROM conversation WHERE lease IS NOT NULL AND lease < ? ORDER BY id",
                arguments: [now.milliseconds])
        }.map(ConversationID.init)
    }

    public func identity(
        _ id: ConversationID, _ field: IdentityField, viewer: Viewer
    ) throws(StoreError) -> String? {
        try read { [vault] db in
            let row = try Prepared(
                db,
                """
                SELECT i.blob, v.lane, v.key FROM identity i JOIN conversation v ON v.id = i.conversation
                WHERE i.conversation = ? AND i.field = ? AND (v.lane = 0 OR ?)
                """)
            row.bind(1, id.value)
            row.bind(2, field.code)
            row.bind(3, viewer.sees(.sealed))
            return try row.first { row in
                let key = try vault.unwrap(row.blob(2), lane: Lane(code: row.int(1)), conversation: id)
                return try StoredForms.texts(try key.open(row.blob(0), as: Binding(id, .identity, field.code))).first
            } ?? nil
        }
    }

    // MARK: Cases

    public func cases(viewer: Viewer) throws(StoreError) -> [CaseRecord] {
        try read { [vault] db in try CaseRows.all(db, vault, viewer) }
    }

    public func caseRecord(number: String, viewer: Viewer) throws(StoreError) -> CaseRecord? {
        try read { [vault] db in try CaseRows.one(number, db, vault, viewer) }
    }

    public func documents(ofCase number: String, viewer: Viewer) throws(StoreError) -> [IssuedDocument] {
        try read { [vault] db in try DocumentRows.all(ofCase: number, db, vault, viewer) }
    }

    public func document(number: String, viewer: Viewer) throws(StoreError) -> IssuedDocument? {
        try read { [vault] db in try DocumentRows.one(number, db, vault, viewer) }
    }

    public func conversation(forCase number: String) throws(StoreError) -> ConversationID? {
        try read { db in
            try Int64.fetchOne(db, sql: "SELECT conversation FROM case_file WHERE number = ?", arguments: [number])
        }.map(ConversationID.init)
    }

    // MARK: Events

    private static let eventColumns =
        "e.id, e.at, e.conversation, e.kind, e.number, e.own, e.blob, e.acked_by, v.lane, v.key"

    public func events(after seq: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> EventPage {
        let limit = max(0, limit)
        return try read { [vault, deskKey] db in
            let rows = try Prepared(
                db,
                """
                SELECT \(Self.eventColumns) FROM event e LEFT JOIN conversation v ON v.id = e.conversation
                WHERE e.id > ? ORDER BY e.id LIMIT ?
                """)
            rows.bind(1, seq)
            rows.bind(2, Int64(limit))
            var first: Int64?
            var last: Int64 = 0
            var count = 0
            var events: [StoredEvent] = []
            defer { rows.reset() }
            while try rows.next() {
                count += 1
                last = rows.int(0)
                first = first ?? last
                guard viewer.sees(Lane(code: rows.int(8))) else { continue }
                let event = try Self.event(rows, vault, deskKey)
                if viewer.hears(event.event.kind) { events.append(event) }
            }
            let newest = try Writer.lastEvent(db)
            let purged =
                try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'events_purged_through'") ?? 0
            return EventPage(
                gapFrom: seq < purged ? first ?? newest + 1 : nil, events: events,
                last: count == limit && count > 0 ? last : newest)
        }
    }

    private static func event(_ row: Prepared, _ vault: Vault, _ deskKey: DataKey) throws -> StoredEvent {
        let id = row.int(0)
        let conversation = row.optionalInt(2).map(ConversationID.init)
        guard let kind = DeskEvent.Kind(rawValue: row.text(3)) else {
            throw StoredFormatError("event of a kind that a newer program wrote")
        }
        var fields: [DeskEvent.Field] = []
        let sealed = row.blob(6)
        if !sealed.isEmpty {
            if row.bool(5), let conversation {
                let key = try vault.unwrap(
                    row.blob(9), lane: Lane(code: row.int(8)), conversation: conversation)
                fields = try StoredForms.fields(try key.open(sealed, as: Binding(conversation, .deskEvent, id)))
            } else {
                fields = try StoredForms.fields(try deskKey.open(sealed, as: Binding(nil, .deskEvent, id)))
            }
        }
        return StoredEvent(
            seq: id, at: Timestamp(milliseconds: row.int(1)), conversation: conversation,
            event: DeskEvent(kind, caseNumber: row.optionalText(4), fields: fields),
            acknowledgedBy: row.optionalText(7))
    }

    public func unacknowledgedAlerts() throws(StoreError) -> [StoredEvent] {
        try read { [vault, deskKey] db in
            let rows = try Prepared(
                db,
                """
                SELECT \(Self.eventColumns) FROM event e LEFT JOIN conversation v ON v.id = e.conversation
                WHERE e.kind = 'safety.alert' AND e.acked_by IS NULL ORDER BY e.id
                """)
            return try rows.all { try Self.event($0, vault, deskKey) }
        }
    }

    // MARK: Officers, scripts

    private static func officer(_ row: Prepared, _ deskKey: DataKey) throws -> Officer {
        let badge = row.text(0)
        let texts = try StoredForms.texts(try deskKey.open(row.blob(4), as: Binding(nil, .officer, 0)))
        // The badge stands in the sealed part too: a row's name cannot be moved to another.
        guard texts.count == 2, texts[0] == badge else { throw StoredFormatError("an officer's row was changed") }
        return Officer(
            badge: badge, name: texts[1], unit: row.text(1),
            roles: Set(row.text(2).split(separator: ",").compactMap { Role(rawValue: String($0)) }),
            disabled: row.bool(3))
    }

    public func officer(tokenHash: [UInt8]) throws(StoreError) -> Officer? {
        guard !tokenHash.isEmpty else { return nil }
        return try read { [deskKey] db in
            let row = try Prepared(
                db, "SELECT badge, unit, roles, disabled, blob FROM officer WHERE token_hash = ?")
            row.bind(1, tokenHash)
            return try row.first { try Self.officer($0, deskKey) }
        }
    }

    public func officers() throws(StoreError) -> [Officer] {
        try read { [deskKey] db in
            try Prepared(db, "SELECT badge, unit, roles, disabled, blob FROM officer ORDER BY badge")
                .all { try Self.officer($0, deskKey) }
        }
    }

    public func script(hash: String) throws(StoreError) -> [UInt8]? {
        try read { db in
            let row = try Prepared(db, "SELECT source FROM script WHERE hash = ?")
            row.bind(1, hash)
            return try row.first { $0.blob(0) }
        }
    }

    public func scriptsInUse() throws(StoreError) -> [String] {
        try read { db in
            try String.fetchAll(
                db, sql: "SELECT DISTINCT script FROM conversation WHERE ended = 0 AND erased = 0 ORDER BY script")
        }
    }

    // MARK: The store itself

    public func epoch() throws(StoreError) -> String {
        try read { db in try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'epoch'") ?? "" }
    }

    public func lastID() throws(StoreError) -> Int64 {
        try read { db in try Int64.fetchOne(db, sql: "SELECT value FROM counter WHERE name = 'id'") ?? 0 }
    }

    public func statistics() throws(StoreError) -> StoreStatistics {
        try read { db in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
            return StoreStatistics(
                conversations: try count("SELECT count(*) FROM conversation"),
                open: try count("SELECT count(*) FROM conversation WHERE ended = 0 AND erased = 0"),
                waiting: try count("SELECT count(*) FROM conversation WHERE waiting = 1"),
                cases: try count("SELECT count(*) FROM case_file"),
                // Rows of the journal are numbered without gaps and never removed.
                turns: try count("SELECT coalesce(max(id), 0) FROM journal"))
        }
    }
}
