// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension ReportDocument {
    /// One page that needs nothing else: no scripts, no pictures from elsewhere, made to be printed on A4 without colour.
    public var html: String {
        var body = "<h1>\(Markup.text(title))</h1>\n<ul class=\"basis\">\n"
        for line in basis { body += "<li>\(Markup.text(line))</li>\n" }
        body += "</ul>\n"
        for block in blocks {
            switch block {
            case .heading(let text): body += "<h2>\(Markup.text(text))</h2>\n"
            case .paragraph(let text): body += "<p>\(Markup.text(text))</p>\n"
            case .list(let items):
                body += "<ul>\n" + items.map { "<li>\(Markup.text($0))</li>\n" }.joined() + "</ul>\n"
            case .table(let table): body += table.html
            case .chart(let chart): body += chart.svg
            }
        }
        return """
            <!doctype html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(Markup.text(title))</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <main>
            \(body)</main>
            </body>
            </html>

            """
    }

    private static let style = """
        @page { size: A4; margin: 18mm 15mm; }
        body { font: 11pt/1.6 "Songti SC", "SimSun", "Noto Serif CJK SC", serif; color: #000; background: #fff;
          max-width: 190mm; margin: 0 auto; padding: 1em; }
        h1 { font-size: 18pt; text-align: center; } h2 { font-size: 13pt; margin-top: 1.6em; }
        .basis { list-style: none; padding: 0; font-size: 9.5pt; }
        table { border-collapse: collapse; width: calc(100% - 2px); margin: .5em 0 1em; font-size: 9.5pt; }
        caption { text-align: left; font-weight: bold; padding: .3em 0; }
        th, td { border: 1px solid #000; padding: .2em .4em; text-align: left; vertical-align: top; }
        th { background: #eee; } td.n { text-align: right; } td.d { font-size: 8.5pt; }
        td:first-child { white-space: nowrap; } tr { break-inside: avoid; } thead { display: table-header-group; }
        .definitions { font-size: 8.5pt; } figure { margin: 1em 0; break-inside: avoid; }
        figcaption { font-weight: bold; } svg { max-width: 100%; height: auto; }
        @media print { body { padding: 0; max-width: none; } th { background: none; } }
        """
}

extension ReportTable {
    fileprivate var html: String {
        let hasDefinition = rows.contains { $0.definition != nil }
        var html = "<table>\n"
        if !title.isEmpty { html += "<caption>\(Markup.text(title))</caption>\n" }
        html += "<thead><tr>"
        for column in columns { html += "<th scope=\"col\">\(Markup.text(column.title))</th>" }
        if hasDefinition { html += "<th scope=\"col\">口径</th>" }
        html += "</tr></thead>\n<tbody>\n"
        for row in rows {
            html += "<tr>"
            for (cell, column) in zip(row.cells, columns) {
                html += "<td\(column.isNumber ? " class=\"n\"" : "")>\(Markup.text(cell.text))</td>"
            }
            if hasDefinition { html += "<td class=\"d\">\(Markup.text(row.definition ?? ""))</td>" }
            html += "</tr>\n"
        }
        if rows.isEmpty { html += "<tr><td colspan=\"\(columns.count)\">没有</td></tr>\n" }
        html += "</tbody>\n</table>\n"
        guard !definitions.isEmpty else { return html }
        html += "<p class=\"definitions\">口径：</p>\n<ul class=\"definitions\">\n"
        for definition in definitions { html += "<li>\(Markup.text(definition))</li>\n" }
        return html + "</ul>\n"
    }
}
