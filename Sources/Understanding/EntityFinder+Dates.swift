// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Dates: those that begin with a number, those in words, days of the week.
extension EntityFinder {
    // MARK: Dates that begin with a number

    /// 2026年11月3日, 2026-11-03, 98年3月, 11月3号, 3月份; 三天前, 两个月前, 五年前.
    func date(_ number: ChineseNumber, _ found: inout Findings) -> Bool {
        let units = found.units
        guard let value = number.whole else { return false }
        let begin = number.range.lowerBound
        let end = number.range.upperBound
        guard end < units.count else { return false }
        let next = units[end].scalar
        let digits = end - begin
        if next == 0x5E74, units[end].separation == .none {
            var year: Int? = nil
            if digits == 4, value >= 1900, value <= 2100 { year = value }
            if digits == 2, !number.hasMeasure, value < 100 {
                // 98年, 08年, 九八年; 10年 is a span unless a month follows.
                let written = units[begin].scalar == 0x30 || value > 30
                let month = ChineseNumber.parse(units, at: end + 1)
                let monthFollows =
                    month.map {
                        $0.range.upperBound < units.count
                            && units[$0.range.upperBound].scalar == 0x6708
                    } ?? false
                if written || monthFollows { year = value > today.year % 100 ? 1900 + value : 2000 + value }
            }
            if let year {
                let (date, stop) = monthAndDay(units, at: end + 1, year: year)
                found.add(.date, begin..<stop, .date(date))
                return true
            }
            if end + 1 < units.count, units[end + 1].scalar == 0x524D {
                found.add(.date, begin..<(end + 2), .date(MentionedDate(year: today.year - value)))
                return true
            }
            return false
        }
        if number.isPlainDigits, digits == 4, value >= 1900, value <= 2100,
            next == 0x2D || next == 0x2F || next == 0x2E,
            let month = ChineseNumber.parse(units, at: end + 1), let monthValue = month.whole,
            month.range.upperBound < units.count, units[month.range.upperBound].scalar == next,
            let day = ChineseNumber.parse(units, at: month.range.upperBound + 1), let dayValue = day.whole,
            CivilDate(year: value, month: monthValue, day: dayValue) != nil
        {
            found.add(
                .date, begin..<day.range.upperBound,
                .date(MentionedDate(year: value, month: monthValue, day: dayValue)))
            return true
        }
        if next == 0x6708, value >= 1, value <= 12, !number.hasMeasure {
            let (date, stop) = monthAndDay(units, at: begin, year: nil)
            if stop > end {
                found.add(.date, begin..<stop, .date(date))
                return true
            }
        }
        if next == 0x5929, end + 1 < units.count, units[end + 1].scalar == 0x524D, value <= 3660 {
            let day = today.adding(days: -value).components
            found.add(
                .date, begin..<(end + 2), .date(MentionedDate(year: day.year, month: day.month, day: day.day)))
            return true
        }
        var index = end
        if next == 0x4E2A { index += 1 }
        if index + 1 < units.count, units[index].scalar == 0x6708, units[index + 1].scalar == 0x524D, value <= 600,
            next == 0x4E2A || number.hasMeasure
        {
            let (year, month) = monthsBack(value)
            found.add(.date, begin..<(index + 2), .date(MentionedDate(year: year, month: month)))
            return true
        }
        return false
    }

    /// Month and day at `start`; without a year the latest one that is not after today.
    func monthAndDay(_ units: [TextUnit], at start: Int, year: Int?) -> (MentionedDate, Int) {
        let only = MentionedDate(year: year ?? today.year)
        guard let month = ChineseNumber.parse(units, at: start), let monthValue = month.whole,
            monthValue >= 1, monthValue <= 12, month.range.upperBound < units.count,
            units[month.range.upperBound].scalar == 0x6708
        else { return (only, start) }
        var stop = month.range.upperBound + 1
        var dayValue: Int? = nil
        if let day = ChineseNumber.parse(units, at: stop), let value = day.whole, value >= 1,
            value <= CivilDate.length(ofMonth: monthValue, year: year ?? 2024)
        {
            let after = day.range.upperBound
            if after < units.count, units[after].scalar == 0x53F7 || units[after].scalar == 0x65E5 {
                dayValue = value
                stop = after + 1
            } else if day.isPlainDigits, after >= units.count || !units[after].isHan {
                dayValue = value
                stop = after
            }
        }
        if dayValue == nil, stop < units.count, units[stop].scalar == 0x4EFD { stop += 1 }
        var fullYear = year ?? today.year
        if year == nil {
            let parts = today.components
            if (monthValue, dayValue ?? 1) > (parts.month, parts.day) { fullYear -= 1 }
            // The 29th of February exists only in leap years.
            if let day = dayValue, day > CivilDate.length(ofMonth: monthValue, year: fullYear) { dayValue = nil }
        }
        return (MentionedDate(year: fullYear, month: monthValue, day: dayValue), stop)
    }

    func monthsBack(_ months: Int) -> (year: Int, month: Int) {
        let parts = today.components
        let index = parts.year * 12 + parts.month - 1 - months
        return (index / 12, index % 12 + 1)
    }

    // MARK: Dates in words

    private static let yearWords = WordSet([("大前年", -3), ("前年", -2), ("去年 上年 旧年", -1), ("今年 本年", 0), ("明年", 1)])
    private static let monthWords = WordSet([("上上个月 上上月", 2), ("上个月 上月", 1), ("这个月 本月 当月", 0)])
    private static let dayWords = WordSet([
        ("大前天", -3), ("前天 前日 前晚", -2), ("昨天 昨日 昨晚 昨儿 昨夜", -1), ("今天 今日 今晚 今早 今儿", 0), ("明天 明日 明儿", 1),
        ("后天", 2),
    ])

