// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// Officers lead a case to its end over the wire and from the command line.
    @Suite struct CaseActTests {
        private func file(_ relay: RelayClient, _ conv: String) throws -> String {
            var client = GenericClient()
            try client.run("小区暖气不热 找物业没人管") { try relay.say(conv, $0) }
            return try #require(client.receipts.first?["number"]?.string, "\(client.transcript)")
        }

        private func acts(_ frame: Frame) -> [String] {
            frame["case"]?["acts"]?.array?.compactMap { $0["act"]?.string } ?? []
        }

        @Test("A case shows where it stands, who answers for it, what comes next, and what may be done with what")
        func whatMayBeDone() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                let number = try file(relay, "a1")
                let found = try officer.ok("case", ["number": .string(number)])
                let record = try #require(found["case"])
                #expect(found.version == 1 && record["version"]?.int == 1)
                #expect(record["stage"]?.string == "registered" && record["state"]?.string == "已登记")
                #expect(record["owner"]?.string?.isEmpty == false)
                #expect(record["next"]?["date"]?.string?.wholeMatch(of: /20\d\d-\d\d-\d\d/) != nil)
                #expect(record["next"]?["article"]?.string?.contains("第二十二条") == true)
                #expect(Set(acts(found)).isSuperset(of: ["转送", "受理", "不予受理", "备注"]))
                #expect(!acts(found).contains("办结") && !acts(found).contains("登记"))
                let forward = try #require(record["acts"]?.array?.first { $0["act"]?.string == "转送" })
                let to = try #require(forward["needs"]?.array?.first { $0["field"]?.string == "to" })
                #expect(to["required"]?.bool == true && to["label"]?.string == "去向单位")
            }
        }

        @Test("An act that does not fit is refused with its reasons and changes nothing") func refusals() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                let stranger = try server.staffClient(
                    token: server.addOfficer("李强", badge: "077", unit: "县水利局", roles: "case"))
                let number = JSON.string(try file(relay, "r1"))
                try officer.refusal("act", ["case": number, "act": "吹牛"], code: "bad_request")
                try officer.refusal("act", ["case": number, "act": "登记"], code: "bad_request")
                try officer.refusal("act", ["case": number, "act": "转送"], code: "bad_request")
                let early = try officer.refusal("act", ["case": number, "act": "办结"], code: "conflict")
                #expect(early["text"]?.string?.contains("报结") == true)
                let other = try stranger.refusal("act", ["case": number, "act": "受理", "way": 6], code: "forbidden")
                #expect(other["text"]?.string?.contains("077") == true)
                let bare = try officer.refusal("act", ["case": number, "act": "不予受理"], code: "bad_request")
                for field in ["ground", "reason", "document"] {
                    #expect(bare["text"]?.string?.contains(field) == true, "\(bare.text)")
                }
                try officer.refusal(
                    "act", ["case": number, "act": "备注", "text": "看看", "version": 9], code: "conflict")
                try officer.refusal("act", ["case": "XF202611230999999", "act": "备注", "text": "1"], code: "not_found")
                #expect(try officer.ok("case", ["number": number]).version == 1)
            }
        }

        @Test("An act is done once, however often its id comes, and answers the same whatever came after") func once()
            throws
        {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                try officer.ok("watch", ["after": "now"])
                let number = JSON.string(try file(relay, "o1"))
                let act: [String: JSON] = ["id": "x1", "case": number, "act": "受理", "way": 6, "version": 1]
                #expect(try officer.ok("act", act).version == 2)
                _ = try officer.event("case.changed") { $0["act"]?.string == "accepted" }
                #expect(try officer.ok("act", ["case": number, "act": "备注", "text": "打过电话"]).version == 3)
                officer.close()
                let again = try server.staffClient()
                #expect(try again.ok("act", act).version == 2)
                let record = try again.ok("case", ["number": number])
                #expect(record.version == 3 && record["case"]?["stage"]?.string == "accepted")
                let entry = try #require(record["case"]?["events"]?.array?.first { $0["kind"]?.string == "accepted" })
                #expect(entry["fields"]?["way"]?.string == "6")
            }
        }

        @Test("Of acts of two officers that are sent at once each is decided on what the other has done") func atOnce()
            throws
        {
            try withServer { server in
                let relay = try server.relayClient()
                let one = try server.staffClient()
                let two = try server.staffClient(token: server.addOfficer("李强", badge: "021", roles: "case,admin"))
                let number = JSON.string(try file(relay, "t1"))
                for index in 0..<3 {
                    for client in [one, two] {
                        try client.send([
                            "type": "act", "id": .string("n\(index)"), "case": number, "act": "备注", "text": "一句",
                        ])
                    }
                }
                for client in [one, two] {
                    try client.send(["type": "act", "id": "accept", "case": number, "act": "受理", "way": 6])
                }
                for client in [one, two] {
                    for index in 0..<3 { #expect(try client.answer(to: "n\(index)").type == "ok") }
                }
                let answers = [try one.answer(to: "accept"), try two.answer(to: "accept")]
                #expect(answers.filter { $0.type == "ok" }.count == 1)
                #expect(answers.filter { $0.code == "conflict" }.count == 1)
                #expect(try one.ok("case", ["number": number]).version == 8)
            }
        }

        @Test("From registration to the archive, with what the petitioner is told on the way") func wholeLife() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let one = try server.staffClient()
                let two = try server.staffClient(token: server.addOfficer("李强", badge: "021", roles: "case,admin"))
                let number = JSON.string(try file(relay, "l1"))
                let today = try #require(
                    one.ok("case", ["number": number])["case"]?["filed_at"]?.string?.prefix(10).description)
                func act(_ client: StaffClient, _ name: String, _ fields: [String: JSON] = [:]) throws {
                    try client.ok("act", fields.merging(["case": number, "act": .string(name)]) { $1 })
                }
                try act(one, "转送", ["to": "县住建局"])
                let told = try relay.push("l1") { $0.message("notice") != nil }
                #expect(told.said.contains("已经转送县住建局") && told.said.contains("XF"))
                try act(one, "分办", ["unit": "县住建局", "officer": "021"])
                try act(two, "告知", ["document": "告1号"])
                try act(two, "受理", ["way": 6])
                try act(two, "面谈", ["on": .string(today), "text": "看了房子"])
                try act(two, "答复", ["outcome": "支持", "text": "限期修好", "document": "意1号", "basis": "供热条例"])
                try act(two, "送达", ["paper": "处理意见书", "method": "当面", "result": "签收", "on": .string(today)])
                try act(two, "信访人意见", ["opinion": "同意"])
                try act(two, "到位", ["measure": "解决问题到位", "evidence": "复测 20 度"])
                try act(two, "报结", ["text": "已修好"])
                let four: [String: JSON] = ["facts": "清", "character": "准", "handling": "当", "formalities": "备"]
                try two.refusal(
                    "act", four.merging(["case": number, "act": "审核"]) { $1 }, code: "forbidden")
                try act(one, "审核", four)
                try act(one, "办结")
                try act(one, "归档")
                let record = try one.ok("case", ["number": number])
                #expect(record["case"]?["state"]?.string == "已归档" && record["case"]?["unit"]?.string == "县住建局")
                #expect(record["case"]?["open"]?.bool == false)
                let clocks = record["case"]?["clocks"]?.array ?? []
                for rule in ["转送", "办结"] {
                    #expect(clocks.first { $0["rule"]?.string == rule }?["status"]?.string == "met", "\(rule)")
                }
            }
        }

        @Test("The command line acts through the running server, and in the store when none runs") func commandLine()
            throws
        {
            try Workplace.withFolder { folder in
                let server = try ServerProcess(data: "\(folder)/data")
                defer { server.kill() }
                let relay = try server.relayClient()
                let number = try file(relay, "c1")
                let common = ["--data", server.data, "--dialogs", Workplace.dialogs]
                func shouwen(_ arguments: [String]) throws -> ChildProcess.Finished {
                    try ChildProcess.run([Workplace.executable] + arguments)
                }
                func act(_ arguments: String...) throws -> ChildProcess.Finished {
                    try shouwen(["case", "act", number] + arguments + common)
                }
                let done = try act("受理", "way=6", "--id", "x1")
                #expect(done.code == 0 && done.output.contains("第 2 版"), "\(done)")
                let missing = try act("延期", "days=10")
                #expect(missing.code == 1 && missing.errors.contains("批准人"), "\(missing)")
                #expect(try act("备注", "没有等号").code != 0)
                try server.stop()
                let again = try act("受理", "way=6", "--id", "x1")
                #expect(again.code == 0 && again.output.contains("第 2 版"), "\(again)")
                let offline = try act("备注", "text=停机时记的")
                #expect(offline.code == 0 && offline.output.contains("第 3 版"), "\(offline)")
                #expect(try act("归档").errors.contains("已受理"))
                let shown = try shouwen(["case", "show", number] + common)
                #expect(shown.output.contains("停机时记的") && shown.output.contains("已受理"), "\(shown)")
            }
        }

        @Test("The table of acts on the command line is the page in docs") func table() throws {
            let done = try ChildProcess.shouwen("case", "acts", "--table")
            #expect(done.code == 0 && done.output.contains("| 受理 |"))
            let one = try ChildProcess.shouwen("case", "acts", "受理")
            #expect(one.output.contains("way=") && !one.output.contains("延期"))
        }
    }
}
