// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@Suite("What a look at a case's clocks finds")
struct ClockWatchTests {
    private func watch(_ rules: [DeadlineRule]? = nil) throws -> ClockWatch {
        let basic = [
            DeadlineFixture.rule(RuleID.forward, 15), DeadlineFixture.rule(RuleID.notify, 15),
            DeadlineFixture.rule(RuleID.object, 5, .working, isWindow: true), DeadlineFixture.conclude,
        ]
        return ClockWatch(
            office: .petitionOffice, rules: RuleBook(rules ?? basic), calendar: try DeadlineFixture.calendar())
    }

    private func at(_ day: String, hour: Int64 = 10) throws -> Timestamp {
        Timestamp(startOf: try DeadlineFixture.day(day)).adding(milliseconds: hour * 3_600_000)
    }

    private func record(_ events: [(CaseEvent.Kind, String)], text: String = "") throws -> CaseRecord {
        let ledger = try events.map { CaseEvent($0.0, at: try at($0.1), text: text) }
        return CaseRecord(
            number: "XF1", conversation: ConversationID(1), lane: .general, channel: "网上",
            filedAt: try #require(ledger.first).at,
            claim: ClaimDraft(purpose: .relief, topic: "劳动和社会保障", identified: true), unit: "县人社局", officer: "021",
            firstContact: "012", events: ledger)
    }

    /// Filed on Friday 2026-09-04: nominal Saturday 09-19, effective Sunday 09-20 (worked), three days' reminder.
    @Test(
        "Stages come on their day and not before, and the next look is the next stage",
        arguments: [
            ("2026-09-15", 23, [String](), "2026-09-16"), ("2026-09-16", 0, ["due_soon 2026-09-19 3"], "2026-09-21"),
            ("2026-09-19", 10, ["due_soon 2026-09-19 0"], "2026-09-21"),
            ("2026-09-20", 23, ["due_soon 2026-09-19 1"], "2026-09-21"),
            ("2026-09-21", 0, ["due_soon 2026-09-19 -", "overdue 2026-09-20 1"], "never"),
            ("2026-12-01", 0, ["due_soon 2026-09-19 -", "overdue 2026-09-20 72"], "never"),
        ])
    func stages(_ day: String, _ hour: Int64, _ expected: [String], _ next: String) throws {
        let review = try watch().review(
            try record([(.filed, "2026-09-04")]), ClockSheet(), now: try at(day, hour: hour))
        #expect(review.open.map(\.rule) == [RuleID.forward])
        #expect(review.open.first?.effectiveDue == (try DeadlineFixture.day("2026-09-20")))
        let found = review.notices.map { notice in
            let days = notice.event?.fields.first { $0.key == "days" }?.value ?? "-"
            return "\(notice.stage) \(notice.due) \(days)"
        }
        #expect(found == expected)
        let look = review.nextLook.map { CivilDate($0).iso8601 } ?? "never"
        #expect(look == next)
        if let look = review.nextLook { #expect(look == look.startOfDay) }
        #expect(!review.isDone)
    }

    @Test("The first look is at the first stage, also where it is past as the case is filed")
    func firstLook() throws {
        func first(_ length: Int, _ day: String, _ plan: ReminderPlan = .none) throws -> Timestamp? {
            var watch = try watch([DeadlineFixture.rule(RuleID.forward, length)])
            watch.plan = plan
            let claim = ClaimDraft(purpose: .relief, topic: "劳动和社会保障", identified: true)
            return watch.firstLook(
                of: CaseClocks.atFiling(
                    claim, on: try DeadlineFixture.day(day), office: watch.office, rules: watch.rules,
                    calendar: watch.calendar))
        }
        // Nominal 09-19, three days' reminder.
        #expect(try first(15, "2026-09-04") == at("2026-09-16", hour: 0))
        // Two days: the reminder lies before the day on which it comes.
        #expect(try first(2, "2026-09-04") == at("2026-09-03", hour: 0))
        let early = ReminderPlan(
            stages: [.init(isBefore: true, days: 10, to: .handler)], minutes: 510..<1050, badges: [:])
        // Ten days before is Wednesday 09-09, when the hours of reminding begin.
        #expect(try first(15, "2026-09-04", early) == at("2026-09-09", hour: 0).adding(milliseconds: 510 * 60_000))
        #expect(try watch([]).firstLook(of: []) == nil)
    }

    @Test("Each clock of a case has stages of its own; a right of the office is never overdue")
    func severalClocks() throws {
        let filed = try record([(.filed, "2026-03-02"), (.forwarded, "2026-03-04")])
        // 异议: five workdays from 03-04 are up on 03-11; 告知: 03-19.
        var review = try watch().review(filed, ClockSheet(), now: try at("2026-03-11"))
        #expect(review.open.map(\.rule) == [RuleID.notify, RuleID.object])
        #expect(review.ended.map(\.rule) == [RuleID.forward])
        #expect(review.ended.first?.outcome == .met)
        #expect(review.notices.map(\.rule) == [RuleID.object])
        review = try watch().review(filed, ClockSheet(), now: try at("2026-03-12"))
        #expect(review.open.map(\.rule) == [RuleID.notify])
        #expect(review.notices.isEmpty)
        review = try watch().review(filed, ClockSheet(), now: try at("2026-03-20"))
        #expect(review.notices.map(\.stage) == ["due_soon", "overdue"])
        #expect(review.notices.map { $0.event?.kind } == [nil, .caseOverdue])
    }

    @Test("An event names rule, stage, date and unit, and nothing of the petitioner")
    func event() throws {
        let review = try watch().review(
            try record([(.filed, "2026-12-21")]), ClockSheet(), now: try at("2027-01-04"))
        let event = try #require(review.notices.first?.event)
        #expect(event.kind == .caseDueSoon)
        #expect(event.caseNumber == "XF1")
        #expect(
            event.fields.map { "\($0.key)=\($0.value)" } == [
                "rule=转送", "stage=due_soon", "due=2027-01-05", "days=1", "unit=县人社局", "provisional=true",
            ])
    }

