// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Numbers with a meaning: people, money, months of pay.
extension EntityFinder {
    private static let us = WordSet("我们 俺们 咱们 咱 俺 我 大家 一共 总共 共 有 来了 还有 带着 全村")
    /// Who is spoken of rather than speaking: 村里还有七八户老人 did not come along.
    private static let spokenOf = WordSet("老人 老头 老太 孩子 小孩 娃 学生 同学 病人 受害 被害")
    /// There are, rather than we are.
    private static let thereAre = WordSet("有 还有")
    private static let we = WordSet("我们 俺们 咱们 我们这 我们这些 俺们这 咱 俺 我")
    private static let withMe = WordSet("和 跟 同 与 还有 加上 带着 及 带 加")
    private static let measure = WordSet("个 名 位 口 户 家 多个 多人 多户 多名 多位 人 来个 来号 号")
    private static let persons = WordSet(
        "工友 同事 邻居 业主 老乡 村民 乡亲 家长 兄弟 人 伙计 工人 农民工 民工 老人 同学 战友 姐妹 员工 职工 住户 退休 老师 教师 司机 商户 摊贩 农户 户 受害 被害 学员 会员 买房 购房 租户 租客 老百姓 群众 社员 保洁 环卫 保安 街坊 老头 老太 代课 民师 下岗"
    )
    private static let together = WordSet("一起 都来 联名 一块 一同 集体 签名 签字 按手印 代表")
    /// More households than these come only where it says so.
    private static let mostHouseholds = 60
    private static let currency = WordSet("元 块 圆 人民币 rmb 块钱 元钱")
    private static let small = WordSet("毛 角")
    /// What may follow 三毛: 五角一斤, 两毛的.
    private static let afterSmall = ScalarSet("一的每都也")
    private static let moneyVerbs = WordSet(
        "欠 罚 交 赔 补 花 借 扣 退 要 收 付 给 钱 工资 押金 款 费 骗 投 存 发 贷 利息 工钱 首付 卖 买 值 本金 损失 报销 掏 拿")
    private static let notMoney = WordSet(
        "个 人 户 平 亩 米 年 月 天 号 次 斤 吨 株 棵 分 度 点 % 岁 公里 里 楼 栋 层 期 名 位 只 头 台 辆 条 件 小时 多人 多户 多个 多亩 多平 方 栋 室 单元 组 队 社 路 街 幢 座 套 份 张 瓦 厘 克 车 趟 届 级 等 口 日"
    )
    private static let pay = WordSet("工资 工钱 薪水 薪 退休金 养老金 工分 劳务费 钱没")
    /// So long somebody worked, served or was ill: no pay is counted by it.
    private static let service = WordSet(
        "干了 做了 当了 上了 工作了 服务了 教了 瘫了 病了 住了 等了 跑了 找了 停了 工龄 工作 干 教龄 党龄 军龄 交了 缴了 满 够 不到 差")

