// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

extension EndToEnd {
    /// What an operator sees.
    @Suite struct OperationsTests {
        /// A start that must fail: one clear message on standard error, a non-zero exit, no crash.
        private func expectRefusal(
            _ arguments: [String], mentions words: String..., environment: [String: String] = [:]
        ) throws {
            let done = try ChildProcess.run(arguments, environment: environment)
            #expect(done.code != 0 && done.code < 128, "exit \(done.code)")
            #expect(!done.output.contains("ready"))
            for word in words { #expect(done.errors.contains(word), "no “\(word)” in: \(done.errors)") }
            for noise in ["Fatal error", "Stack dump", "StoreError(", "Backtrace"] {
                #expect(!done.errors.contains(noise), "\(done.errors)")
            }
        }

        /// Runs `body` on a data folder that a server used and left in order.
        private func withUsedFolder(_ body: (String) throws -> Void) throws {
            try Workplace.withFolder { folder in
                let data = "\(folder)/data"
                let server = try ServerProcess(data: data)
                defer { server.kill() }
                try server.relayClient().say("c", "小区暖气不热 找物业没人管")
                #expect(try server.stop() == 0)
                try body(data)
            }
        }

        @Test("Listeners are announced in order, then ready; nothing else goes to standard output") func announcing()
            throws
        {
            var options = ServerProcess.Options()
            options.kiosks = ["", ",encoding=gb18030,label=2号机"]
            try withServer(options) { server in
                let names = server.announced.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
                #expect(
                    names == [
                        "listening kiosk", "listening kiosk", "listening relay", "listening web", "listening ops",
                        "ready",
                    ])
                #expect(Set(server.kiosks + [server.relay, server.web, server.ops]).count == 5)
                try server.relayClient().say("c", "小区暖气不热")
                #expect(server.child.output.text == server.announced.map { "\($0)\n" }.joined())
                for name in ["relay.token", "staff.token", "keys"] {
                    let attributes = try FileManager.default.attributesOfItem(atPath: "\(server.data)/\(name)")
                    let mode = (attributes[.posixPermissions] as? Int) ?? 0
                    #expect(mode & 0o077 == 0, "\(name) is open to others: \(String(mode, radix: 8))")
                }
            }
        }

        @Test("/livez, /readyz and /metrics") func opsRoutes() throws {
            try withServer { server in
                #expect(try server.get("/livez").status == 200)
                #expect(try server.get("/readyz").status == 200)
                #expect(try server.get("/nothing").status == 404)
                #expect(try server.metric("shouwen_turns_total") == 0)
                let relay = try server.relayClient()
                for index in 0..<3 { try relay.say("secret-conv", "小区暖气不热\(index)") }
                #expect(try server.metric("shouwen_turns_total") == 3)
                let body = try server.get("/metrics").body
                for line in body.split(separator: "\n") where !line.hasPrefix("#") {
                    #expect(
                        line.wholeMatch(of: /[a-z_:]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [0-9.e+-]+/) != nil,
                        "\(line)")
                }
                #expect(!body.contains("secret-conv") && !body.contains("wechat-gw") && !body.contains("暖气"))
            }
        }

        @Test("A second server on the folder is refused, and the first goes on") func secondServer() throws {
            try withServer { server in
                try expectRefusal(ServerProcess.arguments(data: server.data), mentions: server.data)
                #expect(try server.relayClient().say("c", "小区暖气不热").seq == 1)
            }
        }

        @Test("A port in use is named, with what to do") func portInUse() throws {
            try withServer { server in
                try Workplace.withFolder { folder in
                    try expectRefusal(
                        [
                            Workplace.executable, "serve", "--dialogs", Workplace.dialogs, "--data", "\(folder)/d",
                            "--kiosk",
                            "127.0.0.1:0", "--relay", "127.0.0.1:\(server.relay)", "--ops", "127.0.0.1:0",
                        ], mentions: "\(server.relay)", "in use")
                    try expectRefusal(
                        [
                            Workplace.executable, "serve", "--dialogs", Workplace.dialogs, "--data", "\(folder)/d",
                            "--kiosk", "127.0.0.1:0", "--relay", "127.0.0.1:0", "--web", "127.0.0.1:\(server.web)",
                            "--ops", "127.0.0.1:0",
                        ], mentions: "\(server.web)", "in use")
                }
            }
        }

