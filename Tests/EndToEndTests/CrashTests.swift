// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

extension EndToEnd {
    @Suite struct CrashTests {
        /// `E2E_CRASH_ROUNDS` asks for more.
        static var rounds: Int {
            ProcessInfo.processInfo.environment["E2E_CRASH_ROUNDS"].flatMap { Int($0) } ?? 12
        }

        private static let connections = 5

        /// Counts acknowledged turns, and wakes who waits for some.
        private final class Progress: @unchecked Sendable {
            private let condition = NSCondition()
            private var count = 0

            func add() {
                condition.withLock {
                    count += 1
                    condition.broadcast()
                }
            }

            func wait(for wanted: Int, within seconds: Double) -> Bool {
                let deadline = Date(timeIntervalSinceNow: seconds)
                return condition.withLock {
                    while count < wanted { guard condition.wait(until: deadline) else { return false } }
                    return true
                }
            }
        }

        @Test(
            "SIGKILL under traffic, again and again: every acknowledged turn repeats identically, one case a filed talk"
        )
        func killedAgainAndAgain() throws {
            var random = SeededRandom(printing: "crash harness")
            try Workplace.withFolder { folder in
                let data = "\(folder)/data"
                let workers = (0..<Self.connections).map { CrashWorker(name: "gw-\($0)") }
                for round in 1...max(1, Self.rounds) {
                    let server = try ServerProcess(data: data)
                    defer { server.kill() }
                    let token = try server.relayToken
                    let port = server.relay
                    let progress = Progress()
                    let ended = DispatchGroup()
                    for worker in workers {
                        ended.enter()
                        Thread.detachNewThread {
                            worker.run(port: port, token: token, mostTalks: 200, progress: progress.add)
                            ended.leave()
                        }
                    }
                    let wanted = Int.random(in: 1...120, using: &random)
                    #expect(
                        progress.wait(for: wanted, within: 60), "round \(round): no \(wanted) turns within a minute")
                    // A moment that no reply decides: anywhere between a write, its sync and its reply.
                    usleep(UInt32.random(in: 0...20_000, using: &random))
                    server.kill()
                    ended.wait()
                    for worker in workers { #expect(worker.problems == [], "round \(round)") }
                }
                let server = try ServerProcess(data: data)
                defer { server.kill() }
                for worker in workers {
                    try worker.verify(port: server.relay, token: server.relayToken)
                    #expect(worker.problems == [])
                }
                let held = workers.flatMap(\.receipts)
                #expect(Set(held).count == held.count, "a number given twice")
                let listed = try server.cases(token: server.staffToken).compactMap { $0["number"]?.string }
                #expect(listed.sorted() == held.sorted())
                // Each was told to those who watch, once and in order.
                let officer = try server.staffClient()
                try officer.ok("watch", ["after": 0])
                let told = try held.map { _ in try officer.event("case.filed") }
                #expect(told.compactMap { $0["case"]?.string }.sorted() == held.sorted())
                #expect(told.compactMap(\.seq) == told.compactMap(\.seq).sorted())
                let answered = workers.map(\.answered).reduce(0, +)
                let resent = workers.map(\.resent).reduce(0, +)
                print(
                    "crash harness: \(Self.rounds) rounds, \(answered) turns, \(resent) sent again, \(held.count) cases"
                )
                #expect(resent > 0 && held.count > 0, "nothing was under way: the harness shows nothing")
            }
        }
    }

    @Suite struct CommitOrderTests {
        /// Whether strace can trace here.
        static let traces: Bool = {
            guard Workplace.has("strace") else { return false }
            return (try? ChildProcess.run(["strace", "-o", "/dev/null", "true"]))?.code == 0
        }()

