// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import IntakeModel
import IntakeStore
import StoreConformance
import Testing

@testable import SQLiteStore

/// The WAL and the index as they are written: in one go, and in slices.
@Suite struct LogTests {
    private func expectSame(_ copy: DataScratch, _ store: SQLiteStore, _ ids: [ConversationID]) throws {
        let after = try copy.open()
        #expect(try after.verify() == [])
        for id in ids {
            #expect(
                try after.transcript(id, after: 0, limit: 1_000, viewer: .desk)
                    == store.transcript(id, after: 0, limit: 1_000, viewer: .desk))
        }
        try after.close()
        let again = try copy.open()
        #expect(try again.verify() == [])
        try again.close()
    }

    /// The files as a process leaves them that is killed now.
    private func copy(_ scratch: DataScratch, _ store: SQLiteStore) throws -> DataScratch {
        store.settleCheckpoints()
        let copy = DataScratch()
        try FileManager.default.copyItem(atPath: scratch.path, toPath: copy.path)
        return copy
    }

    /// Killed while a batch of the tail is on its way to segments: in each of its slices, and once more after it.
    @Test func aTailThatIsHalfMovedIsWholeAfterAKill() throws {
        let scratch = DataScratch()
        var options = SQLiteStore.Options()
        options.indexBatch = 70
        let store = try scratch.open(options: options)
        let desk = Desk(store)
        var ids: [ConversationID] = []
        for _ in 0..<70 { ids.append(try desk.open()) }
        var slices: Set<Int> = []
        for id in ids.prefix(12) {
            try desk.say(id)
            let moved = try store.onWriter { try Int.fetchOne($0, sql: "SELECT count(*) FROM segment") ?? 0 }
            guard slices.insert(moved).inserted else { continue }
            #expect(try store.verify() == [])
            try expectSame(try copy(scratch, store), store, ids)
        }
        // None, some and all of the seventy.
        #expect(slices.count > 3, "\(slices.sorted())")
        #expect(slices.contains(70))
        try store.close()
    }

    /// A process that goes on after such a kill moves the same turns again, and more of them in a row.
    @Test func aBatchIsMovedAnewByTheNextProcess() throws {
        let scratch = DataScratch()
        var options = SQLiteStore.Options()
        options.indexBatch = 40
        let store = try scratch.open(options: options)
        let desk = Desk(store)
        var ids: [ConversationID] = []
        for _ in 0..<41 { ids.append(try desk.open()) }
        let killed = try copy(scratch, store)
        try store.close()
        let next = try killed.open(options: options)
        let tables = try next.onWriter { db in
            try ["SELECT count(*) FROM segment", "SELECT value FROM meta WHERE key = 'indexed_through'"]
                .map { try Int.fetchOne(db, sql: $0) ?? -1 }
        }
        // Some are moved, not all.
        #expect((1..<41).contains(tables[0]), "\(tables)")
        #expect(tables[1] == 0)
        for id in ids {
            let record = try #require(try next.conversation(id, viewer: .desk))
            let leg = try #require(record.leg)
            _ = try next.commit([
                Turn(
                    conversation: id, version: 1, leg: .init(id: leg.id, seq: 2), source: .desk, messages: [],
                    expect: Expectation(.text), owner: .bot, state: [2])
            ])
        }
        #expect(try next.verify() == [])
        for id in ids { #expect(try next.transcript(id, after: 0, limit: 10, viewer: .desk).count == 2) }
        try next.close()
        let again = try killed.open()
        #expect(try again.verify() == [])
        for id in ids { #expect(try again.transcript(id, after: 0, limit: 10, viewer: .desk).count == 2) }
        try again.close()
    }

    /// Commits larger than what is held at once and than the page cache, so that pages are written before their commit
    /// and read again; seen by another connection and by whoever opens the files as they stand.
    @Test(arguments: [100, 5_000, 60_000, 300_000])
    func commitsOfAnySizeAreWhole(_ bytes: Int) throws {
        let scratch = DataScratch()
        var options = SQLiteStore.Options()
        options.cacheKiB = 64
        let store = try scratch.open(options: options)
        let beside = try scratch.open(mode: .readOnly)
        let desk = Desk(store)
        let ids = [try desk.open(), try desk.open()]
        for round in 0..<4 {
            let turns = try (0..<8).map { index in
                try desk.turn(
                    ids[index % 2], state: [UInt8](repeating: UInt8(round), count: bytes),
                    changes: index == 7 ? [.file([wageClaim])] : [])
            }
            for result in try store.commit(turns) {
                guard case .committed = result else {
                    Issue.record("not committed: \(result)")
                    return
                }
            }
            for id in ids {
                #expect(try beside.conversation(id, viewer: .desk)?.state.count == bytes)
                #expect(try beside.conversation(id, viewer: .desk)?.version == Int64(1 + (round + 1) * 4))
            }
            try expectSame(try copy(scratch, store), store, ids)
        }
        #expect(try store.verify() == [])
        try beside.close()
        try store.close()
    }

    /// The layer under the WAL is in use: else a commit takes two calls for each of its frames.
    @Test func theLogIsWrittenThroughTheLayer() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        #expect(BatchedLog.isDefault)
        try store.close()
    }
}
