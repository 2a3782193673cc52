// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Numbers with a meaning: people, money, months of pay, dates that begin with a number.
extension EntityFinder {
    private static let us = WordSet("我们 俺们 咱们 咱 俺 我 大家 一共 总共 共 有 来了 还有 带着 全村")
    private static let we = WordSet("我们 俺们 咱们 我们这 我们这些 俺们这 咱 俺 我")
    private static let withMe = WordSet("和 跟 同 与 还有 加上 带着 及 带 加")
    private static let measure = WordSet("个 名 位 口 户 家 多个 多人 多户 多名 多位 人 来个 来号 号")
    private static let persons = WordSet(
        "工友 同事 邻居 业主 老乡 村民 乡亲 家长 兄弟 人 伙计 工人 农民工 民工 老人 同学 战友 姐妹 员工 职工 住户 退休 老师 教师 司机 商户 摊贩 农户 户 受害 被害 学员 会员 买房 购房 租户 租客 老百姓 群众 社员 保洁 环卫 保安 街坊 老头 老太 代课 民师 下岗"
    )
    private static let together = WordSet("一起 都来 联名 一块 一同 集体 签名 签字 按手印 代表")
    private static let currency = WordSet("元 块 圆 人民币 rmb 块钱 元钱")
    private static let small = WordSet("毛 角")
    private static let moneyVerbs = WordSet(
        "欠 罚 交 赔 补 花 借 扣 退 要 收 付 给 钱 工资 押金 款 费 骗 投 存 发 贷 利息 工钱 首付 卖 买 值 本金 损失 报销 掏 拿")
    private static let notMoney = WordSet(
        "个 人 户 平 亩 米 年 月 天 号 次 斤 吨 株 棵 分 度 点 % 岁 公里 里 楼 栋 层 期 名 位 只 头 台 辆 条 件 小时 多人 多户 多个 多亩 多平 方 栋 室 单元 组 队 社 路 街 幢 座 套 份 张 瓦 厘 克 车 趟 届 级 等 口 日"
    )
    private static let pay = WordSet("工资 工钱 薪水 薪 退休金 养老金 低保 补贴 工分 劳务费 生活费 钱没")

    func findCounts(_ found: inout Findings) {
        let units = found.units
        var index = 0
        while index < units.count {
            guard ChineseNumber.begins(units[index].scalar), found.isFree(index..<(index + 1)),
                let number = ChineseNumber.parse(units, at: index)
            else {
                index += 1
                continue
            }
            let after = number.range.upperBound
            if date(number, &found) || payMonths(number, &found) || people(number, &found) || amount(number, &found) {
                index = max(after, index + 1)
            } else {
                index = after
            }
        }
    }

    // MARK: People

    /// 我和八个工友 (nine), 我们十二个业主, 我们仨, 一共六个人都来了.
    private func people(_ number: ChineseNumber, _ found: inout Findings) -> Bool {
        let units = found.units
        guard let value = number.whole, value >= 2, value <= 100_000 else { return false }
        let begin = number.range.lowerBound
        var end = number.range.upperBound
        var households = false
        if !number.hasMeasure {
            guard let measured = EntityFinder.measure.end(in: units, at: end) else { return false }
            if let last = units[end..<measured].last, last.scalar == 0x6237 || last.scalar == 0x5BB6 {
                households = true
            }
            // 3号楼 is a building.
            if units[end].scalar == 0x53F7 { return false }
            end = measured
        }
        let isPerson = EntityFinder.persons.end(in: units, at: end)
        let isBarePerson = end > 0 && (units[end - 1].scalar == 0x4EBA || units[end - 1].scalar == 0x6237)
        if let isPerson { end = isPerson }
        // Who is counted: what stands before the number.
        if let with = EntityFinder.withMe.start(in: units, endingAt: begin),
            let me = EntityFinder.we.start(in: units, endingAt: with)
        {
            guard isPerson != nil || number.hasMeasure || isBarePerson else { return false }
            let plural = with - me >= 2
            found.add(
                .people, me..<end, .count(plural ? value : value + 1, approximate: number.isApproximate || plural))
            return true
        }
        guard isPerson != nil || isBarePerson || number.hasMeasure || households else { return false }
        // Four scalars for words like 村 or 小区 between 我们 and the number.
        for gap in 0...4 where begin - gap > 0 {
            if gap > 0, found.text.strongestBreak(in: (begin - gap)..<begin) >= .clause { break }
            if let start = EntityFinder.us.start(in: units, endingAt: begin - gap) {
                if number.hasMeasure, gap > 0 { break }
                found.add(.people, start..<end, .count(value, approximate: number.isApproximate || households))
                return true
            }
        }
        let rest = end..<min(end + 8, units.count)
        if EntityFinder.together.occurs(in: units, within: rest) {
            found.add(.people, begin..<end, .count(value, approximate: number.isApproximate || households))
            return true
        }
        return false
    }

    // MARK: Money

