// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import IntakeModel
import IntakeStore
import Testing

@testable import SQLiteStore

@Suite struct LedgerPackTests {
    /// How often `n` is the number of an entry that stands alone, and of a pack.
    private func rows(_ scratch: DataScratch) throws -> (alone: Int, packs: Int) {
        let file = try DatabaseQueue(path: scratch.database)
        defer { try? file.close() }
        return try file.read { db in
            (
                alone: try Int.fetchOne(db, sql: "SELECT count(*) FROM case_event WHERE first IS NULL") ?? 0,
                packs: try Int.fetchOne(db, sql: "SELECT count(*) FROM case_event WHERE first IS NOT NULL") ?? 0
            )
        }
    }

    private func noted(_ numbers: Range<Int>, _ number: String) -> [Turn.Change] {
        numbers.map { .caseEvent(number: number, .noted, text: "第\($0)笔") }
    }

    @Test("A long ledger stands in few rows, and reads the same")
    func packs() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let desk = Desk(store)
        let id = try desk.open()
        let number = try #require(try desk.say(id, changes: [.file([wageClaim])]).cases.first)
        // The filing itself has no row: entries 2 to 31.
        try desk.say(id, changes: noted(2..<32, number))
        #expect(try rows(scratch) == (30, 0))
        try desk.say(id, changes: noted(32..<33, number))
        #expect(try rows(scratch) == (0, 1))
        try desk.say(id, changes: noted(33..<101, number))
        #expect(try rows(scratch) == (4, 3))
        let record = try #require(try store.caseRecord(number: number, viewer: .desk))
        #expect(record.events.dropFirst().map(\.text) == (2..<101).map { "第\($0)笔" })
        try store.close()
    }

    @Test("A pack moved to another place, or spoiled, is an error and not another case's history")
    func bound() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let desk = Desk(store)
        let id = try desk.open()
        let number = try #require(try desk.say(id, changes: [.file([wageClaim])]).cases.first)
        try desk.say(id, changes: noted(2..<65, number))
        try store.close()
        let file = try DatabaseQueue(path: scratch.database)
        try file.write { db in
            try db.execute(sql: "UPDATE case_event SET blob = (SELECT blob FROM case_event WHERE n = 32) WHERE n = 64")
        }
        try file.close()
        let reader = try scratch.open(mode: .readOnly)
        #expect(throws: StoreError.self) { try reader.caseRecord(number: number, viewer: .desk) }
        try reader.close()
    }

    @Test("A database from before is read as it is, and its ledgers are packed as they grow")
    func migration() throws {
        let scratch = DataScratch()
        var store = try scratch.open()
        var desk = Desk(store)
        let id = try desk.open()
        let number = try #require(try desk.say(id, changes: [.file([wageClaim])]).cases.first)
        try desk.say(id, changes: noted(2..<21, number))
        try store.close()
        let file = try DatabaseQueue(path: scratch.database)
        try file.write { db in
            try db.execute(
                sql: """
                    ALTER TABLE case_event DROP COLUMN first;
                    DELETE FROM grdb_migrations WHERE identifier = 'ledger packs'; PRAGMA user_version = 9;
                    """)
        }
        try file.close()
        let reader = try scratch.open(mode: .readOnly)
        #expect(try reader.caseRecord(number: number, viewer: .desk)?.events.count == 20)
        try reader.close()
        store = try scratch.open()
        desk = Desk(store)
        let other = try desk.open()
        try desk.say(other, changes: noted(21..<41, number))
        #expect(try rows(scratch) == (8, 1))
        #expect(
            try store.caseRecord(number: number, viewer: .desk)?.events.dropFirst().map(\.text)
                == (2..<41).map { "第\($0)笔" })
        try store.close()
    }
}
