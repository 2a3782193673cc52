// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

@testable import DeskClient

@Suite("The desk: what happens, and what is done about it")
struct DeskModelTests {
    @Test("the queue shows danger first, and the cursor stays on its conversation")
    func queue() throws {
        var desk = try DeskFixture.busy()
        #expect(desk.model.rows.map(\.conv) == ["c9", "c5"])
        #expect(desk.model.selectedRow?.conv == "c9")
        desk.press(.down)
        #expect(desk.model.selectedRow?.conv == "c5")
        desk.press(.down)
        #expect(desk.model.selectedRow?.conv == "c5")
        desk.press(.character("r"))
        try desk.ok(
            #""items":[{"conv":"c5","version":3,"since":"2026-11-23T09:18:00+08:00","reason":"asked","kiosk":"1号机"},"#
                + #"{"conv":"c4","version":1,"since":"2026-11-23T09:00:00+08:00","reason":"stuck","kiosk":"3号机"}],"next":null"#
        )
        #expect(desk.model.rows.map(\.conv) == ["c4", "c5"])
        #expect(desk.model.selectedRow?.conv == "c5")
        desk.press(.character("k"))
        #expect(desk.model.selectedRow?.conv == "c4")
        desk.press(.end)
        #expect(desk.model.selectedRow?.conv == "c5")
        desk.press(.home)
        #expect(desk.model.selectedRow?.conv == "c4")
    }

