// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

/// Reads short answers without understanding them.
enum AnswerParser {
    /// What a Chinese figure of one character stands for.
    private static func value(_ figure: UInt32) -> Int? {
        switch figure {
        case 0x96F6, 0x3007: 0
        case 0x4E00, 0x58F9: 1
        case 0x4E8C, 0x4E24, 0x8D30, 0x4FE9: 2
        case 0x4E09, 0x53C1, 0x4EE8: 3
        case 0x56DB, 0x8086: 4
        case 0x4E94, 0x4F0D: 5
        case 0x516D, 0x9646: 6
        case 0x4E03, 0x67D2: 7
        case 0x516B, 0x634C: 8
        case 0x4E5D, 0x7396: 9
        default: nil
        }
    }

    /// The character of three bytes at a place.
    private static func character(_ bytes: some RandomAccessCollection<UInt8>) -> UInt32? {
        guard bytes.count == 3, let first = bytes.first, first >= 0xE0 else { return nil }
        return bytes.dropFirst().reduce(UInt32(first & 0x0F)) { $0 << 6 | UInt32($1 & 0x3F) }
    }

    private static let ten = Array("十".utf8)
    private static let nth = Array("第".utf8)
    private static let before = PhraseSet(words: "选择 选项 选 第 要 按 我选 我要")
    private static let after = ["个", "项", "条", "号", "吧", ")", "）", ".", "、", "。"].map { Array($0.utf8) }

    /// The position of the option that a line such as `1`, `１`, `选2`, `第三个` names; nil when it names none.
    static func menuKey(_ line: FoldedLine) -> Int? {
        guard line.isWhole, !line.isEmpty, line.bytes.count <= 15 else { return nil }
        if line.bytes.count == 1 { return key(line.bytes[0]) }
        var rest = line.bytes[...]
        if let length = before.prefix(of: rest) { rest = rest.dropFirst(length) }
        if rest.starts(with: nth) { rest = rest.dropFirst(nth.count) }
        for word in after where rest.count > word.count && rest.suffix(word.count).elementsEqual(word) {
            rest = rest.dropLast(word.count)
            break
        }
        if rest.count == 1, let byte = rest.first { return key(byte) }
        guard let value = character(rest).flatMap(value), value > 0 else { return nil }
        return value - 1
    }

    private static func key(_ byte: UInt8) -> Int? { byte >= 0x31 && byte <= 0x39 ? Int(byte - 0x31) : nil }

    /// `XF` and fifteen digits, or the eight digits of a draft.
    static func receiptNumber(_ line: FoldedLine) -> String? {
        guard line.isWhole, let first = line.bytes.first, first < 0x80 else { return nil }
        var bytes = line.bytes[...]
        let prefixed = bytes.starts(with: Array("xf".utf8))
        if prefixed { bytes = bytes.dropFirst(2) }
        bytes = bytes.filter { $0 != UInt8(ascii: "-") }[...]
        guard bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        if bytes.count == 15 { return "XF" + String(decoding: bytes, as: UTF8.self) }
        if bytes.count == 8, !prefixed { return String(decoding: bytes, as: UTF8.self) }
        return nil
    }

