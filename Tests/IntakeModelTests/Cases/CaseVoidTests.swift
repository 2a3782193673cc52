// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import IntakeModel

/// Entries that were wrong: they stay, and count no more.
@Suite struct CaseVoidTests {
    private func accepted() -> CaseStory {
        var story = CaseStory()
        story.does(.forward, [.to: "县人社局"])
        story.does(.notify, [.document: "告1号"], by: CaseFixture.handler)
        return story
    }

    @Test func whatAnEntryDidIsUndoneAndItStays() {
        var story = accepted()
        #expect(story.file.stage == .notified && story.file.notifiedOn != nil)
        story.does(.void, [.entry: "3", .reason: "记到别的件上了"], by: CaseFixture.handler)
        #expect(story.file.stage == .forwarded && story.file.notifiedOn == nil)
        #expect(story.record.events.count == 4 && story.file.version == 4 && story.file.voided == [3])
    }

    @Test func onlyStepsOfOfficersAreTakenBackAndOnce() {
        var story = accepted()
        story.does(.urge, by: .petitioner)
        for entry in ["1", "4", "9"] {
            #expect(!story.reasons(.void, [.entry: entry, .reason: "错了"], by: CaseFixture.handler).isEmpty, "\(entry)")
        }
        story.does(.void, [.entry: "3", .reason: "错了"], by: CaseFixture.handler)
        for entry in ["3", "5"] {
            #expect(!story.reasons(.void, [.entry: entry, .reason: "错了"], by: CaseFixture.handler).isEmpty, "\(entry)")
        }
        #expect(!story.reasons(.void, [.entry: "2", .reason: "错了"], by: CaseFixture.stranger).isEmpty)
    }

    @Test func aVerdictFallsWithTheEntryItStoodOn() throws {
        let calendar = try DeadlineFixture.calendar()
        var story = accepted()
        func state(_ record: CaseRecord) throws -> ClockState {
            let states = CaseClocks.states(
                of: record, office: .petitionOffice, rules: DeadlineFixture.book, calendar: calendar,
                asOf: story.today.adding(days: 1))
            return try #require(states.first { $0.rule == RuleID.notify })
        }
        var frozen = story.record
        let verdict = try #require(try state(frozen).verdict)
        #expect(verdict.outcome == .met)
        frozen.verdicts = [verdict]
        #expect(try state(frozen).isFrozen)
        story.does(.void, [.entry: "3", .reason: "告知的是别的件"], by: CaseFixture.handler)
        var mended = story.record
        mended.verdicts = [verdict]
        let open = try state(mended)
        #expect(!open.isFrozen && open.verdict == nil && !open.status.isFinal)
        // A verdict that stands on another entry stays.
        let forward = CaseClocks.states(
            of: story.record, office: .petitionOffice, rules: DeadlineFixture.book, calendar: calendar,
            asOf: story.today
        ).first { $0.rule == RuleID.forward }
        mended.verdicts = [verdict, try #require(forward?.verdict)]
        let states = CaseClocks.states(
            of: mended, office: .petitionOffice, rules: DeadlineFixture.book, calendar: calendar, asOf: story.today)
        #expect(states.first { $0.rule == RuleID.forward }?.isFrozen == true)
    }

    @Test func whoTakesItOnHasNothingToTransfer() throws {
        let calendar = try DeadlineFixture.calendar()
        var story = CaseStory()
        story.does(.accept, [.way: "6"])
        let states = CaseClocks.states(
            of: story.record, office: .petitionOffice, rules: DeadlineFixture.book, calendar: calendar,
            asOf: story.today.adding(days: 40))
        #expect(states.first { $0.rule == RuleID.forward }?.status == .closed)
    }
}
