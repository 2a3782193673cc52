// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import Testing

/// Runs a conversation test written in the test.
enum Written {
    static func test(_ turns: String, head: String = "") throws -> ConversationTest {
        let diagnostics = Diagnostics()
        let text = "version: 1\ntest: 试\n\(head)turns:\n\(turns)"
        let root = try #require(YAMLValue.parse(text, file: "tests/x.yaml", diagnostics))
        let test = try #require(ConversationTest.load(root))
        try #require(diagnostics.all.map(\.description) == [])
        return test
    }

    static func failures(_ turns: String, head: String = "") throws -> [ConversationTest.Failure] {
        try test(turns, head: head).run(try Shipped.script())
    }
}

@Suite("Running a conversation test")
struct ConversationRunTests {
    @Test("what goes as written gives nothing")
    func passes() throws {
        let failures = try Written.failures(
            """
              - say: 老板欠我两万块工资
                at: wages.offer
                passes: [wages.hear, wages.body]
                slots: {amount: 两万块}
              - say: "1"
                at: wages.employer
              - say: 不清楚
                slots: {employer: 不清楚}
            """)
        #expect(failures.map(\.description) == [])
    }

    @Test(
        "a disappointed expectation is named by its own line, with what was wanted and what came",
        arguments: [
            ("has: [登记, 您真棒]", "回话里有「您真棒」", "没有"), ("lacks: [人民路]", "回话里没有「人民路」", "有"),
            ("expect: phone", "等着 phone", "confirm"), ("options: 3", "3 个选项", "2 个"),
            ("at: wages.amount", "停在 wages.amount", "wages.offer"),
            ("at: wages.amont", "停在 wages.amont", "wages.offer；没有「wages.amont」这一步，是不是「wages.amount」？"),
            (
                "passes: relief.hear", "经过 relief.hear",
                "start.hello → start.route → wages.hear → wages.topic → wages.about → topic-about.which → wages.body → wages.offer"
            ),
            ("effects: [\"file 1\"]", "做「file 1」", "draft"), ("lacks_effects: [draft]", "不做「draft」", "draft"),
            ("ended: true", "谈话完了", "还没有完"), ("secret: true", "secret: true", "false"),
            ("slots: {place: 城里}", "place 是「城里」", "没有"),
            ("kinds: [receipt]", "有一条 receipt", "text、text、text、draft、text、menu"),
            ("filed: {purpose: 求决}", "登记的 purpose 是「求决」", "没有"), ("recorded: 别的", "记下的是「别的」", "老板欠我工资"),
        ])
    func fails(_ expectation: String, _ expected: String, _ came: String) throws {
        let failures = try Written.failures("  - say: 老板欠我工资\n    \(expectation)\n")
        let failure = try #require(failures.first)
        #expect(failures.count == 1)
        #expect(failure.file == "tests/x.yaml")
        #expect(failure.line == 5)
        #expect(failure.expected == expected)
        #expect(failure.came == came)
        #expect(failure.description.hasPrefix("tests/x.yaml:5: 要：\(expected)；来的是：\(came)（试，答「老板欠我工资」）\n    | "))
    }

    @Test("a talk that ends where nobody wrote so fails")
    func ends() throws {
        let failures = try Written.failures("  - say: 老板欠我工资\n  - say: 退出\n")
        #expect(failures.map(\.expected) == ["谈话还没有完"])
        #expect(failures.map(\.line) == [5])
        #expect(try Written.failures("  - say: 老板欠我工资\n  - {say: 退出, ended: true}\n").isEmpty)
    }

    @Test("what was registered in the talk can be asked after in it, and nothing else")
    func ownCase() throws {
        let talk = """
              - say: 建议在小学门口修个天桥
              - say: 幸福小学
              - say: 不写
              - say: 不写
              - say: 没有
              - {say: "1", effects: ["file 1"], has: XF202611230000171}
              - say: 进度
              - say: XF202611230000171
              - {say: "CODE", has: WORDS}
            """
        let right = talk.replacingOccurrences("CODE", "4729 8163 0552").replacingOccurrences("WORDS", "查到了")
        let wrong = talk.replacingOccurrences("CODE", "4729 8163 0553").replacingOccurrences("WORDS", "对不上")
        #expect(try Written.failures(right).map(\.description) == [])
        #expect(try Written.failures(wrong).map(\.description) == [])
    }
}

