// SPDX-License-Identifier: Apache-2.0

import Dispatch
import GRDB
import GRDBSQLite
import IntakeStore
import Synchronization

/// Moves the WAL into the database beside the writer, on a thread and a connection of its own, and keeps it bounded.
///
/// A passive checkpoint blocks nobody, but its sync keeps the disk from the writer's: so each moves little. And while
/// commits follow one another without a pause the WAL never starts again from its beginning by itself. Past half the
/// limit passive checkpoints are therefore repeated until hardly anything is left, and the writer is held for that rest;
/// at the limit it is held for as long as it takes.
final class Checkpointer: Sendable {
    private struct State {
        var trigger: Int32
        var lastFrames: Int32 = 0
        var isScheduled = false
        var wantsTruncation = false
        var isClosed = false
    }

    private let connection: DatabaseQueue
    private let pool: DatabasePool
    /// Every so many frames the WAL is moved: a sixteenth of the limit.
    private let stride: Int32
    /// So few frames are moved while the writer waits.
    private let shortRest: Int32
    private static let mostRounds = 5
    private let softFrames: Int32
    private let hardFrames: Int32
    private let failed: @Sendable (any Error) -> Void
    private let queue = DispatchQueue(label: "shouwen.checkpoint", qos: .utility)
    private let state: Mutex<State>
    /// Frames in the WAL after the last commit; written by SQLite's hook on the writer's connection.
    private let gauge: Gauge

    /// The place where the WAL hook leaves its number. Unchecked: only the writer's queue touches it.
    private final class Gauge: @unchecked Sendable {
        let frames: UnsafeMutablePointer<Int32>

        init() {
            frames = .allocate(capacity: 1)
            frames.initialize(to: 0)
        }

        deinit { frames.deallocate() }
    }

    init(
        pool: DatabasePool, walLimit: Int, busyTimeout: Duration, failed: @escaping @Sendable (any Error) -> Void
    ) throws {
        self.pool = pool
        self.failed = failed
        let frames = Int32(max(16, walLimit / 4096))
        (stride, softFrames, hardFrames) = (max(4, frames / 16), frames / 2, frames)
        shortRest = max(4, frames / 256)
        state = Mutex(State(trigger: max(4, frames / 16)))
        // Waits briefly for readers only: the writer stands still meanwhile.
        connection = try DatabaseQueue(
            path: pool.path,
            configuration: Pragmas.configuration(
                cacheKiB: 64, busyTimeout: .milliseconds(200), readers: 1, readonly: false))
        let gauge = Gauge()
        self.gauge = gauge
        pool.writeWithoutTransaction { db in
            _ = sqlite3_wal_hook(
                db.sqliteConnection,
                { place, _, _, frames in
                    place?.assumingMemoryBound(to: Int32.self).pointee = frames
                    return SQLITE_OK
                }, gauge.frames)
        }
    }

    /// Called by the writer after each commit, on its queue.
    func committed(truncateSoon: Bool, truncateNow: Bool) {
        let frames = gauge.frames.pointee
        let isDue = state.withLock { state in
            if frames < state.lastFrames { state.trigger = stride }
            state.lastFrames = frames
            if truncateSoon || truncateNow { state.wantsTruncation = true }
            guard frames >= state.trigger || truncateNow, !state.isScheduled, !state.isClosed else { return false }
            state.trigger = max(frames, state.trigger) + stride
            state.isScheduled = true
            return true
        }
        if isDue { queue.async { [self] in run() } }
        guard frames >= hardFrames else { return }
        do { try checkpoint(SQLITE_CHECKPOINT_RESTART) } catch { failed(error) }
    }

    private func run() {
        let truncates = state.withLock { state in
            state.isScheduled = false
            defer { state.wantsTruncation = false }
            return state.isClosed ? nil : state.wantsTruncation
        }
        guard let truncates else { return }
        do {
            var done = try checkpoint(SQLITE_CHECKPOINT_PASSIVE)
            guard truncates || done.frames > softFrames else { return }
            // What is committed meanwhile is less each time.
            for _ in 1..<Self.mostRounds where done.left > shortRest {
                done = try checkpoint(SQLITE_CHECKPOINT_PASSIVE)
            }
            // With nothing left the next commit starts the WAL anew by itself, unless a reader still needs it: no
            // reader is waited for here.
            let isBusy = try pool.writeWithoutTransaction { _ in
                try checkpoint(truncates ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE).isBusy
            }
            // A reader still needs the old frames: what was erased is not gone until this succeeds.
            guard truncates, isBusy else { return }
            state.withLock { state in
                state.wantsTruncation = true
                state.isScheduled = true
            }
            queue.asyncAfter(deadline: .now() + .milliseconds(500)) { [self] in run() }
        } catch {
            failed(error)
        }
    }

    /// - Returns: frames in the WAL, how many of them are still to be moved, and whether a reader was in the way, which
    ///   is no error: a later one does the rest.
    @discardableResult
    private func checkpoint(_ mode: Int32) throws -> (frames: Int32, left: Int32, isBusy: Bool) {
        try connection.inDatabase { db in
            var frames: Int32 = 0
            var moved: Int32 = 0
            let code = sqlite3_wal_checkpoint_v2(db.sqliteConnection, "main", mode, &frames, &moved)
            guard code == SQLITE_OK || code & 0xFF == SQLITE_BUSY || code & 0xFF == SQLITE_LOCKED else {
                throw SQLiteFailure(code: code, message: String(cString: sqlite3_errmsg(db.sqliteConnection)))
            }
            return (max(0, frames), max(0, frames - moved), code != SQLITE_OK)
        }
    }

    /// Waits for a checkpoint that is on its way, writes everything into the database and closes.
    func close() throws {
        state.withLock { $0.isClosed = true }
        queue.sync {}
        pool.writeWithoutTransaction { db in
            _ = sqlite3_wal_hook(db.sqliteConnection, nil, nil)
        }
        try truncate()
        try connection.close()
    }

    /// Writes everything into the database and empties the WAL, as far as no reader is in the way. At opening: what a
    /// killed process had erased or sealed is not left in the WAL.
    func truncate() throws { try checkpoint(SQLITE_CHECKPOINT_TRUNCATE) }

    /// Runs what is scheduled now: for tests.
    func settle() { queue.sync {} }
}
