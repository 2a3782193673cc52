// SPDX-License-Identifier: Apache-2.0

internal import Documents
internal import IntakeModel

/// Reads `documents/`: a template a kind, and what the office asks for beyond the law.
enum DocumentLoader {
    static let folder = "documents"
    static let needsFile = "documents/文书.yaml"

    static func read(_ folder: ScriptFolder, _ diagnostics: Diagnostics) -> DocumentBook {
        var book = DocumentBook()
        for file in folder.files(under: Self.folder) where file.path.hasSuffix(".mustache") {
            guard let kind = kind(of: file.path, diagnostics) else { continue }
            // Text with a damaged byte is shown with its replacement character rather than not at all.
            let text = String(decoding: file.bytes, as: UTF8.self)
            var problems: [DocumentTemplate.Problem] = []
            let template = DocumentTemplate(kind, text, problems: &problems)
            for problem in problems { diagnostics.add(diagnostic(problem, file.path)) }
            check(text, kind, file.path, diagnostics)
            if problems.isEmpty { book.templates[kind] = template }
        }
        if let file = folder.files(under: needsFile).first,
            let root = YAMLValue.parse(file.bytes, file: file.path, diagnostics)
        {
            book.extraNeeds = needs(root)
        }
        return book
    }

    private static func kind(of path: String, _ diagnostics: Diagnostics) -> DocumentKind? {
        let name = String(path.dropFirst(folder.count + 1).dropLast(".mustache".count))
        if let kind = DocumentKind(rawValue: name) { return kind }
        diagnostics.report(
            .documentKind, file: path, "没有「\(name)」这种文书",
            suggestion: Suggestion.nearest(to: name, among: DocumentKind.allCases.map(\.rawValue)))
        return nil
    }

    private static func diagnostic(_ problem: DocumentTemplate.Problem, _ path: String) -> Diagnostic {
        var suggestion: String?
        let code: DiagnosticCode
        switch problem.cause {
        case .tag: code = .documentTag
        case .field(let name):
            code = .documentField
            suggestion = Suggestion.nearest(to: name, among: DocumentField.allCases.map(\.rawValue))
        case .missing: code = .documentMissing
        }
        return Diagnostic(
            code, file: path, line: problem.line, column: problem.column, message: problem.message,
            suggestion: suggestion)
    }

    private static let forbidden = PhraseSet(DocumentPhrases.forbidden)

    /// What a paper to a petitioner never says.
    private static func check(_ text: String, _ kind: DocumentKind, _ path: String, _ diagnostics: Diagnostics) {
        guard kind.audience == .petitioner, forbidden.occurs(in: text) else { return }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for phrase in DocumentPhrases.forbidden {
                guard let found = line.firstRange(of: phrase) else { continue }
                let column = line.unicodeScalars.distance(from: line.startIndex, to: found.lowerBound) + 1
                diagnostics.add(
                    Diagnostic(
                        .documentPhrase, file: path, line: index + 1, column: column,
                        endColumn: column + phrase.unicodeScalars.count, message: "给信访人的文书不说「\(phrase)」；换一个说法"))
            }
        }
    }

    private static func needs(_ root: YAMLValue) -> [DocumentKind: [DocumentNeed]] {
        guard let map = root.mapping(.documents) else { return [:] }
        _ = map.int("version", in: 1...1)
        var needs: [DocumentKind: [DocumentNeed]] = [:]
        for item in map.sequence("documents") {
            guard let entry = item.mapping(.documentNeeds), let kind = entry.choice("document", DocumentKind.self)
            else { continue }
            for item in entry.sequence("needs") {
                guard let need = item.mapping(.documentNeed), let field = need.choice("field", DocumentField.self)
                else { continue }
                needs[kind, default: []].append(
                    DocumentNeed(field, mend: need.string("mend") ?? "出具时写上 \(field.rawValue)=\(field.hint)"))
            }
        }
        return needs
    }
}
