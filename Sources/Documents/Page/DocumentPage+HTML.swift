// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension DocumentPage {
    /// The document as a page to print on A4: margins, faces and sizes as GB/T 9704 has them for official papers. It loads
    /// nothing and runs nothing.
    ///
    /// - Parameter number: its 文号; nil while it is a draft.
    public func html(number: String?) -> String {
        let page = mapped { Self.withNumber($0, number) }
        let isLetter = kind.layout == .letter
        var body = ""
        if isLetter { body += "<p class=\"organ\">\(Self.escaped(page.issuer))</p><hr>\n" }
        if !isLetter { body += "<h1>\(Self.escaped(page.title))</h1>\n" }
        body += "<p class=\"number\">\(Self.escaped(Self.shownNumber(number)))</p>\n"
        if isLetter { body += "<h1>\(Self.escaped(page.title))</h1>\n" }
        body += Self.html(page.blocks)
        if isLetter {
            body += """
                <div class="sign"><div><span class="seal">印章</span><p>\(Self.escaped(page.issuer))</p>\
                <p>\(Self.escaped(issuedOn.chinese()))</p></div></div>

                """
        } else {
            body += "<p class=\"foot\">\(Self.escaped(page.issuer))　\(Self.escaped(issuedOn.chinese()))</p>\n"
        }
        if version > 1 { body += "<p class=\"version\">第 \(version) 版</p>\n" }
        let isDraft = number == nil
        return """
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(Self.escaped("\(page.title) \(number ?? "草稿")"))</title>
            <style>\(Self.style)</style></head>
            <body class="\(isLetter ? "letter" : "form")\(isDraft ? " draft" : "")"><main>
            \(body)</main></body></html>

            """
    }

    /// With lines kept.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Markup.text(Substring($0)) }.joined(separator: "<br>")
    }

    private static func html(_ blocks: [Block]) -> String {
        var out = ""
        var isInTable = false
        let widest = blocks.map { if case .row(let cells) = $0 { cells.count } else { 0 } }.max() ?? 0
        for block in blocks {
            if case .row(let cells) = block {
                if !isInTable { out += "<table>\n" }
                isInTable = true
                out += row(cells, of: max(widest, 2))
                continue
            }
            if isInTable { out += "</table>\n" }
            isInTable = false
            switch block {
            case .addressee(let text): out += "<p class=\"to\">\(escaped(text))</p>\n"
            case .heading(let text): out += "<h2>\(escaped(text))</h2>\n"
            case .paragraph(let text): out += "<p>\(escaped(text))</p>\n"
            case .note(let text): out += "<p class=\"note\">\(escaped(text))</p>\n"
            case .signature(let text): out += "<p class=\"by-hand\">\(escaped(text))</p>\n"
            case .row: break
            }
        }
        return out + (isInTable ? "</table>\n" : "")
    }

    /// A row of fewer cells than the widest gives what is left to its last one.
    private static func row(_ cells: [String], of widest: Int) -> String {
        var out = "<tr>"
        let isLong = cells.count == 2 && widest > 2
        for (index, cell) in cells.enumerated() {
            let element = index % 2 == 0 ? "th" : "td"
            let span =
                index == cells.count - 1 && cells.count < widest ? " colspan=\"\(widest - cells.count + 1)\"" : ""
            let style = isLong && index == 1 && cell.isEmpty ? " class=\"blank\"" : ""
            out += "<\(element)\(span)\(style)>\(escaped(cell))</\(element)>"
        }
        return out + "</tr>\n"
    }

    private static let style = """

        @page { size: A4; margin: 37mm 26mm 35mm 28mm;
          @bottom-center { content: "— " counter(page) " —"; font: 14pt "SimSun", "宋体", "Noto Serif CJK SC", serif; } }
        * { box-sizing: border-box; }
        html { background: #777; }
        body { margin: 0; color: #000; font: 16pt/29pt "FangSong", "仿宋", "仿宋_GB2312", "STFangsong", "Noto Serif CJK SC", serif; }
        main { width: 210mm; min-height: 297mm; margin: 8mm auto; padding: 37mm 26mm 35mm 28mm; background: #fff; position: relative; }
        p { margin: 0; text-indent: 2em; overflow-wrap: anywhere; }
        h1 { margin: 22pt 0 24pt; font: 700 22pt/33pt "FZXiaoBiaoSong-B05S", "方正小标宋简体", "SimSun", "宋体", "Noto Serif CJK SC", serif; text-align: center; }
        h2 { margin: 0; font: 400 16pt/29pt "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; text-indent: 2em; break-after: avoid; }
        .organ { text-indent: 0; text-align: center; color: #c00; font: 700 34pt/46pt "FZXiaoBiaoSong-B05S", "方正小标宋简体", "SimSun", "宋体", "Noto Serif CJK SC", serif; letter-spacing: .06em; }
        hr { margin: 6pt 0 8pt; border: 0; border-top: 2.4pt solid #c00; border-bottom: .8pt solid #c00; height: 5pt; }
        .number { text-indent: 0; text-align: right; }
        .to { text-indent: 0; }
        .note { font-size: 14pt; line-height: 25pt; text-indent: 0; padding-left: 2em; }
        .by-hand { text-indent: 0; margin-top: 20pt; white-space: pre-wrap; }
        .sign { display: flex; justify-content: flex-end; margin-top: 48pt; padding-right: 4em; break-inside: avoid; }
        .sign div { position: relative; text-align: center; padding: 8mm 0; }
        .sign p { text-indent: 0; text-align: center; position: relative; }
        .seal { position: absolute; left: 50%; top: 50%; width: 42mm; height: 42mm; margin: -21mm 0 0 -21mm; border: .6pt dashed #bbb; border-radius: 50%; color: #bbb; font-size: 10.5pt; line-height: 14mm; text-align: center; }
        .foot { text-align: right; text-indent: 0; margin-top: 12pt; font-size: 12pt; }
        .version { text-indent: 0; font-size: 10.5pt; text-align: right; }
        table { width: 100%; border-collapse: collapse; margin: 6pt 0; table-layout: fixed; }
        th, td { border: .75pt solid #000; padding: 4pt 6pt; font-size: 12pt; line-height: 20pt; vertical-align: middle; text-align: left; overflow-wrap: anywhere; }
        th { width: 31mm; font-weight: 400; text-align: center; font-family: "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; }
        td.blank { height: 24mm; }
        tr { break-inside: avoid; }
        .form p { font-size: 12pt; line-height: 22pt; }
        .form h1 { margin: 0 0 8pt; }
        .form h2 { font-size: 12pt; line-height: 24pt; text-indent: 0; margin-top: 8pt; }
        .form .by-hand { font-size: 12pt; margin-top: 14pt; }
        .draft main::before { content: "草　稿"; position: absolute; left: 0; right: 0; top: 110mm; text-align: center; font-size: 96pt; line-height: 1; color: rgba(0, 0, 0, .07); transform: rotate(-30deg); }
        @media print { html { background: none; } main { width: auto; min-height: 0; margin: 0; padding: 0; } }

        """
}