    /// 去今前上这本当昨明后大旧 下礼星周半: nothing else begins a date in words.
    static func mayBeginDate(_ scalar: UInt16) -> Bool {
        switch scalar {
        case 0x53BB, 0x4ECA, 0x524D, 0x4E0A, 0x8FD9, 0x672C, 0x5F53, 0x6628, 0x660E, 0x540E, 0x5927, 0x65E7,
            0x4E0B, 0x793C, 0x661F, 0x5468, 0x534A:
            true
        default: false
        }
    }

    func findRelativeDates(_ found: inout Findings, _ clues: EntityClues) {
        let units = found.units
        var index = clues.next(EntityClues.dateWord, from: 0)
        while index < units.count {
            var next = index + 1
            if let (date, end) = relativeDate(units, at: index) {
                found.add(.date, index..<end, .date(date))
                next = end
            }
            index = clues.next(EntityClues.dateWord, from: next)
        }
    }

    private func relativeDate(_ units: [TextUnit], at start: Int) -> (MentionedDate, Int)? {
        guard EntityFinder.mayBeginDate(units[start].scalar) else { return nil }
        if let found = dayOfWeek(units, at: start) ?? halfAgo(units, at: start) { return found }
        if let (end, offset) = EntityFinder.yearWords.match(in: units, at: start) {
            let (date, stop) = monthAndDay(units, at: end, year: today.year + offset)
            return (date, max(stop, end))
        }
        if let (end, back) = EntityFinder.monthWords.match(in: units, at: start) {
            let (year, month) = monthsBack(back)
            if let day = ChineseNumber.parse(units, at: end), let value = day.whole, value >= 1,
                value <= CivilDate.length(ofMonth: month, year: year), day.range.upperBound < units.count,
                units[day.range.upperBound].scalar == 0x53F7 || units[day.range.upperBound].scalar == 0x65E5
            {
                return (MentionedDate(year: year, month: month, day: value), day.range.upperBound + 1)
            }
            return (MentionedDate(year: year, month: month), end)
        }
        if let (end, offset) = EntityFinder.dayWords.match(in: units, at: start) {
            let day = today.adding(days: offset).components
            return (MentionedDate(year: day.year, month: day.month, day: day.day), end)
        }
        return nil
    }

    private static let lastWeek = WordSet([("上上个 上上", -2), ("上个 上", -1), ("这个 这 本", 0), ("下个 下", 1)])
    private static let weeks = WordSet("礼拜 星期 周")
    /// 每周三, 一周三次: no day of the calendar.
    private static let everyWeek = WordSet("每 每个 每逢 逢 一 两 几 半 双 单 到 至 - 和")
    private static let notDays = WordSet("次 回 遍 趟 天 个 到 至 - 年 岁")

    /// 上礼拜三, 上个星期五, 这周二; 星期三 alone is the last one; 上周 only tells the month.
    private func dayOfWeek(_ units: [TextUnit], at start: Int) -> (MentionedDate, Int)? {
        var offset: Int?
        var index = start
        if let (end, weeks) = EntityFinder.lastWeek.match(in: units, at: start),
            EntityFinder.weeks.end(in: units, at: end) != nil
        {
            offset = weeks
            index = end
        }
        guard let named = EntityFinder.weeks.end(in: units, at: index) else { return nil }
        let monday = today.adding(days: 1 - today.weekday.rawValue)
        guard let weekday = weekday(units, at: named) else {
            guard let offset else { return nil }
            let parts = monday.adding(days: offset * 7).components
            return (MentionedDate(year: parts.year, month: parts.month), named)
        }
        var day = monday.adding(days: (offset ?? 0) * 7 + weekday - 1)
        if offset == nil {
            if EntityFinder.everyWeek.start(in: units, endingAt: start) != nil { return nil }
            if EntityFinder.notDays.end(in: units, at: named + 1) != nil { return nil }
            if day > today { day = day.adding(days: -7) }
        }
        let parts = day.components
        return (MentionedDate(year: parts.year, month: parts.month, day: parts.day), named + 1)
    }

    /// 一…六, 日, 天 or 1…6 right after 星期.
    private func weekday(_ units: [TextUnit], at index: Int) -> Int? {
        guard index < units.count, units[index].separation == .none else { return nil }
        let scalar = units[index].scalar
        if scalar == 0x65E5 || scalar == 0x5929 { return 7 }
        if scalar >= 0x31, scalar <= 0x37 { return Int(scalar - 0x30) }
        guard let digit = ChineseNumber.digit(scalar), digit >= 1, digit <= 6 else { return nil }
        return Int(digit)
    }

    private static let halfYear = WordSet("半年前 半年多前 半年以前 半年之前")
    private static let halfMonth = WordSet("半个月前 半月前 半个多月前 半个月以前")

    private func halfAgo(_ units: [TextUnit], at start: Int) -> (MentionedDate, Int)? {
        if let end = EntityFinder.halfYear.end(in: units, at: start) {
            let (year, month) = monthsBack(6)
            return (MentionedDate(year: year, month: month), end)
        }
        guard let end = EntityFinder.halfMonth.end(in: units, at: start) else { return nil }
        let parts = today.adding(days: -15).components
        return (MentionedDate(year: parts.year, month: parts.month), end)
    }
}
