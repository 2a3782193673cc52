// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite struct TelnetMachineTests {
    private static let will = TelnetCode.will
    private static let wont = TelnetCode.wont
    private static let `do` = TelnetCode.do
    private static let dont = TelnetCode.dont

    @Test func opensWithThreeOffersAndNeitherEchoNorSGA() {
        var machine = TelnetMachine()
        #expect(machine.open() == [iac, Self.do, 0, iac, Self.do, 31, iac, Self.do, 24, iac, Self.will, 42])
        #expect(machine.sendsGoAhead)
        #expect(!machine.echoes)
    }

    @Test func aTinyMachine() {
        #expect(MemoryLayout<TelnetMachine>.size <= 64)
    }

    @Test func dataPassesAndIACIsUnescaped() {
        var machine = TelnetMachine()
        #expect(machine.receive([0x61, 0, 0x0D, iac, iac, 0x62]) == [.data([0x61, 0, 0x0D, 255, 0x62])])
    }

    @Test func everyOtherOptionIsRefusedOnceARequestAndRefusalsAreNotAnswered() {
        for byte in UInt8.min...UInt8.max where TelnetOption(rawValue: byte) == nil {
            var machine = TelnetMachine()
            #expect(machine.receive([iac, Self.will, byte]) == [.send([iac, Self.dont, byte])])
            #expect(machine.receive([iac, Self.do, byte]) == [.send([iac, Self.wont, byte])])
            #expect(machine.receive([iac, Self.wont, byte, iac, Self.dont, byte]) == [])
        }
    }

    @Test(arguments: [
        (TelnetOption.binary, true, true), (.echo, true, false), (.suppressGoAhead, true, true),
        (.terminalType, false, true), (.windowSize, false, true), (.charset, true, true),
    ])
    func whatIsAgreedTo(option: TelnetOption, here: Bool, there: Bool) {
        var machine = TelnetMachine()
        let byte = option.rawValue
        var sent = hear(&machine, [[iac, Self.do, byte]]).sent
        #expect(sent.starts(with: [iac, here ? Self.will : Self.wont, byte]))
        #expect(machine.state(of: option, on: .server) == (here ? .yes : .no))
        sent = hear(&machine, [[iac, Self.will, byte]]).sent
        #expect(sent.starts(with: [iac, there ? Self.do : Self.dont, byte]))
        #expect(machine.state(of: option, on: .client) == (there ? .yes : .no))
        // Said again, nothing is answered where it holds.
        if here { #expect(machine.receive([iac, Self.do, byte]) == []) }
        if there { #expect(machine.receive([iac, Self.will, byte]) == []) }
    }

    @Test func optionsDoNotTouchEachOther() {
        var machine = TelnetMachine()
        for option in TelnetOption.allCases {
            _ = machine.receive([iac, Self.do, option.rawValue, iac, Self.will, option.rawValue])
        }
        for option in TelnetOption.allCases {
            #expect(machine.state(of: option, on: .server) == (option.allowedHere ? .yes : .no))
            #expect(machine.state(of: option, on: .client) == (option.allowedThere ? .yes : .no))
        }
    }

    @Test func goAheadStopsWithSGAAndComesBack() {
        var machine = TelnetMachine()
        #expect(machine.receive([iac, Self.do, 3]) == [.send([iac, Self.will, 3])])
        #expect(!machine.sendsGoAhead)
        #expect(machine.receive([iac, Self.dont, 3]) == [.send([iac, Self.wont, 3])])
        #expect(machine.sendsGoAhead)
    }

    @Test func echoAroundASecret() {
        var machine = TelnetMachine()
        #expect(machine.setEcho(true) == [iac, Self.will, 1])
        #expect(!machine.echoes)
        #expect(machine.receive([iac, Self.do, 1]) == [.echo(true)])
        #expect(machine.echoes)
        #expect(!machine.clientAskedForEcho)
        #expect(machine.setEcho(false) == [iac, Self.wont, 1])
        #expect(!machine.echoes)
        #expect(machine.receive([iac, Self.dont, 1]) == [])
        #expect(machine.state(of: .echo, on: .server) == .no)
    }

    @Test func echoQueuedWhileAnAnswerIsOpen() {
        var machine = TelnetMachine()
        #expect(machine.setEcho(true) == [iac, Self.will, 1])
        #expect(machine.setEcho(false) == [])  // queued: RFC 1143 WANTYES/OPPOSITE
        #expect(machine.receive([iac, Self.do, 1]) == [.send([iac, Self.wont, 1])])
        #expect(!machine.echoes)
        #expect(machine.setEcho(true) == [])  // queued: WANTNO/OPPOSITE
        #expect(machine.receive([iac, Self.dont, 1]) == [.send([iac, Self.will, 1])])
        #expect(machine.receive([iac, Self.do, 1]) == [.echo(true)])
    }

    @Test func echoStaysForAClientThatAskedForIt() {
        var machine = TelnetMachine()
        #expect(machine.receive([iac, Self.do, 1]) == [.echo(true), .send([iac, Self.will, 1])])
        #expect(machine.clientAskedForEcho)
        #expect(machine.setEcho(true) == [])
        #expect(machine.setEcho(false) == [])
        #expect(machine.echoes)
        #expect(machine.receive([iac, Self.dont, 1]) == [.echo(false), .send([iac, Self.wont, 1])])
        #expect(!machine.clientAskedForEcho)
    }

    @Test func aRefusedEchoIsNotPressed() {
        var machine = TelnetMachine()
        _ = machine.setEcho(true)
        #expect(machine.receive([iac, Self.dont, 1]) == [])
        #expect(machine.setEcho(false) == [])
    }

    @Test(arguments: [
        ([0, 80, 0, 24] as [UInt8], 80, 24), ([0, 0, 0, 0], 80, 24), ([0, 1, 0, 1], 20, 2),
        ([255, 254, 255, 254], 500, 200),
        ([1, 4, 0, 50], 260, 50), ([0, 255, 0, 60], 255, 60),
    ])
    func windowSize(parameters: [UInt8], columns: UInt16, rows: UInt16) {
        var machine = TelnetMachine()
        let escaped = parameters.flatMap { $0 == iac ? [iac, iac] : [$0] }
        #expect(machine.receive(sub(.windowSize, escaped)) == [.window(columns: columns, rows: rows)])
    }

    @Test func mttsCycle() {
        var machine = TelnetMachine()
        _ = machine.open()
        let send: [UInt8] = sub(.terminalType, [1])
        #expect(machine.receive([iac, Self.will, 24]) == [.send(send)])
        #expect(machine.receive(terminalIs("MUDLET")) == [.terminal("MUDLET"), .send(send)])
        #expect(machine.receive(terminalIs("XTERM-256")) == [.terminal("XTERM-256"), .send(send)])
        #expect(machine.receive(terminalIs("MTTS 69")) == [.mtts([.ansi, .utf8, .screenReader])])
        #expect(machine.receive(terminalIs("MTTS 69")) == [])
    }

    @Test func aRepeatedNameEndsTheCycleAndAChangingOneToo() {
        var machine = TelnetMachine()
        let send: [UInt8] = sub(.terminalType, [1])
        _ = machine.receive([iac, Self.will, 24])
        #expect(machine.receive(terminalIs("XTERM")) == [.terminal("XTERM"), .send(send)])
        #expect(machine.receive(terminalIs("XTERM")) == [])
        var changing = TelnetMachine()
        var sends = 0
        _ = changing.receive([iac, Self.will, 24])
        for number in 0..<100 {
            for case .send in changing.receive(terminalIs("T\(number)")) { sends += 1 }
        }
        #expect(sends == 3)
    }

    @Test func aNameIsCleanedAndCut() {
        var machine = TelnetMachine()
        _ = machine.receive([iac, Self.will, 24])
        let heard = hear(&machine, [sub(.terminalType, [0, 0x1B, 0x07] + Array(repeating: 0x41, count: 300))])
        #expect(heard.events == [.terminal(String(repeating: "A", count: 40))])
    }

    @Test func typeWithoutWillIsNoise() {
        var machine = TelnetMachine()
        #expect(machine.receive(terminalIs("XTERM")) == [])
    }

    @Test func charsetTheServerAsks() {
        var machine = TelnetMachine()
        _ = machine.open()
        #expect(machine.receive([iac, Self.do, 42]) == [.send(charsetRequest(";UTF-8;GB18030;GBK"))])
        // Its own request is open: the client's is rejected.
        #expect(hear(&machine, [[iac, Self.will, 42]]).sent == [iac, Self.do, 42])
        #expect(machine.receive(charsetRequest(";GBK")) == [.send(sub(.charset, [3]))])
        #expect(machine.receive(sub(.charset, [2] + Array("gbk".utf8))) == [.charset(.gb18030)])
        #expect(machine.receive(sub(.charset, [2] + Array("UTF-8".utf8))) == [])  // nothing was asked
    }

    @Test func charsetOfAGB18030Listener() {
        var machine = TelnetMachine(encoding: .gb18030)
        _ = machine.open()
        #expect(machine.receive([iac, Self.do, 42]) == [.send(charsetRequest(";GB18030;GBK;UTF-8"))])
        #expect(machine.receive(sub(.charset, [3])) == [])
        #expect(machine.receive(sub(.charset, [2] + Array("UTF-8".utf8))) == [])
    }

    @Test(arguments: [
        (";UTF-8;GBK", "UTF-8", TextEncoding.utf8), (",GBK", "GBK", .gb18030),
        (";BIG5;gb18030;GBK", "gb18030", .gb18030),
        (" ISO-8859-1 GBK utf8", "utf8", .utf8), ("[TTABLE]\u{1};GB2312", "GB2312", .gb18030),
    ])
    func charsetTheClientAsks(list: String, name: String, encoding: TextEncoding) {
        var machine = TelnetMachine()
        #expect(machine.receive([iac, Self.will, 42]) == [.send([iac, Self.do, 42])])
        #expect(
            machine.receive(charsetRequest(list))
                == [.charset(encoding), .send(sub(.charset, [2] + Array(name.utf8)))])
    }

    @Test(arguments: ["", ";", ";BIG5;EUC-JP", "UTF-8", ";;;", "[TTABLE]"])
    func charsetsThatAreRejected(list: String) {
        var machine = TelnetMachine()
        _ = machine.receive([iac, Self.will, 42])
        #expect(machine.receive(charsetRequest(list)) == [.send(sub(.charset, [3]))])
    }

    @Test func charsetWithoutATable() {
        var machine = TelnetMachine(gb18030: false)
        _ = machine.receive([iac, Self.will, 42])
        #expect(machine.receive(charsetRequest(";GBK")) == [.send(sub(.charset, [3]))])
        #expect(hear(&machine, [[iac, Self.do, 42]]).sent == [iac, Self.will, 42] + charsetRequest(";UTF-8"))
    }

    @Test func charsetInTheWrongRole() {
        var machine = TelnetMachine()
        #expect(machine.receive(charsetRequest(";UTF-8")) == [])  // nobody agreed to the option
        _ = machine.receive([iac, Self.do, 42])
        // Only the server may ask now.
        #expect(machine.receive(charsetRequest(";UTF-8")) == [.send(sub(.charset, [3]))])
        #expect(machine.receive(sub(.charset, [4, 1, 0x3B])) == [.send(sub(.charset, [5]))])
    }

    @Test(arguments: [
        (TelnetCode.ec, TelnetCommand.eraseCharacter), (TelnetCode.el, .eraseLine), (TelnetCode.ayt, .areYouThere),
        (TelnetCode.ip, .interrupt), (TelnetCode.ao, .abortOutput), (TelnetCode.brk, .breakKey),
    ])
    func commands(code: UInt8, command: TelnetCommand) {
        var machine = TelnetMachine()
        #expect(machine.receive([0x61, iac, code, 0x62]) == [.data([0x61]), .command(command), .data([0x62])])
    }

    @Test func otherCommandsAreDropped() {
        let known: [UInt8] = [243, 244, 245, 246, 247, 248, 250, 251, 252, 253, 254, 255]
        for code in UInt8.min...UInt8.max where !known.contains(code) {
            var machine = TelnetMachine()
            #expect(machine.receive([0x61, iac, code, 0x62]) == [.data([0x61, 0x62])])
        }
    }

    // MARK: Limits

    @Test func unknownSubnegotiationIsSwallowedWhole() {
        var machine = TelnetMachine()
        let noise: [UInt8] = [
            iac, TelnetCode.sb, 201, 13, 10, iac, iac, 65, iac, Self.will, 1, 13, 10, iac, TelnetCode.se,
        ]
        #expect(machine.receive(noise + [0x62]) == [.data([0x62])])
    }

    @Test func atTheLimitItCountsAndPastItNot() {
        var machine = TelnetMachine(subnegotiationLimit: 16)
        // 16 bytes: the parameters, the doubled 255 counted twice.
        let full: [UInt8] = [0, 80, 0, 24] + Array(repeating: 0, count: 10) + [iac, iac]
        #expect(machine.receive(sub(.windowSize, full)) == [])
        #expect(machine.receive(sub(.windowSize, full + [0])) == [.subnegotiationTooLong(limit: 16)])
        #expect(machine.receive(sub(.windowSize, [0, 90, 0, 30])) == [.window(columns: 90, rows: 30)])
    }

    @Test(arguments: [TelnetOption.terminalType.rawValue, 201])
    func aHugeSubnegotiationIsReportedOnceAndTheSessionGoesOn(option: UInt8) {
        var machine = TelnetMachine()
        var heard = Heard()
        heard.add(machine.receive([iac, TelnetCode.sb, option]))
        for _ in 0..<200 { heard.add(machine.receive(Array(repeating: 0x41, count: 512) + [iac, iac, 13, 10])) }
        #expect(heard.events == [.subnegotiationTooLong(limit: 4096)])
        heard.add(machine.receive([iac, TelnetCode.se, 0x62]))
        #expect(heard.events == [.subnegotiationTooLong(limit: 4096), .data([0x62])])
        #expect(heard.sent == [])
    }

    @Test func onlyEscapesAreCountedToo() {
        var machine = TelnetMachine()
        var heard = Heard()
        heard.add(machine.receive([iac, TelnetCode.sb, 24]))
        heard.add(machine.receive(Array(repeating: iac, count: 4096)))
        #expect(heard.events == [])
        heard.add(machine.receive([iac, iac]))
        #expect(heard.events == [.subnegotiationTooLong(limit: 4096)])
    }

    // MARK: Any cut

    @Test(arguments: Transcript.allCases)
    func everySplitHearsTheSame(transcript: Transcript) {
        let bytes = transcript.bytes
        var whole = TelnetMachine()
        _ = whole.open()
        let expected = hear(&whole, [bytes])
        #expect(!expected.events.isEmpty)
        for cut in 0...bytes.count {
            var machine = TelnetMachine()
            _ = machine.open()
            #expect(hear(&machine, [Array(bytes[..<cut]), Array(bytes[cut...])]) == expected, "cut at \(cut)")
        }
        var drip = TelnetMachine()
        _ = drip.open()
        #expect(hear(&drip, bytes.map { [$0] }) == expected)
    }

    @Test func theMudTranscript() {
        var machine = TelnetMachine()
        _ = machine.open()
        let heard = hear(&machine, [Transcript.mud.bytes])
        #expect(
            heard.events == [
                .charset(.utf8), .terminal("MUDLET"), .terminal("ANSI-TRUECOLOR"),
                .mtts(MTTS(rawValue: 333)), .command(.areYouThere), .data(Array("进度\n".utf8)),
            ])
        #expect(
            heard.sent == charsetRequest(";UTF-8;GB18030;GBK")
                + sub(.terminalType, [1, iac, 240, iac, 250, 24, 1, iac, 240, iac, 250, 24, 1]))
    }

    /// Random bytes, rich in IAC: no crash, no more sent than bounded by what came, the same for any cut.
    @Test(arguments: UInt64(1)...60)
    func fuzz(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let rich: [UInt8] = [
            255, 255, 250, 240, 251, 252, 253, 254, 0, 1, 3, 24, 31, 42, 59, 1, 2, 3, 13, 10, 200, 85, 65,
        ]
        var bytes: [UInt8] = []
        for _ in 0..<4000 {
            bytes.append(
                Int.random(in: 0..<8, using: &random) == 0
                    ? UInt8.random(in: 0...255, using: &random) : rich.randomElement(using: &random) ?? 255)
        }
        var whole = TelnetMachine(subnegotiationLimit: 64)
        let expected = hear(&whole, [bytes])
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...40, using: &random))
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        var cut = TelnetMachine(subnegotiationLimit: 64)
        #expect(hear(&cut, pieces) == expected, "seed \(seed)")
        // The dearest exchange: six bytes (IAC WILL CHARSET twice over) for a REQUEST.
        #expect(expected.sent.count <= bytes.count * 10, "seed \(seed)")
    }
}
