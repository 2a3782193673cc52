// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// One node of a YAML file, with its place, read through accessors that report instead of trapping.
///
/// Every accessor that finds something else than asked reports it and returns nil, so that a loader simply goes on and
/// one run reports everything. Plain texts are typed by the accessor, not by the parser: `110`, `yes` and `2026-11-23`
/// are good texts where a text is asked for.
public struct YAMLValue {
    let source: YAMLSource
    /// Among the nodes of the source.
    let index: Int

    init(_ source: YAMLSource, _ index: Int) {
        self.source = source
        self.index = index
    }

    /// Counted from 1.
    public var line: Int { Int(source.tree.nodes[index].line) }

    /// Counted from 1 in Unicode scalars.
    public var column: Int { Int(source.tree.nodes[index].column) }

    var nodeKind: YAMLTree.Kind { source.tree.nodes[index].kind }

    /// After this value and all within it: the next one beside it.
    var end: Int { Int(source.tree.nodes[index].end) }

    /// Where in the document, for messages: `rules[2].length`; empty for the root.
    public var path: String { source.tree.path(of: index) }

    /// The file as the loader was given it.
    public var file: String { source.file }

    /// Where reports go.
    public var diagnostics: Diagnostics { source.diagnostics }

    // MARK: Reporting

    /// Reports something at this place. `message` says what is wrong and how to mend it.
    ///
    /// - Parameter excerpt: what within this text it is about, on one line; the place is narrowed to it.
    public func report(
        _ code: DiagnosticCode, _ message: String, suggestion: String? = nil, excerpt: (some StringProtocol)?
    ) {
        guard code.severity == .error || diagnostics.keepsWarnings else { return }
        var place = (line: line, column: column, end: Int?.none)
        if let text {
            let span = text.unicodeScalars.count { $0 == "\n" } + 1
            if let excerpt, let found = source.find(excerpt, line: line, column: column, span: span) {
                place = (found.line, found.column, found.end)
            } else {
                place.end = source.end(of: text, line: line, column: column)
            }
        }
        diagnostics.add(
            Diagnostic(
                code, file: file, line: place.line, column: place.column, endColumn: place.end, message: message,
                suggestion: suggestion))
    }

    /// Reports something at this place.
    public func report(_ code: DiagnosticCode, _ message: String, suggestion: String? = nil) {
        report(code, message, suggestion: suggestion, excerpt: String?.none)
    }

    /// `length：` before a message, or nothing at the root.
    var label: String { path.isEmpty ? "" : "\(path)：" }

    private func wanted(_ what: String, _ hint: String = "") {
        report(.wrongType, "\(label)这里要\(what)，写的是\(kind)\(hint.isEmpty ? "" : "；\(hint)")")
    }

    /// What this is, in words for a message.
    public var kind: String {
        guard let text else {
            switch nodeKind {
            case .mapping: return "一组「键: 值」"
            case .sequence: return "一个列表"
            case .alias, .plain, .marked: return "一个别名"
            }
        }
        if isNull { return "空的" }
        return text.count <= 24 ? "「\(text)」" : "「\(text.prefix(24))……」"
    }

    // MARK: Scalars

    private var plain: String? { nodeKind == .plain ? source.tree.nodes[index].text : nil }

    /// Whether nothing is written here: no value at all, `~` or `null`.
    public var isNull: Bool {
        guard let plain, plain.utf8.count <= 4 else { return false }
        switch plain {
        case "", "~", "null", "Null", "NULL": return true
        default: return false
        }
    }

    /// This value unless nothing is written here.
    var nonNull: YAMLValue? { isNull ? nil : self }

    /// Whether this is a mapping (so that a loader may take both a short and a long form).
    public var isMapping: Bool { nodeKind == .mapping }

    /// Whether this is a list.
    public var isSequence: Bool { nodeKind == .sequence }

    /// The text, as written; any scalar but an empty plain one. White space only counts as empty (`D016`).
    public var string: String? {
        guard let text, !isNull else {
            wanted("一段文字", isMapping ? "文字里有「: 」就整段加引号" : "")
            return nil
        }
        guard text.unicodeScalars.contains(where: { !Self.isSpace($0) }) else {
            report(.emptyText, "\(label)文字是空的；写上内容，或者把这个键去掉")
            return nil
        }
        return text
    }

