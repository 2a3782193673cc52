// SPDX-License-Identifier: Apache-2.0

/// A number as people write it: 12, 1.5万, 三千二, 十一万来, 二十多, 仨.
struct ChineseNumber: Equatable {
    /// A hundred times the value.
    var hundredths: Int64
    /// Whether 几, 多, 来 or 余 makes it a rough one.
    var isApproximate: Bool
    /// Units read.
    var range: Range<Int>
    /// Whether it is ASCII digits only, without a unit or a fraction.
    var isPlainDigits: Bool
    /// Whether it ends in 俩 or 仨, which contain their measure word.
    var hasMeasure: Bool

    /// The value, if it is whole.
    var whole: Int? { hundredths % 100 == 0 ? Int(exactly: hundredths / 100) : nil }

    /// One, while a number is read: four decimal places, enough for 1.2345万.
    private static let one: Int64 = 10_000
    /// The largest value that is read as a number, a hundred million million, in the same scale.
    private static let limit: Int64 = 100_000_000_000_000 * one

    static func digit(_ scalar: UInt16) -> Int64? {
        switch scalar {
        case 0x96F6, 0x3007: 0  // 零 〇
        case 0x4E00, 0x58F9: 1  // 一 壹
        case 0x4E8C, 0x4E24, 0x8D30: 2  // 二 两 贰
        case 0x4E09, 0x53C1: 3  // 三 叁
        case 0x56DB, 0x8086: 4  // 四 肆
        case 0x4E94, 0x4F0D: 5  // 五 伍
        case 0x516D, 0x9646: 6  // 六 陆
        case 0x4E03, 0x67D2: 7  // 七 柒
        case 0x516B, 0x634C: 8  // 八 捌
        case 0x4E5D, 0x7396: 9  // 九 玖
        default: nil
        }
    }

    static func unit(_ scalar: UInt16) -> Int64? {
        switch scalar {
        case 0x5341, 0x62FE: 10  // 十 拾
        case 0x767E, 0x4F70: 100  // 百 佰
        case 0x5343, 0x4EDF: 1000  // 千 仟
        case 0x4E07: 10_000  // 万
        case 0x4EBF: 100_000_000  // 亿
        default: nil
        }
    }

    /// Whether a number may begin with this scalar.
    static func begins(_ scalar: UInt16) -> Bool {
        (scalar >= 0x30 && scalar <= 0x39) || digit(scalar) != nil || scalar == 0x5341 || scalar == 0x62FE
            || scalar == 0x4FE9 || scalar == 0x4EE8
    }

    /// Reads the longest number at `start`, or nil when there is none or it is out of range.
    static func parse(_ units: [TextUnit], at start: Int) -> ChineseNumber? {
        guard start < units.count, begins(units[start].scalar) else { return nil }
        return read(units, at: start)
    }

