// SPDX-License-Identifier: Apache-2.0

internal import Yams

/// What the parser proper says of a text that is no YAML, in the words of an author and at the place to be mended: what
/// it says itself is English, and often a line too late.
struct SyntaxProblem {
    /// Counted from 1.
    var line: Int
    /// Counted from 1 in Unicode scalars.
    var column: Int
    /// What is wrong and how to mend it.
    var message: String

    /// Where something is wrong, as the parser tells it.
    struct Place {
        var line: Int
        var column: Int

        init(_ mark: Mark) { (line, column) = (mark.line, mark.column) }
    }

    private let lines: [Substring]

    /// - Parameters:
    ///   - problem: in the parser's words.
    ///   - place: where it noticed.
    ///   - began: where the list, the mapping or the key begins that it was reading.
    init(_ problem: String, at place: Place, began: Place?, in text: String) {
        // By scalars: a line end of Windows is one character of its own.
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { Substring($0) }
        (line, column, message) = (place.line, place.column, "")
        if let slip = fullWidth(upTo: place.line) {
            (line, column, message) = slip
        } else {
            explain(problem, began)
        }
        message = "YAML 读不下去：" + message
    }

    private func text(_ line: Int) -> Substring { lines.indices.contains(line - 1) ? lines[line - 1] : "" }

    /// Columns of blanks at the beginning of a line.
    private func indent(_ line: Int) -> Int { text(line).utf8.prefix { $0 == UInt8(ascii: " ") }.count }

    private func content(_ line: Int) -> Substring.UnicodeScalarView {
        text(line).unicodeScalars.dropFirst(indent(line))
    }

    /// Whether a line begins with a key of a step.
    private func isKey(_ line: Int) -> Bool {
        let scalars = content(line)
        let word = scalars.prefix { $0.isASCII && ($0.properties.isAlphabetic || $0 == "_") }
        return !word.isEmpty && scalars.dropFirst(word.count).first == ":"
    }

    // MARK: Full width

    /// The nearest line at or before `last` whose colon or dash is of full width: nothing else looks so right and is so
    /// wrong.
    private func fullWidth(upTo last: Int) -> (Int, Int, String)? {
        for line in stride(from: min(last, lines.count), to: max(0, last - 12), by: -1) {
            let scalars = content(line)
            let start = indent(line) + 1
            if scalars.first == "－" || scalars.first == "—" {
                return (line, start, "开头的横线「\(scalars.first.map(String.init) ?? "")」是全角的；换成半角 - ，后面空一格")
            }
            let item = scalars.starts(with: "- ".unicodeScalars) ? 2 : 0
            let key = scalars.dropFirst(item).prefix { $0.isASCII && ($0.properties.isAlphabetic || $0 == "_") }
            if !key.isEmpty, scalars.dropFirst(item + key.count).first == "：" {
                return (line, start + item + key.count, "「\(String(key))」后面的冒号是全角的；换成半角 : ，后面空一格")
            }
        }
        return nil
    }

    // MARK: Everything else

