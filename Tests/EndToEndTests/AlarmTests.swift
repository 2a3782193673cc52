// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// A safety alert rings the officer on duty, must be acknowledged, and goes on to the next.
    @Suite struct AlarmTests {
        /// Copies the dialogs with a roster of 012, then 015, at all hours.
        private func withRoster<T>(_ body: (String) throws -> T) throws -> T {
            try Workplace.withFolder { folder in
                let dialogs = "\(folder)/dialogs"
                try FileManager.default.copyItem(
                    at: URL(fileURLWithPath: Workplace.dialogs).resolvingSymlinksInPath(),
                    to: URL(fileURLWithPath: dialogs))
                let path = "\(dialogs)/office.yaml"
                var lines: [Substring] = []
                var skipping = false
                let text = try String(contentsOfFile: path, encoding: .utf8)
                for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                    if let first = line.first, first != " ", first != "#", first != "-" {
                        skipping = line.hasPrefix("duty:")
                    }
                    if !skipping { lines.append(line) }
                }
                let days = "[周一, 周二, 周三, 周四, 周五, 周六, 周日]"
                let roster = """

                    duty:
                      reserve: "015"
                      roster:
                        - {badge: "012", days: \(days), hours: "00:00-24:00"}
                        - {badge: "015", days: \(days), hours: "00:00-24:00"}

                    """
                try (lines.joined(separator: "\n") + roster).write(toFile: path, atomically: true, encoding: .utf8)
                return try body(dialogs)
            }
        }

        private static let danger = "跑了三年没人管 药都攒够了 今天最后一趟"

        @Test("An alert rings who is on duty, names the place, goes on to the next, and ends with the acknowledgement")
        func alertGoesOn() throws {
            try withRoster { dialogs in
                var options = ServerProcess.Options()
                options.dialogs = dialogs
                options.kiosks = [",label=1号机", ",label=2号机"]
                options.further = ["--alarm", "3"]
                try withServer(options) { server in
                    // The one who comes second on the roster is there first.
                    let second = try server.staffClient(
                        token: server.addOfficer("李强", badge: "015", roles: "intake,case"))
                    try second.ok("watch", ["after": "now"])
                    let first = try server.staffClient(
                        token: server.addOfficer("王敏", badge: "012", roles: "intake,case"))
                    try first.ok("watch", ["after": "now"])

                    let kiosk = try server.kioskClient(1)
                    _ = try kiosk.screen()
                    let asked = try kiosk.say(Self.danger)
                    let rung = try first.event("safety.alert")
                    #expect(rung["kiosk"]?.string == "2号机")
                    try second.settle()
                    #expect(!second.unclaimed.contains { $0["event"]?.string == "safety.alert" })
                    // The person is asked one thing and told the truth.
                    #expect(asked.contains("药") && asked.contains("1. "), "\(asked)")
                    try kiosk.type("1")
                    let said = try kiosk.screen(containing: "正在叫")
                    #expect(said.contains("012") && said.contains("2号机") && said.contains("12356"), "\(said)")
                    for lie in ["马上就来", "已经报警", "已报警", "想开点"] { #expect(!(asked + said).contains(lie)) }
                    // Nobody acknowledges: it goes on, and the petitioner is told the truth.
                    let passedOn = try second.event("safety.alert")
                    #expect(passedOn.seq == rung.seq)
                    while !["没叫到人", "人还没到"].contains(where: kiosk.everything.contains) { _ = try kiosk.screen() }

                    let seq = try #require(rung.seq)
                    try second.ok("ack", ["event": .int(seq)])
                    #expect(try server.metric("shouwen_alarms_open") == 0)
                    // Acknowledging again changes nothing.
                    #expect(try first.ask("ack", ["event": .int(seq)]).type == "ok")
                    // Who comes now is not rung any more.
                    let late = try server.staffClient()
                    try late.settle()
                    #expect(!late.unclaimed.contains { $0["event"]?.string == "safety.alert" })
                    // The form is stopped and a person can take over.
                    let conv = try #require(try waitingConversation(first))
                    try first.ok("claim", ["conv": .string(conv)])
                    #expect(try kiosk.screen(containing: "012").contains("工作人员"))
                    try first.ok("say", ["conv": .string(conv), "text": "大哥，我就在您右手边。"])
                    #expect(try kiosk.screen(containing: "右手边").contains("012"))
                    // The alert holds none of the words.
                    #expect(!rung.text.contains("攒够"))
                }
            }
        }

        @Test("An alert from a relay names the relay; it is still ringing after a restart") func alertOutlivesARestart()
            throws
        {
            try withRoster { dialogs in
                try Workplace.withFolder { folder in
                    var options = ServerProcess.Options()
                    options.dialogs = dialogs
                    let server = try ServerProcess(data: "\(folder)/data", options)
                    defer { server.kill() }
                    let token = try server.addOfficer("王敏", badge: "012", roles: "intake,case")
                    let turn = try server.relayClient("village-gw").say("w1", Self.danger)
                    #expect(!turn.said.isEmpty)
                    server.kill()
                    let next = try ServerProcess(data: "\(folder)/data", options)
                    defer { next.kill() }
                    let officer = try next.staffClient(token: token)
                    let rung = try officer.event("safety.alert")
                    #expect(rung["kiosk"]?.string == "village-gw")
                    try officer.ok("ack", ["event": rung.json["seq"] ?? 0])
                }
            }
        }
    }
}
