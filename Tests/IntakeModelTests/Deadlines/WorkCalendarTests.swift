// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@Suite struct WorkCalendarTests {
    @Test(arguments: [(2024, 251), (2025, 248), (2026, 248)]) func workdaysOfAYear(_ year: Int, _ count: Int) throws {
        let calendar = try DeadlineFixture.calendar()
        var day = try #require(CivilDate(year: year, month: 1, day: 1))
        var found = 0
        while day.year == year {
            let state = calendar.isWorkday(day)
            #expect(state.isKnown)
            if state.isWorkday { found += 1 }
            day = day.adding(days: 1)
        }
        #expect(found == count)
    }

    @Test func oneDayInFull() throws {
        let calendar = try DeadlineFixture.calendar()
        let makeUp = calendar.day(try DeadlineFixture.day("2026-02-14"))
        #expect(makeUp.isWorkday && makeUp.isMakeUp && makeUp.isKnown && makeUp.holiday == nil)
        let off = calendar.day(try DeadlineFixture.day("2026-02-18"))
        #expect(!off.isWorkday && off.holiday == "春节" && off.isKnown)
        let weekend = calendar.day(try DeadlineFixture.day("2026-11-22"))
        #expect(!weekend.isWorkday && weekend.holiday == nil && weekend.isKnown)
        let future = calendar.day(try DeadlineFixture.day("2027-01-01"))
        #expect(future.isWorkday && !future.isKnown)
        let past = calendar.day(try DeadlineFixture.day("2023-12-29"))
        #expect(past.isWorkday && !past.isKnown)
        #expect(calendar.coversUntil == (try DeadlineFixture.day("2026-12-31")))
    }

    @Test func aNoticeMaySettleLessThanItsYear() throws {
        func day(_ text: String) throws -> CivilDate { try DeadlineFixture.day(text) }
        let first = CalendarYear(
            year: 2026, source: "", noticeDate: try day("2025-11-04"), coversUntil: try day("2026-12-26"),
            holidays: [], makeUpWorkdays: [])
        // The next notice gives the last of December off, and so settles the rest of the year.
        let second = CalendarYear(
            year: 2027, source: "", noticeDate: try day("2026-11-04"),
            holidays: [.init(name: "元旦", days: try DeadlineFixture.interval("2026-12-31", "2027-01-02"))],
            makeUpWorkdays: [])
        let alone = try WorkCalendar([first])
        #expect(alone.isKnown(try day("2026-12-26")))
        #expect(!alone.isKnown(try day("2026-12-27")))
        #expect(alone.isWorkday(try day("2026-12-31")) == (true, false))
        let both = try WorkCalendar([second, first])
        #expect(both.isWorkday(try day("2026-12-31")) == (false, true))
        #expect(both.isKnown(try day("2026-12-27")))
        #expect(alone.version != both.version)
        #expect(both == (try WorkCalendar([first, second])))
    }

    @Test func versionFollowsContent() throws {
        #expect(try DeadlineFixture.calendar().version == (try DeadlineFixture.calendar().version))
        #expect(try DeadlineFixture.calendar().version == "2024-2026@d84aa7dc")
        #expect(WorkCalendar.weekendsOnly.version == "none")
        #expect(WorkCalendar.weekendsOnly.coversUntil == nil)
    }

    @Test func refusesContradictions() throws {
        func day(_ text: String) throws -> CivilDate { try DeadlineFixture.day(text) }
        func year(_ off: (String, String)?, _ work: [String], _ number: Int = 2026) throws -> CalendarYear {
            CalendarYear(
                year: number, source: "", noticeDate: try day("2025-11-04"),
                holidays: try off.map {
                    [.init(name: "节", days: try DeadlineFixture.interval($0.0, $0.1))]
                } ?? [], makeUpWorkdays: try work.map { try day($0) })
        }
        #expect(throws: WorkCalendarError.makeUpOnWeekday(try day("2026-02-13"))) {
            try WorkCalendar([try year(nil, ["2026-02-13"])])
        }
        #expect(throws: WorkCalendarError.offAndWorked(try day("2026-02-14"))) {
            try WorkCalendar([try year(("2026-02-14", "2026-02-16"), ["2026-02-14"])])
        }
        #expect(throws: WorkCalendarError.outsideYear(try day("2027-01-02"), year: 2026)) {
            try WorkCalendar([try year(nil, ["2027-01-02"])])
        }
        #expect(throws: WorkCalendarError.yearTwice(2026)) {
            try WorkCalendar([try year(nil, []), try year(nil, [])])
        }
    }

    /// A calendar that is closed for years gives an error and no endless loop.
    @Test(.timeLimit(.minutes(1))) func allClosed() throws {
        let closed = try WorkCalendar(
            (2026...2029).map {
                CalendarYear(
                    year: $0, source: "", noticeDate: try DeadlineFixture.day("2025-01-01"),
                    holidays: [
                        .init(name: "节", days: try DeadlineFixture.interval("\($0)-01-01", "\($0)-12-31"))
                    ], makeUpWorkdays: [])
            })
        let start = try DeadlineFixture.day("2026-03-01")
        for rule in [DeadlineFixture.rule(15), DeadlineFixture.rule(5, .working)] {
            #expect {
                try Deadline.compute(rule, from: start, calendar: closed)
            } throws: { error in
                guard case DeadlineError.calendar(.noWorkday) = error else { return false }
                return true
            }
        }
        // Near the end of the closure there is a way out.
        let out = try Deadline.compute(
            DeadlineFixture.rule(15), from: try DeadlineFixture.day("2029-12-01"), calendar: closed)
        #expect(out.effectiveDue == (try DeadlineFixture.day("2030-01-01")))
    }
}