    private func amount(_ number: ChineseNumber, _ found: inout Findings) -> Bool {
        let units = found.units
        let begin = number.range.lowerBound
        var end = number.range.upperBound
        if number.hasMeasure || number.hundredths == 0 { return false }
        if begin > 0, units[begin - 1].scalar == 0x7B2C || units[begin - 1].isLetter { return false }
        if let money = EntityFinder.currency.end(in: units, at: end) {
            end = money
        } else if EntityFinder.small.end(in: units, at: end) != nil {
            found.add(.amount, begin..<(end + 1), .fen(number.hundredths / 10, approximate: number.isApproximate))
            return true
        } else {
            guard number.hundredths >= 100_00, EntityFinder.notMoney.end(in: units, at: end) == nil else {
                return false
            }
            // A bare run of digits could be anything; with 百, 千 or 万 it is said like money.
            let reach = number.isPlainDigits ? 3 : 8
            let context = max(0, begin - reach)..<begin
            guard EntityFinder.moneyVerbs.occurs(in: units, within: context),
                found.text.strongestBreak(in: context) < .sentence
            else { return false }
        }
        found.add(.amount, begin..<end, .fen(number.hundredths, approximate: number.isApproximate))
        return true
    }

    /// 仨月工资, 3个月的工钱, 两年工资没发, 工资欠了三个月.
    private func payMonths(_ number: ChineseNumber, _ found: inout Findings) -> Bool {
        let units = found.units
        guard let value = number.whole, value >= 1, value <= 480 else { return false }
        var index = number.range.upperBound
        if index < units.count, units[index].scalar == 0x4E2A { index += 1 }
        if index < units.count, units[index].scalar == 0x591A { index += 1 }
        guard index < units.count else { return false }
        let years = units[index].scalar == 0x5E74
        guard years || units[index].scalar == 0x6708 else { return false }
        // 3月工资 is the pay of March, unless it is written 三个月 or 仨月.
        if !years, number.isPlainDigits || !number.hasMeasure, index == number.range.upperBound { return false }
        index += 1
        var pay = index
        if pay < units.count, units[pay].scalar == 0x591A { pay += 1 }
        if pay < units.count, units[pay].scalar == 0x7684 { pay += 1 }
        let months = years ? value * 12 : value
        if let end = EntityFinder.pay.end(in: units, at: pay) {
            found.add(
                .monthsOfPay, number.range.lowerBound..<end, .count(months, approximate: number.isApproximate))
            return true
        }
        let before = max(0, number.range.lowerBound - 8)..<number.range.lowerBound
        let after = index..<min(index + 6, units.count)
        let isBefore =
            EntityFinder.pay.occurs(in: units, within: before) && found.text.strongestBreak(in: before) < .sentence
        let isAfter =
            EntityFinder.pay.occurs(in: units, within: after) && found.text.strongestBreak(in: after) < .clause
        if isBefore || isAfter {
            found.add(
                .monthsOfPay, number.range.lowerBound..<index, .count(months, approximate: number.isApproximate))
            return true
        }
        return false
    }

    // MARK: Dates that begin with a number

    /// 2026年11月3日, 2026-11-03, 98年3月, 11月3号, 3月份; 三天前, 两个月前, 五年前.
    private func date(_ number: ChineseNumber, _ found: inout Findings) -> Bool {
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

    private static let yearWords: [(WordSet, Int)] = [
        (WordSet("大前年"), -3), (WordSet("前年"), -2), (WordSet("去年 上年 旧年"), -1), (WordSet("今年 本年"), 0), (WordSet("明年"), 1),
    ]
    private static let monthWords: [(WordSet, Int)] = [
        (WordSet("上上个月 上上月"), 2), (WordSet("上个月 上月"), 1), (WordSet("这个月 本月 当月"), 0),
    ]
    private static let dayWords: [(WordSet, Int)] = [
        (WordSet("大前天"), -3), (WordSet("前天 前日 前晚"), -2), (WordSet("昨天 昨日 昨晚 昨儿 昨夜"), -1),
        (WordSet("今天 今日 今晚 今早 今儿"), 0), (WordSet("明天 明日 明儿"), 1), (WordSet("后天"), 2),
    ]

    func findRelativeDates(_ found: inout Findings) {
        let units = found.units
        var index = 0
        while index < units.count {
            if let (date, end) = relativeDate(units, at: index) {
                found.add(.date, index..<end, .date(date))
                index = end
            } else {
                index += 1
            }
        }
    }

    private func relativeDate(_ units: [TextUnit], at start: Int) -> (MentionedDate, Int)? {
        // 去今前上这本当昨明后大旧: nothing else begins a date in words.
        switch units[start].scalar {
        case 0x53BB, 0x4ECA, 0x524D, 0x4E0A, 0x8FD9, 0x672C, 0x5F53, 0x6628, 0x660E, 0x540E, 0x5927, 0x65E7: break
        default: return nil
        }
        for (words, offset) in EntityFinder.yearWords {
            guard let end = words.end(in: units, at: start) else { continue }
            let (date, stop) = monthAndDay(units, at: end, year: today.year + offset)
            return (date, max(stop, end))
        }
        for (words, back) in EntityFinder.monthWords {
            guard let end = words.end(in: units, at: start) else { continue }
            let (year, month) = monthsBack(back)
            if let day = ChineseNumber.parse(units, at: end), let value = day.whole, value >= 1,
                value <= CivilDate.length(ofMonth: month, year: year), day.range.upperBound < units.count,
                units[day.range.upperBound].scalar == 0x53F7 || units[day.range.upperBound].scalar == 0x65E5
            {
                return (MentionedDate(year: year, month: month, day: value), day.range.upperBound + 1)
            }
            return (MentionedDate(year: year, month: month), end)
        }
        for (words, offset) in EntityFinder.dayWords {
            guard let end = words.end(in: units, at: start) else { continue }
            let day = today.adding(days: offset).components
            return (MentionedDate(year: day.year, month: day.month, day: day.day), end)
        }
        return nil
    }
}
