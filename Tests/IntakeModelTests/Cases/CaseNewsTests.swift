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
        #expect(told.news(file).map(\.text) == ["已经转送县人社局", "办理期限延长 10 日，理由：情况复杂"])
        let telling = told.telling(file)
        #expect(telling?.basedOn == file.version && telling?.entry.kind == .told)
        told.events.append(event(.told, 6, by: nil, [.entry: "\(file.version)"]))
        file = CaseFile(told)
        #expect(told.news(file).isEmpty && told.telling(file) == nil)
        told.events.append(event(.concluded, 7))
        #expect(told.news(CaseFile(told)).map(\.text) == ["已经办结"])
    }

    @Test func newsAreKeptForEachPerson() {
        var shared = record([
            event(.forwarded, 1, [.to: "县人社局", .told: "1"]), event(.recoded, 2, [.person: "3"]),
            event(.extended, 3, [.days: "10", .reason: "情况复杂"]),
        ])
        func texts(_ person: Int) -> [String] { shared.news(CaseFile(shared), person: person).map(\.text) }
        // What was said at once, was said to the one who talks; a new code concerns its own person only.
        #expect(texts(1) == ["办理期限延长 10 日，理由：情况复杂"])
        #expect(texts(2) == ["已经转送县人社局", "办理期限延长 10 日，理由：情况复杂"])
        #expect(texts(3).count == 3)
        let telling = shared.telling(CaseFile(shared), person: 2)
        #expect(telling?.entry.fields[.person] == "2")
        shared.events.append(event(.told, 4, by: nil, telling?.entry.fields ?? [:]))
        #expect(texts(2).isEmpty && texts(1).count == 1 && texts(3).count == 3)
        // A note of before persons were told apart was for all.
        shared.events.append(event(.told, 5, by: nil, [.entry: "5"]))
        #expect(texts(1).isEmpty && texts(3).isEmpty)
    }

    @Test func onlyPapersForThePetitionerAreTheirs() {
        let issued = record([
            event(.issued, 1, [.paper: "转送函", .document: "某信转〔2026〕1号"]),
            event(.issued, 2, [.paper: "去向告知书", .document: "某信告〔2026〕1号", .audience: "信访人"]),
        ])
        #expect(issued.news(CaseFile(issued)).map(\.text) == ["《去向告知书》某信告〔2026〕1号已经出具"])
        #expect(issued.news(CaseFile(issued)).map(\.isLetter) == [true])
        #expect(issued.letters.map(\.document) == ["某信告〔2026〕1号"])
    }

    @Test func lettersSayWhenAndHowTheyArrived() throws {
        let on = CaseFixture.record().filedAt
        let day = CivilDate(on).iso8601
        var all = record([
            event(.accepted, 1, [.way: "6", .document: "某信受〔2026〕1号"]),
            event(.issued, 2, [.paper: "信访处理意见书", .document: "某信处〔2026〕1号", .audience: "信访人"]),
            event(.replied, 3, [.outcome: "支持", .document: "某信处〔2026〕1号"]),
            event(.delivered, 4, [.paper: "处理意见书", .method: "邮寄", .result: "拒收", .on: day]),
        ])
        #expect(all.letters.map(\.paper) == ["受理告知书", "信访处理意见书"])
        #expect(all.letters.first?.delivery == nil)
        #expect(all.letters.last?.delivery == .init(on: CivilDate(on), method: "邮寄", result: "拒收"))
        // By its number, whatever it is called; one that nobody wrote down before is told, too.
        all.events += [
            event(.delivered, 5, [.paper: "告知书", .method: "当面", .result: "签收", .document: "某信受〔2026〕1号"]),
            event(.delivered, 6, [.paper: "其他文书", .method: "网上", .result: "签收", .document: "外来1号"]),
        ]
        #expect(all.letters.map { $0.delivery?.method } == ["当面", "邮寄", "网上"])
        #expect(all.letters.last?.on == nil && all.letters.last?.paper == "其他文书")
        // What counts no more, or is hidden, is no letter.
        all.events += [event(.voided, 7, [.entry: "6"]), event(.redacted, 8, [.entry: "2"])]
        #expect(all.letters.map(\.document) == ["某信处〔2026〕1号", "外来1号"])
        #expect(all.letters.map { $0.delivery?.method } == ["邮寄", "网上"])
    }

    @Test func noticesLeaveOutWhatIsNotThere() {
        func told(_ kind: CaseEvent.Kind, _ fields: CaseFields) -> String? {
            CaseEntry(kind: kind, fields: fields).told
        }
        #expect(told(.replied, [:]) == "已经答复")
        #expect(told(.replied, [.document: "某信处〔2026〕1号"]) == "已经答复（某信处〔2026〕1号）")
        #expect(told(.deferred, [.reason: "等通水", .due: "2026-12-05"]) == "眼下还办不了：等通水；2026年12月5日再看一回")
        #expect(
            told(.delivered, [.paper: "处理意见书", .method: "邮寄", .result: "签收"]) == "处理意见书邮寄送达，签收")
        // What a person wrote is never read as a template.
        #expect(told(.forwarded, [.to: "[{unit}]"]) == "已经转送[{unit}]")
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
