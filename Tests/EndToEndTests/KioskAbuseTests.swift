// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

extension EndToEnd {
    /// Each of these costs its client at most its session, and nobody else anything.
    @Suite struct KioskAbuseTests {
        /// The server is well: says so, and another visitor gets an answer.
        private func expectHealthy(_ server: ServerProcess, _ after: String) throws {
            #expect(try server.get("/readyz").status == 200, "after \(after)")
            let visitor = try server.kioskClient()
            #expect(try visitor.screen().contains("您好"), "after \(after)")
            #expect(try visitor.say("小区暖气不热半个月了 物业不管").count > 10, "after \(after)")
            visitor.close()
        }

        @Test("A line of 200 KB gets one clear line, and the session goes on") func longLine() throws {
            try withServer { server in
                let kiosk = try server.kioskClient()
                _ = try kiosk.screen()
                try kiosk.send([UInt8](repeating: UInt8(ascii: "a"), count: 200_000) + [0x0D, 0x0A])
                let told = try kiosk.screen()
                #expect(told.contains("太长"), "\(told)")
                #expect(try kiosk.say("小区暖气不热半个月了 物业不管").count > 10)
                try expectHealthy(server, "a long line")
            }
        }

        @Test("A sub-negotiation of 200 KB is skipped, and the session goes on") func longSubnegotiation() throws {
            try withServer { server in
                let kiosk = try server.kioskClient()
                _ = try kiosk.screen()
                try kiosk.send([0xFF, 0xFA, 24] + [UInt8](repeating: 0x41, count: 200_000) + [0xFF, 0xF0])
                #expect(try kiosk.say("小区暖气不热半个月了 物业不管").count > 10)
                // One that never ends.
                try kiosk.send([0xFF, 0xFA, 31] + [UInt8](repeating: 0xFF, count: 100_000))
                try expectHealthy(server, "a sub-negotiation without end")
            }
        }

        @Test("Ten thousand lines at once are refused in a few words; others are served meanwhile") func paste() throws
        {
            try withServer { server in
                let kiosk = try server.kioskClient()
                _ = try kiosk.screen()
                let lines = (1...10_000).map { "第\($0)行\r\n" }.joined()
                try kiosk.send(Array(lines.utf8))
                try expectHealthy(server, "a paste")
                let told = try kiosk.screen()
                #expect(told.contains("太长") || told.contains("行"), "\(told)")
                #expect(told.utf8.count < 2_000, "every line was answered")
            }
        }

        @Test("The same while a menu is open: a paste by mistake is not taken for answers") func pasteIntoAMenu() throws
        {
            try withServer { server in
                let kiosk = try server.kioskClient()
                _ = try kiosk.screen()
                _ = try kiosk.say("小区暖气不热半个月了 物业不管")
                try kiosk.send(Array(String(repeating: "1\r\n", count: 5_000).utf8))
                _ = try kiosk.screen()
                try expectHealthy(server, "a paste into a menu")
                #expect(try server.cases().isEmpty)
            }
        }

        @Test("One byte at a time, and half a character at the end") func drops() throws {
            var options = ServerProcess.Options()
            options.kiosks = ["", ",encoding=gb18030"]
            try withServer(options) { server in
                for (index, encoding) in [KioskClient.Encoding.utf8, .gb18030].enumerated() {
                    let slow = try server.kioskClient(index, encoding: encoding)
                    _ = try slow.screen()
                    for byte in slow.encode("小区暖气不热半个月了 物业不管\r\n") { try slow.send([byte]) }
                    let whole = try server.kioskClient(index, encoding: encoding)
                    _ = try whole.screen()
                    // All but number and code is the same.
                    func words(_ screen: String) -> String { screen.filter { !$0.isASCII || !$0.isNumber } }
                    #expect(words(try slow.screen()) == words(try whole.say("小区暖气不热半个月了 物业不管")))

                    let half = try server.kioskClient(index, encoding: encoding)
                    _ = try half.screen()
                    let character = half.encode("暖")
                    try half.send(Array(character.dropLast()) + [0x0D, 0x0A])
                    #expect(!(try half.screen().isEmpty))
                    try half.send(Array(character.dropLast()))
                    half.close()
                    let bare = try server.kioskClient(index, encoding: encoding)
                    try bare.send([0xFF])
                    bare.close()
                    let stray = try server.kioskClient(index, encoding: encoding)
                    _ = try stray.screen()
                    try stray.send([0x00, 0x1B, 0x5B, 0x41, 0x80, 0xFE, 0xC0, 0xC1, 0x0D, 0x0A])
                    _ = try stray.screen()
                }
                try expectHealthy(server, "halves")
            }
        }

