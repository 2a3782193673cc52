// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing

@testable import DialogEngine

@Suite("A question for an identity number") struct IDNumberTests {
    /// The example of GB 11643-1999.
    private static let number = "11010519491231002X"
    private static let slots = "  证件: {type: idnumber, label: 身份证号, scope: person}\n"
    private static let steps =
        "  - {id: 一, ask: [这事记下了。身份证号是多少？, 证件上的号码写一下。], example: 比如「1101…002X」。, slot: 证件, next: 二}\n"
        + "  - {id: 二, ask: [在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}\n"

    private func talk(_ lines: [String]) throws -> (desk: TestDesk, replies: [TestDesk.Reply]) {
        var desk = try LittleScript.desk(Self.steps, slots: Self.slots)
        let replies = lines.map { desk.take(.say($0)) }
        for reply in replies { #expect(reply.problems == [], "\(reply.text)") }
        return (desk, replies)
    }

    private func kept(_ reply: TestDesk.Reply) -> [String] {
        reply.outcome.effects.compactMap { effect in
            guard case .identity(.idNumber, let plain) = effect else { return nil }
            return plain
        }
    }

    @Test("is expected as such") func expected() throws {
        let desk = try LittleScript.desk(Self.steps, slots: Self.slots)
        #expect(desk.openStep?.id == "例.一")
        #expect(SlotType.idNumber.expectation == .idNumber)
    }

    @Test(
        "goes to the vault, however it is written",
        arguments: [
            number, "11010519491231002x", "110105 19491231 002X", "110105-19491231-002x", "我的身份证号是11010519491231002X",
            "１１０１０５１９４９１２３１００２Ｘ", "一一零一零五一九四九一二三一零零二X", "是11010519491231002X，没错",
        ])
    func written(_ line: String) throws {
        let (desk, replies) = try talk([line])
        #expect(desk.openStep?.id == "例.二")
        #expect(kept(replies[0]) == [Self.number])
        let recorded = try #require(replies[0].outcome.recordedInput)
        #expect(!recorded.contains("19491231"))
    }

    @Test("an old one of fifteen digits counts") func old() throws {
        let (desk, replies) = try talk(["110105491231002"])
        #expect(desk.openStep?.id == "例.二")
        #expect(kept(replies[0]) == ["110105491231002"])
    }

    @Test(
        "with a slip in it is asked for once more, in words that say so",
        arguments: ["110105194912310021", "11010519491331002X", "1101051949123100", "1101051949123100211"])
    func slip(_ line: String) throws {
        let (desk, replies) = try talk([line, Self.number])
        #expect(replies[0].text.contains("有一位对不上。"))
        #expect(kept(replies[0]) == [line])
        #expect(replies[0].outcome.recordedInput?.contains("1949") == false)
        #expect(kept(replies[1]) == [Self.number])
        #expect(desk.openStep?.id == "例.二")
    }

    @Test("nobody is held up by it: what is insisted on is kept as it was typed, out of the journal") func insisted()
        throws
    {
        let slip = "110105194912310021"
        let (desk, replies) = try talk(Array(repeating: slip, count: 4))
        #expect(desk.openStep?.id == "例.二")
        #expect(kept(replies[3]).last == slip)
        for reply in replies { #expect(reply.outcome.recordedInput?.contains("1949") != true) }
    }

    @Test("none, none at hand, not told: goes on", arguments: ["没有", "没带", "不写", "不想写身份证号", "不清楚"])
    func without(_ line: String) throws {
        let (desk, replies) = try talk([line])
        #expect(desk.openStep?.id == "例.二")
        #expect(kept(replies[0]) == [])
    }

    @Test("said before it is asked, it is not asked; with a slip, it is") func passing() throws {
        for (number, step) in [(Self.number, "例.二"), ("110105194912310021", "例.一")] {
            let (script, _) = Script.check(
                files: LittleScript.files(Self.steps, slots: Self.slots), today: DiagnosticExample.today)
            var desk = TestDesk(script: try #require(script), today: Shipped.today)
            _ = desk.take(.say("我叫李四，身份证\(number)，我家的低保停了没人管"))
            #expect(desk.openStep?.id == step, "\(number)")
        }
    }

    @Test("is changed by saying so") func changed() throws {
        let (_, replies) = try talk([Self.number, "不对，我的身份证号是110101199001010015"])
        #expect(kept(replies[1]) == ["110101199001010015"])
    }

    @Test("a telephone number in its place is kept as one, and it is asked again") func phone() throws {
        let (desk, replies) = try talk(["13900001111"])
        #expect(kept(replies[0]) == [])
        #expect(desk.openStep?.id == "例.一")
    }
}
