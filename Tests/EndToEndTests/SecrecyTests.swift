// SPDX-License-Identifier: Apache-2.0

import Foundation
import LineProtocol
import Testing

extension EndToEnd {
    /// A 举报 typed in the middle of a talk is nowhere to be found without the role.
    @Suite struct SecrecyTests {
        /// Words that stand nowhere else; 喆, 镕, 㐂, 犇, 𠮷 and 䶮 are not in GB2312.
        private static let words = ["贾喆镕", "欧阳㐂淼", "石桠坳", "犇羴渠", "𠮷祥桥", "䶮记账本", "13987654321"]
        private static let inGeneral = "石桠坳的路灯坏了三个月没人修"
        private static let report = "其实我要举报村主任贾喆镕 他把犇羴渠的修渠款和𠮷祥桥的钱装自己口袋了 䶮记账本上都写着"

        private static func forms(of word: String) -> [[UInt8]] {
            let codec = TextCodec(.gb18030, converter: TextConverter())
            return [Array(word.utf8), codec.encode(word)]
        }

        /// The words that a heap of bytes holds in either encoding.
        private static func found(in bytes: [UInt8], _ words: [String] = words) -> [String] {
            let data = Data(bytes)
            return words.filter { word in forms(of: word).contains { data.range(of: Data($0)) != nil } }
        }

        @Test func theSearchFindsWhatIsThere() {
            #expect(Self.found(in: Array("看，𠮷祥桥。".utf8)) == ["𠮷祥桥"])
            let codec = TextCodec(.gb18030, converter: TextConverter())
            #expect(Self.found(in: codec.encode("看，䶮记账本和贾喆镕。")) == ["贾喆镕", "䶮记账本"])
            #expect(Self.found(in: Array("看，吉祥桥。".utf8)).isEmpty)
        }

        @Test("A report typed in the middle of a talk is sealed back to its first line")
        func sealedFromTheFirstLine() throws {
            try Workplace.withFolder { folder in
                var options = ServerProcess.Options()
                options.further = ["--log-level", "trace"]
                let server = try ServerProcess(data: "\(folder)/data", options)
                defer { server.kill() }
                let plain = try server.staffClient(
                    token: server.addOfficer("李强", badge: "021", roles: "intake,case,admin"))
                let cleared = try server.staffClient(
                    token: server.addOfficer("赵敏", badge: "031", roles: "intake,case,sealed"))
                try plain.ok("watch", ["after": "now"])
                let relay = try server.relayClient()

                // An ordinary matter beside it, so that there is something to see.
                var ordinary = GenericClient()
                try ordinary.run("小区暖气不热 找物业没人管") { try relay.say("plain", $0) }
                let open = try #require(ordinary.receipts.first?["number"]?.string)

                var petitioner = Petitioner()
                petitioner.name = "欧阳㐂淼"
                petitioner.phone = "13987654321"
                petitioner.place = "石桠坳村二组"
                petitioner.texts = ["去年修的，䶮记账本上写的是二十万，实际没花那么多。", "希望查清楚贾喆镕的事", "没有了"]
                var client = GenericClient(petitioner)
                var conv = ""
                client.note(Self.inGeneral, try relay.say("secret", Self.inGeneral))
                // Somebody may have looked while it was still an ordinary talk.
                client.note("人工", try relay.say("secret", "人工"))
                conv = try #require(try waitingConversation(plain))
                try plain.ok("follow", ["conv": .string(conv)])
                try plain.settle()
                plain.dropUnclaimed()
                client.note(Self.report, try relay.say("secret", Self.report))
                var answered: Set<String> = []
                while !client.isDone {
                    var text = client.next()
                    // Choose 留名, so that there is a name to keep.
                    if let named = client.turns.last?.messages.last?["options"]?.array?.first(where: {
                        let option = $0["text"]?.string ?? ""
                        return option.contains("留名") && !option.contains("不留名")
                    }) {
                        text = named["key"]?.string ?? text
                    } else if let safe = client.turns.last?.messages.last?["options"]?.array?.first(where: {
                        let option = $0["text"]?.string ?? ""
                        return option.hasPrefix("没有") && option.contains("怕")
                    }) {
                        text = safe["key"]?.string ?? text
                    }
                    answered.insert(text)
                    client.note(text, try relay.say("secret", text))
                }
                let receipt = try #require(client.receipts.first, "\(client.transcript)")
                let number = try #require(receipt["number"]?.string)
                #expect(answered.contains(petitioner.name), "the name was never asked for:\n\(client.transcript)")
                // Slips, screens and answers do not say what it is.
                #expect(receipt["text"]?.string?.contains("举报") == false)

                // Lists and commands of an officer without the role.
                try plain.ok("queue")
                let notThere = try plain.refusal("case", ["number": .string(number)], code: "not_found")
                let never = try plain.refusal("case", ["number": "XF202611230999999"], code: "not_found")
                #expect(notThere["text"] == never["text"])
                for command in ["transcript", "claim", "follow"] {
                    let hidden = try plain.refusal(command, ["conv": .string(conv)], code: "not_found")
                    let absent = try plain.refusal(command, ["conv": "c8888888"], code: "not_found")
                    #expect(hidden["text"] == absent["text"])
                }
                try plain.refusal("say", ["conv": .string(conv), "text": "在吗"], code: "not_found")
                try plain.refusal("release", ["conv": .string(conv), "to": "bot"], code: "not_found")
                try plain.refusal("act", ["case": .string(number), "act": "备注", "text": "看看"], code: "not_found")
                let queue = try plain.ok("queue")
                #expect(!queue.text.contains(conv + "\""))
                let again = try server.staffClient(token: server.addOfficer("孙丽", badge: "041", roles: "intake,case"))
                try again.ok("watch", ["after": 0])
                _ = try again.event("case.filed") { $0["case"]?.string == open }
                try again.settle()
                try plain.settle()
                for frame in again.unclaimed + plain.unclaimed where frame.type == "event" || frame.type == "line" {
                    #expect(frame["case"]?.string != number)
                    let aboutIt = frame.conv == conv && frame["event"]?.string != "handoff.waiting"
                    #expect(!aboutIt, "\(frame.text)")
                    #expect(Self.found(in: frame.raw).isEmpty, "\(frame.text)")
                }
                #expect(again.unclaimed.allSatisfy { $0.conv != conv }, "an event of a sealed talk is told")

                // The role sees it: so the search above looked for what is there.
                let transcript = try cleared.ok("transcript", ["conv": .string(conv)])
                #expect(Self.found(in: transcript.raw, ["贾喆镕", "石桠坳", "犇羴渠", "𠮷祥桥"]).count == 4)
                #expect(Self.found(in: transcript.raw, [petitioner.name, petitioner.phone]).isEmpty)
                try cleared.ok("case", ["number": .string(number)])
                try cleared.ok("watch", ["after": 0])
                _ = try cleared.event("case.filed") { $0["case"]?.string == number }

                // The command line.
                let plainToken = try server.addOfficer("李强", badge: "022", roles: "intake,case")
                let sealedToken = try server.addOfficer("赵敏", badge: "032", roles: "case,sealed")
                for list in [try server.cases(), try server.cases(token: plainToken)] {
                    #expect(list.compactMap { $0["number"]?.string } == [open])
                    #expect(Self.found(in: Array(JSON.array(list).text.utf8)).isEmpty)
                }
                #expect(try server.cases(token: sealedToken).contains { $0["number"]?.string == number })
                let shown = try ChildProcess.shouwen(
                    "case", "show", number, "--data", server.data, "--dialogs", server.options.dialogs)
                #expect(shown.code != 0 && Self.found(in: Array((shown.output + shown.errors).utf8)).isEmpty)

                // Bytes on disk and in the log: while it runs, in the backup, and after it ended.
                let backup = "\(folder)/desk-backup.db"
                let made = try ChildProcess.shouwen(
                    "backup", backup, "--data", server.data, "--dialogs", server.options.dialogs)
                #expect(made.code == 0, "\(made.errors)")
                try searchFiles(of: folder)
                #expect(try server.stop() == 0)
                try searchFiles(of: folder)
                let log = server.child.errors.all + server.child.output.all
                #expect(!log.isEmpty, "nothing was logged at level trace")
                #expect(Self.found(in: log, Self.words + [number]).isEmpty)
            }
        }