    private static func read(_ units: [TextUnit], at start: Int) -> ChineseNumber? {
        var index = start
        var total: Int64 = 0
        var section: Int64 = 0
        var current: Int64? = nil
        var currentIsHan = false
        var hanDigits = 0
        var lastUnit: Int64 = 0
        var zeroBefore = false
        var approximate = false
        var plain = true
        var measure = false
        reading: while index < units.count {
            // A blank ends a number, unless it is the first thing read.
            if index > start, units[index].separation > .none { break }
            let scalar = units[index].scalar
            if units[index].isDigit {
                if current != nil { break }
                guard let (value, end, whole) = digits(units, at: index) else { return nil }
                current = value
                currentIsHan = false
                if !whole { plain = false }
                index = end
                continue
            }
            if scalar == 0x4FE9 || scalar == 0x4EE8 {  // 俩 仨
                guard current == nil, index == start else { break }
                current = scalar == 0x4FE9 ? 2 * one : 3 * one
                measure = true
                plain = false
                index += 1
                break
            }
            if let digit = digit(scalar) {
                plain = false
                if digit == 0, scalar == 0x96F6, current == nil, lastUnit > 0 {
                    zeroBefore = true
                    index += 1
                    continue
                }
                if let before = current {
                    guard currentIsHan else { break reading }
                    hanDigits += 1
                    if hanDigits > 8 { return nil }
                    current = before * 10 + digit * one
                } else {
                    current = digit * one
                    hanDigits = 1
                }
                currentIsHan = true
                index += 1
                continue
            }
            if let unit = unit(scalar) {
                if index == start, unit != 10 { return nil }
                plain = false
                if currentIsHan, hanDigits == 2, let pair = current, isPair(pair) {
                    // 三四十, 七八千: the larger of the two.
                    current = pair / one % 10 * one
                    approximate = true
                }
                if unit >= 10_000 {
                    section += current ?? 0
                    guard section > 0, section < limit / unit else { return nil }
                    total += section * unit
                    section = 0
                } else {
                    // 十二 has no digit before its unit.
                    let factor = current ?? one
                    guard factor < limit / unit else { return nil }
                    section += factor * unit
                }
                guard total < limit, section < limit else { return nil }
                current = nil
                hanDigits = 0
                lastUnit = unit
                zeroBefore = false
                index += 1
                continue
            }
            if scalar == 0x591A || scalar == 0x6765 || scalar == 0x4F59 || scalar == 0x51E0 {  // 多 来 余 几
                // 十来万 and 二十多 are rough; 来 or 多 after a bare digit is another word.
                guard index > start, lastUnit > 0 || !currentIsHan else { break }
                if scalar == 0x6765, !followsMeasure(units, index + 1) { break }
                if scalar == 0x51E0, current != nil { break }
                approximate = true
                plain = false
                index += 1
                continue
            }
            break
        }
        guard index > start else { return nil }
        if let rest = current {
            if currentIsHan, hanDigits == 2, isPair(rest), lastUnit == 0 {
                section += rest / one % 10 * one
                approximate = true
            } else if currentIsHan, hanDigits == 1, lastUnit >= 100, !zeroBefore {
                // 三千二 is 3200, 一万五 is 15 000.
                section += rest * lastUnit / 10
            } else {
                section += rest
            }
        }
        total += section
        guard total <= limit else { return nil }
        return ChineseNumber(
            hundredths: total / (one / 100), isApproximate: approximate, range: start..<index, isPlainDigits: plain,
            hasMeasure: measure)
    }

    /// 七八, 三五: two digits side by side that mean about so many.
    private static func isPair(_ scaled: Int64) -> Bool {
        let value = scaled / one
        let high = value / 10
        let low = value % 10
        return high >= 1 && high <= 8 && (low == high + 1 || (high == 3 && low == 5))
    }

    /// After 来 of 十一万来块 something to count must follow; else 来 is the verb.
    private static func followsMeasure(_ units: [TextUnit], _ index: Int) -> Bool {
        guard index < units.count else { return false }
        switch units[index].scalar {
        // 块 元 个 户 万 人 号 位 名 口 亩 天 年 千 百 斤
        case 0x5757, 0x5143, 0x4E2A, 0x6237, 0x4E07, 0x4EBA, 0x53F7, 0x4F4D, 0x540D, 0x53E3, 0x4EA9, 0x5929, 0x5E74,
            0x5343, 0x767E, 0x65A4:
            return true
        default: return false
        }
    }

    /// ASCII digits with commas and a fraction, scaled by ``one``.
    private static func digits(_ units: [TextUnit], at start: Int) -> (value: Int64, end: Int, whole: Bool)? {
        var index = start
        var value: Int64 = 0
        var length = 0
        var whole = true
        while index < units.count {
            if units[index].isDigit {
                length += 1
                if length > 12 { return nil }
                value = value * 10 + Int64(units[index].scalar - 0x30)
                index += 1
            } else if units[index].scalar == 0x2C, group(units, after: index), length <= 3 || !whole {
                // A comma that groups thousands: exactly three digits follow.
                whole = false
                index += 1
            } else {
                break
            }
        }
        var scaled = value * one
        if index + 1 < units.count, units[index].scalar == 0x2E, units[index].separation == .none,
            units[index + 1].isDigit
        {
            whole = false
            index += 1
            var place = one / 10
            while index < units.count, units[index].isDigit {
                scaled += Int64(units[index].scalar - 0x30) * place
                place /= 10
                index += 1
            }
        }
        return (scaled, index, whole)
    }

    private static func group(_ units: [TextUnit], after index: Int) -> Bool {
        guard index + 3 < units.count else { return false }
        for position in 1...3 where !units[index + position].isDigit { return false }
        return index + 4 >= units.count || !units[index + 4].isDigit
    }
}
