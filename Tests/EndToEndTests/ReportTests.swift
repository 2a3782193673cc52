// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// Reports from the command line, beside a running server.
    @Suite struct ReportTests {
        private func file(_ relay: RelayClient, _ conv: String, _ words: String) throws -> String {
            var client = GenericClient()
            try client.run(words) { try relay.say(conv, $0) }
            return try #require(client.receipts.first?["number"]?.string, "\(client.transcript)")
        }

        @Test("A report counts what is registered, hides what is sealed, and comes out the same twice")
        func month() throws {
            try Workplace.withFolder { folder in
                let server = try ServerProcess(data: "\(folder)/data")
                defer { server.kill() }
                let plain = try server.addOfficer("孙丽", badge: "041", roles: "intake,case")
                let relay = try server.relayClient()
                let number = try file(relay, "a", "小区暖气不热 找物业没人管")
                _ = try file(relay, "b", "我要举报村会计贾喆镕 他把低保钱装自己口袋了")
                func report(_ arguments: [String]) throws -> ChildProcess.Finished {
                    try ChildProcess.run(
                        [Workplace.executable, "report"] + arguments
                            + ["--data", "\(folder)/data", "--dialogs", Workplace.dialogs])
                }
                let csv = try report(["month", "--format", "csv"])
                #expect(csv.code == 0, "\(csv.errors)")
                #expect(csv.output.contains("登记,1,没有数据,没有数据,"), "\(csv.output)")
                #expect(!csv.output.contains("举报,") && !csv.output.contains(number))
                #expect(try report(["month", "--format", "csv"]).output == csv.output)
                let html = "\(folder)/report.html"
                let page = try report(["quarter", "--format", "html", "--out", html, "--by", "topic"])
                #expect(page.code == 0 && page.output.isEmpty, "\(page.errors)")
                let written = try String(contentsOfFile: html, encoding: .utf8)
                #expect(written.hasPrefix("<!doctype html>") && written.contains("<svg") && !written.contains("贾喆镕"))
                #expect(try report(["month", "--sealed", "--token", plain]).code != 0)
                let sealed = try report(["month", "--format", "csv", "--sealed", "--token", server.staffToken])
                #expect(sealed.output.contains("登记,2,没有数据,没有数据,"), "\(sealed.errors)")
                #expect(try report(["sample", "--seed", "7"]).output.contains("种子 7"))
                #expect(try report(["notice"]).output.contains("各单位"))
                #expect(try report(["month", "--by", "person"]).code != 0)
                #expect(try report(["month", "--as-of", "昨天"]).code != 0)
            }
        }
    }
}
