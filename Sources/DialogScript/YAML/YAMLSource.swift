// SPDX-License-Identifier: Apache-2.0

/// One file, shared by all its values: its nodes, and its text, in which a place is looked up when something is reported.
final class YAMLSource {
    let file: String
    let diagnostics: Diagnostics
    let tree: YAMLTree
    private let text: String
    private lazy var lines: [[Unicode.Scalar]] = text.unicodeScalars
        .split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)

    init(file: String, text: String, tree: YAMLTree, diagnostics: Diagnostics) {
        self.file = file
        self.tree = tree
        self.text = text
        self.diagnostics = diagnostics
    }

    /// The column after a scalar that begins at `line`, `column` and reads `text`; nil when it is not written there as
    /// it reads (several lines, escapes).
    func end(of text: String, line: Int, column: Int) -> Int? {
        guard lines.indices.contains(line - 1), column >= 1 else { return nil }
        let rest = lines[line - 1].dropFirst(column - 1)
        let wanted = Array(text.unicodeScalars)
        guard !wanted.isEmpty, let first = rest.first else { return nil }
        if rest.starts(with: wanted) { return column + wanted.count }
        guard first == "\"" || first == "'", rest.dropFirst().starts(with: wanted) else { return nil }
        return column + wanted.count + 2
    }

    /// Where `excerpt` (of one line) stands first, from `line`, `column` on and at most `span` lines further.
    func find(_ excerpt: some StringProtocol, line: Int, column: Int, span: Int) -> (
        line: Int, column: Int, end: Int
    )? {
        let wanted = Array(excerpt.unicodeScalars)
        guard !wanted.isEmpty, line >= 1 else { return nil }
        for index in (line - 1)...(line - 1 + max(0, span)) {
            guard lines.indices.contains(index) else { return nil }
            let scalars = lines[index]
            var start = index == line - 1 ? max(0, column - 1) : 0
            while start + wanted.count <= scalars.count {
                if scalars[start] == wanted[0], scalars[start...].starts(with: wanted) {
                    return (index + 1, start + 1, start + 1 + wanted.count)
                }
                start += 1
            }
        }
        return nil
    }
}