        @Test("Wrong flags are refused with the words that help") func wrongFlags() throws {
            try Workplace.withFolder { folder in
                let serve = [Workplace.executable, "serve", "--dialogs", Workplace.dialogs, "--data", "\(folder)/d"]
                let rest = ["--relay", "127.0.0.1:0", "--ops", "127.0.0.1:0"]
                try expectRefusal(serve + ["--kiosk", "127.0.0.1:0,encoding=big5"] + rest, mentions: "big5", "gb18030")
                try expectRefusal(serve + ["--kiosk", "127.0.0.1:0,colour=red"] + rest, mentions: "colour")
                try expectRefusal(serve + ["--kiosk", "here"] + rest, mentions: "here")
                try expectRefusal(
                    serve + ["--kiosk", "127.0.0.1:0", "--relay", "0.0.0.0:0", "--ops", "127.0.0.1:0"],
                    mentions: "plain")
                try expectRefusal(
                    serve + ["--kiosk", "127.0.0.1:0", "--web", "0.0.0.0:0"] + rest, mentions: "plain",
                    "--web-certificate")
                try expectRefusal(serve + ["--kiosk", "127.0.0.1:0", "--lease", "0"] + rest, mentions: "lease")
                try expectRefusal(
                    [Workplace.executable, "serve", "--dialogs", "\(folder)/nothing", "--data", "\(folder)/d"],
                    mentions: "\(folder)/nothing")
            }
        }

