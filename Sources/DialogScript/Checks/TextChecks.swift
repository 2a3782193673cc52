// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// What every text that a petitioner reads must keep to: it fits the screen, every terminal can show it, it is no
/// officialese, and it says nothing that a machine may not say.
package enum TextChecks {
    /// Columns of a terminal.
    package static let columns = 80
    /// Columns of a narrow screen, which the short form of a text fits.
    package static let narrowColumns = 40

    /// Lines of one message; a longer one is not read.
    package static let lines = 4
    /// Lines of a first-contact answer, which has address, telephone and source below it.
    package static let answerLines = 8

    /// Words that make a text officialese.
    package static let officialese: [String] = [
        "诉求已收悉", "已收悉", "请知悉", "依法依规", "予以", "您反映的问题", "你反映的问题", "敬请谅解", "感谢您的支持", "特此",
    ]

    /// What the desk may not say: it registers, it does not judge, promise, threaten or advise on suits.
    package static let forbidden: [String] = [
        // Judging and promising.
        "一定给您", "一定给你", "一定解决", "保证解决", "包您满意", "您是对的", "您没道理", "您没有道理", "无理", "已受理", "已经受理",
        "不予受理", "不再受理", "过期了", "超期作废", "越级访", "您这是越级", "缠访", "闹访", "非正常上访", "违法上访", "聚众上访",
        "聚集上访", "聚众闹事", "聚集闹事",
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

    /// What in `text` may not be said, officialese included; nil when there is nothing.
    package static func offence(in text: String) -> String? { TextScan(text).finding?.word }

    /// Columns that a text takes: two for everything that is not ASCII.
    package static func width(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x20 ? 0 : $1.value < 0x80 ? 1 : 2) }
    }

    // MARK: Checking

    /// Reads the markup of a text; nil after a report.
    static func read(
        _ value: YAMLValue, _ parser: TextParser, _ style: Voice.Style = .ordinary, isChinese: Bool = true
    ) -> TextTemplate? {
        guard let text = value.string else { return nil }
        do throws(TextParser.Problem) {
            let template = try parser.parse(text)
            let sample = sample(template.pieces)
            check(sample, at: value, source: text, lines: lines, isChinese: isChinese)
            if style == .short { checkNarrow(sample, at: value, source: text) }
            if value.diagnostics.keepsWarnings { checkPlaces(template, at: value) }
            return template
        } catch {
            value.report(error.code, error.message, suggestion: error.suggestion, excerpt: error.excerpt)
            return nil
        }
    }

    /// Checks a text with its places filled.
    ///
    /// - Parameter source: the text as it is written, line for line the same.
    static func check(
        _ text: String, at value: YAMLValue, source: String, lines most: Int, isChinese: Bool = true
    ) {
        let scan = TextScan(text)
        if scan.width > columns {
            let written = source.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let width = width(line)
                guard width > columns else { continue }
                value.report(
                    .tooWide, "这一行有 \(width) 列，最多 \(columns) 列（一个汉字两列）；折成两行",
                    excerpt: written.indices.contains(index) ? written[index] : nil)
            }
        }
        if isChinese, let scalar = scan.unshown {
            value.report(
                .notGB2312,
                "「\(scalar)」（U+\(String(scalar.value, radix: 16, uppercase: true))）不在 GB 2312 里，有的终端显示不了；换个字",
                excerpt: String(scalar))
        }
        if let finding = scan.finding {
            value.report(
                finding.code,
                finding.code == .officialese
                    ? "「\(finding.word)」是官腔；换成平常话" : "「\(finding.word)」不许说；照实说，不许诺、不评理、不吓人",
                excerpt: finding.word)
        }
        guard value.diagnostics.keepsWarnings else { return }
        let count = text.split(separator: "\n").count
        if count > most { value.report(.tooManyLines, "有 \(count) 行，最多 \(most) 行；短些，或者分成两步说") }
    }

    private static func checkNarrow(_ text: String, at value: YAMLValue, source: String) {
        let written = source.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let width = width(line)
            // Beyond the wide limit it has its report already.
            guard width > narrowColumns, width <= columns else { continue }
            value.report(
                .shortTooWide, "窄屏的说法一行最多 \(narrowColumns) 列，这一行有 \(width) 列；再短些，或者折成两行",
                excerpt: written.indices.contains(index) ? written[index] : nil)
        }
    }

    /// A translation has the places of one wording of its original.
    static func checkTranslation(_ template: TextTemplate, of own: [TextTemplate], at value: YAMLValue) {
        guard value.diagnostics.keepsWarnings, !own.isEmpty else { return }
        if own.contains(where: { $0.places == template.places }) { return }
        value.report(
            .translationPlaces, "要填的地方跟原文不一样；原文是「\(sample(own[0].pieces).prefix(24))」")
    }

    /// Places that may have nothing to say, and parts that always stay.
    private static func checkPlaces(_ template: TextTemplate, at value: YAMLValue) {
        for piece in template.pieces {
            switch piece {
            case .optional(let inner):
                if inner.allSatisfy({ if case .literal(let text) = $0 { !hasHole(text) } else { false } }) {
                    value.report(.emptyOptional, "[ ] 里没有 { }，永远不会省掉；去掉方括号，或者把要填的地方写进去")
                }
            case .unit(let field): unfilled(field.rawValue, "不一定分得出单位", value)
            case .context(.recap): unfilled("recap", "不一定随口说到了什么", value)
            case .context(.kiosk): unfilled("kiosk", "从网上来的没有机号", value)
            case .date(_, let days): unfilled("+\(days)d", "日子不一定说得全", value)
            case .literal, .slot, .argument, .context(.duty): break
            }
        }
    }

    /// The holes of the model stand in literals by their marks, which no author writes.
    private static func hasHole(_ text: String) -> Bool { Hole.fill(text) { _ in "" } != text }

    private static func unfilled(_ name: String, _ why: String, _ value: YAMLValue) {
        value.report(.unfilledPlace, "\(why)，空着念不成句；把这一句连同 { } 放进 [ ]，没有就整句不说", excerpt: name)
    }

    /// Checks of a text by its use, all of them matters of manners.
    static func check(_ use: LooseEnds.Use, _ template: TextTemplate, at value: YAMLValue) {
        guard value.diagnostics.keepsWarnings, use != .option, use != .example else { return }
        let text = withoutQuotes(sample(template.pieces))
        if text.unicodeScalars.contains("你") {
            value.report(.impolite, "对群众说话称「您」", excerpt: "你")
        }
        switch use {
        case .question:
            let questions = text.unicodeScalars.count { $0 == "？" || $0 == "?" }
            if questions > 1 { value.report(.twoQuestions, "一口气问了 \(questions) 句；一次只问一句，别的放到下一步") }
        case .farewell:
            if !["您", "慢走", "再来", "再见", "随时"].contains(where: { ByteSearch.contains(text, Array($0.utf8)) }) {
                value.report(.noGoodbye, "走之前跟他说一句，比如「您慢走。」「有事随时来。」")
            }
        case .said, .option, .example, .retry: break
        }
    }

    /// Without what is only cited.
    private static func withoutQuotes(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var depth = 0
        for scalar in text.unicodeScalars {
            switch scalar {
            case "「", "“": depth += 1
            case "」", "”": depth = max(0, depth - 1)
            default: if depth == 0 { out.append(scalar) }
            }
        }
        return String(out)
    }

    /// Wordings that are the same would be said twice running.
    static func checkVariants(_ texts: TextVariants, at value: YAMLValue) {
        guard value.diagnostics.keepsWarnings else { return }
        var seen: Set<String> = []
        for variant in texts.variants {
            guard let literal = variant.literal, !seen.insert(literal).inserted else { continue }
            value.report(.sameWording, "「\(literal.prefix(12))……」写了两遍，等于没有另一种说法；换一句", excerpt: String?.none)
        }
    }
}
