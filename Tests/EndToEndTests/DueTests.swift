// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// Dates that draw near are told by the running server, once, whatever happens to it.
    @Suite struct DueTests {
        /// Copies the dialogs and gives 转送 another length.
        private func forward(_ dialogs: String, days: Int) throws {
            let path = "\(dialogs)/rules/信访工作条例.yaml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            var isForward = false
            let changed = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                if line.contains("- id: ") { isForward = line.hasSuffix("- id: 转送") }
                return isForward && line.hasPrefix("    length: ") ? "    length: \(days)" : String(line)
            }.joined(separator: "\n")
            try #require(changed != text)
            try changed.write(toFile: path, atomically: true, encoding: .utf8)
        }

        private func file(_ relay: RelayClient, _ conv: String, _ words: String) throws -> String {
            var client = GenericClient()
            try client.run(words) { try relay.say(conv, $0) }
            guard let number = client.receipts.first?["number"]?.string else {
                throw TestFailure("nothing was registered:\n\(client.transcript)")
            }
            return number
        }

        @Test("A date near is told once, also over a kill; a changed rule moves it, says so, and it is told anew")
        func dueSoon() throws {
            try Workplace.withFolder { folder in
                let dialogs = "\(folder)/dialogs"
                try FileManager.default.copyItem(
                    at: URL(fileURLWithPath: Workplace.dialogs).resolvingSymlinksInPath(),
                    to: URL(fileURLWithPath: dialogs))
                // Two days, with a reminder of three: near as soon as it is looked at.
                try forward(dialogs, days: 2)
                let options = ServerProcess.Options(dialogs: dialogs)
                var server = try ServerProcess(data: "\(folder)/data", options)
                defer { server.kill() }
                let plainToken = try server.addOfficer("孙丽", badge: "041", roles: "intake,case")
                var relay = try server.relayClient()
                var officer = try server.staffClient()
                var plain = try server.staffClient(token: plainToken)
                try officer.ok("watch", ["after": 0])
                try plain.ok("watch", ["after": 0])
                let secret = try file(relay, "a", "我要举报村会计贾喆镕 他把低保钱装自己口袋了")
                let number = try file(relay, "b", "小区暖气不热 找物业没人管")
                for number in [secret, number] {
                    try officer.ok("act", ["case": .string(number), "act": "备注", "text": "看过了"])
                }
                let told = try officer.event("case.due_soon") { $0["case"]?.string == number }
                #expect(told["rule"]?.string == "转送" && told["days"]?.string == "2")
                #expect(told["unit"]?.string?.isEmpty == false && told["stage"]?.string == "due_soon")
                let due = try #require(told["due"]?.string)
                _ = try officer.event("case.due_soon") { $0["case"]?.string == secret }
                _ = try plain.event("case.due_soon") { $0["case"]?.string == number }
                try plain.settle()
                #expect(!plain.unclaimed.contains { $0["case"]?.string == secret })

                server.kill()
                server = try ServerProcess(data: "\(folder)/data", options)
                relay = try server.relayClient()
                officer = try server.staffClient()
                plain = try server.staffClient(token: plainToken)
                try officer.ok("watch", ["after": "now"])
                try officer.ok("act", ["case": .string(number), "act": "备注", "text": "再看一次"])
                // The rules change: every open clock is counted anew, and that is said.
                try forward(dialogs, days: 3)
                let moved = try officer.event("case.changed") {
                    $0["case"]?.string == number && $0["act"]?.string == "redated"
                }
                let again = try officer.event("case.due_soon") { $0["case"]?.string == number }
                #expect(again["due"]?.string != due)
                #expect((moved.seq ?? 0) < (again.seq ?? 0))
                let record = try officer.ok("case", ["number": .string(number)])
                #expect(record.text.contains("redated") && record.text.contains("转送：\(due)"))

                try plain.ok("watch", ["after": 0])
                _ = try plain.event("case.due_soon") { $0["due"]?.string == due }
                _ = try plain.event("case.due_soon") { $0["due"]?.string != due }
                try plain.settle()
                #expect(
                    !plain.unclaimed.contains {
                        $0["event"]?.string == "case.due_soon" || $0["case"]?.string == secret
                    })
            }
        }
    }
}
