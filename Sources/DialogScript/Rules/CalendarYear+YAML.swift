// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Reads one file of `dialogs/calendars`: one yearly notice.
///
/// Codes: `CAL001` a day outside the year, `CAL002` a run that ends before it begins, `CAL003` a run longer than any
/// notice gives, `CAL004` a make-up workday that is no weekend day, `CAL005` a day both off and worked, `CAL006` a
/// year given twice, `CAL007` a workday given twice or runs that overlap.
extension CalendarYear {
    /// Longer runs are a slip in a date: the longest so far had nine days.
    static let longestHoliday = 31

    static func load(_ root: YAMLValue) -> CalendarYear? {
        guard
            let file = root.mapping(
                required: ["year", "source", "notice_date", "covers_until", "off", "workdays"])
        else { return nil }
        let year = file.int("year", in: 1949...9998)
        let (source, notice) = (file.string("source"), file.date("notice_date"))
        let coversUntil = file.date("covers_until")
        guard let year else { return nil }
        if let coversUntil, coversUntil.year != year {
            file.error("CAL001", at: "covers_until", "\(coversUntil) is not a day of \(year)")
        }
        let holidays = file.sequence("off").compactMap { holiday($0, year: year) }
        var off: [CivilInterval] = []
        for (place, holiday) in holidays {
            if let other = off.first(where: { $0.first <= holiday.days.last && holiday.days.first <= $0.last }) {
                place.error("CAL007", "these days overlap with \(other.first) to \(other.last); make it one run")
            }
            off.append(holiday.days)
        }
        var workdays: [CivilDate] = []
        for item in file.sequence("workdays") {
            guard let day = item.date, isOfYear(day, year, item) else { continue }
            if !day.weekday.isWeekend {
                item.error(
                    "CAL004", "\(day) is no Saturday or Sunday, so it is worked anyway; is the date right?")
            } else if off.contains(where: { $0.contains(day) }) {
                item.error("CAL005", "\(day) is among the days off, too; keep one")
            } else if workdays.contains(day) {
                item.error("CAL007", "\(day) is given twice")
            } else {
                workdays.append(day)
            }
        }
        guard let source, let notice else { return nil }
        return CalendarYear(
            year: year, source: source, noticeDate: notice, coversUntil: coversUntil, holidays: holidays.map(\.1),
            makeUpWorkdays: workdays)
    }

    private static func holiday(_ item: YAMLValue, year: Int) -> (YAMLValue, Holiday)? {
        guard let map = item.mapping(required: ["name", "from", "to"]) else { return nil }
        let (name, first, last) = (map.string("name"), map.date("from"), map.date("to"))
        guard let name, let first, let last else { return nil }
        guard let days = CivilInterval(first, through: last) else {
            map.error("CAL002", at: "to", "\(last) lies before \(first)")
            return nil
        }
        guard days.count <= longestHoliday else {
            map.error("CAL003", at: "to", "\(days.count) days off in a row; at most \(longestHoliday) are believed")
            return nil
        }
        guard isOfYear(first, year, map["from"] ?? item), isOfYear(last, year, map["to"] ?? item) else { return nil }
        return (item, Holiday(name: name, days: days))
    }

    /// A notice may name days of the December before its year, too.
    private static func isOfYear(_ date: CivilDate, _ year: Int, _ place: YAMLValue) -> Bool {
        let (its, month, _) = date.components
        if its == year || (its == year - 1 && month == 12) { return true }
        place.error("CAL001", "\(date) is not a day of \(year) (or of the December before); put it into its own file")
        return false
    }
}
