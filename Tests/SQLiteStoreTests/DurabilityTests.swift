// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import IntakeModel
import IntakeStore
import StoreConformance
import Testing

@testable import SQLiteStore

@Suite struct DurabilityTests {
    @Test func theWriterReallySyncsFully() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        _ = try Desk(store).open()
        let found = try store.onWriter { db in
            try [
                "synchronous", "journal_mode", "secure_delete", "foreign_keys", "trusted_schema", "wal_autocheckpoint",
            ]
            .map { try String.fetchOne(db, sql: "PRAGMA \($0)") ?? "?" }
        }
        #expect(found == ["2", "wal", "1", "1", "0", "0"])
        try store.close()
    }

    /// What opening does when a setting does not hold: it fails loudly.
    @Test func aWriterThatDoesNotSyncIsRefused() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let error = #expect(throws: StoreError.self) {
            try store.onWriter { db in
                try db.execute(sql: "PRAGMA synchronous = NORMAL")
                try Pragmas.verifyWriter(db)
            }
        }
        #expect(error?.message.contains("synchronous") == true)
        try store.close()
    }

    @Test func filesAreForTheOwnerOnly() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        _ = try Desk(store).open()
        for name in ["desk.db", "desk.db-wal", "desk.db-shm", "lock"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(scratch.path)/\(name)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        try store.close()
    }

    /// The files as a killed process leaves them, at any moment between two commits.
    @Test func whatWasConfirmedIsThereAfterAKill() throws {
        let scratch = DataScratch()
        let clock = TestClock()
        var options = SQLiteStore.Options()
        options.indexBatch = 10
        let store = try scratch.open(clock, options: options)
        let desk = Desk(store)
        var ids: [ConversationID] = []
        for round in 0..<8 {
            ids.append(try desk.open(changes: round % 2 == 0 ? [.file([wageClaim])] : []))
            for id in ids { try desk.say(id) }
            let copy = DataScratch()
            try FileManager.default.copyItem(atPath: scratch.path, toPath: copy.path)
            let after = try copy.open(clock)
            #expect(try after.verify() == [])
            for id in ids {
                #expect(
                    try after.transcript(id, after: 0, limit: 100, viewer: .desk)
                        == store.transcript(id, after: 0, limit: 100, viewer: .desk))
            }
            #expect(try after.cases(viewer: .desk) == store.cases(viewer: .desk))
            #expect(try after.seen() == store.seen())
            #expect(try after.epoch() == store.epoch())
            // It goes on: old ids are known, numbers run on, ids are new.
            let last = try after.lastID()
            #expect(try after.reserveIDs(1).lowerBound == last + 1)
            let next = try Desk(after).open(changes: [.file([wageClaim])])
            let number = try #require(try after.conversation(next, viewer: .desk)?.cases.first)
            #expect(try ReceiptNumber(typed: number).sequence == round / 2 + 2)
            try after.close()
        }
        try store.close()
    }

    @Test func aRepeatedMessageIsKnownAfterARestart() throws {
        let scratch = DataScratch()
        let clock = TestClock()
        var turn: Turn?
        var stored: StoredTurn?
        do {
            let store = try scratch.open(clock)
            let desk = Desk(store)
            let id = try desk.open()
            let filing = try desk.turn(id, changes: [.file([wageClaim])])
            guard case .committed(let kept)? = try store.commit([filing]).first else { return }
            (turn, stored) = (filing, kept)
            try store.close()
        }
        let store = try scratch.open(clock)
        let again = try store.commit([try #require(turn)])
        guard case .duplicate(let found)? = again.first else {
            Issue.record("not a duplicate: \(again)")
            return
        }
        #expect(found == stored)
        #expect(try store.cases(viewer: .desk).count == 1)
        try store.close()
    }

    @Test func aClosedStoreRefusesEverything() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        try store.close()
        #expect(!store.isWritable)
        let write = #expect(throws: StoreError.self) { try store.reserveIDs(1) }
        #expect(write?.code == .readOnly)
        #expect(throws: StoreError.self) { try store.officers() }
        let wal = DataFolder.size(scratch.database + "-wal") ?? 0
        #expect(wal == 0)
    }

    @Test func aFullDiskStopsWritingAndKeepsWhatWasConfirmed() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let desk = Desk(store)
        let id = try desk.open()
        try store.onWriter { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 20)")
        }
        var confirmed: [StoredTurn] = []
        var error: StoreError?
        do {
            for _ in 0..<100 { confirmed.append(try desk.say(id, state: [UInt8](repeating: 7, count: 3_000))) }
        } catch let caught as StoreError {
            error = caught
        }
        #expect(error?.code == .diskFull)
        #expect(confirmed.count > 3)
        #expect(!store.isWritable)
        let later = #expect(throws: StoreError.self) { try desk.say(id) }
        #expect(later?.code == .readOnly)
        #expect(throws: StoreError.self) { try store.acknowledge(leg: LegID(1), through: 1) }
        #expect(try store.transcript(id, after: 1, limit: 1_000, viewer: .desk) == confirmed)
        try store.close()

        let after = try scratch.open()
        #expect(after.isWritable)
        #expect(try after.verify() == [])
        #expect(try after.transcript(id, after: 1, limit: 1_000, viewer: .desk) == confirmed)
        try after.close()
    }

    @Test func aRefusedGroupLeavesNothingInMemory() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let desk = Desk(store)
        let id = try desk.open()
        // A write that fails inside its transaction, after turns were appended.
        struct Broken: Error {}
        let turn = try desk.turn(id, changes: [.file([wageClaim]), .seal])
        _ = try? store.onWriter { _ in () }
        let error = #expect(throws: StoreError.self) {
            try store.write { writer in
                _ = try writer.commit([turn])
                throw StoreError(.invalid, "broken")
            }
        }
        #expect(error?.code == .invalid)
        #expect(try store.conversation(id, viewer: .desk)?.version == 1)
        #expect(try store.conversation(id, viewer: .desk)?.lane == .general)
        guard case .committed(let stored)? = try store.commit([turn]).first else {
            Issue.record("the turn was taken for a duplicate")
            return
        }
        #expect(try ReceiptNumber(typed: stored.cases[0]).sequence == 1)
        #expect(stored.journal == 2)
        #expect(try store.verify() == [])
        try store.close()
    }

    @Test func theLogStaysWithinItsBound() throws {
        let scratch = DataScratch()
        var options = SQLiteStore.Options()
        options.walLimit = 1 << 20
        let store = try scratch.open(options: options)
        let desk = Desk(store)
        let id = try desk.open()
        var largest = 0
        for _ in 0..<150 {
            let turns = try (0..<10).map { _ in try desk.turn(id, state: [UInt8](repeating: 1, count: 4_000)) }
            _ = try store.commit(turns)
            largest = max(largest, DataFolder.size(scratch.database + "-wal") ?? 0)
        }
        #expect(largest > 0)
        #expect(largest < 2 << 20, "\(largest)")
        store.settleCheckpoints()
        #expect((DataFolder.size(scratch.database) ?? 0) > 5 << 20)
        try store.close()
    }

    /// What was confirmed is seen by every read that begins after it, while the index is written all the time.
    @Test func readersSeeWhatWasConfirmed() throws {
        let scratch = DataScratch()
        var options = SQLiteStore.Options()
        options.indexBatch = 5
        let store = try scratch.open(options: options)
        let desk = Desk(store)
        let id = try desk.open()
        let leg = try #require(try store.conversation(id, viewer: .desk)?.leg)
        let turns = try (0..<200).map { _ in try desk.turn(id) }
        let confirmed = Confirmed()
        DispatchQueue.concurrentPerform(iterations: 4) { worker in
            do {
                if worker == 0 {
                    for turn in turns {
                        _ = try store.commit([turn])
                        confirmed.set(turn.version + 1)
                    }
                    confirmed.finish()
                } else {
                    while !confirmed.isFinished {
                        let version = confirmed.version
                        let record = try store.conversation(id, viewer: .desk)
                        #expect((record?.version ?? 0) >= version)
                        let transcript = try store.transcript(id, after: 0, limit: 1_000, viewer: .desk)
                        #expect(transcript.map(\.version) == Array(1...Int64(transcript.count)))
                        #expect(Int64(transcript.count) >= version)
                        #expect(Int64(try store.turns(leg: leg.id, after: 0, limit: 1_000).count) >= version)
                    }
                }
            } catch {
                Issue.record(error)
                confirmed.finish()
            }
        }
        #expect(confirmed.version == 201)
        try store.close()
    }
}

/// The version that was confirmed last, over threads.
final class Confirmed: @unchecked Sendable {
    private let lock = NSLock()
    private var state: (version: Int64, isFinished: Bool) = (1, false)

    var version: Int64 { lock.withLock { state.version } }
    var isFinished: Bool { lock.withLock { state.isFinished } }
    func set(_ version: Int64) { lock.withLock { state.version = version } }
    func finish() { lock.withLock { state.isFinished = true } }
}

extension IntakeStore {
    func seen() throws -> [StoredEvent] { try events(after: 0, limit: 1_000, viewer: .desk).events }
}
