// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import IntakeModel
public import IntakeStore
import Synchronization
public import Vault

/// The store of a desk in one SQLite file, `desk.db` in the data folder, with the keys in `keys/` beside it.
///
/// A commit returns when its turns are synced to disk (WAL, `synchronous = FULL`, read back at opening). One process
/// serves a folder; others may read beside it.
public final class SQLiteStore: IntakeStore {
    public enum Mode: Sendable, Hashable {
        /// Takes the folder's kernel lock; makes folder, keys and database where there are none.
        case serve
        /// Opens beside a running server, or without one; every write throws `readOnly`.
        case readOnly
    }

    public struct Options: Sendable {
        /// Page cache of the writing connection, KiB; readers get a quarter. Default 2048.
        public var cacheKiB = 2048
        /// Reads at the same time; more wait. Default 3.
        public var readers = 3
        /// How long a lock of another process is waited for. Default 5 s.
        public var busyTimeout: Duration = .seconds(5)
        /// Bytes that the WAL may grow to. Default 64 MiB.
        public var walLimit = 64 << 20
        /// Conversations and legs held in memory by the writer, each at most. Default 20,000.
        public var conversationsInMemory = 20_000
        /// Turns that are moved to the journal's index at once: fewer cost more a turn, more take longer at a start
        /// and hold the one group that moves them longer (about 2 µs a turn). Default 4096.
        public var indexBatch = 4096
        /// Databases up to this size are checked whole at opening, bytes; `verify()` does it for larger ones.
        /// Default 64 MiB, a fraction of a second.
        public var quickCheckLimit = 64 << 20

        public init() {}
    }

    /// The keys: codes, draft numbers, tokens.
    public let vault: Vault

    let pool: DatabasePool
    let folder: DataFolder
    private let policy: FilingPolicy
    private let mode: Mode
    private let writer: WriterPlace
    private let checkpointer: Checkpointer?
    let tail: JournalTail
    let acks: PendingAcks
    let deskKey: DataKey
    private let writable: Writable

    /// Where the writer is until the store is closed. Unchecked: touched only on the pool's writer queue.
    private final class WriterPlace: @unchecked Sendable {
        var writer: Writer?

        init(_ writer: Writer?) { self.writer = writer }
    }

    /// Shared with the checkpoint thread, which may find the disk broken too.
    final class Writable: Sendable {
        let value: Atomic<Bool>

        init(_ value: Bool) { self.value = Atomic(value) }
    }

    /// Opens the store in `folder`.
    ///
    /// - Throws: `StoreError`: `locked` when another process serves the folder, `keysMissing` when keys are missing or
    ///   belong to another database, `newer`, `damaged`, `io`.
    public static func open(
        folder path: String, mode: Mode, policy: FilingPolicy, options: Options = Options()
    ) throws(StoreError) -> SQLiteStore {
        do {
            return try SQLiteStore(path, mode, policy, options)
        } catch {
            throw Failures.store(error).error
        }
    }

    private init(_ path: String, _ mode: Mode, _ policy: FilingPolicy, _ options: Options) throws {
        let folder = try DataFolder(path: path, serve: mode == .serve)
        self.folder = folder
        self.mode = mode
        self.policy = policy
        let size = DataFolder.size(folder.database)
        if mode == .readOnly, size == nil {
            throw StoreError(.invalid, "there is no database in \(path): `shouwen serve --data \(path)` makes it")
        }
        // Keys are made with the database and never after it.
        let isNew = (size ?? 0) == 0
        vault = try Vault.open(folder: folder.keys, create: mode == .serve && isNew)
        if mode == .serve { try DataFolder.touch(folder.database) }
        BatchedLog.install()
        pool = try DatabasePool(
            path: folder.database,
            configuration: Pragmas.configuration(
                cacheKiB: max(256, options.cacheKiB / 4), busyTimeout: options.busyTimeout, readers: options.readers,
                readonly: mode == .readOnly))
        tail = JournalTail()
        acks = PendingAcks()
        let writable = Writable(mode == .serve)
        self.writable = writable
        guard mode == .serve else {
            deskKey = try pool.read { [vault] db in
                try Schema.admit(db)
                return try Self.deskKey(db, vault)
            }
            writer = WriterPlace(nil)
            checkpointer = nil
            return
        }
        let (vault, pool, tail, acks) = (vault, pool, tail, acks)
        try pool.writeWithoutTransaction { db in try Schema.admit(db) }
        try Schema.migrator.migrate(pool)
        (deskKey, writer) = try pool.writeWithoutTransaction { db -> (DataKey, WriterPlace) in
            try Pragmas.hardenWriter(db, walLimit: options.walLimit)
            try db.execute(sql: "PRAGMA cache_size = -\(options.cacheKiB)")
            if !isNew, let size, size <= options.quickCheckLimit { try Self.quickCheck(db) }
            if isNew { try Self.found(db, vault) }
            let deskKey = try Self.deskKey(db, vault)
            let writer = try Writer(
                db, vault: vault, policy: policy, options: options, tail: tail, acks: acks, deskKey: deskKey)
            try writer.transaction { try $0.beginAuditChain() }
            return (deskKey, WriterPlace(writer))
        }
        try DataFolder.sync(path)
        checkpointer = try Checkpointer(
            pool: pool, walLimit: options.walLimit, busyTimeout: options.busyTimeout,
            failed: { error in
                if Failures.store(error).stops { writable.value.store(false, ordering: .sequentiallyConsistent) }
            })
        try checkpointer?.truncate()
    }

