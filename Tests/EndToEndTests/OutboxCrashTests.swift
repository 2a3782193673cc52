// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// Reminders on their way out while the server is killed.
    @Suite struct OutboxCrashTests {
        /// Dialogs in which a date is near as soon as a case is there, and a reminder leaves for it, whatever day it is.
        private func dialogs(in folder: String) throws -> String {
            let dialogs = "\(folder)/dialogs"
            try FileManager.default.copyItem(
                at: URL(fileURLWithPath: Workplace.dialogs).resolvingSymlinksInPath(), to: URL(fileURLWithPath: dialogs)
            )
            func edit(_ path: String, _ body: (String) -> String) throws {
                let file = "\(dialogs)/\(path)"
                let text = try String(contentsOfFile: file, encoding: .utf8)
                let changed = body(text)
                try #require(changed != text, "\(path) is another one now")
                try changed.write(toFile: file, atomically: true, encoding: .utf8)
            }
            try edit("rules/信访工作条例.yaml") { text in
                guard let rule = text.range(of: "- id: 转送"),
                    let length = text.range(of: "length: 15", range: rule.upperBound..<text.endIndex)
                else { return text }
                return text.replacingCharacters(in: length, with: "length: 2")
            }
            try edit("office.yaml") {
                $0 + "\nreminders:\n  hours: 00:00-24:00\n  deliver: true\n  stages:\n    - {before: 2, to: 经办}\n"
            }
            // Nobody is reminded on a day off: here every day is a workday.
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(dialogs)/calendars")
            for name in names { try FileManager.default.removeItem(atPath: "\(dialogs)/calendars/\(name)") }
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = try #require(TimeZone(secondsFromGMT: 8 * 3600))
            let year = calendar.component(.year, from: Date())
            for year in (year - 1)...(year + 1) {
                var weekends: [String] = []
                var day = try #require(calendar.date(from: DateComponents(year: year, month: 1, day: 1, hour: 12)))
                while calendar.component(.year, from: day) == year {
                    let parts = calendar.dateComponents([.month, .day, .weekday], from: day)
                    if parts.weekday == 1 || parts.weekday == 7 {
                        weekends.append(String(format: "  - %04d-%02d-%02d", year, parts.month ?? 0, parts.day ?? 0))
                    }
                    day = day.addingTimeInterval(86_400)
                }
                let text = """
                    year: \(year)
                    source: 测试用，天天上班
                    notice_date: \(year - 1)-11-04
                    covers_until: \(year)-12-31
                    off: []
                    workdays:
                    \(weekends.joined(separator: "\n"))

                    """
                try text.write(toFile: "\(dialogs)/calendars/\(year).yaml", atomically: true, encoding: .utf8)
            }
            return dialogs
        }

        private func lines(_ path: String) -> [JSON] {
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            // A line that is not finished yet is none.
            return text.split(separator: "\n").compactMap { try? JSON(parsing: String($0)) }
        }

        /// Until it is so; a program that is slow is waited for, and never longer than everywhere else.
        private func wait(_ what: String, until isSo: () throws -> Bool) throws {
            let deadline = Date(timeIntervalSinceNow: Socket.patience)
            while try !isSo() {
                guard Date() < deadline else { throw TestFailure("\(what) did not come to be") }
                usleep(20_000)
            }
        }

        @Test("SIGKILL at any moment between the case and its reminder: it is made once", arguments: [0, 40, 300, 700])
        func killedBeforeItIsMade(_ milliseconds: UInt32) throws {
            try Workplace.withFolder { folder in
                let options = ServerProcess.Options(
                    dialogs: try dialogs(in: folder), further: ["--outbox-folder", "\(folder)/spool"])
                var server = try ServerProcess(data: "\(folder)/data", options)
                defer { server.kill() }
                let relay = try server.relayClient()
                for conv in ["a", "b", "c"] {
                    var client = GenericClient()
                    try client.run("小区暖气不热 找物业没人管") { try relay.say(conv, $0) }
                    try #require(!client.receipts.isEmpty, "\(client.transcript)")
                }
                usleep(milliseconds * 1000)
                server.kill()
                func rows() throws -> [String] {
                    let done = try ChildProcess.run(
                        [
                            Workplace.executable, "outbox", "list", "--all", "--json", "--data", server.data,
                            "--dialogs",
                            options.dialogs,
                        ])
                    return try (JSON(parsing: done.output).array ?? []).compactMap { $0["case"]?.string }
                }
                for _ in 0..<2 {
                    server = try ServerProcess(data: "\(folder)/data", options)
                    try wait("three reminders") { try rows().count >= 3 }
                    let officer = try server.staffClient()
                    try officer.ok("watch", ["after": 0])
                    // Of each case one is told; its own row leaves.
                    for number in Set(try rows()) {
                        let told = try officer.event("case.due_soon") { $0["case"]?.string == number }
                        #expect(told["stage"]?.string == "before:2" && told["for"]?.string == "经办")
                    }
                    server.kill()
                    let made = try rows()
                    #expect(made.count == 3 && Set(made).count == 3, "\(made)")
                }
            }
        }

        @Test("SIGKILL while one is being sent: none is lost, and what comes again says so") func killedWhileSending()
            throws
        {
            try Workplace.withFolder { folder in
                let (log, hold, program) = ("\(folder)/log", "\(folder)/hold", "\(folder)/send")
                // Takes what it is given, and then does not end until it is let go.
                try "#!/bin/sh\ncat >> '\(log)'\nwhile [ -e '\(hold)' ]; do sleep 0.05; done\n"
                    .write(toFile: program, atomically: true, encoding: .utf8)
                try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: program)
                _ = FileManager.default.createFile(atPath: hold, contents: nil)
                defer { try? FileManager.default.removeItem(atPath: hold) }
                let options = ServerProcess.Options(
                    dialogs: try dialogs(in: folder), further: ["--outbox-command", program])
                var server = try ServerProcess(data: "\(folder)/data", options)
                defer { server.kill() }
                func outbox(_ arguments: String...) throws -> String {
                    let done = try ChildProcess.run(
                        [Workplace.executable, "outbox"] + arguments
                            + ["--data", server.data, "--dialogs", options.dialogs])
                    guard done.code == 0 else { throw TestFailure("outbox \(arguments): \(done)") }
                    return done.output
                }
                func rows() throws -> [JSON] { try JSON(parsing: try outbox("list", "--all", "--json")).array ?? [] }
                let relay = try server.relayClient()
                func file(_ conv: String) throws {
                    var client = GenericClient()
                    try client.run("小区暖气不热 找物业没人管") { try relay.say(conv, $0) }
                    try #require(!client.receipts.isEmpty, "\(client.transcript)")
                }
                // Nobody touches the cases after they are filed: the date is near as they come, and is told on that day.
                try file("a")
                try wait("a reminder on its way") { try rows().count == 1 && lines(log).count == 1 }
                try file("b")
                try file("c")
                try wait("three reminders") { try rows().count == 3 }
                server.kill()
                try FileManager.default.removeItem(atPath: hold)

                server = try ServerProcess(data: "\(folder)/data", options)
                // The one that was on its way waits, and counts as sent to nobody; the others go out.
                try wait("the others sent") { try rows().count { $0["state"]?.string == "sent" } == 2 }
                let all = try rows()
                let left = all.filter { $0["state"]?.string == "waiting" }
                #expect(all.count == 3 && left.count == 1 && left.first?["attempts"]?.int == 1, "\(all)")
                #expect(lines(log).count == 3)
                _ = try outbox("retry", "\(left.first?["id"]?.int ?? 0)")
                try wait("everything sent") { try rows().allSatisfy { $0["state"]?.string == "sent" } }
                let sent = lines(log)
                #expect(sent.count == 4 && Set(sent.compactMap { $0["id"]?.int }).count == 3)
                // What came twice came with the same id, and the second said that it may be a repeat.
                #expect(sent.last?["id"] == sent.first?["id"] && sent.last?["again"]?.bool == true)
                #expect(sent.dropLast().allSatisfy { $0["again"] == nil })
            }
        }
    }
}
