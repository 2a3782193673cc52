// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite struct KioskOutputTests {
    private func output(_ encoding: TextEncoding = .utf8, _ change: (inout KioskTerminal) -> Void = { _ in })
        -> KioskOutput
    {
        var terminal = KioskTerminal()
        change(&terminal)
        return KioskOutput(terminal: terminal, codec: TextCodec(encoding, converter: TextConverter()))
    }

    @Test func aReplyAndItsPrompt() {
        var output = output()
        output.text("您好。\n1. 要\n2. 不要")
        output.prompt()
        #expect(output.bytes == Array("您好。\r\n1. 要\r\n2. 不要\r\n> ".utf8) + [iac, TelnetCode.ga])
    }

    @Test func noGoAheadWhereItIsSuppressed() {
        var output = output { $0.goAhead = false }
        output.prompt()
        #expect(output.bytes == Array("> ".utf8))
    }

    @Test func wrappedAndEncoded() {
        var output = output(.gb18030) { $0.columns = 20 }
        output.text("一二三四五六七八九十䶮")
        let codec = TextCodec(.gb18030, converter: TextConverter())
        #expect(output.bytes == codec.encode("一二三四五六七八九十\r\n䶮\r\n"))
        #expect(output.replaced == 0)
    }

    @Test func whatGoesOutIsCleaned() {
        var output = output()
        output.text("姓名：张\u{1B}[2J三\u{202E}\u{0}")
        output.text("")
        #expect(output.bytes == Array("姓名：张三\r\n\r\n".utf8))
    }

    @Test func theScreenIsWiped() {
        let ansi = Array("\u{1B}[2J\u{1B}[3J\u{1B}[H".utf8)
        let blank = Array(repeating: [13, 10] as [UInt8], count: 30).flatMap { $0 }
        var known = output { $0.kind = .ansi }
        known.clear()
        #expect(known.bytes == ansi)
        var plain = output { ($0.kind, $0.rows) = (.plain, 30) }
        plain.clear()
        #expect(plain.bytes == blank)
        var unknown = output { $0.rows = 30 }
        unknown.clear()
        #expect(unknown.bytes == blank + ansi)
    }

    @Test func iacIsDoubled() {
        var bytes: [UInt8] = [255, 1, 255, 255, 2]
        KioskOutput.doubleIAC(&bytes, from: 1)
        #expect(bytes == [255, 1, 255, 255, 255, 255, 2])
        KioskOutput.doubleIAC(&bytes, from: bytes.count)
        #expect(bytes.count == 7)
    }

    @Test func itFollowsTheConnection() {
        var input = KioskInput(encoding: .utf8, converter: TextConverter())
        _ = input.receive(sub(.windowSize, [0, 20, 0, 9]) + [iac, TelnetCode.do, 3] + Array("GBK\n".utf8), now: 0)
        var output = KioskOutput(for: input)
        output.text("一二三四五六七八九十中")
        output.prompt()
        let codec = TextCodec(.gb18030, converter: TextConverter())
        #expect(output.bytes == codec.encode("一二三四五六七八九十\r\n中\r\n> "))
    }

    /// What is sent comes back the same through the input side.
    @Test(arguments: TextEncoding.allCases)
    func outAndIn(encoding: TextEncoding) {
        let text = "王䶮，𠮷村 12 号；查询码 4729 8163 0552。"
        var output = output(encoding) { $0.columns = 500 }
        output.text(text)
        var input = KioskInput(encoding: encoding, converter: TextConverter())
        #expect(input.receive(output.bytes, now: 0) == [.line(text)])
    }
}
