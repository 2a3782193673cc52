// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// What every text that a petitioner reads must keep to.
///
/// Codes: `TEXT002` wider than 80 columns, `TEXT003` a character that not every terminal shows, `TEXT004` officialese or
/// a sentence that a machine must not say.
package enum TextChecks {
    /// Columns of a terminal.
    package static let columns = 80

    /// Words that make a text officialese, or say what the desk may not say: it registers, it does not judge, promise,
    /// threaten or advise on suits.
    package static let forbidden: [String] = [
        // Officialese.
        "诉求已收悉", "已收悉", "请知悉", "依法依规", "予以", "您反映的问题", "你反映的问题", "敬请谅解", "感谢您的支持", "特此",
        // Judging and promising.
        "一定给您", "一定给你", "一定解决", "保证解决", "包您满意", "您是对的", "您没道理", "您没有道理", "无理", "已受理", "已经受理",
        "不予受理", "不再受理", "过期了", "超期作废", "越级访", "您这是越级", "缠访", "闹访", "非正常上访",
        // Secrecy nobody can promise.
        "绝对保密", "没人查得到", "查不到您", "不会有人报复", "没有人会报复",
        // Help that is not there.
        "马上就来", "马上到", "马上就到", "已经报警", "已报警",
        // Advice on suits and limits.
        "可以直接起诉", "直接起诉", "时效就停", "时效中断", "算中断", "中断时效",
        // Conditions that do not exist.
        "写实名才", "实名才办", "不推代表不", "先报身份证", "没有身份证不",
        // Consolation that hurts.
        "想开点", "想开些",
    ]

    /// A sentence may not begin with these.
    package static let forbiddenOpenings: [String] = [
        "信访工作条例第二十六条", "《信访工作条例》第二十六条", "条例第二十六条", "第二十六条", "诬告", "拘留", "根据条例第二十六条",
    ]

    private static let forbiddenBytes = forbidden.map { Array($0.utf8) }
    private static let openingBytes = forbiddenOpenings.map { Array($0.utf8) }

    /// What in `text` may not be said; nil when there is nothing.
    package static func offence(in text: String) -> String? {
        for (word, bytes) in zip(forbidden, forbiddenBytes) where ByteSearch.contains(text, bytes) { return word }
        let ends: Set<Unicode.Scalar> = ["。", "！", "？", "；", "\n", "：", "「", "“", "（", "(", " "]
        for sentence in text.unicodeScalars.split(whereSeparator: { ends.contains($0) }) {
            let bytes = Array(String(sentence).utf8)
            for (opening, wanted) in zip(forbiddenOpenings, openingBytes) where bytes.starts(with: wanted) {
                return opening
            }
        }
        return nil
    }

    /// Columns that a text takes: two for everything that is not ASCII.
    package static func width(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x20 ? 0 : $1.value < 0x80 ? 1 : 2) }
    }

    static func check(_ template: TextTemplate, at value: YAMLValue) {
        check(sample(template.pieces), at: value)
    }

    static func check(_ text: String, at value: YAMLValue) {
        for line in text.split(separator: "\n") {
            let width = width(line)
            if width > columns {
                value.error(
                    "TEXT002", "a line is \(width) columns wide (\(line.prefix(12))…); break it before \(columns)")
            }
        }
        if let scalar = text.unicodeScalars.first(where: { $0.value >= 0x20 && !GB2312.contains($0) }) {
            value.error(
                "TEXT003",
                "\"\(scalar)\" (U+\(String(scalar.value, radix: 16, uppercase: true))) is not in GB 2312; "
                    + "not every terminal shows it")
        }
        if let word = offence(in: text) {
            value.error("TEXT004", "\"\(word)\" is not said here; say what is so, in plain words")
        }
    }

    /// The text with places filled by something of usual length.
    static func sample(_ pieces: [TextTemplate.Piece]) -> String {
        pieces.map { piece in
            switch piece {
            case .literal(let text): Hole.fill(text, sample)
            case .slot: "某某某某"
            case .date: "2027年1月2日"
            case .unit(.name): "县某某局"
            case .unit(.phone): "1234567"
            case .unit(.address): "某某路18号"
            case .context(.recap): "某某某某某某"
            case .context: "012"
            case .argument(let argument):
                switch argument {
                case .unit: "县某某某局"
                case .date, .due: "2026年12月8日"
                case .value, .label: "某某某某"
                default: "361"
                }
            case .optional(let inner): sample(inner)
            }
        }.joined()
    }

    private static func sample(_ hole: Hole) -> String {
        switch hole {
        case .draftNumber: "12345674"
        case .code: "4729 8163 0552"
        case .number: "XF202611230000171"
        case .due, .filedOn: "12月8日"
        case .unit: "县某某局"
        case .firstContact: "012"
        case .identity: "某某某"
        }
    }
}
