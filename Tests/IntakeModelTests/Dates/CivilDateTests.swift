// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        (1970, 1, 1, 0, Weekday.thursday), (1969, 12, 31, -1, .wednesday), (2000, 2, 29, 11016, .tuesday),
        (2026, 11, 23, 20780, .monday), (2024, 2, 29, 19782, .thursday), (1900, 3, 1, -25508, .thursday),
        (1, 1, 1, -719_162, .monday), (9999, 12, 31, 2_932_896, .friday),
    ])
    func knownDays(_ year: Int, _ month: Int, _ day: Int, _ days: Int, _ weekday: Weekday) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.daysSince1970 == days)
        #expect(date.weekday == weekday)
        #expect(date == CivilDate(daysSince1970: days))
    }

    /// Day after day through the whole range: numbers follow the month lengths, weekdays follow each other.
    @Test func everyDayFollowsTheOneBefore() {
        var (year, month, day) = (1, 1, 1)
        var weekday = 1
        var wrong = 0
        for days in CivilDate.earliest.daysSince1970...CivilDate.latest.daysSince1970 {
            let date = CivilDate(daysSince1970: days)
            if date.components != (year, month, day) || date.weekday.rawValue != weekday { wrong += 1 }
            if CivilDate(year: year, month: month, day: day) != date { wrong += 1 }
            day += 1
            if day > CivilDate.length(ofMonth: month, year: year) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
            weekday = weekday % 7 + 1
        }
        #expect(wrong == 0)
        #expect((year, month, day) == (10_000, 1, 1))
    }

    @Test(arguments: [
        (0, 1, 1), (10_000, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (2025, 2, 29),
        (1900, 2, 29), (2026, 4, 31),
    ])
    func noSuchDay(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test func arithmeticStopsAtTheEnds() {
        #expect(CivilDate.latest.adding(days: 1) == .latest)
        #expect(CivilDate.earliest.adding(days: -1) == .earliest)
        #expect(CivilDate.earliest.adding(days: .min) == .earliest)
        #expect(CivilDate.latest.adding(days: .max) == .latest)
        #expect(CivilDate(daysSince1970: .max) == .latest)
        #expect(CivilDate.earliest.days(to: .latest) == 3_652_058)
    }

    @Test func texts() throws {
        let date = try #require(CivilDate(year: 2027, month: 1, day: 2))
        #expect(date.description == "2027-01-02")
        #expect(date.yyyymmdd == "20270102")
        #expect(date.chinese() == "2027年1月2日")
        #expect(date.chinese(near: CivilDate(year: 2027, month: 12, day: 31)) == "1月2日")
        #expect(date.chinese(near: CivilDate(year: 2026, month: 12, day: 31)) == "2027年1月2日")
        #expect(CivilDate.earliest.iso8601 == "0001-01-01")
        #expect(date.weekday.chinese == "周六")
    }

    @Test func textsAreReadBack() throws {
        for days in stride(from: -719_162, through: 2_932_896, by: 997) {
            let date = CivilDate(daysSince1970: days)
            #expect(try CivilDate(iso8601: date.iso8601) == date)
            #expect(try CivilDate(yyyymmdd: date.yyyymmdd) == date)
        }
    }

    @Test(arguments: [
        ("", CivilDateError.notADate("")), ("2026-1-2", .notADate("2026-1-2")),
        ("2026/01/02", .notADate("2026/01/02")), (" 2026-01-02", .notADate(" 2026-01-02")),
        ("２026-01-02", .notADate("２026-01-02")), ("-026-01-02", .notADate("-026-01-02")),
        ("0000-01-01", .noSuchYear(0)), ("2026-13-01", .noSuchMonth(13)), ("2026-00-01", .noSuchMonth(0)),
        ("2025-02-29", .noSuchDay(year: 2025, month: 2, day: 29)),
        ("2026-01-00", .noSuchDay(year: 2026, month: 1, day: 0)),
    ])
    func refuses(_ text: String, _ expected: CivilDateError) {
        #expect(throws: expected) { try CivilDate(iso8601: text) }
    }

    @Test func errorsSayHowToMend() {
        #expect(
            CivilDateError.noSuchDay(year: 2025, month: 2, day: 29).description
                == "there is no day 29 in month 2 of 2025; it has 28 days")
        #expect(CivilDateError.notADate("昨天").description.contains("YYYY-MM-DD"))
    }
}