    /// The first rows of a new database, in one transaction.
    private static func found(_ db: Database, _ vault: Vault) throws {
        try db.inTransaction(.immediate) {
            let insert = "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING"
            try db.execute(sql: insert, arguments: ["epoch", newEpoch()])
            try db.execute(sql: insert, arguments: ["indexed_through", 0])
            try db.execute(sql: insert, arguments: ["events_purged_through", 0])
            try db.execute(sql: insert, arguments: ["keys", vault.fingerprint.databaseValue])
            let key = try vault.wrap(DataKey(), lane: .sealed, conversation: ConversationID(0))
            try db.execute(sql: insert, arguments: ["desk_key", key.databaseValue])
            return .commit
        }
    }

    static func newEpoch() -> String { String(UInt64.random(in: 1 << 60 ... .max), radix: 16) }

    private static func deskKey(_ db: Database, _ vault: Vault) throws -> DataKey {
        let row = try Prepared(db, "SELECT value FROM meta WHERE key = ?")
        row.bind(1, "keys")
        guard let fingerprint = try row.first({ $0.blob(0) }) else {
            throw StoreError(.damaged, "the database was never finished: remove desk.db and start again")
        }
        guard Vault.equal(fingerprint, vault.fingerprint) else {
            throw StoreError(
                .keysMissing,
                "the keys folder belongs to another database: put back the keys that were kept when this one was made")
        }
        row.bind(1, "desk_key")
        return try vault.unwrap(
            try row.first { $0.blob(0) } ?? [], lane: .sealed, conversation: ConversationID(0))
    }

    static func quickCheck(_ db: Database) throws {
        let found = try String.fetchAll(db, sql: "PRAGMA quick_check(1)")
        guard found == ["ok"] else {
            throw StoreError(
                .damaged, "the database is damaged: restore the last backup into a new folder and keep this one")
        }
    }

    /// Writes what waits, moves the WAL into the database, closes all files and gives the lock back. The store is not
    /// used after it. Call it at the end of a drain; a process that is killed loses nothing that was confirmed.
    public func close() throws(StoreError) {
        let wasWritable = writable.value.exchange(false, ordering: .sequentiallyConsistent)
        defer { folder.unlock() }
        do {
            try pool.writeWithoutTransaction { _ in
                // Its statements would keep the connection open.
                defer { writer.writer = nil }
                guard wasWritable, let writer = writer.writer else { return }
                try writer.finish()
            }
            try checkpointer?.close()
            try pool.close()
        } catch {
            throw Failures.store(error).error
        }
    }

    // MARK: Access

    public var isWritable: Bool { writable.value.load(ordering: .sequentiallyConsistent) }

    func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        do { return try pool.read(body) } catch { throw Failures.store(error).error }
    }

    /// Runs `body` in one synced transaction on the writer's queue.
    func write<T>(_ body: (Writer) throws -> T) throws(StoreError) -> T {
        guard isWritable else {
            throw StoreError(
                .readOnly,
                mode == .readOnly
                    ? "the store was opened for reading" : "writing has stopped: the disk failed or is full")
        }
        do {
            return try pool.writeWithoutTransaction { _ in
                // Decided anew inside: the transaction before may have failed.
                guard isWritable, let writer = writer.writer else {
                    throw StoreError(.readOnly, "writing has stopped: the disk failed or is full")
                }
                do {
                    let value = try writer.transaction(body)
                    checkpointer?.committed(
                        truncateSoon: writer.wantsTruncation, truncateNow: writer.erasedSomething)
                    return value
                } catch {
                    if Failures.store(error).stops { writable.value.store(false, ordering: .sequentiallyConsistent) }
                    throw error
                }
            }
        } catch {
            throw Failures.store(error).error
        }
    }

    /// Whether this process holds the tail of the journal; else it is read from the journal.
    var hasTail: Bool { mode == .serve }

    /// On the writer's queue, outside any transaction.
    func onWriter<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
        do { return try pool.writeWithoutTransaction(body) } catch { throw Failures.store(error).error }
    }

    var now: Timestamp { policy.now() }

    public func takeClockJump() -> ClockJump? {
        guard isWritable else { return nil }
        return pool.writeWithoutTransaction { _ in writer.writer?.clock.takeJump() }
    }

    /// Waits for a checkpoint that is on its way: for tests.
    func settleCheckpoints() { checkpointer?.settle() }
}