    @Test("A case that is withdrawn has its verdicts, and is done")
    func withdrawn() throws {
        let review = try watch().review(
            try record([(.filed, "2026-03-02"), (.withdrawn, "2026-03-03")]), ClockSheet(), now: try at("2026-03-03"))
        #expect(review.isDone)
        #expect(review.open.isEmpty)
        #expect(review.nextLook == nil)
        #expect(review.ended.map(\.outcome) == [.closed])
        #expect(review.ended.map(\.reason) == ["撤回"])
    }

    @Test("A verdict once kept stands, whatever the rules say later")
    func frozen() throws {
        var filed = try record([(.filed, "2026-03-02"), (.forwarded, "2026-03-16")])
        let first = try watch().review(filed, ClockSheet(), now: try at("2026-03-16"))
        filed.verdicts = first.ended
        #expect(first.ended.map(\.outcome) == [.met])
        let stricter = [DeadlineFixture.rule(RuleID.forward, 5), DeadlineFixture.rule(RuleID.notify, 15)]
        let again = try watch(stricter).review(
            filed, ClockSheet(open: first.open, isOutdated: true), now: try at("2026-03-17"))
        #expect(again.ended.isEmpty)
        let states = CaseClocks.states(
            of: filed, office: .petitionOffice, rules: RuleBook(stricter), calendar: try DeadlineFixture.calendar(),
            asOf: try DeadlineFixture.day("2026-03-17"))
        #expect(states.first?.status == .met)
        #expect(states.first?.isFrozen == true)
        filed.verdicts = []
        #expect(
            try watch(stricter).review(filed, ClockSheet(), now: try at("2026-03-17")).ended.map(\.outcome) == [.late])
    }

    @Test("A date that moves with the rules is said, once by each change, and its stages come anew")
    func moved() throws {
        let filed = try record([(.filed, "2026-03-02")])
        let first = try watch().review(filed, ClockSheet(), now: try at("2026-03-03"))
        let shorter = try watch([DeadlineFixture.rule(RuleID.forward, 5)])
        let moved = shorter.review(filed, ClockSheet(open: first.open, isOutdated: true), now: try at("2026-03-04"))
        #expect(moved.moved.count == 1)
        #expect(moved.moved.first?.hasPrefix("转送：2026-03-17 → 2026-03-07（顺延到2026-03-09）") == true)
        #expect(moved.notices.map { "\($0.stage) \($0.due)" } == ["due_soon 2026-03-07"])
        // Dates that move with the ledger (an extension) have their own entry there.
        #expect(
            shorter.review(filed, ClockSheet(open: first.open), now: try at("2026-03-04")).moved.isEmpty)
        #expect(
            shorter.review(filed, ClockSheet(open: moved.open, isOutdated: true), now: try at("2026-03-04")).moved
                .isEmpty)
        #expect(shorter.basis != (try watch().basis))
    }

    // MARK: Overlays

    @Test("An overlay that the office switches on runs beside the rules of the program, by the acts it names")
    func overlays() throws {
        func overlay(_ id: String, _ length: Int, begins: String, ends: [String], isVerified: Bool = true)
            -> DeadlineRule
        {
            DeadlineRule(
                id: id, title: id, length: length, unit: .working, startsOn: begins,
                basis: DeadlineRule.Basis(citation: "某省条例第二十条", text: "原文"), regime: "某省条例", version: "1",
                isEnabled: false, isVerified: isVerified, begins: begins, ends: ends)
        }
        let basic = [
            DeadlineFixture.rule(RuleID.forward, 15), DeadlineFixture.rule(RuleID.notify, 15),
            DeadlineFixture.rule(RuleID.object, 5, .working, isWindow: true), DeadlineFixture.conclude,
        ]
        let written = RuleBook(
            basic + [
                overlay("省处理", 5, begins: "登记", ends: ["转送", "受理"]),
                overlay("省受理", 5, begins: "转送", ends: ["受理"]),
                overlay("省未核实", 5, begins: "登记", ends: [], isVerified: false),
            ])
        let filed = try record(
            [(.filed, "2026-03-02"), (.forwarded, "2026-03-10"), (.accepted, "2026-03-12")], text: "31(6)")
        func states(_ rules: RuleBook) throws -> [String] {
            CaseClocks.states(
                of: filed, office: .petitionOffice, rules: rules, calendar: try DeadlineFixture.calendar(),
                asOf: try DeadlineFixture.day("2026-03-12")
            ).map { "\($0.rule) \($0.status.rawValue) \($0.effectiveDue?.iso8601 ?? "-")" }
        }
        let without = try states(written)
        #expect(without.map { $0.prefix { $0 != " " } } == ["转送", "告知", "异议", "办结"])
        let switched = written.enabling(["某省条例"])
        #expect(switched.version != written.version)
        #expect(written.enabling([]).version == written.version)
        let with = try states(switched)
        #expect(with.filter { !$0.hasPrefix("省") } == without)
        #expect(with.filter { $0.hasPrefix("省") } == ["省处理 late 2026-03-09", "省受理 met 2026-03-17"])
        #expect(switched["省未核实"] == nil)
    }

    // MARK: Reminders of the office

    private static let plan = ReminderPlan(
        stages: [
            .init(isBefore: true, days: 10, to: .handler), .init(isBefore: true, days: 1, to: .section),
            .init(isBefore: false, days: 1, to: .section), .init(isBefore: false, days: 3, to: .leader),
        ], minutes: 510..<1050, badges: [.section: "015", .leader: "001"])

    /// Every event of a case from filing on, as a desk that looks when it was told to would tell them.
    private func told(_ watch: ClockWatch, _ record: CaseRecord, from: Timestamp, until: String) throws -> [String] {
        var noted: Set<ClockReview.Notice> = []
        var told: [String] = []
        var now = from
        let end = try at(until)
        while now < end {
            let review = watch.review(record, ClockSheet(), now: now)
            for notice in review.notices {
                var key = notice
                key.event = nil
                guard noted.insert(key).inserted, let event = notice.event else { continue }
                let to = event.fields.filter { ["for", "badge"].contains($0.key) }.map(\.value).joined(separator: " ")
                told.append("\(String(now.iso8601.prefix(16))) \(notice.stage) \(to)")
            }
            guard let next = review.nextLook else { break }
            #expect(next > now)
            now = next
        }
        return told
    }

    /// Filed on Friday 2026-09-04: nominal Saturday 09-19, effective Sunday 09-20, a make-up workday.
    @Test("Reminders come on workdays in office hours, and go up the ladder")
    func reminders() throws {
        var watch = try watch()
        watch.plan = Self.plan
        let record = try record([(.filed, "2026-09-04")])
        #expect(
            try told(watch, record, from: try at("2026-09-04"), until: "2026-12-31") == [
                "2026-09-09T08:30 before:10 经办 021", "2026-09-16T00:00 due_soon ",
                // The day before is a Friday and worked.
                "2026-09-18T08:30 before:1 科长 015", "2026-09-21T00:00 overdue ", "2026-09-21T08:30 after:1 科长 015",
                "2026-09-23T08:30 after:3 分管领导 001",
            ])
        // 2026-09-15 + 15: nominal and effective 09-30; the day after it the National Day holiday begins.
        #expect(
            try told(
                watch, try self.record([(.filed, "2026-09-15")]), from: try at("2026-09-15"), until: "2026-12-31") == [
                    // Ten days before is a make-up Sunday, 09-20.
                    "2026-09-20T08:30 before:10 经办 021", "2026-09-27T00:00 due_soon ",
                    "2026-09-29T08:30 before:1 科长 015", "2026-10-01T00:00 overdue ",
                    // Nobody is reminded in the holiday; of the two that waited only the higher one comes.
                    "2026-10-08T08:30 after:3 分管领导 001",
                ])
    }

    @Test("What leaves the system is what somebody is reminded of, where the office has it so")
    func addressees() throws {
        var watch = try watch()
        let filed = try record([(.filed, "2026-09-04")])
        for delivers in [false, true] {
            watch.plan = ReminderPlan(
                stages: Self.plan.stages, minutes: Self.plan.minutes, badges: Self.plan.badges, delivers: delivers)
            let review = watch.review(filed, ClockSheet(), now: try at("2026-09-18", hour: 9))
            #expect(review.notices.count > 1)
            #expect(
                review.notices.compactMap(\.addressee) == (delivers ? [.init(rung: "科长", badge: "015")] : []))
        }
    }

    @Test("A reminder that fell into a quiet hour waits for the morning, and ends when its cause does")
    func quietHours() throws {
        var watch = try watch()
        watch.plan = Self.plan
        let filed = try record([(.filed, "2026-09-04")])
        // The server was down on Friday until the evening.
        let evening = watch.review(filed, ClockSheet(), now: try at("2026-09-18", hour: 20))
        #expect(evening.notices.filter { $0.event != nil }.map(\.stage) == ["due_soon"])
        // Saturday is off, Sunday is worked.
        #expect(evening.nextLook?.iso8601 == "2026-09-20T08:30:00+08:00")
        let morning = watch.review(filed, ClockSheet(), now: try #require(evening.nextLook))
        #expect(morning.notices.compactMap { $0.event == nil ? nil : $0.stage } == ["before:1"])
        let done = try record([(.filed, "2026-09-04"), (.withdrawn, "2026-09-18")])
        #expect(watch.review(done, ClockSheet(), now: try #require(evening.nextLook)).notices.isEmpty)
    }
}