        @Test(
            "Between a turn's write to the journal and its reply a sync completes",
            .enabled(
                if: traces,
                "strace is not there or may not trace here (ptrace is forbidden): the order was not looked at"))
        func syncBeforeReply() throws {
            try Workplace.withFolder { folder in
                let file = "\(folder)/trace"
                var options = ServerProcess.Options()
                options.wrapper = [
                    "strace", "-f", "-y", "-qq", "-s", "256", "-e",
                    "trace=write,pwrite64,fdatasync,fsync,sendto,writev,sendmsg",
                    "-o", file,
                ]
                let server = try ServerProcess(data: "\(folder)/data", options)
                // strace leaves when its child does.
                defer {
                    for child in server.child.children { kill(child, SIGKILL) }
                    server.kill()
                }
                let relay = try server.relayClient()
                try relay.say("warm", "", id: "warm-1")
                try relay.say("warm", "", id: "warm-2")
                var marks: [String] = []
                var client = GenericClient()
                try client.run("包工头欠我四万块工钱要不回来") { text in
                    let id = "order-\(marks.count)-"
                    marks.append("\\\"re\\\":\\\"\(id)\\\"")
                    return try relay.say("traced", text, id: id)
                }
                try #require(!client.receipts.isEmpty, "\(client.transcript)")
                for child in server.child.children { kill(child, SIGTERM) }
                _ = try server.child.wait(within: 60)
                let trace = SystemTrace(try String(contentsOfFile: file, encoding: .utf8))
                let verdicts = trace.order(journal: "-wal", replies: marks)
                #expect(verdicts == marks.map { _ in .inOrder })
            }
        }

        // The parser itself must be able to say no.

        private static let write = #"11 pwrite64(9</d/desk.db-wal>, "turn"..., 4096, 32) = 4096"#
        private static let sync = "11 fdatasync(9</d/desk.db-wal>) = 0"
        private static let reply = #"12 write(15<socket:[77]>, "{\"type\":\"turn\",\"re\":\"m1\"}\n", 28) = 28"#
        private static let mark = #"\"re\":\"m1\""#

        private func verdict(_ lines: String...) -> SystemTrace.Verdict? {
            SystemTrace(lines.joined(separator: "\n")).order(journal: "-wal", replies: [Self.mark]).first
        }

        @Test func forgedTracesAreJudged() {
            let (write, sync, reply) = (Self.write, Self.sync, Self.reply)
            #expect(verdict(write, sync, reply) == .inOrder)
            #expect(verdict(write, reply, sync) == .notSynced(reply: Self.mark))
            #expect(verdict(sync, write, reply) == .notSynced(reply: Self.mark))
            #expect(verdict(sync, reply) == .nothingWritten(reply: Self.mark))
            #expect(verdict(write, sync) == .nothingWritten(reply: Self.mark))
            // A sync that failed, and one of another file.
            let failed = "11 fdatasync(9</d/desk.db-wal>) = -1 EIO (Input/output error)"
            #expect(verdict(write, failed, reply) == .notSynced(reply: Self.mark))
            #expect(verdict(write, "11 fdatasync(8</d/desk.db>) = 0", reply) == .notSynced(reply: Self.mark))
            // A sync that begins before the reply and returns after it.
            let begun = "11 fdatasync(9</d/desk.db-wal> <unfinished ...>"
            let resumed = "11 <... fdatasync resumed>) = 0"
            #expect(verdict(write, begun, resumed, reply) == .inOrder)
            #expect(verdict(write, begun, reply, resumed) == .notSynced(reply: Self.mark))
            #expect(verdict(write, begun, reply) == .notSynced(reply: Self.mark))
            // A second write after the sync.
            #expect(verdict(write, sync, write, reply) == .notSynced(reply: Self.mark))
            // A write that is still under way when the sync begins.
            let writing = #"13 pwrite64(9</d/desk.db-wal>, "turn"..., 4096, 32 <unfinished ...>"#
            let written = "13 <... pwrite64 resumed>) = 4096"
            #expect(verdict(writing, sync, written, reply) == .notSynced(reply: Self.mark))
        }

        @Test func aWriteBeforeTheReplyBeforeDoesNotCount() {
            let second = #"12 write(15<socket:[77]>, "{\"re\":\"m2\"}\n", 28) = 28"#
            let trace = SystemTrace([Self.write, Self.sync, Self.reply, second].joined(separator: "\n"))
            let marks = [Self.mark, #"\"re\":\"m2\""#]
            #expect(trace.order(journal: "-wal", replies: marks) == [.inOrder, .nothingWritten(reply: marks[1])])
        }
    }
}
