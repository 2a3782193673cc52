// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Foundation
import IntakeModel
import IntakeStore
import LineProtocol
import SQLiteStore
import StoreConformance
import Testing

@testable import IntakeServer

/// What an officer finds beside a case.
@Suite("What stands beside a case")
struct CaseReadingTests {
    private final class Place {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("beside-\(UUID().uuidString)").path
        let clock = TestClock()
        let script: Script
        let store: SQLiteStore
        let reading: CaseReading

        init() throws {
            var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
            parts.removeLast(3)
            script = try #require(Script.load(parts.joined(separator: "/") + "/dialogs").script)
            let clock = clock
            store = try SQLiteStore.open(
                folder: folder, mode: .serve,
                policy: .desk(script: script, clock: DeskClock(now: { clock.now }, monotonic: { clock.monotonic })))
            reading = CaseReading(script: script, vault: store.vault)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func file(_ text: String, purpose: Purpose = .relief, phone: String? = nil) throws -> String {
            let ids = try store.reserveIDs(1)
            let claim = ClaimDraft(
                purpose: purpose, topic: "城乡建设",
                particulars: [
                    .init(key: "who", label: "谁", text: "我是\(Hole.identity(.name).marker)"),
                    .init(key: "facts", label: "事情", text: text),
                ],
                identified: true, unit: "县住建局")
            var changes: [Turn.Change] = [.file([claim])]
            if let phone { changes.append(.identity(.phone, phone)) }
            let turn = Turn(
                conversation: ConversationID(ids.lowerBound), version: 0,
                opening: Turn.Opening(channel: "网上", place: "wx", locale: nil, script: "s"), leg: nil, key: nil,
                source: .petitioner, input: text, messages: [], expect: Expectation(.text), owner: .bot, state: [1],
                changes: changes, ended: false)
            guard case .committed(let stored) = try #require(try store.commit([turn]).first) else { return "" }
            return try #require(stored.cases.first)
        }

        func tend() throws {
            while try store.tendRepeats(limit: 3, mark: { reading.mark($0, $1) }) {}
        }

        func insight(_ number: String, _ viewer: Viewer = .desk) throws -> CaseInsight {
            let record = try #require(try store.caseRecord(number: number, viewer: .desk))
            return try reading.insight(record, in: store, viewer: viewer) { _ in "〔姓名〕" }
        }
    }

    private static let noise =
        "滨河花园三期西门外的工地天天夜里打桩，吵得全楼的老人孩子没法睡觉，找了物业找了城管都说不归他们管，请把夜间施工停下来"

    @Test("The same matter in much the same words is shown, with the words; another one is not")
    func sameWords() throws {
        let place = try Place()
        let first = try place.file(Self.noise)
        let other = try place.file("村里去年修水渠占了我家两亩地，说好秋后给补偿，到现在一分钱没见，请帮忙催一催补偿款")
        let again = try place.file("你好，我又来了。" + Self.noise + "，电话13812345678")
        try place.tend()
        let likes = try place.insight(again).likes
        #expect(likes.map(\.number) == [first])
        let like = try #require(likes.first)
        #expect(like.score > 0.6 && !like.isSamePerson && like.state == "已登记")
        #expect(like.words.first?.contains("夜里打桩") == true)
        #expect(try place.insight(first).likes.map(\.number) == [again])
        #expect(try place.insight(other).likes.isEmpty)
    }

    @Test("Of one person less alikeness is enough, and who it is is not told")
    func samePerson() throws {
        let place = try Place()
        let first = try place.file(
            "滨河花园三期西门外的工地天天夜里打桩，吵得没法睡觉，请管一管", phone: "138 0000 1234")
        let second = try place.file(
            "还是滨河花园三期西门外工地的事，上次说管，现在夜里还是打桩，没法睡觉", phone: "13800001234")
        let stranger = try place.file("还是滨河花园三期西门外工地的事，上次说管，现在夜里还是打桩，没法睡觉啊", phone: "13900001234")
        try place.tend()
        let likes = try place.insight(first).likes
        #expect(likes.contains { $0.number == second && $0.isSamePerson })
        #expect(!likes.contains { $0.number == stranger && $0.isSamePerson })
        var writer = JSONWriter()
        try place.insight(first).write(to: &writer)
        #expect(!String(decoding: writer.bytes, as: UTF8.self).contains("1380000"))
    }

    @Test("A 举报 finds nothing and is found by nothing")
    func reports() throws {
        let place = try Place()
        let report = try place.file(Self.noise, purpose: .report, phone: "13800001234")
        let relief = try place.file(Self.noise, phone: "13800001234")
        try place.tend()
        #expect(try place.insight(report).likes.isEmpty)
        #expect(try place.insight(relief).likes.isEmpty)
        #expect(try !place.insight(report).purposes.isEmpty)
    }

    @Test("Only a petitioner's line is read, and its danger is told before the rest")
    func lines() throws {
        let place = try Place()
        func line(_ from: TranscriptLine.Source, _ text: String) -> TranscriptLine {
            place.reading.read(TranscriptLine(seq: 1, at: place.clock.now, from: from, text: text))
        }
        let text = "老板拖欠我三个月工资，不给我活不下去了，药都攒够了"
        let heard = line(.petitioner, text).heard
        #expect(heard.contains { $0.label == SafetyKind.selfHarm.rawValue } && heard.count <= CaseReading.mostHeard)
        for one in heard { #expect(one.range.upperBound <= text.unicodeScalars.count && !one.range.isEmpty) }
        #expect(line(.bot, text).heard.isEmpty)
        #expect(line(.officer, text).heard.isEmpty)
        #expect(line(.petitioner, "1").heard.isEmpty)
    }

    @Test("Evidence points into the words as they are shown")
    func evidence() throws {
        let place = try Place()
        let number = try place.file("老板拖欠我三个月工资，不给我活不下去了，药都攒够了")
        let insight = try place.insight(number)
        #expect(insight.purposes.first?.label == .relief)
        #expect(insight.topics.first?.label.level1 == "劳动和社会保障")
        #expect(insight.safety.contains(.selfHarm))
        #expect(insight.reasons.contains { $0.label == SafetyKind.selfHarm.rawValue })
        #expect(insight.reasons.contains { $0.label == "求决" })
        let shown = ["who": "我是〔姓名〕", "facts": "老板拖欠我三个月工资，不给我活不下去了，药都攒够了"]
        for reason in insight.reasons {
            let scalars = Array(try #require(shown[reason.particular]).unicodeScalars)
            try #require(reason.range.upperBound <= scalars.count)
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[reason.range])
            #expect(String(text) == reason.text)
        }
    }
}

extension CaseInsight {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { ServerFrame.members(of: self, to: &$0) }
    }
}
