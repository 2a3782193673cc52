// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
public import IntakeModel
public import IntakeStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SQLiteStore {
    /// Pages copied at once, 1 MiB: so long the writer waits.
    private static let pagesAStep: Int32 = 256

    /// Copies the database while it serves, step by step between the commits, checks the copy and gives it its name.
    /// A copy holds everything that was confirmed before the call. Beside a running server (`readOnly`) it is one
    /// consistent reading.
    ///
    /// Keys are not in it: keep the keys folder elsewhere. What is erased later stays readable in a copy made before,
    /// until the copy itself is destroyed.
    ///
    /// - Parameter path: must not be there yet.
    /// - Throws: `StoreError`; nothing is left under `path` then.
    public func backup(to path: String) throws(StoreError) -> BackupReport {
        guard DataFolder.size(path) == nil else {
            throw StoreError(.invalid, "\(path) is there already and is not overwritten")
        }
        let before = try statistics()
        let draft = path + ".partial"
        for suffix in ["", "-journal", "-wal", "-shm"] { DataFolder.remove(draft + suffix) }
        try DataFolder.touch(draft)
        do {
            try copy(to: draft)
        } catch {
            DataFolder.remove(draft)
            throw Failures.store(error).error
        }
        var report: BackupReport
        do throws(StoreError) {
            report = try Self.check(file: draft)
            guard report.turns >= before.turns, report.cases >= before.cases else {
                throw StoreError(.damaged, "the copy lacks turns that were confirmed")
            }
            try DataFolder.publish(draft, as: path)
        } catch {
            DataFolder.remove(draft)
            throw error
        }
        report.path = path
        report.isNoted = folder.note(backup: now)
        return report
    }

    private func copy(to draft: String) throws {
        let target = try DatabaseQueue(
            path: draft,
            configuration: Pragmas.configuration(
                cacheKiB: 2048, busyTimeout: .seconds(1), readers: 1, readonly: false))
        try target.inDatabase { target in
            guard hasTail else { return try pool.read { try Self.copy($0, to: target, pages: -1) { try $0() } } }
            // On the writer's own connection SQLite carries what is committed between two steps over to the copy;
            // from any other it would start anew after each commit.
            try Self.copy(nil, to: target, pages: Self.pagesAStep) { [pool] step in
                try pool.writeWithoutTransaction { _ in try step() }
            } source: { [pool] body in
                try pool.writeWithoutTransaction { try body($0) }
            }
        }
        // One plain file, without a WAL of its own.
        try target.inDatabase { db in
            guard try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") == "delete" else {
                throw StoreError(.io, "the copy could not be finished")
            }
        }
        try target.close()
    }

    private static func copy(
        _ source: Database?, to target: Database, pages: Int32,
        _ paced: (() throws -> Void) throws -> Void,
        source withSource: (((Database) throws -> Void) throws -> Void)? = nil
    ) throws {
        var handle: OpaquePointer?
        func begin(_ db: Database) throws {
            handle = sqlite3_backup_init(target.sqliteConnection, "main", db.sqliteConnection, "main")
        }
        if let source { try begin(source) } else { try withSource?(begin) }
        guard let handle else {
            throw SQLiteFailure(
                code: sqlite3_errcode(target.sqliteConnection),
                message: String(cString: sqlite3_errmsg(target.sqliteConnection)))
        }
        var code = SQLITE_OK
        while code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED {
            try paced { code = sqlite3_backup_step(handle, pages) }
            // Lets the commits that wait go first.
            if code != SQLITE_DONE { usleep(code == SQLITE_OK ? 500 : 20_000) }
        }
        try paced { _ = sqlite3_backup_finish(handle) }
        guard code == SQLITE_DONE else { throw SQLiteFailure(code: code, message: "backup") }
    }

    /// Checks a database file or a backup whole, and counts what is in it. Needs no keys.
    public static func check(file path: String) throws(StoreError) -> BackupReport {
        guard let bytes = DataFolder.size(path) else { throw StoreError(.invalid, "there is no file \(path)") }
        do {
            let file = try DatabaseQueue(
                path: path,
                configuration: Pragmas.configuration(
                    cacheKiB: 2048, busyTimeout: .seconds(1), readers: 1, readonly: true))
            let report = try file.inDatabase { db in
                try Schema.admit(db)
                try quickCheck(db)
                func value(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
                guard let epoch = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'epoch'") else {
                    throw StoreError(.damaged, "the database was never finished")
                }
                let last = try Int64.fetchOne(db, sql: "SELECT at FROM journal ORDER BY id DESC LIMIT 1")
                return BackupReport(
                    path: path, bytes: bytes, epoch: epoch,
                    conversations: try value("SELECT count(*) FROM conversation"),
                    turns: try value("SELECT coalesce(max(id), 0) FROM journal"),
                    cases: try value("SELECT count(*) FROM case_file"),
                    lastTurnAt: last.map(Timestamp.init(milliseconds:)))
            }
            try file.close()
            return report
        } catch {
            throw Failures.store(error).error
        }
    }

    /// Ids that are left out after a restore. Conversations opened after the backup are not in it; whoever holds their
    /// number and code must never reach another's, whose code would be the same for the same id.
    static let skippedIDs: Int64 = 1_000_000
    /// Running numbers of the day of the restore go on from here: those given out after the backup are not known.
    static let runningNumbersAfterRestore = 500_000
    /// Numbers of documents that each series of the year leaves out after a restore.
    static let documentNumbersSkipped = 1_000

    /// Makes a new data folder out of a backup, checks it, and gives it a new epoch. The keys that belong to it are to
    /// be put into its folder `keys` by hand.
    ///
    /// - Parameters:
    ///   - folder: may be there, but without a database.
    ///   - now: decides which day's running numbers are moved on.
    public static func restore(
        from path: String, into folder: String, now: Timestamp
    ) throws(StoreError) -> BackupReport {
        _ = try check(file: path)
        let database = DataFolder.database(in: folder)
        let lock = try DataFolder(path: folder, serve: true)
        defer { withExtendedLifetime(lock) {} }
        guard DataFolder.size(database) == nil else {
            throw StoreError(.invalid, "\(database) is there already and is not overwritten: give a new folder")
        }
        let draft = database + ".partial"
        for suffix in ["", "-journal", "-wal", "-shm"] { DataFolder.remove(draft + suffix) }
        try DataFolder.touch(draft)
        do {
            let configuration = Pragmas.configuration(
                cacheKiB: 2048, busyTimeout: .seconds(1), readers: 1, readonly: false)
            var reading = configuration
            reading.readonly = true
            let source = try DatabaseQueue(path: path, configuration: reading)
            let target = try DatabaseQueue(path: draft, configuration: configuration)
            try source.inDatabase { source in
                try target.inDatabase { try copy(source, to: $0, pages: -1) { try $0() } }
            }
            try source.close()
            try target.inDatabase { db in
                _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
                try db.inTransaction(.immediate) {
                    try db.execute(
                        sql: """
                            UPDATE meta SET value = ?1 WHERE key = 'epoch';
                            """, arguments: [newEpoch()])
                    try db.execute(
                        sql: "UPDATE counter SET value = value + ? WHERE name = 'id'", arguments: [skippedIDs])
                    try db.execute(
                        sql: "INSERT INTO counter VALUES ('event', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1",
                        arguments: [try Writer.lastEvent(db) + Int64(skippedIDs)])
                    try db.execute(
                        sql: """
                            INSERT INTO counter VALUES (?, ?)
                            ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)
                            """,
                        arguments: ["receipt:\(CivilDate(now).yyyymmdd)", runningNumbersAfterRestore])
                    // Documents that went out after the backup are not in it; what is skipped is seen as skipped.
                    guard try db.tableExists("document") else { return .commit }
                    try db.execute(
                        sql: """
                            INSERT INTO counter
                            SELECT 'document:' || year || ':' || series, max(running) + ?1 FROM document
                            WHERE year >= ?2 GROUP BY year, series
                            ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)
                            """,
                        arguments: [documentNumbersSkipped, CivilDate(now).year])
                    return .commit
                }
            }
            try target.close()
        } catch {
            DataFolder.remove(draft)
            throw Failures.store(error).error
        }
        var report: BackupReport
        do throws(StoreError) {
            report = try check(file: draft)
            try DataFolder.publish(draft, as: database)
        } catch {
            DataFolder.remove(draft)
            throw error
        }
        report.path = database
        return report
    }

    /// The whole check for `doctor`: structure, references, and that the journal's index and the keys fit.
    ///
    /// - Returns: what is wrong, a line each; nothing when the store is sound.
    public func verify() throws(StoreError) -> [String] {
        let tails = hasTail ? tail.all : nil
        let trail = try checkAudit(noted: nil, viewer: .desk)
        return try read { [vault] db in
            var found = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
            let broken = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
            if !broken.isEmpty { found.append("\(broken.count) rows refer to rows that are not there") }
            if try AuditRows.isChained(db) { found += trail?.faults.map { "audit: \($0)" } ?? [] }
            let index = JournalIndex(db: db, tail: try tails ?? JournalIndex.readTail(db))
            for id in try Int64.fetchAll(db, sql: "SELECT id FROM conversation") {
                do {
                    guard let stored = try StoredConversation.load(id, db, vault) else { continue }
                    let entries = try index.entries(of: id)
                    guard let last = entries.last, entries.enumerated().allSatisfy({ $1.version == Int64($0 + 1) })
                    else {
                        found.append("c\(id): the journal does not have all its turns")
                        continue
                    }
                    if try JournalRows.read(last.journal, stored.key, db) == nil {
                        found.append("c\(id): its last turn is not there")
                    }
                } catch {
                    found.append("c\(id): \(Failures.store(error).error.message)")
                }
            }
            return found
        }
    }
}
