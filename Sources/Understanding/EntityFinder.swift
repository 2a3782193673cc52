// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Finds numbers, names, dates, sums, people and places in a text. Prefers silence to a guess, except for what must be
/// masked: a long number that might be somebody's is reported even if it cannot be checked.
public struct EntityFinder: Sendable {
    /// The day that 上个月 and 昨天 are reckoned from.
    public let today: CivilDate

    public init(today: CivilDate) {
        self.today = today
    }

    /// The entities of the text by position; none overlaps another.
    public func entities(in text: NormalisedText) -> [Entity] {
        var found = Findings(text: text)
        let clues = EntityClues(text.units)
        if clues.all & EntityClues.digit != 0 {
            findNumbers(&found, clues)
            // A document has a year.
            if clues.all & EntityClues.bracket != 0 { findDocuments(&found, clues) }
        }
        if clues.all & EntityClues.nameLead != 0 { findNames(&found, clues) }
        if clues.all & EntityClues.dateWord != 0 { findRelativeDates(&found, clues) }
        if clues.all & EntityClues.number != 0 { findCounts(&found, clues) }
        let marks = PlaceMarks(text.units, clues)
        if marks.hasPlaces { findPlaces(&found, marks) }
        if marks.hasFirms { findFirms(&found, marks) }
        return found.sorted
    }

    /// What has been found so far, in units.
    struct Findings {
        let text: NormalisedText
        private(set) var list: [(range: Range<Int>, entity: Entity)] = []

        init(text: NormalisedText) {
            self.text = text
        }

        var units: [TextUnit] { text.units }

        var sorted: [Entity] {
            if list.count < 2 { return list.map(\.entity) }
            return list.sorted { $0.range.lowerBound < $1.range.lowerBound }.map(\.entity)
        }

        /// Adds an entity unless its place is taken.
        mutating func add(_ kind: Entity.Kind, _ range: Range<Int>, _ value: Entity.Value, isChecked: Bool = true) {
            guard !range.isEmpty, isFree(range) else { return }
            let entity = Entity(kind: kind, range: text.original(range), value: value, isChecked: isChecked)
            list.append((range, entity))
        }

        func isFree(_ range: Range<Int>) -> Bool { !list.contains { $0.range.overlaps(range) } }

        func string(_ range: Range<Int>) -> String {
            var result = String.UnicodeScalarView()
            for unit in units[range.clamped(to: 0..<units.count)] {
                result.append(Unicode.Scalar(unit.scalar) ?? "\u{FFFD}")
            }
            return String(result)
        }
    }

    // MARK: Telephone numbers, identity numbers, codes

    private static let phoneWords = WordSet("电话 座机 号码 手机 打 联系 微信 热线")

    private func findNumbers(_ found: inout Findings, _ clues: EntityClues) {
        let units = found.units
        var index = clues.next(EntityClues.digit, from: 0)
        while index < units.count {
            guard units[index].isDigit else {
                index = clues.next(EntityClues.digit, from: index + 1)
                continue
            }
            let groups = EntityFinder.digitGroups(units, at: index)
            let end = groups.last?.upperBound ?? index + 1
            classify(groups, &found)
            index = clues.next(EntityClues.digit, from: max(end, index + 1))
        }
    }

