// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import IntakeModel
import IntakeStore
import Testing
import Vault

@testable import SQLiteStore

@Suite struct OpeningTests {
    private func refusal(
        _ scratch: DataScratch, _ mode: SQLiteStore.Mode = .serve, options: SQLiteStore.Options = .init()
    ) -> StoreError? {
        #expect(throws: StoreError.self) { try scratch.open(mode: mode, options: options) }
    }

    private func made() throws -> DataScratch {
        let scratch = DataScratch()
        let store = try scratch.open()
        let desk = Desk(store)
        for _ in 0..<20 {
            let id = try desk.open(changes: [.file([wageClaim])])
            for _ in 0..<5 { try desk.say(id, state: [UInt8](repeating: 3, count: 1_000)) }
        }
        try store.close()
        return scratch
    }

    @Test func aSecondServerIsLockedOutAndToldByWhom() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let error = refusal(scratch)
        #expect(error?.code == .locked)
        #expect(error?.message.contains("\(ProcessInfo.processInfo.processIdentifier)") == true)
        #expect(error?.message.contains(scratch.path) == true)
        let reader = try scratch.open(mode: .readOnly)
        #expect(!reader.isWritable)
        let write = #expect(throws: StoreError.self) { try reader.reserveIDs(1) }
        #expect(write?.code == .readOnly)
        try reader.close()
        try store.close()
        try scratch.open().close()
    }

    @Test func readingNeedsNoServer() throws {
        let scratch = try made()
        let reader = try scratch.open(mode: .readOnly)
        #expect(try reader.cases(viewer: .desk).count == 20)
        #expect(try reader.verify() == [])
        try reader.close()
        let nowhere = DataScratch()
        #expect(refusal(nowhere, .readOnly)?.code == .invalid)
        #expect(!FileManager.default.fileExists(atPath: nowhere.path))
    }

    @Test(arguments: [SQLiteStore.Mode.serve, .readOnly])
    func aNewerDatabaseIsLeftAlone(_ mode: SQLiteStore.Mode) throws {
        let scratch = try made()
        let queue = try DatabaseQueue(path: scratch.database)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        let error = refusal(scratch, mode)
        #expect(error?.code == .newer)
        #expect(error?.message.contains("99") == true)
    }

    @Test func aDatabaseOfAnotherProgramIsLeftAlone() throws {
        let scratch = try made()
        let queue = try DatabaseQueue(path: scratch.database)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = 7") }
        try queue.close()
        #expect(refusal(scratch)?.code == .damaged)
    }

    @Test func aFileThatIsNoDatabaseIsDamaged() throws {
        let scratch = try made()
        try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: scratch.database))
        #expect(refusal(scratch)?.code == .damaged)
        #expect(refusal(scratch, .readOnly)?.code == .damaged)
    }

    @Test func aDamagedPageIsFoundAtOpening() throws {
        let scratch = try made()
        let file = try #require(FileHandle(forUpdatingAtPath: scratch.database))
        let size = try file.seekToEnd()
        for page in 3..<(size / 4096) {
            try file.seek(toOffset: page * 4096)
            try file.write(contentsOf: Data(repeating: 0xAB, count: 100))
        }
        try file.close()
        #expect(refusal(scratch)?.code == .damaged)
        #expect(throws: StoreError.self) { try SQLiteStore.check(file: scratch.database) }
    }

    @Test(arguments: ["general", "sealed", "code", "token"])
    func aMissingKeyIsNotMadeAnew(_ name: String) throws {
        let scratch = try made()
        try FileManager.default.removeItem(atPath: "\(scratch.path)/keys/\(name).key")
        for mode in [SQLiteStore.Mode.serve, .readOnly] {
            let error = refusal(scratch, mode)
            #expect(error?.code == .keysMissing)
            #expect(error?.message.contains("\(name).key") == true)
        }
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/keys/\(name).key"))
    }

    @Test func keysOfAnotherDatabaseAreRefused() throws {
        let (one, two) = (try made(), try made())
        try FileManager.default.removeItem(atPath: "\(one.path)/keys")
        try FileManager.default.copyItem(atPath: "\(two.path)/keys", toPath: "\(one.path)/keys")
        for mode in [SQLiteStore.Mode.serve, .readOnly] {
            #expect(refusal(one, mode)?.code == .keysMissing)
        }
    }

    @Test func codesAreTheSameAfterARestart() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let id = try Desk(store).open()
        let (code, draft) = (store.vault.code(id, person: 0), store.vault.draftNumber(id))
        try store.close()
        let again = try scratch.open()
        #expect(again.vault.matches(code, id, person: 0))
        #expect(again.vault.conversation(draft: draft, code: code, through: try again.lastID()) == id)
        try again.close()
    }

    @Test func verifyTellsWhatIsMissing() throws {
        let scratch = try made()
        let queue = try DatabaseQueue(path: scratch.database)
        try queue.write { db in
            try db.execute(sql: "DELETE FROM segment WHERE conversation = 1")
            try db.execute(sql: "UPDATE conversation SET key = x'0102' WHERE id = 3")
        }
        try queue.close()
        let store = try scratch.open()
        let found = try store.verify()
        #expect(found.count == 2)
        #expect(found.contains { $0.hasPrefix("c1:") })
        #expect(found.contains { $0.hasPrefix("c3:") })
        try store.close()
    }
}
