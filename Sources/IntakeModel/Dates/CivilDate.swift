// SPDX-License-Identifier: Apache-2.0

/// A day of the proleptic Gregorian calendar, without a time of day and without a zone.
///
/// Deadlines are counted on days, never on instants. Which day an instant belongs to is decided once, by
/// ``init(_:)``, at the fixed offset +08:00: China has had no daylight saving since 1991 and needs no zone data.
///
/// Range: ``earliest`` (0001-01-01) to ``latest`` (9999-12-31); arithmetic stops at the ends instead of trapping.
public struct CivilDate: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01, negative before it.
    public let daysSince1970: Int

    /// The first day that can be written, 0001-01-01.
    public static let earliest = CivilDate(unchecked: -719_162)

    /// The last day that can be written, 9999-12-31.
    public static let latest = CivilDate(unchecked: 2_932_896)

    private init(unchecked days: Int) {
        daysSince1970 = days
    }

    /// The day that lies `days` after 1970-01-01; values outside the range give the nearest end.
    public init(daysSince1970 days: Int) {
        daysSince1970 = min(max(days, Self.earliest.daysSince1970), Self.latest.daysSince1970)
    }

    /// The day with these numbers, or nil where the calendar has no such day.
    ///
    /// - Parameters:
    ///   - year: 1 to 9999.
    ///   - month: 1 to 12.
    ///   - day: 1 to the length of the month.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        // Days from civil, Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": the year starts in March,
        // so that the leap day is the last one; `year` is positive here, hence no floor division.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(unchecked: era * 146_097 + dayOfEra - 719_468)
    }

    /// The day that `timestamp` belongs to at +08:00.
    public init(_ timestamp: Timestamp) {
        let (seconds, _) = timestamp.milliseconds.quotientAndFloorRemainder(by: 1000)
        let (days, _) = (seconds + Timestamp.offsetSeconds).quotientAndFloorRemainder(by: 86_400)
        self.init(daysSince1970: Int(days))
    }

    /// Year, month (1–12) and day (1–31) together; cheaper than asking for each.
    public var components: (year: Int, month: Int, day: Int) {
        // Civil from days, the same source. The range begins after 0000-03-01, so `z` is positive.
        let z = daysSince1970 + 719_468
        let era = z / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The year, 1 to 9999.
    public var year: Int { components.year }

    /// The month, 1 to 12.
    public var month: Int { components.month }

    /// The day of the month, 1 to 31.
    public var day: Int { components.day }

    /// The day of the week.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday, the fourth day counted from Monday = 1.
        let (_, index) = Int64(daysSince1970 + 3).quotientAndFloorRemainder(by: 7)
        return Weekday(rawValue: Int(index) + 1) ?? .monday
    }

    /// The day `days` later (earlier when negative), stopping at ``earliest`` and ``latest``.
    public func adding(days: Int) -> CivilDate {
        let (sum, overflow) = daysSince1970.addingReportingOverflow(days)
        if overflow { return days > 0 ? .latest : .earliest }
        return CivilDate(daysSince1970: sum)
    }

    /// Days from this day to `other`, negative when `other` is earlier.
    public func days(to other: CivilDate) -> Int {
        other.daysSince1970 - daysSince1970
    }

    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }

    /// Whether the Gregorian `year` has a 29th of February.
    public static func isLeap(year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// Days in `month` (1–12) of `year`; 0 for another month.
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        case 1...12: 31
        default: 0
        }
    }
}

extension Int64 {
    /// Quotient and remainder with the remainder never negative (floor division), for a positive `divisor`.
    @inline(__always)
    func quotientAndFloorRemainder(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
