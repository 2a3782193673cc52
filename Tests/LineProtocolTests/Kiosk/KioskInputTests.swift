// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite struct KioskInputTests {
    private let converter = TextConverter()

    private func input(_ encoding: TextEncoding = .utf8) -> KioskInput {
        KioskInput(encoding: encoding, converter: converter)
    }

    private func gb(_ text: String) -> [UInt8] { TextCodec(.gb18030, converter: converter).encode(text) }

    @Test func idleMemoryIsSmall() {
        #expect(MemoryLayout<KioskInput>.size < 300)
    }

    @Test func aRawClientWorks() {
        var input = input()
        #expect(
            input.receive(Transcript.raw.bytes, now: 5)
                == [.line("老板欠我三个月工资"), .line("1"), .line(""), .line("2"), .line("3")])
        #expect(input.lastByteAt == 5)
        #expect(input.lineStartedAt == nil)
        #expect(input.terminal == KioskTerminal())
    }

    @Test func linesAreCleaned() {
        var input = input()
        #expect(input.receive(Array("红\u{1B}[31m字\u{202E}\t完\u{9B}0m\n".utf8), now: 0) == [.line("红字 完")])
    }

    @Test func gb18030OneByteAtATime() {
        var input = input(.gb18030)
        var events: [KioskEvent] = []
        for byte in gb("王䶮住在𠮷村，㐀\r\n") { events += input.receive([byte], now: 0) }
        #expect(events == [.line("王䶮住在𠮷村，㐀")])
    }

    @Test func aByteOf255InTheLineIsShownAsBroken() {
        var input = input(.gb18030)
        #expect(input.receive([iac, iac] + gb("中\n"), now: 0) == [.line("\u{FFFD}中")])
    }

    @Test(arguments: ["GBK", "gbk", " gbk ", "GB18030"])
    func theWordForGBK(word: String) {
        var input = input()
        #expect(input.receive(Array("\(word)\r\n".utf8), now: 0) == [.encodingChanged(.gb18030, .typed)])
        #expect(input.receive(gb("张三\r\n"), now: 0) == [.line("张三")])
        #expect(input.receive(Array("Utf8\r\n".utf8), now: 0) == [.encodingChanged(.utf8, .typed)])
        #expect(input.receive(Array("张三\r\n".utf8), now: 0) == [.line("张三")])
        #expect(input.receive(Array("UTF-8\r\n".utf8), now: 0) == [.encodingChanged(.utf8, .typed)])
    }

    @Test(arguments: ["GBK吗", "GBKK", "utf", "我用GBK", "G BK"])
    func otherLinesAreNoWords(line: String) {
        var input = input()
        #expect(input.receive(Array("\(line)\n".utf8), now: 0) == [.line(line)])
    }

    @Test func theSwitchHoldsWithinOneRead() {
        var input = input()
        let events = input.receive(Array("GBK\n".utf8) + gb("李四\n"), now: 0)
        #expect(events == [.encodingChanged(.gb18030, .typed), .line("李四")])
    }

    @Test func charsetSwitchesAndTheTypedWordStands() {
        var input = input(.gb18030)
        _ = input.open()
        _ = input.receive([iac, TelnetCode.do, 42], now: 0)
        let accepted = sub(.charset, [2] + Array("UTF-8".utf8))
        #expect(input.receive(accepted, now: 0) == [.encodingChanged(.utf8, .charset)])
        #expect(input.receive(Array("GBK\n".utf8), now: 0) == [.encodingChanged(.gb18030, .typed)])
        _ = input.receive([iac, TelnetCode.will, 42], now: 0)
        #expect(input.receive(charsetRequest(";UTF-8"), now: 0) == [.send(sub(.charset, [2] + Array("UTF-8".utf8)))])
        #expect(input.codec.encoding == .gb18030)
    }

    @Test func mttsSwitchesToUTF8AndKnowsTheScreenReader() {
        var input = input(.gb18030)
        _ = input.open()
        _ = input.receive([iac, TelnetCode.will, 24], now: 0)
        _ = input.receive(terminalIs("CLIENT"), now: 0)
        _ = input.receive(terminalIs("XTERM"), now: 0)
        #expect(input.terminal.kind == .ansi)
        #expect(
            input.receive(terminalIs("MTTS 69"), now: 0)
                == [.screenReader(true), .encodingChanged(.utf8, .terminal)])
        #expect(input.terminal.screenReader && input.terminal.kind == .plain)
    }

    @Test func mttsWithoutUTF8ChangesNothing() {
        var input = input()
        _ = input.receive([iac, TelnetCode.will, 24], now: 0)
        #expect(input.receive(terminalIs("MTTS 1"), now: 0) == [])
        #expect(input.codec.encoding == .utf8 && input.terminal.kind == .ansi)
    }

    @Test func resizing() {
        var input = input()
        #expect(input.receive(sub(.windowSize, [0, 80, 0, 24]), now: 0) == [])  // as it was
        #expect(input.receive(sub(.windowSize, [0, 40, 0, 20]), now: 0) == [.resized(columns: 40, rows: 20)])
        #expect(input.terminal.columns == 40)
    }

    @Test func commandsEditTheLineInOrder() {
        var input = input()
        let bytes =
            Array("工地".utf8) + [iac, TelnetCode.ec] + Array("钱\n废话".utf8) + [iac, TelnetCode.el] + Array("好\n".utf8)
        #expect(input.receive(bytes, now: 0) == [.line("工钱"), .line("好")])
        #expect(
            input.receive(Array("半".utf8) + [iac, TelnetCode.ip] + Array("整\n".utf8), now: 0) == [
                .interrupt, .line("整"),
            ])
        #expect(
            input.receive([iac, TelnetCode.ayt, iac, TelnetCode.ayt, iac, TelnetCode.ao], now: 0) == [
                .areYouThere, .abortOutput,
            ])
    }

    @Test func aSecretOnAClientThatNegotiates() {
        var input = input()
        #expect(input.setSecret(true) == [iac, TelnetCode.will, 1])
        #expect(input.isSecret)
        #expect(input.receive([iac, TelnetCode.do, 1], now: 0) == [])
        #expect(input.receive(Array("472981630552\r\n".utf8), now: 0) == [.send([13, 10]), .line("472981630552")])
        // A secret is never taken for a word.
        #expect(input.receive(Array("GBK\r\n".utf8), now: 0) == [.send([13, 10]), .line("GBK")])
        #expect(input.setSecret(false) == [iac, TelnetCode.wont, 1])
        #expect(input.receive([iac, TelnetCode.dont, 1] + Array("好\r\n".utf8), now: 0) == [.line("好")])
    }

    @Test func aSecretOnARawClient() {
        var input = input()
        _ = input.setSecret(true, masked: true)
        #expect(input.receive(Array("1234\n".utf8), now: 0) == [.line("1234")])
        #expect(input.setSecret(false) == [])  // the offer is still open: queued, RFC 1143
    }

    @Test func aClientThatWantsEveryKeyEchoed() {
        var input = input()
        _ = input.receive([iac, TelnetCode.do, 1, iac, TelnetCode.do, 3], now: 0)
        #expect(!input.terminal.goAhead)
        var events: [KioskEvent] = []
        for byte in Array("中\u{7F}好\r\n".utf8) { events += input.receive([byte], now: 0) }
        var shown: [UInt8] = []
        for case .send(let bytes) in events { shown += bytes }
        #expect(shown == Array("中".utf8) + [8, 8, 32, 32, 8, 8] + Array("好\r\n".utf8))
        #expect(input.setSecret(true) == [])
        #expect(input.receive(Array("1\r".utf8), now: 0) == [.send([13, 10]), .line("1")])
        #expect(input.setSecret(false) == [])
        #expect(input.receive(Array("2".utf8), now: 0) == [.send([0x32])])
    }

    @Test func hugeThingsCostOneRefusalEach() {
        var input = input()
        var events: [KioskEvent] = []
        for _ in 0..<200 { events += input.receive(Array(repeating: 0x41, count: 1024), now: 0) }
        events += input.receive(Array("\n好\n".utf8) + [iac, TelnetCode.sb, 24], now: 0)
        for _ in 0..<200 { events += input.receive(Array(repeating: 0x41, count: 1024), now: 0) }
        events += input.receive([iac, TelnetCode.se] + Array("还好\n".utf8), now: 0)
        #expect(
            events == [
                .refused(.lineTooLong(limit: 8192)), .line("好"), .refused(.subnegotiationTooLong(limit: 4096)),
                .line("还好"),
            ])
    }

    @Test func tenThousandLinesMeetOneRefusal() {
        var input = input()
        var assembler = UtteranceAssembler()
        let bytes = Array(String(repeating: "粘贴进来的一行字\r\n", count: 10_000).utf8)
        var steps: [UtteranceAssembler.Step] = []
        var now: Int64 = 0
        for start in stride(from: 0, to: bytes.count, by: 8192) {
            now += 5
            for event in input.receive(Array(bytes[start..<min(bytes.count, start + 8192)]), now: now) {
                if case .line(let line) = event { _ = assembler.add(line, now: now) }
            }
            let step = assembler.take(.text, now: now)
            if case .wait = step { continue }
            steps.append(step)
        }
        steps.append(assembler.take(.text, now: now + 1000))
        #expect(steps.count == 1)
        guard case .refused(let refusal)? = steps.first else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.lines == 10_000 && refusal.scalars == 10_000 * 9 - 1)
    }

    @Test func aLineKnowsWhenItBegan() {
        var input = input()
        _ = input.receive([0x61], now: 10)
        _ = input.receive([0x62], now: 20)
        #expect(input.lineStartedAt == 10)
        _ = input.receive([0x0A, 0x63], now: 30)
        #expect(input.lineStartedAt == 30)
        _ = input.receive([0x0A], now: 40)
        #expect(input.lineStartedAt == nil)
    }

    @Test func theEndInTheMiddleOfACharacter() {
        for encoding in TextEncoding.allCases {
            let whole = TextCodec(encoding, converter: converter).encode("甲㐀")
            for cut in 0...whole.count {
                var input = input(encoding)
                _ = input.receive(Array(whole[..<cut]), now: 0)
                let rest = input.finish()
                #expect((rest == nil) == (cut == 0))
                #expect(input.finish() == nil)
            }
        }
    }

    /// Events without what is sent and without AYT, which depend on the cut.
    private func heard(_ bytes: [[UInt8]], _ encoding: TextEncoding) -> [KioskEvent] {
        var input = input(encoding)
        _ = input.open()
        return bytes.flatMap { input.receive($0, now: 0) }.filter { event in
            if case .send = event { return false }
            return event != .areYouThere
        }
    }

    @Test(arguments: Transcript.allCases, TextEncoding.allCases)
    func everySplitHearsTheSame(transcript: Transcript, encoding: TextEncoding) {
        let bytes = transcript.bytes
        let expected = heard([bytes], encoding)
        #expect(!expected.isEmpty)
        #expect(heard(bytes.map { [$0] }, encoding) == expected)
        for cut in 0...bytes.count {
            #expect(heard([Array(bytes[..<cut]), Array(bytes[cut...])], encoding) == expected, "cut at \(cut)")
        }
    }

    @Test(arguments: UInt64(1)...60)
    func fuzz(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let pieces: [[UInt8]] =
            Transcript.allCases.map(\.bytes) + [
                gb("王䶮𠮷\n"), Array("GBK\n".utf8), Array("utf8\r\n".utf8), [0xFF], [0xE4], [0x81], [0x1B, 0x5B],
                [0x7F], [0x15], [0x0D], [0x0A], [0], sub(.windowSize, [0, 33, 0, 9]), charsetRequest(";GBK;UTF-8"),
            ]
        var bytes: [UInt8] = []
        for _ in 0..<40 {
            var piece = pieces.randomElement(using: &random) ?? []
            if Int.random(in: 0..<3, using: &random) == 0, !piece.isEmpty {
                piece[Int.random(in: 0..<piece.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            bytes += piece
        }
        var input = input()
        var lines = 0
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...50, using: &random))
            for case .line(let line) in input.receive(Array(bytes[start..<end]), now: Int64(start)) {
                lines += 1
                #expect(TextCleaner.isClean(line), "seed \(seed)")
            }
            start = end
        }
        _ = input.finish()
        #expect(lines <= bytes.count { $0 == 10 || $0 == 13 }, "seed \(seed)")
        #expect(input.lineStartedAt == nil, "seed \(seed)")
    }
}
