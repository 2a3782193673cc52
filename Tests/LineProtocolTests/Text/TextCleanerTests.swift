// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite struct TextCleanerTests {
    private static let cases: [(String, String)] = [
        ("老板欠我三个月工资，共 3 万元。", "老板欠我三个月工资，共 3 万元。"),
        ("a\tb", "a b"), ("a\u{0}b\u{7}c\u{8}d", "abcd"), ("a\u{7F}b", "ab"),
        ("a\u{80}b\u{85}c\u{9A}d", "abcd"), ("a\nb", "a b"), ("a\r\nb", "a b"), ("a\rb", "a b"),
        ("a\u{2028}b\u{2029}c", "a b c"),
        ("红\u{1B}[31m字\u{1B}[0m", "红字"), ("\u{1B}[2J\u{1B}[3J\u{1B}[H好", "好"), ("a\u{9B}31mb", "ab"),
        ("a\u{1B}[?25lb", "ab"), ("a\u{1B}[38;5;1 qb", "ab"), ("a\u{1B}[3中", "a中"), ("a\u{1B}[", "a"),
        ("a\u{1B}]0;title\u{7}b", "ab"), ("a\u{1B}]8;;http://x\u{1B}\\b", "ab"), ("a\u{9D}0;t\u{9C}b", "ab"),
        ("a\u{1B}P1$r\u{1B}\\b", "ab"), ("a\u{90}x\u{9C}b", "ab"),
        ("a\u{1B}_x\u{1B}\\b\u{1B}^y\u{7}c\u{1B}Xz\u{9C}d", "abcd"),
        ("a\u{1B}]0;我的话", "a0;我的话"), ("a\u{1B}", "a"), ("a\u{1B}OAb", "ab"), ("a\u{1B}(Bb", "ab"), ("a\u{1B}cb", "acb"),
        ("\u{202E}abc\u{202C}", "abc"), ("\u{2066}a\u{2069}\u{200E}\u{200F}\u{061C}", "a"),
        ("a\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}b", "ab"),
        ("a\u{E0041}\u{E007F}b", "ab"),
        ("\u{1B}\u{200B}[31mx", "[31mx"),
    ]

    @Test(arguments: cases)
    func table(dirty: String, clean: String) {
        let result = TextCleaner.clean(dirty)
        #expect(result == clean)
        #expect(TextCleaner.isClean(result))
        #expect(TextCleaner.isClean(dirty) == (dirty == clean))
    }

    @Test(arguments: [
        "“引号”——……《书》", "葛\u{E0100}", "👍🏽", "é", "𠮷", "\u{FFFD}", "①㈠", "\u{2027}\u{202F}", "٣", "\u{A0}", "", "－＠＃",
    ])
    func keeps(text: String) {
        #expect(TextCleaner.isClean(text))
        #expect(TextCleaner.clean(text).utf8.elementsEqual(text.utf8))
    }

    @Test(arguments: [("a\nb", "a\nb"), ("a\r\nb\r\n", "a\nb\n"), ("a\rb", "a\nb"), ("a\n\u{1B}[1mb", "a\nb")])
    func lineFeeds(dirty: String, clean: String) {
        #expect(TextCleaner.clean(dirty, lineFeeds: true).utf8.elementsEqual(clean.utf8))
    }

    @Test(arguments: [0xFFFE, 0xFFFF, 0xFDD0, 0xFDEF, 0x1FFFE, 0x2FFFF, 0x10FFFF] as [UInt32])
    func noncharactersGo(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(TextCleaner.clean("a\(scalar)b") == "ab")
    }

    /// The quick scan and the slow one judge each scalar the same.
    @Test func theScanAgreesWithTheCleaner() {
        var disagreements: [UInt32] = []
        for value in UInt32(0)..<0x110000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a\(scalar)b"
            // Cleaning what the scan finds dirty changes it; what it finds clean holds nothing of the forbidden.
            let isForbidden =
                value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x061C || (0x200B...0x200F).contains(value)
                || (0x2028...0x202E).contains(value) || (0x2060...0x206F).contains(value) || value == 0xFEFF
                || (0xFFF9...0xFFFB).contains(value) || (0xFDD0...0xFDEF).contains(value) || value & 0xFFFE == 0xFFFE
                || (0xE0000...0xE007F).contains(value)
            if TextCleaner.isClean(text) == isForbidden { disagreements.append(value) }
            if isForbidden, TextCleaner.clean(text).utf8.elementsEqual(text.utf8) { disagreements.append(value) }
        }
        #expect(disagreements == [])
    }

    @Test(arguments: UInt64(1)...60)
    func fuzz(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let pieces: [Unicode.Scalar] = [
            "\u{1B}", "[", "]", "3", ";", "m", "\u{7}", "\\", "\u{9B}", "\u{9C}", "P", "中", "\n", "\r", "\u{200B}", "O",
            "(", "𠮷",
        ]
        for _ in 0..<40 {
            var view = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                view.append(pieces.randomElement(using: &random) ?? "a")
            }
            let text = String(view)
            for lineFeeds in [false, true] {
                let once = TextCleaner.clean(text, lineFeeds: lineFeeds)
                #expect(TextCleaner.isClean(once, lineFeeds: lineFeeds), "seed \(seed)")
            }
        }
    }

    @Test func manyUnendedStringsAreNotQuadratic() {
        // 100,000 introducers with no end: done in one pass each, or this test would take minutes.
        let text = String(repeating: "\u{1B}]x", count: 100_000)
        #expect(TextCleaner.clean(text).utf8.count == 100_000)
    }
}
