// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite struct LineEditorTests {
    private let converter = TextConverter()

    private func run(
        _ pieces: [[UInt8]], encoding: TextEncoding = .utf8, echo: LineEcho = .off, limit: Int = 8192
    ) -> (lines: [[UInt8]], echoed: [UInt8], events: [LineEvent]) {
        var editor = LineEditor(encoding: encoding, limit: limit)
        editor.echo = echo
        var events: [LineEvent] = []
        for piece in pieces { editor.receive(piece, converter: converter, into: &events) }
        var lines: [[UInt8]] = []
        var echoed: [UInt8] = []
        for event in events {
            if case .line(let line) = event { lines.append(line) }
            if case .echo(let bytes) = event { echoed += bytes }
        }
        return (lines, echoed, events)
    }

    private func texts(_ text: String, drip: Bool = false) -> [String] {
        let bytes = Array(text.utf8)
        return run(drip ? bytes.map { [$0] } : [bytes]).lines.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("a\r\nb\r\n", ["a", "b"]), ("a\nb\n", ["a", "b"]), ("a\rb\r", ["a", "b"]), ("a\r\0b\r\0", ["a", "b"]),
        ("\r\n\r\n", ["", ""]), ("\n\n", ["", ""]), ("\r\r", ["", ""]), ("a\n\r\n", ["a", ""]), ("a\0b\n", ["ab"]),
        ("unended", []), ("一\r\n二\n三\r四\r\0", ["一", "二", "三", "四"]),
        ("ab\u{8}c\n", ["ac"]), ("ab\u{7F}c\n", ["ac"]), ("工地\u{7F}\n", ["工"]), ("\u{8}\u{8}a\n", ["a"]),
        ("wrong\u{15}right\n", ["right"]), ("a\u{1B}[Db\n", ["ab"]), ("a\u{1B}OAb\n", ["ab"]),
        ("a\u{1B}[1;5Cb\n", ["ab"]),
        ("a\u{1B}[中\n", ["a中"]), ("a\u{1B}\n", ["a\u{1B}"]), ("a\u{1B}]x\n", ["a\u{1B}]x"]), ("a\u{1B}[\n", ["a"]),
    ])
    func lines(typed: String, lines: [String]) {
        #expect(texts(typed) == lines)
        #expect(texts(typed, drip: true) == lines)
    }

    @Test func gb18030EraseIsByCharacter() {
        let codec = TextCodec(.gb18030, converter: converter)
        for (typed, left) in [("a中", "a"), ("中㐀", "中"), ("㐀𠮷", "㐀"), ("𠮷a", "𠮷"), ("中文字", "中文")] {
            let bytes = codec.encode(typed) + [0x7F, 0x0A]
            #expect(run([bytes], encoding: .gb18030).lines == [codec.encode(left)])
            #expect(run(bytes.map { [$0] }, encoding: .gb18030).lines == [codec.encode(left)])
        }
        // Trail bytes that look like ASCII: 俓 is 82 5C (a backslash), 乗 81 5C.
        #expect(run([[0x82, 0x5C, 0x81, 0x5C, 0x7F, 0x0A]], encoding: .gb18030).lines == [[0x82, 0x5C]])
    }

    @Test func aHalfCharacterIsErasedAlone() {
        #expect(run([[0x61, 0xE4, 0xB8, 0x7F, 0x0A]]).lines == [[0x61]])
        #expect(run([[0x61, 0x81, 0x39, 0xEE, 0x7F, 0x0A]], encoding: .gb18030).lines == [[0x61]])
        #expect(run([[0xD6, 0xD0, 0xD6, 0x7F, 0x7F, 0x0A]], encoding: .gb18030).lines == [[]])
    }

    @Test func erasingTenThousandTimesIsLinear() {
        var bytes: [UInt8] = Array(repeating: 0xD6, count: 8000)
        for _ in 0..<100_000 { bytes += [0xD6, 0xD0, 0x7F] }
        let result = run([bytes + [0x0A]], encoding: .gb18030)
        #expect(result.lines.map(\.count) == [8000])
    }

    // MARK: Echo

    private static let back2: [UInt8] = [8, 8, 32, 32, 8, 8]

    @Test func visibleEchoErasesTwoColumnsOfAWideCharacter() {
        let typed = Array("a中\u{7F}\u{7F}b\r\n".utf8)
        let expected = Array("a中".utf8) + Self.back2 + [8, 32, 8] + Array("b\r\n".utf8)
        #expect(run([typed], echo: .visible).echoed == expected)
        #expect(run(typed.map { [$0] }, echo: .visible).echoed == expected)
    }

    @Test func visibleEchoInGB18030() {
        let codec = TextCodec(.gb18030, converter: converter)
        #expect(
            run([codec.encode("㐀") + [0x7F]], encoding: .gb18030, echo: .visible).echoed == codec.encode("㐀")
                + Self.back2)
        // ñ takes four bytes there, and one column.
        #expect(
            run([codec.encode("ñ") + [0x7F]], encoding: .gb18030, echo: .visible).echoed == codec.encode("ñ") + [
                8, 32, 8,
            ])
    }

    @Test func eraseLineWipesAllColumns() {
        let echoed = run([Array("a中\u{15}".utf8)], echo: .visible).echoed
        #expect(echoed == Array("a中".utf8) + [8, 8, 8, 32, 32, 32, 8, 8, 8])
    }

    @Test func secretsAreNotShown() {
        let typed = Array("密码1\u{7F}2\r".utf8)
        #expect(run([typed], echo: .hidden).echoed == [13, 10])
        let masked: [UInt8] = Array("***".utf8) + [8, 32, 8] + Array("*\r\n".utf8)
        #expect(run([typed], echo: .masked).echoed == masked)
        #expect(run(typed.map { [$0] }, echo: .masked).echoed == masked)
        #expect(run([typed], echo: .masked).lines == [Array("密码2".utf8)])
    }

    @Test func echoHoldsNoControls() {
        let echoed = run([[0x61, 0x07, 0x1B, 0x5B, 0x41, 0xFF, 0x09, 0x62]], echo: .visible).echoed
        #expect(echoed == [0x61, 0x20, 0x62])
    }

    @Test func echoComesBeforeItsLine() {
        #expect(run([Array("a\n".utf8)], echo: .visible).events == [.echo([0x61, 13, 10]), .line([0x61])])
    }

    @Test func interruptDropsTheLine() {
        #expect(run([Array("abc\u{3}d\n".utf8)]).events == [.interrupt, .line([0x64])])
    }

    // MARK: Limits

    @Test func aLineAtTheLimitPassesAndOneMoreByteIsRefusedOnce() {
        let full = Array(repeating: UInt8(0x61), count: 8192)
        #expect(run([full + [0x0A]]).events == [.line(full)])
        #expect(run([full + [0x61, 0x0A, 0x62, 0x0A]]).events == [.tooLong(limit: 8192), .line([0x62])])
    }

    @Test(arguments: [1, 7, 1460, 65_536])
    func aHugeLineIsRefusedOnce(piece: Int) {
        var editor = LineEditor(encoding: .utf8)
        var events: [LineEvent] = []
        let bytes = Array(repeating: UInt8(0xE4), count: 200_000)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            editor.receive(Array(bytes[start..<min(bytes.count, start + piece)]), converter: nil, into: &events)
        }
        #expect(events == [.tooLong(limit: 8192)])
        #expect(editor.isInsideLine)
        editor.receive(Array("\r\n好\r\n".utf8), converter: nil, into: &events)
        #expect(events == [.tooLong(limit: 8192), .line(Array("好".utf8))])
        #expect(!editor.isInsideLine)
    }

    @Test func eraseLineEndsTheSkipping() {
        let bytes = Array(repeating: UInt8(0x61), count: 40) + [0x15, 0x62, 0x0A]
        #expect(run([bytes], limit: 16).events == [.tooLong(limit: 16), .line([0x62])])
    }

    @Test func theEndGivesWhatWasTyped() {
        var editor = LineEditor(encoding: .utf8)
        var events: [LineEvent] = []
        editor.receive([0x61, 0xE4, 0xB8], converter: nil, into: &events)
        #expect(editor.finish() == [0x61, 0xE4, 0xB8])
        #expect(!editor.isInsideLine)
        #expect(editor.finish() == [])
    }

    @Test(arguments: UInt64(1)...80)
    func fuzzAnyCutIsTheSame(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let rich: [UInt8] = [
            13, 10, 0, 8, 0x7F, 0x15, 3, 0x1B, 0x5B, 0x4F, 0x41, 0x30, 0x81, 0xD6, 0xE4, 0xB8, 0xAD, 9, 255,
        ]
        let encoding = TextEncoding.allCases.randomElement(using: &random) ?? .utf8
        let echo = [LineEcho.off, .visible, .masked, .hidden].randomElement(using: &random) ?? .off
        let bytes = (0..<1500).map { _ in rich.randomElement(using: &random) ?? 0 }
        let whole = run([bytes], encoding: encoding, echo: echo, limit: 64)
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...5, using: &random))
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        let cut = run(pieces, encoding: encoding, echo: echo, limit: 64)
        // Where a run passes the limit depends on nothing but the bytes before the line end.
        #expect(cut.lines == whole.lines, "seed \(seed)")
        #expect(whole.lines.allSatisfy { $0.count <= 64 }, "seed \(seed)")
    }
}
