// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import Testing

@Suite("The step")
struct DialogEngineTests {
    static func context(owner: Owner = .bot) -> DialogContext {
        DialogContext(
            now: Timestamp(startOf: Shipped.today), today: Shipped.today, channel: "网上", place: "gw", atKiosk: false,
            cases: [], owner: owner, dutyBadge: "012", staffPresent: false)
    }

    @Test("a free line asks to be understood, and the same step with the fact is done")
    func understand() throws {
        let script = try Shipped.script()
        let state = DialogEngine.begin(script)
        let input = DialogInput.say("老板欠我工资")
        guard case .lookup(.understand(let text)) = DialogEngine.step(script, state, input, Self.context()) else {
            Issue.record("no look-up")
            return
        }
        #expect(text == "老板欠我工资")
        let fact = Fact.verdict(script.understand(text, today: Shipped.today))
        guard case .done(let outcome) = DialogEngine.step(script, state, input, Self.context(), [fact]) else {
            Issue.record("not done")
            return
        }
        #expect(outcome.effects == [.draftIssued])
        #expect(outcome.state != state)
    }

    @Test("the same step gives the same outcome")
    func pure() throws {
        let script = try Shipped.script()
        var state = DialogEngine.begin(script)
        for line in ["老板欠我工资", "1", "两万", "建筑公司", "没有", "李四"] {
            var outcomes: [Outcome] = []
            let facts: [Fact] = [.verdict(script.understand(line, today: Shipped.today))]
            for _ in 0..<2 {
                if case .done(let outcome) = DialogEngine.step(script, state, .say(line), Self.context(), facts) {
                    outcomes.append(outcome)
                }
            }
            try #require(outcomes.count == 2)
            #expect(outcomes[0].messages == outcomes[1].messages)
            #expect(outcomes[0].state == outcomes[1].state)
            #expect(outcomes[0].effects == outcomes[1].effects)
            state = outcomes[0].state
        }
    }

    @Test("menu keys and global words need no look-up", arguments: ["1", "2", "#", "?", "返回", "不清楚", "重说", "修改", "进度"])
    func noLookup(_ line: String) throws {
        let script = try Shipped.script()
        var desk = TestDesk(script: script, today: Shipped.today)
        _ = desk.take(.say("小区楼上漏水没人管"))
        let state = try DialogState(decoding: desk.storedState)
        if case .lookup = DialogEngine.step(script, state, .say(line), Self.context()) {
            Issue.record("looked up \(line)")
        }
    }

    @Test("a state of another script leads back to the beginning instead of trapping")
    func foreignState() throws {
        let script = try Shipped.script()
        let foreign = try DialogState(decoding: [
            0x01, 0x56, 0x34, 0x12, 0x01, 0x02, 0x07, 0x06, 0x02, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0xAA, 0xBB,
            0xCC, 0x01, 0x00, 0x01, 0x01, 0x02, 0x03, 0x01, 0x80, 0x00, 0x00, 0x00, 0x00,
        ])
        guard case .done(let outcome) = DialogEngine.step(script, foreign, .open, Self.context()) else {
            Issue.record("not done")
            return
        }
        #expect(!outcome.messages.isEmpty)
        #expect(!outcome.ended)
    }

    @Test("random talk never traps, never says what must not be said, and never loses its way out")
    func random() throws {
        let script = try Shipped.script()
        let seed: UInt64 = 42
        var random = SplitMix(seed: seed)
        let lines = [
            "1", "2", "3", "4", "9", "0", "返回", "修改", "进度", "#", "?", "重说", "不清楚", "没有", "不写", "李四", "13900001111",
            "东门村", "老板欠我两万块工资", "不对，我叫王五", "XF202511030000420", "472981630552", "法院判了不执行", "我要举报村主任贪污",
            "十二个人", "11月3号", "不想活了", "为什么", "你好", "退出", "", "一二三四五六七八九十", "补充", "还有一件", "行，登记",
        ]
        for _ in 0..<150 {
            var desk = TestDesk(script: script, today: Shipped.today, kiosk: random.below(2) == 0 ? "2号机" : nil)
            var talk: [String] = []
            _ = desk.take(.open)
            for _ in 0..<40 {
                let line = lines[random.below(lines.count)]
                talk.append(line)
                let reply = desk.take(.say(line))
                // A name typed where no name is asked is taken as it stands, and so may be in the state.
                let problems = reply.problems.filter { !$0.contains("holds the") }
                try #require(problems == [], "seed \(seed): \(talk.joined(separator: " / "))\n\(reply.text)")
                if reply.outcome.ended { break }
            }
        }
    }

    @Test("an erased talk leaves an empty state")
    func erase() throws {
        var desk = TestDesk(script: try Shipped.script(), today: Shipped.today)
        for line in ["我要举报村支书贪污征地款", "2"] { _ = desk.take(.say(line)) }
        let reply = desk.take(.say("3"))
        #expect(reply.effects == ["erase"])
        #expect(reply.outcome.ended)
        #expect(desk.storedState.count < 40)
    }
}
