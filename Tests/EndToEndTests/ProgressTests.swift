// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// What petitioners learn of their case by number and code, and what they do with it there.
    @Suite struct ProgressTests {
        private func file(_ relay: RelayClient, _ conv: String) throws -> (number: String, code: String) {
            var client = GenericClient()
            try client.run("小区暖气不热 找物业没人管") { try relay.say(conv, $0) }
            let receipt = try #require(client.receipts.first, "\(client.transcript)")
            return (try #require(receipt["number"]?.string), try #require(receipt["code"]?.string))
        }

        /// Says 进度, number and code in a conversation of its own.
        private func look(_ relay: RelayClient, _ conv: String, _ number: String, _ code: String) throws -> Frame {
            _ = try relay.say(conv, "进度")
            _ = try relay.say(conv, number)
            return try relay.say(conv, code)
        }

        @Test("What they do goes through the table of acts, exactly once; what cannot be is refused kindly") func acts()
            throws
        {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                let (number, code) = try file(relay, "p1")
                let record: [String: JSON] = ["number": .string(number)]
                #expect(try look(relay, "p2", number, code).said.contains("登记的"))
                #expect(try relay.say("p2", "催", id: "u1").said.contains("记上了"))
                // The same id again is the same answer, and nothing is entered a second time.
                #expect(try relay.say("p2", "催", id: "u1").said.contains("记上了"))
                let urged = try officer.ok("case", record)
                #expect(urged.version == 2)
                #expect(urged["case"]?["events"]?.array?.last?["kind"]?.string == "urged")
                // Withdrawn by an officer meanwhile: urging is told to be of no use, and not entered.
                try officer.ok("act", ["case": .string(number), "act": "撤回"])
                _ = try relay.say("p2", "2")
                let refused = try relay.say("p2", "催")
                #expect(refused.said.contains("没有人在办"), "\(refused.text)")
                #expect(try officer.ok("case", record).version == 3)
            }
        }

        @Test("What was pushed is no news; what nobody heard is told once") func news() throws {
            try Workplace.withFolder { folder in
                var server = try ServerProcess(data: "\(folder)/data")
                defer { server.kill() }
                let found: (number: String, code: String)
                do {
                    let relay = try server.relayClient()
                    let officer = try server.staffClient()
                    found = try file(relay, "n1")
                    try officer.ok("act", ["case": .string(found.number), "act": "转送", "to": "县住建局"])
                    _ = try relay.push("n1") { $0.message("notice") != nil }
                    #expect(try !look(relay, "n2", found.number, found.code).said.contains("新消息"))
                }
                try server.stop()
                let done = try ChildProcess.run([
                    Workplace.executable, "case", "act", found.number, "分办", "unit=县住建局", "officer=021", "--data",
                    server.data, "--dialogs", Workplace.dialogs,
                ])
                #expect(done.code == 0, "\(done)")
                server = try ServerProcess(data: "\(folder)/data")
                let relay = try server.relayClient()
                let first = try look(relay, "n3", found.number, found.code)
                #expect(first.said.contains("新消息") && first.said.contains("由县住建局承办"), "\(first.text)")
                #expect(try !look(relay, "n4", found.number, found.code).said.contains("新消息"))
            }
        }

        @Test("Of two who share a matter each hears what is new to them, once; a paper is told with how it arrived")
        func shared() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                var client = GenericClient()
                try client.run("我们三个人一起来的，村里修路占了我们三家的地，没给补偿") { try relay.say("s1", $0) }
                let codes = client.receipts.compactMap { $0["code"]?.string }
                let number = try #require(client.receipts.first?["number"]?.string, "\(client.transcript)")
                try #require(codes.count == 2, "\(client.transcript)")
                let record: [String: JSON] = ["case": .string(number)]
                func act(_ name: String, _ fields: [String: JSON]) throws {
                    try officer.ok("act", record.merging(fields.merging(["act": .string(name)]) { $1 }) { $1 })
                }
                try act("转送", ["to": "县自然资源局"])
                try act("分办", ["unit": "县自然资源局", "officer": "021"])
                let paper = try #require(
                    try officer.ok("document", record.merging(["do": "issue", "kind": "去向告知书"]) { $1 })["document"]?
                        .string)
                let open = try look(relay, "s2", number, codes[0])
                // The first one was told at once.
                #expect(!open.said.contains("新消息") && open.said.contains("办的人是 021 号"), "\(open.text)")
                #expect(open.said.contains("《去向告知书》\(paper)") && open.said.contains("还没有送到您手上的记录"))
                let day = try #require(
                    try officer.ok("case", ["number": .string(number)])["case"]?["events"]?.array?.last)
                let on = String((day["at"]?.string ?? "").prefix(10))
                try act(
                    "送达",
                    ["paper": "其他文书", "method": "邮寄", "result": "签收", "on": .string(on), "document": .string(paper)])
                let second = try look(relay, "s3", number, codes[1])
                #expect(second.said.contains("新消息") && second.said.contains("由县自然资源局承办"), "\(second.text)")
                #expect(second.said.contains("邮寄送到"))
                #expect(try !look(relay, "s4", number, codes[1]).said.contains("新消息"))
            }
        }

        @Test("A lost code is given anew by an officer, audited; the old one is dead") func lostCode() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                let (number, code) = try file(relay, "l1")
                try officer.refusal("act", ["case": .string(number), "act": "换码", "reason": "丢了"], code: "bad_request")
                let act: [String: JSON] = [
                    "id": "c1", "case": .string(number), "act": "换码", "method": "身份证", "reason": "条子丢了",
                ]
                let fresh = try #require(try officer.ok("act", act)["code"]?.string)
                #expect(fresh != code && fresh.wholeMatch(of: /[0-9]{4} [0-9]{4} [0-9]{4}/) != nil)
                // The same command again gives the same code.
                #expect(try officer.ok("act", act)["code"]?.string == fresh)
                #expect(try !look(relay, "l2", number, code).said.contains("查到了"))
                #expect(try look(relay, "l3", number, fresh).said.contains("查到了"))
                let second = try #require(
                    try officer.ok("act", act.merging(["id": "c2"]) { $1 })["code"]?.string)
                #expect(second != fresh)
                #expect(try officer.ok("act", act)["code"]?.string == fresh)
                #expect(try look(relay, "l4", number, second).said.contains("查到了"))
            }
        }

        @Test("Two cases that are linked know of each other, in one act") func links() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                let (one, _) = try file(relay, "k1")
                let (two, _) = try file(relay, "k2")
                try officer.ok("act", ["case": .string(two), "act": "关联", "number": .string(one), "relation": "重复"])
                let links = try officer.ok("case", ["number": .string(one)])["case"]?["links"]?.array
                #expect(links?.first?["relation"]?.string == "重复件" && links?.first?["number"]?.string == two)
                try officer.refusal(
                    "act", ["case": .string(two), "act": "关联", "number": "XF202611230999993", "relation": "重复"],
                    code: "not_found")
            }
        }
    }
}
