// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

@Suite struct CaseInsightTests {
    private func written(_ insight: CaseInsight) -> String {
        var writer = JSONWriter()
        writer.object { ServerFrame.members(of: insight, to: &$0) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func everythingHasItsKey() throws {
        var insight = CaseInsight()
        insight.purposes = [Scored(label: .relief, score: 0.8149)]
        insight.topics = [Scored(label: Topic(level1: "劳动和社会保障"), score: 0.5)]
        insight.safety = [.selfHarm]
        insight.reasons = [
            .init(label: "求决", rule: "讨钱", particular: "facts", range: 2..<5, text: "没发薪", weight: 1.8)
        ]
        insight.likes = [
            .init(
                number: "XF202611230000235", filedAt: Timestamp(milliseconds: 1_795_309_200_000), state: "已登记",
                score: 0.5, isSamePerson: true, words: ["三个月没发工资"], names: ["鑫达公司"])
        ]
        #expect(
            written(insight)
                == #"{"understanding":{"purposes":[{"label":"求决","score":0.81}],"#
                + #""topics":[{"label":"劳动和社会保障","score":0.5}],"safety":["自伤"],"#
                + #""reasons":[{"label":"求决","rule":"讨钱","particular":"facts","from":2,"to":5,"text":"没发薪","weight":1.8}]},"#
                + #""repeats":[{"number":"XF202611230000235","filed_at":"2026-11-22T09:00:00+08:00","state":"已登记","#
                + #""score":0.5,"same_person":true,"words":["三个月没发工资"],"names":["鑫达公司"]}]}"#)
    }

    @Test func aLineCarriesWhatItSpeaksFor() {
        var line = TranscriptLine(
            seq: 3, at: Timestamp(milliseconds: 1_795_309_200_000), from: .petitioner, text: "药都攒够了")
        var writer = JSONWriter()
        ServerFrame.transcriptItem(line, to: &writer)
        #expect(!String(decoding: writer.bytes, as: UTF8.self).contains("heard"))
        line.heard = [.init(label: "自伤", rule: "攒药", range: 0..<5)]
        writer = JSONWriter()
        ServerFrame.transcriptItem(line, to: &writer)
        #expect(
            String(decoding: writer.bytes, as: UTF8.self).hasSuffix(
                #""text":"药都攒够了","heard":[{"label":"自伤","rule":"攒药","from":0,"to":5}]}"#))
    }

    @Test func nothingIsWrittenAsEmpty() {
        #expect(
            written(CaseInsight())
                == #"{"understanding":{"purposes":[],"topics":[],"safety":[],"reasons":[]},"repeats":[]}"#)
    }
}
