// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// protocol.md, section B: relays.
    @Suite struct RelayContractTests {
        @Test("hello is answered by welcome with version, epoch, features and limits") func welcome() throws {
            try withServer { server in
                let welcome = try server.relayClient().welcome
                #expect(welcome["v"]?.int == 1)
                #expect(welcome["server"]?.string?.hasPrefix("shouwen/") == true)
                #expect(welcome["epoch"]?.string?.isEmpty == false)
                #expect(welcome["features"]?.array != nil)
                #expect(welcome["limits"]?["frame"]?.int == 65_536)
                #expect(welcome["limits"]?["text"]?.int == 2_000)
                #expect(welcome["limits"]?["inflight"]?.int == 64)
                // A client that speaks a later version gets the one the server uses.
                let later = try WireClient(port: server.relay)
                try later.send([
                    "type": "hello", "v": 7, "role": "relay", "name": "later", "token": .string(server.relayToken),
                ])
                #expect(try later.next("welcome")["v"]?.int == 1)
            }
        }

        @Test("Another frame before hello is not_greeted, a wrong token is unauthorized and the end")
        func opening() throws {
            try withServer { server in
                let early = try WireClient(port: server.relay)
                try early.send(RelayClient.saying("c", "m1", "你好"))
                _ = try early.refusal(of: "m1", "not_greeted")
                try early.send(["type": "ping", "id": "p1"])
                _ = try early.refusal(of: "p1", "not_greeted")
                try early.send([
                    "type": "hello", "v": 1, "role": "relay", "name": "gw", "token": .string(server.relayToken),
                ])
                #expect(try early.next("welcome").type == "welcome")

                for role in ["relay", "staff"] {
                    let wrong = try WireClient(port: server.relay)
                    try wrong.send([
                        "type": "hello", "v": 1, "role": .string(role), "name": "gw",
                        "token": "not-the-token-that-it-is",
                    ])
                    _ = try wrong.refusal("unauthorized")
                    try wrong.waitForClose()
                }
                // An officer's token does not open a relay, nor the other way round.
                let crossed = try WireClient(port: server.relay)
                try crossed.send(["type": "hello", "v": 1, "role": "staff", "token": .string(server.relayToken)])
                _ = try crossed.refusal("unauthorized")
            }
        }

        @Test("Each bad frame costs the frame and is told by its code") func badFrames() throws {
            try withServer { server in
                let relay = try server.relayClient()
                try relay.send(raw: "{\"type\":\"say\",\n")
                _ = try relay.refusal("bad_frame")
                try relay.send(raw: "[1,2,3]\n")
                _ = try relay.refusal("bad_frame")
                try relay.send(raw: Array("{\"type\":\"ping\",\"id\":\"".utf8) + [0xD6, 0xD0] + Array("\"}\n".utf8))
                _ = try relay.refusal("bad_frame")
                try relay.settle()

                try relay.send(["type": "dance", "id": "x1"])
                _ = try relay.refusal(of: "x1", "unknown_type")
                try relay.send(["type": "claim", "id": "x2", "conv": "c1"])
                _ = try relay.refusal(of: "x2", "unknown_type")
                try relay.send(["type": "say", "id": "x3", "text": "没有会话"])
                _ = try relay.refusal(of: "x3", "bad_request")
                try relay.send(["type": "say", "id": "x4", "conv": "c1", "text": 5])
                _ = try relay.refusal(of: "x4", "bad_request")
                try relay.send([
                    "type": "say", "id": "x5", "conv": .string(String(repeating: "c", count: 129)), "text": "长",
                ])
                _ = try relay.refusal(of: "x5", "bad_request")
                try relay.send([
                    "type": "say", "id": .string(String(repeating: "i", count: 65)), "conv": "c1", "text": "长",
                ])
                _ = try relay.refusal("bad_request")
                try relay.settle()

                // Unknown keys are ignored, a CR before the LF too, and the limits themselves are allowed.
                let conv = String(repeating: "会", count: 128)
                let id = String(repeating: "i", count: 64)
                try relay.send(
                    raw: "{\"type\":\"say\",\"colour\":[{}],\"conv\":\"\(conv)\",\"id\":\"\(id)\",\"text\":\"你好\"}\r\n")
                #expect(try relay.answer(to: id, type: "turn").conv == conv)
            }
        }

        @Test("A frame past 65,536 bytes is refused and skipped; one of exactly that many is taken")
        func frameTooLong() throws {
            try withServer { server in
                let relay = try server.relayClient()
                try relay.send(
                    raw: "{\"type\":\"say\",\"id\":\"big\",\"text\":\"" + String(repeating: "x", count: 70_000)
                        + "\"}\n")
                _ = try relay.refusal("frame_too_long")
                try relay.settle()
                let head = "{\"type\":\"ping\",\"id\":\"full\",\"pad\":\""
                let pad = String(repeating: "p", count: 65_536 - head.utf8.count - 2)
                try relay.send(raw: head + pad + "\"}\n")
                _ = try relay.answer(to: "full", type: "pong")
                try relay.send(raw: head + pad + "p\"}\n")
                _ = try relay.refusal("frame_too_long")
                // A line that never ends costs its sender, not the memory.
                let before = server.residentKiB
                let chunk = [UInt8](repeating: UInt8(ascii: "z"), count: 1 << 20)
                for _ in 0..<32 { try relay.send(raw: chunk) }
                try relay.send(raw: "\n")
                _ = try relay.refusal("frame_too_long")
                #expect(server.residentKiB - before < 16 * 1024)
                try relay.settle()
            }
        }

        @Test("A text past 2,000 characters is refused; 2,000 of four bytes each are taken") func textTooLong() throws {
            try withServer { server in
                let relay = try server.relayClient()
                try relay.send(RelayClient.saying("t", "long", String(repeating: "𠮷", count: 2_001)))
                _ = try relay.refusal(of: "long", "text_too_long")
                // An error records nothing; its id may be used again.
                let turn = try relay.say("t", String(repeating: "𠮷", count: 2_000), id: "long")
                #expect(turn.seq == 1)
            }
        }

        @Test("Ten bad frames in a row close the connection; a good one between them starts the count anew")
        func tenBadFramesClose() throws {
            try withServer { server in
                let relay = try server.relayClient()
                for _ in 0..<3 {
                    for _ in 0..<9 { try relay.send(raw: "nonsense\n") }
                    try relay.settle()
                }
                for _ in 0..<10 { try relay.send(raw: "nonsense\n") }
                try relay.waitForClose()
            }
        }

        @Test("The same id returns the same turn, whatever its text, and changes nothing") func sameIdSameTurn() throws
        {
            try withServer { server in
                let relay = try server.relayClient()
                var client = GenericClient()
                var frames: [(id: String, frame: Frame)] = []
                try client.run("包工头欠我四万块工钱要不回来") { text in
                    let id = relay.newID()
                    let frame = try relay.say("same", text, id: id)
                    frames.append((id, frame))
                    return frame
                }
                try #require(!client.receipts.isEmpty, "\(client.transcript)")
                for (id, frame) in frames.reversed() {
                    let again = try relay.say("same", "完全不一样的话", id: id)
                    #expect(again.text == frame.text, "\(id)")
                }
                // On a new connection of the name, too.
                let second = try server.relayClient()
                for (id, frame) in frames { #expect(try second.say("same", "", id: id).text == frame.text, "\(id)") }
                let last = try second.say("same", "", id: "after")
                #expect(last.seq == Int64(frames.count + 1))
                #expect(try server.cases().count == 1)
            }
        }

        @Test("An id repeated before its turn was answered is one turn") func sameIdAtOnce() throws {
            try withServer { server in
                let relay = try server.relayClient()
                try relay.send(all: (0..<5).map { _ in RelayClient.saying("burst", "m1", "包工头欠我四万块工钱要不回来") })
                let answers = try (0..<5).map { _ in try relay.answer(to: "m1", type: "turn") }
                #expect(Set(answers.map(\.raw)).count == 1)
                #expect(try relay.say("burst", "", id: "m2").seq == 2)
            }
        }

        @Test("Turns of one conversation come in order; another conversation does not wait for them") func order()
            throws
        {
            try withServer { server in
                let relay = try server.relayClient()
                try relay.say("a", "", id: "a0")
                try relay.say("b", "", id: "b0")
                let ids = (1...9).map { "a\($0)" }
                let long = String(repeating: "工地欠我工资老板不接电话", count: 100)
                try relay.send(
                    all: ids.map { RelayClient.saying("a", $0, long) } + [RelayClient.saying("b", "b1", "你好")])
                var order: [Frame] = []
                for _ in 0..<10 { order.append(try relay.next("turn") { $0.type == "turn" }) }
                let a = order.filter { $0.conv == "a" }
                #expect(a.map(\.re) == ids)
                #expect(a.map(\.seq) == (2...10).map { Int64($0) })
                let place = order.firstIndex { $0.conv == "b" } ?? 10
                #expect(place < 9, "the other conversation was answered last")
            }
        }

        @Test("Past eight waiting turns of a conversation: overloaded, and what was refused may come again")
        func overloaded() throws {
            try withServer { server in
                let relay = try server.relayClient()
                try relay.say("o", "", id: "first")
                let ids = (0..<40).map { "q\($0)" }
                try relay.send(all: ids.map { RelayClient.saying("o", $0, "") })
                let answers = try ids.map { try relay.answer(to: $0) }
                let refused = answers.filter { $0.type == "error" }
                #expect(refused.allSatisfy { $0.code == "overloaded" })
                #expect(!refused.isEmpty)
                #expect(answers.prefix(9).allSatisfy { $0.type == "turn" })
                let taken = answers.filter { $0.type == "turn" }
                #expect(taken.map(\.seq) == (0..<taken.count).map { Int64($0 + 2) })
                let id = try #require(refused.first?.re)
                #expect(try relay.say("o", "", id: id).seq == Int64(taken.count + 2))
            }
        }

        @Test("Hundreds of turns sent at once are all answered") func manyInFlight() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let convs = (0..<300).map { "many-\($0)" }
                try relay.send(all: convs.map { RelayClient.saying($0, "m-\($0)", "老板欠我工资") })
                for conv in convs { #expect(try relay.answer(to: "m-\(conv)", type: "turn").conv == conv) }
            }
        }

        @Test("A hundred messages of a conversation pass in a burst, then rate_limited with retry_after")
        func rateLimited() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let ids = (0..<400).map { "r\($0)" }
                try relay.send(all: ids.map { RelayClient.saying("flood", $0, "") })
                let answers = try ids.map { try relay.answer(to: $0) }
                #expect(!answers.prefix(100).contains { $0.code == "rate_limited" })
                let limited = try #require(answers.first { $0.code == "rate_limited" })
                #expect((limited["retry_after"]?.int ?? 0) >= 1)
                #expect(answers.allSatisfy { $0.type == "turn" || ["rate_limited", "overloaded"].contains($0.code) })
                // Another conversation of the same relay has its own measure.
                try relay.say("calm", "你好")
                // After the time that was told, the same id goes through.
                Thread.sleep(forTimeInterval: Double(limited["retry_after"]?.int ?? 1))
                try relay.say("flood", "", id: limited.re ?? "")
            }
        }

        @Test("resume gives every turn and push after n again, as they were") func resume() throws {
            try withServer { server in
                let relay = try server.relayClient()
                var client = GenericClient()
                try client.run("小区暖气不热 找物业没人管") { try relay.say("res", $0) }
                let count = client.turns.count
                try #require(count > 3)
                for (connection, after) in [
                    (relay, 0), (try server.relayClient(), 2), (try server.relayClient("wechat-gw"), count),
                ] {
                    connection.dropUnclaimed()
                    try connection.send(["type": "resume", "conv": "res", "after": .int(Int64(after))])
                    for expected in client.turns.dropFirst(after) {
                        let frame = try connection.next("turn \(expected.seq ?? 0)") {
                            $0.type == "turn" || $0.type == "push"
                        }
                        try #require(frame.text == expected.text)
                    }
                    try connection.settle()
                    #expect(!connection.unclaimed.contains { $0.type == "turn" })
                }
                try relay.send(["type": "resume", "conv": "never-was", "after": 0])
                _ = try relay.refusal("not_found")
                try relay.send(["type": "ack", "conv": "never-was", "seq": 1])
                _ = try relay.refusal("not_found")
                try relay.send(["type": "end", "conv": "never-was", "id": "e1"])
                _ = try relay.refusal(of: "e1", "not_found")
            }
        }

        @Test("end ends the talk; a new id after that opens another conversation on the same leg") func endAndAnew()
            throws
        {
            try withServer { server in
                let relay = try server.relayClient()
                let first = try relay.say("leg", "小区暖气不热 找物业没人管", id: "m1")
                #expect(first["new"] == nil)
                try relay.send(["type": "end", "conv": "leg", "id": "m2"])
                let end = try relay.answer(to: "m2", type: "turn")
                #expect(end.ended && end.seq == 2 && end.expect == "none")
                try relay.send(["type": "end", "conv": "leg", "id": "m2"])
                #expect(try relay.answer(to: "m2", type: "turn").text == end.text)
                let anew = try relay.say("leg", "问一下 新农合断了一年还能补上吗", id: "m3")
                #expect(anew["new"]?.bool == true && anew.seq == 3 && !anew.ended)
                #expect(try relay.say("leg", "", id: "m3").text == anew.text)
                let next = try relay.say("leg", "", id: "m4")
                #expect(next["new"] == nil && next.seq == 4)
                // An id of the talk that is over still gives its turn.
                #expect(try relay.say("leg", "", id: "m1").text == first.text)
            }
        }

        @Test(
            "Number and code take a draft over to another leg: the old one ends with a notice, nothing older is replayed"
        )
        func takeOver() throws {
            try withServer { server in
                let old = try server.relayClient("gw-old")
                var client = GenericClient()
                client.note("", try old.say("there", "小区暖气不热 找物业没人管", id: "m1"))
                while client.turns.allSatisfy({ $0.message("draft") == nil }), !client.isDone {
                    let text = client.next()
                    client.note(text, try old.say("there", text))
                }
                let draft = try #require(client.turns.compactMap { $0.message("draft") }.first, "\(client.transcript)")
                let relay = try server.relayClient("gw-new")
                _ = try relay.say("here", "进度", id: "n1")
                _ = try relay.say("here", draft["number"]?.string ?? "", id: "n2")
                let resumed = try relay.say("here", draft["code"]?.string ?? "", id: "n3")
                #expect(resumed["resumed"]?.bool == true && resumed.seq == 3, "\(resumed.text)")
                let again = try relay.say("here", "", id: "n3")
                #expect(again.essence == resumed.essence)
                // Who lost the reply must still learn that the leg was bound elsewhere.
                #expect(again["resumed"]?.bool == true)
                let notice = try old.push("there")
                #expect(notice.ended && notice.message("notice") != nil, "\(notice.text)")
                #expect(try old.say("there", "还有一件事", id: "m9")["new"]?.bool == true)
                try relay.send(["type": "resume", "conv": "here", "after": 0])
                for expected in ["n1", "n2", "n3"] { #expect(try relay.next("turn").re == expected) }
                try relay.settle()
                #expect(relay.unclaimed.isEmpty)
                var rest = GenericClient()
                try rest.run("") { try relay.say("here", $0) }
                #expect(rest.receipts.first?["code"] == draft["code"], "\(rest.transcript)")
                #expect(try server.cases().count == 1)
            }
        }

        @Test("A talk that nobody holds in memory goes on where it stood, whatever comes first") func asleep() throws {
            try Workplace.withFolder { folder in
                let first = try ServerProcess(data: "\(folder)/data")
                defer { first.kill() }
                let before = try first.relayClient()
                let opened = try before.say("asleep", "小区暖气不热 找物业没人管", id: "m1")
                let asked = try before.say("asleep", "1", id: "m2")
                var client = GenericClient()
                try client.run("楼下烧烤店的油烟天天灌进我家") { try before.say("filed", $0) }
                let receipt = try #require(client.receipts.first)
                #expect(try first.stop() == 0)

                let second = try ServerProcess(data: "\(folder)/data")
                defer { second.kill() }
                let relay = try second.relayClient()
                // At once, before any answer: two new lines, a repeat, and a look at what was said. To the desk the leg
                // looks new until the store has told it otherwise.
                try relay.send(all: [
                    RelayClient.saying("asleep", "m3", "帮助"), RelayClient.saying("asleep", "m4", "帮助"),
                    RelayClient.saying("asleep", "m1", ""),
                    ["type": "resume", "conv": "asleep", "after": 1, "id": "r"],
                    RelayClient.saying("new", "n1", "楼道灯坏了一个月了"),
                ])
                let help = try relay.answer(to: "m3", type: "turn")
                #expect(help.seq == 3 && help["new"] == nil)
                #expect(try relay.answer(to: "m4", type: "turn").seq == 4)
                #expect(try relay.answer(to: "m1", type: "turn").essence == opened.essence)
                #expect(try relay.next("turn 2") { $0.seq == 2 }.text == asked.text)
                #expect(try relay.answer(to: "n1", type: "turn").seq == 1)
                // Number and code as the first words on another leg that sleeps.
                _ = try relay.say("filed", "进度")
                _ = try relay.say("filed", receipt["number"]?.string ?? "")
                let progress = try relay.say("filed", receipt["code"]?.string ?? "")
                #expect(progress.text.contains(receipt["number"]?.string ?? "?"), "\(progress.text)")
            }
        }

        @Test("Two relay names never meet, even with the same conv and ids") func namesApart() throws {
            try withServer { server in
                let one = try server.relayClient("gw-one")
                let two = try server.relayClient("gw-two")
                var client = GenericClient()
                var count = 0
                try client.run("小区暖气不热 找物业没人管") { text in
                    count += 1
                    return try one.say("shared", text, id: "m\(count)")
                }
                let other = try two.say("shared", "问一下 新农合断了一年还能补上吗", id: "m1")
                #expect(other.seq == 1)
                #expect(other.essence != client.turns.first?.essence)
                try two.send(["type": "resume", "conv": "shared", "after": 0])
                #expect(try two.next("turn").text == other.text)
                try two.settle()
                #expect(two.unclaimed.isEmpty)
            }
        }

        @Test("Pushes go to the latest connection of the name, stay until acknowledged, and come again by catchup")
        func pushes() throws {
            try withServer { server in
                let old = try server.relayClient("gw")
                let first = try old.say("p1", "人工")
                let other = try server.relayClient("elsewhere")
                let latest = try server.relayClient("gw")
                let officer = try server.staffClient()
                let conv = try #require(try waitingConversation(officer))
                try officer.ok("claim", ["conv": .string(conv)])
                let joined = try latest.push("p1", "the notice that a person joined")
                #expect(joined.owner == "officer")
                #expect((joined.seq ?? 0) == (first.seq ?? 0) + 1)
                try officer.ok("say", ["conv": .string(conv), "text": "您好，我是值班的，您慢慢说。"])
                let spoken = try latest.push("p1", "the officer's words")
                #expect(spoken.message("officer")?["badge"]?.string == "000")
                try old.settle()
                try other.settle()
                #expect(!old.unclaimed.contains { $0.type == "push" })
                #expect(!other.unclaimed.contains { $0.type == "push" })

                // Nobody acknowledged: both come again, on another connection too.
                latest.close()
                let next = try server.relayClient("gw")
                try next.send(["type": "catchup", "id": "u1"])
                #expect(try next.push("p1").text == joined.text)
                #expect(try next.push("p1").text == spoken.text)
                // Acknowledgements are cumulative.
                try next.send(["type": "ack", "conv": "p1", "seq": joined.json["seq"] ?? 0])
                try next.send(["type": "catchup", "id": "u2"])
                #expect(try next.push("p1").text == spoken.text)
                try next.send(["type": "ack", "conv": "p1", "seq": spoken.json["seq"] ?? 0])
                try next.send(["type": "catchup", "id": "u3"])
                let done = try next.say("p1", "好的")
                #expect(done.seq == (spoken.seq ?? 0) + 1)
                try next.settle()
                #expect(!next.unclaimed.contains { $0.type == "push" })
            }
        }
    }
}

/// The conversation that has waited longest.
func waitingConversation(_ officer: StaffClient) throws -> String? {
    try officer.ok("queue", ["limit": 200])["items"]?.array?.first?["conv"]?.string
}
