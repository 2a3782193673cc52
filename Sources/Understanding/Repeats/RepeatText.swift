// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A text as it is compared with others: runs of three characters, with what tells who somebody is left out.
///
/// Marks, blanks and set phrases of letters (尊敬的领导, 望有关部门) do not count, numbers are one character whatever they say,
/// and spans of identity are one character too: two people who send the same letter are found, two letters of people of
/// the same name are not.
public struct RepeatText: Sendable {
    /// Scalars of a run.
    static let length = 3
    /// Longer letters are compared by so many scalars from the beginning.
    static let mostUnits = 4_000

    /// A run and where it begins, in units.
    struct Run: Sendable, Hashable {
        var fingerprint: UInt64
        var start: Int
        /// After its last unit.
        var end: Int
    }

    /// Something definite that the text names.
    struct Name: Sendable, Hashable {
        var kind: Entity.Kind
        var text: String
        /// UTF-8 offsets in what was typed.
        var range: Range<Int>
    }

    let normalised: NormalisedText
    /// By position, repeats included.
    let runs: [Run]
    /// The same without repeats, ascending.
    let distinct: [UInt64]
    let names: [Name]

    /// - Parameter entities: What ``EntityFinder`` found in the text; those that are identity are left out of the runs, firms,
    ///   places and numbers of documents are compared as names.
    public init(_ text: String, entities: [Entity]) {
        let normalised = NormalisedText(text)
        let units = normalised.units
        var hidden = [Bool](repeating: false, count: min(units.count, Self.mostUnits))
        var names: [Name] = []
        for entity in entities {
            let inside = hidden.indices.filter { entity.range.contains(Int(units[$0].offset)) }
            if entity.isIdentity {
                for index in inside { hidden[index] = true }
                continue
            }
            switch entity.kind {
            case .place, .firm, .documentNumber:
                // What stands before the number of a document may belong to the sentence: 对某人社工认〔2026〕12号.
                let number = inside.firstIndex { units[$0].isDigit } ?? 0
                let from = entity.kind == .documentNumber ? max(0, number - Self.length - 1) : 0
                var scalars = String.UnicodeScalarView()
                for index in inside[from...] { Unicode.Scalar(units[index].scalar).map { scalars.append($0) } }
                if inside.count >= Self.length {
                    names.append(Name(kind: entity.kind, text: String(scalars), range: entity.range))
                }
            default: break
            }
        }
        var symbols: [(symbol: UInt64, at: Int)] = []
        symbols.reserveCapacity(hidden.count)
        var index = 0
        while index < hidden.count {
            if let end = Self.phrases.end(in: units, at: index) {
                index = end
                continue
            }
            let unit = units[index]
            let symbol: UInt64? =
                if hidden[index] { 1 } else if unit.isDigit { 2 } else if unit.isHan || unit.isLetter {
                    UInt64(unit.scalar)
                } else { nil }
            // A run of digits or of identity is one character.
            if let symbol, symbol > 2 || symbols.last?.symbol != symbol { symbols.append((symbol, index)) }
            index += 1
        }
        var runs: [Run] = []
        if symbols.count >= Self.length {
            runs.reserveCapacity(symbols.count)
            for first in 0...(symbols.count - Self.length) {
                let (a, b, c) = (symbols[first], symbols[first + 1], symbols[first + 2])
                runs.append(
                    Run(fingerprint: a.symbol << 32 | b.symbol << 16 | c.symbol, start: a.at, end: c.at + 1))
            }
        }
        self.normalised = normalised
        self.runs = runs
        self.names = names
        var distinct = runs.map(\.fingerprint).sorted()
        var kept = 0
        for index in distinct.indices where index == 0 || distinct[index] != distinct[kept - 1] {
            distinct[kept] = distinct[index]
            kept += 1
        }
        distinct.removeLast(distinct.count - kept)
        self.distinct = distinct
    }

    /// Set phrases of letters: what everybody writes makes nobody alike.
    private static let phrases = WordSet(
        "尊敬的领导 尊敬的书记 尊敬的市长 尊敬的县长 尊敬的局长 各位领导 领导好 领导您好 您好 你好 你们好 谢谢 感谢 非常感谢 万分感谢 特此反映 此致敬礼 此致 敬礼 盼复 望回复 请回复 希望领导 恳请领导 请领导 望领导 希望有关部门 请有关部门 望有关部门 请相关部门 希望相关部门 望相关部门 恳请相关部门 恳请有关部门 尽快解决 予以解决 给予解决 请问 本人 我是一名 反映一下 情况如下 严重影响 至今没有 到目前为止 老百姓 人民群众 引起重视 高度重视 百忙之中"
    )
}
