// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DeskClient

@Suite("Keys of a terminal")
struct KeyDecoderTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var bytes: String
        var keys: [Key]
        var testDescription: String { bytes.debugDescription }
    }

    static let examples: [Example] = [
        Example(bytes: "a工😀", keys: [.character("a"), .character("工"), .character("😀")]),
        Example(bytes: "\r\n\t\u{7F}\u{8}", keys: [.enter, .enter, .tab, .backspace, .backspace]),
        Example(bytes: "\u{3}\u{1}\u{15}", keys: [.control("c"), .control("a"), .control("u")]),
        Example(bytes: "\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D", keys: [.up, .down, .right, .left]),
        Example(bytes: "\u{1B}OA\u{1B}OB\u{1B}OH\u{1B}OF\u{1B}OM", keys: [.up, .down, .home, .end, .enter]),
        Example(
            bytes: "\u{1B}[H\u{1B}[F\u{1B}[1~\u{1B}[4~\u{1B}[3~\u{1B}[5~\u{1B}[6~",
            keys: [.home, .end, .home, .end, .delete, .pageUp, .pageDown]),
        Example(bytes: "\u{1B}[1;5Ax\u{1B}[15~y\u{1B}[?1;2c", keys: [.up, .character("x"), .character("y")]),
        Example(bytes: "\u{1B}x", keys: [.escape, .character("x")]),
        Example(bytes: "\u{1B}\u{1B}[A", keys: [.escape, .up]),
        Example(bytes: "\u{1B}[200~来信\r\n第二行\u{1B}[31m红\u{1B}[201~z", keys: [.paste("来信\n第二行红"), .character("z")]),
        Example(bytes: "\u{0}\u{1C}a", keys: [.character("a")]),
    ]

    @Test("bytes at once", arguments: examples)
    func atOnce(_ example: Example) {
        var decoder = KeyDecoder()
        #expect(decoder.feed(Array(example.bytes.utf8)) == example.keys)
        #expect(!decoder.isWaiting)
    }

    @Test("byte by byte", arguments: examples)
    func dripFeed(_ example: Example) {
        var decoder = KeyDecoder()
        let keys = example.bytes.utf8.flatMap { decoder.feed([$0]) }
        #expect(keys == example.keys)
    }

    @Test("Esc alone is a key when nothing follows")
    func escape() {
        var decoder = KeyDecoder()
        let first = decoder.feed([0x1B])
        #expect(first.isEmpty)
        #expect(decoder.isWaiting)
        #expect(decoder.flush() == [.escape])
        #expect(decoder.feed([0x61]) == [.character("a")])
    }

    @Test(
        "broken UTF-8 is dropped, what follows is not",
        arguments: [[0xFF, 0x61], [0xE5, 0x61], [0xE5, 0xB7, 0x61], [0xC0, 0x61], [0xED, 0xA0, 0x80, 0x61]] as [[UInt8]]
    )
    func broken(bytes: [UInt8]) {
        var decoder = KeyDecoder()
        #expect(decoder.feed(bytes) == [.character("a")])
    }

    @Test("a paste has an end, however long it is")
    func longPaste() {
        var decoder = KeyDecoder()
        var keys = decoder.feed(Array("\u{1B}[200~".utf8))
        for _ in 0..<80 { keys += decoder.feed([UInt8](repeating: 0x61, count: 1000)) }
        keys += decoder.feed(Array("\u{1B}[201~b".utf8))
        #expect(keys.count == 2)
        guard case .paste(let text) = keys.first else {
            Issue.record("no paste")
            return
        }
        #expect(text.utf8.count >= KeyDecoder.pasteLimit)
        #expect(text.utf8.count < KeyDecoder.pasteLimit + 16)
        #expect(keys.last == .character("b"))
    }

    @Test("noise gives no control character", arguments: [1, 2, 3] as [UInt64])
    func noise(seed: UInt64) {
        var state = seed
        var decoder = KeyDecoder()
        for _ in 0..<20_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for key in decoder.feed([UInt8(truncatingIfNeeded: state >> 33)]) {
                if case .character(let character) = key {
                    #expect(
                        character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "seed \(seed)")
                }
            }
        }
    }
}

@Suite("The line that is typed")
struct InputLineTests {
    @Test("backspace takes one character, however wide")
    func backspace() {
        var line = InputLine("a工e\u{301}😀")
        for expected in ["a工e\u{301}", "a工", "a", "", ""] {
            let isEdit = line.edit(.backspace)
            #expect(isEdit)
            #expect(line.text == expected)
        }
    }

    @Test("editing in the middle")
    func middle() {
        var line = InputLine("工资")
        for key in [Key.left, .character("的"), .home, .delete, .end, .character("。"), .left, .left, .right] {
            _ = line.edit(key)
        }
        #expect(line.text == "的资。")
        #expect(line.cursor == 2)
        _ = line.edit(.control("u"))
        #expect(line.isEmpty)
        let isEdit = line.edit(.enter)
        #expect(!isEdit)
    }

    @Test("the cursor is always in sight, and a paste shows its line ends")
    func window() {
        var line = InputLine("一二三四五六七八九十")
        #expect(line.shown(columns: 9) == ("七八九十", 8))
        _ = line.edit(.home)
        #expect(line.shown(columns: 9) == ("一二三四", 0))
        _ = line.edit(.paste("甲\n"))
        #expect(line.shown(columns: 9) == ("甲↵一二", 3))
        #expect(line.shown(columns: 0) == ("↵", 1))
    }
}
