// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing

@testable import DialogEngine

@Suite("Answers that do not fit") struct RepairTests {
    private static let slots = "  手机: {type: phone, label: 手机}\n"

    private static func phone(_ settings: String) -> String {
        "  - {id: 一, ask: [记下了。电话多少？, 电话是几号？], slot: 手机, next: 二\(settings)}\n"
            + "  - {id: 二, ask: [在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}\n"
    }

    private func talk(_ steps: String, _ lines: [String]) throws -> (desk: TestDesk, replies: [TestDesk.Reply]) {
        var desk = try LittleScript.desk(steps, slots: Self.slots)
        let replies = lines.map { desk.take(.say($0)) }
        for reply in replies { #expect(reply.problems == [], "\(reply.text)") }
        return (desk, replies)
    }

    @Test("without settings: other words, the example, a way past or a person, and then as it was typed")
    func standard() throws {
        let (desk, replies) = try talk(Self.phone(", example: 比如 13900000000。"), ["甲乙", "甲乙", "甲乙", "甲乙"])
        #expect(replies[0].text.contains("电话是几号？"))
        #expect(replies[1].text.contains("比如 13900000000。"))
        #expect(replies[2].options == 2)
        #expect(replies[3].text.contains("先这样。"))
        #expect(desk.openStep?.id == "例.二")
        #expect(desk.answer("手机") == "甲乙")
    }

    @Test("retry texts are said in their order, then the question goes on as usual")
    func rungs() throws {
        let (desk, replies) = try talk(
            Self.phone(", retry: [只写数字就行。, 照着念给我也行。], tries: 4"), ["甲乙", "甲乙", "甲乙", "甲乙"])
        #expect(replies[0].text == "没看明白。\n只写数字就行。")
        #expect(replies[1].text.hasSuffix("照着念给我也行。"))
        #expect(replies[2].text.contains("电话"))
        #expect(replies[3].options == 2)
        #expect(desk.openStep?.id == "例.一")
    }

    @Test("a retry has its own plain words") func plain() throws {
        var files = LittleScript.files(
            Self.phone(", retry: {text: 只写数字就行。, plain: 号码写一下。}"), slots: Self.slots)
        files["locales/zh-CN.yaml"] = files["locales/zh-CN.yaml"]
        var desk = TestDesk(script: try #require(Script.load(files: files).script), today: Shipped.today)
        for line in ["我家的低保停了没人管", "大白话"] { _ = desk.take(.say(line)) }
        #expect(desk.take(.say("甲乙")).text.contains("号码写一下。"))
    }

    @Test(
        "the way out after as many tries as the question says",
        arguments: [
            ("skip", "例.二", "不清楚", "先这样。"), ("message", "例.二", "不清楚", "这句记下了。"),
            ("person", "例.一", nil, "没有人在。"), ("{next: 二}", "例.二", nil, "在哪儿"), ("menu", "例.一", nil, "可以空着。"),
        ] as [(String, String, String?, String)])
    func wayOut(_ way: String, _ step: String, _ answer: String?, _ words: String) throws {
        let (desk, replies) = try talk(Self.phone(", retry: 只写数字就行。, tries: 2, way_out: \(way)"), ["甲乙", "丙丁"])
        #expect(desk.openStep?.id == step)
        #expect(desk.answer("手机") == answer)
        #expect(replies[1].text.contains(words), "\(replies[1].text)")
        #expect(replies[1].effects.contains("handoff stuck") == (way == "person"))
        #expect(desk.answer("more") == (way == "message" ? "丙丁" : nil))
    }

    @Test("where a person was called in vain there is still a way past") func afterPerson() throws {
        let (desk, replies) = try talk(
            Self.phone(", retry: 只写数字就行。, tries: 2, way_out: person"), ["甲乙", "甲乙", "甲乙", "1"])
        #expect(replies[2].options == 2)
        #expect(desk.openStep?.id == "例.二")
    }

    @Test("at a menu, skipping takes the option that 不清楚 counts as") func options() throws {
        let menu =
            "  - {id: 一, ask: [记下了。给过纸没有？, 有纸吗？], options: [{text: 给过, next: done}, {text: 没给, next: 二}], unsure: \"2\","
            + " tries: 1, way_out: skip}\n"
            + "  - {id: 二, ask: [在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}\n"
        let (desk, _) = try talk(menu, ["7"])
        #expect(desk.openStep?.id == "例.二")
    }

    @Test("who somebody is goes to the vault, be it never so oddly written") func vault() throws {
        var desk = try LittleScript.desk(
            "  - {id: 一, ask: [记下了。您怎么称呼？, 您的名字是？], example: 比如「李四」。, slot: name, next: 二}\n"
                + "  - {id: 二, ask: [在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}\n")
        for _ in 0..<4 { _ = desk.take(.say("J. R. 3rd")) }
        #expect(desk.answer("name") == "vault")
    }

    @Test(
        "what would never be said is told",
        arguments: [
            ("retry: [甲。, 乙。], tries: 2", DiagnosticCode.neverSaid), ("tries: 2, example: 比如「1」。", .neverSaid),
            ("tries: 0, example: 比如「1」。", .outOfRange), ("example: 比如「1」。, way_out: 走", .notAChoice),
            ("example: 比如「1」。, way_out: {next: 三}", .unknownStep),
        ])
    func checks(_ settings: String, _ code: DiagnosticCode) {
        let files = LittleScript.files(Self.phone(", " + settings), slots: Self.slots)
        #expect(Script.check(files: files, today: DiagnosticExample.today).diagnostics.map(\.code) == [code])
    }

    @Test("a menu under a menu is refused") func menuUnderMenu() {
        let files = LittleScript.files(
            "  - {id: 一, ask: [记下了。要登记吗？, 登记吗？], options: [{text: 要}, {text: 不}], unsure: \"1\", way_out: menu, next: done, slot: 纸}\n",
            slots: "  纸: {type: choice, label: 纸}\n")
        #expect(Script.check(files: files, today: DiagnosticExample.today).diagnostics.map(\.code) == [.neverSaid])
    }
}

@Suite("Slots of a run") struct FreshSlotTests {
    private static func house(_ scope: String) -> [String: String] {
        [
            "flows/家.yaml": "version: 1\nflow: 家\nslots:\n  口数: {type: number, label: 几口人\(scope)}\nsteps:\n"
                + "  - {id: 问, ask: [记下了。家里几口人？, 几口人？], example: 比如「3」。, slot: 口数, next: return}\n"
        ]
    }

    private static let twice =
        "  - {id: 一, call: 家, next: 二}\n"
        + "  - {id: 二, ask: [还有一家吗？, 再说一家吗？], options: [{text: 有, next: 一}, {text: 没有了, next: done}], unsure: \"2\"}\n"

    @Test("the second entry asks anew, unless the slot is shared by the matter", arguments: ["", ", scope: matter"])
    func secondEntry(_ scope: String) throws {
        var desk = try LittleScript.desk(Self.twice, others: Self.house(scope))
        #expect(desk.openStep?.id == "家.问")
        _ = desk.take(.say("3"))
        #expect(desk.openStep?.id == "例.二")
        #expect(desk.answer("口数") == "3")
        _ = desk.take(.say("1"))
        #expect(desk.openStep?.id == (scope.isEmpty ? "家.问" : "例.二"))
        #expect(desk.answer("口数") == (scope.isEmpty ? nil : "3"))
    }

    @Test("an interruption and going back are no entries") func interruptions() throws {
        let steps =
            "  - {id: 一, ask: [记下了。几口人？, 家里几口人？], example: 比如「3」。, slot: 口数, next: 二}\n"
            + "  - {id: 二, ask: [在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}\n"
        var desk = try LittleScript.desk(steps, slots: "  口数: {type: number, label: 几口人}\n")
        _ = desk.take(.say("3"))
        _ = desk.take(.say("进度"))
        #expect(desk.openStep?.id == "progress.number")
        _ = desk.take(.say("返回"))
        #expect(desk.openStep?.id == "例.二")
        #expect(desk.answer("口数") == "3")
    }

    @Test("what another flow fills without scope is told, and what entering empties is not there to be said")
    func checks() {
        func codes(_ steps: String, _ scope: String = "") -> [DiagnosticCode] {
            let files = LittleScript.files(steps, others: Self.house(scope))
            return Script.check(files: files, today: DiagnosticExample.today).diagnostics.map(\.code)
        }
        let fill = "  - {id: 零, set: {values: {口数: \"3\"}}, next: 家}\n"
        #expect(codes(fill) == [.slotShared])
        #expect(codes(fill, ", scope: matter") == [])
        #expect(codes("  - {id: 一, call: 家, next: 二}\n  - {id: 二, say: \"{口数} 口人。\", next: done}\n") == [])
    }
}

@Suite("Small things of the language") struct SmallThingTests {
    @Test("a fact that the office has not given takes its part of the sentence with it") func facts() throws {
        // 县信访局 has a telephone and no address.
        let (script, diagnostics) = Script.check(
            files: LittleScript.files("  - {id: 一, say: \"记下了。[地址：{address.信访}。][电话：{phone.信访}。]\", next: done}\n"),
            today: DiagnosticExample.today)
        #expect(diagnostics.map(\.description) == [])
        var desk = TestDesk(script: try #require(script), today: Shipped.today)
        #expect(desk.take(.say("我家的低保停了没人管")).text.contains("记下了。电话：1234500。"))
        let plain = Script.check(
            files: LittleScript.files("  - {id: 一, say: \"记下了。地址：{address.信访}。\", next: done}\n"),
            today: DiagnosticExample.today)
        #expect(plain.diagnostics.map(\.code) == [.unknownPlace])
        let typo = Script.check(
            files: LittleScript.files("  - {id: 一, say: \"记下了。[地址：{address.信仿}。]\", next: done}\n"),
            today: DiagnosticExample.today)
        #expect(typo.diagnostics.map(\.code) == [.unknownPlace])
    }

    @Test("a flow may seal, and look for words in any answer") func sealAndSaid() throws {
        let steps =
            "  - {id: 一, ask: [记下了。说的是谁？, 说的是哪位？], example: 比如「某某」。, slot: respondent, next: 二}\n"
            + "  - {id: 二, go: [{if: {said: {words: [县长], in: [respondent]}}, next: 三}, {next: done}]}\n"
            + "  - {id: 三, set: {seal: true}, next: 四}\n"
            + "  - {id: 四, ask: [在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}\n"
        var desk = try LittleScript.desk(steps)
        let reply = desk.take(.say("王副县长"))
        #expect(reply.effects.contains("seal"))
        #expect(desk.openStep?.id == "例.四")
    }

    @Test("an answer is changed where it was given, or where the slot says", arguments: ["", ", edit: 例.三"])
    func edits(_ edit: String) throws {
        let steps =
            "  - {id: 一, go: [{if: {kiosk: true}, next: 三}, {next: 二}]}\n"
            + "  - {id: 三, ask: [记下了。几口人？, 家里几口人？], example: 比如「3」。, slot: 口数, next: 四}\n"
            + "  - {id: 二, ask: [记下了。一共几口人？, 总共几口人？], example: 比如「3」。, slot: 口数, next: 四}\n"
            + "  - {id: 四, ask: [在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}\n"
        var desk = try LittleScript.desk(steps, slots: "  口数: {type: number, label: 几口人\(edit)}\n")
        _ = desk.take(.say("3"))
        let menu = desk.take(.say("修改"))
        let key = try #require(menu.text.split(separator: "\n").first { $0.hasSuffix("几口人") }?.first)
        _ = desk.take(.say(String(key)))
        #expect(desk.openStep?.id == (edit.isEmpty ? "例.二" : "例.三"))
        _ = desk.take(.say("5"))
        #expect(desk.openStep?.id == "例.四")
        #expect(desk.answer("口数") == "5")
    }

    @Test("edit names a question of that very slot", arguments: ["例.九", "例.一"]) func wrongEdit(_ step: String) {
        let files = LittleScript.files(
            "  - {id: 一, ask: [记下了。在哪儿？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}\n",
            slots: "  口数: {type: number, label: 几口人, edit: \(step)}\n")
        #expect(
            Script.check(files: files, today: DiagnosticExample.today).diagnostics.map(\.code).contains(.unknownStep))
    }

    @Test("修改 shows all answers, six at a time when there are more than seven") func pages() throws {
        let names = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬"]
        var steps = ""
        for (index, name) in names.enumerated() {
            let next = index + 1 < names.count ? names[index + 1] : "末"
            steps +=
                "  - {id: \(name), ask: [记下了。\(name)是几？, \(name)呢？], example: 比如「3」。, slot: 数\(name), next: \(next)}\n"
        }
        steps += "  - {id: 末, ask: [在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}\n"
        let slots = names.map { "  数\($0): {type: number, label: 第\($0)}\n" }.joined()
        var desk = try LittleScript.desk(steps, slots: slots)
        for index in names.indices { _ = desk.take(.say("\(index + 1)")) }
        let first = desk.take(.say("修改"))
        #expect(first.options == 8)
        #expect(first.text.contains("6. 第壬\n7. 好。\n8. 好。"))
        let second = desk.take(.say("7"))
        #expect(second.problems == [])
        #expect(second.options == 6, "\(second.text)")
        #expect(second.text.contains("1. 您说的事\n2. 第甲"))
        // Round again.
        let third = desk.take(.say("5"))
        #expect(third.text.contains("6. 第壬"))
        _ = desk.take(.say("7"))
        _ = desk.take(.say("2"))
        #expect(desk.openStep?.id == "例.甲")
        _ = desk.take(.say("77"))
        #expect(desk.openStep?.id == "例.末")
        #expect(desk.answer("数甲") == "77")
    }
}
