// SPDX-License-Identifier: Apache-2.0

/// Which days are worked: the yearly notices put together, and weekends where no notice is known.
///
/// Immutable and versioned; a deadline names the version it was computed with.
public struct WorkCalendar: Sendable, Hashable {
    /// One day as the calendar sees it.
    public struct Day: Sendable, Hashable {
        public let date: CivilDate
        public let isWorkday: Bool

        /// Whether a notice covers the day. Otherwise only Saturdays and Sundays count as off, and the answer may
        /// change when the notice comes.
        public let isKnown: Bool

        /// The holiday's name on a day off that a notice names.
        public let holiday: String?

        /// A Saturday or Sunday that is worked.
        public let isMakeUp: Bool
    }

    /// Years and content in one word, `2024-2026@1f3a9c2e`; `none` without any data. Equal data give equal versions.
    public let version: String

    /// The notices, by year.
    public let years: [CalendarYear]

    /// A calendar is refused as nonsense when this many days in a row are off: no notice has given more than nine.
    public static let longestClosure = 366

    private enum Exception: Hashable {
        case off(String)
        case worked
    }

    private let exceptions: [Int: Exception]
    private let known: [CivilInterval]

    /// Weekends only, nothing known.
    public static let weekendsOnly = WorkCalendar(checked: [])

    /// - Parameter years: one notice a year, in any order.
    /// - Throws: ``WorkCalendarError`` when a year comes twice, a day is both off and worked, a make-up workday is no
    ///   weekend day, or a day lies outside the notice's reach (its year and the December before).
    public init(_ years: [CalendarYear]) throws(WorkCalendarError) {
        var seen: Set<Int> = []
        var off: Set<CivilDate> = []
        for year in years {
            guard seen.insert(year.year).inserted else { throw .yearTwice(year.year) }
            for holiday in year.holidays {
                for end in [holiday.days.first, holiday.days.last] where !Self.reach(of: year.year, contains: end) {
                    throw .outsideYear(end, year: year.year)
                }
                for offset in 0..<holiday.days.count { off.insert(holiday.days.first.adding(days: offset)) }
            }
        }
        for year in years {
            for day in year.makeUpWorkdays {
                guard Self.reach(of: year.year, contains: day) else { throw .outsideYear(day, year: year.year) }
                guard day.weekday.isWeekend else { throw .makeUpOnWeekday(day) }
                guard !off.contains(day) else { throw .offAndWorked(day) }
            }
        }
        self.init(checked: years)
    }

    private static func reach(of year: Int, contains date: CivilDate) -> Bool {
        let (its, month, _) = date.components
        return its == year || (its == year - 1 && month == 12)
    }

    private init(checked: [CalendarYear]) {
        years = checked.sorted { $0.year < $1.year }
        var exceptions: [Int: Exception] = [:]
        var known: [CivilInterval] = []
        var print = Fingerprint()
        for (index, year) in years.enumerated() {
            print.add(year.year)
            print.add(year.coversUntil.daysSince1970)
            for holiday in year.holidays.sorted(by: { $0.days < $1.days }) {
                print.add(holiday.name)
                print.add(holiday.days.first.daysSince1970)
                print.add(holiday.days.last.daysSince1970)
                for offset in 0..<holiday.days.count {
                    exceptions[holiday.days.first.daysSince1970 + offset] = .off(holiday.name)
                }
            }
            for day in year.makeUpWorkdays.sorted() {
                print.add(day.daysSince1970)
                exceptions[day.daysSince1970] = .worked
            }
            let hasNext = index + 1 < years.count && years[index + 1].year == year.year + 1
            if let first = CivilDate(year: year.year, month: 1, day: 1),
                let last = CivilDate(year: year.year, month: 12, day: 31),
                let interval = CivilInterval(first, through: hasNext ? last : min(last, year.coversUntil))
            {
                known.append(interval)
            }
        }
        self.exceptions = exceptions
        self.known = CivilInterval.merged(known)
        if let first = years.first, let last = years.last {
            version = "\(first.year)-\(last.year)@\(print.text)"
        } else {
            version = "none"
        }
    }

    /// Everything known about one day.
    public func day(_ date: CivilDate) -> Day {
        let isKnown = isKnown(date)
        switch exceptions[date.daysSince1970] {
        case .off(let name):
            return Day(date: date, isWorkday: false, isKnown: isKnown, holiday: name, isMakeUp: false)
        case .worked:
            return Day(date: date, isWorkday: true, isKnown: isKnown, holiday: nil, isMakeUp: true)
        case nil:
            return Day(
                date: date, isWorkday: !date.weekday.isWeekend, isKnown: isKnown, holiday: nil, isMakeUp: false)
        }
    }

    /// Whether `date` is worked, and whether a notice says so.
    public func isWorkday(_ date: CivilDate) -> (isWorkday: Bool, isKnown: Bool) {
        let day = day(date)
        return (day.isWorkday, day.isKnown)
    }

    /// Whether a notice covers `date`.
    public func isKnown(_ date: CivilDate) -> Bool {
        known.contains { $0.contains(date) }
    }

    /// The last day up to which everything is known without a gap, nil without data: warn when it draws near.
    public var coversUntil: CivilDate? { known.last?.last }

    /// The first workday on or after `date`.
    ///
    /// - Throws: ``WorkCalendarError/noWorkday(after:)`` after ``longestClosure`` days off in a row.
    public func workday(onOrAfter date: CivilDate) throws(WorkCalendarError) -> Day {
        for offset in 0..<Self.longestClosure {
            let day = day(date.adding(days: offset))
            if day.isWorkday { return day }
        }
        throw .noWorkday(after: date)
    }
}

/// Why days cannot be a calendar.
public enum WorkCalendarError: Error, Sendable, Hashable, CustomStringConvertible {
    case yearTwice(Int)
    case outsideYear(CivilDate, year: Int)
    case makeUpOnWeekday(CivilDate)
    case offAndWorked(CivilDate)
    case noWorkday(after: CivilDate)

    public var description: String {
        switch self {
        case .yearTwice(let year): "the year \(year) is given twice; keep one notice a year"
        case .outsideYear(let date, let year):
            "\(date) is not a day of \(year) (or of the December before); put it into its own year"
        case .makeUpOnWeekday(let date):
            "\(date) is no Saturday or Sunday, so it is worked anyway; take it out of the make-up workdays"
        case .offAndWorked(let date): "\(date) is both off and worked; keep one"
        case .noWorkday(let date):
            "no workday within \(WorkCalendar.longestClosure) days from \(date); the calendar cannot be right"
        }
    }
}
