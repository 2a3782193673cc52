// SPDX-License-Identifier: Apache-2.0

extension ReportDocument {
    /// Comma-separated values (RFC 4180): the tables one below the other, each under a line with its title. Rates stand as
    /// part, whole and percentage, lengths of time as median, ninth tenth and number.
    ///
    /// - Parameter marked: begins with the byte order mark by which table programs tell UTF-8.
    public func csv(marked: Bool) -> String {
        var text = marked ? "\u{feff}" : ""
        func line(_ fields: [String]) { text += fields.map(Self.field).joined(separator: ",") + "\r\n" }
        line([title])
        for one in basis { line([one]) }
        for block in blocks {
            switch block {
            case .heading(let heading):
                line([])
                line([heading])
            case .paragraph(let words): line([words])
            case .list(let items): for item in items { line([item]) }
            case .chart: continue
            case .table(let table):
                if !table.title.isEmpty { line([table.title]) }
                let hasDefinition = table.rows.contains { $0.definition != nil }
                line(table.header + (hasDefinition ? ["口径"] : []))
                for row in table.rows {
                    line(table.fields(row) + (hasDefinition ? [row.definition ?? ""] : []))
                }
                for definition in table.definitions { line(["口径：" + definition]) }
            }
        }
        return text
    }

    /// A field as a table program takes it for text and never for a formula: what begins with one of `= + - @`, a tab or a
    /// line's end is led by an apostrophe. Numbers stay numbers.
    static func field(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first), Int(text) == nil {
            text = "'" + text
        }
        let isPlain = !text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        guard !isPlain else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"\"" } else { quoted.unicodeScalars.append(scalar) }
        }
        return quoted + "\""
    }
}

extension ReportTable {
    /// What the cells of a column are split into: those of the first row that has something.
    private func parts(_ column: Int) -> [String] {
        for row in rows where row.cells.indices.contains(column) {
            switch row.cells[column] {
            case .ratio: return ["分子", "分母", "率", "另列"]
            case .share: return ["分子", "分母", "率"]
            case .lengths: return ["中位", "九成", "件数"]
            case .text, .count, .none: continue
            }
        }
        return []
    }

    fileprivate var header: [String] {
        columns.indices.flatMap { index in
            let parts = parts(index)
            return parts.isEmpty ? [columns[index].title] : parts.map { "\(columns[index].title) \($0)" }
        }
    }

    fileprivate func fields(_ row: Row) -> [String] {
        row.cells.indices.flatMap { index -> [String] in
            let wanted = max(1, parts(index).count)
            let fields: [String] =
                switch row.cells[index] {
                case .ratio(let ratio, let minimum, let aside):
                    [
                        "\(ratio.part)", "\(ratio.whole)", ratio.whole >= minimum ? ratio.percent ?? "" : "",
                        aside == nil ? "" : "\(ratio.aside)",
                    ]
                case .share(let ratio, let minimum):
                    ["\(ratio.part)", "\(ratio.whole)", ratio.whole >= minimum ? ratio.percent ?? "" : ""]
                case .lengths(let lengths, _):
                    [
                        lengths.percentile(50).map { "\($0)" } ?? "", lengths.percentile(90).map { "\($0)" } ?? "",
                        "\(lengths.count)",
                    ]
                case .text, .count, .none: [row.cells[index].text]
                }
            return fields + Array(repeating: "", count: max(0, wanted - fields.count))
        }
    }
}
