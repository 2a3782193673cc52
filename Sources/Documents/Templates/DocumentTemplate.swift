// SPDX-License-Identifier: Apache-2.0

internal import Mustache

/// A template of one kind: mustache, of which it may use `{{字段}}`, `{{#字段}}…{{/字段}}`, `{{^字段}}…{{/字段}}` and
/// `{{! 注 }}`, over lines in the signs of ``TemplateMarkup``.
public struct DocumentTemplate: Sendable {
    public let kind: DocumentKind
    /// The source with the engine's own tags in place of the fields.
    private let source: String
    /// Fields whose value it shows somewhere.
    public let shown: Set<DocumentField>

    /// Something wrong with a template.
    public struct Problem: Error, Sendable, Hashable {
        public enum Cause: Sendable, Hashable {
            /// Not what a template may use, or not closed.
            case tag
            /// No such field.
            case field(String)
            /// A field that the law asks for is not shown.
            case missing(DocumentField)
        }

        public var cause: Cause
        /// From 1; columns in Unicode scalars.
        public var line: Int
        public var column: Int
        public var message: String
    }

    /// - Parameter problems: what is wrong with it, by line; a template with any is not used.
    public init(_ kind: DocumentKind, _ text: String, problems: inout [Problem]) {
        self.kind = kind
        var scan = TagScan(text)
        scan.run()
        problems += scan.problems
        // What is misspelt is not told a second time as missing.
        let isMisspelt = scan.problems.contains { if case .field = $0.cause { true } else { false } }
        for field in isMisspelt ? [] : kind.needs.map(\.field) + kind.remedies {
            // The ground of a refusal is shown as what is ticked.
            let field = kind == .decline && field == .ground ? .ticks : field
            if scan.shown.contains(field) { continue }
            problems.append(
                Problem(
                    cause: .missing(field), line: 1, column: 1,
                    message: "《\(kind.title)》要写明「\(field.rawValue)」，模板里没有 {{\(field.rawValue)}}"))
        }
        source = scan.out
        shown = scan.shown
    }

    /// The blocks of a page with these values; a field without one, or with an empty one, is not there.
    public func render(_ values: [DocumentField: String]) -> [DocumentPage.Block] {
        var object: [String: String] = [:]
        for (field, value) in values where !value.isEmpty { object[field.tag] = TemplateMarkup.carried(value) }
        // Checked when it was read: the scan lets nothing through that the engine does not take.
        guard let template = try? MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + source) else { return [] }
        return TemplateMarkup.blocks(template.render(object))
    }
}

/// Finds the tags of a template, and puts the engine's names in their place.
private struct TagScan {
    let scalars: [Unicode.Scalar]
    var out = ""
    var shown: Set<DocumentField> = []
    var problems: [DocumentTemplate.Problem] = []
    private var at = 0
    private var line = 1
    private var column = 1
    private var open: [(field: DocumentField, line: Int, column: Int)] = []

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func run() {
        var literal = String.UnicodeScalarView()
        while at < scalars.count {
            guard isPair("{", at) else {
                literal.append(scalars[at])
                step()
                continue
            }
            out += String(literal)
            literal = String.UnicodeScalarView()
            tag()
        }
        out += String(literal)
        for section in open {
            report(
                .tag, "{{#\(section.field.rawValue)}} 没有收尾；补上 {{/\(section.field.rawValue)}}", section.line,
                section.column)
        }
    }

    private func isPair(_ scalar: Unicode.Scalar, _ index: Int) -> Bool {
        scalars.indices.contains(index + 1) && scalars[index] == scalar && scalars[index + 1] == scalar
    }

    private mutating func step() {
        if scalars[at] == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
        at += 1
    }

    private mutating func tag() {
        let (startLine, startColumn) = (line, column)
        var name = String.UnicodeScalarView()
        step()
        step()
        while at < scalars.count, !isPair("}", at) {
            name.append(scalars[at])
            step()
        }
        guard at < scalars.count else { return report(.tag, "{{ 没有收尾；补上 }}", startLine, startColumn) }
        step()
        step()
        read(String(name), startLine, startColumn)
    }

    private mutating func read(_ tag: String, _ line: Int, _ column: Int) {
        let inner = Self.trimmed(tag)
        if inner.hasPrefix("!") { return }
        let sign = inner.first.flatMap { "#^/".contains($0) ? $0 : nil }
        let name = Self.trimmed(sign == nil ? inner : String(inner.dropFirst()))
        if let first = name.first, "{&><=%$*".contains(first) {
            return report(.tag, "模板里只用 {{字段}}、{{#字段}}、{{^字段}}、{{/字段}} 和 {{! 注 }}，不用 {{\(first)", line, column)
        }
        guard let field = DocumentField(rawValue: name) else {
            return report(.field(name), "没有「\(name)」这个字段", line, column)
        }
        switch sign {
        case "#", "^":
            open.append((field, line, column))
        case "/":
            guard open.last?.field == field else {
                return report(.tag, "{{/\(name)}} 收的不是最近打开的那一段", line, column)
            }
            open.removeLast()
        default: shown.insert(field)
        }
        out += "{{\(sign.map(String.init) ?? "")\(field.tag)}}"
    }

    private mutating func report(_ cause: DocumentTemplate.Problem.Cause, _ message: String, _ line: Int, _ column: Int)
    {
        problems.append(DocumentTemplate.Problem(cause: cause, line: line, column: column, message: message))
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        return String(rest)
    }
}
