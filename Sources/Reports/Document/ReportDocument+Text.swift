// SPDX-License-Identifier: Apache-2.0

extension ReportDocument {
    /// Plain text, its tables aligned.
    ///
    /// - Parameter width: cells that a text takes on a terminal, where a Han character takes two.
    public func text(width: (String) -> Int) -> String {
        var lines = [title] + basis.map { "  \($0)" }
        for block in blocks {
            lines.append("")
            switch block {
            case .heading(let text): lines.append("【\(text)】")
            case .paragraph(let text): lines.append(text)
            case .list(let items): lines += items.map { "· \($0)" }
            case .table(let table): lines += table.lines(width: width)
            case .chart(let chart): lines += chart.lines(width: width)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

private func pad(_ text: String, to wanted: Int, _ width: (String) -> Int, isNumber: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, wanted - width(text)))
    return isNumber ? blanks + text : text + blanks
}

private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
}

extension ReportTable {
    fileprivate func lines(width: (String) -> Int) -> [String] {
        let texts = rows.map { row in row.cells.map(\.text) }
        let widths = columns.indices.map { column in
            ([columns[column].title] + texts.compactMap { $0.indices.contains(column) ? $0[column] : nil })
                .map(width).max() ?? 0
        }
        func line(_ cells: [String]) -> String {
            trimmed(
                zip(zip(cells, widths), columns).map { cell, column in
                    pad(cell.0, to: cell.1, width, isNumber: column.isNumber)
                }.joined(separator: "  "))
        }
        var lines = title.isEmpty ? [] : [title]
        lines.append(line(columns.map(\.title)))
        lines.append(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
        if rows.isEmpty { lines.append("（没有）") }
        for (row, texts) in zip(rows, texts) {
            lines.append(line(texts))
            if let definition = row.definition { lines.append("    口径：\(definition)") }
        }
        if !definitions.isEmpty {
            lines.append("口径：")
            lines += definitions.map { "    \($0)" }
        }
        return lines
    }
}

extension ReportChart {
    private static let longest = 40

    fileprivate func lines(width: (String) -> Int) -> [String] {
        let most = series.flatMap(\.values).max() ?? 0
        let column = labels.map(width).max() ?? 0
        var lines = ["\(title)（\(unit)）"]
        for one in series {
            if series.count > 1 { lines.append("  \(one.title)：") }
            for (label, value) in zip(labels, one.values) {
                let length = most > 0 ? (value * Self.longest + most - 1) / most : 0
                lines.append("  \(pad(label, to: column, width))  \(String(repeating: "#", count: length)) \(value)")
            }
        }
        return lines
    }
}
