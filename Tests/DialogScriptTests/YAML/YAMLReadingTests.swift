// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Testing

/// A text and the diagnostics it must give, whole.
struct BadText: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let expected: [String]

    init(_ name: String, _ text: String, _ expected: String...) {
        self.init(name, bytes: Array(text.utf8), expected)
    }

    init(_ name: String, bytes: [UInt8], _ expected: [String]) {
        self.name = name
        self.bytes = bytes
        self.expected = expected
    }

    var testDescription: String { name }
}

@Suite struct YAMLReadingTests {
    @Test(arguments: [
        BadText("empty", "", "f.yaml:1:1 D004"),
        BadText("comment only", "# x\n", "f.yaml:1:1 D004"),
        BadText("null", "~\n", "f.yaml:1:1 D004"),
        BadText(
            "GBK", bytes: Array("a: 1\n名: x".utf8.dropLast(3)) + [0xD0, 0xC5],
            ["f.yaml:2:2 D002"]),
        BadText(
            "too large", bytes: [UInt8](repeating: 0x20, count: YAMLValue.maximumSize + 1),
            ["f.yaml:1:1 D003"]),
        BadText(
            "second document", "a: 1\n---\nb: 2\n",
            "f.yaml:2:1 D005"),
        BadText(
            "key twice", "a:\n  甲: 1\n  乙: 2\n  甲: 3\n",
            "f.yaml:4:3 D006"),
        BadText("anchor", "a: &x 1\nb: 2\n", "f.yaml:1:4 D007"),
        BadText("alias", "甲: [1, *x]\n", "f.yaml:1:8 D007"),
        BadText("alias after a block text", "a: |\n  *重要*\nb: *x\n", "f.yaml:3:4 D007"),
        BadText(
            "alias after a block text in a list", "- a: |\n    *x\n  b: *x\n",
            "f.yaml:3:6 D007"),
        BadText("alias as key", "? *a\n: 1\n", "f.yaml:1:3 D007"),
        BadText(
            "brackets", String(repeating: "[", count: 100_000), "f.yaml:1:65 D008"),
        BadText(
            "dashes", String(repeating: "- ", count: 100_000), "f.yaml:1:129 D008"),
    ])
    func refuses(_ text: BadText) {
        let diagnostics = Diagnostics()
        #expect(YAMLValue.parse(text.bytes, file: "f.yaml", diagnostics) == nil)
        #expect(diagnostics.all.map(\.brief) == text.expected)
    }

    @Test(arguments: [
        ("a: [1, 2\n", 2), ("a: b: c\n", 1), ("a: 1\n\tb: 2\n", 2), ("a: 'x\n", 2), ("a: @x\n", 1),
        ("a: 1\n b: 2\n", 2), ("名称：x\nb: 1\n", 1), ("a: \"\\q\"\n", 1), ("a: 1\nb: \u{1}\n", 2),
        ("a: \"\\uD800\"\n", 1), ("%YAML 9.9\n---\na: 1\n", 1), ("a: !<x y\n", 1),
    ])
    func syntaxErrorsHaveTheirLine(_ text: String, _ line: Int) throws {
        let diagnostics = Diagnostics()
        #expect(YAMLValue.parse(text, file: "f.yaml", diagnostics) == nil)
        let only = try #require(diagnostics.all.first)
        #expect(diagnostics.all.count == 1)
        #expect(only.code == .syntax)
        #expect(abs(only.line - line) <= 1, "\(only)")
        #expect(only.column >= 1)
    }

    /// Texts in which `&`, `*`, quotes and brackets are only text.
    @Test(arguments: [
        "a: 早 & 晚\n", "a: 3 * 4\n", "a: \"*x\"\n", "a: '&x'\n", "a: |\n  &x\n\n  *y\nb: 1\n", "a: >-\n  *y\n",
        "# &x *y [[[\na: 1 # *z\n", "- a: |\n    *x\n  b: 1\n", "a: \"x\n  *y\"\n", "a: 他说\"*x\"\n", "a: it's &b\n",
        "a: \"\\\"*x\"\n", "- |\n *x\n- 1\n", "\"a\":\n  - \"b\": |\n      *x\n    c: 1\n", "a: 'it''s *x'\n",
    ])
    func takesOrdinaryText(_ text: String) {
        let diagnostics = Diagnostics()
        #expect(YAMLValue.parse(text, file: "f.yaml", diagnostics) != nil)
        #expect(diagnostics.all == [])
    }

    @Test func blockNestingIsBounded() {
        var text = ""
        for depth in 0..<1000 { text += String(repeating: " ", count: depth) + "a:\n" }
        let diagnostics = Diagnostics()
        // Whether it is refused is the parser's choice of limit; it must answer either way.
        let value = YAMLValue.parse(text, file: "f.yaml", diagnostics)
        #expect((value == nil) == diagnostics.hasErrors)
    }

    @Test func byteOrderMarkAndWindowsLinesAreTaken() throws {
        let diagnostics = Diagnostics()
        let value = try #require(YAMLValue.parse("\u{FEFF}a: 1\r\nb: 二\r\n", file: "f.yaml", diagnostics))
        let map = try #require(value.mapping(required: ["a", "b"]))
        #expect(map.int("a") == 1)
        #expect(map.string("b") == "二")
        #expect(diagnostics.all == [])
    }

    @Test func missingFile() {
        let diagnostics = Diagnostics()
        #expect(YAMLValue.read(path: "/nonexistent/x.yaml", as: "rules/x.yaml", diagnostics) == nil)
        #expect(
            diagnostics.all.map(\.brief) == [
                "rules/x.yaml:1:1 D001"
            ])
    }

    /// Whatever the bytes, the reader answers with a value or with an error.
    @Test(arguments: [UInt64](1...20)) func randomBytesNeverTrap(_ seed: UInt64) {
        var state = seed
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        let alphabet = Array("ab:-?[]{},#&*!|>'\"%@` \n\t\\~0".utf8)
        for _ in 0..<100 {
            let bytes = (0..<Int(next() % 60)).map { _ in alphabet[Int(next() % UInt64(alphabet.count))] }
            let diagnostics = Diagnostics()
            let value = YAMLValue.parse(bytes, file: "f.yaml", diagnostics)
            #expect((value == nil) == diagnostics.hasErrors, "seed \(seed): \(bytes)")
        }
    }
}
