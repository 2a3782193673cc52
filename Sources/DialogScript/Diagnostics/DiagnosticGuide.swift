// SPDX-License-Identifier: Apache-2.0

/// `docs/dialogs/diagnostics.md`: every code with what it says, an example and its mended form.
public enum DiagnosticGuide {
    private static let groups: [(prefix: String, title: String)] = [
        ("D0", "文件和 YAML"), ("D1", "步骤和跳转"), ("D2", "格子和名字"), ("D3", "问话和选项"), ("D4", "话怎么说"),
        ("D5", "语言文件"), ("D6", "当场答复"), ("D7", "关键词、例子、测试"), ("D8", "单位、分派和文书"), ("D9", "期限和日历"),
    ]

    /// The whole page.
    public static var text: String {
        var out = """
            <!-- SPDX-License-Identifier: Apache-2.0 -->
            <!-- 由 `shouwen check --explain all` 写出，测试核对；改这里没有用，改 Sources/DialogScript/Diagnostics。 -->

            # 检查出来的毛病

            `shouwen check` 一行报一处：`文件:行:列: 错误 D101: 毛病；怎么改；是不是想写「…」？`

            - 错误：照这样用不了，退出码 1。提醒：能用，请人看一眼；加 `--strict` 提醒也算不过。说明：没有毛病，只说一声。
            - 编号永远不变意思，废掉的不再用。`shouwen check --explain D101` 说一个编号，`--json` 给编辑器用：
              `[{file, line, column, endColumn, severity, code, message, suggestion}]`，行、列从 1 数，列数的是字（Unicode 标量）。
            - 每个例子都由测试跑过：改之前正好报这一处，改之后一处不报。例子里没写的文件都是好的。


            """
        for group in groups {
            out += "## \(group.prefix) \(group.title)\n\n| 编号 | | 毛病 |\n| --- | --- | --- |\n"
            let codes = DiagnosticCode.allCases.filter { $0.rawValue.hasPrefix(group.prefix) }
            for code in codes {
                out += "| [\(code.rawValue)](#\(code.anchor)) | \(code.severity.word) | \(code.title) |\n"
            }
            out += "\n"
            for code in codes { out += section(code) + "\n" }
        }
        while out.hasSuffix("\n\n") { out.removeLast() }
        return out
    }

    /// More of the same are counted only.
    private static let mostShown = 4

    /// What the page says of one code.
    public static func section(_ code: DiagnosticCode) -> String {
        var out = "### \(code.rawValue) \(code.title)\n\n"
        guard let example = code.example else { return out }
        let found = example.check()
        let own = found.filter { $0.code == code }
        for diagnostic in own.prefix(mostShown) { out += "> `\(diagnostic)`\n" }
        if own.count > mostShown { out += "> ……还有 \(own.count - mostShown) 处\n" }
        out += "\n"
        if let remark = example.remark { out += remark + "\n\n" }
        if case .text(let text?) = example.failing { out += "改之前（`\(example.path)`）：\n\n```yaml\n\(text)```\n\n" }
        if !example.mended.isEmpty { out += "改之后：\n\n```yaml\n\(example.mended)```\n" }
        return out
    }
}

extension DiagnosticCode {
    /// The heading's anchor, as the common renderers make it.
    fileprivate var anchor: String {
        let kept = "\(rawValue) \(title)".lowercased().unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
            if scalar == " " { return "-" }
            return scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "-"
                ? scalar : nil
        }
        return String(String.UnicodeScalarView(kept))
    }
}