        @Test("A client that never reads is held up or cut off; memory stays, others are served") func neverReads()
            throws
        {
            try withServer { server in
                let before = server.residentKiB
                let deaf = try Socket(port: server.kiosk, receiveBuffer: 4_096)
                // Every AYT is answered: much output for little input.
                let questions = [UInt8](repeating: 0, count: 1 << 20).enumerated().map {
                    $0.offset % 2 == 0 ? UInt8(0xFF) : 0xF6
                }
                var taken = 0
                for _ in 0..<32 {
                    let sent = deaf.trySending(questions, within: 2)
                    taken += sent
                    if sent < questions.count { break }
                }
                #expect(taken < 32 << 20, "the server went on reading from a client that never reads")
                #expect(server.residentKiB - before < 32 * 1024)
                try expectHealthy(server, "a deaf client")
            }
        }

        @Test("A screen that nobody reads is closed past the backlog while an officer speaks to it") func backlog()
            throws
        {
            try withServer { server in
                let deaf = try Socket(port: server.kiosk, receiveBuffer: 4_096)
                try deaf.send("人工\r\n")
                let officer = try server.staffClient()
                try officer.ok("watch", ["after": 0])
                let conv = try #require(try officer.event("handoff.waiting").conv)
                try officer.ok("claim", ["conv": .string(conv)])
                let text = String(repeating: "话", count: 2_000)
                var closed = false
                for _ in 0..<40 where !closed {
                    for _ in 0..<50 { try officer.ok("say", ["conv": .string(conv), "text": .string(text)]) }
                    closed = try server.metric("shouwen_kiosk_connections_active") == 0
                }
                #expect(closed, "12 MB wait for a client that never reads")
                #expect(try server.metric("shouwen_input_refused_total{reason=\"backlog\"}") >= 1)
                try expectHealthy(server, "a backlog")
            }
        }

        @Test("Connections past the limit of one address are told so and closed; the others stay") func tooMany() throws
        {
            try withServer { server in
                var sockets: [Socket] = []
                for _ in 0..<256 { sockets.append(try Socket(port: server.kiosk)) }
                for socket in sockets { #expect(socket.receive()?.isEmpty == false) }
                let extra = try Socket(port: server.kiosk)
                let told = String(decoding: try extra.receiveToEnd(), as: UTF8.self)
                #expect(told.contains("连接太多"), "\(told)")
                #expect(try server.metric("shouwen_connections_refused_total") == 1)
                sockets.removeLast().close()
                // The place is free as soon as the server has seen the end.
                var again = ""
                for _ in 0..<200 where !again.contains("您好") {
                    let socket = try Socket(port: server.kiosk)
                    var heard: [UInt8] = []
                    // What telnet negotiates may come before the greeting, in a piece of its own.
                    repeat {
                        guard let bytes = socket.receive(), !bytes.isEmpty else { break }
                        heard += bytes
                        again = String(decoding: heard, as: UTF8.self)
                    } while !again.contains("您好") && !again.contains("连接太多")
                }
                #expect(again.contains("您好"))
                #expect(try server.get("/readyz").status == 200)
            }
        }
    }
}
