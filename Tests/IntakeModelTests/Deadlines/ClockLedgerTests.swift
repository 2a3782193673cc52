// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@Suite struct ClockLedgerTests {
    private func state(
        _ events: [ClockEvent], _ rule: DeadlineRule = DeadlineFixture.conclude, asOf: String
    ) throws -> ClockState {
        try ClockLedger(events).state(
            rule: rule, calendar: try DeadlineFixture.calendar(), asOf: try DeadlineFixture.day(asOf))
    }

    /// 2026-03-02 + 15 is Tuesday 03-17; 2026-09-04 + 15 is Saturday 09-19 and moves to Sunday 09-20, which is worked.
    @Test(arguments: [
        ("2026-03-01", "2026-03-02", ClockState.Status.notStarted, 0), ("2026-03-02", "2026-03-02", .open, 0),
        ("2026-03-13", "2026-03-02", .open, 0), ("2026-03-14", "2026-03-02", .dueSoon, 0),
        ("2026-03-17", "2026-03-02", .dueSoon, 0), ("2026-03-18", "2026-03-02", .overdue, 1),
        ("2026-03-20", "2026-03-02", .overdue, 3), ("2026-09-19", "2026-09-04", .dueSoon, 0),
        ("2026-09-20", "2026-09-04", .dueSoon, 0), ("2026-09-21", "2026-09-04", .overdue, 1),
    ])
    func openClock(_ asOf: String, _ from: String, _ status: ClockState.Status, _ days: Int) throws {
        let state = try state(
            [.started(on: try DeadlineFixture.day(from))], DeadlineFixture.rule("转送", 15), asOf: asOf)
        #expect(state.status == status)
        #expect(state.overdueDays == days)
        #expect(state.verdict == nil)
    }

    @Test func remindersAreConfigurable() throws {
        let ledger = ClockLedger([.started(on: try DeadlineFixture.day("2026-03-02"))])
        let (calendar, rule) = (try DeadlineFixture.calendar(), DeadlineFixture.rule(15))
        let tenth = try DeadlineFixture.day("2026-03-10")
        #expect(try ledger.state(rule: rule, calendar: calendar, asOf: tenth).status == .open)
        #expect(try ledger.state(rule: rule, calendar: calendar, asOf: tenth, dueSoonWithin: 7).status == .dueSoon)
        #expect(try ledger.state(rule: rule, calendar: calendar, asOf: tenth, dueSoonWithin: -1).status == .open)
    }

    @Test(arguments: [
        ("2026-03-17", ClockState.Status.met, 0), ("2026-03-18", .late, 1), ("2026-03-02", .met, 0),
        ("2026-04-17", .late, 31),
    ])
    func endedClock(_ done: String, _ status: ClockState.Status, _ days: Int) throws {
        let done = try DeadlineFixture.day(done)
        let state = try state(
            [.started(on: try DeadlineFixture.day("2026-03-02")), .satisfied(on: done)], DeadlineFixture.rule(15),
            asOf: "2026-12-01")
        #expect(state.status == status)
        #expect(state.status.isFinal)
        #expect(state.overdueDays == days)
        #expect(state.verdict?.on == done)
        #expect(state.verdict?.article == "测试条例第一条")
    }

    @Test func whatHasNotHappenedYetDoesNotCount() throws {
        let events: [ClockEvent] = [
            .started(on: try DeadlineFixture.day("2026-03-02")), .satisfied(on: try DeadlineFixture.day("2026-03-10")),
        ]
        #expect(try state(events, DeadlineFixture.rule(15), asOf: "2026-03-09").status == .open)
        #expect(try state(events, DeadlineFixture.rule(15), asOf: "2026-03-10").status == .met)
    }

    @Test func stoppedClock() throws {
        let start = ClockEvent.started(on: try DeadlineFixture.day("2026-03-02"))
        let stop = ClockEvent.stopped(on: try DeadlineFixture.day("2026-03-10"), reason: "撤回")
        let state = try state([start, stop], asOf: "2026-12-01")
        #expect(state.status == .closed)
        #expect(state.verdict?.reason == "撤回")
        // Done on the same day counts before stopping; done later does not.
        let done = ClockEvent.satisfied(on: try DeadlineFixture.day("2026-03-10"))
        let after = ClockEvent.satisfied(on: try DeadlineFixture.day("2026-03-11"))
        #expect(try self.state([start, stop, done], asOf: "2026-12-01").status == .met)
        #expect(try self.state([start, stop, after], asOf: "2026-12-01").status == .closed)
    }

    /// A right that was not used makes nobody overdue; a use in time that is entered later still counts.
    @Test func aLapsedWindowIsClosed() throws {
        let start = ClockEvent.started(on: try DeadlineFixture.day("2026-03-02"))
        let window = DeadlineFixture.rule("复查", 15, isWindow: true)
        #expect(try state([start], window, asOf: "2026-03-17").status == .dueSoon)
        let lapsed = try state([start], window, asOf: "2026-03-18")
        #expect(lapsed.status == .closed)
        #expect(lapsed.overdueDays == 0)
        #expect(lapsed.verdict == nil)
        var ledger = ClockLedger([start])
        let (calendar, later) = (try DeadlineFixture.calendar(), try DeadlineFixture.day("2026-06-01"))
        #expect(try ledger.freeze(rule: window, calendar: calendar, asOf: later) == nil)
        ledger.record(.satisfied(on: try DeadlineFixture.day("2026-03-16")))
        #expect(try ledger.freeze(rule: window, calendar: calendar, asOf: later)?.outcome == .met)
    }

    @Test func theFirstReceiptCounts() throws {
        let state = try state(
            [
                .started(on: try DeadlineFixture.day("2026-03-09")),
                .started(on: try DeadlineFixture.day("2026-03-02")),
            ], asOf: "2026-03-10")
        #expect(state.from?.iso8601 == "2026-03-02")
    }

    @Test func endWithoutStartIsSaid() throws {
        let state = try state([.satisfied(on: try DeadlineFixture.day("2026-03-09"))], asOf: "2026-03-10")
        #expect(state.status == .notStarted)
        #expect(state.problems == ["没有起算日，无法判断是否按期"])
    }

    // MARK: Extension

    private func approval(
        _ on: String, _ days: Int, by approver: String = "局长", reason: String = "情况复杂", document: String? = "延告1号"
    ) throws -> ClockEvent {
        .extended(
            ClockExtension(
                on: try DeadlineFixture.day(on), days: days, approver: approver, reason: reason, document: document))
    }

    @Test func extensionRunsOnFromTheNominalDate() throws {
        let start = ClockEvent.started(on: try DeadlineFixture.day("2026-03-02"))
        let plain = try state([start], asOf: "2026-03-10")
        #expect(plain.nominalDue?.iso8601 == "2026-05-01")
        #expect(plain.effectiveDue?.iso8601 == "2026-05-06")
        let extended = try state([start, try approval("2026-05-06", 30)], asOf: "2026-05-10")
        #expect(extended.nominalDue?.iso8601 == "2026-05-31")
        #expect(extended.effectiveDue?.iso8601 == "2026-06-01")
        #expect(extended.status == .open)
        #expect(extended.problems.isEmpty)
        // Before it was approved it does not count.
        #expect(
            try state([start, try approval("2026-05-06", 30)], asOf: "2026-05-05").nominalDue?.iso8601
                == "2026-05-01")
    }

    @Test func extensionIsCapped() throws {
        let start = ClockEvent.started(on: try DeadlineFixture.day("2026-03-02"))
        let state = try state(
            [start, try approval("2026-04-20", 20), try approval("2026-05-10", 20)], asOf: "2026-05-12")
        #expect(state.deadline?.length == 90)
        #expect(state.problems == ["2026-05-10批准的延期使延长合计超过30日，只计入10日（信访工作条例第三十四条）"])
    }

    @Test func extensionsThatDoNotCount() throws {
        let start = ClockEvent.started(on: try DeadlineFixture.day("2026-03-02"))
        func problems(_ event: ClockEvent, _ rule: DeadlineRule = DeadlineFixture.conclude) throws -> [String] {
            let state = try state([start, event], rule, asOf: "2026-05-20")
            #expect(state.deadline?.length == rule.length)
            return state.problems
        }
        #expect(
            try problems(try approval("2026-04-20", 30, by: "")) == [
                "2026-04-20批准的延期缺批准人、理由或日数，没有计入（须经负责人批准）"
            ])
        #expect(try problems(try approval("2026-04-20", 30, reason: "")).count == 1)
        #expect(try problems(try approval("2026-04-20", -3)).count == 1)
        #expect(
            try problems(try approval("2026-05-07", 30)) == ["2026-05-07批准的延期晚于到期日2026-05-06，没有计入"])
        #expect(
            try problems(try approval("2026-04-20", 30), DeadlineFixture.recheckOpinion) == [
                "复核意见期限不能延长，2026-04-20批准的延期没有计入"
            ])
    }

    @Test func extensionWithoutNoticeCountsAndIsSaid() throws {
        let state = try state(
            [.started(on: try DeadlineFixture.day("2026-03-02")), try approval("2026-04-20", 30, document: nil)],
            asOf: "2026-05-12")
        #expect(state.deadline?.length == 90)
        #expect(state.problems == ["2026-04-20批准的延期还没有告知信访人的文书（信访工作条例第三十四条）"])
    }

    // MARK: Exclusion

    @Test func hearingsStopTheRecheckOnly() throws {
        let start = ClockEvent.started(on: try DeadlineFixture.day("2026-03-02"))
        let hearing = ClockEvent.excluded(try DeadlineFixture.interval("2026-03-10", "2026-03-12"), reason: "听证")
        let recheck = try state([start, hearing], DeadlineFixture.recheckOpinion, asOf: "2026-03-20")
        #expect(recheck.nominalDue?.iso8601 == "2026-04-04")
        #expect(recheck.effectiveDue?.iso8601 == "2026-04-07")
        let conclude = try state([start, hearing], asOf: "2026-03-20")
        #expect(conclude.nominalDue?.iso8601 == "2026-05-01")
        #expect(conclude.problems == ["“听证”不是办结期限可以扣除的事由，没有扣除"])
    }

    // MARK: Freezing

    @Test func aFrozenVerdictOutlivesRulesAndCalendars() throws {
        var ledger = ClockLedger([.started(on: try DeadlineFixture.day("2026-03-02"))])
        let calendar = try DeadlineFixture.calendar()
        let end = try DeadlineFixture.day("2026-05-06")
        #expect(try ledger.freeze(rule: DeadlineFixture.conclude, calendar: calendar, asOf: end) == nil)
        ledger.record(.satisfied(on: end))
        let verdict = try #require(try ledger.freeze(rule: DeadlineFixture.conclude, calendar: calendar, asOf: end))
        #expect(verdict.outcome == .met)
        let count = ledger.events.count
        #expect(try ledger.freeze(rule: DeadlineFixture.conclude, calendar: calendar, asOf: end) == verdict)
        #expect(ledger.events.count == count)
        // Without the holidays the date would have been Friday 1 May; with a shorter rule long before.
        for (rule, calendar) in [
            (DeadlineFixture.conclude, WorkCalendar.weekendsOnly), (DeadlineFixture.rule(RuleID.conclude, 5), calendar),
        ] {
            let state = try ledger.state(rule: rule, calendar: calendar, asOf: try DeadlineFixture.day("2027-01-01"))
            #expect(state.verdict == verdict)
            #expect(state.isFrozen)
            #expect(state.status == .met)
            #expect(state.effectiveDue == end)
        }
        // An unfrozen one would have changed: this is what freezing is for.
        let open = try ClockLedger([.started(on: try DeadlineFixture.day("2026-03-02")), .satisfied(on: end)])
            .state(rule: DeadlineFixture.conclude, calendar: .weekendsOnly, asOf: end)
        #expect(open.status == .late)
    }

    // MARK: Order

    @Test(arguments: [UInt64](1...20)) func orderOfEventsIsIrrelevant(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let base = try DeadlineFixture.day("2026-03-02")
        let rule = DeadlineFixture.rule(
            30, extension: DeadlineFixture.conclude.extension, excludes: ["听证"])
        func day() -> CivilDate { base.adding(days: Int.random(in: 0...80, using: &random)) }
        var events: [ClockEvent] = [.started(on: base)]
        for _ in 0..<Int.random(in: 0...9, using: &random) {
            switch Int.random(in: 0...5, using: &random) {
            case 0: events.append(.started(on: day()))
            case 1: events.append(.stopped(on: day(), reason: Bool.random(using: &random) ? "撤回" : "并案"))
            case 2:
                let first = day()
                let last = first.adding(days: Int.random(in: 0...6, using: &random))
                events.append(
                    .excluded(
                        try #require(CivilInterval(first, through: last)),
                        reason: Bool.random(using: &random) ? "听证" : "等材料"))
            case 3:
                events.append(
                    .extended(
                        ClockExtension(
                            on: day(), days: Int.random(in: 0...40, using: &random), approver: "局长", reason: "复杂")))
            case 4: events.append(.satisfied(on: day()))
            default:
                let on = day()
                events.append(
                    .frozen(
                        ClockVerdict(
                            outcome: .late, on: on, from: base, nominalDue: day(), effectiveDue: day(),
                            provisional: false, rule: rule.id, ruleVersion: "1", article: "", calendarVersion: "")))
            }
        }
        let asOf = base.adding(days: Int.random(in: 0...100, using: &random))
        let calendar = try DeadlineFixture.calendar()
        let expected = try ClockLedger(events).state(rule: rule, calendar: calendar, asOf: asOf, explain: true)
        for _ in 0..<30 {
            events.shuffle(using: &random)
            let found = try ClockLedger(events).state(rule: rule, calendar: calendar, asOf: asOf, explain: true)
            #expect(found == expected, "seed \(seed)")
        }
    }
}
