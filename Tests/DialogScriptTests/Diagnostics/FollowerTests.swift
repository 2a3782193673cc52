// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DialogScript

/// One slip of an author gives one finding, at the place that is to be mended.
@Suite struct FollowerTests {
    private static let steps = """
        version: 1
        flow: 例
        slots:
          纸: {type: text, label: 纸}
        steps:
          - id: hear
            say: 记下了。
            next: place
          - id: place
            ask: [在哪儿的事？, 地方在哪儿？]
            example: 比如「东门村」。
            slot: place
            next: papers
          - id: papers
            ask: [手里有什么纸？, 给过什么纸？]
            example: 比如「通知」。
            slot: 纸
            next: done

        """

    /// What the check finds in the folder of the examples with this flow in it.
    private static func found(_ flow: String) -> [String] {
        var files = DiagnosticExample.base
        files["flows/例.yaml"] = flow
        return Script.check(files: files, today: DiagnosticExample.today).diagnostics
            .filter { $0.severity != .info }.map { "\($0.file):\($0.line):\($0.column) \($0.code.rawValue)" }
    }

    @Test func good() { #expect(Self.found(Self.steps) == []) }

    @Test(arguments: [
        ("version: 1", "version：1", "flows/例.yaml:1:8 D005"),
        ("    slot: 纸", "    slot：纸", "flows/例.yaml:17:9 D005"),
        ("    next: papers", "      next: papers", "flows/例.yaml:13:7 D005"),
        (
            "    ask: [手里有什么纸？, 给过什么纸？]\n    example", "    ask:\n      - 手里有什么纸？\n      - 给过什么纸？\n      example",
            "flows/例.yaml:18:7 D005"
        ),
        ("\nsteps:\n", "\nsteps: [\n", "flows/例.yaml:5:8 D005"),
        ("  - id: papers", "  － id: papers", "flows/例.yaml:14:3 D005"),
        ("    say: 记下了。", "    sya: 记下了。", "flows/例.yaml:7:5 D011"),
        ("    example: 比如「东门村」。", "    exmaple: 比如「东门村」。", "flows/例.yaml:11:5 D011"),
        ("    next: papers", "    nxet: papers", "flows/例.yaml:13:5 D011"),
        ("  - id: papers", "  - id: place", "flows/例.yaml:14:9 D017"),
        ("[在哪儿的事？, 地方在哪儿？]", "[在哪儿: 收贵了, 地方在哪儿？]", "flows/例.yaml:10:11 D010"),
        ("    ask: [在哪儿的事？, 地方在哪儿？]", "    ask:\n      - 在哪儿: 收贵了\n      - 地方在哪儿？", "flows/例.yaml:11:9 D010"),
        ("flow: 例", "fow: 例", "flows/例.yaml:2:1 D011"), ("    slot: 纸", "    slot: \"纸", "flows/例.yaml:17:11 D005"),
    ])
    func oneCause(right: String, wrong: String, expected: String) {
        #expect(Self.found(Self.steps.replacingFirst(right, wrong)) == [expected], "\(wrong)")
    }

    @Test func uncalledFlow() {
        var files = DiagnosticExample.base
        files["flows/例.yaml"] = Self.steps
        files["flows/另.yaml"] = Self.steps.replacingFirst("flow: 例", "flow: 另").replacingFirst(
            "  纸: {type: text, label: 纸}", "  条: {type: text, label: 条}"
        )
        .replacingFirst("slot: 纸", "slot: 条")
        let found = Script.check(files: files, today: DiagnosticExample.today).diagnostics.filter {
            $0.severity != .info
        }
        #expect(found.map(\.code) == [.unreachable])
        #expect(found.first?.message == "没有哪一步走到流程「另」；在别处写 next: 另 或者 call: 另")
    }

    @Test(
        "A problem with the syntax is told in Chinese",
        arguments: [
            "a: 'x\n", "a: \"\\q\"\n", "a: [1, 2\n", "a: b: c\n", "a:\n   b: 1\n  c: 2\n", "- a\n b\n- c: d\n  - e\n",
            "a: @b\n",
            "a: - b\n", "a: 1\nb\nc: 2\n", "a: |x\n  b\n", "a: {b: 1, c\n", "a: 1\n- b\n",
        ])
    func chinese(text: String) {
        let diagnostics = Diagnostics()
        #expect(YAMLValue.parse(text, file: "f.yaml", diagnostics) == nil)
        #expect(diagnostics.all.map(\.code) == [.syntax])
        let words = diagnostics.all.first?.message.dropFirst("YAML".count) ?? ""
        #expect(!words.contains { $0.isASCII && $0.isLetter && $0 != "q" }, "\(words)")
    }
}
