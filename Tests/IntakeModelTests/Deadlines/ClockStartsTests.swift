// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@Suite struct ClockStartsTests {
    private let book = DeadlineFixture.book

    @Test func filingAtAPetitionOffice() throws {
        let day = try DeadlineFixture.day("2026-11-23")
        for identified in [true, false] {
            let result = ClockStarts.onFiling(
                office: .petitionOffice, receivedOn: day, identified: identified, rules: book)
            #expect(result.starts.map(\.rule) == ["转送"])
            #expect(result.starts.map(\.from) == [day])
            #expect(result.withheld == [])
        }
    }

    @Test func filingAtAnotherOrgan() throws {
        let day = try DeadlineFixture.day("2026-11-23")
        let named = ClockStarts.onFiling(office: .otherOrgan, receivedOn: day, identified: true, rules: book)
        #expect(named.starts.map(\.rule) == ["告知"])
        let unclear = ClockStarts.onFiling(office: .otherOrgan, receivedOn: day, identified: false, rules: book)
        #expect(unclear.starts == [])
        #expect(unclear.withheld.map(\.rule) == ["告知"])
        #expect(unclear.withheld.first?.reason.contains("第二十三条第二款") == true)
    }

    /// Never at filing, whatever kind of office and whoever files.
    @Test(arguments: OfficeKind.allCases, [true, false])
    func concludeNeverStartsAtFiling(_ office: OfficeKind, _ identified: Bool) throws {
        let day = try DeadlineFixture.day("2026-11-23")
        let result = ClockStarts.onFiling(office: office, receivedOn: day, identified: identified, rules: book)
        #expect(!result.starts.contains { $0.rule == RuleID.conclude })
    }

    @Test(arguments: Purpose.allCases, HandlingWay.allCases.map(Optional.some) + [nil])
    func concludeStartsOnlyForItemSix(_ purpose: Purpose, _ way: HandlingWay?) throws {
        let day = try DeadlineFixture.day("2026-11-23")
        let result = ClockStarts.onAcceptance(on: day, purpose: purpose, way: way, rules: book)
        let expected = [Purpose.appeal, .relief].contains(purpose) && way == .opinion
        #expect(result.starts.map(\.rule) == (expected ? ["办结"] : []))
        #expect(result.withheld.isEmpty == expected)
    }

    @Test func transferReviewAndRecheck() throws {
        let day = try DeadlineFixture.day("2026-11-23")
        func rules(_ starts: ClockStarts) -> [String] { starts.starts.map(\.rule) }
        #expect(rules(.onTransfer(receivedOn: day, identified: true, rules: book)) == ["告知", "异议"])
        #expect(rules(.onTransfer(receivedOn: day, identified: false, rules: book)) == ["异议"])
        #expect(rules(.onOpinionReceived(on: day, rules: book)) == ["复查"])
        #expect(rules(.onReviewRequested(on: day, rules: book)) == ["复查意见"])
        #expect(rules(.onReviewReceived(on: day, rules: book)) == ["复核"])
        #expect(rules(.onRecheckRequested(on: day, rules: book)) == ["复核意见"])
    }

    @Test func aDisabledRuleStartsNothing() throws {
        let off = RuleBook([DeadlineFixture.rule(RuleID.forward, 15, isEnabled: false)])
        let result = ClockStarts.onFiling(
            office: .petitionOffice, receivedOn: try DeadlineFixture.day("2026-11-23"), identified: true, rules: off)
        #expect(result.starts == [])
        #expect(result.withheld == [ClockStarts.Withheld(rule: "转送", reason: "规则“转送”没有启用")])
    }

    @Test func booksFindRulesAndHaveVersions() {
        #expect(book["转送"]?.length == 15)
        #expect(book["办理"] == nil)
        let off = RuleBook([DeadlineFixture.rule("甲", 15, isEnabled: false)])
        #expect(off["甲"] == nil)
        #expect(off.rule("甲")?.length == 15)
        #expect(RuleBook([DeadlineFixture.rule("甲", 15)]) == RuleBook([DeadlineFixture.rule("甲", 15)]))
        #expect(
            RuleBook([DeadlineFixture.rule("甲", 15)]).version != RuleBook([DeadlineFixture.rule("甲", 16)]).version)
        #expect(RuleBook([DeadlineFixture.rule("甲", 15)]).version.hasPrefix("测试条例 1@"))
        // Of two with one id the first counts.
        #expect(RuleBook([DeadlineFixture.rule("甲", 15), DeadlineFixture.rule("甲", 16)])["甲"]?.length == 15)
    }

    @Test func aDeadlineBecomesAClockNote() throws {
        let deadline = try Deadline.compute(
            DeadlineFixture.rule("转送", 15), from: try DeadlineFixture.day("2026-09-04"),
            calendar: try DeadlineFixture.calendar())
        let note = ClockNote(deadline)
        #expect(note.rule == "转送" && note.article == "测试条例第一条" && !note.provisional)
        #expect(note.nominalDue.iso8601 == "2026-09-19" && note.effectiveDue.iso8601 == "2026-09-20")
    }
}
