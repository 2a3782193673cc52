// SPDX-License-Identifier: Apache-2.0

import Foundation
import IntakeModel
import Testing

@testable import DialogEngine
@testable import DialogScript

@Suite("Every diagnostic and its example") struct DiagnosticExampleTests {
    /// What is found in a folder with the example's file, conversation tests included.
    private func found(_ example: DiagnosticExample, _ text: String, _ diagnostics: [Diagnostic]) -> [Diagnostic] {
        guard example.path.hasPrefix("tests/") else { return diagnostics }
        let more = Diagnostics()
        _ = YAMLValue.parse(text, file: example.path, more).flatMap { ConversationTest.load($0) }
        return diagnostics + more.all
    }

    @Test("the folder that the examples stand in has nothing wrong with it") func base() {
        let (script, diagnostics) = Script.check(files: DiagnosticExample.base, today: DiagnosticExample.today)
        #expect(script != nil)
        #expect(diagnostics.map(\.description) == [])
    }

    @Test("the failing example gives the code and no other, with its place", arguments: DiagnosticCode.allCases)
    func fails(_ code: DiagnosticCode) throws {
        let example = try #require(code.example)
        var text = ""
        if case .text(let written?) = example.failing { text = written }
        let diagnostics = found(example, text, example.check())
        // What is only said may stand beside it.
        #expect(
            Set(diagnostics.filter { $0.severity != .info || $0.code == code }.map(\.code)) == [code],
            "\(diagnostics.map(\.description))")
        for diagnostic in diagnostics where diagnostic.code == code {
            #expect(diagnostic.line >= 1 && diagnostic.column >= 1)
            #expect(diagnostic.severity == code.severity)
            #expect(!diagnostic.message.isEmpty)
            // The place is in the text that is shown.
            if diagnostic.file == example.path, !text.isEmpty {
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                try #require(lines.indices.contains(diagnostic.line - 1))
                #expect(diagnostic.column <= lines[diagnostic.line - 1].unicodeScalars.count + 1)
                if let end = diagnostic.endColumn {
                    #expect(end > diagnostic.column)
                    #expect(end <= lines[diagnostic.line - 1].unicodeScalars.count + 1)
                }
            }
        }
    }

    @Test("the mended example has nothing wrong with it", arguments: DiagnosticCode.allCases)
    func mended(_ code: DiagnosticCode) throws {
        let example = try #require(code.example)
        let found = found(example, example.mended, example.checkMended()).filter { $0.severity != .info }
        #expect(found.map(\.description) == [])
    }

    @Test("an error stops a script from loading, a warning does not", arguments: DiagnosticCode.allCases)
    func severity(_ code: DiagnosticCode) throws {
        let example = try #require(code.example)
        guard case .text(let text) = example.failing, !example.path.hasPrefix("tests/"),
            !example.path.hasPrefix("examples/")
        else { return }
        var files = DiagnosticExample.base
        files[example.path] = text
        let (script, diagnostics) = Script.load(files: files)
        #expect((script == nil) == (code.severity == .error), "\(diagnostics)")
        // A server is told errors only; everything else is for the check.
        #expect(diagnostics.allSatisfy { $0.severity == .error })
    }

    @Test("names that are nearly right get the right one") func suggestions() {
        let expected: [DiagnosticCode: String] = [
            .unknownKey: "purpose", .notAChoice: "求决", .unknownStep: "place", .unknownFlow: "progress",
            .unknownSlot: "place", .unknownValue: "给过", .unknownFlag: "催办", .unknownTopic: "民政",
            .unknownChannel: "走访", .unknownPlace: "{story}", .phraseUnknown: "silence", .answerPlace: nil,
            .unknownGroup: "查", .unknownPurpose: "举报", .unknownUnit: "信访", .ruleExtension: "延期",
            .strayFile: "flows/例二.yaml", .answerFact: nil,
        ].compactMapValues { $0 }
        for (code, name) in expected {
            #expect(code.example?.check().first { $0.code == code }?.suggestion == name, "\(code.rawValue)")
        }
    }

    @Test("codes are D and three digits, grouped by kind, and have a title") func codes() {
        for code in DiagnosticCode.allCases {
            let raw = Array(code.rawValue.utf8)
            #expect(raw.count == 4 && raw[0] == UInt8(ascii: "D"))
            #expect(raw.dropFirst().allSatisfy { $0 >= 0x30 && $0 <= 0x39 })
            #expect(!code.title.isEmpty)
        }
        #expect(DiagnosticCode.allCases.map(\.rawValue) == DiagnosticCode.allCases.map(\.rawValue).sorted())
        #expect(Set(DiagnosticCode.allCases.map(\.title)).count == DiagnosticCode.allCases.count)
    }

    @Test("a line for people, as editors read it") func description() {
        let found = Diagnostic(
            .unknownStep, file: "flows/a.yaml", line: 4, column: 29, endColumn: 32, message: "没有「tow」这个步骤",
            suggestion: "two")
        #expect(found.description == "flows/a.yaml:4:29: 错误 D101: 没有「tow」这个步骤；是不是想写「two」？")
        #expect(Diagnostic(.twoQuestions, file: "a", message: "甲").description == "a:1:1: 提醒 D310: 甲")
    }
}

@Suite("Guide to the diagnostics") struct DiagnosticGuideTests {
    @Test("docs/dialogs/diagnostics.md is what the program writes: shouwen check --explain all") func page() throws {
        let written = try String(contentsOfFile: Repository.root + "/docs/dialogs/diagnostics.md", encoding: .utf8)
        let expected = DiagnosticGuide.text
        let (old, new) = (written.split(separator: "\n"), expected.split(separator: "\n"))
        let first = zip(old, new).first { $0 != $1 }
        #expect(written == expected, "first difference: \(first.map { "\($0.0) | \($0.1)" } ?? "length")")
    }

    @Test("every code has its section") func sections() {
        let page = DiagnosticGuide.text
        for code in DiagnosticCode.allCases { #expect(page.contains("\n### \(code.rawValue) \(code.title)\n")) }
    }
}

/// The repository that these tests lie in.
enum Repository {
    static let root: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(4)
        return parts.joined(separator: "/")
    }()
}
