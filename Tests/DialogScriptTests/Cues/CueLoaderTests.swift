// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing
import Understanding

@Suite struct CueLoaderTests {
    private func load(_ texts: String...) -> (CueBook, [String]) {
        let diagnostics = Diagnostics()
        let roots = texts.enumerated().compactMap { index, text in
            YAMLValue.parse(text, file: "c\(index).yaml", diagnostics)
        }
        let book = CueLoader.load(roots)
        return (book, diagnostics.sorted.map(\.brief))
    }

    @Test func readsEveryKindOfGroup() {
        let (book, diagnostics) = load(
            """
            version: 1
            bias: {求决: 1.5}
            tree: {民政: [社会救助], 其他: }
            negators: [不是 没有]
            masks: [跳楼价]
            groups:
              - {id: 查, votes: {举报: 2}, deny: 3, cues: [严查 (查|彻查)…到底]}
              - {topic: 民政_社会救助, weight: 2.5, cues: [低保]}
              - {id: 险, safety: 自伤, weight: 2, cues: [跳楼]}
              - {id: 谁, cues: [村长]}
            """,
            """
            version: 1
            flags:
              - {flag: 催办, cues: [报过]}
            rules:
              - {id: r, all: [谁|查, "@短"], none: [险], within: 9, ordered: true, votes: {举报: 1, 求决: -1}, flags: [甲]}
            """)
        #expect(diagnostics == [])
        #expect(book.bias == [.relief: 1.5])
        #expect(book.topics.map(\.rawValue) == ["民政", "民政_社会救助", "其他"])
        #expect(book.groups.count == 7)
        #expect(book.cueCount == 9)
        #expect(book.groups[2].role == .purpose([.report: 2]))
        #expect(book.groups[2].negationReach == 3)
        #expect(book.groups[3].role == .topic(Topic(level1: "民政", level2: "社会救助"), weight: 2.5))
        #expect(book.groups[4].role == .safety(.selfHarm, weight: 2))
        #expect(book.groups[6].role == .flag("催办"))
        #expect(
            book.rules == [
                CueRule(
                    id: "r", all: [["谁", "查"], ["@短"]], none: ["险"], within: 9, ordered: true,
                    votes: [.report: 1, .relief: -1], flags: ["甲"])
            ])
    }

    @Test(arguments: [
        ("groups: [{id: a, cues: [(甲]}]", ["3:25 D701", "3:24 D706"]),
        ("groups: [{id: a, cues: [甲 甲]}]", ["3:25 D702"]),
        ("groups: [{id: a, votes: {举保: 1}, cues: [甲]}]", ["D703"]),
        ("tree: {民政: }\ngroups: [{topic: 民证, cues: [甲]}]", ["D206"]),
        ("groups: [{id: a, votes: {举报: 1}, safety: 自伤, cues: [甲]}]", ["D704"]),
        (
            "groups: [{id: 干部, cues: [甲]}]\nrules: [{id: r, all: [干步], votes: {举报: 1}}]",
            ["D705"]
        ),
        ("groups: [{id: a, cues: []}]", ["D706"]),
        ("groups: [{id: a, cues: [甲]}]\nrules: [{id: r, all: [a]}]", ["D707"]),
        ("groups: [{id: a, cues: [甲]}]\nrules: [{id: r, all: [a], within: 3, votes: {举报: 1}}]", ["D707"]),
        ("groups: [{id: a, cues: [甲]}, {id: a, cues: [乙]}]", ["D017"]),
        ("groups: [{cues: [甲]}]", ["D012"]),
        ("groups: [{id: a, votes: {举报: 99}, cues: [甲]}]", ["D013"]),
        ("groups: [{id: a, kind: x, cues: [甲]}]", ["D011"]),
    ])
    func slipsAreReported(_ body: String, _ expected: [String]) {
        let (_, diagnostics) = load("version: 1\nnote: x\n" + body)
        #expect(!diagnostics.isEmpty, "\(body)")
        for part in expected {
            #expect(diagnostics.contains { $0.hasSuffix(part) }, "\(body): \(diagnostics)")
        }
    }

    @Test func whatIsWrongIsLeftOutAndTheRestStays() {
        let (book, diagnostics) = load(
            "version: 1\ngroups: [{id: a, votes: {举报: 2}, cues: [严查 (坏]}, {id: b, safety: 不知, cues: [乙]}]")
        #expect(diagnostics.count == 2)
        #expect(book.groups.map(\.id) == ["a"])
        #expect(book.cueCount == 1)
    }
}

@Suite struct ExampleLoaderTests {
    @Test func readsLabelsAndReportsSlips() {
        let diagnostics = Diagnostics()
        let root = YAMLValue.parse(
            """
            version: 1
            examples:
              - {text: 欠薪, purpose: 求决, topic: 劳动和社会保障}
              - {text: 不想活, safety: [自伤]}
              - {text: 累死了, safety: []}
              - {text: 欠薪, purpose: 举报}
              - {text: 没标}
            """, file: "e.yaml", diagnostics)
        let examples = ExampleLoader.load(root.map { [$0] } ?? [])
        #expect(examples.map(\.text) == ["欠薪", "不想活", "累死了"])
        #expect(examples.map(\.purpose) == [.relief, nil, nil])
        #expect(examples.map(\.safety) == [nil, [.selfHarm], []])
        #expect(diagnostics.sorted.map(\.code) == [.exampleTwice, .exampleWithoutLabel])
        #expect(diagnostics.sorted.map(\.line) == [6, 7])
    }
}
