// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// design.md, promise 3: a conversation stays on the script version it began with.
    @Suite struct ReloadTests {
        private static let mark = "（新版）"

        /// A folder of dialogs of its own, that a test may change.
        private func withDialogs(_ body: (_ folder: String, _ dialogs: String) throws -> Void) throws {
            try Workplace.withFolder { folder in
                let dialogs = "\(folder)/dialogs"
                try FileManager.default.copyItem(atPath: Workplace.dialogs, toPath: dialogs)
                try body(folder, dialogs)
            }
        }

        /// Marks the question for the name in all its wordings, or takes the mark away.
        private func change(_ dialogs: String, _ edit: (String) -> String) throws {
            let path = "\(dialogs)/flows/identity.yaml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let changed = edit(text)
            try #require(changed != text)
            try changed.write(toFile: path, atomically: true, encoding: .utf8)
        }

        private func marked(_ text: String) -> String {
            var isName = false
            return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                if line.contains("- id: ") { isName = line.hasSuffix("- id: name") }
                if line.hasPrefix("    example:") { isName = false }
                return isName ? line.replacingOccurrences(of: "？", with: "？\(Self.mark)") : String(line)
            }.joined(separator: "\n")
        }

        /// Talks on until the name is asked for.
        private func nameQuestion(_ client: inout GenericClient, _ say: (String) throws -> Frame) throws -> String {
            while client.turns.last?.expect != "name" {
                guard !client.isDone else { throw TestFailure("no name was asked for:\n\(client.transcript)") }
                let text = client.next()
                client.note(text, try say(text))
            }
            return client.turns.last?.said ?? ""
        }

        @Test(
            "Changed dialogs come into force for those who begin then; who is talking notices nothing, nor after a restart"
        )
        func reload() throws {
            try withDialogs { folder, dialogs in
                let options = ServerProcess.Options(dialogs: dialogs)
                let server = try ServerProcess(data: "\(folder)/data", options)
                defer { server.kill() }
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                try officer.ok("watch", ["after": "now"])

                var early: [GenericClient] = []
                for index in 0..<12 {
                    var client = GenericClient()
                    client.note("", try relay.say("early\(index)", "小区暖气不热 找物业没人管"))
                    early.append(client)
                }
                // Others talk from the first line to the receipt all the while.
                let crowd = Crowd(port: server.relay, token: try server.relayToken)
                crowd.start()
                try change(dialogs, marked)
                let taken = try officer.event("dialogs.taken")
                #expect(taken["version"]?.string?.utf8.count == 12)
                crowd.stop()
                #expect(crowd.failure == nil)
                #expect(crowd.receipts > 0)

                for index in 0..<8 {
                    let said = try nameQuestion(&early[index]) { try relay.say("early\(index)", $0) }
                    #expect(!said.contains(Self.mark), "\(said)")
                    try early[index].run(early[index].next()) { try relay.say("early\(index)", $0) }
                    #expect(early[index].receipts.count == 1, "\(early[index].transcript)")
                }
                var late = GenericClient()
                late.note("", try relay.say("late", "小区暖气不热 找物业没人管"))
                #expect(try nameQuestion(&late) { try relay.say("late", $0) }.contains(Self.mark))

                // A broken version is told, and nothing else happens.
                try change(dialogs) { $0.replacingOccurrences(of: "next: address", with: "next: adress") }
                let refused = try officer.event("dialogs.refused")
                #expect((refused["errors"]?.string.flatMap { Int($0) } ?? 0) > 0)
                #expect(refused["first"]?.string?.contains("identity.yaml:") == true, "\(refused.text)")
                #expect(try server.metric("shouwen_dialogs_refused_total") == 1)
                #expect(try server.metric("shouwen_dialogs_taken_total") == 1)
                var after = GenericClient()
                after.note("", try relay.say("after", "小区暖气不热 找物业没人管"))
                #expect(try nameQuestion(&after) { try relay.say("after", $0) }.contains(Self.mark))

                try change(dialogs) { $0.replacingOccurrences(of: "next: adress", with: "next: address") }
                #expect(try server.stop() == 0)
                let again = try ServerProcess(data: "\(folder)/data", options)
                defer { again.kill() }
                let later = try again.relayClient()
                for index in 8..<12 {
                    let said = try nameQuestion(&early[index]) { try later.say("early\(index)", $0) }
                    #expect(!said.contains(Self.mark), "\(said)")
                }
            }
        }

        @Test("The office may move those who are talking: what they said is kept, also where a step has a new name")
        func move() throws {
            try withDialogs { folder, dialogs in
                let options = ServerProcess.Options(dialogs: dialogs)
                let server = try ServerProcess(data: "\(folder)/data", options)
                defer { server.kill() }
                let relay = try server.relayClient()
                let officer = try server.staffClient()
                try officer.ok("watch", ["after": "now"])
                var client = GenericClient()
                client.note("", try relay.say("c", "小区暖气不热 找物业没人管"))
                _ = try nameQuestion(&client) { try relay.say("c", $0) }
                try """
                # SPDX-License-Identifier: Apache-2.0
                version: 1
                moves:
                  - from: "*"
                    steps: {identity.name: identity.called}

                """.write(toFile: "\(dialogs)/moves.yaml", atomically: true, encoding: .utf8)
                try change(dialogs) { text in
                    marked(text).replacingOccurrences(of: "- id: name\n", with: "- id: called\n")
                        .replacingOccurrences(of: "next: name\n", with: "next: called\n")
                        .replacingOccurrences(of: "next: name}", with: "next: called}")
                }
                _ = try officer.event("dialogs.taken")
                let asked = try relay.say("c", "")
                #expect(asked.said.contains(Self.mark), "\(asked.said)")
                try client.run(client.petitioner.answer(to: "name", texts: 0)) { try relay.say("c", $0) }
                #expect(client.receipts.count == 1, "\(client.transcript)")
                #expect(try server.cases().count == 1)
            }
        }
    }

    /// Petitioners who come one after the other on a connection of their own, beside what a test does.
    private final class Crowd: @unchecked Sendable {
        private let port: Int
        private let token: String
        private let lock = NSLock()
        private let ended = DispatchSemaphore(value: 0)
        private var isStopped = false
        private var trouble: String?
        private var count = 0

        init(port: Int, token: String) {
            self.port = port
            self.token = token
        }

        var failure: String? { lock.withLock { trouble } }
        var receipts: Int { lock.withLock { count } }

        func start() {
            Thread.detachNewThread { [self] in
                do {
                    let relay = try RelayClient(port: port, name: "crowd", token: token)
                    var index = 0
                    while !lock.withLock({ isStopped }) || index == 0 {
                        index += 1
                        var client = GenericClient()
                        try client.run("楼下烧烤店的油烟天天灌进我家") { try relay.say("crowd\(index)", $0) }
                        guard client.receipts.count == 1 else { throw TestFailure(client.transcript) }
                        lock.withLock { count += 1 }
                    }
                } catch {
                    lock.withLock { trouble = "\(error)" }
                }
                ended.signal()
            }
        }

        func stop() {
            lock.withLock { isStopped = true }
            ended.wait()
        }
    }
}
