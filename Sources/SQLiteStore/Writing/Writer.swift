// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import IntakeModel
import IntakeStore
import Vault

/// The one writer: decides each turn of a group against what it holds in memory (bounded) or reads, and appends it.
///
/// Unchecked: every use is inside the pool's serial writer queue.
final class Writer: @unchecked Sendable {
    /// A conversation in memory.
    final class Conversation {
        var head: ConversationHead
        var key: DataKey

        init(head: ConversationHead, key: DataKey) {
            self.head = head
            self.key = key
        }
    }

    /// A leg in memory.
    final class Leg {
        let id: Int64
        let name: LegName
        var conversation: Int64?
        var lastSeq: Int64
        var acked: Int64
        var hadConversation: Bool
        /// Hashes of all message ids in the leg's scope; nil when they are too many to be held.
        var keys: Set<Int>?

        init(
            id: Int64, name: LegName, conversation: Int64?, lastSeq: Int64, acked: Int64, hadConversation: Bool,
            keys: Set<Int>?
        ) {
            self.id = id
            self.name = name
            self.conversation = conversation
            self.lastSeq = lastSeq
            self.acked = acked
            self.hadConversation = hadConversation
            self.keys = keys
        }
    }

    struct Moving {
        var runs: [(conversation: Int64, entries: [IndexEntry])]
        /// The first run that is not written yet.
        var next = 0
        /// The last row of the journal in the batch.
        var through: Int64
    }

    /// Message ids of one scope that are held in memory; beyond them the store is asked each time.
    static let largestKeySet = 10_000

    let db: Database
    let vault: Vault
    let policy: FilingPolicy
    let tail: JournalTail
    let acks: PendingAcks
    /// Seals what belongs to no conversation.
    let deskKey: DataKey
    let indexBatch: Int

    let statements: WriterStatements

    var clock: CommitClock
    var pending: [(conversation: Int64, entry: IndexEntry)] = []
    /// The batch of the tail that is on its way to segments, some conversations with each commit.
    var moving: Moving?
    private var conversations: GenerationCache<Conversation>
    private var legs: GenerationCache<Leg>

    // Loaded at the first transaction and after every one that failed.
    private var isLoaded = false
    var nextJournal: Int64 = 1
    var nextEvent: Int64 = 1
    var nextCase: Int64 = 1
    /// The basis by which clocks are counted now, see ``basisGeneration(_:)``.
    var clockGeneration: Int64 = 0
    /// The highest ids there are: an id above them is certainly new, and nothing is looked up for it.
    var lastConversation: Int64 = 0
    var lastLeg: Int64 = 0
    private var runningNumbers: (day: CivilDate, last: Int)?
    /// Something was erased or sealed: what stood in the WAL before must go with the next checkpoint.
    private(set) var wantsTruncation = false
    private(set) var erasedSomething = false

    init(
        _ db: Database, vault: Vault, policy: FilingPolicy, options: SQLiteStore.Options, tail: JournalTail,
        acks: PendingAcks, deskKey: DataKey
    ) throws {
        self.db = db
        self.vault = vault
        self.policy = policy
        self.tail = tail
        self.acks = acks
        self.deskKey = deskKey
        indexBatch = options.indexBatch
        conversations = GenerationCache(capacity: options.conversationsInMemory)
        legs = GenerationCache(capacity: options.conversationsInMemory)
        let last = try Int64.fetchOne(
            db,
            sql: """
                SELECT max(coalesce((SELECT at FROM journal ORDER BY id DESC LIMIT 1), 0),
                           coalesce((SELECT at FROM event ORDER BY id DESC LIMIT 1), 0))
                """)
        clock = CommitClock(last: Timestamp(milliseconds: last ?? 0))
        statements = try WriterStatements(db)
        // GRDB's observers have no part in transactions that are not its own.
        sqlite3_commit_hook(db.sqliteConnection, nil, nil)
        sqlite3_rollback_hook(db.sqliteConnection, nil, nil)
        try loadTail()
    }

    // MARK: Transactions

    /// Runs `body` in one transaction, synced when this returns. After an error nothing of it is kept, in the file or
    /// in memory.
    func transaction<T>(_ body: (Writer) throws -> T) throws -> T {
        try transaction { writer in
            let value = try body(writer)
            return (value, try writer.moveTail())
        } committed: { _, isMoved in
            guard isMoved else { return }
            moving = nil
            tail.endMoving()
        }.0
    }

