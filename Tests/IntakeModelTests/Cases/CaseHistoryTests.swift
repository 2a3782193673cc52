// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

/// Properties of every history. A failure names its seed.
@Suite struct CaseHistoryTests {
    private static let seeds: [UInt64] = Array(0..<180)
    private static let length = 70

    /// A history of accepted acts, with what was tried looked at on the way.
    private func history(
        _ seed: UInt64,
        each look: (_ before: CaseStory, CaseAct, CaseActor, CaseRefusal?, _ after: CaseStory) -> Void = {
            _, _, _, _, _ in
        }
    ) -> CaseStory {
        var histories = CaseHistories(seed: seed)
        var story = histories.story()
        for _ in 0..<Self.length {
            if histories.oneIn(2) { story.now = story.now.adding(milliseconds: 43_200_000) }
            let actor = histories.pick(CaseFixture.actors)
            let act = histories.act(story, actor)
            let before = story
            let refusal = story.attempt(act, histories.given(act, story), by: actor)
            look(before, act, actor, refusal, story)
        }
        return story
    }

    @Test(arguments: seeds) func impossibleActsAreRefused(_ seed: UInt64) {
        _ = history(seed) { before, act, actor, refusal, after in
            let rule = act.rule
            guard refusal == nil else {
                #expect(after.record.events == before.record.events, "seed \(seed)")
                #expect(refusal?.reasons.isEmpty == false && refusal?.reasons.contains("") == false, "seed \(seed)")
                return
            }
            #expect(rule.from.contains(before.file.stage), "seed \(seed): \(act) at \(before.file.stage)")
            let stages: Set<CaseStage> =
                switch rule.step {
                case .stays: [before.file.stage]
                case .goes(let stage): [stage]
                case .goesFrom(let from, let stage): [from.contains(before.file.stage) ? stage : before.file.stage]
                case .goesForAll(let stage): before.file.people > 1 ? [before.file.stage, stage] : [stage]
                case .refolds: Set(CaseStage.allCases)
                case .returns: CaseStage.open.subtracting([before.file.stage])
                }
            #expect(stages.contains(after.file.stage), "seed \(seed): \(act) led to \(after.file.stage)")
            let event = after.record.events[after.record.events.count - 1]
            for need in rule.needs where need.isRequired {
                #expect(
                    need.field == .text ? !event.text.isEmpty : event.fields[need.field] != nil,
                    "seed \(seed): \(act) without \(need.field)")
            }
            if actor == .petitioner { #expect([.petitioner].contains(rule.who), "seed \(seed): \(act)") }
            if actor == .desk { #expect(rule.who == .desk, "seed \(seed): \(act)") }
            if act == .conclude { #expect(before.file.missingForClosing(before.closing) == [], "seed \(seed)") }
            if before.file.purpose == .report, before.file.respondent != nil,
                [.forward, .entrust, .assign].contains(act)
            {
                #expect(![event.fields[.to], event.fields[.unit]].contains(before.file.respondent), "seed \(seed)")
            }
        }
    }

    @Test(arguments: seeds) func everyOpenCaseHasAnOwnerAndADate(_ seed: UInt64) throws {
        let calendar = try DeadlineFixture.calendar()
        let book = DeadlineFixture.book
        _ = history(seed) { _, _, _, refusal, after in
            guard refusal == nil else { return }
            #expect(CaseFile(after.record) == after.file, "seed \(seed)")
            #expect(!after.file.owner(fallback: "").title.isEmpty, "seed \(seed)")
            let clocks = CaseClocks.states(
                of: after.record, office: .petitionOffice, rules: book, calendar: calendar, asOf: after.today)
            switch after.file.next(clocks: clocks, rules: book) {
            case .due(_, let what, _): #expect(after.file.stage.isOpen && !what.isEmpty, "seed \(seed)")
            case .undated(let reason, let look):
                #expect(after.file.stage.isOpen && !reason.isEmpty && look != nil, "seed \(seed)")
            case .nothing: #expect(!after.file.stage.isOpen, "seed \(seed)")
            }
        }
    }

    @Test(arguments: seeds) func replayGivesTheSameCaseByteForByte(_ seed: UInt64) throws {
        let story = history(seed)
        let stored = story.record.events.map { ($0.encoded(), $0.at, $0.by) }
        var replayed = story.record
        replayed.events = try stored.map { try CaseEvent(decoding: $0.0, at: $0.1, by: $0.2) }
        #expect(replayed.events == story.record.events, "seed \(seed)")
        #expect(replayed.events.map { $0.encoded() } == stored.map(\.0), "seed \(seed)")
        let bytes = story.file.encoded()
        #expect(CaseFile(replayed).encoded() == bytes, "seed \(seed)")
        #expect(try CaseFile(decoding: bytes) == story.file, "seed \(seed)")
        // A snapshot and the entries after it give what the whole ledger gives.
        var early = story.record
        let half = early.events.count / 2
        early.events.removeLast(early.events.count - half)
        let snapshot = try CaseFile(decoding: CaseFile(early).encoded())
        let resumed = CaseFile(story.record, after: snapshot)
        #expect(resumed.encoded() == bytes, "seed \(seed)")
    }

    @Test(arguments: seeds) func orderOfUnrelatedEntriesDoesNotMatter(_ seed: UInt64) throws {
        let story = history(seed)
        let calendar = try DeadlineFixture.calendar()
        func clocks(_ record: CaseRecord) -> [ClockState] {
            CaseClocks.states(
                of: record, office: .otherOrgan, rules: DeadlineFixture.book, calendar: calendar,
                asOf: story.today.adding(days: 400))
        }
        let before = clocks(story.record)
        var swapped = 0
        for index in story.record.events.indices.dropFirst().dropLast() {
            let (a, b) = (story.record.events[index], story.record.events[index + 1])
            guard !a.kind.isRelated(to: b.kind), !story.file.voided.contains(index + 1),
                !story.file.voided.contains(index + 2)
            else { continue }
            var other = story.record
            other.events.swapAt(index, index + 1)
            #expect(CaseFile(other).encoded() == story.file.encoded(), "seed \(seed): \(a.kind), \(b.kind)")
            #expect(clocks(other) == before, "seed \(seed): \(a.kind), \(b.kind)")
            swapped += 1
        }
        #expect(swapped > 0, "seed \(seed) swaps nothing")
    }

    @Test func theHistoriesReachEverything() {
        var acts: Set<CaseAct> = []
        var stages: Set<CaseStage> = []
        for seed in Self.seeds {
            _ = history(seed) { _, act, _, refusal, after in
                if refusal == nil { acts.insert(act) }
                stages.insert(after.file.stage)
            }
        }
        let never = CaseAct.allCases.filter { !acts.contains($0) && $0 != .register && $0 != .issue }
        #expect(never == [])
        #expect(CaseStage.allCases.filter { !stages.contains($0) } == [])
    }

    @Test(arguments: seeds.prefix(20)) func damagedEntriesAreRefusedAndNeverTrap(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for event in history(seed).record.events {
            var bytes = event.encoded()
            let index = Int.random(in: bytes.indices, using: &random)
            bytes[index] = UInt8.random(in: 0...255, using: &random)
            let read = try? CaseEvent(decoding: bytes, at: event.at, by: event.by)
            #expect(read == nil || read?.encoded() != event.encoded() || bytes == event.encoded(), "seed \(seed)")
            #expect(
                (try? CaseEvent(decoding: Array(event.encoded().dropLast()), at: event.at, by: nil)) == nil,
                "seed \(seed)")
        }
    }
}
