// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

/// Whole lives of cases.
@Suite struct CaseFileTests {
    private func clocks(_ story: CaseStory, _ office: OfficeKind = .petitionOffice) throws -> [String: ClockState] {
        let states = CaseClocks.states(
            of: story.record, office: office, rules: DeadlineFixture.book, calendar: try DeadlineFixture.calendar(),
            asOf: story.today)
        return Dictionary(states.map { ($0.rule, $0) }) { $1 }
    }

    private func next(_ story: CaseStory) throws -> CaseNext {
        story.file.next(clocks: Array(try clocks(story).values), rules: DeadlineFixture.book)
    }

    private static let four: [CaseField: String] = [
        .facts: "工资表和考勤对得上", .character: "拖欠工资", .handling: "限期支付", .formalities: "文书齐",
    ]

    @Test func fromTheCounterToTheArchive() throws {
        var story = CaseStory()
        story.closing = ClosingPolicy(signatures: 2)
        #expect(story.file.owner(fallback: "") == .unit("县信访局"))
        story.does(.forward, [.to: "县人社局"])
        #expect(story.file.stage == .forwarded && story.file.unit == "县人社局")
        #expect(try clocks(story)[RuleID.forward]?.status == .met)
        story.does(.assign, [.unit: "县人社局", .officer: "301"], by: CaseFixture.handler)
        #expect(story.file.owner(fallback: "") == .person("301", unit: "县人社局"))
        story.does(.notify, [.document: "告1号"], by: CaseFixture.handler)
        #expect(try clocks(story)[RuleID.notify]?.status == .met)
        story.does(.accept, [.way: "6"], by: CaseFixture.handler)
        let accepted = story.today
        guard case .due(let due, _, _) = try next(story) else {
            Issue.record("60 days have no date")
            return
        }
        #expect(due == accepted.adding(days: 60))
        story.does(.meet, [.on: story.day(0), .text: "当面核对了考勤"], by: CaseFixture.handler)
        story.does(
            .extend, [.days: "30", .approver: "局长", .reason: "要查三年的账", .document: "延1号"], by: CaseFixture.handler)
        guard case .due(let extended, _, _) = try next(story) else {
            Issue.record("90 days have no date")
            return
        }
        #expect(extended == accepted.adding(days: 90))
        #expect(!story.reasons(.reply, [.outcome: "支持", .text: "限期支付"], by: CaseFixture.handler).isEmpty)
        story.does(
            .reply, [.outcome: "支持", .text: "限期支付", .document: "意1号", .basis: "保障农民工工资支付条例第五十三条"],
            by: CaseFixture.handler)
        #expect(try clocks(story)[RuleID.conclude]?.status == .met)
        story.does(.report, [.text: "办结报告"], by: CaseFixture.handler)
        #expect(story.reasons(.examine, Self.four, by: CaseFixture.handler).joined().contains("换一个人"))
        #expect(story.reasons(.sign, by: CaseFixture.first).joined().contains("四个标准"))
        let missing = story.reasons(.conclude)
        #expect(missing.count == 5, "\(missing)")
        story.does(.examine, Self.four)
        story.does(.sign)
        #expect(story.reasons(.sign).joined().contains("签过"))
        story.does(.opine, [.opinion: "同意"])
        story.does(.settle, [.measure: "解决问题到位", .evidence: "银行回单"], by: CaseFixture.handler)
        #expect(story.reasons(.conclude).count == 2)
        story.does(.sign, by: CaseFixture.leader)
        story.does(.deliver, [.paper: "处理意见书", .method: "当面", .result: "签收", .on: story.day(0)])
        #expect(try clocks(story)[RuleID.review]?.status == .open)
        story.does(.conclude)
        #expect(story.file.stage == .concluded && story.file.closedOn == story.today)
        #expect(story.reasons(.accept, [.way: "6"]).joined().contains("已办结"))
        story.does(.rate, [.rateOffice: "满意", .rateUnit: "基本满意"], by: .petitioner)
        story.does(.followUp, [.on: story.day(0), .result: "满意"])
        story.does(.archive)
        #expect(story.file.stage == .archived && story.file.rateUnit == "基本满意" && story.file.followUps == 1)
    }

    @Test func whatIsNotGoodEnoughGoesBackAndIsExaminedAnew() {
        var story = CaseStory(CaseFixture.record(CaseFixture.claim(.suggestion)))
        story.does(.reply, [.outcome: "采纳", .text: "明年修"])
        story.does(.report, [.text: "报"])
        story.does(.examine, Self.four, by: CaseFixture.second)
        story.does(.sendBack, [.standard: "事实清楚", .reason: "没有现场照片"], by: CaseFixture.second)
        #expect(story.file.stage == .replied && story.file.standards.isEmpty && story.file.sentBack == 1)
        story.does(.report, [.text: "再报"])
        #expect(story.reasons(.conclude).joined().contains("四个标准"))
        story.does(.examine, Self.four, by: CaseFixture.second)
        story.does(.conclude)
    }

    @Test func aUnitThatIsNotCompetentGivesItBackAndTheClocksStartAnewElsewhere() throws {
        var story = CaseStory()
        story.does(.forward, [.to: "县人社局"])
        story.does(.object, [.reason: "不是用工纠纷"], by: CaseFixture.handler)
        #expect(try clocks(story)[RuleID.object]?.status == .met)
        #expect(story.reasons(.giveBack, [.reason: "同意"], by: CaseFixture.handler).joined().contains("换一个人"))
        story.does(.giveBack, [.reason: "同意"])
        #expect(story.file.stage == .registered && story.file.unit == "县信访局" && story.file.bounces == 1)
        #expect(try clocks(story)[RuleID.notify]?.status == .closed)
        story.does(.forward, [.to: "县住建局"])
        #expect(try clocks(story)[RuleID.notify]?.from == story.today)
        let all = CaseClocks.ledgers(of: story.record, office: .petitionOffice, rules: DeadlineFixture.book)
        #expect(all.map(\.rule) == ["转送", "告知", "异议", "告知", "异议"])
    }