    private mutating func explain(_ problem: String, _ began: Place?) {
        if let open = bracketFirst() {
            column = open
            message = "文字不能用「{」「[」开头；整段加引号"
        } else if problem.contains("did not find expected key") {
            alignment(began, "这一层是一组「键: 值」", same: content(line).first == "-" ? dash : "写成「键: 值」，冒号用半角，后面空一格")
        } else if problem.contains("'-' indicator") {
            alignment(
                began, "这一层是列表",
                same: isKey(line) ? "这一行是个键，多缩进了；跟同一步别的键对齐" : "每一条用「- 」开头（半角横线加一个空格）")
        } else if problem.contains("mapping values are not allowed") {
            let before = String(String.UnicodeScalarView(text(line).unicodeScalars.prefix(max(0, column - 1))))
            if before.contains(": ") {
                message = "文字里有「: 」；整段加引号"
            } else {
                column = indent(line) + 1
                message = "这一行不能又是「键: 值」；看看上一行是不是少了冒号，或者这一行多缩进了"
            }
        } else if problem.contains("could not find expected ':'") {
            // Noticed only at the next line; the key is where it began.
            if let began { (line, column) = (began.line, began.column) }
            message = "这一行少了冒号；写成「键: 值」，冒号用半角，后面空一格"
        } else if problem.contains("cannot start any token") {
            let scalar = text(line).unicodeScalars.dropFirst(max(0, column - 1)).first
            message =
                scalar == "\t"
                ? "这里有制表符；缩进用空格" : "文字不能用「\(scalar.map(String.init) ?? "@")」开头；整段加引号"
        } else if problem.contains("tab") {
            message = "这里有制表符；缩进用空格"
        } else if problem.contains("unexpected end of stream") || problem.contains("document indicator") {
            if let began { (line, column) = (began.line, began.column) }
            message = "从这里起的引号没有收尾；补上另一半"
        } else if problem.contains("',' or ']'") || problem.contains("',' or '}'") {
            if let began { (line, column) = (began.line, began.column) }
            message = unclosed(problem.contains("']'") ? "]" : "}")
        } else if problem.contains("escape") || problem.contains("hexdecimal") {
            message = "双引号里的反斜线有别的意思；换成单引号，或者写成 \\\\"
        } else if problem.contains("block sequence entries") {
            message = dash
        } else if problem.contains("node content"), let open = bracketAtEnd() {
            (line, column) = (open.line, open.column)
            message = unclosed(open.close)
        } else if problem.contains("node content") || problem.contains("unexpected ':'") {
            message = "这里的标点不对；逗号、括号、冒号都用半角，文字里有的话整段加引号"
        } else if problem.contains("directive") {
            message = "一行不能用 % 开头；整段加引号"
        } else if problem.contains("block scalar") || problem.contains("chomping")
            || problem.contains("comment or line")
        {
            message = "「|」后面换行，下一行缩进两格再写文字；文字本身有「|」「>」开头的加引号"
        } else if problem.contains("document start") {
            message = "到上一行就完了，这一行是多出来的；看看缩进，或者少了「- 」"
        } else {
            message = "看看这一行的标点和缩进（\(problem)）"
        }
    }

    /// Where a text of the line begins with a brace or a bracket, which then is no mapping and no list: words follow the
    /// closing one.
    private func bracketFirst() -> Int? {
        let scalars = content(line)
        let item = scalars.starts(with: "- ".unicodeScalars) ? 2 : 0
        let rest = scalars.dropFirst(item)
        guard let open = rest.first, open == "{" || open == "[",
            let end = rest.firstIndex(of: open == "{" ? "}" : "]"),
            let next = rest[end...].dropFirst().first, !next.isASCII
        else { return nil }
        return indent(line) + 1 + item
    }

    private func unclosed(_ close: String) -> String { "这里开头的括号没写全；几样之间用半角逗号隔开，最后写 \(close)" }

    /// A bracket at the end of the last line with anything on it before this one: a list that was opened and goes on, or
    /// ends, as if it had not been.
    private func bracketAtEnd() -> (line: Int, column: Int, close: String)? {
        var before = min(line - 1, lines.count)
        while before > 0, content(before).isEmpty { before -= 1 }
        guard before > 0 else { return nil }
        let scalars = text(before).unicodeScalars
        let end = scalars.reversed().drop { $0.properties.isWhitespace }
        guard let last = end.first, last == "[" || last == "{" else { return nil }
        return (before, end.count, last == "[" ? "]" : "}")
    }

    private var dash: String { "「- 」要另起一行，写在键的下面一行" }

    /// What stands in another column than the rest of its list or mapping.
    private mutating func alignment(_ began: Place?, _ what: String, same: String) {
        let own = indent(line) + 1
        column = own
        guard let began, began.column != own else {
            message = what + "；" + same
            return
        }
        let difference = own - began.column
        message =
            "\(what)（第 \(began.line) 行起，从第 \(began.column) 列写），这一行\(difference > 0 ? "多" : "少")缩进了 \(abs(difference)) 格；对齐"
    }
}
