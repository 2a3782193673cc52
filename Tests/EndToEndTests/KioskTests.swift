// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// protocol.md, section A, with a real telnet client and with a raw socket.
    @Suite struct KioskTests {
        private static var options: ServerProcess.Options {
            var options = ServerProcess.Options()
            options.kiosks = [",label=1号机", ",encoding=gb18030,label=2号机"]
            return options
        }

        /// Walks on to the receipt.
        /// - Returns: number and code as the screen shows them.
        private func walk(
            _ kiosk: KioskClient, _ visitor: inout KioskVisitor, from screen: String
        ) throws -> (number: String, code: String) {
            var screen = screen
            for _ in 0..<GenericClient.mostTurns {
                if let number = KioskVisitor.receiptNumber(in: screen), let code = KioskVisitor.code(in: screen) {
                    return (number, code)
                }
                screen = try kiosk.say(visitor.answer(to: screen))
            }
            throw TestFailure("no receipt:\n\(kiosk.everything)")
        }

        /// Says 进度, number and code through a relay.
        private func resume(_ relay: RelayClient, _ conv: String, number: String, code: String) throws -> Frame {
            _ = try relay.say(conv, "进度")
            let asked = try relay.say(conv, number)
            guard asked["resumed"] == nil else { return asked }
            return try relay.say(conv, code)
        }

        enum Line: String, CaseIterable { case telnetUTF8, telnetGB18030, rawUTF8, rawGB18030 }

        private func open(_ line: Line, _ server: ServerProcess) throws -> KioskClient {
            switch line {
            case .telnetUTF8: KioskClient(try TelnetTerminal(port: server.kiosks[0]))
            case .telnetGB18030: KioskClient(try TelnetTerminal(port: server.kiosks[1]), .gb18030)
            case .rawUTF8: try server.kioskClient(0)
            case .rawGB18030: try server.kioskClient(1, encoding: .gb18030)
            }
        }

        @Test(
            "From greeting to receipt; dropped in the middle and resumed by number and code from a relay",
            .enabled(if: Workplace.has("telnet"), "there is no telnet client here: install telnet"),
            arguments: Line.allCases)
        func fromGreetingToReceipt(line: Line) throws {
            try withServer(Self.options) { server in
                // One person goes the whole way.
                let kiosk = try open(line, server)
                let greeting = try kiosk.screen()
                #expect(greeting.contains("您好"), "\(greeting)")
                var petitioner = Petitioner()
                petitioner.name = "王喆㐂"  // neither is in GB2312
                var visitor = KioskVisitor(petitioner)
                let first = try kiosk.say("小区暖气不热半个月了 物业不管")
                let (number, code) = try walk(kiosk, &visitor, from: first)
                #expect(Receipts.hasCheckDigit(Receipts.digits(number)))
                #expect(kiosk.everything.contains("王喆㐂"), "the name did not survive the round trip")
                kiosk.close()

                // Another is cut off once number and code were shown.
                let dropped = try open(line, server)
                _ = try dropped.screen()
                var other = KioskVisitor()
                var screen = try dropped.say("包工头欠我四万块工钱要不回来")
                for _ in 0..<12
                where KioskVisitor.draftNumber(in: dropped.everything) == nil
                    || KioskVisitor.code(in: dropped.everything) == nil
                {
                    screen = try dropped.say(other.answer(to: screen))
                }
                let draft = try #require(KioskVisitor.draftNumber(in: dropped.everything), "\(dropped.everything)")
                let draftCode = try #require(KioskVisitor.code(in: dropped.everything), "\(dropped.everything)")
                try #require(KioskVisitor.receiptNumber(in: dropped.everything) == nil, "filed before it was dropped")
                dropped.close()

                let relay = try server.relayClient()
                let resumed = try resume(relay, "home", number: draft, code: draftCode)
                #expect(resumed["resumed"]?.bool == true, "\(resumed.text)")
                var client = GenericClient()
                client.note(draftCode, resumed)
                while !client.isDone {
                    let text = client.next()
                    client.note(text, try relay.say("home", text))
                }
                let receipt = try #require(client.receipts.first, "\(client.transcript)")
                Receipts.check(receipt)
                #expect(receipt["code"]?.string == draftCode, "one code all the way")

                // 进度 of the filed one: stage and dates, nothing of the content.
                let progress = try resume(relay, "ask", number: number, code: code)
                #expect(progress.said.contains("登记"), "\(progress.text)")
                #expect(!progress.said.contains("暖气") && !progress.said.contains("王喆㐂"))
                #expect(try server.cases().count == 2)
                let officer = try server.staffClient()
                let record = try officer.ok("case", ["number": receipt["number"] ?? ""])
                #expect(record.text.contains("四万块"), "what was typed before the line dropped is lost: \(record.text)")
            }
        }

        @Test("Resumed on another screen, the old one ends with a notice and identity is shown masked")
        func takenOver() throws {
            try withServer(Self.options) { server in
                let old = try server.kioskClient()
                _ = try old.screen()
                var visitor = KioskVisitor()
                var screen = try old.say("小区暖气不热半个月了 物业不管")
                for _ in 0..<20 where !old.everything.contains(visitor.petitioner.phone) {
                    if KioskVisitor.receiptNumber(in: screen) != nil { break }
                    let answer = visitor.answer(to: screen)
                    screen = try old.say(answer)
                    if answer == visitor.petitioner.phone { break }
                }
                let number = try #require(
                    KioskVisitor.receiptNumber(in: old.everything) ?? KioskVisitor.draftNumber(in: old.everything))
                try #require(!number.hasPrefix("XF"), "filed before it could be taken over:\n\(old.everything)")
                let code = try #require(KioskVisitor.code(in: old.everything))
                let new = try server.kioskClient(1, encoding: .gb18030)
                _ = try new.screen()
                _ = try new.say("进度")
                _ = try new.say(number)
                _ = try new.say(code)
                let notice = try old.screen()
                #expect(notice.contains("别处") || notice.contains("换到"), "\(notice)")
                let review = try new.say("重说")
                _ = review
                for secret in [visitor.petitioner.phone, visitor.petitioner.name] {
                    #expect(!new.everything.contains(secret), "\(secret) is shown:\n\(new.everything)")
                }
            }
        }

        @Test("A wrong code is refused with growing waits; during a wait the right one is refused too")
        func wrongCodes() throws {
            try withServer { server in
                let relay = try server.relayClient()
                var drafts: [(number: String, code: String)] = []
                for index in 0..<2 {
                    var client = GenericClient()
                    let conv = "draft-\(index)"
                    client.note("", try relay.say(conv, "包工头欠我四万块工钱要不回来"))
                    while client.turns.allSatisfy({ $0.message("draft") == nil }), !client.isDone {
                        let text = client.next()
                        client.note(text, try relay.say(conv, text))
                    }
                    let draft = try #require(
                        client.turns.compactMap { $0.message("draft") }.first, "\(client.transcript)")
                    drafts.append((draft["number"]?.string ?? "", draft["code"]?.string ?? ""))
                }
                let wrong = drafts[0].code == "1111 1111 1111" ? "2222 2222 2222" : "1111 1111 1111"
                var tries = 0
                func attempt(_ number: String, _ code: String) throws -> Frame {
                    tries += 1
                    return try resume(relay, "guess-\(tries)", number: number, code: code)
                }
                func wait(in turn: Frame) -> Int? {
                    guard let match = turn.said.firstMatch(of: #/([0-9]+) ?(秒|分)/#), let value = Int(match.1) else {
                        return nil
                    }
                    return match.2 == "分" ? value * 60 : value
                }
                var first: Int?
                var unknown = ""
                while first == nil, tries < 8 {
                    let turn = try attempt(drafts[0].number, wrong)
                    #expect(turn["resumed"] == nil)
                    first = wait(in: turn)
                    if first == nil { unknown = turn.said }
                }
                let firstWait = try #require(first, "eight wrong codes and no wait")
                #expect(tries > 1, "the first slip already costs a wait")
                // Which of the two was wrong is not told.
                let noSuch = try attempt("00000019", wrong)
                #expect(wait(in: noSuch) != nil || noSuch.said == unknown || !noSuch.said.contains("没有这个编号"))
                #expect(try attempt(drafts[0].number, drafts[0].code)["resumed"] == nil)
                // Somebody else's number is not held up.
                #expect(try attempt(drafts[1].number, drafts[1].code)["resumed"]?.bool == true)
                Thread.sleep(forTimeInterval: Double(firstWait) + 0.2)
                _ = try attempt(drafts[0].number, wrong)
                let second = try #require(wait(in: try attempt(drafts[0].number, wrong)))
                #expect(second > firstWait)
            }
        }

        @Test("A reply is lines ended by CR LF, then the prompt, then IAC GA") func framing() throws {
            try withServer { server in
                let kiosk = try server.kioskClient()
                _ = try kiosk.screen()
                let before = kiosk.raw.count
                _ = try kiosk.say("小区暖气不热半个月了 物业不管")
                // GA follows the prompt; it may come in a packet of its own.
                _ = try kiosk.say("帮助")
                let reply = Array(kiosk.raw[before...])
                var previous: UInt8 = 0
                for byte in reply {
                    if byte == 0x0A { #expect(previous == 0x0D) }
                    previous = byte
                }
                let prompt: [UInt8] = [0x0D, 0x0A, 0x3E, 0x20, 0xFF, 0xF9]
                #expect(Data(reply).range(of: Data(prompt)) != nil)
            }
        }

        @Test("Every line end counts, a lone digit answers a menu, and the words that are always there work")
        func lineEndsAndWords() throws {
            try withServer { server in
                for end in ["\r\n", "\r\0", "\n", "\r"] {
                    let kiosk = try server.kioskClient()
                    _ = try kiosk.screen()
                    let reply = try kiosk.say("小区暖气不热半个月了 物业不管", end: end)
                    #expect(reply.contains("暖气") || reply.contains("1. "), "\(reply)")
                    kiosk.close()
                }
                let kiosk = try server.kioskClient()
                _ = try kiosk.screen()
                _ = try kiosk.say("小区暖气不热半个月了 物业不管")
                for word in ["帮助", "?", "重说", "修改"] {
                    let reply = try kiosk.say(word)
                    #expect(reply.count > 4, "\(word): \(reply)")
                }
                // Erased: BS over two-column characters, and Ctrl-U over the line.
                try kiosk.send(kiosk.encode("错字") + [0x08, 0x7F] + kiosk.encode("废话") + [0x15])
                let help = try kiosk.say("帮助")
                #expect(help.count > 4)
                let bye = try kiosk.say("退出")
                #expect(!bye.isEmpty)
            }
        }

        @Test("A long story line by line up to 完 is one utterance") func longStory() throws {
            try withServer { server in
                let kiosk = try server.kioskClient()
                _ = try kiosk.screen()
                _ = try kiosk.say("长文")
                for line in ["我是幸福镇的。", "小区暖气半个月不热，", "找物业，物业说找热力公司，", "热力公司说找物业。"] { try kiosk.type(line) }
                let reply = try kiosk.say("完")
                #expect(reply.contains("1. ") || reply.contains("？"), "\(reply)")
                let officer = try server.staffClient()
                _ = try kiosk.say("人工")
                let conv = try #require(try waitingConversation(officer))
                let lines = try officer.ok("transcript", ["conv": .string(conv)])["items"]?.array ?? []
                let told = lines.filter { $0["from"]?.string == "petitioner" }.compactMap { $0["text"]?.string }
                #expect(told.first?.contains("半个月不热") == true && told.first?.contains("热力公司说找物业") == true, "\(told)")
            }
        }
    }
}
