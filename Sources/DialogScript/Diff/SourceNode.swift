// SPDX-License-Identifier: Apache-2.0

/// A piece of a YAML file as it is written, for tools that show or compare sources; it asks for no types and reports
/// nothing. Two pieces are equal when they say the same, wherever they stand.
package struct SourceNode: Sendable, Hashable {
    package indirect enum Content: Sendable, Hashable {
        case nothing
        case text(String)
        case list([SourceNode])
        /// Keys in the order they are written.
        case map([Entry])
    }

    package struct Entry: Sendable, Hashable {
        package var key: String
        package var value: SourceNode
    }

    package let content: Content
    /// Counted from 1.
    package let line: Int

    package static func == (left: SourceNode, right: SourceNode) -> Bool { left.content == right.content }

    package func hash(into hasher: inout Hasher) { hasher.combine(content) }

    init(_ value: YAMLValue) {
        line = value.line
        switch value.nodeKind {
        // A block scalar ends in a line feed that says nothing.
        case .plain, .marked: content = value.isNull ? .nothing : .text(Self.trimmed(value.text ?? ""))
        case .sequence: content = .list((value.sequence ?? []).map(SourceNode.init))
        case .mapping:
            content = .map(value.pairs.map { Entry(key: $0.key.text ?? "", value: SourceNode($0.value)) })
        case .alias: content = .nothing
        }
    }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }

    /// The value under `key`; nil when this is no mapping or has no such key.
    package subscript(key: String) -> SourceNode? {
        guard case .map(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// The entries of a mapping; none of anything else.
    package var entries: [Entry] { if case .map(let entries) = content { entries } else { [] } }

    /// The items of a list; none of anything else.
    package var items: [SourceNode] { if case .list(let items) = content { items } else { [] } }

    /// The text of a scalar.
    package var text: String? { if case .text(let text) = content { text } else { nil } }

    /// The first text that stands here: a scalar, the first of a list of wordings, or that of the ordinary form.
    package var firstText: String? { text ?? items.first?.text ?? self["text"]?.firstText }

    /// Everything on one line, as a clerk would say it: `not: has: number`, `低保、底保`. Mappings of several keys are
    /// joined with `，`.
    package var words: String {
        switch content {
        case .nothing: ""
        case .text(let text): text.split(separator: "\n").joined(separator: " ")
        case .list(let items): items.map(\.words).joined(separator: "、")
        case .map(let entries): entries.map { "\($0.key): \($0.value.words)" }.joined(separator: "，")
        }
    }
}
