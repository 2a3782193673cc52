// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

extension EndToEnd {
    /// No room: the server says so, goes read-only, and loses no acknowledged turn.
    @Suite struct FullDiskTests {
        /// Whether a small file system can be mounted here.
        static let mounts: Bool = {
            guard geteuid() == 0, Workplace.has("mount"), Workplace.has("umount") else { return false }
            return
                (try? Workplace.withFolder { folder in
                    let done = try ChildProcess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder])
                    guard done.code == 0 else { return false }
                    _ = try ChildProcess.run(["umount", folder])
                    return true
                }) ?? false
        }()

        /// Talks until something is refused for want of room.
        /// - Parameter failsOtherwise: the system gives another error than ENOSPC.
        /// - Returns: what was acknowledged, and the id that was refused.
        private func fill(_ server: ServerProcess, failsOtherwise: Bool = false) throws -> (
            taken: [Frame], refused: String
        ) {
            let relay = try server.relayClient()
            let story = String(repeating: "小区暖气不热找物业没人管，", count: 150)
            var taken: [Frame] = []
            for count in 0..<5_000 {
                let id = "f\(count)"
                try relay.send(RelayClient.saying("fill-\(count)", id, story))
                let answer = try relay.answer(to: id)
                if answer.type == "turn" {
                    taken.append(answer)
                    continue
                }
                #expect(answer.type == "error" && answer["text"]?.string?.isEmpty == false, "\(answer.text)")
                // Only ENOSPC is known for what it is; another failed write is `internal` once, and nothing is written
                // after it.
                if failsOtherwise, answer.code == "internal" {
                    try relay.send(RelayClient.saying("fill-\(count)", id, story))
                    _ = try relay.refusal(of: id, "read_only")
                } else {
                    #expect(answer.code == "read_only", "\(answer.text)")
                }
                return (taken, id)
            }
            throw TestFailure("five thousand turns and still room")
        }

        private func check(full server: ServerProcess, _ taken: [Frame], _ officer: StaffClient) throws {
            #expect(!taken.isEmpty)
            #expect(try server.get("/livez").status == 200)
            #expect(try server.get("/readyz").status == 503)
            #expect(try server.metric("shouwen_writable") == 0)
            #expect(!server.log.isEmpty, "nothing was logged")
            // A visitor is told, in plain words, and not left waiting.
            let kiosk = try server.kioskClient()
            _ = try kiosk.screen()
            let told = try kiosk.say("小区暖气不热半个月了 物业不管")
            #expect(told.contains("没有记下") || told.contains("存不进去"), "\(told)")
            // Officers who are there still read.
            try officer.ok("queue")
        }

        private func check(roomAgain server: ServerProcess, _ taken: [Frame], refused: String) throws {
            let relay = try server.relayClient()
            for turn in taken { #expect(try relay.say(turn.conv ?? "", "", id: turn.re ?? "").text == turn.text) }
            let conv = "fill-\(refused.dropFirst())"
            #expect(try relay.say(conv, "小区暖气不热", id: refused).seq == 1, "what was refused was kept after all")
            #expect(try server.get("/readyz").status == 200)
        }

        @Test("Files may not grow any more (RLIMIT_FSIZE)") func fileSizeLimit() throws {
            try Workplace.withFolder { folder in
                let data = "\(folder)/data"
                let first = try ServerProcess(data: data)
                try first.relayClient().say("c", "你好")
                #expect(try first.stop() == 0)
                let size = try #require(FileManager.default.contents(atPath: "\(data)/desk.db")?.count)
                var options = ServerProcess.Options()
                // Blocks of 512 bytes; a write past it gives EFBIG where the signal is ignored.
                let blocks = (size + 512 * 1024) / 512
                options.wrapper = ["sh", "-c", "trap '' XFSZ; ulimit -f \(blocks); exec \"$@\"", "sh"]
                let limited = try ServerProcess(data: data, options)
                defer { limited.kill() }
                let officer = try limited.staffClient()
                let (taken, refused) = try fill(limited, failsOtherwise: true)
                try check(full: limited, taken, officer)
                limited.child.signal(SIGTERM)
                _ = try limited.child.wait(within: 60)
                let free = try ServerProcess(data: data)
                defer { free.kill() }
                try check(roomAgain: free, taken, refused: refused)
            }
        }

        @Test(
            "The disk is full (ENOSPC)",
            .enabled(if: mounts, "only root may mount a small file system: ENOSPC was not tried"))
        func noSpaceLeft() throws {
            try Workplace.withFolder { folder in
                let disk = "\(folder)/disk"
                try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
                #expect(try ChildProcess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk]).code == 0)
                defer { _ = try? ChildProcess.run(["umount", "-l", disk]) }
                let server = try ServerProcess(data: "\(disk)/data")
                defer { server.kill() }
                let officer = try server.staffClient()
                let (taken, refused) = try fill(server)
                try check(full: server, taken, officer)
                server.kill()
                #expect(try ChildProcess.run(["mount", "-o", "remount,size=64m", disk]).code == 0)
                let again = try ServerProcess(data: "\(disk)/data")
                defer { again.kill() }
                try check(roomAgain: again, taken, refused: refused)
            }
        }
    }
}
