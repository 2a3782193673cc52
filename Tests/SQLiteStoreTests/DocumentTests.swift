// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import IntakeModel
import IntakeStore
import StoreConformance
import Testing

@testable import SQLiteStore

@Suite("Documents on disk")
struct DocumentTests {
    private static let secret = "欧阳翠花的处理意见"

    private func issue(_ number: String, basedOn version: Int, edition: Int = 1) -> Turn.Change {
        .issue(
            DocumentIssue(
                caseNumber: number, basedOn: version, paper: "信访处理意见书", version: edition,
                series: DocumentSeries(mark: "某信处", year: 2026), content: Array(Self.secret.utf8),
                names: [.name: "欧阳翠花"]))
    }

    private func filed(_ desk: Desk) throws -> (ConversationID, String) {
        let id = try desk.open(changes: [.file([wageClaim])])
        return (id, try #require(try desk.store.conversation(id, viewer: .desk)?.cases.first))
    }

    @Test("A database from before is read as one without documents, and takes them after the update")
    func migration() throws {
        let scratch = DataScratch()
        var store = try scratch.open()
        let (id, number) = try filed(Desk(store))
        try store.close()
        let file = try DatabaseQueue(path: scratch.database)
        try file.write { db in
            try db.execute(
                sql: """
                    DROP TABLE document;
                    DELETE FROM grdb_migrations WHERE identifier = 'documents'; PRAGMA user_version = 3;
                    """)
        }
        try file.close()
        let reader = try scratch.open(mode: .readOnly)
        #expect(try reader.documents(ofCase: number, viewer: .desk) == [])
        #expect(try reader.document(number: "某信处〔2026〕1号", viewer: .desk) == nil)
        let copy = scratch.path + "-old.db"
        defer { DataFolder.remove(copy) }
        _ = try reader.backup(to: copy)
        try reader.close()
        // A copy from before is restored, too.
        let restored = DataScratch()
        #expect(try SQLiteStore.restore(from: copy, into: restored.path, now: TestClock().now).cases == 1)
        store = try scratch.open()
        let scope = try store.ensureLeg(LegName(name: "staff", conv: "012")).id
        let results = try store.commit([
            Turn(
                conversation: id, version: 1, key: .init(scope: scope, id: "d1"), source: .officer(badge: "012"),
                messages: [], expect: Expectation(.text), owner: .bot, state: [1],
                changes: [issue(number, basedOn: 1)])
        ])
        guard case .committed = try #require(results.first) else {
            Issue.record("\(results)")
            return
        }
        #expect(try store.documents(ofCase: number, viewer: .desk).map(\.number) == ["某信处〔2026〕1号"])
        #expect(try store.verify() == [])
        try store.close()
    }

    @Test("Numbers go on after a restart, and after a restore leave out what may have gone out meanwhile")
    func numbers() throws {
        let (scratch, restored) = (DataScratch(), DataScratch())
        let clock = TestClock()
        var store = try scratch.open(clock)
        let desk = Desk(store)
        let (id, number) = try filed(desk)
        try desk.say(id, changes: [issue(number, basedOn: 1)])
        let copy = scratch.path + "-copy.db"
        defer { DataFolder.remove(copy) }
        _ = try store.backup(to: copy)
        try store.close()
        store = try scratch.open(clock)
        let again = Desk(store)
        let (other, second) = try filed(again)
        try again.say(other, changes: [issue(second, basedOn: 1)])
        #expect(try store.documents(ofCase: second, viewer: .desk).map(\.number) == ["某信处〔2026〕2号"])
        try store.close()

        _ = try SQLiteStore.restore(from: copy, into: restored.path, now: clock.now)
        try FileManager.default.copyItem(atPath: "\(scratch.path)/keys", toPath: "\(restored.path)/keys")
        let third = try restored.open(clock)
        #expect(try third.documents(ofCase: number, viewer: .desk).map(\.content) == [Array(Self.secret.utf8)])
        let later = Desk(third)
        let (after, last) = try filed(later)
        try later.say(after, changes: [issue(last, basedOn: 1)])
        let next = 1 + SQLiteStore.documentNumbersSkipped + 1
        #expect(try third.documents(ofCase: last, viewer: .desk).map(\.number) == ["某信处〔2026〕\(next)号"])
        try third.close()
    }

    @Test("No word and no name of a document is in the files in clear") func sealed() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let desk = Desk(store)
        let (id, number) = try filed(desk)
        try desk.say(id, changes: [issue(number, basedOn: 1)])
        try store.close()
        for suffix in ["", "-wal"] {
            guard let bytes = FileManager.default.contents(atPath: scratch.database + suffix) else { continue }
            for word in ["欧阳翠花", "处理意见", "信访处理意见书"] { #expect(bytes.range(of: Data(word.utf8)) == nil) }
            if suffix.isEmpty { #expect(bytes.range(of: Data("某信处〔2026〕1号".utf8)) != nil) }
        }
    }
}
