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
            diagnostics.error("YAML001", file: file, "cannot be opened; check that it is there and may be read")
            return nil
        }
        defer { try? handle.close() }
        let data: Data
        do {
            data = try handle.read(upToCount: maximumSize + 1) ?? Data()
        } catch {
            diagnostics.error("YAML001", file: file, "cannot be read: \(error)")
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
        func report(_ code: String, _ line: Int, _ column: Int, _ message: String) -> YAMLValue? {
            diagnostics.add(
                Diagnostic(.error, code: code, file: file, line: line, column: column, message: message))
            return nil
        }
        guard bytes.count <= maximumSize else {
            diagnostics.error("YAML003", file: file, "is larger than 1 MiB; split it into several files")
            return nil
        }
        var bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let (line, column) = firstInvalid(bytes)
            return report("YAML002", line, column, "is not UTF-8 from here on; save the file as UTF-8 (not GBK)")
        }
        switch YAMLGuard.scan(bytes) {
        case .anchorOrAlias(let line, let column):
            return report(
                "YAML007", line, column,
                "anchors (&name) and aliases (*name) are not used in these files; "
                    + "write the value out, or put a text that begins so in quotation marks")
        case .tooDeep(let line, let column):
            return report("YAML008", line, column, tooDeep)
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
            diagnostics.error("YAML004", file: file, "is empty; write its content or delete the file")
            return nil
        }
        if let mark = overgrown(root, limit: bytes.count + 16) {
            return report("YAML007", mark.line, mark.column, "aliases (*name) are not used in these files")
        }
        let value = YAMLValue(root, file: file, path: "", near: (1, 1), diagnostics: diagnostics)
        if value.isNull {
            diagnostics.error("YAML004", file: file, "is empty; write its content or delete the file")
            return nil
        }
        return value
    }

    private static let tooDeep =
        "is nested more than \(YAMLGuard.maximumDepth) levels deep; nothing here needs that, look for a stray bracket"

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
        _ error: any Error, text: String, _ report: (String, Int, Int, String) -> YAMLValue?
    ) -> YAMLValue? {
        guard let error = error as? YamlError else { return report("YAML005", 1, 1, "\(error)") }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            if problem.contains("another document") {
                return report("YAML005", mark.line, mark.column, "one document a file; take the \"---\" away")
            }
            if problem.contains("nest") || problem.contains("level") {
                return report("YAML008", mark.line, mark.column, tooDeep)
            }
            var message = "syntax: \(problem)"
            if let context, !context.text.isEmpty {
                message += " (\(context.text), from line \(context.mark.line))"
            }
            return report("YAML005", mark.line, mark.column, message + hint(problem))
        case .reader(let problem, let offset, _, _):
            // The offset counts characters; "\r\n" is one of them, and so is the end of a line.
            let head = text.prefix(offset ?? 0)
            let line = head.reduce(1) { $1.isNewline ? $0 + 1 : $0 }
            let column = head.reversed().prefix { !$0.isNewline }.reduce(1) { $0 + $1.unicodeScalars.count }
            return report("YAML005", line, column, "syntax: \(problem); delete the invisible character here")
        case .duplicatedKeysInMapping(let names, let context):
            let name = names.first ?? ""
            let first = context.mark
            let line = secondPlace(of: name, after: first, in: text) ?? first.line
            return report(
                "YAML006", line, first.column,
                "the key \"\(name)\" is written twice in one mapping (first in line \(first.line)); keep one")
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            return report("YAML005", 1, 1, "\(error)")
        }
    }

    private static func hint(_ problem: String) -> String {
        if problem.contains("tab") || problem.contains("cannot start any token") {
            return "; indent with spaces, and put texts that begin with @, %, ` or a tab in quotation marks"
        }
        if problem.contains("mapping values are not allowed") {
            return "; put a text that contains \": \" in quotation marks, or look at the indentation"
        }
        if problem.contains("could not find expected ':'") {
            return "; write \"key: value\" with a space after an ASCII colon (not ：)"
        }
        if problem.contains("<block end>") { return "; look at the indentation of this line" }
        return ""
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
