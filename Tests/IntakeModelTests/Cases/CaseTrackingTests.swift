// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

/// An open case that no term of the law drives has a day on which the office looks again.
@Suite struct CaseTrackingTests {
    private func look(_ story: CaseStory, after days: Int = 0) throws -> ClockState? {
        CaseClocks.states(
            of: story.record, office: .petitionOffice, rules: DeadlineFixture.book,
            calendar: try DeadlineFixture.calendar(), asOf: story.today.adding(days: days)
        ).first { $0.rule == RuleID.track }
    }

    /// Shown to arbitration: the other road has its own days, and ours has none.
    private func guided() -> CaseStory {
        var story = CaseStory()
        story.does(.forward, [.to: "县人社局"])
        story.does(.notify)
        story.does(.guide, [.way: "2", .to: "县劳动人事争议仲裁院"])
        return story
    }

    @Test func itRunsWhereNoDutyDoes() throws {
        var story = CaseStory()
        // 转送 runs.
        #expect(try look(story) == nil)
        story.does(.forward, [.to: "县人社局"])
        #expect(try look(story) == nil)
        story.does(.notify)
        let told = story.today
        let clock = try #require(try look(story))
        #expect(clock.from == told && clock.nominalDue == told.adding(days: 30))
        story.does(.accept, [.way: "6"])
        #expect(try look(story) == nil)
        story.does(.withdraw, by: .petitioner)
        #expect(try look(story) == nil)
    }

    @Test func everyStepOfAnOfficerMovesItAndNothingElse() throws {
        var story = guided()
        let shown = story.today
        story.does(.urge, by: .petitioner)
        story.does(.supplement, [.text: "仲裁院收下了"], by: .petitioner)
        story.does(.note, [.text: "看过"])
        #expect(try look(story)?.from == shown)
        story.does(.remind, [.method: "电话"])
        #expect(try look(story)?.from == story.today)
        // It is entered later than it was: the day of the entry counts.
        story.does(.visit, [.on: story.day(-1), .place: "仲裁院", .text: "问了"])
        #expect(try look(story)?.from == story.today)
    }

    @Test func anOfficerSetsAnotherDayWithTheReason() throws {
        var story = guided()
        #expect(!story.reasons(.track, [.due: story.day(60)]).isEmpty)
        #expect(!story.reasons(.track, [.due: story.day(-1), .reason: "等裁决"]).isEmpty)
        #expect(!story.reasons(.track, [.due: story.day(60), .reason: "等裁决"], by: CaseFixture.stranger).isEmpty)
        story.does(.track, [.due: story.day(60), .reason: "等裁决"])
        let due = try #require(story.file.trackedOn)
        #expect(try look(story)?.nominalDue == due && look(story)?.effectiveDue == due)
        // What is done meanwhile leaves the day where it is.
        story.does(.remind, [.method: "电话"])
        #expect(try look(story)?.nominalDue == due)
        #expect(try look(story, after: 90)?.status == .overdue)
        // On the day itself the office's own rule counts again.
        while story.today < due { story.now = story.now.adding(milliseconds: 86_400_000) }
        story.does(.remind, [.method: "上门"])
        #expect(try look(story)?.nominalDue == story.today.adding(days: 30))
    }

    @Test func aStepOnTheWayEndsTheDayThatWasSet() throws {
        var story = guided()
        story.does(.track, [.due: story.day(60), .reason: "等裁决"])
        story.does(.reply, [.outcome: "解释说明", .text: "裁决下来了"], by: CaseFixture.handler)
        #expect(story.file.trackedOn == nil)
        #expect(try look(story)?.nominalDue == story.today.adding(days: 30))
    }

    @Test func itIsNoTermOfTheLaw() throws {
        let story = guided()
        let clocks = CaseClocks.states(
            of: story.record, office: .petitionOffice, rules: DeadlineFixture.book,
            calendar: try DeadlineFixture.calendar(), asOf: story.today.adding(days: 50))
        guard case .undated(let reason, let look) = story.file.next(clocks: clocks, rules: DeadlineFixture.book) else {
            Issue.record("it is told as a term")
            return
        }
        #expect(reason.contains("仲裁") && look == story.today.adding(days: 30))
        // Nobody is 逾期; that nothing was done for so long is a ground to look at.
        let grounds = CaseTrigger.all(
            story.record, story.file, clocks: clocks, rules: DeadlineFixture.book, today: story.today.adding(days: 50)
        ).map(\.ground)
        #expect(grounds == ["推诿敷衍拖延"])
        // Reports judge by the terms of the law only.
        #expect(
            !CaseClocks.ledgers(of: story.record, office: .petitionOffice, rules: DeadlineFixture.book)
                .contains { $0.rule == RuleID.track })
    }

    @Test func whoMayAskForAReviewIsNoReasonToForgetTheCase() throws {
        var story = CaseStory()
        story.does(.accept, [.way: "6"])
        story.does(.notify)
        story.does(.reply, [.outcome: "不支持", .text: "没有依据", .document: "意1号", .basis: "某条"])
        story.does(.deliver, [.paper: "处理意见书", .method: "邮寄", .result: "签收", .on: story.day(0)])
        // The fixture's 复查 is written as a duty of an organ; as the law has it, it is the petitioner's.
        let book = RuleBook(
            DeadlineFixture.book.rules.filter { $0.id != RuleID.review } + [
                DeadlineRule(
                    id: RuleID.review, title: "请求复查", length: 30, unit: .natural, startsOn: "收到书面答复",
                    party: .petitioner, isWindow: true, basis: .init(citation: "第三十五条", text: ""), regime: "测试条例",
                    version: "1")
            ])
        let clocks = CaseClocks.states(
            of: story.record, office: .petitionOffice, rules: book, calendar: try DeadlineFixture.calendar(),
            asOf: story.today)
        guard case .undated(let reason, let look) = story.file.next(clocks: clocks, rules: book) else {
            Issue.record("the petitioner's right is told as a duty of the office")
            return
        }
        #expect(reason.contains("请求复查") && look == story.today.adding(days: 30))
    }

    @Test func remindersComeForItOnceADateAndMoveWithIt() throws {
        var story = guided()
        let watch = ClockWatch(
            office: .petitionOffice, rules: DeadlineFixture.book, calendar: try DeadlineFixture.calendar())
        func stages(_ days: Int64) -> [String] {
            watch.review(story.record, ClockSheet(), now: story.now.adding(milliseconds: days * 86_400_000)).notices
                .filter { $0.rule == RuleID.track && $0.event != nil }.map { "\($0.stage) \($0.due)" }
        }
        let due = try #require(try look(story))
        #expect(stages(20) == [])
        #expect(stages(28) == ["due_soon \(try #require(due.nominalDue))"])
        #expect(stages(45) == ["overdue \(try #require(due.effectiveDue))"])
        story.now = story.now.adding(milliseconds: 20 * 86_400_000)
        story.does(.remind, [.method: "函"])
        #expect(stages(20) == [])
        // The day moved with the ledger, not with the rules: nothing is entered, and no verdict is kept.
        let former = watch.review(guided().record, ClockSheet(), now: story.now).open
        let review = watch.review(story.record, ClockSheet(open: former, isOutdated: true), now: story.now)
        #expect(review.moved.isEmpty)
        #expect(!review.ended.contains { $0.rule == RuleID.track })
    }
}
