// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

/// Whoever shares a matter with others takes back their own part of it, and nobody else's.
@Suite struct CaseWithdrawalTests {
    private func shared(_ people: Int = 3) -> CaseStory {
        var story = CaseStory(CaseFixture.record(CaseFixture.claim(people: people)))
        story.does(.forward, [.to: "县人社局"])
        return story
    }

    private func running(_ story: CaseStory) throws -> Int {
        CaseClocks.states(
            of: story.record, office: .petitionOffice, rules: DeadlineFixture.book,
            calendar: try DeadlineFixture.calendar(), asOf: story.today
        ).count { !$0.status.isFinal }
    }

    @Test func theCaseGoesOnForTheOthers() throws {
        var story = shared()
        let clocks = try running(story)
        story.does(.withdraw, [.person: "2"], by: .petitioner)
        #expect(story.file.stage == .forwarded && story.file.withdrawals == [2])
        #expect(try running(story) == clocks && clocks > 0)
        #expect(story.reasons(.withdraw, [.person: "2"], by: .petitioner).joined().contains("已经撤回"))
        #expect(!CaseAct.voices(story.file, person: 2, today: story.today).contains(.withdraw))
        #expect(CaseAct.voices(story.file, person: 1, today: story.today).contains(.withdraw))
        #expect(CaseAct.voices(story.file, person: 2, today: story.today).contains(.urge))
        story.does(.withdraw, [.person: "1"], by: .petitioner)
        #expect(story.file.stage == .forwarded)
        // The last one ends it.
        story.does(.withdraw, [.person: "3"], by: .petitioner)
        #expect(story.file.stage == .withdrawn)
        #expect(try running(story) == 0)
        #expect(try CaseFile(decoding: story.file.encoded()) == story.file)
    }

    @Test func nobodyWithdrawsForTheOthers() {
        let story = shared()
        #expect(story.reasons(.withdraw, by: .petitioner).joined().contains("第几位"))
        #expect(story.reasons(.withdraw, [.person: "4"], by: .petitioner).joined().contains("没有第 4 位"))
        #expect(story.reasons(.withdraw).joined().contains("谁"))
    }

    @Test func anOfficerEntersThatAllOfThemDid() {
        var story = shared()
        story.does(.withdraw, [.text: "三位都到窗口签了字，不办了"])
        #expect(story.file.stage == .withdrawn)
    }

    @Test func whoeverIsAloneWithdrawsTheWhole() {
        var story = shared(1)
        story.does(.withdraw, [.person: "1"], by: .petitioner)
        #expect(story.file.stage == .withdrawn)
    }

    @Test func theNumberOfPeopleIsThatOfTheCorrection() throws {
        var story = shared(1)
        story.does(.correct, [.field: "人数", .value: "2", .reason: "漏了一位"])
        story.does(.withdraw, [.person: "1"], by: .petitioner)
        #expect(story.file.stage == .forwarded)
        #expect(try running(story) > 0)
    }

    /// Ledgers from before parts were told apart.
    @Test func anOldEntryEndsTheWhole() {
        let record = CaseFixture.record(
            CaseFixture.claim(people: 3), events: [CaseEvent(.withdrawn, at: CaseFixture.filed)])
        #expect(CaseFile(record).stage == .withdrawn)
    }
}
