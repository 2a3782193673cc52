// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
internal import Yams

/// One node of a YAML file, with its place, read through accessors that report instead of trapping.
///
/// Every accessor that finds something else than asked reports it and returns nil, so that a loader simply goes on and
/// one run reports everything. Plain texts are typed by the accessor, not by the parser: `110`, `yes` and `2026-11-23`
/// are good texts where a text is asked for.
public struct YAMLValue {
    let node: Node
    let source: YAMLSource

    /// Counted from 1.
    public let line: Int

    /// Counted from 1 in Unicode scalars.
    public let column: Int

    private let trail: Trail?

    /// The way from the root; put into words only when something is reported.
    private final class Trail {
        enum Step {
            case key(String)
            case item(Int)
        }

        let parent: Trail?
        let step: Step

        init(_ parent: Trail?, _ step: Step) {
            self.parent = parent
            self.step = step
        }
    }

    private init(_ node: Node, source: YAMLSource, trail: Trail?, near parent: (line: Int, column: Int)) {
        self.node = node
        self.source = source
        self.trail = trail
        let mark = node.mark
        line = mark?.line ?? parent.line
        column = mark?.column ?? parent.column
    }

    /// The root of a document.
    init(root: Node, source: YAMLSource) { self.init(root, source: source, trail: nil, near: (1, 1)) }

    func child(_ node: Node, key: String) -> YAMLValue {
        YAMLValue(node, source: source, trail: Trail(trail, .key(key)), near: (line, column))
    }

    func child(_ node: Node, item: Int) -> YAMLValue {
        YAMLValue(node, source: source, trail: Trail(trail, .item(item)), near: (line, column))
    }

    /// A key of this mapping as a value of its own.
    func keyValue(_ node: Node) -> YAMLValue { YAMLValue(node, source: source, trail: trail, near: (line, column)) }

    /// Where in the document, for messages: `rules[2].length`; empty for the root.
    public var path: String {
        var steps: [Trail.Step] = []
        var next = trail
        while let trail = next {
            steps.append(trail.step)
            next = trail.parent
        }
        return steps.reversed().reduce(into: "") { path, step in
            switch step {
            case .key(let name): path += path.isEmpty ? name : ".\(name)"
            case .item(let index): path += "[\(index)]"
            }
        }
    }

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
        if case .scalar(let scalar) = node {
            let span = scalar.string.unicodeScalars.count { $0 == "\n" } + 1
            if let excerpt, let found = source.find(excerpt, line: line, column: column, span: span) {
                place = (found.line, found.column, found.end)
            } else {
                place.end = source.end(of: scalar.string, line: line, column: column)
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
        switch node {
        case .mapping: return "一组「键: 值」"
        case .sequence: return "一个列表"
        case .alias: return "一个别名"
        case .scalar(let scalar):
            if isNull { return "空的" }
            return scalar.string.count <= 24 ? "「\(scalar.string)」" : "「\(scalar.string.prefix(24))……」"
        }
    }

    // MARK: Scalars

    private var scalar: Node.Scalar? {
        if case .scalar(let scalar) = node { return scalar }
        return nil
    }

    private var plain: String? {
        guard let scalar, scalar.style == .plain || scalar.style == .any else { return nil }
        return scalar.string
    }

    /// Whether nothing is written here: no value at all, `~` or `null`.
    public var isNull: Bool {
        switch plain {
        case "", "~", "null", "Null", "NULL": true
        default: false
        }
    }

    /// This value unless nothing is written here.
    var nonNull: YAMLValue? { isNull ? nil : self }

    /// Whether this is a mapping (so that a loader may take both a short and a long form).
    public var isMapping: Bool { if case .mapping = node { true } else { false } }

    /// Whether this is a list.
    public var isSequence: Bool { if case .sequence = node { true } else { false } }

    /// The text, as written; any scalar but an empty plain one. White space only counts as empty (`D016`).
    public var string: String? {
        guard let scalar, !isNull else {
            wanted("一段文字")
            return nil
        }
        guard scalar.string.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
            report(.emptyText, "\(label)文字是空的；写上内容，或者把这个键去掉")
            return nil
        }
        return scalar.string
    }

    /// The text of a scalar, whatever it is, without a report.
    var text: String? { scalar?.string }

    /// A whole number in ASCII digits with an optional sign.
    public var int: Int? {
        guard let text = plain, !isNull else {
            wanted("一个整数", scalar == nil || isNull ? "" : "把引号去掉")
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
        guard let scalar, !isNull else {
            wanted("一个日期", "写成 2026-11-23 这样")
            return nil
        }
        do throws(CivilDateError) {
            return try CivilDate(iso8601: scalar.string)
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
