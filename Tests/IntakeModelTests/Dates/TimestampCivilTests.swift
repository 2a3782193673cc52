// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@Suite struct TimestampCivilTests {
    @Test(
        arguments: [
            (0, "1970-01-01T08:00:00+08:00"), (-1, "1970-01-01T07:59:59+08:00"),
            (-28_800_000, "1970-01-01T00:00:00+08:00"), (-28_800_001, "1969-12-31T23:59:59+08:00"),
            (1_795_311_000_000, "2026-11-22T09:30:00+08:00"), (1_795_362_299_999, "2026-11-22T23:44:59+08:00"),
            (1_709_136_000_000, "2024-02-29T00:00:00+08:00"),
        ] as [(Int64, String)])
    func iso8601(_ milliseconds: Int64, _ text: String) {
        #expect(Timestamp(milliseconds: milliseconds).iso8601 == text)
    }

    /// The day changes at midnight in China, 16:00 UTC.
    @Test func dayChangesAtMidnight() throws {
        let day = try #require(CivilDate(year: 2026, month: 11, day: 23))
        let midnight = day.startOfDay
        #expect(midnight.iso8601 == "2026-11-23T00:00:00+08:00")
        #expect(CivilDate(midnight) == day)
        #expect(CivilDate(Timestamp(milliseconds: midnight.milliseconds - 1)) == day.adding(days: -1))
        #expect(Timestamp(milliseconds: midnight.milliseconds + 86_399_999).startOfDay == midnight)
        #expect(midnight.startOfDay == midnight)
    }

    @Test func extremesDoNotTrap() {
        #expect(CivilDate(Timestamp(milliseconds: .max)) == .latest)
        #expect(CivilDate(Timestamp(milliseconds: .min)) == .earliest)
        #expect(Timestamp(milliseconds: .min).iso8601.hasPrefix("0001-01-01T"))
        #expect(CivilDate(CivilDate.latest.startOfDay) == .latest)
        #expect(CivilDate(CivilDate.earliest.startOfDay) == .earliest)
    }
}
