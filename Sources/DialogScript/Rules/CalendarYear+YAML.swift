// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Reads one file of `dialogs/calendars`: one yearly notice.
extension CalendarYear {
    /// Longer runs are a slip in a date: the longest so far had nine days.
    static let longestHoliday = 31

    public static func load(_ root: YAMLValue) -> CalendarYear? {
        guard let file = root.mapping(.calendar) else { return nil }
        let year = file.int("year", in: 1949...9998)
        let (source, notice) = (file.string("source"), file.date("notice_date"))
        let coversUntil = file.date("covers_until")
        guard let year else { return nil }
        if let coversUntil, coversUntil.year != year {
            file.report(.calendarDay, at: "covers_until", "\(coversUntil) 不在 \(year) 年")
        }
        let holidays = file.sequence("off").compactMap { holiday($0, year: year) }
        var off: [CivilInterval] = []
        for (place, holiday) in holidays {
            if let other = off.first(where: { $0.first <= holiday.days.last && holiday.days.first <= $0.last }) {
                place.report(.calendarTwice, "跟 \(other.first) 到 \(other.last) 重着；写成一次")
            }
            off.append(holiday.days)
        }
        var workdays: [CivilDate] = []
        for item in file.sequence("workdays") {
            guard let day = item.date, isOfYear(day, year, item) else { continue }
            if !day.weekday.isWeekend {
                item.report(.calendarWeekday, "\(day) 不是周末，本来就上班；看看日子写错没有")
            } else if off.contains(where: { $0.contains(day) }) {
                item.report(.calendarBoth, "\(day) 又在放假里；留一处")
            } else if workdays.contains(day) {
                item.report(.calendarTwice, "\(day) 写了两遍；留一个")
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
        guard let map = item.mapping(.holiday) else { return nil }
        let (name, first, last) = (map.string("name"), map.date("from"), map.date("to"))
        guard let name, let first, let last else { return nil }
        guard let days = CivilInterval(first, through: last) else {
            map.report(.calendarOrder, at: "to", "\(last) 在 \(first) 前面；头尾对调")
            return nil
        }
        guard days.count <= longestHoliday else {
            map.report(.calendarLong, at: "to", "一连放 \(days.count) 天，最多信 \(longestHoliday) 天；看看日子写错没有")
            return nil
        }
        guard isOfYear(first, year, map["from"] ?? item), isOfYear(last, year, map["to"] ?? item) else { return nil }
        return (item, Holiday(name: name, days: days))
    }

    /// A notice may name days of the December before its year, too.
    private static func isOfYear(_ date: CivilDate, _ year: Int, _ place: YAMLValue) -> Bool {
        let (its, month, _) = date.components
        if its == year || (its == year - 1 && month == 12) { return true }
        place.report(.calendarDay, "\(date) 不在 \(year) 年（也不是上一年 12 月）；写到它那一年的文件里")
        return false
    }
}
