// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing

@Suite("Days off as others publish them")
struct PublishedCalendarTests {
    private func read(_ text: String) -> ([PublishedCalendar], [String]) {
        let diagnostics = Diagnostics()
        return (PublishedCalendar.read(text, file: "x", diagnostics), diagnostics.sorted.map(\.brief))
    }

    private func shipped() throws -> WorkCalendar {
        let diagnostics = Diagnostics()
        let calendar = WorkCalendar.load(directory: RuleLoadingTests.dialogs + "/calendars", diagnostics)
        try #require(diagnostics.all.isEmpty)
        return calendar
    }

    private func day(_ text: String) throws -> CivilDate { try CivilDate(iso8601: text) }

    /// A year of `dialogs/calendars` as holiday-cn would publish it.
    private func holidayCN(_ year: CalendarYear) -> String {
        var days: [String] = []
        for holiday in year.holidays {
            for offset in 0..<holiday.days.count {
                days.append(
                    #"{"name": "\#(holiday.name)", "date": "\#(holiday.days.first.adding(days: offset))", "isOffDay": true}"#
                )
            }
        }
        // The order is not to matter.
        for day in year.makeUpWorkdays {
            days.insert(#"{"name": "国庆节", "date": "\#(day)", "isOffDay": false}"#, at: 0)
        }
        return """
            {"$schema": "https://example.org/schema.json", "$id": "x", "year": \(year.year),
             "papers": ["https://www.gov.cn/x"], "days": [\(days.joined(separator: ",\n"))]}
            """
    }

    @Test("holiday-cn's JSON becomes the file that a notice becomes by hand", arguments: [2024, 2025, 2026])
    func json(_ number: Int) throws {
        let year = try #require(try shipped().years.first { $0.year == number })
        let (found, said) = read(holidayCN(year))
        #expect(said == [])
        let published = try #require(found.first)
        #expect(published.papers == ["https://www.gov.cn/x"])
        let yaml = published.yaml(source: year.source, noticeDate: year.noticeDate)
        let diagnostics = Diagnostics()
        let again = try #require(YAMLValue.parse(yaml, file: "x.yaml", diagnostics).flatMap(CalendarYear.load))
        #expect(diagnostics.all.isEmpty)
        #expect(again == year)
    }

    @Test("iCal as holiday-cn and as Apple write it; other events are passed over")
    func iCal() throws {
        let text = """
            BEGIN:VCALENDAR\r
            VERSION:2.0\r
            X-WR-CALDESC:中国法定节假日数据，自动每日抓取国务院公\r
             告。\r
            BEGIN:VEVENT\r
            SUMMARY:国庆节\r
             假期\r
            DTSTART;VALUE=DATE:20271001\r
            DTEND;VALUE=DATE:20271008\r
            END:VEVENT\r
            BEGIN:VEVENT\r
            SUMMARY:上班(补国庆节假期)\r
            DTSTART;VALUE=DATE:20271009\r
            DTEND;VALUE=DATE:20271010\r
            END:VEVENT\r
            BEGIN:VEVENT\r
            SUMMARY;LANGUAGE=zh_CN:春节（休）\r
            X-APPLE-SPECIAL-DAY:WORK-HOLIDAY\r
            DTSTART;VALUE=DATE:20270205\r
            END:VEVENT\r
            BEGIN:VEVENT\r
            SUMMARY:霜降\r
            DTSTART;VALUE=DATE:20271023\r
            END:VEVENT\r
            BEGIN:VEVENT\r
            SUMMARY:元旦（休）\r
            DTSTART:20271231T000000\r
            END:VEVENT\r
            END:VCALENDAR\r
            """
        let (found, said) = read(text)
        #expect(said == [])
        #expect(found.map(\.year) == [2027, 2028])
        let year = try #require(found.first)
        #expect(year.holidays.map(\.name) == ["春节", "国庆节"])
        #expect(year.holidays.map(\.days.count) == [1, 7])
        #expect(year.makeUpWorkdays == [try day("2027-10-09")])
        #expect(found.last?.days.map(\.date) == [try day("2027-12-31")])
    }

    @Test("What is no calendar is refused with its place")
    func refusals() {
        #expect(read("{\"year\": 2027").1.isEmpty == false)
        #expect(read("{\"days\": []}").1.isEmpty == false)
        #expect(
            read(#"{"year": 2027, "days": [{"name": "元旦", "date": "2027-13-01", "isOffDay": true}]}"#).1.isEmpty
                == false)
        #expect(read("BEGIN:VCALENDAR\nEND:VCALENDAR").0.isEmpty)
    }

    @Test("What a new notice changes, day by day and for the clocks of a case")
    func change() throws {
        let all = try shipped()
        let last = try #require(all.years.last)
        try #require(last.year == 2026)
        let former = try WorkCalendar(all.years.filter { $0.year < 2026 })
        let change = try CalendarChange(former, taking: last)
        #expect(change.new.version == all.version)
        // 2026: nineteen days off that are no weekend days, and six weekend days that are worked.
        let weekdaysOff = last.holidays.flatMap { holiday in
            (0..<holiday.days.count).map { holiday.days.first.adding(days: $0) }
        }.filter { !$0.weekday.isWeekend }
        #expect(change.days == (weekdaysOff + last.makeUpWorkdays).sorted())
        #expect(try CalendarChange(all, taking: last).days.isEmpty)

        let diagnostics = Diagnostics()
        let rules = RuleBook.load(directory: RuleLoadingTests.dialogs + "/rules", diagnostics)
        let now = try day("2026-02-02").startOfDay
        // Accepted on 2025-12-20: sixty days end on 2026-02-18, in the Spring Festival.
        func record(accepted: String) throws -> CaseRecord {
            let at = try day(accepted).startOfDay
            return CaseRecord(
                number: "XF1", conversation: ConversationID(1), lane: .general, channel: "来信", filedAt: at,
                claim: ClaimDraft(purpose: .relief, topic: "民政", identified: true), unit: "民政局", officer: "1",
                firstContact: "1",
                events: [
                    CaseEvent(.filed, at: at), CaseEvent(.forwarded, at: at), CaseEvent(.notified, at: at),
                    CaseEvent(.accepted, at: at, text: "31(6)"),
                ])
        }
        let moves = change.moves(
            of: try record(accepted: "2025-12-20"), office: .petitionOffice, rules: rules, now: now)
        let move = try #require(moves.first { $0.from.rule == "办结" })
        #expect(move.moves)
        #expect(move.from.effectiveDue.iso8601 == "2026-02-18" && move.from.provisional)
        #expect(move.to.effectiveDue.iso8601 == "2026-02-24" && !move.to.provisional)
        // 2026-01-15: the date stays and is no longer provisional.
        let stays = change.moves(
            of: try record(accepted: "2026-01-15"), office: .petitionOffice, rules: rules, now: now)
        #expect(stays.filter { $0.from.rule == "办结" }.map(\.moves) == [false])
    }
}
