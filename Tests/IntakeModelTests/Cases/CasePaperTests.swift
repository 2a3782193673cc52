// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import IntakeModel

/// Papers and the steps that they presuppose; dates that people set; what is left to do after a closing.
@Suite struct CasePaperTests {
    private func accepted() -> CaseStory {
        var story = CaseStory()
        story.does(.accept, [.way: "6"])
        return story
    }

    @Test(arguments: [("处理意见书", "先记“答复”"), ("复查意见书", "先记“复查意见”"), ("复核意见书", "先记“复核意见”")])
    func anOpinionArrivesOnlyOnceItWasGiven(_ paper: String, _ why: String) throws {
        let story = accepted()
        let given: [CaseField: String] = [.paper: paper, .method: "当面", .result: "签收", .on: story.day(0)]
        let reasons = story.reasons(.deliver, given)
        #expect(reasons.count == 1 && reasons.first?.hasSuffix(why) == true, "\(reasons)")
        // A clock of the petitioner never runs from a paper that nobody wrote.
        let clocks = CaseClocks.states(
            of: story.record, office: .petitionOffice, rules: DeadlineFixture.book,
            calendar: try DeadlineFixture.calendar(), asOf: story.today)
        #expect(!clocks.contains { $0.rule == RuleID.review || $0.rule == RuleID.recheck })
    }

    @Test func aReplyOnAnotherRoadIsNoOpinion() {
        var story = CaseStory()
        story.does(.guide, [.way: "4", .to: "县司法局"])
        story.does(.reply, [.outcome: "解释说明", .text: "去复议"])
        let given: [CaseField: String] = [.paper: "处理意见书", .method: "当面", .result: "签收", .on: story.day(0)]
        #expect(!story.reasons(.deliver, given).isEmpty)
    }

    @Test func aDocumentFromHereIsWhatTheActWants() {
        var story = CaseStory()
        story.issues("去向告知书", "某信告〔2026〕1号")
        story.issues("受理告知书", "某信受〔2026〕1号")
        #expect(story.reasons(.notify, [.document: "某信告〔2026〕1号"]).first?.contains("是去向告知书") == true)
        #expect(story.reasons(.accept, [.way: "6", .document: "某信告〔2026〕1号"]).count == 1)
        // A number of the office's own books passes.
        #expect(story.reasons(.accept, [.way: "6", .document: "某字〔2026〕9号"]).isEmpty)
        #expect(story.reasons(.accept, [.way: "6", .document: "某信受〔2026〕1号"]).isEmpty)
        let delivery: [CaseField: String] = [.method: "当面", .result: "签收", .on: story.day(0)]
        func deliver(_ paper: String, _ number: String) -> [String] {
            story.reasons(.deliver, delivery.merging([.paper: paper, .document: number]) { $1 })
        }
        // Where it went is not the notice that art. 23 wants, and meets no clock of it.
        #expect(deliver("告知书", "某信告〔2026〕1号").first?.contains("其他文书") == true)
        #expect(deliver("其他文书", "某信告〔2026〕1号").isEmpty && deliver("告知书", "某信受〔2026〕1号").isEmpty)
    }

    @Test func nothingArrivesWhereThereIsNoPaper() {
        var story = CaseStory()
        let given: [CaseField: String] = [.paper: "告知书", .method: "当面", .result: "签收", .on: story.day(0)]
        #expect(story.reasons(.deliver, given).count == 1)
        story.issues("受理告知书", "某信受〔2026〕1号")
        #expect(story.reasons(.deliver, given).isEmpty)
    }

    @Test func anOpinionIsLookedAtAgainOnce() {
        var story = accepted()
        let reply: [CaseField: String] = [.outcome: "不支持", .text: "见书", .document: "意1", .basis: "某条"]
        let opinion: [CaseField: String] = [.outcome: "撤销", .document: "查1", .basis: "某条"]
        story.does(.reply, reply)
        story.does(.askReview, [.on: story.day(0)], by: .petitioner)
        story.does(.review, opinion)
        story.does(.report, [.text: "完了"])
        #expect(story.reasons(.askReview, [.on: story.day(0)], by: .petitioner) == ["这份处理意见已经请过复查"])
        story.does(.sendBack, [.standard: "处理恰当", .reason: "要重作"], by: CaseFixture.second)
        // What was done anew is an opinion of its own.
        story.does(.reply, reply)
        story.does(.askReview, [.on: story.day(0)], by: .petitioner)
        story.does(.review, opinion)
        story.does(.askRecheck, [.on: story.day(0)], by: .petitioner)
        story.does(.recheck, opinion)
        story.does(.report, [.text: "完了"])
        #expect(story.reasons(.askRecheck, [.on: story.day(0)], by: .petitioner) == ["这份复查意见已经请过复核"])
        #expect(CaseAct.voices(story.file, today: story.today) == [.urge, .supplement, .withdraw, .rate])
    }

