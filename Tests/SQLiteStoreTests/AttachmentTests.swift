// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import IntakeModel
import IntakeStore
import StoreConformance
import Testing

@testable import SQLiteStore

@Suite("Files on disk")
struct AttachmentTests {
    private func draft(_ text: String, name: String = "欧阳翠花来信.pdf") throws -> AttachmentDraft {
        try AttachmentDraft(name: name, bytes: Array("%PDF-1.7\n\(text)".utf8))
    }

    private func holds(_ scratch: DataScratch, _ text: String) throws -> Bool {
        for name in try FileManager.default.contentsOfDirectory(atPath: scratch.path) where name.hasPrefix("desk.db") {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
            if bytes.range(of: Data(text.utf8)) != nil { return true }
        }
        return false
    }

    @Test("A file that was kept is there after a kill, whole, and is never there in clear")
    func afterAKill() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let id = try Desk(store).open()
        for round in 1...3 {
            let file = try draft(String(repeating: "诸葛的信 \(round) ", count: 40_000))
            let kept = try store.attach(file, to: id, by: "021", viewer: .desk)
            let copy = DataScratch()
            try FileManager.default.copyItem(atPath: scratch.path, toPath: copy.path)
            let after = try copy.open()
            #expect(try after.attachments(of: id, viewer: .desk).count == round)
            #expect(try after.content(ofAttachment: kept.number, of: id, viewer: .desk) == file.bytes)
            #expect(try after.verify() == [])
            try after.close()
        }
        for word in ["诸葛的信", "欧阳翠花", "%PDF"] { #expect(try !holds(scratch, word)) }
        try store.close()
        for word in ["诸葛的信", "欧阳翠花", "%PDF"] { #expect(try !holds(scratch, word)) }
    }

    @Test("A file that was moved to another conversation or another place does not open")
    func moved() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let desk = Desk(store)
        let (one, two) = (try desk.open(), try desk.open())
        for number in 1...2 {
            _ = try store.attach(try draft("第一件 \(number)"), to: one, by: "021", viewer: .desk)
        }
        _ = try store.attach(try draft("第二件"), to: two, by: "021", viewer: .desk)
        try store.close()
        let file = try DatabaseQueue(path: scratch.database)
        try file.write { db in
            try db.execute(
                sql: """
                    UPDATE attachment SET content = (SELECT content FROM attachment WHERE conversation = ?1 AND n = 1)
                    WHERE conversation = ?2 OR n = 2
                    """, arguments: [one.value, two.value])
        }
        try file.close()
        let reader = try scratch.open(mode: .readOnly)
        #expect(try reader.content(ofAttachment: 1, of: one, viewer: .desk) != nil)
        #expect(throws: StoreError.self) { try reader.content(ofAttachment: 2, of: one, viewer: .desk) }
        #expect(throws: StoreError.self) { try reader.content(ofAttachment: 1, of: two, viewer: .desk) }
        try reader.close()
    }

    @Test("A database from before is read as one without files, and takes them after the update")
    func migration() throws {
        let scratch = DataScratch()
        var store = try scratch.open()
        let id = try Desk(store).open()
        try store.close()
        let file = try DatabaseQueue(path: scratch.database)
        try file.write { db in
            try db.execute(
                sql: """
                    DROP TABLE attachment;
                    DELETE FROM grdb_migrations WHERE identifier = 'attachments'; PRAGMA user_version = 7;
                    """)
        }
        try file.close()
        let reader = try scratch.open(mode: .readOnly)
        #expect(try reader.attachments(of: id, viewer: .desk) == [])
        #expect(try reader.content(ofAttachment: 1, of: id, viewer: .desk) == nil)
        try reader.close()
        store = try scratch.open()
        _ = try store.attach(try draft("信"), to: id, by: "021", viewer: .desk)
        #expect(try store.attachments(of: id, viewer: .desk).count == 1)
        try store.close()
    }
}
