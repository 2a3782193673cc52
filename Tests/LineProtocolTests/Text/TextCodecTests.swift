// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite struct TextCodecTests {
    private func gb() -> TextCodec { TextCodec(.gb18030, converter: TextConverter()) }

    @Test func probeFindsTheTable() {
        #expect(TextEncoding.probe())
        #expect(TextConverter().isAvailable)
    }

    @Test(arguments: [
        ("中", [0xD6, 0xD0] as [UInt8]), ("张三", [0xD5, 0xC5, 0xC8, 0xFD]), ("㐀", [0x81, 0x39, 0xEE, 0x39]),
        ("𠮷", [0x95, 0x34, 0xB2, 0x35]), ("€", [0xA2, 0xE3]), ("a中b", [0x61, 0xD6, 0xD0, 0x62]), ("〓", [0xA1, 0xFE]),
        ("", []), ("plain", Array("plain".utf8)),
    ])
    func knownBytes(text: String, bytes: [UInt8]) {
        #expect(gb().encode(text) == bytes)
        #expect(gb().decode(bytes) == text)
    }

    @Test(arguments: ["㐀", "𠮷", "䶮", "王䶮", "𬱖", "朱𣲘", "𰻝", "翟㛃", "😀", "é", "\u{10FFFF}", "葛\u{E0100}"])
    func rareNamesSurvive(name: String) {
        for codec in [gb(), TextCodec(.utf8, converter: TextConverter())] {
            var bytes: [UInt8] = []
            let faithful = codec.encode(name, into: &bytes)
            #expect(faithful)
            #expect(Array(codec.decode(bytes).unicodeScalars) == Array(name.unicodeScalars))
        }
    }

    /// Every assigned and unassigned scalar, in blocks, outside the private use area of the BMP.
    @Test func everyScalarComesBack() {
        let codec = gb()
        for block in stride(from: UInt32(0), to: 0x110000, by: 0x400) where !(0xE000..<0xF900).contains(block) {
            let text = String(String.UnicodeScalarView((block..<block + 0x400).compactMap { Unicode.Scalar($0) }))
            var bytes: [UInt8] = []
            let faithful = codec.encode(text, into: &bytes)
            #expect(faithful, "block \(String(block, radix: 16))")
            #expect(codec.decode(bytes).utf8.elementsEqual(text.utf8), "block \(String(block, radix: 16))")
            #expect(!bytes.contains(255))
        }
    }

    /// The private use area: GB 18030 gives places to some of it twice. Each comes back, or is shown by its number.
    @Test func privateUseIsNeverDropped() {
        let codec = gb()
        var lost: [UInt32] = []
        for value in UInt32(0xE000)...0xF8FF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            var bytes: [UInt8] = []
            let faithful = codec.encode(text, into: &bytes)
            let back = codec.decode(bytes)
            let shown = "〓(U+\(String(value, radix: 16, uppercase: true)))"
            if back != (faithful ? text : shown) { lost.append(value) }
        }
        #expect(lost == [])
    }

    @Test func whatCannotBeMappedIsShown() {
        var out: [UInt8] = []
        TextConverter.appendVisible("㐀", [0xA1, 0xFE], &out)
        #expect(gb().decode(out) == "〓(U+3400)")
        out = []
        TextConverter.appendVisible("\u{20BB7}", [0xA1, 0xFE], &out)
        #expect(gb().decode(out) == "〓(U+20BB7)")
        out = []
        TextConverter.appendVisible("\u{A9}", [0x3F], &out)
        #expect(out == Array("?(U+00A9)".utf8))
    }

    @Test(arguments: [
        ([0xFF] as [UInt8], "\u{FFFD}"), ([0x80, 0x61], "\u{FFFD}a"), ([0x61, 0xD6], "a\u{FFFD}"),
        ([0xD6, 0xD0, 0xD6], "中\u{FFFD}"), ([0x81, 0x39], "\u{FFFD}"), ([0x81, 0x39, 0xEE], "\u{FFFD}"),
        ([0xD6, 0x20, 0xD6, 0xD0], "\u{FFFD} 中"), ([0xFF, 0xD6, 0xD0, 0xFF], "\u{FFFD}中\u{FFFD}"),
    ])
    func brokenGB18030(bytes: [UInt8], text: String) {
        #expect(gb().decode(bytes) == text)
    }

    @Test(arguments: [
        ([0xFF] as [UInt8], "\u{FFFD}"), ([0xE4, 0xB8], "\u{FFFD}"), ([0xE4, 0xB8, 0x61], "\u{FFFD}a"),
        ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ])
    func brokenUTF8(bytes: [UInt8], text: String) {
        #expect(TextCodec(.utf8, converter: TextConverter()).decode(bytes) == text)
    }

    @Test(arguments: UInt64(1)...40)
    func fuzzDecode(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let codec = gb()
        for _ in 0..<50 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let text = codec.decode(bytes)
            // The converter is shared: a broken line leaves nothing behind for the next.
            #expect(codec.decode([0xD6, 0xD0]) == "中", "seed \(seed)")
            #expect(text.unicodeScalars.count <= bytes.count, "seed \(seed)")
            // The ASCII controls that frame lines are never eaten.
            #expect(text.utf8.count { $0 == 0x0A } == bytes.count { $0 == 0x0A }, "seed \(seed)")
        }
    }

    @Test func longTextCrossesTheChunk() {
        let text = String(repeating: "老板欠我三个月工资，𠮷先生。", count: 600)
        let codec = gb()
        #expect(codec.decode(codec.encode(text)) == text)
    }

    @Test(arguments: [
        ("UTF-8", TextEncoding.utf8), ("utf8", .utf8), ("GB18030", .gb18030), ("gb-18030", .gb18030), ("GBK", .gb18030),
        ("cp936", .gb18030), ("GB2312", .gb18030), ("EUC-CN", .gb18030),
    ])
    func names(name: String, encoding: TextEncoding) {
        #expect(TextEncoding(charsetName: name.utf8) == encoding)
    }

    @Test(arguments: ["", "BIG5", "UTF-16", "UTF-88", "ISO-8859-1", "GBKGBKGBKGBKGBKGBKGBK"])
    func unknownNames(name: String) {
        #expect(TextEncoding(charsetName: name.utf8) == nil)
    }

    @Test func framingAgreesWithTheDecoder() {
        let text = "a中㐀b𠮷é。"
        for encoding in TextEncoding.allCases {
            let codec = TextCodec(encoding, converter: TextConverter())
            let bytes = codec.encode(text)
            var position = 0
            var found: [String] = []
            while let next = CharacterFraming.character(in: bytes, at: position, encoding: encoding) {
                #expect(next.isComplete)
                found.append(codec.decode(Array(bytes[position..<position + next.length])))
                position += next.length
            }
            #expect(found == text.unicodeScalars.map(String.init))
            #expect(CharacterFraming.character(in: bytes, at: -1, encoding: encoding) == nil)
        }
    }
}
