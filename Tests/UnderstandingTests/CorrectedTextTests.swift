// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing
import Understanding

@Suite struct CorrectedTextTests {
    private func record(
        _ texts: [String], _ corrections: [(CaseCorrection, String)], lane: Lane = .general,
        purpose: Purpose = .relief, hide: Int? = nil
    ) -> CaseRecord {
        let at = Timestamp(milliseconds: 1_795_309_200_000)
        var events = [CaseEvent(.filed, at: at)]
        for (field, value) in corrections {
            events.append(
                CaseEvent(
                    .corrected, at: at, by: "012", fields: [.field: field.rawValue, .value: value, .reason: "看错了"]))
        }
        if let hide { events.append(CaseEvent(.redacted, at: at, by: "012", fields: [.entry: "\(hide)"])) }
        return CaseRecord(
            number: "XF202611220000013", conversation: ConversationID(1), lane: lane, channel: "网上", filedAt: at,
            claim: ClaimDraft(
                purpose: purpose, topic: "其他",
                particulars: texts.enumerated().map { .init(key: "p\($0)", label: "事情", text: $1) }),
            unit: "信访局", officer: "012", firstContact: "012", events: events)
    }

    @Test func theLastCorrectionIsTheLabel() throws {
        let found = try #require(
            CorrectedText(
                record(
                    ["罚了我三千块", "这个罚单我不认"],
                    [(.purpose, "建议"), (.topic, "交通运输_执法"), (.purpose, "申诉"), (.place, "东城")])))
        #expect(found.example.text == "罚了我三千块。这个罚单我不认")
        #expect(found.example.purpose == .appeal)
        #expect(found.example.topic == Topic(level1: "交通运输", level2: "执法"))
        #expect(found.answer == nil)
    }

    @Test func whoSomebodyIsIsMasked() throws {
        let found = try #require(
            CorrectedText(
                record(
                    ["我叫\(Hole.identity(.name).marker)\n电话13812345678，身份证11010519491231002X，低保停了"],
                    [(.answer, "低保")])))
        #expect(found.answer == "低保")
        #expect(found.example.purpose == nil)
        let text = found.example.text
        #expect(!text.contains("138") && !text.contains("1949") && !text.contains("\n") && !text.contains("\u{1}"))
        #expect(text.contains("低保停了") && text.contains(CorrectedText.masked))
    }

    @Test func whatIsSealedOrUntouchedOrHiddenTeachesNothing() {
        let correction: [(CaseCorrection, String)] = [(.purpose, "申诉")]
        #expect(CorrectedText(record(["罚了我三千块"], [])) == nil)
        #expect(CorrectedText(record(["罚了我三千块"], [(.place, "东城")])) == nil)
        #expect(CorrectedText(record(["罚了我三千块"], correction, lane: .sealed)) == nil)
        #expect(CorrectedText(record(["他收了两万"], correction, purpose: .report)) == nil)
        #expect(CorrectedText(record(["罚了我三千块"], correction, hide: 2)) == nil)
        #expect(CorrectedText(record(["123"], correction)) == nil)
        #expect(CorrectedText(record(["罚了我三千块"], correction)) != nil)
    }
}
