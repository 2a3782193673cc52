// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogEngine
import DialogScript
import LineProtocol

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check everything under dialogs/.",
        discussion: """
            Example: shouwen check dialogs
            Errors give exit code 1, warnings do not; docs/dialogs/diagnostics.md explains every code.
            """)

    @Argument(help: "Folder.") var directory = "dialogs"
    @Flag(help: "One JSON array, for editors.") var json = false
    @Flag(help: "Warnings fail, too.") var strict = false
    @Flag(help: "Only compile them, as a server does when it starts, and print the milliseconds it took.") var time =
        false
    @Option(help: "Explain a code, as D101; all of them: all.") var explain: String?
    @Option(help: "Print a JSON Schema: \(SchemaFile.allCases.map(\.rawValue).joined(separator: ", ")).")
    var schema: String?

    @Option(help: "Print what a language does not say yet, to be filled in: en.") var missing: String?

    func run() throws {
        if let explain { return try self.explain(explain) }
        if let schema { return try printSchema(schema) }
        if let missing { return try printMissing(missing) }
        if time {
            var isUsable = false
            let took = ContinuousClock().measure { isUsable = Script.load(directory).script != nil }
            guard isUsable else {
                throw Failure("the dialogs in \(directory) have errors: run shouwen check \(directory)")
            }
            return print((took / .milliseconds(1)).rounded3)
        }
        let (script, found) = Script.check(directory, today: today())
        let diagnostics = Array(Set(found + ConversationTest.load(directory).diagnostics)).sorted()
        let errors = diagnostics.count { $0.severity == .error }
        if json { printArray(diagnostics) } else { printLines(diagnostics, errors, isUsable: script != nil) }
        if errors > 0 || (strict && diagnostics.contains { $0.severity == .warning }) { throw ExitCode.failure }
    }

    private func printLines(_ diagnostics: [Diagnostic], _ errors: Int, isUsable: Bool) {
        // An editor, or a shell, opens what is printed: the path as seen from here.
        let folder = directory.hasSuffix("/") ? directory : directory + "/"
        for diagnostic in diagnostics {
            print(
                diagnostic.file.hasPrefix("/") || diagnostic.file == directory
                    ? "\(diagnostic)" : "\(folder)\(diagnostic)")
        }
        let warnings = diagnostics.count { $0.severity == .warning }
        print("\(directory)：\(isUsable && errors == 0 ? "可以用" : "不能用")（\(errors) 处错误，\(warnings) 条提醒）")
    }

    /// `[{file, line, column, endColumn?, severity, code, message, suggestion?}]`; lines and columns from 1, columns in
    /// Unicode scalars, the file as seen from the folder.
    private func printArray(_ diagnostics: [Diagnostic]) {
        var writer = JSONWriter()
        writer.array { writer in
            for diagnostic in diagnostics {
                writer.object { writer in
                    writer.member("file", diagnostic.file)
                    writer.member("line", Int64(diagnostic.line))
                    writer.member("column", Int64(diagnostic.column))
                    if let end = diagnostic.endColumn { writer.member("endColumn", Int64(end)) }
                    writer.member("severity", diagnostic.severity.rawValue)
                    writer.member("code", diagnostic.code.rawValue)
                    writer.member("message", diagnostic.message)
                    if let suggestion = diagnostic.suggestion { writer.member("suggestion", suggestion) }
                }
            }
        }
        print(String(decoding: writer.bytes, as: UTF8.self))
    }

    private func printSchema(_ name: String) throws {
        guard let schema = SchemaFile(rawValue: name) else {
            throw ValidationError("没有 \(name) 这种文件；有 \(SchemaFile.allCases.map(\.rawValue).joined(separator: "、"))")
        }
        print(schema.text, terminator: "")
    }

    private func printMissing(_ locale: String) throws {
        guard let sheet = Script.untranslated(directory, locale: locale) else {
            throw ValidationError("\(directory) 读不出来；先 shouwen check \(directory)")
        }
        print(sheet, terminator: "")
    }

    private func explain(_ name: String) throws {
        if name == "all" { return print(DiagnosticGuide.text, terminator: "") }
        guard let code = DiagnosticCode(rawValue: name.uppercased()) else {
            let known = DiagnosticCode.allCases.map(\.rawValue)
            let near = Suggestion.nearest(to: name.uppercased(), among: known).map { "；是不是想写 \($0)？" } ?? ""
            throw ValidationError("没有 \(name) 这个编号\(near)")
        }
        print(DiagnosticGuide.section(code), terminator: "")
    }
}