extension String {
    fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}

@Suite("Coverage")
struct CoverageTests {
    private func coverage(_ turns: String) throws -> Coverage {
        let script = try Shipped.script()
        var coverage = Coverage(script)
        _ = try Written.test(turns).run(script, &coverage)
        return coverage
    }

    @Test("of nothing, nothing is covered, and every step is missing with its line")
    func nothing() throws {
        let script = try Shipped.script()
        let coverage = Coverage(script)
        #expect(coverage.steps.covered == 0)
        #expect(coverage.branches.covered == 0)
        #expect(coverage.steps.percent == 0)
        #expect(coverage.missing.count { $0.branch == nil } == script.program.steps.count)
        #expect(coverage.missing.allSatisfy { $0.line > 0 && $0.file.hasPrefix("flows/") })
    }

    @Test("a step counts when it does its work, an option when it is chosen")
    func counts() throws {
        let one = try coverage("  - say: 老板欠我两万块工资\n  - say: \"1\"\n")
        #expect(one.missing.contains { $0.step == "wages.employer" } == false)
        #expect(one.missing.contains { $0.step == "wages.self" && $0.branch == nil })
        #expect(one.missing.contains { $0.step == "wages.offer" && $0.branch == "2. 先不用，我自己去" })
        #expect(!one.missing.contains { $0.step == "wages.offer" && $0.branch == "1. 要，登记" })
        // The sum was said: its question was passed over.
        #expect(one.missing.contains { $0.step == "wages.amount" && $0.branch == nil })
        let two = try coverage("  - say: 老板欠我两万块工资\n  - say: \"2\"\n")
        #expect(!two.missing.contains { $0.step == "wages.offer" && $0.branch == "2. 先不用，我自己去" })
    }

    @Test("a missing branch is told with its own line")
    func lines() throws {
        let script = try Shipped.script()
        let coverage = try coverage("  - say: 老板欠我工资\n")
        let option = try #require(
            coverage.missing.first { $0.step == "wages.offer" && $0.branch?.hasPrefix("2.") == true })
        let step = try #require(script.program.steps.first { $0.id == "wages.offer" })
        #expect(option.file == step.file)
        #expect(option.line > step.line)
        #expect(option.description == "\(option.file):\(option.line): wages.offer：没走过「2. 先不用，我自己去」")
        let branch = try #require(coverage.missing.first { $0.step == "start.route" && $0.branch == "purpose: 举报" })
        #expect(branch.line > (script.program.steps.first { $0.id == "start.route" }?.line ?? 0))
    }

    @Test("both sides of an if, found and not found")
    func sides() throws {
        let before = try coverage("  - open: true\n")
        #expect(before.missing.contains { $0.step == "relief.hear" || $0.step == "inquiry.look" })
        let asked = try coverage("  - say: 请问低保怎么申请\n")
        #expect(!asked.missing.contains { $0.step == "inquiry.look" && $0.branch == "有" })
        #expect(asked.missing.contains { $0.step == "inquiry.look" && $0.branch == "没有" })
    }

    @Test("a re-taken step counts once, and what a look-up interrupted not at all")
    func lookups() throws {
        var desk = TestDesk(script: try Shipped.script(), today: Shipped.today)
        let reply = desk.take(.say("老板欠我工资"))
        let passed = reply.passed(try Shipped.script())
        #expect(passed.first == "start.hello" && passed.last == "wages.offer")
        #expect(passed.contains("start.route") && passed.contains("wages.hear"))
        #expect(Set(passed).count == passed.count, "\(passed)")
    }
}