        @Test("Flags win over environment over file") func configuration() throws {
            try Workplace.withFolder { folder in
                let file = "\(folder)/shouwen.yaml"
                try """
                shouwen:
                  kiosk: ["127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0"]
                  relay: "not an address"
                  ops: "127.0.0.1:0"

                """.write(toFile: file, atomically: true, encoding: .utf8)
                let child = try ChildProcess(
                    [
                        Workplace.executable, "serve", "--config", file, "--dialogs", Workplace.dialogs, "--data",
                        "\(folder)/d",
                        "--relay", "127.0.0.1:0", "--web", "none",
                    ], environment: ["SHOUWEN_KIOSK": "127.0.0.1:0;127.0.0.1:0,label=2号机", "SHOUWEN_RELAY": "nor this"])
                defer { child.kill() }
                var lines: [String] = []
                while let line = try child.output.line(within: 60) {
                    lines.append(String(line.prefix { $0 != ":" }))
                    if line == "ready" { break }
                }
                #expect(
                    lines == [
                        "listening kiosk 127.0.0.1", "listening kiosk 127.0.0.1", "listening relay 127.0.0.1",
                        "listening ops 127.0.0.1", "ready",
                    ], "\(child.errors.text)")
            }
        }

        @Test("A database without its keys is refused, and nothing is made in their place") func missingKeys() throws {
            try withUsedFolder { data in
                try FileManager.default.moveItem(atPath: "\(data)/keys", toPath: "\(data)/away")
                try expectRefusal(ServerProcess.arguments(data: data), mentions: "keys")
                #expect(!FileManager.default.fileExists(atPath: "\(data)/keys"))
                try FileManager.default.moveItem(atPath: "\(data)/away", toPath: "\(data)/keys")
                let server = try ServerProcess(data: data)
                defer { server.kill() }
                #expect(try server.relayClient().say("c", "", id: "m1").said.isEmpty == false)
            }
        }

        @Test("A damaged database is refused; doctor says so") func damaged() throws {
            try withUsedFolder { data in
                let path = "\(data)/desk.db"
                let whole = try #require(FileManager.default.contents(atPath: path))
                var broken = whole
                broken.replaceSubrange(0..<100, with: Data(repeating: 0x5A, count: 100))
                try broken.write(to: URL(fileURLWithPath: path))
                try expectRefusal(ServerProcess.arguments(data: data), mentions: "damaged")

                // Pages in the middle, which nobody would read at once.
                broken = whole
                try #require(whole.count > 5 * 4_096)
                broken.replaceSubrange(4_096..<whole.count, with: Data(repeating: 0x5A, count: whole.count - 4_096))
                try broken.write(to: URL(fileURLWithPath: path))
                try expectRefusal(ServerProcess.arguments(data: data), mentions: "damaged")
                let doctor = try ChildProcess.shouwen("doctor", "--data", data, "--dialogs", Workplace.dialogs)
                #expect(doctor.code != 0 && doctor.code < 128)
                let backup = try ChildProcess.shouwen(
                    "backup", "\(data)/b.db", "--data", data, "--dialogs", Workplace.dialogs)
                #expect(backup.code != 0 && backup.code < 128)

                try whole.write(to: URL(fileURLWithPath: path))
                let server = try ServerProcess(data: data)
                server.kill()
            }
        }

        @Test("A database of a later version is refused, and nothing in it is lost") func newerDatabase() throws {
            try withUsedFolder { data in
                let path = "\(data)/desk.db"
                try SQLiteLibrary.execute(
                    path, "INSERT INTO grdb_migrations VALUES ('v9999')", "PRAGMA user_version = 9999")
                try expectRefusal(ServerProcess.arguments(data: data), mentions: "newer", "9999")
                let backup = try ChildProcess.shouwen(
                    "backup", "\(data)/b.db", "--data", data, "--dialogs", Workplace.dialogs)
                #expect(backup.code != 0 && backup.code < 128)
                try SQLiteLibrary.execute(
                    path, "DELETE FROM grdb_migrations WHERE identifier = 'v9999'", "PRAGMA user_version = 1")
                let server = try ServerProcess(data: data)
                defer { server.kill() }
                #expect(try server.relayClient().say("c", "").seq == 2)
            }
        }

        @Test("SIGTERM: petitioners are told, every message is answered or told to wait, exit code 0")
        func drain() throws {
            try Workplace.withFolder { folder in
                let server = try ServerProcess(data: "\(folder)/data")
                defer { server.kill() }
                let kiosk = try server.kioskClient()
                _ = try kiosk.screen()
                _ = try kiosk.say("小区暖气不热半个月了 物业不管")
                let relay = try server.relayClient()
                try relay.say("warm", "")
                let ids = (0..<30).map { "d\($0)" }
                try relay.send(all: ids.map { RelayClient.saying("conv-\($0)", $0, "包工头欠我工钱") })
                _ = try relay.answer(to: "d0", type: "turn")
                server.child.signal(SIGTERM)
                let told = try kiosk.screenToEnd()
                #expect(told.contains("重启"), "\(told)")
                var turns: [Frame] = []
                var refused: [String] = []
                for id in ids.dropFirst() {
                    let answer = try relay.answer(to: id)
                    if answer.type == "turn" {
                        turns.append(answer)
                    } else {
                        #expect(answer.code == "draining" && (answer["retry_after"]?.int ?? 0) > 0, "\(answer.text)")
                        refused.append(id)
                    }
                }
                try relay.waitForClose()
                #expect(try server.child.wait(within: 60) == 0, "\(server.log)")

                let next = try ServerProcess(data: server.data)
                defer { next.kill() }
                let again = try next.relayClient()
                for turn in turns { #expect(try again.say(turn.conv ?? "", "", id: turn.re ?? "").text == turn.text) }
                for id in refused { #expect(try again.say("conv-\(id)", "包工头欠我工钱", id: id).seq == 1) }
                #expect(try next.stop() == 0)
            }
        }

        @Test("An idle server ends at once on SIGTERM and on SIGINT", arguments: [SIGTERM, SIGINT])
        func idleEnd(signal: Int32) throws {
            try withUsedFolder { data in
                let server = try ServerProcess(data: data)
                defer { server.kill() }
                server.child.signal(signal)
                #expect(try server.child.wait(within: 30) == 0)
                #expect(!FileManager.default.fileExists(atPath: "\(data)/desk.db-wal") || walSize(data) == 0)
            }
        }

        private func walSize(_ data: String) -> Int {
            FileManager.default.contents(atPath: "\(data)/desk.db-wal")?.count ?? 0
        }

        @Test("A backup made while serving is laid into a new folder and served; the epoch changes")
        func backupAndRestore() throws {
            try Workplace.withFolder { folder in
                let server = try ServerProcess(data: "\(folder)/data")
                defer { server.kill() }
                let token = try server.addOfficer("李强", badge: "021", roles: "intake,case")
                let relay = try server.relayClient()
                let epoch = relay.welcome["epoch"]
                var client = GenericClient()
                var ids: [String] = []
                try client.run("小区暖气不热 找物业没人管") { text in
                    ids.append(relay.newID())
                    return try relay.say("kept", text, id: ids.last)
                }
                try #require(!client.receipts.isEmpty, "\(client.transcript)")

                // Traffic goes on during the copy.
                let stop = DispatchSemaphore(value: 0)
                let ended = DispatchSemaphore(value: 0)
                let (port, relayToken) = (server.relay, try server.relayToken)
                Thread.detachNewThread {
                    defer { ended.signal() }
                    guard let busy = try? RelayClient(port: port, name: "busy", token: relayToken) else { return }
                    var count = 0
                    while stop.wait(timeout: .now()) == .timedOut {
                        count += 1
                        guard (try? busy.say("busy-\(count / 50)", "")) != nil else { return }
                    }
                }
                let file = "\(folder)/copy.db"
                let made = try ChildProcess.shouwen(
                    "backup", file, "--data", server.data, "--dialogs", Workplace.dialogs)
                stop.signal()
                ended.wait()
                #expect(made.code == 0, "\(made.errors)")
                let twice = try ChildProcess.shouwen(
                    "backup", file, "--data", server.data, "--dialogs", Workplace.dialogs)
                #expect(twice.code != 0, "an existing file was written over")
                #expect(try server.stop() == 0)

                let fresh = "\(folder)/restored"
                let restored = try ChildProcess.shouwen("restore", file, "--data", fresh)
                #expect(restored.code == 0, "\(restored.errors)")
                #expect(
                    try ChildProcess.shouwen("restore", file, "--data", fresh).code != 0, "restored over a database")
                try? FileManager.default.removeItem(atPath: "\(fresh)/keys")
                try FileManager.default.copyItem(atPath: "\(server.data)/keys", toPath: "\(fresh)/keys")
                let second = try ServerProcess(data: fresh)
                defer { second.kill() }
                let again = try second.relayClient()
                #expect(again.welcome["epoch"] != epoch && again.welcome["epoch"]?.string?.isEmpty == false)
                for (id, turn) in zip(ids, client.turns) {
                    #expect(try again.say("kept", "", id: id).text == turn.text)
                }
                #expect(try second.cases().map { $0["number"] } == [client.receipts.first?["number"]])
                #expect(try second.staffClient(token: token).welcome.type == "welcome")
                // Numbers given after the backup are not given again to somebody else.
                var later = GenericClient()
                try later.run("包工头欠我四万块工钱要不回来") { try again.say("later", $0) }
                #expect(later.receipts.first?["number"] != client.receipts.first?["number"])

                // A broken copy is found out.
                var broken = try #require(FileManager.default.contents(atPath: file))
                broken.replaceSubrange(4_096..<broken.count, with: Data(repeating: 0x5A, count: broken.count - 4_096))
                try broken.write(to: URL(fileURLWithPath: "\(folder)/broken.db"))
                let refused = try ChildProcess.shouwen("restore", "\(folder)/broken.db", "--data", "\(folder)/third")
                #expect(refused.code != 0 && refused.code < 128)
                #expect(!FileManager.default.fileExists(atPath: "\(folder)/third/desk.db"))
            }
        }

        @Test("Officers are added beside a running server and without one; a new token ends the old one")
        func addingOfficers() throws {
            try Workplace.withFolder { folder in
                let data = "\(folder)/data"
                var server = try ServerProcess(data: data)
                defer { server.kill() }
                let beside = try server.addOfficer("李强", badge: "021", roles: "intake,case")
                _ = try server.staffClient(token: beside)
                let renewed = try server.addOfficer("李强", badge: "021", roles: "intake,case")
                #expect(renewed != beside)
                _ = try server.staffClient(token: renewed)
                #expect(throws: TestFailure.self) { _ = try server.staffClient(token: beside) }
                #expect(try server.stop() == 0)
                let without = try server.addOfficer("赵敏", badge: "031", roles: "case")
                for arguments in [
                    ["--badge", "1", "--unit", "科", "--roles", "king"],
                    ["--badge", "号", "--unit", "科", "--roles", "case"],
                ] {
                    let done = try ChildProcess.run(
                        [Workplace.executable, "staff", "add", "某人", "--data", data, "--dialogs", Workplace.dialogs]
                            + arguments)
                    #expect(done.code != 0 && done.code < 128 && !done.errors.isEmpty)
                }
                server = try ServerProcess(data: data)
                _ = try server.staffClient(token: without)
                _ = try server.staffClient(token: renewed)
                let listed = try ChildProcess.shouwen("staff", "list", "--data", data, "--dialogs", Workplace.dialogs)
                #expect(listed.output.contains("李强") && listed.output.contains("031"))
                // The token itself is nowhere in the folder.
                for file in ["desk.db", "desk.db-wal"] {
                    guard let bytes = FileManager.default.contents(atPath: "\(data)/\(file)") else { continue }
                    #expect(bytes.range(of: Data(renewed.utf8)) == nil)
                }
            }
        }

        @Test(
            "due counts as the law says",
            arguments: [
                // Tuesday; nothing to move.
                ("转送", "2026-11-23", "2026-12-08", "2026-12-08"),
                // Saturday 19 September: Sunday the 20th is a make-up workday.
                ("转送", "2026-09-04", "2026-09-19", "2026-09-20"),
                // The last day is in the National Day week: 8 October is the next workday.
                ("告知", "2026-09-18", "2026-10-03", "2026-10-08"),
                ("办结", "2026-09-01", "2026-10-31", "2026-11-02"),
            ])
        func due(rule: String, from: String, nominal: String, effective: String) throws {
            let done = try ChildProcess.shouwen("due", rule, from, "--json", "--dialogs", Workplace.dialogs)
            #expect(done.code == 0, "\(done.errors)")
            let json = try JSON(parsing: done.output)
            #expect(json["rule"]?.string == rule && json["from"]?.string == from)
            #expect(json["nominal_due"]?.string == nominal)
            #expect(json["effective_due"]?.string == effective)
            #expect(json["provisional"]?.bool == false)
            #expect(json["steps"]?.array?.isEmpty == false)
            #expect(json["article"]?.string?.contains("信访工作条例") == true)
            #expect(json["calendar"]?.string?.isEmpty == false)
        }

        @Test("due refuses what it does not know") func dueRefuses() throws {
            for arguments in [["due", "没有", "2026-11-23"], ["due", "转送", "2026-02-30"], ["due", "转送", "昨天"]] {
                let done = try ChildProcess.run([Workplace.executable] + arguments + ["--dialogs", Workplace.dialogs])
                #expect(done.code != 0 && done.code < 128 && !done.errors.isEmpty && done.output.isEmpty)
            }
        }
    }
}
