// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import IntakeModel
import IntakeStore
import Testing
import Vault

@testable import SQLiteStore

/// What nobody finds who has the files and not the keys.
@Suite struct SecrecyTests {
    /// All bytes of all files in the folder but the keys.
    private func bytes(_ scratch: DataScratch, _ more: [String] = []) throws -> [Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path).filter { $0 != "keys" }
        return try (names.map { "\(scratch.path)/\($0)" } + more).map {
            try Data(contentsOf: URL(fileURLWithPath: $0))
        }
    }

    private func finds(_ needle: Data, _ haystacks: [Data]) -> Bool {
        haystacks.contains { $0.range(of: needle) != nil }
    }

    /// The text in UTF-8, UTF-16 and GB18030.
    private func forms(_ text: String) throws -> [Data] {
        let gb18030 = String.Encoding(rawValue: 0x8000_0632)
        return [
            Data(text.utf8), try #require(text.data(using: gb18030)),
            try #require(text.data(using: .utf16LittleEndian)),
        ]
    }

    @Test func noWordAndNoNameIsInTheFiles() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let desk = Desk(store)
        let general = try desk.open(
            "我叫欧阳翠花，反映工资", changes: [.identity(.name, "欧阳翠花"), .identity(.phone, "13812345678")])
        try desk.say(general, "记在建设路", state: Array("状态里的话".utf8), changes: [.file([wageClaim])])
        let report = try desk.open("科长司马光收钱", changes: [.identity(.name, "诸葛举报")])
        try desk.say(
            report, "收了两万块", state: Array("举报的状态".utf8),
            changes: [
                .seal,
                .file([
                    ClaimDraft(
                        purpose: .report, topic: "纪检监察特别",
                        particulars: [.init(key: "fact", label: "事情", text: "收了宏远建筑队的钱")],
                        respondent: "司马光科长")
                ]), .event(DeskEvent(.safetyAlert, fields: [.init("kiosk", "西大厅2号机")])),
            ])
        try store.save(
            officer: Officer(badge: "012", name: "上官经办", unit: "办信科", roles: [.intake]), tokenHash: [1])
        try store.audit(badge: "012", act: "unmask", subject: "XF1", reason: "回电给欧阳翠花")
        _ = try store.recordCodeTry(number: "12345678", source: "192.0.2.77", right: false)

        let words = [
            "欧阳翠花", "13812345678", "反映工资", "建设路", "状态里的话", "诸葛举报", "司马光", "收了两万", "宏远建筑队", "举报的状态", "纪检监察特别",
            "西大厅2号机", "上官经办", "回电给", "192.0.2.77", "记下了",
        ]
        let backup = DataScratch()
        try FileManager.default.createDirectory(atPath: backup.path, withIntermediateDirectories: true)
        _ = try store.backup(to: "\(backup.path)/copy.db")
        let open = try bytes(scratch, ["\(backup.path)/copy.db"])
        // The time of the backup among them.
        #expect(open.count == 6)
        try store.close()
        let closed = try bytes(scratch)
        // The search does find what stands in clear.
        #expect(finds(Data("script-in-clear".utf8), open) && finds(Data("script-in-clear".utf8), closed))
        for word in words {
            for form in try forms(word) {
                #expect(!finds(form, open), "\(word)")
                #expect(!finds(form, closed), "\(word)")
            }
        }
    }

    private func wrappedKey(_ id: ConversationID, _ store: SQLiteStore) throws -> Data {
        try store.onWriter { db in
            try #require(try Data.fetchOne(db, sql: "SELECT key FROM conversation WHERE id = ?", arguments: [id.value]))
        }
    }

    @Test func anErasedKeyIsInNoFile() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let desk = Desk(store)
        let id = try desk.open("都是不想留下的话", changes: [.identity(.name, "欧阳翠花")])
        let key = try wrappedKey(id, store)
        let body = try store.onWriter { db in
            try #require(
                try Data.fetchOne(db, sql: "SELECT blob FROM journal WHERE conversation = ?", arguments: [id.value]))
        }
        let identity = try store.onWriter { db in
            try #require(try Data.fetchOne(db, sql: "SELECT blob FROM identity"))
        }
        #expect(finds(key, try bytes(scratch)))
        try desk.say(id, "删掉", changes: [.erase], ended: true)
        store.settleCheckpoints()
        let files = try bytes(scratch)
        #expect(!finds(key, files))
        #expect(!finds(body, files))
        #expect(!finds(identity, files))
        #expect(try wrappedKey(id, store) != key)
        try store.close()
        #expect(!finds(key, try bytes(scratch)))
    }

    @Test func sealingWrapsTheKeyAnewForItsLane() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let desk = Desk(store)
        let id = try desk.open("第一句")
        let before = [UInt8](try wrappedKey(id, store))
        _ = try store.vault.unwrap(before, lane: .general, conversation: id)
        try desk.say(id, "他收钱", changes: [.seal])
        let after = [UInt8](try wrappedKey(id, store))
        #expect(after != before)
        #expect(throws: VaultError.self) { try store.vault.unwrap(after, lane: .general, conversation: id) }
        _ = try store.vault.unwrap(after, lane: .sealed, conversation: id)
        // Its first line is behind the same key.
        #expect(try store.transcript(id, after: 0, limit: 1, viewer: .desk).first?.input == "第一句")
        try store.close()
        #expect(!finds(Data(before), try bytes(scratch)))
    }

    @Test func aRowThatWasMovedDoesNotOpen() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        let desk = Desk(store)
        let id = try desk.open("一")
        try desk.say(id, "二")
        try desk.say(id, "三")
        try store.onWriter { db in
            try db.execute(
                sql: "UPDATE journal SET blob = (SELECT blob FROM journal WHERE version = 1) WHERE version = 3")
        }
        let error = #expect(throws: StoreError.self) { try store.conversation(id, viewer: .desk) }
        #expect(error?.code == .damaged)
        try store.close()
    }
}
