// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// What officers find beside a case, and what they teach by putting one right.
    @Suite struct InsightTests {
        private func file(_ relay: RelayClient, _ conv: String, _ first: String) throws -> String {
            var client = GenericClient()
            try client.run(first) { try relay.say(conv, $0) }
            return try #require(client.receipts.first?["number"]?.string, "\(client.transcript)")
        }

        @Test("A case carries how it is understood, and the earlier filing of the same person, with the reasons")
        func besideACase() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                let story = "我们小区三号楼的暖气一直不热，屋里只有十三度，找物业找了四五回都说管道老化没办法"
                let first = try file(relay, "i1", story)
                let second = try file(relay, "i2", story)
                // The first is marked soon after it was filed.
                let deadline = Date().addingTimeInterval(Socket.patience)
                var record: JSON?
                repeat {
                    record = try officer.ok("case", ["number": .string(second)])["case"]
                } while record?["repeats"]?.array?.isEmpty != false && Date() < deadline
                let like = try #require(record?["repeats"]?.array?.first, "\(record?.text ?? "")")
                #expect(like["number"]?.string == first && like["same_person"]?.bool == true)
                #expect(like["words"]?.array?.isEmpty == false)
                let heard = try #require(record?["understanding"])
                #expect(heard["purposes"]?.array?.first?["label"]?.string == "求决")
                let reasons = try #require(heard["reasons"]?.array)
                #expect(!reasons.isEmpty)
                let particulars = record?["particulars"]?.array ?? []
                for reason in reasons {
                    let particular = particulars.first { $0["key"] == reason["particular"] }
                    let scalars = Array(try #require(particular?["text"]?.string).unicodeScalars)
                    let (from, to) = (try #require(reason["from"]?.int), try #require(reason["to"]?.int))
                    try #require(from < to && to <= scalars.count)
                    var text = String.UnicodeScalarView()
                    text.append(contentsOf: scalars[Int(from)..<Int(to)])
                    #expect(String(text) == reason["text"]?.string)
                }
                let shown = try ChildProcess.shouwen(
                    "case", "show", second, "--data", server.data, "--dialogs", server.options.dialogs)
                #expect(shown.code == 0, "\(shown.errors)")
                #expect(shown.output.contains(first) && shown.output.contains("同一个电话或者证件号"))
                #expect(!shown.output.contains("13800001234"))
            }
        }

        @Test("What an officer puts right is exported as an example that eval and train read")
        func learning() throws {
            try withServer { server in
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                let number = JSON.string(try file(relay, "l1", "小区暖气不热 找物业没人管"))
                func correct(_ field: String, _ value: String) throws {
                    _ = try officer.ok(
                        "act",
                        [
                            "case": number, "act": "更正", "field": .string(field), "value": .string(value),
                            "reason": "看错了",
                        ])
                }
                try correct("信访目的", "建议")
                try correct("该给的答复", "供暖报修")
                let data = ["--data", server.data, "--dialogs", server.options.dialogs]
                let exported = try ChildProcess.run([Workplace.executable, "examples", "export"] + data)
                #expect(exported.code == 0, "\(exported.errors)")
                #expect(exported.output.contains("暖气不热") && exported.output.contains("purpose: 建议"))
                #expect(!exported.output.contains("13800001234") && !exported.output.contains("王秀兰"))
                let file = server.data + "/ours.yaml"
                try exported.output.write(toFile: file, atomically: true, encoding: .utf8)
                let measured = try ChildProcess.shouwen("eval", file, "--dialogs", server.options.dialogs)
                #expect(measured.code == 0 && measured.output.contains("1 句"), "\(measured.errors)")
                let trained = try ChildProcess.shouwen(
                    "train", "--data", file, "--dialogs", server.options.dialogs, "--out", server.data + "/model.yaml")
                #expect(trained.code == 0, "\(trained.errors)")
                let answers = try ChildProcess.run([Workplace.executable, "examples", "export", "--answers"] + data)
                #expect(answers.code == 0 && answers.output.hasPrefix("供暖报修\t"), "\(answers.output)")
            }
        }
    }
}
