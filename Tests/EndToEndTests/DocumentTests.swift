// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// Documents are drafted, issued and printed over the wire and from the command line.
    @Suite struct DocumentTests {
        private func file(_ relay: RelayClient, _ conv: String) throws -> String {
            var client = GenericClient()
            try client.run("小区暖气不热 找物业没人管") { try relay.say(conv, $0) }
            return try #require(client.receipts.first?["number"]?.string, "\(client.transcript)")
        }

        private func later(_ days: Int) -> String {
            let now = Date().addingTimeInterval(Double(8 * 3600 + days * 86_400))
            return String(now.ISO8601Format().prefix(10))
        }

        @Test("A document says what is missing, goes out once with its number, and stands in the ledger") func issue()
            throws
        {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                let number = JSON.string(try file(relay, "d1"))
                let order: [String: JSON] = ["do": "draft", "case": number, "kind": "转送函"]
                let empty = try officer.ok("document", order)
                #expect(empty["text"]?.string?.contains("草稿") == true)
                #expect(empty["missing"]?.array?.contains { $0["field"]?.string == "去向单位" } == true)
                let bare = try officer.refusal(
                    "document", ["do": "issue", "case": number, "kind": "转送函"], code: "bad_request")
                for word in ["第二十二条", "去向单位="] { #expect(bare["text"]?.string?.contains(word) == true) }
                try officer.refusal("document", ["do": "issue", "case": number, "kind": "转让函"], code: "bad_request")
                try officer.refusal(
                    "act", ["case": number, "act": "出具文书", "paper": "转送函", "document": "假1号"], code: "forbidden")

                let fields: JSON = ["去向单位": "县住建局"]
                let issue: [String: JSON] = [
                    "id": "i1", "do": "issue", "case": number, "kind": "转送函", "fields": fields, "version": 1,
                ]
                let done = try officer.ok("document", issue)
                let paper = try #require(done["document"]?.string)
                #expect(paper.hasPrefix("某信转〔20") && paper.hasSuffix("〕1号"))
                #expect(done.version == 2 && done["entry"]?.int == 2 && done["edition"]?.int == 1)
                let again = try officer.ok("document", issue)
                #expect(again["document"]?.string == paper && again.version == 2)
                try officer.refusal(
                    "document",
                    ["do": "issue", "case": number, "kind": "转送函", "fields": fields, "version": 1], code: "conflict")
                let second = try officer.ok(
                    "document", ["do": "issue", "case": number, "kind": "转送函", "fields": fields])
                #expect(second["document"]?.string?.hasSuffix("〕2号") == true && second["edition"]?.int == 2)

                let list = try officer.ok("document", ["do": "list", "case": number])
                #expect(list["documents"]?.array?.compactMap { $0["document"]?.string }.count == 2)
                #expect(list["kinds"]?.array?.contains { $0["kind"]?.string == "信访处理意见书" } == true)
                let record = try officer.ok("case", ["number": number])
                let entry = try #require(record["case"]?["events"]?.array?.first { $0["kind"]?.string == "issued" })
                #expect(entry["fields"]?["document"]?.string == paper && entry["fields"]?["paper"]?.string == "转送函")
                #expect(record["case"]?["stage"]?.string == "registered")
                try officer.ok("act", ["case": number, "act": "转送", "to": "县住建局", "document": .string(paper)])

                let html = try officer.ok("document", ["do": "show", "document": .string(paper), "as": "html"])
                for word in ["<html", paper] { #expect(html["html"]?.string?.contains(word) == true) }
                let named = try officer.ok("document", ["do": "print", "document": .string(paper)])
                #expect(named["text"]?.string?.contains("15 日内书面告知") == true)
                try officer.refusal("document", ["do": "show", "document": "某信转〔2020〕9号"], code: "not_found")
                try officer.refusal("document", ["do": "burn", "document": .string(paper)], code: "bad_request")
            }
        }

        @Test("What binds the petitioner is issued by whoever answers for the case") func authority() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let stranger = try server.staffClient(
                    token: server.addOfficer("李强", badge: "077", unit: "县水利局", roles: "case"))
                let number = JSON.string(try file(relay, "w1"))
                let order: [String: JSON] = [
                    "do": "issue", "case": number, "kind": "不予受理告知书", "fields": ["情形": "越级走访", "理由": "走错门"],
                ]
                let refused = try stranger.refusal("document", order, code: "forbidden")
                #expect(refused["text"]?.string?.contains("077") == true)
            }
        }

        @Test("The command line issues through the running server, and in the store when none runs") func commandLine()
            throws
        {
            try Workplace.withFolder { folder in
                let server = try ServerProcess(data: "\(folder)/data")
                defer { server.kill() }
                let relay = try server.relayClient()
                let number = try file(relay, "c1")
                let common = ["--data", server.data, "--dialogs", Workplace.dialogs]
                func document(_ arguments: String...) throws -> ChildProcess.Finished {
                    try ChildProcess.run([Workplace.executable, "document"] + arguments + common)
                }
                let urge = ["去向单位=县住建局", "反馈期限=\(later(9))", "办理要求=说明办到哪一步。"]
                let done = try document("issue", number, "催办函", urge[0], urge[1], urge[2], "--id", "x1")
                #expect(done.code == 0 && done.output.contains("〕1号，第 1 版"), "\(done)")
                let missing = try document("issue", number, "督办函", urge[0])
                #expect(missing.code == 1 && missing.errors.contains("第四十条"), "\(missing)")
                #expect(try document("issue", number, "催办函", "没有等号").code != 0)
                try server.stop()
                let again = try document("issue", number, "催办函", urge[0], urge[1], urge[2], "--id", "x1")
                #expect(again.code == 0 && again.output.contains("〕1号，第 1 版"), "\(again)")
                let more = try document("issue", number, "催办函", urge[0], urge[1], urge[2])
                #expect(more.code == 0 && more.output.contains("〕2号，第 2 版"), "\(more)")
                let list = try document("list", number)
                for word in ["〕1号", "〕2号", "可以出具"] { #expect(list.output.contains(word), "\(list)") }
                let paper = try #require(list.output.split(separator: " ").first.map(String.init))
                let shown = try document("show", paper)
                #expect(shown.output.contains("说明办到哪一步。") && shown.output.contains(paper), "\(shown)")
                let printed = try document("print", paper)
                #expect(printed.output.contains("<!DOCTYPE html>"), "\(printed)")
                let draft = try document("draft", number, "受理告知书")
                #expect(draft.code == 0 && draft.errors.contains("接收情况"), "\(draft)")
            }
        }
    }
}