    @Test("a queue of several pages is read to its end")
    func pages() throws {
        var desk = try DeskFixture.online()
        desk.press(.character("r"))
        let item = #"{"conv":"c%","version":1,"since":"2026-11-23T09:00:00+08:00","reason":"asked","kiosk":"k"}"#
        func page(_ number: Int) -> String { item.split(separator: "%").joined(separator: "\(number)") }
        try desk.ok(#""items":[\#(page(1)),\#(page(2))],"next":"c2""#)
        #expect(desk.commands == [.queue(after: "c2", limit: 200)])
        #expect(desk.model.queue.isEmpty)
        try desk.ok(#""items":[\#(page(2)),\#(page(3))],"next":null"#)
        #expect(desk.model.queue.map(\.conv) == ["c1", "c2", "c3"])
    }

    @Test("somebody waits: a sound and a new look at the queue, one at a time")
    func waiting() throws {
        var desk = try DeskFixture.online()
        try desk.event(41, "handoff.waiting", #""conv":"c5","reason":"asked","kiosk":"1号机""#)
        try desk.event(42, "handoff.waiting", #""conv":"c6","reason":"asked","kiosk":"1号机""#)
        #expect(desk.others == [.bell, .bell])
        #expect(desk.commands == [.queue(after: nil, limit: 200)])
        try desk.ok(#""items":[],"next":null"#)
        #expect(desk.commands == [.queue(after: nil, limit: 200)])
        try desk.ok(#""items":[],"next":null"#)
        #expect(desk.commands.isEmpty)
        try desk.event(42, "handoff.waiting", #""conv":"c6","reason":"asked","kiosk":"1号机""#)
        #expect(desk.commands.isEmpty)
    }

    @Test("Enter claims what was seen, and what is typed then goes to the petitioner")
    func claim() throws {
        var desk = try DeskFixture.busy()
        desk.press(.character("j"), .enter)
        #expect(desk.commands == [.claim(conv: "c5", version: 3)])
        try desk.ok(#""version":4"#)
        #expect(desk.model.page == .conversation("c5"))
        #expect(desk.model.focus == .speak)
        #expect(desk.model.queue.map(\.conv) == ["c9"])
        #expect(desk.commands == [.transcript(conv: "c5", after: 0, limit: 200)])
        try desk.ok(#""items":[],"next":null"#)
        desk.type("您好bqt")
        desk.press(.backspace, .backspace, .backspace, .enter)
        #expect(desk.commands == [.say(conv: "c5", text: "您好", version: nil)])
        #expect(desk.model.current?.input.isEmpty == true)
        try desk.ok(#""version":5"#)
        #expect(desk.model.isIdle)
    }

    @Test("somebody was faster")
    func claimedByAnother() throws {
        var desk = try DeskFixture.busy()
        desk.press(.enter)
        try desk.refuse("conflict", "012 号工作人员已经接了。")
        #expect(desk.model.page == .queue)
        #expect(desk.model.note == "012 号工作人员已经接了。")
        #expect(desk.commands == [.queue(after: nil, limit: 200)])
    }

    @Test("what could not be sent is typed again")
    func sayRefused() throws {
        var desk = try DeskFixture.talking()
        desk.type("请坐")
        desk.press(.enter)
        try desk.refuse("rate_limited", "慢一点")
        #expect(desk.model.current?.input.text == "请坐")
        #expect(desk.model.current?.part == .owner)
        desk.press(.enter)
        try desk.refuse("conflict", "这个会话现在不在您手上。")
        #expect(desk.model.current?.part == .follower)
        #expect(desk.model.focus == .command)
        desk.press(.enter)
        #expect(desk.commands == [.claim(conv: "c5", version: nil)])
    }

    @Test("a text past the limit stays on the line")
    func tooLong() throws {
        var desk = try DeskFixture.talking()
        desk.press(.paste(String(repeating: "字", count: 2001)), .enter)
        #expect(desk.commands.isEmpty)
        #expect(desk.model.current?.input.characters.count == 2001)
        desk.press(.backspace, .enter)
        #expect(desk.commands.count == 1)
    }

    struct Leaving: Sendable, CustomTestStringConvertible {
        var keys: [Key]
        var to: StaffFrame.Destination
        var testDescription: String { "\(keys)" }
    }

    @Test(
        "Esc and a letter gives a conversation away",
        arguments: [
            Leaving(keys: [.escape, .character("b")], to: .bot),
            Leaving(keys: [.escape, .character("q")], to: .queue),
            Leaving(
                keys: [.escape, .character("t"), .character("0"), .character("1"), .character("2"), .enter],
                to: .officer(badge: "012")),
        ])
    func release(_ leaving: Leaving) throws {
        var desk = try DeskFixture.talking()
        for key in leaving.keys { desk.press(key) }
        #expect(desk.commands == [.release(conv: "c5", to: leaving.to, version: nil)])
        try desk.ok(#""version":6"#)
        #expect(desk.model.page == .queue)
        #expect(desk.model.open.isEmpty)
        // The line of that very turn may come after it and opens nothing.
        try desk.line(
            #"{"type":"line","conv":"c5","seq":6,"at":"2026-11-23T09:31:00+08:00","from":"system","text":"先离开了"}"#)
        #expect(desk.model.open.isEmpty)
        // A later one means that it came back.
        try desk.line(
            #"{"type":"line","conv":"c5","seq":7,"at":"2026-11-23T09:32:00+08:00","from":"system","text":"交给您"}"#)
        #expect(desk.model.owned.map(\.conv) == ["c5"])
    }

    @Test("a prompt can be left, and nothing happens")
    func promptLeft() throws {
        var desk = try DeskFixture.talking()
        desk.press(.escape, .character("t"), .character("9"), .escape)
        #expect(desk.model.prompt == nil)
        desk.press(.character("t"), .enter)
        #expect(desk.commands.isEmpty)
        #expect(desk.model.page == .conversation("c5"))
    }

    @Test("while typing, letters are letters")
    func letters() throws {
        var desk = try DeskFixture.talking()
        desk.type("abqtfvdajk?")
        #expect(desk.commands.isEmpty)
        #expect(desk.model.current?.input.text == "abqtfvdajk?")
    }

    @Test("Esc twice goes back to the list, where the conversation stays in hand")
    func back() throws {
        var desk = try DeskFixture.talking()
        desk.type("没写完")
        desk.press(.escape, .escape)
        #expect(desk.model.page == .queue)
        #expect(desk.model.rows.map(\.conv) == ["c5", "c9"])
        try desk.line(
            #"{"type":"line","conv":"c5","seq":5,"at":"2026-11-23T09:31:00+08:00","from":"petitioner","text":"在吗"}"#)
        #expect(desk.others == [.bell])
        #expect(desk.model.open.first?.unread == 1)
        desk.press(.enter)
        #expect(desk.model.page == .conversation("c5"))
        #expect(desk.model.current?.unread == 0)
        #expect(desk.model.current?.input.text == "没写完")
        #expect(desk.commands.isEmpty)
    }

    @Test("lines come once, whether live or from the transcript")
    func lines() throws {
        var desk = try DeskFixture.busy()
        desk.press(.character("f"))
        #expect(desk.commands == [.follow(conv: "c9")])
        try desk.ok(#""version":4"#)
        func line(_ seq: Int, _ text: String) -> String {
            #"{"type":"line","conv":"c9","seq":\#(seq),"at":"2026-11-23T09:31:00+08:00","from":"bot","text":"\#(text)"}"#
        }
        try desk.line(line(3, "三甲"))
        try desk.line(line(3, "三乙"))
        try desk.line(line(4, "四"))
        let items = ["一", "二", "三甲", "三乙"].enumerated().map { index, text in
            #"{"seq":\#(min(index + 1, 3)),"at":"2026-11-23T09:31:00+08:00","from":"bot","text":"\#(text)"}"#
        }
        try desk.ok(#""items":[\#(items.joined(separator: ","))],"next":null"#)
        try desk.line(line(3, "三乙"))
        try desk.line(line(5, "五"))
        #expect(desk.model.current?.lines.map(\.text) == ["一", "二", "三甲", "三乙", "四", "五"])
        desk.press(.character("b"), .character("q"), .character("t"))
        #expect(desk.commands.isEmpty)
        desk.press(.character("x"))
        #expect(desk.model.open.isEmpty)
    }

    @Test("an alarm stays until it is acknowledged, from any page")
    func alarm() throws {
        var desk = try DeskFixture.talking()
        try desk.event(57, "safety.alert", #""conv":"c9","kind":"自伤","kiosk":"2号机","to":"012""#)
        #expect(desk.others == [.bell])
        try desk.event(57, "safety.alert", #""conv":"c9","kind":"自伤","kiosk":"2号机","to":"012""#)
        #expect(desk.others == [.bell, .bell])
        #expect(desk.model.alarms.map(\.seq) == [57])
        desk.type("a")
        #expect(desk.commands.isEmpty)
        desk.press(.control("a"))
        #expect(desk.commands == [.acknowledge(event: 57)])
        #expect(desk.model.alarms.count == 1)
        try desk.ok(#""first":true"#)
        #expect(desk.model.alarms.isEmpty)
        desk.press(.escape, .character("a"))
        #expect(desk.commands.isEmpty)
        #expect(desk.model.note == "现在没有警报。")
    }

    @Test("an alarm that could not be acknowledged stays")
    func alarmRefused() throws {
        var desk = try DeskFixture.online()
        try desk.event(57, "safety.alert", #""kind":"自伤","kiosk":"2号机""#)
        desk.press(.character("a"))
        try desk.refuse("internal", "系统出了错")
        #expect(desk.model.alarms.count == 1)
    }

    @Test("a case is shown with its dates, and Esc leads back")
    func sheet() throws {
        var desk = try DeskFixture.talking()
        desk.press(.escape, .character("v"))
        #expect(desk.commands == [.caseRecord(number: "XF202611230000171")])
        try desk.ok(
            #""case":{"number":"XF202611230000171","conv":"c5","purpose":"求决","topic":"劳动社保","subtopic":"欠薪","state":"filed","#
                + #""channel":"走访","filed_at":"2026-11-23T09:20:00+08:00","flags":["集体"],"unit":"县人社局","officer":"021","#
                + #""first_contact":"012","naming":"实名","people":9,"particulars":[{"key":"facts","label":"事实","text":"欠薪"}],"#
                + #""clocks":[{"rule":"转送","from":"2026-11-23","nominal_due":"2026-12-08","effective_due":"2026-12-09","#
                + #""status":"open","days_over":0,"provisional":true,"article":"第二十二条"}],"events":[{"kind":"filed","#
                + #""at":"2026-11-23T09:20:00+08:00","text":""}]}"#)
        #expect(desk.model.page == .sheet)
        let lines = try #require(desk.model.sheet?.lines)
        #expect(lines.contains("  转送 12月8日（顺延到 12月9日） 暂定 在期内 第二十二条"))
        #expect(lines.contains("求决  劳动社保 / 欠薪  实名  9 人"))
        try desk.event(60, "case.changed", #""case":"XF202611230000171""#)
        #expect(desk.commands == [.caseRecord(number: "XF202611230000171")])
        desk.press(.escape)
        #expect(desk.model.page == .conversation("c5"))
    }

    @Test("what may be done with a case is listed, filled in field by field, and sent on the version that was shown")
    func acts() throws {
        var desk = try DeskFixture.talking()
        desk.press(.escape, .character("v"))
        let record =
            #""version":3,"case":{"number":"XF202611230000171","state":"已转送","acts":["#
            + #"{"act":"办结","missing":["还没有报结"],"needs":[]},{"act":"催办","needs":["#
            + #"{"field":"method","label":"方式","hint":"函 / 电话","required":true,"choices":["函","电话"]},"#
            + #"{"field":"document","label":"文号","hint":"名称","required":false},"#
            + #"{"field":"text","label":"说明","hint":"文字","required":false}]}]}"#
        try desk.ok(record)
        desk.press(.character("c"))
        #expect(desk.model.page == .acts)
        #expect(desk.screen().contains { $0.hasPrefix("> 办结") && $0.contains("还没有报结") })
        desk.press(.enter)
        #expect(desk.model.note.contains("还没有报结"))
        desk.press(.down, .enter)
        #expect(desk.screen().contains("  2. 电话"))
        desk.press(.enter)
        #expect(desk.model.note.contains("方式要写"))
        desk.type("3")
        desk.press(.enter)
        #expect(desk.model.note.contains("只能是"))
        desk.press(.backspace)
        desk.type("2")
        desk.press(.enter, .enter)
        desk.type("约好周五")
        // Back by one field and on again: the field is asked anew.
        desk.press(.escape, .enter)
        desk.type("约好周五")
        desk.press(.enter)
        #expect(desk.commands.isEmpty && desk.screen().contains("  方式：电话"))
        desk.press(.enter)
        let fields = JSONObject([.init("method", .string("电话")), .init("text", .string("约好周五"))])
        #expect(desk.commands == [.act(.init(number: "XF202611230000171", act: "催办", version: 3, fields: fields))])
        try desk.ok(#""version":4"#)
        #expect(desk.model.note.contains("催办：办好了"))
        #expect(desk.commands == [.caseRecord(number: "XF202611230000171")] && desk.model.page == .sheet)
    }

    @Test("without a case at hand its number is asked for")
    func caseNumber() throws {
        var desk = try DeskFixture.busy()
        desk.press(.character("v"))
        #expect(desk.model.prompt == .caseNumber)
        desk.type(" XF1 ")
        desk.press(.enter)
        #expect(desk.commands == [.caseRecord(number: "XF1")])
        try desk.refuse("not_found", "没有找到。")
        #expect(desk.model.page == .queue)
        #expect(desk.model.note == "没有找到。")
    }

    @Test("代录: the channel, the text, and the dialog runs on")
    func dictation() throws {
        var desk = try DeskFixture.online()
        desk.press(.character("d"), .character("4"), .character("1"))
        #expect(desk.model.dictation.channel == "来信")
        desk.press(.paste("我村路灯坏了\n半年没人修"), .enter)
        #expect(desk.commands == [.dictate(.init(channel: "来信", text: "我村路灯坏了\n半年没人修"))])
        desk.type("急")
        desk.press(.enter)
        #expect(desk.commands.count == 1)
        #expect(desk.model.dictation.input.text == "急")
        try desk.ok(
            #""version":1,"conv":"c30","messages":[{"kind":"text","text":"哪个村？"}],"expect":{"kind":"place","secret":false}"#
        )
        #expect(desk.model.dictation.lines.map(\.from) == [.petitioner, .bot])
        desk.press(.enter)
        #expect(desk.commands == [.dictate(.init(conv: "c30", text: "急"))])
        try desk.refuse("read_only", "存不进去")
        #expect(desk.model.dictation.input.text == "急")
        desk.press(.enter)
        try desk.ok(#""version":2,"conv":"c30","messages":[],"ended":true"#)
        #expect(desk.model.dictation.ended)
        desk.press(.enter)
        #expect(desk.model.dictation == DictationSheet())
        desk.press(.escape)
        #expect(desk.model.page == .queue)
    }

    @Test("dates that come near stay in sight, one line a clock")
    func reminders() throws {
        var desk = try DeskFixture.online()
        try desk.event(50, "case.due_soon", #""case":"XF1","rule":"转送","due":"2026-12-08","unit":"县人社局""#)
        try desk.event(51, "case.overdue", #""case":"XF1","rule":"转送","due":"2026-12-08","unit":"县人社局""#)
        try desk.event(52, "case.due_soon", #""case":"XF1","rule":"告知","due":"2026-12-09","unit":"县人社局""#)
        try desk.event(53, "calendar.missing", #""year":"2027""#)
        #expect(
            desk.model.reminders.map(\.text) == [
                "XF1 已超期，12月8日 转送 县人社局", "XF1 快到期，12月9日 告知 县人社局", "缺 2027 年的放假安排，期限先按暂定日历算",
            ])
        try desk.event(
            54, "case.overdue", #""case":"XF2","rule":"转送","due":"2026-12-08","unit":"县人社局","for":"科长","badge":"015""#)
        #expect(desk.model.reminders.last?.text == "XF2 已超期，12月8日 转送 县人社局 请科长 015")
    }

    @Test("a broken line: what was said is sent again under its id, what was asked is asked anew")
    func reconnect() throws {
        var desk = try DeskFixture.talking()
        try desk.event(70, "case.filed", #""case":"XF2""#)
        desk.type("请坐")
        desk.press(.enter, .pageUp)
        let said = try #require(desk.asked.first)
        desk.asked = []
        desk.take(desk.model.askQueue())
        desk.asked = []
        desk.model.disconnected(retryIn: 2)
        #expect(desk.model.link == .offline(retryIn: 2))
        desk.type("慢慢说")
        desk.press(.enter)
        #expect(desk.commands.isEmpty)
        try desk.line(#"{"type":"welcome","v":1,"server":"s","epoch":"e"}"#)
        #expect(desk.asked.first == said)
        #expect(
            desk.commands == [
                .say(conv: "c5", text: "请坐", version: nil), .say(conv: "c5", text: "慢慢说", version: nil),
                .watch(.after(70)), .queue(after: nil, limit: 200), .transcript(conv: "c5", after: 4, limit: 200),
            ])
        #expect(Set(desk.asked.map(\.id)).count == 5)
    }

    @Test("time: the queue is looked at again, the line kept awake")
    func ticks() throws {
        var desk = try DeskFixture.online()
        for second in 1...60 {
            desk.take(desk.model.tick(DeskFixture.now.adding(milliseconds: Int64(second) * 1000)))
            if !desk.asked.isEmpty { try desk.ok(#""items":[],"next":null"#) }
        }
        let pings = desk.others.filter { if case .send(.ping) = $0 { true } else { false } }
        #expect(pings.count == 3)
        #expect(desk.others.count == 3)
        #expect(desk.model.now == DeskFixture.now.adding(milliseconds: 60_000))
    }

    @Test("Ctrl-C leaves; with a conversation in hand only the second time")
    func leaving() throws {
        var idle = try DeskFixture.online()
        idle.press(.control("c"))
        #expect(idle.others == [.quit])
        var desk = try DeskFixture.talking()
        desk.press(.control("c"))
        #expect(desk.others.isEmpty)
        desk.press(.character("x"), .control("c"))
        #expect(desk.others.isEmpty)
        desk.press(.control("c"))
        #expect(desk.others == [.quit])
    }

    @Test("a wrong token is the end of it")
    func unauthorized() throws {
        var desk = DeskFixture()
        try desk.line(#"{"type":"error","code":"unauthorized","text":"口令不对。"}"#)
        #expect(desk.others == [.giveUp("口令不对。")])
    }

    @Test("any key on any page, at random", arguments: [1, 2, 3] as [UInt64])
    func anyKey(seed: UInt64) throws {
        var state = seed
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let keys: [Key] =
            "abdfijkqrtvx123?工 ".map { .character($0) } + [
                .enter, .escape, .up, .down, .pageUp, .pageDown, .backspace, .left, .home, .tab, .control("a"),
                .paste("甲\n乙"),
            ]
        let answers = [
            #""version":4"#, #""items":[],"next":null"#, #""messages":[{"text":"好"}],"conv":"c3""#,
            #""case":{"number":"XF1"}"#,
        ]
        var desk = try DeskFixture.busy()
        for _ in 0..<3000 {
            desk.press(keys[random(keys.count)])
            if !desk.asked.isEmpty, random(2) == 0 {
                if random(4) == 0 {
                    try desk.refuse(["conflict", "not_found", "internal"][random(3)], "不行")
                } else {
                    try desk.ok(answers[random(answers.count)])
                }
            }
            let screen = DeskScreen.render(desk.model, columns: 80, rows: 24)
            desk.model.limitScroll(screen.maxScroll)
            #expect(screen.lines.count == 24, "seed \(seed)")
            #expect(screen.lines.allSatisfy { DisplayWidth.of($0.text) <= 80 }, "seed \(seed)")
        }
    }
}
