// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

/// What holds under any calendar and for any run of entries. A failure names its seed.
@Suite struct DeadlinePropertyTests {
    private static let seeds: [UInt64] = Array(1...20)

    /// Years with holidays and make-up workdays anywhere.
    private static func calendar(_ random: inout SeededGenerator) throws -> WorkCalendar {
        try WorkCalendar(
            (2025...2027).map { year in
                let first = try DeadlineFixture.day("\(year)-01-01")
                var holidays: [CalendarYear.Holiday] = []
                var day = Int.random(in: 0...20, using: &random)
                while day < 340 {
                    let length = Int.random(in: 1...9, using: &random)
                    let days = try #require(
                        CivilInterval(first.adding(days: day), through: first.adding(days: day + length - 1)))
                    holidays.append(.init(name: "节\(day)", days: days))
                    day += length + Int.random(in: 1...60, using: &random)
                }
                let makeUps = (0..<360).map { first.adding(days: $0) }.filter { date in
                    date.weekday.isWeekend && !holidays.contains { $0.days.first <= date && date <= $0.days.last }
                        && Int.random(in: 0..<8, using: &random) == 0
                }
                return CalendarYear(
                    year: year, source: "test", noticeDate: first, holidays: holidays, makeUpWorkdays: makeUps)
            })
    }

    @Test(arguments: seeds) func workdaysNeverEndBeforeNaturalDays(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let calendar = try Self.calendar(&random)
        let base = try DeadlineFixture.day("2025-01-01")
        for _ in 0..<60 {
            let from = base.adding(days: Int.random(in: 0...800, using: &random))
            let length = Int.random(in: 1...90, using: &random)
            let natural = try Deadline.compute(DeadlineFixture.rule(length), from: from, calendar: calendar)
            let working = try Deadline.compute(DeadlineFixture.rule(length, .working), from: from, calendar: calendar)
            let note = Comment(rawValue: "seed \(seed), \(length) from \(from)")
            #expect(working.nominalDue >= natural.nominalDue, note)
            #expect(working.effectiveDue >= natural.effectiveDue, note)
            for due in [natural.effectiveDue, working.effectiveDue] {
                #expect(calendar.isWorkday(due).isWorkday, note)
            }
            // The days that are counted are as many workdays as the limit has.
            let counted = (1...from.days(to: working.nominalDue)).count {
                calendar.isWorkday(from.adding(days: $0)).isWorkday
            }
            #expect(counted == length, note)
        }
    }

    /// A pause entered in pieces, in any order, some of them twice, is the pause as a whole.
    @Test(arguments: seeds) func aSplitPauseEqualsTheWhole(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let calendar = try DeadlineFixture.calendar()
        let asked = CivilDate(CaseFixture.filed).adding(days: 40)
        func entry(_ kind: CaseEvent.Kind, _ fields: CaseFields) -> CaseEvent {
            CaseEvent(kind, at: Timestamp(startOf: asked), by: "012", fields: fields)
        }
        func states(_ pauses: [(Int, Int)]) -> [ClockState] {
            let record = CaseFixture.record(
                events: [entry(.accepted, [.way: "6"]), entry(.recheckAsked, [.on: asked.iso8601])]
                    + pauses.map { first, last in
                        entry(
                            .paused,
                            [
                                .rule: RuleID.recheckOpinion, .reason: "听证",
                                .from: asked.adding(days: first).iso8601, .through: asked.adding(days: last).iso8601,
                            ])
                    })
            return CaseClocks.states(
                of: record, office: .petitionOffice, rules: DeadlineFixture.book, calendar: calendar,
                asOf: asked.adding(days: 5))
        }
        func due(_ pauses: [(Int, Int)]) throws -> CivilDate {
            try #require(states(pauses).first { $0.rule == RuleID.recheckOpinion }?.nominalDue)
        }
        let (first, last) = (Int.random(in: 1...10, using: &random), Int.random(in: 12...28, using: &random))
        var pieces: [(Int, Int)] = []
        var next = first
        while next <= last {
            let end = min(last, next + Int.random(in: 0...5, using: &random))
            pieces.append((next, end))
            next = end + 1
        }
        let whole = states([(first, last)])
        #expect(try due([(first, last)]) == due([]).adding(days: last - first + 1), "seed \(seed)")
        for _ in 0..<10 {
            pieces.shuffle(using: &random)
            #expect(states(pieces) == whole, "seed \(seed): \(pieces)")
            let doubled = pieces + pieces.prefix(2)
            #expect(try due(doubled) == due([(first, last)]), "seed \(seed): \(doubled)")
        }
    }

    /// Whoever looks at clocks under a calendar that never opens gets done, and tells no date that is none.
    @Test(.timeLimit(.minutes(1))) func aCalendarWithoutWorkdaysIsNoLoop() throws {
        let closed = try WorkCalendar(
            (2026...2030).map {
                CalendarYear(
                    year: $0, source: "", noticeDate: try DeadlineFixture.day("2025-01-01"),
                    holidays: [.init(name: "节", days: try DeadlineFixture.interval("\($0)-01-01", "\($0)-12-31"))],
                    makeUpWorkdays: [])
            })
        let record = CaseFixture.record()
        let plan = ReminderPlan(
            stages: [.init(isBefore: true, days: 3, to: .handler), .init(isBefore: false, days: 3, to: .leader)],
            minutes: 510..<1050, badges: [:])
        let watch = ClockWatch(office: .petitionOffice, rules: DeadlineFixture.book, calendar: closed, plan: plan)
        let review = watch.review(record, ClockSheet(), now: CaseFixture.filed.adding(milliseconds: 86_400_000))
        #expect(review.open.isEmpty && review.notices.isEmpty && !review.isDone)
        // A case whose date cannot be told has a reason instead of one.
        let file = CaseFile(record)
        guard case .undated(let reason, nil) = file.next(clocks: [], rules: DeadlineFixture.book) else {
            Issue.record("a date out of nothing")
            return
        }
        #expect(!reason.isEmpty)
    }
}