    /// Most texts begin with a letter or a Han character, which needs no table.
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x7E, 0x3001...0xD7FF: false
        default: scalar.properties.isWhitespace
        }
    }

    /// The text of a scalar, whatever it is, without a report.
    var text: String? {
        switch nodeKind {
        case .plain, .marked: source.tree.nodes[index].text
        case .sequence, .mapping, .alias: nil
        }
    }

    /// A whole number in ASCII digits with an optional sign.
    public var int: Int? {
        guard let text = plain, !isNull else {
            wanted("一个整数", text == nil || isNull ? "" : "把引号去掉")
            return nil
        }
        let signed = text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+")
        let body = text.utf8.dropFirst(signed ? 1 : 0)
        guard !body.isEmpty, body.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let value = Int(text) else {
            wanted("一个整数", "用数字写，比如 15")
            return nil
        }
        guard body.count == 1 || body.first != UInt8(ascii: "0") else {
            wanted("一个整数", "把前面的 0 去掉")
            return nil
        }
        return value
    }

    /// A whole number within `range` (`D013` outside it).
    public func int(in range: ClosedRange<Int>) -> Int? {
        guard let value = int else { return nil }
        guard range.contains(value) else {
            let allowed =
                range.count == 1 ? "只能写 \(range.lowerBound)" : "可以写 \(range.lowerBound) 到 \(range.upperBound)"
            report(.outOfRange, "\(label)\(value) 不行；\(allowed)")
            return nil
        }
        return value
    }

    /// A finite decimal number, as in `0.85`.
    public var double: Double? {
        guard let text = plain, let first = text.utf8.first,
            (first >= 0x30 && first <= 0x39) || first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
                || first == UInt8(ascii: "."),
            text.utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || "+-.eE".utf8.contains($0) }),
            let value = Double(text), value.isFinite
        else {
            wanted("一个数", "用数字写，比如 0.85")
            return nil
        }
        return value
    }

    /// A number within `range` (`D013` outside it).
    public func double(in range: ClosedRange<Double>) -> Double? {
        guard let value = double else { return nil }
        guard range.contains(value) else {
            report(.outOfRange, "\(label)\(value) 不行；可以写 \(range.lowerBound) 到 \(range.upperBound)")
            return nil
        }
        return value
    }

    /// `true` or `false`, and no other word: `yes`, `on`, `是` are answered with a hint.
    public var bool: Bool? {
        switch plain {
        case "true": return true
        case "false": return false
        case "yes", "Yes", "on", "On", "True", "TRUE", "y", "是": wanted(" true 或者 false", "写 true")
        case "no", "No", "off", "Off", "False", "FALSE", "n", "否": wanted(" true 或者 false", "写 false")
        default: wanted(" true 或者 false")
        }
        return nil
    }

    /// A day written `2026-11-23`, with or without quotation marks (`D015` otherwise).
    public var date: CivilDate? {
        guard let text, !isNull else {
            wanted("一个日期", "写成 2026-11-23 这样")
            return nil
        }
        do throws(CivilDateError) {
            return try CivilDate(iso8601: text)
        } catch {
            let why =
                switch error {
                case .notADate(let text): "「\(text.prefix(40))」不是日期；写成 2026-11-23 这样"
                case .noSuchYear(let year): "没有 \(year) 年"
                case .noSuchMonth(let month): "没有 \(month) 月；月份写 01 到 12"
                case .noSuchDay(let year, let month, let day):
                    "\(year) 年 \(month) 月没有 \(day) 日，只有 \(CivilDate.length(ofMonth: month, year: year)) 天"
                }
            report(.notADate, label + why)
            return nil
        }
    }

    /// One of the words of `choices`, given as word and meaning in the order to show them (`D014` otherwise).
    public func choice<Choice>(_ choices: KeyValuePairs<String, Choice>) -> Choice? {
        guard let text = string else { return nil }
        if let match = choices.first(where: { $0.key == text }) { return match.value }
        notAChoice(text, choices.map(\.key))
        return nil
    }

    /// One of the cases of an enumeration, by its raw value.
    public func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let text = string else { return nil }
        if let match = Choice(rawValue: text) { return match }
        notAChoice(text, Choice.allCases.map(\.rawValue))
        return nil
    }

    private func notAChoice(_ text: String, _ words: [String]) {
        report(
            .notAChoice, "\(label)这里不认「\(text)」；可以写 \(words.joined(separator: "、"))",
            suggestion: Suggestion.nearest(to: text, among: words))
    }
}
