// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import IntakeModel
import IntakeStore
import StoreConformance
import Testing

@testable import SQLiteStore

@Suite("The index of names on disk")
struct NameIndexTests {
    private func found(_ store: SQLiteStore) throws -> Int {
        try store.personCases(under: 77, limit: 10, viewer: .desk).count
    }

    @Test("A database from before gives every case to be looked at, and is indexed after the update")
    func migration() throws {
        let scratch = DataScratch()
        var store = try scratch.open()
        let desk = Desk(store)
        for _ in 0..<3 { _ = try desk.open(changes: [.identity(.name, "欧阳翠花"), .file([wageClaim])]) }
        _ = try store.tendRepeats(limit: 10) { _, _ in RepeatMark(keys: [1]) }
        #expect(try found(store) == 0)
        try store.close()
        let file = try DatabaseQueue(path: scratch.database)
        try file.write { db in
            try db.execute(
                sql: """
                    DROP TABLE repeat_again; DROP INDEX conversation_sealed;
                    DELETE FROM grdb_migrations WHERE identifier = 'names'; PRAGMA user_version = 10;
                    """)
        }
        try file.close()
        let reader = try scratch.open(mode: .readOnly)
        #expect(try found(reader) == 3)
        try reader.close()
        store = try scratch.open()
        #expect(try found(store) == 3)
        var names: [String?] = []
        _ = try store.tendRepeats(limit: 10) { _, identity in
            names.append(identity[.name])
            return RepeatMark(names: [names.count == 2 ? 77 : 78])
        }
        #expect(names == ["欧阳翠花", "欧阳翠花", "欧阳翠花"])
        #expect(try found(store) == 1)
        try store.close()
    }
}
