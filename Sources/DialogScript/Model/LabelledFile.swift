// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import IntakeModel
public import Understanding

/// Labelled texts from outside the dialogs: a table with one text a line, or a file of examples.
///
/// A table is separated by tabs and has a header; its columns are `text`, or `title` and `body`; and any of `purpose`,
/// `topic`, `safety` (kinds, blank between them; `无` for none) and `accepted` (purposes that are right as well, `/` or `|`
/// between them). Other columns are left alone, and a label that is no purpose leaves the text without one.
public struct LabelledFile: Sendable {
    public struct Item: Sendable {
        public var example: Example
        /// Purposes that count as right; empty where the text has none.
        public var accepted: [Purpose]
    }

    public var items: [Item]

    /// Reads `path`: YAML by its ending, a table otherwise.
    ///
    /// - Returns: the texts, or nil with the reason in words.
    public static func read(_ path: String) -> (file: LabelledFile?, reason: String) {
        guard let data = FileManager.default.contents(atPath: path) else { return (nil, "\(path)：读不了") }
        if path.hasSuffix(".yaml") {
            let diagnostics = Diagnostics(keepsWarnings: false)
            let roots = YAMLValue.parse(Array(data), file: path, diagnostics).map { [$0] } ?? []
            let examples = ExampleLoader.load(roots)
            if let first = diagnostics.sorted.first { return (nil, "\(first)") }
            return (
                LabelledFile(items: examples.map { Item(example: $0, accepted: $0.purpose.map { [$0] } ?? []) }), ""
            )
        }
        return table(String(decoding: data, as: UTF8.self), path)
    }

    static func table(_ text: String, _ path: String) -> (file: LabelledFile?, reason: String) {
        var lines = text.unicodeScalars.split(separator: "\n").map { String($0) }
        guard let header = lines.first.map(cells) else { return (nil, "\(path)：是空的") }
        lines.removeFirst()
        func column(_ name: String) -> Int? { header.firstIndex(of: name) }
        let body = column("text") ?? column("body")
        guard let body else { return (nil, "\(path)：表头里要有 text，或者 title 和 body") }
        var items: [Item] = []
        for line in lines {
            let cells = cells(line)
            func cell(_ name: String) -> String {
                guard let at = column(name), at < cells.count else { return "" }
                return cells[at]
            }
            guard body < cells.count else { continue }
            let title = cell("title")
            let text = title.isEmpty ? cells[body] : "\(title)。\(cells[body])"
            let named = cell("accepted").isEmpty ? cell("purpose") : cell("accepted")
            let accepted = named.split(whereSeparator: { $0 == "/" || $0 == "|" || $0 == "," || $0 == "、" })
                .map { Purpose(rawValue: String($0)) }
            // 其他 is no purpose of ours: such a text says nothing about the others.
            let purposes = accepted.contains(nil) ? [] : accepted.compactMap { $0 }
            let safety: [SafetyKind]? =
                column("safety") == nil
                ? nil : cell("safety").split(separator: " ").compactMap { SafetyKind(rawValue: String($0)) }
            let example = Example(
                text: text, purpose: purposes.first, topic: Topic(rawValue: cell("topic")), safety: safety)
            items.append(Item(example: example, accepted: purposes))
        }
        return (LabelledFile(items: items), "")
    }

    private static func cells(_ line: String) -> [String] {
        var line = line.unicodeScalars[...]
        if line.last == "\r" { line.removeLast() }
        return line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
    }
}