    /// Runs of digits joined by single blanks or hyphens.
    private static func digitGroups(_ units: [TextUnit], at start: Int) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var index = start
        while index < units.count, units[index].isDigit {
            let begin = index
            while index < units.count, units[index].isDigit { index += 1 }
            groups.append(begin..<index)
            guard index + 1 < units.count, units[index].scalar == 0x20 || units[index].scalar == 0x2D,
                units[index + 1].isDigit
            else { break }
            index += 1
        }
        return groups
    }

    private func classify(_ groups: [Range<Int>], _ found: inout Findings) {
        let units = found.units
        guard let first = groups.first, let last = groups.last else { return }
        let whole = first.lowerBound..<last.upperBound
        let digits = groups.flatMap { units[$0].map(\.scalar) }
        let lengths = groups.map(\.count)
        if groups.count > 1 {
            if lengths == [4, 4, 4] {
                found.add(.code, whole, .text(EntityFinder.text(digits)))
                return
            }
            // 86 138 0013 8000, 0571-12345678, 138-0013-8000.
            if EntityFinder.isPhone(digits) || (lengths.count == 2 && EntityFinder.isLandline(digits, area: lengths[0]))
            {
                found.add(.phone, whole, .text(EntityFinder.plainPhone(digits)))
                return
            }
            if lengths.count == 3, lengths[0] == 4, lengths[1] <= 2, lengths[2] <= 2 {
                return  // a date; found later
            }
            if digits.count == 18, CitizenNumber.isValid(digits) {
                found.add(.idNumber, whole, .text(EntityFinder.text(digits)))
                return
            }
            if digits.count >= 16, digits.count <= 19, lengths.dropLast().allSatisfy({ $0 == 4 }) {
                found.add(.account, whole, .text(EntityFinder.text(digits)), isChecked: false)
                return
            }
            for group in groups { classify([group], &found) }
            return
        }
        let before = first.lowerBound
        switch digits.count {
        case 17 where first.upperBound < units.count && units[first.upperBound].scalar == 0x78:
            let characters = digits + [0x78]
            found.add(
                .idNumber, first.lowerBound..<(first.upperBound + 1), .text(EntityFinder.text(characters).uppercased()),
                isChecked: CitizenNumber.isValid(characters))
        case 18 where CitizenNumber.isValid(digits):
            found.add(.idNumber, whole, .text(EntityFinder.text(digits)))
        case 18 where CitizenNumber.hasDate(digits, at: 6, centuryGiven: true):
            found.add(.idNumber, whole, .text(EntityFinder.text(digits)), isChecked: false)
        case 15 where before >= 2 && units[before - 1].scalar == 0x66 && units[before - 2].scalar == 0x78:
            found.add(.receiptNumber, (before - 2)..<first.upperBound, .text("XF" + EntityFinder.text(digits)))
        case 15 where CitizenNumber.hasDate(digits, at: 6, centuryGiven: false):
            found.add(.idNumber, whole, .text(EntityFinder.text(digits)), isChecked: false)
        case 16...19:
            found.add(.account, whole, .text(EntityFinder.text(digits)), isChecked: false)
        case 12 where !EntityFinder.isLandline(digits, area: 4):
            found.add(.code, whole, .text(EntityFinder.text(digits)))
        case 10...13 where EntityFinder.isPhone(digits):
            found.add(.phone, whole, .text(EntityFinder.plainPhone(digits)))
        case 11 where EntityFinder.isLandline(digits, area: 3) || EntityFinder.isLandline(digits, area: 4),
            12 where EntityFinder.isLandline(digits, area: 4):
            found.add(.phone, whole, .text(EntityFinder.text(digits)))
        case 7, 8:
            let context = max(0, before - 8)..<before
            if EntityFinder.phoneWords.occurs(in: units, within: context),
                found.text.strongestBreak(in: context) < .sentence
            {
                found.add(.phone, whole, .text(EntityFinder.text(digits)), isChecked: false)
            }
        default: break
        }
    }

    /// A mobile number, with or without 86; or a 400 or 800 number.
    private static func isPhone(_ digits: [UInt16]) -> Bool {
        let rest = plain(digits)
        if rest.count == 11 { return rest[0] == 0x31 && rest[1] >= 0x33 }
        return rest.count == 10 && (rest[0] == 0x34 || rest[0] == 0x38) && rest[1] == 0x30 && rest[2] == 0x30
    }

    private static func isLandline(_ digits: [UInt16], area: Int) -> Bool {
        guard area == 3 || area == 4, digits.first == 0x30, digits.count > area else { return false }
        let local = digits.count - area
        return (local == 7 || local == 8) && digits[area] >= 0x32
    }

    private static func plain(_ digits: [UInt16]) -> ArraySlice<UInt16> {
        digits.count == 13 && digits[0] == 0x38 && digits[1] == 0x36 ? [UInt16](digits.dropFirst(2))[...] : digits[...]
    }

    private static func plainPhone(_ digits: [UInt16]) -> String { text(Array(plain(digits))) }

    static func text(_ scalars: [UInt16]) -> String {
        var view = String.UnicodeScalarView()
        for scalar in scalars { if let scalar = Unicode.Scalar(scalar) { view.append(scalar) } }
        return String(view)
    }

    // MARK: Document numbers

    private static let documentStop = ScalarSet("的是了在和与看到收给书按据对第以")
    /// What stands before the number of a document and is no part of it: 颁布某政发, 立即下达(2026)某01民初12号.
    private static let documentLeads = WordSet(
        "下达 实施 颁布 印发 出台 发布 报告 案号 文号 编号 法院 保障部 保障厅 财政厅 财政局 教育局 公安局 人民政府 省政府 市政府 县政府")

    /// `某人社工认〔2026〕12号`, `(2025)苏01民初123号`: a year in brackets and, soon after, a number and 号.
    private func findDocuments(_ found: inout Findings, _ clues: EntityClues) {
        let units = found.units
        var next = 0
        while true {
            let index = clues.next(EntityClues.bracket, from: next)
            next = index + 1
            guard index + 7 < units.count else { return }
            guard units[index].scalar == 0x28 || units[index].scalar == 0x5B else { continue }
            let year = units[(index + 1)...(index + 4)]
            guard year.allSatisfy(\.isDigit), let head = year.first, head.scalar == 0x31 || head.scalar == 0x32,
                units[index + 5].scalar == 0x29 || units[index + 5].scalar == 0x5D
            else { continue }
            var end = index + 6
            var digits = 0
            while end < units.count, end - index < 24, units[end].scalar != 0x53F7,
                units[end].isDigit || units[end].isHan || units[end].isLetter
            {
                if units[end].isDigit { digits += 1 }
                end += 1
            }
            guard end < units.count, units[end].scalar == 0x53F7, digits > 0 else { continue }
            var start = index
            while start > 0, index - start < 10, units[start - 1].isHan, units[start].separation != .blank,
                !EntityFinder.documentStop.contains(units[start - 1].scalar),
                EntityFinder.documentLeads.start(in: units, endingAt: start) == nil
            {
                start -= 1
            }
            let range = start..<(end + 1)
            found.add(.documentNumber, range, .text(found.string(range)))
        }
    }

    // MARK: Names

    static let nameLeads = WordSet(
        "我叫 俺叫 我名叫 本人叫 本人姓名 名字叫 名字是 姓名是 姓名 我的名字是 我大名叫 申请人 反映人 投诉人 我是 俺是 本人是 本人")
    private static let strictLeads = WordSet("我是 俺是 本人是 本人 申请人 反映人 投诉人")
    private static let surnames = ScalarSet(
        "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠甄曲封储靳松井段富巫乌焦巴弓牧山谷车侯全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲从鄂索咸籍赖卓蔺屠蒙池乔阴苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终居衡步都耿满弘匡国文寇广禄阙东欧利师巩聂勾敖融冷辛那简饶空曾沙丰关查红游盖益桓公覃佟闫肖代候邸苑朴沐芦付"
    )
    private static let longSurnames = WordSet("欧阳 上官 司马 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 端木 南宫 独孤")
    /// What is not a name after a surname: titles, and the beginnings of other words.
    private static let notNames = WordSet(
        "师傅 老师 医生 主任 书记 经理 老板 局长 镇长 村长 会计 大夫 先生 女士 阿姨 大爷 大妈 总 姐 哥 叔 婶 伯 嫂 村 家 庄 镇 乡 县 市 区 某 都 不 没 有 是 在 去 今 昨 前 年 月 日 们 员 工 民 业 生 人 后 经 和 与 为 就 也 方 地 的"
    )
    private static let nameEnds = WordSet(
        "是 今年 现年 家住 住 男 女 电话 手机 身份证 在 来自 来 要 想 的 现 因 于 系 有 户籍 户口 和 跟 同 反映 说 联系 我 他 从 被 就 属 年 今 也 报 举 家 村 打 干 种 1 2 3 4 5 6 7 8 9"
    )

    /// What ends a place or a body, not a person's name.
    private static let placeEnds = ScalarSet("镇村乡县市区屯组路街厂店局院校站所园里寨")

    private func findNames(_ found: inout Findings, _ clues: EntityClues) {
        let units = found.units
        var next = 0
        while true {
            var index = clues.next(EntityClues.nameLead, from: next)
            guard index < units.count else { return }
            next = index + 1
            guard let lead = EntityFinder.nameLeads.end(in: units, at: index) else { continue }
            let strict = EntityFinder.strictLeads.end(in: units, at: index) == lead
            var start = lead
            // 姓名:张三, 我叫 张三.
            if start < units.count, units[start].scalar == 0x3A { start += 1 }
            if let name = name(units, at: start, strict: strict) {
                found.add(.name, name, .text(found.string(name)), isChecked: true)
                index = name.upperBound
            } else {
                index = lead
            }
            next = index
        }
    }

    /// Whether the text begins with a surname; for lines that stand where a name was asked for.
    public static func beginsLikeName(_ text: String) -> Bool {
        let units = NormalisedText(String(text.prefix(4))).units
        guard let first = units.first else { return false }
        return surnames.contains(first.scalar) || longSurnames.end(in: units, at: 0) != nil
    }

    /// A surname and one or two more, ended by something that cannot go on a name.
    private func name(_ units: [TextUnit], at start: Int, strict: Bool) -> Range<Int>? {
        guard start < units.count else { return nil }
        let given: Int
        if let long = EntityFinder.longSurnames.end(in: units, at: start) {
            given = long
        } else if EntityFinder.surnames.contains(units[start].scalar) {
            given = start + 1
        } else {
            return nil
        }
        guard given < units.count, units[given].isHan, EntityFinder.notNames.end(in: units, at: given) == nil else {
            return nil
        }
        func ends(_ index: Int) -> Bool {
            index >= units.count || !units[index].isHan || units[index].separation > .none
        }
        func goesOn(_ index: Int) -> Bool { EntityFinder.nameEnds.end(in: units, at: index) != nil }
        let end =
            [given + 1, given + 2].first(where: ends) ?? [given + 1, given + 2].first(where: goesOn)
            ?? (strict ? nil : given + 2)
        guard let end, end <= units.count, !EntityFinder.placeEnds.contains(units[end - 1].scalar) else { return nil }
        // 我是幸福镇的, 我是和平的: where somebody is from.
        if strict, end < units.count, units[end].scalar == 0x7684 { return nil }
        return start..<end
    }
}
