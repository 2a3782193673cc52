// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import Understanding

@Suite struct CueEvidenceTests {
    private func book() throws -> CueBook {
        func group(_ id: String, _ role: CueGroup.Role, _ reach: Int?, _ cues: String...) throws -> CueGroup {
            CueGroup(id: id, role: role, negationReach: reach, cues: try cues.map { try CuePattern($0) })
        }
        return CueBook(groups: [
            try group("停", .purpose([.appeal: 2]), nil, "(低保|底保)…停了", "停了"),
            try group("查", .purpose([.report: 2]), 2, "严查", "举报"),
            try group("死", .safety(.selfHarm, weight: 1), 1, "想死", "跳楼"),
            try group("否", .negator, nil, "不是", "没有", "不"),
            try group("遮", .mask, nil, "跳楼价", "不得不", "停了车"),
        ])
    }

    private func hits(_ text: String) throws -> [String] {
        let book = try book()
        return book.evidence(in: NormalisedText(text)).hits.map {
            ($0.isNegated ? "不" : "") + book.groups[$0.group].id
        }
    }

    @Test func gapsReachOverWordsButNotOverSentences() throws {
        let book = try book()
        #expect(book.evidence(in: NormalisedText("底保这个月给停了")).hits.first?.range == 0..<8)
        #expect(book.evidence(in: NormalisedText("低保。停了")).hits.map(\.range) == [3..<5])
        #expect(book.evidence(in: NormalisedText("低保我们家里一共七口人停了")).hits.map(\.range) == [11..<13])
    }

    @Test(arguments: [
        ("要举报", ["查"]), ("不是举报", ["不查"]), ("不是来举报", ["不查"]), ("不是我家的,举报", ["查"]),
        ("不是 举报", ["查"]), ("不得不举报", ["查"]), ("没有严查", ["不查"]),
    ])
    func negationReachesAFewScalarsWithinAClause(_ text: String, _ expected: [String]) throws {
        #expect(try hits(text) == expected)
    }

    @Test func masksHideWhatLiesInside() throws {
        #expect(try hits("跳楼价").isEmpty)
        #expect(try hits("跳楼价卖的,再不退我跳楼") == ["死"])
        #expect(try hits("停了车") == [])
    }

    @Test func overlappingHitsOfOneGroupCountOnce() throws {
        let book = try book()
        let evidence = book.evidence(in: NormalisedText("低保停了"))
        #expect(evidence.count(of: 0) == 1)
        #expect(book.evidence(in: NormalisedText("停了 又停了")).count(of: 0) == 2)
    }

    @Test(arguments: [("怎么办?", true), ("能办吗", true), ("能办吗。", true), ("办了", false), ("", false)])
    func questionsAreComputed(_ text: String, _ asks: Bool) throws {
        let book = try book()
        let position = try #require(book.group("@疑问"))
        #expect(book.evidence(in: NormalisedText(text)).has(position) == asks)
    }

    @Test func rulesHoldByPresenceAbsenceDistanceAndOrder() throws {
        func verdict(_ rule: CueRule, _ text: String) throws -> Double {
            let groups = [
                CueGroup(id: "甲", role: .structure, cues: [try CuePattern("甲")]),
                CueGroup(id: "乙", role: .structure, cues: [try CuePattern("乙")]),
                CueGroup(id: "丙", role: .structure, cues: [try CuePattern("丙")]),
            ]
            var tally = Tally()
            let book = CueBook(groups: groups, rules: [rule])
            CueScorer(book: book).score(book.evidence(in: NormalisedText(text)), into: &tally)
            return tally.purposes[Purpose.report.index]
        }
        let both = CueRule(id: "r", all: [["甲"], ["乙", "丙"]], none: [], votes: [.report: 2])
        #expect(try verdict(both, "甲和丙") == 2)
        #expect(try verdict(both, "甲") == 0)
        let near = CueRule(id: "r", all: [["甲"], ["乙"]], none: ["丙"], within: 3, ordered: true, votes: [.report: 2])
        #expect(try verdict(near, "甲一二三乙") == 2)
        #expect(try verdict(near, "甲一二三四乙") == 0)
        #expect(try verdict(near, "乙甲") == 0)
        #expect(try verdict(near, "甲乙丙") == 0)
        let unknown = CueRule(id: "r", all: [["没有"]], votes: [.report: 2])
        #expect(try verdict(unknown, "甲乙丙没有") == 0)
    }
}
