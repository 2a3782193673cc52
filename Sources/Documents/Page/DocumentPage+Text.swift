// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel
internal import LineProtocol

extension DocumentPage {
    /// Columns of a line of plain text: a terminal of 80 with a margin.
    public static let textColumns = 76

    /// The document for a terminal: at most ``textColumns`` columns wide, wide characters counted as two.
    ///
    /// - Parameter number: its 文号; nil while it is a draft.
    public func text(number: String?) -> String {
        let page = mapped { Self.withNumber($0, number) }
        var lines: [String] = []
        if kind.layout == .letter { lines.append(contentsOf: Self.centred(page.issuer)) }
        lines.append(contentsOf: Self.centred(page.title))
        lines.append(contentsOf: Self.centred(Self.shownNumber(number)))
        lines.append("")
        for block in page.blocks { Self.append(block, to: &lines) }
        lines.append("")
        if kind.layout == .letter {
            lines.append(contentsOf: Self.right("\(page.issuer)（印章）"))
            lines.append(contentsOf: Self.right(issuedOn.chinese()))
        } else {
            lines.append(contentsOf: Self.right("\(page.issuer)　\(issuedOn.chinese())"))
        }
        if version > 1 { lines.append("（第 \(version) 版）") }
        return lines.joined(separator: "\n") + "\n"
    }

    static func shownNumber(_ number: String?) -> String { number ?? "（草稿，还没有文号）" }

    static func withNumber(_ text: String, _ number: String?) -> String {
        guard text.utf8.contains(1) else { return text }
        var out = text
        while let range = out.firstRange(of: numberMarker) { out.replaceSubrange(range, with: shownNumber(number)) }
        return out
    }

    private static func append(_ block: Block, to lines: inout [String]) {
        switch block {
        case .addressee(let text): lines += wrapped(text)
        case .heading(let text):
            if lines.last?.isEmpty == false { lines.append("") }
            lines += wrapped(text)
        case .paragraph(let text): lines += wrapped("　　" + text)
        case .row(let cells):
            for pair in stride(from: 0, to: cells.count, by: 2) {
                let value = cells.indices.contains(pair + 1) ? cells[pair + 1] : ""
                lines += hanging("\(cells[pair])：", value.isEmpty ? "＿＿＿＿＿＿" : value)
            }
        case .note(let text): lines += wrapped(text)
        case .signature(let text):
            lines.append("")
            lines += wrapped(text)
        }
    }

    private static func wrapped(_ text: String) -> [String] { LineWrapper.wrap(text, columns: textColumns) }

    /// A label with its value beside it, further lines below the value.
    private static func hanging(_ label: String, _ value: String) -> [String] {
        let width = DisplayWidth.of(label)
        guard width <= textColumns / 2 else { return wrapped(label + value) }
        let indent = String(repeating: " ", count: width)
        return LineWrapper.wrap(value, columns: textColumns - width).enumerated().map { index, line in
            (index == 0 ? label : indent) + line
        }
    }

    private static func centred(_ text: String) -> [String] {
        wrapped(text).map { line in
            String(repeating: " ", count: max(0, (textColumns - DisplayWidth.of(line)) / 2)) + line
        }
    }

    private static func right(_ text: String) -> [String] {
        LineWrapper.wrap(text, columns: textColumns - 8).map { line in
            String(repeating: " ", count: max(0, textColumns - 4 - DisplayWidth.of(line))) + line
        }
    }
}