    /// Twelve digits, in groups or not, a few words around them.
    static func code(_ line: FoldedLine) -> String? {
        guard line.isWhole else { return nil }
        let digits = line.bytes.filter { $0 >= 0x30 && $0 <= 0x39 }
        guard digits.count == 12, line.bytes.count - digits.count <= 21 else { return nil }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Seven to twelve digits, with `-`, `+86` and words such as 电话 around them; also written 一三八….
    static func phone(_ line: FoldedLine) -> String? {
        guard line.isWhole else { return nil }
        let found = Self.digits(line, around: phoneMarks)
        var digits = found.digits
        if digits.count == 13, digits.starts(with: Array("86".utf8)) { digits.removeFirst(2) }
        // A few Han around the number are 我的电话是; more is a story with a number in it.
        guard (7...12).contains(digits.count), found.others <= 18 else { return nil }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Fifteen to nineteen digits, the last of them perhaps an `X`, in groups or not, also written 三七〇…, a few words
    /// around them; whether they are an identity number is not said by that. The `X` is large.
    static func idNumber(_ line: FoldedLine) -> String? {
        guard line.isWhole else { return nil }
        let found = Self.digits(line, around: groupMarks, checkedFrom: 14)
        // 我的身份证号码是
        guard (15...19).contains(found.digits.count), found.others <= 27 else { return nil }
        return String(decoding: found.digits, as: UTF8.self)
    }

    private static let noPhone = PhraseSet(
        words: "没电话 没有电话 没有电话号码 没得电话 没手机 没有手机 没有手机号 没有手机号码 没得手机 我没电话 我没有电话 我没手机 我没有手机")

    /// 没有手机, and nothing else.
    static func lacksPhone(_ line: FoldedLine) -> Bool {
        line.isWhole && noPhone.prefix(of: line) == line.bytes.count
    }

    private static let phoneMarks = Array("-+()".utf8)
    private static let groupMarks = Array("-".utf8)

    /// The digits of a line, Chinese figures among them, and how many bytes it has besides.
    ///
    /// - Parameters:
    ///   - marks: count as nothing.
    ///   - first: the number of digits after which an `x` is a check character; nil: it never is.
    private static func digits(
        _ line: FoldedLine, around marks: [UInt8], checkedFrom first: Int? = nil
    ) -> (digits: [UInt8], others: Int) {
        var digits: [UInt8] = []
        var others = 0
        var index = 0
        while index < line.bytes.count {
            let byte = line.bytes[index]
            if byte >= 0x30, byte <= 0x39 {
                digits.append(byte)
                index += 1
            } else if byte == UInt8(ascii: "x"), let first, digits.count >= first {
                digits.append(UInt8(ascii: "X"))
                index += 1
            } else if marks.contains(byte) {
                index += 1
            } else if let (value, length) = hanDigit(line.bytes, index) {
                digits.append(UInt8(0x30 + value))
                index += length
            } else {
                others += 1
                index += 1
            }
        }
        return (digits, others)
    }

    /// A mobile number with a digit too few or too many.
    static func isMistyped(_ phone: String) -> Bool {
        let digits = Array(phone.utf8)
        return digits.count > 8 && digits.count != 11 && digits[0] == UInt8(ascii: "1")
            && digits[1] >= UInt8(ascii: "3")
    }

    private static func hanDigit(_ bytes: [UInt8], _ index: Int) -> (Int, Int)? {
        guard index + 3 <= bytes.count, bytes[index] >= 0xE0 else { return nil }
        guard let figure = character(bytes[index..<index + 3]) else { return nil }
        // 幺
        if figure == 0x5E7A { return (1, 3) }
        return value(figure).map { ($0, 3) }
    }

    private static let alone = ["就我一个", "就我自己", "我自己", "我一个", "就我", "一个人"].map { Array($0.utf8) }
    private static let aboutHowMany = PhraseSet([
        "大概有", "大约有", "大概", "大约", "差不多", "一共有", "总共有", "一共", "总共", "共", "约", "有", "连我", "我们", "俺们", "是", "来了",
    ])
    private static let halfYear = Array("半年".utf8)
    private static let year = Array("年".utf8)

    /// How many: digits, or Chinese up to 九十九; 就我一个 is one.
    ///
    /// - Parameter inMonths: years are twelve each.
    static func count(_ line: FoldedLine, inMonths: Bool = false) -> Int? {
        guard line.isWhole else { return nil }
        if alone.contains(where: { line.bytes == $0 }) { return 1 }
        if inMonths, line.contains(halfYear) { return 6 }
        let factor = inMonths && line.contains(year) ? 12 : 1
        var bytes = line.bytes[...]
        while let length = aboutHowMany.prefix(of: bytes) { bytes = bytes.dropFirst(length) }
        return number(Array(bytes)).map { $0 * factor }
    }

    private static let counted = ["个人", "个", "人", "位", "户", "名", "口", "家"].map { Array($0.utf8) }

    /// Whether the line is a number of people or things and nothing else: 九个人, 十二户.
    static func isCount(_ line: FoldedLine) -> Bool {
        guard line.isWhole, count(line) != nil else { return false }
        return counted.contains { line.bytes.suffix($0.count).elementsEqual($0) }
            || line.bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }

    private static let aboutHowMuch = PhraseSet([
        "大概", "大约", "差不多", "一共", "总共", "共", "约", "有", "是", "欠我", "欠", "应该是", "应该", "才", "就", "得",
    ])
    private static let sums = PhraseSet([
        "百", "千", "万", "亿", "块", "元", "毛", "角", "钱", "多", "来", "左右", "上下", "几", "半", "点", "吧", "了", "十", "人民币", ".",
        ",", "拾", "佰",
        "仟",
    ])
    private static let large = PhraseSet(words: "百 千 万 亿 块 元 佰 仟")

    /// Whether the line is a sum of money and nothing else: 五万, 大概两三千, 12000.
    static func isAmount(_ line: FoldedLine) -> Bool {
        guard line.isWhole, line.bytes.count <= 48 else { return false }
        var rest = line.bytes[...]
        while let length = aboutHowMuch.prefix(of: rest) { rest = rest.dropFirst(length) }
        let sum = Array(rest)
        var digits = 0
        var index = 0
        while index < sum.count {
            if sum[index] >= 0x30, sum[index] <= 0x39 {
                digits += 1
                index += 1
            } else if let (_, length) = hanDigit(sum, index) {
                index += length
                digits += 1
            } else if let length = sums.match(in: sum, at: index) {
                index += length
            } else {
                return false
            }
        }
        // Seven digits and more may be a telephone number; fewer than three say nothing of money.
        let isPlain = sum.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        if isPlain { return (3...7).contains(sum.count) }
        return digits > 0 && large.occurs(in: sum[...])
    }

    private static func number(_ bytes: [UInt8]) -> Int? {
        var digits = 0
        var found = false
        var index = 0
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39, digits < 1_000_000 {
            digits = digits * 10 + Int(bytes[index] - 0x30)
            found = true
            index += 1
        }
        if found { return digits }
        var total = 0
        var current: Int?
        while index < bytes.count {
            if index + 3 <= bytes.count, bytes[index..<index + 3].elementsEqual(ten) {
                total += (current ?? 1) * 10
                current = nil
                found = true
                index += 3
            } else if let (value, length) = hanDigit(bytes, index) {
                current = value
                found = true
                index += length
            } else {
                break
            }
        }
        return found ? total + (current ?? 0) : nil
    }

    private static let nameBefore = PhraseSet([
        "我的名字是", "我的名字叫", "名字叫", "名字是", "我名字叫", "我名叫", "我叫", "我是", "姓名是", "姓名", "名字", "本人", "叫", "我",
    ])
    private static let dots: Set<UInt32> = [0xB7, 0x2022, 0x30FB, 0x2027]
    /// Ends of answers that look like a name and are none.
    private static let notNames = PhraseSet([
        "什么", "怎么", "为什", "不", "没有", "谁", "吗", "呢", "么", "保密", "匿名", "可以", "电话", "干嘛", "凭啥", "要求", "问题",
        "必须", "一定", "工资", "老板", "你", "知道", "告诉", "他", "她", "这", "的", "了", "啥", "咋", "烦", "滚", "死", "猜", "随便", "等", "一下",
        "再说", "算了", "号楼", "说", "写", "问", "嗯", "哦", "啊", "有病", "麻烦", "身份证", "先生", "女士", "看",
    ])

    /// What a line begins with that is no name, unless it is a surname too.
    private static let firstOfNoName = PhraseSet(
        "姓有没在是就要给让把去来到被跟也都还再又很太最怎哪谁哎唉喂请帮别快早对错好行能会想吃住打做干上下前后里外先全每各两三四五六七八九十几第".map { String($0) })

    /// A name of two to four Han, or longer ones with `·`; nil when the line does not look like one.
    static func name(_ text: String) -> String? {
        let whole = FoldedLine(text)
        var line = whole.bytes[...]
        // Something must be left of it.
        if let length = nameBefore.prefix(of: line, atMost: line.count - 4) { line = line.dropFirst(length) }
        if let colon = line.first, colon == UInt8(ascii: ":") || colon == UInt8(ascii: ",") { line = line.dropFirst() }
        // A name is written as its bearer writes it.
        let typed = FoldedLine(text, keepsForms: true).bytes
        let name = String(decoding: typed.count == whole.bytes.count ? typed[line.indices] : line, as: UTF8.self)
        var han = 0
        var dotted = false
        for scalar in name.unicodeScalars {
            switch scalar.value {
            case 0x3400...0x9FFF, 0x20000...0x3FFFF: han += 1
            case let value where dots.contains(value): dotted = true
            default: return nil
            }
        }
        guard (2...4).contains(han) || dotted && (3...20).contains(han), !notNames.occurs(in: line) else { return nil }
        if firstOfNoName.prefix(of: line) != nil, !EntityFinder.beginsLikeName(name) { return nil }
        return Temper.isCoarse(whole) || Temper(whole) != nil || isAmount(whole) ? nil : name
    }

    private static let settlements = ["村", "镇", "乡", "县", "屯", "街道", "小区", "社区", "家园", "花园", "工地"].map {
        Array($0.utf8)
    }

    /// Whether the words end like a village or a compound, and no name does.
    static func isSettlement(_ text: String) -> Bool {
        let line = FoldedLine(text).bytes
        return settlements.contains { line.suffix($0.count).elementsEqual($0) }
    }

    /// Names in a line, parted by blanks, commas or line ends; what does not look like a name is left out.
    static func names(_ text: String) -> [String] {
        text.unicodeScalars.split { betweenNames.contains($0) }.compactMap { name(String($0)) }
    }

    /// The names when every part of the line is one; nil otherwise.
    static func onlyNames(_ text: String) -> [String]? {
        let parts = text.unicodeScalars.split { betweenNames.contains($0) }
        let names = parts.compactMap { name(String($0)) }
        return names.count == parts.count ? names : nil
    }

    private static let betweenNames: Set<Unicode.Scalar> = [
        "、", "，", ",", " ", "\u{3000}", "\n", "\r", ";", "；", "。", ".", "/", "和", "跟",
    ]

    private static let seasons = PhraseSet([
        "年", "月", "号", "日", "天", "周", "星期", "礼拜", "春", "夏", "秋", "冬", "前", "后", "早", "刚",
    ])

    /// Whether the words place something in time, be it roughly.
    static func namesTime(_ line: FoldedLine) -> Bool {
        seasons.occurs(in: line) || line.bytes.contains { $0 >= 0x30 && $0 <= 0x39 }
    }

    private static let money = PhraseSet(words: "十 百 千 万 元 块 毛 几 两 多")

    /// Whether the words name a sum, be it roughly.
    static func namesAmount(_ line: FoldedLine) -> Bool {
        line.bytes.contains { $0 >= 0x30 && $0 <= 0x39 } || money.occurs(in: line)
    }
}
