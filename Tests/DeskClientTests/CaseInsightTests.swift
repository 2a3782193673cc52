// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DeskClient

@Suite("What stands beside a case on the desk")
struct CaseInsightTests {
    private static let record =
        #""case":{"number":"XF202611230000171","particulars":[{"key":"facts","label":"事实","text":"欠薪"}],"#

    @Test("cases it may repeat, and what its words are taken for, with the words that say so")
    func shown() throws {
        var desk = try DeskFixture.talking()
        desk.press(.escape, .character("v"))
        try desk.ok(
            Self.record
                + #""understanding":{"purposes":[{"label":"求决","score":0.91},{"label":"举报","score":0.06},"#
                + #"{"label":"申诉","score":0.01}],"topics":[{"label":"劳动和社会保障","score":1}],"safety":["自伤"],"#
                + #""reasons":[{"label":"求决","rule":"讨钱","particular":"facts","from":0,"to":2,"text":"欠薪","weight":1.8}]},"#
                + #""repeats":[{"number":"XF202611200000012","filed_at":"2026-11-20T09:20:00+08:00","state":"已转送","#
                + #""score":0.42,"same_person":true,"words":["一直没发"],"names":["宏达厂"]}]}"#)
        let lines = try #require(desk.model.sheet?.lines)
        #expect(lines.contains("  求决 91%，举报 6%，劳动和社会保障 100%，自伤"))
        #expect(lines.contains("  求决 ← 「欠薪」（讨钱）"))
        #expect(lines.contains("  XF202611200000012  2026-11-20 登记  已转送  像 42%"))
        #expect(lines.contains("    同一个电话或者证件号；都提到宏达厂；都说「一直没发」"))
    }

    @Test("nothing is made of what a server leaves out or sends damaged")
    func damaged() throws {
        var desk = try DeskFixture.talking()
        desk.press(.escape, .character("v"))
        try desk.ok(
            Self.record
                + #""understanding":{"purposes":[{"label":"求决","score":7},{"score":1}]},"repeats":[{"score":0.4}]}"#)
        let lines = try #require(desk.model.sheet?.lines)
        #expect(lines.contains("  事实：欠薪"))
        #expect(!lines.contains { $0.contains("听出来的") || $0.contains("同一件事") })
    }
}
