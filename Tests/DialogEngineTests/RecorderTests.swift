// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import Testing

@Suite("Recording a talk")
struct RecorderTests {
    private func recorder(kiosk: String? = nil) throws -> ConversationRecorder {
        ConversationRecorder(try Shipped.script(), .init(today: Shipped.today, kiosk: kiosk))
    }

    private func failures(of text: String) throws -> [String] {
        let diagnostics = Diagnostics()
        let root = try #require(YAMLValue.parse(text, file: "tests/x.yaml", diagnostics), "\(text)")
        let test = try #require(ConversationTest.load(root), "\(text)")
        #expect(diagnostics.all.map(\.description) == [])
        return test.run(try Shipped.script()).map(\.description)
    }

    @Test("a saved talk passes, and nobody is in it")
    func saved() throws {
        var recorder = try recorder(kiosk: "2号机")
        for line in [
            "我叫王小二，电话13800001234，城建公司欠我两万块工资", "1", "没有", "不对，我叫陈阿福", "城南工地工棚3号",
            "工资卡是6222021234567890123，看得到", "1", "1",
        ] { _ = recorder.take(.say(line)) }
        let text = recorder.test(named: "欠薪: \"试\"")
        for secret in ["王小二", "陈阿福", "13800001234", "城南工地工棚3号", "6222021234567890123"] {
            #expect(!text.contains(secret), "\(text)")
        }
        #expect(text.contains("不对，我叫李四"))
        #expect(text.contains("file 1"))
        #expect(text.contains("13900000000"))
        #expect(try failures(of: text) == [])
    }

    @Test("what was invented stays, so that a saved talk can be saved again")
    func again() throws {
        var first = try recorder()
        for line in ["建议在小学门口修个天桥", "幸福小学", "李四", "城关镇东门村1号", "13900000000", "1"] { _ = first.take(.say(line)) }
        var second = try recorder()
        for input in first.maskedInputs { _ = second.take(input) }
        #expect(second.maskedInputs == first.maskedInputs)
        #expect(first.maskedInputs.contains(.say("李四")))
    }

    @Test("every kind of input is written so that it is read again")
    func inputs() throws {
        var recorder = try recorder()
        for input in [
            DialogInput.open, .say("小区暖气不热"), .say(""), .silence, .say("返回"), .say("#"), .say("- x: {y}"),
            .say("yes"), .say("123"), .say("引号\"和\\斜线"), .say("a: b # c"), .nobodyCame, .resumed, .officerLeft,
        ] { _ = recorder.take(input) }
        #expect(try failures(of: recorder.test(named: "各种")) == [])
    }

    @Test("numbers in a text are masked, sums and dates are not")
    func numbers() throws {
        var recorder = try recorder()
        _ = recorder.take(.say("县医院11月3号多收我12000元，病历号20261103008，身份证11010519850312002X"))
        let masked = try #require(recorder.maskedInputs.first?.words)
        #expect(masked.contains("11月3号"))
        #expect(masked.contains("12000元"))
        #expect(!masked.contains("20261103008"))
        #expect(!masked.contains("110105198503"))
    }

    @Test("a transcript: labels become something invented, an officer's lines are left out")
    func transcript() throws {
        var recorder = try recorder()
        let left = recorder.play([
            .init(seq: 1, from: "bot", text: "您好"), .init(seq: 2, from: "petitioner", text: "我叫〔姓名〕，老板欠我工资"),
            .init(seq: 2, from: "bot", text: "记下了"), .init(seq: 2, from: "bot", text: "1. 要"),
            .init(seq: 3, from: "officer", text: "我是 012"), .init(seq: 4, from: "petitioner", text: "谢谢"),
            .init(seq: 5, from: "petitioner", text: "1"), .init(seq: 5, from: "bot", text: "一共欠多少"),
        ])
        #expect(left == 1)
        #expect(recorder.maskedInputs == [.open, .say("我叫张三，老板欠我工资"), .say("1")])
        #expect(try failures(of: recorder.test(named: "转来的")) == [])
    }

    @Test("a query code never stands in a saved test but as the invented one")
    func code() throws {
        var recorder = try recorder()
        for line in ["进度", "XF202511030000420", "111122223333"] { _ = recorder.take(.say(line)) }
        #expect(recorder.maskedInputs.last == .say("472981630552"))
        #expect(try failures(of: recorder.test(named: "查")) == [])
    }
}

@Suite("Why a reply came")
struct TraceTests {
    @Test("rule and cue, what was kept, the way taken, the rung")
    func reasons() throws {
        var desk = TestDesk(script: try Shipped.script(), today: Shipped.today)
        func reasons(_ line: String) -> String {
            let reply = desk.take(.say(line))
            return desk.reasons(for: reply).joined(separator: "\n")
        }
        let first = reasons("城南工地欠我和八个工友三个月工资")
        for part in [
            "听成：求决 ", "「工资」", "people＝9（顺带说的）", "start.route（topic: 劳动和社会保障", "停在：wages.offer（flows/wages.yaml:",
        ] {
            #expect(first.contains(part))
        }
        #expect(reasons("1").contains("wages.offer（1. 要，登记） → wages.amount（问）"))
        #expect(reasons("啊").contains("没听懂，第 1 回"))
        #expect(reasons("返回").contains("随时能用的词：返回"))
        #expect(reasons("不想活了").contains("听到危险：自伤"))
    }

    @Test("a step in service and a traced one have the same outcome")
    func same() throws {
        let script = try Shipped.script()
        let state = DialogEngine.begin(script)
        let facts: [Fact] = [.verdict(script.understand("老板欠我工资", today: Shipped.today))]
        let context = DialogEngineTests.context()
        let plain = DialogEngine.step(script, state, .say("老板欠我工资"), context, facts)
        let traced = DialogEngine.step(script, state, .say("老板欠我工资"), context, facts, trace: Trace())
        guard case .done(let first) = plain, case .done(let second) = traced else {
            Issue.record("not done")
            return
        }
        #expect(first.messages == second.messages)
        #expect(first.state == second.state)
        #expect(first.effects == second.effects)
    }
}