    @Test func everyClaimHasItsMeasure() {
        var story = accepted()
        story.does(.meet, [.on: story.day(0), .text: "谈过"])
        story.does(
            .reply, [.outcome: "部分支持", .text: "两项", .document: "意1", .basis: "某条", .claims: "2"])
        #expect(story.file.claims == 2)
        func missing() -> [String] { story.file.missingForClosing(ClosingPolicy()).filter { $0.contains("四个到位") } }
        #expect(missing() == ["第 1、2 项诉求没有记四个到位（claim）"])
        story.does(.settle, [.measure: "解决问题到位", .evidence: "回执", .claim: "1"])
        story.does(.settle, [.measure: "帮扶救助到位", .evidence: "救助单", .claim: "1"])
        #expect(missing() == ["第 2 项诉求没有记四个到位（claim）"])
        story.does(.settle, [.measure: "思想教育到位", .evidence: "谈话记录", .claim: "2"])
        #expect(missing().isEmpty)
        #expect(story.file.settlements[1]?.map(\.measure) == ["解决问题到位", "帮扶救助到位"])
        #expect(CaseFile(story.record) == (try? CaseFile(decoding: story.file.encoded())))
    }

    // MARK: Dates that people set

    private func clocks(
        _ story: CaseStory, _ rules: RuleBook = DeadlineFixture.book, after days: Int = 0
    ) throws -> [ClockState] {
        CaseClocks.states(
            of: story.record, office: .petitionOffice, rules: rules, calendar: try DeadlineFixture.calendar(),
            asOf: story.today.adding(days: days))
    }

    @Test func theDayOfARecheckIsWatchedAndEndsWithIt() throws {
        var story = accepted()
        story.does(.postpone, [.reason: "等通水", .due: story.day(20)])
        let due = try #require(story.file.deferral?.recheckOn)
        let clock = try #require(try clocks(story).first { $0.rule == SetDate.recheck.rawValue })
        #expect(clock.nominalDue == due && clock.effectiveDue == due && clock.status == .open)
        #expect(try clocks(story, after: 40).first { $0.rule == SetDate.recheck.rawValue }?.status == .overdue)
        story.does(.resume, [.reason: "通水了"])
        #expect(try clocks(story).first { $0.rule == SetDate.recheck.rawValue }?.status == .met)
        #expect(
            !CaseClocks.ledgers(of: story.record, office: .petitionOffice, rules: DeadlineFixture.book)
                .contains { SetDate(rawValue: $0.rule) != nil })
    }

    @Test func aNewDateTakesThePlaceOfTheOneBefore() throws {
        var story = accepted()
        let orders: [CaseField: String] = [.form: "专项", .ground: "推诿敷衍拖延", .text: "办"]
        story.does(.supervise, orders.merging([.due: story.day(10)]) { $1 })
        story.does(.supervise, orders.merging([.due: story.day(30)]) { $1 })
        let found = try clocks(story).filter { $0.rule == SetDate.supervised.rawValue }
        #expect(found.map(\.status) == [.closed, .open])
        story.does(.withdraw, by: .petitioner)
        #expect(try clocks(story).allSatisfy { $0.status.isFinal })
    }

    @Test func aFollowUpIsWantedAfterTheClosing() throws {
        let rule = DeadlineRule(
            id: "回访", title: "办结后回访", length: 30, unit: .natural, startsOn: "办结",
            basis: .init(citation: "（本局约定）", text: ""), regime: "本局约定", version: "1", begins: "办结", ends: ["回访"])
        let rules = RuleBook(DeadlineFixture.book.rules + [rule])
        var story = CaseStory(CaseFixture.record(CaseFixture.claim(.inquiry)))
        story.does(.reply, [.outcome: "已答复", .text: "在二楼"])
        story.does(.report, [.text: "答了"])
        story.does(.examine, [.facts: "清", .character: "准", .handling: "当", .formalities: "全"], by: CaseFixture.second)
        story.does(.conclude)
        guard case .due(let on, let what, _) = try story.file.next(clocks: clocks(story, rules), rules: rules) else {
            Issue.record("nothing is wanted")
            return
        }
        #expect(on == story.today.adding(days: 30) && what == "办结后回访")
        let watch = ClockWatch(office: .petitionOffice, rules: rules, calendar: try DeadlineFixture.calendar())
        #expect(watch.review(story.record, ClockSheet(), now: story.now).isDone == false)
        var reopened = story
        reopened.does(.reopen, [.reason: "又漏了"])
        #expect(try clocks(reopened, rules).first { $0.rule == "回访" }?.status == .closed)
        story.does(.followUp, [.on: story.day(0), .result: "满意"])
        #expect(try clocks(story, rules).first { $0.rule == "回访" }?.status == .met)
        #expect(try story.file.next(clocks: clocks(story, rules), rules: rules) == .nothing)
    }
}

extension CaseStory {
    /// A document that goes out in the case.
    mutating func issues(_ paper: String, _ number: String) {
        enters(CaseEvent(.issued, at: now, by: "012", fields: [.paper: paper, .document: number, .audience: "信访人"]))
    }
}