    func findCounts(_ found: inout Findings, _ clues: EntityClues) {
        let units = found.units
        var index = 0
        while true {
            index = clues.next(EntityClues.number, from: index)
            guard index < units.count else { return }
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
        let rest = end..<min(end + 8, units.count)
        // 我们小区一千五百户: all whom it concerns, and not who came, as 我们九十多户 do.
        if households, value > EntityFinder.mostHouseholds, EntityFinder.we.start(in: units, endingAt: begin) == nil,
            !EntityFinder.together.occurs(in: units, within: rest)
        {
            return false
        }
        // Four scalars for words like 村 or 小区 between 我们 and the number.
        for gap in 0...4 where begin - gap > 0 {
            if gap > 0, found.text.strongestBreak(in: (begin - gap)..<begin) >= .clause { break }
            if let start = EntityFinder.us.start(in: units, endingAt: begin - gap) {
                if number.hasMeasure, gap > 0 { break }
                // 有七八户老人, 我们村里还有三个老人: they are told of, unless they are said to have come.
                if speaksOf(units, start..<begin, end, isPerson != nil) { break }
                found.add(.people, start..<end, .count(value, approximate: number.isApproximate || households))
                return true
            }
        }
        if EntityFinder.together.occurs(in: units, within: rest) {
            found.add(.people, begin..<end, .count(value, approximate: number.isApproximate || households))
            return true
        }
        return false
    }

    /// Whether the people counted up to `end` are told of and did not come: 有 or a word between before, old people or
    /// children counted, and nothing that says they are here.
    private func speaksOf(_ units: [TextUnit], _ before: Range<Int>, _ end: Int, _ isNamed: Bool) -> Bool {
        guard isNamed else { return false }
        let isThere = EntityFinder.thereAre.occurs(in: units, within: before)
        guard isThere, [1, 2].contains(where: { EntityFinder.spokenOf.end(in: units, at: end - $0) == end }) else {
            return false
        }
        return !EntityFinder.together.occurs(in: units, within: end..<min(end + 8, units.count))
    }

    // MARK: Money

    private func amount(_ number: ChineseNumber, _ found: inout Findings) -> Bool {
        let units = found.units
        let begin = number.range.lowerBound
        var end = number.range.upperBound
        if number.hasMeasure || number.hundredths == 0 { return false }
        if begin > 0, units[begin - 1].scalar == 0x7B2C || units[begin - 1].isLetter { return false }
        if let money = EntityFinder.currency.end(in: units, at: end) {
            if isTogether(number, units, money) { return false }
            end = money
        } else if EntityFinder.small.end(in: units, at: end) != nil {
            guard isSmallChange(begin, end + 1, units) else { return false }
            found.add(.amount, begin..<(end + 1), .fen(number.hundredths / 10, approximate: number.isApproximate))
            return true
        } else {
            guard number.hundredths >= 100_00, EntityFinder.notMoney.end(in: units, at: end) == nil,
                !isMonthOrHotline(number)
            else { return false }
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

    /// 三毛, 五角钱, 花了两角; 三角地 and 金三角 are shapes.
    private func isSmallChange(_ begin: Int, _ end: Int, _ units: [TextUnit]) -> Bool {
        if end < units.count, units[end].isHan {
            // 三毛钱 is money whatever stands before it.
            if units[end].scalar == 0x94B1 { return true }
            guard EntityFinder.afterSmall.contains(units[end].scalar) else { return false }
        }
        return begin == 0 || !units[begin - 1].isHan
            || EntityFinder.moneyVerbs.start(in: units, endingAt: begin) != nil
            || EntityFinder.currency.start(in: units, endingAt: begin) != nil
            || EntityFinder.moneyVerbs.start(in: units, endingAt: begin - 1) != nil
    }

    /// 2018.10 is a month, 12345 and 96533 are called; 15000 is money.
    private func isMonthOrHotline(_ number: ChineseNumber) -> Bool {
        guard let whole = number.whole else { return (1950...2100).contains(number.hundredths / 100) }
        return number.isPlainDigits && whole % 10 != 0 && [10, 12, 95, 96].contains(whole / 1000)
    }

    /// 一块结, 一块儿去: together, and no yuan; 给一块 and 一块钱 are money.
    private func isTogether(_ number: ChineseNumber, _ units: [TextUnit], _ end: Int) -> Bool {
        let begin = number.range.lowerBound
        guard number.hundredths == 100, !number.isPlainDigits, end == number.range.upperBound + 1,
            units[end - 1].scalar == 0x5757
        else { return false }
        return EntityFinder.moneyVerbs.start(in: units, endingAt: begin) == nil
            && EntityFinder.moneyVerbs.start(in: units, endingAt: begin - 1) == nil
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
        if years, EntityFinder.service.start(in: units, endingAt: number.range.lowerBound) != nil { return false }
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
}
