// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import IntakeModel

/// What petitioners learn of their case, and what they may do with it.
@Suite struct CaseNewsTests {
    private func event(
        _ kind: CaseEvent.Kind, _ hour: Int64, by badge: String? = "021", _ fields: CaseFields = CaseFields()
    ) -> CaseEvent {
        CaseEvent(
            kind, at: CaseFixture.record(CaseFixture.claim(.relief)).filedAt.adding(milliseconds: hour * 3_600_000),
            by: badge, fields: fields)
    }

    private func record(_ events: [CaseEvent]) -> CaseRecord {
        var record = CaseFixture.record(CaseFixture.claim(.relief))
        record.events += events
        return record
    }

    @Test func newsAreWhatOfficersEnteredAndNobodyHeard() {
        let all = [
            event(.forwarded, 1, [.to: "县人社局"]), event(.noted, 2), event(.urged, 3, by: nil),
            event(.notified, 4, [.told: "1"]), event(.extended, 5, [.days: "10", .reason: "情况复杂"]),
        ]
        var told = record(all)
        var file = CaseFile(told)
        #expect(file.untold == 2)
        #expect(told.news(file).map(\.text) == ["已经转送县人社局", "办理期限延长 10 日，理由：情况复杂"])
        let telling = told.telling(file)
        #expect(telling?.basedOn == file.version && telling?.entry.kind == .told)
        told.events.append(event(.told, 6, by: nil, [.entry: "\(file.version)"]))
        file = CaseFile(told)
        #expect(file.untold == 0 && told.news(file).isEmpty && told.telling(file) == nil)
        told.events.append(event(.concluded, 7))
        #expect(told.news(CaseFile(told)).map(\.text) == ["已经办结"])
    }

    @Test func whatWasHiddenIsNoNews() {
        let hidden = record([event(.forwarded, 1, [.to: "县人社局"]), event(.redacted, 2, [.entry: "2"])])
        #expect(hidden.news(CaseFile(hidden)).isEmpty)
    }

    @Test func aStageThatIsToldIsNoNewsBeside() {
        let moved = record([event(.forwarded, 1, [.to: "县人社局"])])
        let file = CaseFile(moved)
        #expect(moved.news(file).map { $0.isStage(of: file) } == [true])
        let urged = CaseNews(on: file.stageOn, text: "由县人社局承办")
        #expect(!urged.isStage(of: file))
    }

    @Test func noNoticeSpeaksOfRefusalLikeAnOffice() {
        for rule in CaseRule.rows {
            for word in ["不予受理", "不再受理", "过期", "{{"] { #expect(rule.tells?.contains(word) != true, "\(rule.act)") }
        }
    }

    @Test func petitionersActByTheTable() {
        let today = CivilDate(CaseFixture.record(CaseFixture.claim(.relief)).filedAt).adding(days: 60)
        func voices(_ events: [CaseEvent]) -> [CaseAct] { CaseAct.voices(CaseFile(record(events)), today: today) }
        #expect(voices([]) == [.urge, .supplement, .withdraw, .rate])
        let replied = [event(.accepted, 1, [.way: "6"]), event(.replied, 2, [.outcome: "不支持", .document: "意1"])]
        #expect(voices(replied) == [.askReview, .urge, .supplement, .withdraw, .rate])
        let other = [event(.accepted, 1, [.way: "4"]), event(.replied, 2, [.outcome: "不支持"])]
        #expect(!voices(other).contains(.askReview))
        #expect(voices(replied + [event(.reviewAsked, 3, by: nil)]) == [.urge, .supplement, .withdraw, .rate])
        #expect(voices([event(.withdrawn, 1, by: nil)]) == [.supplement, .rate])
    }

    @Test func aCodeIsGivenAnewOnlyToSomebodyWhoWasNamed() {
        for naming in [ClaimDraft.Naming.named, .confidential, .anonymous] {
            let record = CaseFixture.record(CaseFixture.claim(.relief, naming: naming))
            let file = CaseFile(record)
            let context = CaseContext(
                actor: .officer(badge: "012", unit: "县信访局", roles: [.intake]), today: file.receivedOn)
            let found = CaseAct.recode.decide(file, given: [.method: "身份证", .reason: "条子丢了"], context)
            switch found {
            case .success(let entry): #expect(naming != .anonymous && entry.kind == .recoded)
            case .failure(let refusal): #expect(naming == .anonymous && refusal.description.contains("没留姓名"))
            }
            var unchecked = context
            unchecked.actor = .petitioner
            if case .success = CaseAct.recode.decide(file, given: [.method: "身份证", .reason: "丢了"], unchecked) {
                Issue.record("a petitioner gave themselves a code")
            }
        }
    }
}