        @Test("Before filing the person may take it all back, and then it is gone") func erased() throws {
            try withServer { server in
                let relay = try server.relayClient()
                var client = GenericClient()
                client.note("", try relay.say("back", "我要举报村会计贾喆镕 他把低保钱装自己口袋了", id: "first"))
                var key: String?
                while key == nil, !client.isDone {
                    let options = client.turns.last?.messages.last?["options"]?.array ?? []
                    key = options.first { $0["text"]?.string?.contains("删掉") == true }?["key"]?.string
                    if key == nil {
                        let text = client.next()
                        client.note(text, try relay.say("back", text))
                    }
                }
                let erase = try #require(key, "no way to take it back:\n\(client.transcript)")
                let draft = try #require(client.turns.compactMap { $0.message("draft") }.first, "\(client.transcript)")
                let gone = try relay.say("back", erase, id: "gone")
                #expect(gone.ended)
                // Number and code lead nowhere, and what was said does not come again.
                _ = try relay.say("ask", "进度")
                _ = try relay.say("ask", draft["number"]?.string ?? "")
                let unknown = try relay.say("ask", draft["code"]?.string ?? "")
                #expect(unknown["resumed"] == nil)
                #expect(try relay.say("back", "", id: "gone").essence == gone.essence)
                try relay.send(RelayClient.saying("back", "first", ""))
                _ = try relay.refusal(of: "first", "not_found")
                let officer = try server.staffClient()
                try officer.ok("watch", ["after": 0])
                try officer.settle()
                #expect(!officer.unclaimed.contains { $0["event"]?.string == "case.filed" })
                #expect(try relay.say("back", "小区暖气不热", id: "anew")["new"]?.bool == true)
                #expect(try server.cases(token: server.staffToken).isEmpty)
            }
        }

        @Test("A sealed talk is not handed to an officer without the role") func notHandedOn() throws {
            try withServer { server in
                let cleared = try server.staffClient()
                _ = try server.addOfficer("李强", badge: "021", roles: "intake,case")
                let relay = try server.relayClient()
                _ = try relay.say("r", "我要举报村会计 他把低保钱装自己口袋了")
                _ = try relay.say("r", "人工")
                let conv = try #require(try waitingConversation(cleared))
                try cleared.ok("claim", ["conv": .string(conv)])
                try cleared.refusal(
                    "release", ["conv": .string(conv), "to": "officer", "badge": "021"], code: "forbidden")
                try cleared.ok("release", ["conv": .string(conv), "to": "bot"])
            }
        }

        private func searchFiles(of folder: String) throws {
            var searched: [String] = []
            let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
            for file in files where !Workplace.isFolder("\(folder)/\(file)") {
                guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(file)") else { continue }
                searched.append(file)
                let found = Self.found(in: [UInt8](bytes), Self.words + ["小区暖气不热"])
                #expect(found == [], "in \(file)")
            }
            #expect(searched.contains("data/desk.db") && searched.contains("desk-backup.db"), "\(searched)")
        }
    }
}