    func transaction<T>(_ body: (Writer) throws -> T, committed: (T) -> Void) throws -> T {
        wantsTruncation = false
        erasedSomething = false
        do {
            try statements.begin.run()
            if !isLoaded { try load() }
            let acknowledged = acks.all
            if !acknowledged.isEmpty { try write(acknowledged) }
            let value = try body(self)
            try statements.commit.run()
            if !pending.isEmpty { tail.append(pending) }
            committed(value)
            pending.removeAll(keepingCapacity: true)
            if !acknowledged.isEmpty { acks.remove(acknowledged) }
            return value
        } catch {
            if sqlite3_get_autocommit(db.sqliteConnection) == 0 { try? statements.rollback.run() }
            forget()
            throw error
        }
    }

    private func forget() {
        isLoaded = false
        pending.removeAll()
        moving?.next = 0
        conversations.removeAll()
        legs.removeAll()
        runningNumbers = nil
        wantsTruncation = false
        erasedSomething = false
    }

    private func load() throws {
        nextJournal = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) + 1 FROM journal") ?? 1
        nextCase = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) + 1 FROM case_file") ?? 1
        nextEvent = try Self.lastEvent(db) + 1
        clockGeneration = try Self.storedGeneration(db)
        lastConversation = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM conversation") ?? 0
        lastLeg = try Int64.fetchOne(db, sql: "SELECT coalesce(max(id), 0) FROM leg") ?? 0
        isLoaded = true
    }

    /// What a process before this one appended and did not move to segments.
    private func loadTail() throws {
        let entries = try JournalIndex.readTail(db).flatMap { conversation, entries in
            entries.map { (conversation: conversation, entry: $0) }
        }
        tail.append(entries.sorted { $0.entry.journal < $1.entry.journal })
    }

    private func write(_ acknowledged: [Int64: Int64]) throws {
        let update = statements.acknowledgeLeg
        for (id, seq) in acknowledged {
            guard let leg = try leg(id) else { continue }
            let through = min(seq, leg.lastSeq)
            guard through > leg.acked else { continue }
            leg.acked = through
            update.bind(1, through)
            update.bind(2, id)
            try update.run()
        }
    }

    // MARK: What is held in memory

    /// The conversation; nil when the store does not have it.
    func conversation(_ id: Int64) throws -> Conversation? {
        if let found = conversations.value(id) { return found }
        guard id <= lastConversation, let stored = try StoredConversation.load(id, db, vault) else { return nil }
        let found = Conversation(head: stored.head, key: stored.key)
        found.head.version = try last(of: id)?.version ?? 0
        conversations.insert(found, id)
        return found
    }

    /// Keeps in memory what was just written for the first time.
    func hold(_ conversation: Conversation) {
        let id = conversation.head.id.value
        lastConversation = max(lastConversation, id)
        conversations.insert(conversation, id)
    }

    /// The leg; nil when the store does not have it.
    func leg(_ id: Int64) throws -> Leg? {
        if let found = legs.value(id) { return found }
        guard id <= lastLeg else { return nil }
        let row = statements.leg
        row.bind(1, id)
        guard
            let (name, conversation, storedSeq, acked) = try row.first({ row in
                (LegName(name: row.text(0), conv: row.text(1)), row.optionalInt(2), row.int(3), row.int(4))
            })
        else { return nil }
        let mids = try Prepared(db, "SELECT mid FROM message_key WHERE scope = ? LIMIT \(Self.largestKeySet + 1)")
        mids.bind(1, id)
        var keys = Set(try mids.all { $0.text(0).hashValue })
        var lastSeq = storedSeq
        let bound = try JournalIndex.conversations(ofLeg: id, db)
        for conversation in bound {
            for entry in try entries(of: conversation) {
                if entry.leg == id { lastSeq = max(lastSeq, entry.seq) }
                if entry.scope == id { keys.insert(entry.mid.hashValue) }
            }
        }
        let found = Leg(
            id: id, name: name, conversation: conversation, lastSeq: lastSeq, acked: acked,
            hadConversation: !bound.isEmpty, keys: keys.count <= Self.largestKeySet ? keys : nil)
        legs.insert(found, id)
        return found
    }

    /// Keeps in memory what was just written for the first time.
    func hold(_ leg: Leg) {
        lastLeg = max(lastLeg, leg.id)
        legs.insert(leg, leg.id)
    }

    /// Entries of a conversation, those of this transaction included.
    func entries(of conversation: Int64) throws -> [IndexEntry] {
        let index = JournalIndex(db: db, tail: [conversation: tail.entries(of: conversation)])
        return try index.entries(of: conversation)
            + pending.lazy.filter { $0.conversation == conversation }.map(\.entry)
    }

    private func last(of conversation: Int64) throws -> IndexEntry? {
        if let last = pending.last(where: { $0.conversation == conversation }) { return last.entry }
        return try tail.last(of: conversation) ?? JournalIndex(db: db, tail: [:]).last(of: conversation)
    }

    // MARK: Appending

    /// Appends the sealed record of a turn to the journal.
    func append(
        _ turn: Turn, version: Int64, at: Timestamp, sealed: [UInt8]
    ) throws -> Int64 {
        let journal = nextJournal
        let leg = turn.leg
        let insertTurn = statements.insertTurn
        insertTurn.bind(1, journal)
        insertTurn.bind(2, turn.conversation.value)
        insertTurn.bind(3, version)
        insertTurn.bind(4, leg?.id.value)
        insertTurn.bind(5, leg?.seq ?? 0)
        insertTurn.bind(6, leg?.isPush ?? false)
        insertTurn.bind(7, turn.key?.scope.value)
        insertTurn.bind(8, turn.key?.id)
        insertTurn.bind(9, at.milliseconds)
        try insertTurn.run(binding: sealed, at: 10)
        nextJournal += 1
        pending.append(
            (
                turn.conversation.value,
                IndexEntry(
                    journal: journal, version: version, leg: leg?.id.value ?? 0, seq: leg?.seq ?? 0,
                    isPush: leg?.isPush ?? false, scope: turn.key?.scope.value ?? 0, mid: turn.key?.id ?? "")
            ))
        return journal
    }

    /// Appends an event for staff; its fields are sealed under the conversation's key, or under the desk's.
    func append(_ event: DeskEvent, at: Timestamp, conversation: Conversation?) throws {
        let id = nextEvent
        let insertEvent = statements.insertEvent
        let key = conversation?.key ?? deskKey
        insertEvent.bind(1, id)
        insertEvent.bind(2, at.milliseconds)
        insertEvent.bind(3, conversation?.head.id.value)
        insertEvent.bind(4, event.kind.rawValue)
        insertEvent.bind(5, event.caseNumber)
        insertEvent.bind(6, conversation != nil)
        insertEvent.bind(
            7, try key.seal(StoredForms.encode(event.fields), as: Binding(conversation?.head.id, .deskEvent, id)))
        try insertEvent.run()
        nextEvent += 1
    }

    /// Keeps that a first-contact answer was shown, and what was said to it.
    func write(_ answer: Settlement.Answer, _ id: ConversationID, _ at: Timestamp) throws {
        let insert = statements.insertAnswer
        insert.bind(1, at.milliseconds)
        insert.bind(2, id.value)
        insert.bind(3, answer.id)
        insert.bind(4, answer.resolved.map { $0 ? 1 : 0 })
        try insert.run()
    }

    /// The next receipt number of a day.
    func allocate(_ day: CivilDate) throws -> String {
        if runningNumbers?.day != day {
            runningNumbers = (day, try lastRunningNumber(of: day))
        }
        let next = (runningNumbers?.last ?? 0) + 1
        guard let number = ReceiptNumber(date: day, sequence: next) else {
            throw StoreError(.invalid, "the running numbers of \(day) are used up")
        }
        runningNumbers = (day, next)
        return number.description
    }

    /// The last running number of a day: that of its last case, or the floor that a restore has set.
    private func lastRunningNumber(of day: CivilDate) throws -> Int {
        let floor = try Int.fetchOne(
            db, sql: "SELECT value FROM counter WHERE name = ?", arguments: ["receipt:\(day.yyyymmdd)"])
        let last = try String.fetchOne(
            db, sql: "SELECT max(number) FROM case_file WHERE number >= ?1 AND number < ?1 || ':'",
            arguments: ["XF\(day.yyyymmdd)"])
        let sequence = try last.map { number in
            guard let sequence = (try? ReceiptNumber(typed: number))?.sequence else {
                throw StoreError(.damaged, "case number \(number) was changed")
            }
            return sequence
        }
        return max(floor ?? 0, sequence ?? 0)
    }

    /// Id of the last event there ever was.
    static func lastEvent(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(
            db,
            sql: """
                SELECT max(coalesce((SELECT max(id) FROM event), 0),
                           coalesce((SELECT value FROM counter WHERE name = 'event'), 0))
                """) ?? 0
    }

    func noteSealing() { wantsTruncation = true }

    func noteErasure() {
        wantsTruncation = true
        erasedSomething = true
    }
}
