// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Testing

@testable import DialogEngine

@Suite("How long an answer may be") struct LengthTests {
    private static let slots = "  经过: {type: text, label: 经过}\n"

    private static func steps(_ settings: String) -> String {
        "  - {id: 一, ask: [记下了。怎么回事？, 经过是怎样的？], example: 比如「七月起没发」。, slot: 经过, next: 二, \(settings)}\n"
            + "  - {id: 二, ask: [在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}\n"
    }

    private func talk(_ settings: String, _ lines: [String]) throws -> (desk: TestDesk, replies: [TestDesk.Reply]) {
        var desk = try LittleScript.desk(Self.steps(settings), slots: Self.slots)
        let replies = lines.map { desk.take(.say($0)) }
        for reply in replies { #expect(reply.problems == [], "\(reply.text)") }
        return (desk, replies)
    }

    @Test("too short and too long have their own words, and blanks do not count")
    func own() throws {
        let settings = "least: 4, longest: 10, too_short: 多写几个字。, too_long: 短些，一句话就行。"
        let (desk, replies) = try talk(settings, ["停了 呀", "从去年七月起就一分钱也没有发过了", "七月起没发"])
        #expect(replies[0].text.contains("多写几个字。"))
        #expect(replies[1].text.contains("短些，一句话就行。"))
        #expect(desk.answer("经过") == "七月起没发")
        #expect(desk.openStep?.id == "例.二")
    }

    @Test("without words of their own they are answered like any misfit")
    func usual() throws {
        let (desk, replies) = try talk("least: 4", ["停了呀", "停了呢"])
        #expect(replies[0].text.contains("经过是怎样的？"))
        #expect(replies[1].text.contains("比如「七月起没发」。"))
        #expect(desk.openStep?.id == "例.一")
    }

    @Test("nobody is held up by it: in the end it is kept as it was typed, and 不清楚 is always an answer")
    func wayOut() throws {
        let (desk, _) = try talk("least: 4, too_short: [多写几个字。, 再多写几个字。]", ["停了呀", "停了呢", "停了哈", "停了嘛"])
        #expect(desk.openStep?.id == "例.二")
        #expect(desk.answer("经过") == "停了嘛")
        let (other, _) = try talk("least: 4", ["不清楚"])
        #expect(other.openStep?.id == "例.二")
    }

    @Test(
        "what makes no sense is told",
        arguments: [
            ("least: 9, longest: 3", "D013"), ("too_short: 多写几个字。", "D312"), ("least: 0", "D013"),
        ])
    func checks(settings: String, code: String) {
        let (_, diagnostics) = Script.check(
            files: LittleScript.files(Self.steps(settings), slots: Self.slots), today: DiagnosticExample.today)
        #expect(diagnostics.filter { $0.severity != .info }.map(\.code.rawValue) == [code])
    }

    @Test("only a question for words has a length") func misplaced() {
        let steps =
            "  - {id: 一, ask: [记下了。电话多少？, 电话是几号？], example: 比如 13900000000。, slot: 经过, next: done, least: 4}\n"
        let (_, diagnostics) = Script.check(
            files: LittleScript.files(steps, slots: "  经过: {type: phone, label: 经过}\n"),
            today: DiagnosticExample.today)
        #expect(diagnostics.filter { $0.severity != .info }.map(\.code.rawValue) == ["D105"])
    }
}
