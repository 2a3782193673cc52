// SPDX-License-Identifier: Apache-2.0

import Foundation
import IntakeModel
import IntakeStore
import StoreConformance
import Testing

@testable import SQLiteStore

@Suite struct BackupTests {
    /// A folder for copies.
    private func folder() throws -> DataScratch {
        let scratch = DataScratch()
        try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
        return scratch
    }

    @Test func aRestoredDeskGoesOnWhereTheBackupWas() throws {
        let (scratch, copies, restored) = (DataScratch(), try folder(), DataScratch())
        let clock = TestClock()
        let store = try scratch.open(clock)
        let desk = Desk(store)
        let id = try desk.open(changes: [.identity(.name, "欧阳翠花"), .file([wageClaim])])
        try desk.say(id)
        let file = "\(copies.path)/desk-1.db"
        let report = try store.backup(to: file)
        #expect(report.path == file)
        #expect(report.turns == 2 && report.cases == 1 && report.conversations == 1)
        #expect(report.lastTurnAt == clock.now)
        #expect(report.epoch == (try store.epoch()))
        #expect(try SQLiteStore.check(file: file) == report)
        #expect(try FileManager.default.contentsOfDirectory(atPath: copies.path) == ["desk-1.db"])
        let after = try desk.open(changes: [.file([wageClaim])])

        let again = try SQLiteStore.restore(from: file, into: restored.path, now: clock.now)
        #expect(again.turns == 2)
        #expect(again.epoch != report.epoch)
        let keyless = #expect(throws: StoreError.self) { try restored.open(clock) }
        #expect(keyless?.code == .keysMissing)
        try FileManager.default.copyItem(atPath: "\(scratch.path)/keys", toPath: "\(restored.path)/keys")
        let second = try restored.open(clock)
        #expect(try second.verify() == [])
        #expect(try second.epoch() == again.epoch)
        #expect(
            try second.transcript(id, after: 0, limit: 10, viewer: .desk)
                == store.transcript(id, after: 0, limit: 10, viewer: .desk))
        #expect(try second.identity(id, .name, viewer: .desk) == "欧阳翠花")
        #expect(try second.conversation(after, viewer: .desk) == nil)
        // What was given out after the backup is never given to anybody else.
        let fresh = try Desk(second).open(changes: [.file([wageClaim])])
        #expect(fresh > after)
        let number = try #require(try second.conversation(fresh, viewer: .desk)?.cases.first)
        #expect(try store.cases(viewer: .desk).map(\.number).contains(number) == false)
        #expect(try ReceiptNumber(typed: number).sequence == SQLiteStore.runningNumbersAfterRestore + 1)
        #expect(try second.seen().map(\.seq).max() ?? 0 > SQLiteStore.skippedIDs)
        try second.close()
        try store.close()
    }

    @Test func nothingIsOverwritten() throws {
        let (scratch, copies) = (DataScratch(), try folder())
        let clock = TestClock()
        let store = try scratch.open(clock)
        _ = try Desk(store).open()
        let file = "\(copies.path)/desk.copy"
        _ = try store.backup(to: file)
        let before = try Data(contentsOf: URL(fileURLWithPath: file))
        let twice = #expect(throws: StoreError.self) { try store.backup(to: file) }
        #expect(twice?.code == .invalid)
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
        try store.close()
        let over = #expect(throws: StoreError.self) {
            try SQLiteStore.restore(from: file, into: scratch.path, now: clock.now)
        }
        #expect(over?.code == .invalid)
        try scratch.open(clock).close()
    }

    @Test func aDamagedBackupIsNotRestored() throws {
        let (scratch, copies, restored) = (DataScratch(), try folder(), DataScratch())
        let store = try scratch.open()
        let desk = Desk(store)
        for _ in 0..<20 { _ = try desk.open(changes: [.file([wageClaim])]) }
        let file = "\(copies.path)/desk.copy"
        _ = try store.backup(to: file)
        try store.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        for page in 3..<(bytes.count / 4096) {
            bytes.replaceSubrange(page * 4096..<page * 4096 + 64, with: Data(count: 64))
        }
        try bytes.write(to: URL(fileURLWithPath: file))
        let error = #expect(throws: StoreError.self) {
            try SQLiteStore.restore(from: file, into: restored.path, now: TestClock().now)
        }
        #expect(error?.code == .damaged)
        #expect(!FileManager.default.fileExists(atPath: restored.database))
        #expect(throws: StoreError.self) {
            try SQLiteStore.restore(from: "\(copies.path)/none", into: restored.path, now: TestClock().now)
        }
    }

    @Test func aReaderCanCopyToo() throws {
        let (scratch, copies) = (DataScratch(), try folder())
        let store = try scratch.open()
        _ = try Desk(store).open()
        let reader = try scratch.open(mode: .readOnly)
        #expect(try reader.backup(to: "\(copies.path)/a.db").turns == 1)
        try reader.close()
        try store.close()
    }

    /// The copy is made while turns are committed, and is one consistent moment not before its beginning.
    @Test func turnsGoOnDuringABackup() throws {
        let (scratch, copies, restored) = (DataScratch(), try folder(), DataScratch())
        let clock = TestClock()
        let store = try scratch.open(clock)
        let desk = Desk(store)
        let id = try desk.open()
        for _ in 0..<300 { try desk.say(id, state: [UInt8](repeating: 5, count: 20_000)) }
        let turns = try (0..<100).map { _ in try desk.turn(id, state: [UInt8](repeating: 6, count: 20_000)) }
        let confirmed = Confirmed()
        DispatchQueue.concurrentPerform(iterations: 2) { worker in
            do {
                if worker == 0 {
                    for turn in turns where !confirmed.isFinished {
                        _ = try store.commit([turn])
                        confirmed.set(turn.version + 1)
                    }
                } else {
                    let report = try store.backup(to: "\(copies.path)/live.db")
                    confirmed.finish()
                    #expect(report.turns >= 301)
                }
            } catch {
                Issue.record(error)
                confirmed.finish()
            }
        }
        _ = try SQLiteStore.restore(from: "\(copies.path)/live.db", into: restored.path, now: clock.now)
        try FileManager.default.copyItem(atPath: "\(scratch.path)/keys", toPath: "\(restored.path)/keys")
        let second = try restored.open(clock)
        #expect(try second.verify() == [])
        let kept = try second.transcript(id, after: 0, limit: 1_000, viewer: .desk)
        #expect(kept.count >= 301)
        #expect(kept == Array(try store.transcript(id, after: 0, limit: 1_000, viewer: .desk).prefix(kept.count)))
        try second.close()
        try store.close()
    }
}
