// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing

@testable import DialogEngine

@Suite("Manners of speaking") struct MannerTests {
    private func desk(locale: String? = nil, columns: Int? = nil) throws -> TestDesk {
        TestDesk(script: try Shipped.script(), today: Shipped.today, locale: locale, columns: columns)
    }

    private func stored(_ desk: TestDesk) throws -> DialogState { try DialogState(decoding: desk.storedState) }

    @Test("a relay's locale and a narrow screen choose when the talk begins, and not later", arguments: [true, false])
    func opening(_ greets: Bool) throws {
        var desk = try desk(locale: "en-US", columns: 40)
        _ = desk.take(greets ? .open : .say("老板欠我工资"))
        #expect(try stored(desk).locale == "en")
        #expect(try stored(desk).style == .short)
        _ = desk.take(.say("中文"))
        _ = desk.take(.open)
        #expect(try stored(desk).locale == "")
        #expect(try stored(desk).style == .short)
    }

    @Test("what nobody translated is said in Chinese, and traditional characters too", arguments: ["fr", "zh-TW", ""])
    func unknown(_ tag: String) throws {
        var own = try desk()
        var other = try desk(locale: tag)
        #expect(other.take(.open).text == own.take(.open).text)
        #expect(try stored(other).locale == "")
    }

    @Test("from 说简单点 on it speaks plainly, until 照原来那样说; the open question comes anew each time")
    func plain() throws {
        var desk = try desk()
        for line in ["小区楼上漏水没人管", "1"] { _ = desk.take(.say(line)) }
        let step = desk.openStep?.id
        let asked = desk.take(.say("说简单点"))
        #expect(asked.text.hasPrefix("好，往后我说得简单些。"))
        #expect(asked.problems == [])
        #expect(desk.openStep?.id == step)
        #expect(try stored(desk).style == .plain)
        // Said again it is only asked again.
        let again = desk.take(.say("听不懂"))
        #expect(!again.text.contains("往后"))
        #expect(again.problems == [])
        let back = desk.take(.say("照原来那样说"))
        #expect(back.text.hasPrefix("好，还照原来那样说。"))
        #expect(desk.openStep?.id == step)
        #expect(try stored(desk).style == .ordinary)
    }

    @Test("in another language the person reads it, and the officers read their own")
    func english() throws {
        var desk = try desk(locale: "en")
        #expect(desk.take(.open).text.hasPrefix("Hello."))
        var filed: TestDesk.Reply?
        var review = ""
        for line in [
            "somebody felled the trees behind my house", "yes", "I don't know", "I don't know", "none", "skip",
            "skip", "none", "1",
        ] {
            let reply = desk.take(.say(line))
            if reply.kinds.contains("review") { review = reply.text }
            #expect(reply.problems == [], "\(reply.text)")
            if !reply.filed.isEmpty { filed = reply }
        }
        #expect(review.contains("What happened: "))
        #expect(review.contains("What you have: none"))
        let reply = try #require(filed)
        #expect(reply.text.contains("Registered. Number"))
        #expect(reply.filed["evidence"] == "没有")
    }

    @Test("a state of the first format speaks as it always did") func oldState() throws {
        let state = try DialogState(decoding: DialogStateTests.version1)
        #expect(state.style == .ordinary)
        #expect(state.locale == "")
    }

    @Test("a language that the script no longer has gives way to the office's own") func gone() throws {
        var desk = try desk()
        _ = desk.take(.open)
        var state = try stored(desk)
        state.locale = "xx"
        let outcome = DialogEngine.step(try Shipped.script(), state, .open, DialogEngineTests.context())
        guard case .done(let done) = outcome else {
            Issue.record("not done")
            return
        }
        #expect(done.messages.first?.text.contains("您") == true)
    }
}
