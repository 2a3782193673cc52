// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import IntakeModel

/// Lists for people: what may call for 督办, what may go before the meeting, what the leaders ordered.
@Suite struct CaseListTests {
    private func triggers(_ story: CaseStory, after days: Int) throws -> [String] {
        let today = story.today.adding(days: days)
        let calendar = try DeadlineFixture.calendar()
        let clocks = CaseClocks.states(
            of: story.record, office: .petitionOffice, rules: DeadlineFixture.book, calendar: calendar, asOf: today)
        return CaseTrigger.all(
            story.record, story.file, clocks: clocks, rules: DeadlineFixture.book, today: today
        ).map(\.ground)
    }

    @Test func aFreshCaseCallsForNothing() throws {
        #expect(try triggers(CaseStory(), after: 0) == [])
    }

    @Test func datesThatPassed() throws {
        var story = CaseStory()
        #expect(try triggers(story, after: 60) == ["逾期"])
        story.does(.entrust, [.to: "县人社局", .due: story.day(20)])
        #expect(try triggers(story, after: 60).contains("未反馈结果"))
        #expect(try !triggers(story, after: 10).contains("未反馈结果"))
    }

    @Test func urgingThatNobodyAnswered() throws {
        var story = CaseStory()
        for _ in 0..<2 { story.does(.urge, by: .petitioner) }
        #expect(try triggers(story, after: 1).contains("推诿敷衍拖延"))
        story.does(.note, [.text: "打过电话"])
        #expect(try !triggers(story, after: 1).contains("推诿敷衍拖延"))
    }

    @Test func anOpinionFromAboveThatNothingFollowed() throws {
        var story = CaseStory()
        story.does(.accept, [.way: "6"])
        story.does(.reply, [.outcome: "不支持", .text: "不符合", .document: "意1号", .basis: "条例"])
        story.does(.askReview, [.on: story.day(1)], by: .petitioner)
        story.does(.review, [.outcome: "责令重作", .document: "复1号", .basis: "条例"])
        #expect(try !triggers(story, after: 20).contains("拒不执行"))
        #expect(try triggers(story, after: 40).contains("拒不执行"))
        var upheld = CaseStory()
        upheld.does(.accept, [.way: "6"])
        upheld.does(.reply, [.outcome: "不支持", .text: "不符合", .document: "意1号", .basis: "条例"])
        upheld.does(.askReview, [.on: upheld.day(1)], by: .petitioner)
        upheld.does(.review, [.outcome: "维持", .document: "复1号", .basis: "条例"])
        #expect(try !triggers(upheld, after: 40).contains("拒不执行"))
    }

    @Test func leadersAreToldThenSomethingIsProposedThenTheyOrder() {
        var story = CaseStory()
        #expect(story.reasons(.propose, [.text: "转住建"]).contains("还没有摘报"))
        story.does(.brief, [.leader: "王副县长", .text: "供热"])
        #expect(story.reasons(.direct, [.leader: "王副县长", .text: "抓紧"]).contains("还没有拟办意见"))
        story.does(.propose, [.text: "转住建"])
        story.does(.direct, [.leader: "王副县长", .text: "抓紧", .due: story.day(10)])
        #expect(story.file.directions == 1 && story.file.supervisions.count == 1)
    }

    @Test func aHardCaseNeedsALeaderAndAMeetingWhereTheOfficeSaysSo() {
        var story = CaseStory()
        let policy = ClosingPolicy(sponsor: .hard, consultation: .all)
        #expect(story.file.missingForClosing(policy).contains("还没有会诊"))
        #expect(!story.file.missingForClosing(policy).contains("还没有领导包案"))
        story.does(.link, [.number: CaseFixture.other, .relation: CaseAct.repeatRelation])
        #expect(story.file.missingForClosing(policy).contains("还没有领导包案"))
        story.does(.sponsor, [.leader: "王副县长"])
        story.does(.consult, [.on: story.day(0), .with: "住建局、供热公司", .text: "限期修"])
        let missing = story.file.missingForClosing(policy)
        #expect(!missing.contains("还没有领导包案") && !missing.contains("还没有会诊"))
    }

    @Test func theMeetingHearsWhatIsDisputedAndWhatCameAgain() {
        var story = CaseStory()
        #expect(CaseAgenda.reasons(story.record, story.file) == [])
        #expect(CaseAgenda.simple(story.record, story.file) != nil)
        story.does(.link, [.number: CaseFixture.other, .relation: CaseAct.repeatRelation])
        #expect(CaseAgenda.reasons(story.record, story.file) == ["重复提出"])
        #expect(CaseAgenda.simple(story.record, story.file) == nil)
        story.does(.forward, [.to: "县人社局"])
        story.does(.object, [.reason: "不归我们管"], by: CaseFixture.handler)
        #expect(CaseAgenda.reasons(story.record, story.file).contains("受理有争议"))
    }

    @Test func relationsHaveAnOtherSide() {
        for relation in ["主件", "子件", "重复", "重复件", "相关"] {
            let back = CaseAct.relation(backOf: relation)
            #expect(back.flatMap(CaseAct.relation(backOf:)) == relation)
        }
        #expect(CaseAct.relation(backOf: "别的") == nil)
    }
}
