// SPDX-License-Identifier: Apache-2.0

import Foundation
import IntakeModel
import Testing

/// The table of acts, row by row where the law or the office insists.
@Suite struct CaseActTests {
    @Test func everyActHasOneRowAndEveryKindOneAct() {
        #expect(CaseRule.rows.map(\.act) == CaseAct.allCases)
        #expect(Set(CaseRule.rows.map(\.kind)) == Set(CaseEvent.Kind.allCases))
        #expect(CaseRule.rows.count == CaseEvent.Kind.allCases.count)
        for rule in CaseRule.rows {
            #expect(!rule.from.isEmpty, "\(rule.act)")
            #expect(Set(rule.needs.map(\.field)).count == rule.needs.count, "\(rule.act) names a field twice")
        }
    }

    @Test func theDocumentIsDrawnFromTheTable() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let written = try String(contentsOf: root.appending(path: "docs/case-acts.md"), encoding: .utf8)
        #expect(written == CaseRule.document, "shouwen case acts --table > docs/case-acts.md")
    }

    /// The program registers and counts. Everything else is a person's.
    @Test func theProgramNeverJudges() {
        #expect(CaseAct.allCases.filter { $0.rule.who == .desk } == [.register, .redate, .tell])
        #expect(
            CaseAct.allCases.filter { $0.rule.who == .petitioner }
                == [.askReview, .askRecheck, .urge, .supplement, .withdraw, .rate])
        var story = CaseStory()
        for act in CaseAct.allCases where act.rule.who != .desk {
            let given = Dictionary(uniqueKeysWithValues: act.rule.needs.map { ($0.field, "1") })
            #expect(story.attempt(act, given, by: .desk) != nil, "\(act)")
        }
    }

    @Test(arguments: [CaseAct.accept, .decline, .bar]) func onlyAnOfficerWhoAnswersForItTakesOnOrDeclines(
        _ act: CaseAct
    ) {
        let story = CaseStory()
        #expect(story.reasons(act, by: .petitioner).joined().contains("工作人员"))
        #expect(story.reasons(act, by: CaseFixture.stranger).joined().contains("不是它的责任人"))
        #expect(
            story.reasons(act, by: .officer(badge: "012", unit: "县信访局", roles: [.admin])).joined()
                .contains("case 或 intake"))
    }

    @Test func whileTheUnitHasItOnlyItEntersDaysThatDoNotCount() {
        var story = CaseStory()
        story.does(.accept, [.way: "6"])
        let hearing: [CaseField: String] = [
            .rule: "办结", .from: story.day(1), .through: story.day(2), .reason: "听证",
        ]
        #expect(story.reasons(.pause, hearing, by: CaseFixture.stranger).joined().contains("不是它的责任人"))
        #expect(story.reasons(.pause, hearing).isEmpty)
        // Where the rules are known, days that none of them leaves out are refused: they would move no date.
        func reasons(_ given: [CaseField: String]) -> [String] {
            let context = CaseContext(
                actor: CaseFixture.first, today: story.today, entries: story.record.events, rules: DeadlineFixture.book)
            switch CaseAct.pause.decide(story.file, given: given, context) {
            case .success: return []
            case .failure(let refusal): return refusal.reasons
            }
        }
        #expect(reasons(hearing).joined().contains("可以扣除的：复核意见（听证）"))
        #expect(reasons(hearing.merging([.rule: "复核意见"]) { $1 }).isEmpty)
        #expect(reasons(hearing.merging([.rule: "复核意见", .reason: "等材料"]) { $1 }).count == 1)
        #expect(reasons(hearing.merging([.rule: "复核"]) { $1 }).count == 1)
    }

    @Test func takingOnNamesTheItemOfArticle31() {
        var story = CaseStory()
        #expect(story.reasons(.accept).joined().contains("第三十一条第几项"))
        #expect(story.reasons(.accept, [.way: "7"]).joined().contains("1 到 6"))
        story.does(.accept, [.way: "6"])
        #expect(story.file.way == .opinion)
        var suggestion = CaseStory(CaseFixture.record(CaseFixture.claim(.suggestion)))
        suggestion.does(.accept)
    }

    @Test func decliningTicksAGround() {
        let given: [CaseField: String] = [.reason: "已经在市里办", .document: "1号"]
        let story = CaseStory()
        #expect(story.reasons(.decline, given).joined().contains("情形"))
        #expect(story.reasons(.decline, given.merging([.ground: "不讲道理"]) { $1 }).joined().contains("只能是"))
        #expect(story.reasons(.decline, given.merging([.ground: "不属职权"]) { $1 }).joined().contains("向哪个机关"))
        #expect(story.reasons(.decline, given.merging([.ground: "越级走访"]) { $1 }) == [])
        let letter = CaseStory(CaseFixture.record(channel: "来信"))
        #expect(letter.reasons(.decline, given.merging([.ground: "越级走访"]) { $1 }).joined().contains("只说走访"))
    }

    @Test func noMoreTakingOnNeedsTheLastOpinionAndTheSameFacts() {
        let given: [CaseField: String] = [.ground: "同一事实和理由", .document: "市复核〔2026〕3号", .reason: "没有新的事实"]
        var story = CaseStory()
        #expect(story.reasons(.bar, given).joined().contains("复核意见"))
        story.does(.link, [.number: CaseFixture.other, .relation: "重复"])
        #expect(story.reasons(.bar, [.document: "1", .reason: "1"]).joined().contains("情形"))
        story.does(.bar, given)
        #expect(story.file.stage == .barred)
    }

    @Test(arguments: ["县城管局", "县城管局执法队", "县城管局规划股"])
    func aReportNeverGoesToWhomItIsAbout(_ target: String) {
        let story = CaseStory(CaseFixture.record(CaseFixture.claim(.report, respondent: "县城管局")))
        #expect(story.reasons(.forward, [.to: target]).joined().contains("第三十条第三款"))
        #expect(story.reasons(.entrust, [.to: target, .due: story.day(9)]).joined().contains("第三十条第三款"))
        #expect(story.reasons(.assign, [.unit: target, .officer: "1"]).joined().contains("第三十条第三款"))
        #expect(story.reasons(.join, [.unit: "县纪委", .co: "县人社局、\(target)"]).joined().contains("第三十条第三款"))
        #expect(story.reasons(.forward, [.to: "县纪委监委"]) == [])
        // Another matter goes to the unit that it is about: that is who has to act.
        let relief = CaseStory(CaseFixture.record(CaseFixture.claim(.relief, respondent: "县城管局")))
        #expect(relief.reasons(.forward, [.to: target]) == [])
    }

    @Test func aReportIsNeitherMadeNorUnmadeByACorrection() {
        let given: [CaseField: String] = [.field: "信访目的", .reason: "听清楚了"]
        let report = CaseStory(CaseFixture.record(CaseFixture.claim(.report)))
        #expect(!report.reasons(.correct, given.merging([.value: "求决"]) { $1 }).isEmpty)
        let relief = CaseStory()
        #expect(!relief.reasons(.correct, given.merging([.value: "举报"]) { $1 }).isEmpty)
        #expect(relief.reasons(.correct, given.merging([.value: "申诉"]) { $1 }) == [])
    }

    @Test func anExtensionIsOfItemSixAndOfThirtyDaysInAll() {
        let given: [CaseField: String] = [.days: "20", .approver: "王局长", .reason: "情况复杂", .document: "延1号"]
        var other = CaseStory()
        other.does(.accept, [.way: "5"])
        #expect(other.reasons(.extend, given).joined().contains("第六项"))
        var story = CaseStory()
        story.does(.accept, [.way: "6"])
        #expect(story.reasons(.extend, given.filter { $0.key != .approver }).joined().contains("批准人"))
        story.does(.extend, given)
        #expect(story.reasons(.extend, given).joined().contains("最多还能延 10 日"))
        story.does(.extend, given.merging([.days: "10"]) { $1 })
        #expect(story.file.extensionDays == 30)
    }

    @Test func datesAreNeitherAheadNorBeforeTheMatter() {
        let story = CaseStory()
        #expect(story.reasons(.accept, [.way: "6", .on: story.day(1)]).joined().contains("还没有到"))
        #expect(story.reasons(.accept, [.way: "6", .on: story.day(-1)]).joined().contains("早于收到"))
        #expect(story.reasons(.accept, [.way: "6", .on: "11月23日"]).joined().contains("不是日期"))
        #expect(story.reasons(.entrust, [.to: "县人社局", .due: story.day(0)]).joined().contains("已经过了"))
    }

    @Test func whatIsToldFillsItsHolesAndNeverQuotesTheOffice() {
        for rule in CaseRule.rows {
            var fields: [CaseField: String] = [:]
            for need in rule.needs { fields[need.field] = "某\(need.field.rawValue)" }
            let entry = CaseEntry(kind: rule.kind, text: "内部意见", fields: CaseFields(fields))
            let notice = entry.notice(number: CaseFixture.number)
            #expect((notice == nil) == (rule.tells == nil), "\(rule.act)")
            #expect(notice?.contains("{") != true && notice?.contains("内部意见") != true, "\(rule.act)")
        }
    }

    @Test func everyReasonIsToldAtOnce() {
        let story = CaseStory()
        #expect(story.reasons(.entrust, [.document: String(repeating: "长", count: 300)]).count == 3)
    }

    @Test func roleAndStageAreCheckedFirst() {
        let story = CaseStory()
        #expect(story.reasons(.conclude).joined().contains("已登记"))
        #expect(story.reasons(.redact, [.entry: "1", .reason: "电话"]).joined().contains("audit"))
        #expect(
            story.reasons(.redact, [.entry: "2", .reason: "电话"], by: CaseFixture.leader).joined().contains("共 1 条"))
    }

    @Test func theStandInOfTheOfficeMayActForWhoAnswers() {
        var story = CaseStory()
        story.does(.accept, [.way: "6"], by: CaseFixture.leader)
        #expect(story.record.events.last?.by == "001")
    }
}
