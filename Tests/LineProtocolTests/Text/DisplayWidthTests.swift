// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("a", 1), ("~", 1), ("\u{7F}", 0), ("\u{9B}", 0), ("\t", 0), ("中", 2), ("龥", 2), ("㐀", 2), ("䶮", 2), ("𠮷", 2),
        ("\u{31350}", 2), ("，", 2), ("。", 2), ("（", 2), ("“", 2), ("—", 2), ("…", 2), ("①", 2), ("°", 2), ("×", 2),
        ("Ａ", 2), ("ｱ", 1),
        ("한", 2), ("あ", 2), ("é", 2), ("\u{300}", 0), ("\u{200B}", 0), ("\u{FE0F}", 0), ("\u{E0100}", 0), ("😀", 2),
        ("ñ", 1),
        ("\u{E000}", 2), ("〓", 2), ("\u{302A}", 0), ("\u{3099}", 0), ("ก", 1), ("\u{E31}", 0), ("\u{FFFD}", 2),
        ("☆", 2),
        ("\u{4DC0}", 2), ("\u{1160}", 0), ("\u{1100}", 2),
    ])
    func scalars(text: String, columns: Int) throws {
        let scalar = try #require(text.unicodeScalars.first)
        #expect(DisplayWidth.of(scalar) == columns)
    }

    @Test func texts() {
        #expect(DisplayWidth.of("") == 0)
        #expect(DisplayWidth.of("查询码 4729 8163 0552，请抄下来。") == 6 + 1 + 14 + 12)
        #expect(DisplayWidth.of("e\u{301}") == 1)
    }

    /// No scalar takes more columns than its UTF-8 has bytes: the wrapper's shortcut rests on it.
    @Test func columnsNeverExceedBytes() {
        var worse: [UInt32] = []
        for value in UInt32(0)..<0x110000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if DisplayWidth.of(scalar) > UTF8.width(scalar) { worse.append(value) }
        }
        #expect(worse == [])
    }
}