    @Test func anObjectionThatIsNotAgreedToLeavesItWhereItIs() {
        var story = CaseStory()
        story.does(.entrust, [.to: "县人社局", .due: story.day(40)])
        story.does(.object, [.reason: "不归我们"], by: CaseFixture.handler)
        story.does(.retain, [.reason: "归你们"])
        #expect(story.file.stage == .forwarded && story.file.unit == "县人社局" && story.file.bounces == 0)
    }

    @Test func aMatterThatCannotBeHandledYetHasADay() throws {
        var story = CaseStory()
        story.does(.accept, [.way: "6"])
        story.does(.postpone, [.reason: "等冬天过去才能开挖", .due: story.day(30)])
        let due = try #require(story.file.deferral?.recheckOn)
        #expect(try next(story) == .due(due, what: "复查暂缓的条件是否具备", article: ""))
        story.does(.resume, [.reason: "开春了"])
        #expect(story.file.stage == .accepted && story.file.deferral == nil)
    }

    @Test func reviewAndSecondReviewHaveTheirWindows() throws {
        var story = CaseStory()
        story.does(.accept, [.way: "6"])
        story.does(.reply, [.outcome: "不支持", .text: "没有依据", .document: "意1号", .basis: "某条"])
        story.does(.deliver, [.paper: "处理意见书", .method: "邮寄", .result: "签收", .on: story.day(0)])
        story.does(.askReview, [.on: story.day(0)], by: .petitioner)
        #expect(story.file.stage == .reviewing)
        #expect(try clocks(story)[RuleID.review]?.status == .met)
        #expect(story.reasons(.askRecheck, [.on: story.day(0)]).count == 1)
        story.does(.review, [.outcome: "维持", .document: "查1号", .basis: "某条"])
        #expect(try clocks(story)[RuleID.reviewOpinion]?.status == .met)
        story.does(.deliver, [.paper: "复查意见书", .method: "邮寄", .result: "签收", .on: story.day(0)])
        let asked = story.today
        story.does(.askRecheck, [.on: story.day(0)])
        // The body above hears it, and is none of those who answer for it.
        story.does(
            .pause, [.rule: "复核意见", .from: story.day(1), .through: story.day(10), .reason: "听证"],
            by: CaseFixture.stranger)
        let due = try #require(try clocks(story)[RuleID.recheckOpinion]?.nominalDue)
        #expect(due == asked.adding(days: 40))
        story.does(.recheck, [.outcome: "维持", .document: "核1号", .basis: "某条"])
        #expect(story.file.stage == .rechecked && story.file.recheck?.outcome == "维持")
    }

    @Test func theOtherItemsOfArticle31ShowTheirRoadInsteadOfADate() throws {
        var story = CaseStory()
        story.does(.forward, [.to: "县人社局"])
        story.does(.notify)
        story.does(.guide, [.way: "2", .to: "县劳动人事争议仲裁院"])
        #expect(story.reasons(.guide, [.way: "6", .to: "县法院"]).isEmpty == false)
        guard case .undated(let reason, _?) = try next(story) else {
            Issue.record("arbitration has no date of ours")
            return
        }
        #expect(reason.contains("仲裁"))
    }

    @Test func aWithdrawalThatCrossesTheClosingMovesNothing() {
        var record = CaseFixture.record()
        record.events.append(CaseEvent(.concluded, at: CaseFixture.filed, by: "012", text: "办好了"))
        record.events.append(CaseEvent(.withdrawn, at: CaseFixture.filed))
        let file = CaseFile(record)
        #expect(file.stage == .concluded)
    }

    /// Ledgers of the first vocabulary, which knew no table.
    @Test func oldLedgersReadAsTheyDid() {
        func state(_ kinds: CaseEvent.Kind...) -> String {
            CaseFixture.record(events: kinds.map { CaseEvent($0, at: CaseFixture.filed, text: "31(6) x") }).state
        }
        #expect(state() == "已登记")
        #expect(state(.urged, .noted) == "已登记")
        #expect(state(.forwarded, .urged) == "已转送")
        #expect(state(.forwarded, .notified, .supplemented) == "已告知")
        #expect(state(.accepted, .notified) == "已受理")
        #expect(state(.accepted, .concluded, .rated) == "已办结")
        #expect(state(.accepted, .withdrawn) == "已撤回")
    }

    @Test func whatIsHiddenStaysInTheLedger() {
        var story = CaseStory()
        story.does(.note, [.text: "电话 13800000000"])
        story.does(.redact, [.entry: "2", .reason: "写了号码"], by: CaseFixture.leader)
        #expect(story.file.redacted == [2] && story.record.events[1].text.contains("138"))
        #expect(story.record.shown[1].text == "（已遮盖）" && story.record.shown[1].fields.isEmpty)
        #expect(!story.reasons(.redact, [.entry: "2", .reason: "x"], by: CaseFixture.leader).isEmpty)
    }

    @Test func anImportedCaseCountsFromItsRealDay() throws {
        var story = CaseStory()
        let day = story.today.adding(days: -10)
        story.does(.importing, [.source: "旧系统", .original: "0815", .on: day.iso8601])
        #expect(story.file.receivedOn == day)
        #expect(try clocks(story)[RuleID.forward]?.from == day)
        #expect(!story.reasons(.importing, [.source: "1", .original: "1", .on: day.iso8601]).isEmpty)
    }
}
