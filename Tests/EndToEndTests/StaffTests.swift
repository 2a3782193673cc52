// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// protocol.md, section B: staff.
    @Suite struct StaffTests {
        /// A petitioner who asked for a person, and the id that staff know the talk by.
        private func askForAPerson(_ relay: RelayClient, _ conv: String, _ officer: StaffClient) throws -> (
            turn: Frame, conv: String
        ) {
            let before = Set(try officer.ok("queue")["items"]?.array?.compactMap { $0["conv"]?.string } ?? [])
            _ = try relay.say(conv, "小区暖气不热 找物业没人管")
            let turn = try relay.say(conv, "人工")
            let items = try officer.ok("queue")["items"]?.array ?? []
            guard let item = items.first(where: { !before.contains($0["conv"]?.string ?? "") }) else {
                throw TestFailure("人工 does not lead into the queue: \(turn.text)")
            }
            return (turn, item["conv"]?.string ?? "")
        }

        @Test(
            "An officer claims a waiting talk, speaks, and hands it back; the petitioner is told, the bot is silent meanwhile"
        )
        func wholeHandOver() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                let watch = try officer.ok("watch", ["after": "now"])
                _ = watch
                let (asked, conv) = try askForAPerson(relay, "h1", officer)
                #expect(asked.owner == "queue")
                let waiting = try officer.event("handoff.waiting")
                #expect(waiting.conv == conv)
                let row = try #require(try officer.ok("queue")["items"]?.array?.first { $0["conv"]?.string == conv })
                #expect(row["reason"]?.string?.isEmpty == false && row["since"]?.string?.hasSuffix("+08:00") == true)
                let version = try #require(row["version"]?.int)

                // While it waits the bot goes on speaking.
                let meanwhile = try relay.say("h1", "城南小区三号楼")
                #expect(!meanwhile.said.isEmpty && meanwhile.owner == "queue")
                // So the version that the officer saw is stale.
                let stale = try officer.refusal(
                    "claim", ["conv": .string(conv), "version": .int(version)], code: "conflict")
                #expect(stale["text"]?.string?.isEmpty == false)
                let now = try #require(
                    try officer.ok("queue")["items"]?.array?.first { $0["conv"]?.string == conv }?["version"]?.int)
                #expect(now > version)
                let claimed = try officer.ok("claim", ["id": "c1", "conv": .string(conv), "version": .int(now)])
                #expect(claimed.version == now + 1)
                #expect(try officer.event("handoff.claimed").conv == conv)
                let joined = try relay.push("h1")
                #expect(joined.owner == "officer" && joined.message("notice") != nil && joined.said.contains("000"))

                // The bot is silent; the officer hears every line.
                let silent = try relay.say("h1", "我家老人冻病了")
                #expect(silent.messages.isEmpty && silent.owner == "officer")
                let heard = try officer.line(conv, from: "petitioner") { $0["text"]?.string == "我家老人冻病了" }
                #expect((heard.seq ?? 0) > now)
                try officer.ok("say", ["conv": .string(conv), "text": "先别急，我现在就给供热公司打电话。"])
                let spoken = try relay.push("h1") { $0.message("officer") != nil }
                #expect(spoken.message("officer")?["badge"]?.string == "000")
                #expect(spoken.message("officer")?["text"]?.string == "先别急，我现在就给供热公司打电话。")

                let released = try officer.ok("release", ["conv": .string(conv), "to": "bot"])
                #expect(released.version != nil)
                let event = try officer.event("handoff.released")
                #expect(event.conv == conv)
                let left = try relay.push("h1") { $0.owner == "bot" }
                #expect(left.message("notice") != nil)
                // The bot takes up where it was, and it ends in a receipt.
                var client = GenericClient()
                try client.run("") { try relay.say("h1", $0) }
                #expect(!client.receipts.isEmpty, "\(client.transcript)")
                let filed = try officer.event("case.filed") { $0.conv == conv }
                let number = client.receipts.first?["number"]?.string ?? ""
                #expect(filed["case"]?.string == number)
                #expect(filed["purpose"]?.string?.isEmpty == false && filed["unit"]?.string?.isEmpty == false)

                // What the officer may read of it: everything said, nobody's identity, no code.
                let lines =
                    try officer.ok("transcript", ["conv": .string(conv), "after": 0, "limit": 200])["items"]?.array
                    ?? []
                let from = Set(lines.compactMap { $0["from"]?.string })
                #expect(from.isSuperset(of: ["petitioner", "bot", "officer", "system"]))
                let all = JSON.array(lines).text
                #expect(all.contains("我家老人冻病了") && all.contains("供热公司"))
                let code = client.receipts.first?["code"]?.string ?? "none"
                #expect(!all.contains(code))
                for secret in [client.petitioner.name, client.petitioner.phone] {
                    #expect(!all.contains(secret), "\(secret) in the transcript")
                }
                let record = try officer.ok("case", ["number": .string(number)])
                #expect(record.text.contains(number))
                #expect(!record.text.contains(client.petitioner.name) && !record.text.contains(client.petitioner.phone))
                #expect(!record.text.contains(code))
            }
        }

        @Test(
            "Events come in commit order; watch after 0 tells them all, after a number the rest, now only the new ones")
        func watching() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let early = try server.staffClient()
                try early.ok("watch", ["after": "now"])
                for index in 0..<4 {
                    var client = GenericClient()
                    try client.run("小区暖气不热 找物业没人管") { try relay.say("w\(index)", $0) }
                }
                let live = try (0..<4).map { _ in try early.event("case.filed") }
                let seqs = live.compactMap(\.seq)
                #expect(seqs.count == 4 && seqs == seqs.sorted() && Set(seqs).count == 4)
                for frame in live {
                    #expect(frame["at"]?.string?.wholeMatch(of: /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00/) != nil)
                    #expect(frame["due"]?.string?.wholeMatch(of: /20\d\d-\d\d-\d\d/) != nil)
                }
                let late = try server.staffClient()
                try late.ok("watch", ["after": 0])
                #expect(try (0..<4).map { _ in try late.event("case.filed").text } == live.map(\.text))
                let middle = try server.staffClient()
                try middle.ok("watch", ["after": .int(seqs[1])])
                #expect(try middle.event("case.filed").text == live[2].text)
                #expect(try middle.event("case.filed").text == live[3].text)
                try middle.settle()
                #expect(!middle.unclaimed.contains { $0["event"]?.string == "case.filed" })
                let now = try server.staffClient()
                try now.ok("watch", ["after": "now"])
                try now.settle()
                #expect(!now.unclaimed.contains { $0.type == "event" })
            }
        }

        @Test("A command id of an officer is done once, however often it comes") func idempotentCommands() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                let (_, conv) = try askForAPerson(relay, "i1", officer)
                let claimed = try officer.ok("claim", ["id": "c1", "conv": .string(conv)])
                #expect(try officer.ok("claim", ["id": "c1", "conv": .string(conv)]).version == claimed.version)
                let said = try officer.ok("say", ["id": "s1", "conv": .string(conv), "text": "您好"])
                // Also after the line dropped, whatever the text.
                officer.close()
                let again = try server.staffClient()
                #expect(
                    try again.ok("say", ["id": "s1", "conv": .string(conv), "text": "别的话"]).version == said.version)
                let released = try again.ok("release", ["id": "r1", "conv": .string(conv), "to": "bot"])
                #expect(
                    try again.ok("release", ["id": "r1", "conv": .string(conv), "to": "bot"]).version
                        == released.version)
                _ = try relay.push("i1") { $0.owner == "bot" }
                try relay.settle()
                relay.dropUnclaimed()
                try relay.send(["type": "resume", "conv": "i1", "after": 0])
                try relay.settle()
                _ = try relay.say("i1", "", id: "behind")
                let pushes = relay.unclaimed.filter { $0.type == "push" }
                #expect(pushes.count == 3, "\(pushes.map(\.said))")
                #expect(pushes.filter { $0.message("officer") != nil }.count == 1)
            }
        }

        @Test("Of two officers who claim the same version one gets it") func oneOwner() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let one = try server.staffClient()
                let two = try server.staffClient(token: server.addOfficer("李强", badge: "021", roles: "intake,case"))
                let (_, conv) = try askForAPerson(relay, "o1", one)
                let version = try #require(try one.ok("queue")["items"]?.array?.first?["version"]?.int)
                try one.send(["type": "claim", "id": "a", "conv": .string(conv), "version": .int(version)])
                try two.send(["type": "claim", "id": "b", "conv": .string(conv), "version": .int(version)])
                let answers = [try one.answer(to: "a"), try two.answer(to: "b")]
                #expect(answers.filter { $0.type == "ok" }.count == 1)
                #expect(answers.filter { $0.code == "conflict" }.count == 1)
                // Who does not own it does not speak in it.
                let loser = answers[0].type == "ok" ? two : one
                try loser.refusal("say", ["conv": .string(conv), "text": "我也说一句"], code: "conflict")
                try loser.refusal(
                    "release", ["conv": .string(conv), "to": "bot", "version": .int(version)], code: "conflict")
            }
        }

        @Test("release passes a talk to the queue and to another officer; follow hears without owning") func passing()
            throws
        {
            try withServer { server in
                let relay = try server.relayClient()
                let one = try server.staffClient()
                let two = try server.staffClient(token: server.addOfficer("李强", badge: "021", roles: "intake,case"))
                let (_, conv) = try askForAPerson(relay, "p1", one)
                try one.ok("claim", ["conv": .string(conv)])
                _ = try relay.push("p1")
                let followed = try two.ok("follow", ["conv": .string(conv)])
                #expect(followed.version != nil)
                try one.ok("say", ["conv": .string(conv), "text": "我请李强同志来谈"])
                #expect(try two.line(conv, from: "officer")["text"]?.string == "我请李强同志来谈")
                try one.refusal(
                    "release", ["conv": .string(conv), "to": "officer", "badge": "777"], code: "not_found")
                try one.ok("release", ["conv": .string(conv), "to": "officer", "badge": "021"])
                let passed = try relay.push("p1") { $0.said.contains("021") }
                #expect(passed.owner == "officer")
                try one.refusal("say", ["conv": .string(conv), "text": "还在吗"], code: "conflict")
                try two.ok("say", ["conv": .string(conv), "text": "您好，我是李强"])
                #expect(
                    try relay.push("p1") { $0.said.contains("我是李强") }.message("officer")?[
                        "badge"]?.string == "021")
                try two.ok("release", ["conv": .string(conv), "to": "queue"])
                #expect(try relay.push("p1") { $0.owner == "queue" }.message("notice") != nil)
                #expect(try waitingConversation(one) == conv)
            }
        }

        @Test("A dropped officer's conversation returns to the queue, and the petitioner is told") func leases() throws
        {
            var options = ServerProcess.Options()
            options.further = ["--lease", "1"]
            try withServer(options) { server in
                let relay = try server.relayClient()
                let stays = try server.staffClient(token: server.addOfficer("李强", badge: "021", roles: "intake,case"))
                try stays.ok("watch", ["after": "now"])
                let drops = try server.staffClient()
                let (_, conv) = try askForAPerson(relay, "l1", stays)
                _ = try stays.event("handoff.waiting")
                try drops.ok("claim", ["conv": .string(conv)])
                _ = try relay.push("l1") { $0.owner == "officer" }
                drops.close()
                let told = try relay.push("l1") { $0.owner == "queue" }
                #expect(told.message("notice") != nil)
                #expect(try stays.event("handoff.waiting").conv == conv)
                let row = try #require(try stays.ok("queue")["items"]?.array?.first { $0["conv"]?.string == conv })
                #expect(row["reason"]?.string == "dropped")
                // The bot may speak again.
                #expect(!(try relay.say("l1", "还有人吗").said.isEmpty))
                // An officer who is there keeps what they own, for longer than the lease.
                try stays.ok("claim", ["conv": .string(conv)])
                _ = try relay.push("l1") { $0.owner == "officer" }
                let second = try server.staffClient()
                let (_, another) = try askForAPerson(relay, "l2", stays)
                try second.ok("claim", ["conv": .string(another)])
                second.close()
                _ = try relay.push("l2") { $0.owner == "queue" }
                try stays.ok("say", ["conv": .string(conv), "text": "我还在"])
            }
        }

        @Test("An officer enters a letter: the dialog runs on to a receipt") func dictation() throws {
            try withServer { server in
                let officer = try server.staffClient()
                var conv: JSON?
                var count = 0
                var client = GenericClient()
                try client.run("来信人说：小区暖气不热，找物业没人管，家里有八十岁老人。") { text in
                    count += 1
                    var members: [String: JSON] = ["id": .string("d\(count)"), "text": .string(text)]
                    if let conv { members["conv"] = conv } else { members["channel"] = "来信" }
                    let ok = try officer.ok("dictate", members)
                    conv = ok["conv"]
                    return ok
                }
                let receipt = try #require(client.receipts.first, "\(client.transcript)")
                Receipts.check(receipt)
                #expect(client.turns.allSatisfy { $0.version != nil })
                let listed = try #require(try server.cases().first)
                #expect(listed["number"] == receipt["number"])
                #expect(listed["channel"]?.string == "来信")
                // The same ids again: the same answers, and no second case.
                var again: [Frame] = []
                for (index, text) in client.said.enumerated() {
                    var members: [String: JSON] = ["id": .string("d\(index + 1)"), "text": .string(text)]
                    if index > 0, let conv { members["conv"] = conv } else { members["channel"] = "来信" }
                    again.append(try officer.ok("dictate", members))
                }
                #expect(again.map(\.version) == client.turns.map(\.version))
                #expect(again.map { $0.json["messages"] } == client.turns.map { $0.json["messages"] })
                #expect(try server.cases().count == 1)
            }
        }

        @Test("What an officer's roles do not allow is forbidden, what is not there is not found") func roles() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let admin = try server.staffClient()
                let (_, conv) = try askForAPerson(relay, "r1", admin)
                let casesOnly = try server.staffClient(token: server.addOfficer("赵敏", badge: "031", roles: "case"))
                try casesOnly.refusal("claim", ["conv": .string(conv)], code: "forbidden")
                try casesOnly.refusal("say", ["conv": .string(conv), "text": "您好"], code: "forbidden")
                try casesOnly.refusal("dictate", ["channel": "来信", "text": "信"], code: "forbidden")
                for (type, members) in [
                    ("claim", ["conv": "c999999"]), ("follow", ["conv": "c999999"]),
                    ("transcript", ["conv": "c999999"]),
                    ("claim", ["conv": "nothing"]), ("case", ["number": "XF202611230000171"]),
                ] as [(String, [String: JSON])] {
                    try admin.refusal(type, members, code: "not_found")
                }
                try admin.refusal("ack", ["event": 999_999], code: "not_found")
                try admin.send(["type": "catchup", "id": "x1"])
                _ = try admin.refusal(of: "x1", "unknown_type")
                try admin.send(["type": "release", "id": "x2", "conv": .string(conv), "to": "nirgends"])
                _ = try admin.refusal(of: "x2", "bad_request")
                try admin.send(["type": "watch", "id": "x3"])
                _ = try admin.refusal(of: "x3", "bad_request")
            }
        }

        @Test("A code typed where nobody asked for it is not in the transcript") func strayCode() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                let first = try relay.say("c1", "小区暖气不热 找物业没人管")
                let code = try #require(first.message("draft")?["code"]?.string, "\(first.text)")
                _ = try relay.say("c1", code)
                _ = try relay.say("c1", code.filter { $0 != " " })
                _ = try relay.say("c1", "人工")
                let conv = try #require(try waitingConversation(officer))
                let all = try officer.ok("transcript", ["conv": .string(conv)]).text
                #expect(all.contains("暖气"))
                #expect(!all.contains(code) && !all.contains(code.filter { $0 != " " }))
            }
        }

        @Test("The queue comes in pages, longest waiting first") func queuePages() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                var convs: [String] = []
                for index in 0..<5 { convs.append(try askForAPerson(relay, "q\(index)", officer).conv) }
                var seen: [String] = []
                var after: JSON?
                for _ in 0..<4 {
                    var members: [String: JSON] = ["limit": 2]
                    members["after"] = after
                    let page = try officer.ok("queue", members)
                    seen += page["items"]?.array?.compactMap { $0["conv"]?.string } ?? []
                    guard let next = page["next"], !next.isNull else { break }
                    after = next
                }
                #expect(seen == convs)
            }
        }
    }
}
