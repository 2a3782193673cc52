// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Yams

extension YAMLValue {
    /// The largest file that is read, in bytes: the longest of ours is a tenth of it, and a parser tree takes some
    /// thirty times the text.
    public static let maximumSize = 1 << 20

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: where it lies.
    ///   - name: what to call it in diagnostics; the path when left out.
    ///   - diagnostics: what is wrong with it.
    /// - Returns: the root, or nil when an error has been added.
    public static func read(path: String, as name: String? = nil, _ diagnostics: Diagnostics) -> YAMLValue? {
        let file = name ?? path
        guard let handle = FileHandle(forReadingAtPath: path) else {
            diagnostics.report(.unreadable, file: file, "打不开；看看文件在不在、能不能读")
            return nil
        }
        defer { try? handle.close() }
        let data: Data
        do {
            data = try handle.read(upToCount: maximumSize + 1) ?? Data()
        } catch {
            diagnostics.report(.unreadable, file: file, "读不了：\(error)")
            return nil
        }
        return parse(Array(data), file: file, diagnostics)
    }

    /// Reads a text, for tests and for what does not come from a file.
    public static func parse(_ text: String, file: String, _ diagnostics: Diagnostics) -> YAMLValue? {
        parse(Array(text.utf8), file: file, diagnostics)
    }

