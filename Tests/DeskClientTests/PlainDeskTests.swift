// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

@testable import DeskClient

@Suite("The desk in lines")
struct PlainDeskTests {
    @Test(
        "words",
        arguments: [
            ("队列", PlainCommand.queue), ("QUEUE", .queue), ("接", .claim(nil)), ("接 c12", .claim("c12")),
            ("听 c3", .follow("c3")), ("说 您好 请坐", .say(conv: nil, text: "您好 请坐")),
            ("说 c12 您好", .say(conv: "c12", text: "您好")), ("say hello", .say(conv: nil, text: "hello")),
            ("交回", .giveBack(nil)), ("放回 c1", .requeue("c1")), ("转 012", .transfer(conv: nil, badge: "012")),
            ("转 c1 012", .transfer(conv: "c1", badge: "012")), ("事项 XF 2026", .look("XF 2026")),
            ("代录 来信 路灯坏了", .dictate(channel: "来信", text: "路灯坏了")), ("代录 电话", .dictate(channel: "电话", text: "")),
            ("续录 1", .dictateOn("1")), ("确认", .acknowledge(nil)), ("确认 57", .acknowledge(57)), ("?", .help),
            ("退出", .quit), ("", .nothing), ("   ", .nothing),
        ])
    func words(line: String, command: PlainCommand) {
        #expect(PlainCommand(line) == command)
    }

    @Test(
        "what is not understood says how it is written",
        arguments: ["听", "说", "说 c1", "转", "事项", "代录 微信 x", "确认 x", "唱歌"])
    func wrong(line: String) {
        guard case .wrong(let sentence) = PlainCommand(line) else {
            Issue.record("understood: \(PlainCommand(line))")
            return
        }
        #expect(sentence.hasSuffix("。"))
    }

    @Test("a talk in lines")
    func talk() throws {
        var desk = PlainDesk(try DeskFixture.busy().model)
        func sent(_ line: String) -> [StaffFrame.Command] {
            desk.enter(line).compactMap { if case .send(.staff(let frame)) = $0 { frame.command } else { nil } }
        }
        func receive(_ text: String) throws {
            _ = desk.model.receive(try #require(DeskFrame(Array(text.utf8))))
        }
        #expect(sent("说 您好") == [])
        #expect(desk.takeLines() == ["您手上没有会话，先写「接」。"])
        #expect(sent("接") == [.claim(conv: "c9", version: 2)])
        try receive(#"{"type":"ok","re":"t-4","version":3}"#)
        #expect(desk.takeLines() == ["c9 现在由您接待。"])
        try receive(
            #"{"type":"line","conv":"c9","seq":3,"at":"2026-11-23T09:30:00+08:00","from":"petitioner","text":"我\n难受"}"#)
        #expect(desk.takeLines() == ["[c9] 09:30 群众：我\n    难受"])
        #expect(sent("说 我在\u{1B}[2J") == [.say(conv: "c9", text: "我在", version: nil)])
        #expect(sent("转 012") == [.release(conv: "c9", to: .officer(badge: "012"), version: nil)])
        try receive(
            #"{"type":"event","seq":57,"at":"2026-11-23T09:30:00+08:00","event":"safety.alert","kind":"自伤","kiosk":"2号机"}"#
        )
        #expect(desk.takeLines() == ["!! 警报 57：09:30 2号机 自伤。写「确认 57」"])
        #expect(sent("确认") == [.acknowledge(event: 57)])
    }

    @Test("the queue is printed when it is asked for, and only then")
    func queue() throws {
        var fixture = try DeskFixture.busy()
        var desk = PlainDesk(fixture.model)
        fixture.take(desk.enter("队列"))
        let id = try #require(fixture.asked.first?.id)
        let answer =
            #"{"type":"ok","re":"\#(id)","items":[{"conv":"c5","version":3,"since":"2026-11-23T09:18:00+08:00","#
            + #""reason":"asked","kiosk":"1号机","purpose":"求决","case":"XF1","due":"2026-12-08"}],"next":null}"#
        _ = desk.model.receive(try #require(DeskFrame(Array(answer.utf8))))
        #expect(desk.takeLines() == ["c5 等了12分 1号机 要人工 求决 期限12月8日"])
    }
}