    /// Reads one document from bytes.
    ///
    /// - Returns: the root, or nil when an error has been added.
    public static func parse(_ bytes: [UInt8], file: String, _ diagnostics: Diagnostics) -> YAMLValue? {
        func report(_ code: DiagnosticCode, _ line: Int, _ column: Int, _ message: String) -> YAMLValue? {
            diagnostics.add(Diagnostic(code, file: file, line: line, column: column, message: message))
            return nil
        }
        // What the file would have named is missing everywhere else: nothing is said of that.
        var isRead = false
        defer { if !isRead { diagnostics.lose(file) } }
        guard bytes.count <= maximumSize else {
            diagnostics.report(.tooLarge, file: file, "超过 1 MiB；分成几个文件")
            return nil
        }
        var bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let (line, column) = firstInvalid(bytes)
            return report(.notUTF8, line, column, "从这里起不是 UTF-8；另存为 UTF-8（不是 GBK）")
        }
        // Nearly every file is plain; whatever is not, or is wrong, is read and judged by the parser proper.
        guard let tree = YAMLScanner.scan(bytes) ?? composed(bytes, text: text, file: file, diagnostics) else {
            return nil
        }
        let value = YAMLValue(YAMLSource(file: file, text: text, tree: tree, diagnostics: diagnostics), 0)
        if value.isNull {
            diagnostics.report(.emptyFile, file: file, "文件是空的；写上内容，或者删掉文件")
            return nil
        }
        isRead = true
        return value
    }

    /// What the parser proper makes of a text; nil when an error has been added.
    static func composed(_ bytes: [UInt8], text: String, file: String, _ diagnostics: Diagnostics) -> YAMLTree? {
        func report(_ code: DiagnosticCode, _ line: Int, _ column: Int, _ message: String) -> YAMLTree? {
            diagnostics.add(Diagnostic(code, file: file, line: line, column: column, message: message))
            return nil
        }
        switch YAMLGuard.scan(bytes) {
        case .anchorOrAlias(let line, let column):
            return report(
                .anchor, line, column, "这些文件不用锚点（&名字）和别名（*名字）；把值写全，真是文字就加引号")
        case .tooDeep(let line, let column):
            return report(.tooDeep, line, column, tooDeep)
        case nil: break
        }
        let root: Node?
        do {
            // Without resolver rules every plain scalar stays a text; the accessors type it, and no regular
            // expression runs for every key.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            root = try withExtendedLifetime(parser) { try parser.singleRoot() }
        } catch {
            return syntaxError(error, text: text, report)
        }
        guard let root else {
            diagnostics.report(.emptyFile, file: file, "文件是空的；写上内容，或者删掉文件")
            return nil
        }
        if let mark = overgrown(root, limit: bytes.count + 16) {
            return report(.anchor, mark.line, mark.column, "这些文件不用别名（*名字）")
        }
        return YAMLTree(root)
    }

    private static let tooDeep =
        "套了 \(YAMLGuard.maximumDepth) 层还多；这里用不着，看看是不是多了括号"

    /// A tree read from text has fewer nodes than the text has bytes; more of them can only come from aliases.
    private static func overgrown(_ root: Node, limit: Int) -> (line: Int, column: Int)? {
        var waiting = [root]
        var count = 0
        while let node = waiting.popLast() {
            count += 1
            if count > limit { return (node.mark?.line ?? 1, node.mark?.column ?? 1) }
            switch node {
            case .scalar, .alias: break
            case .sequence(let sequence): waiting.append(contentsOf: sequence)
            case .mapping(let mapping):
                for (key, value) in mapping {
                    waiting.append(key)
                    waiting.append(value)
                }
            }
        }
        return nil
    }

    /// Line and column of the first byte that is not UTF-8.
    private static func firstInvalid(_ bytes: [UInt8]) -> (line: Int, column: Int) {
        var line = 1
        var column = 1
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue("\n"):
                line += 1
                column = 1
            case .scalarValue: column += 1
            case .error, .emptyInput: return (line, column)
            }
        }
    }

    private static func syntaxError(
        _ error: any Error, text: String, _ report: (DiagnosticCode, Int, Int, String) -> YAMLTree?
    ) -> YAMLTree? {
        guard let error = error as? YamlError else { return report(.syntax, 1, 1, "\(error)") }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            if problem.contains("another document") {
                return report(.syntax, mark.line, mark.column, "一个文件只写一份；把「---」去掉")
            }
            if problem.contains("nest") || problem.contains("level") {
                return report(.tooDeep, mark.line, mark.column, tooDeep)
            }
            let found = SyntaxProblem(
                problem, at: .init(mark), began: context.flatMap { $0.text.isEmpty ? nil : .init($0.mark) }, in: text)
            return report(.syntax, found.line, found.column, found.message)
        case .reader(_, let offset, _, _):
            // The offset counts characters; "\r\n" is one of them, and so is the end of a line.
            let head = text.prefix(offset ?? 0)
            let line = head.reduce(1) { $1.isNewline ? $0 + 1 : $0 }
            let column = head.reversed().prefix { !$0.isNewline }.reduce(1) { $0 + $1.unicodeScalars.count }
            return report(.syntax, line, column, "这里有个看不见的字符；删掉它")
        case .duplicatedKeysInMapping(let names, let context):
            let name = names.first ?? ""
            let first = context.mark
            let line = secondPlace(of: name, after: first, in: text) ?? first.line
            return report(
                .duplicateKey, line, first.column, "键「\(name)」写了两遍（头一遍在第 \(first.line) 行）；留一个")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return report(.syntax, 1, 1, "\(error)")
        }
    }

    /// The line of the next key of that name in the same column; the parser gives only the first.
    private static func secondPlace(of name: String, after mark: Mark, in text: String) -> Int? {
        let indent = mark.column - 1
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard mark.line < lines.count else { return nil }
        let wanted = Array(name.utf8)
        for index in mark.line..<lines.count {
            let line = lines[index]
            guard line.count > indent, line.prefix(indent).allSatisfy({ $0 == UInt8(ascii: " ") }) else { continue }
            var rest = line.dropFirst(indent)
            if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                rest = rest.dropFirst()
            }
            guard rest.starts(with: wanted) else { continue }
            rest = rest.dropFirst(wanted.count)
            if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                rest = rest.dropFirst()
            }
            if rest.first == UInt8(ascii: ":") { return index + 1 }
        }
        return nil
    }
}
