// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite struct LineWrapperTests {
    @Test(arguments: [
        ("", 20, [""]), ("短", 20, ["短"]), ("一\n\n二", 20, ["一", "", "二"]), ("一\n", 20, ["一", ""]),
        ("一二三四五六七八九十一二", 20, ["一二三四五六七八九十", "一二"]),
        // Closing punctuation goes down with the character before it.
        ("一二三四五六七八九十，好", 20, ["一二三四五六七八九", "十，好"]),
        ("一二三四五六七八九十。”好", 20, ["一二三四五六七八九", "十。”好"]),
        // Opening punctuation goes down with the character after it.
        ("一二三四五六七八九（十）", 20, ["一二三四五六七八九", "（十）"]),
        // A code stays whole.
        ("查询码是 4729 8163 0552 请抄", 20, ["查询码是", "4729 8163 0552 请抄"]),
        ("请抄下查询码 4729 8163 0552，好", 20, ["请抄下查询码", "4729 8163 0552，好"]),
        // A word, a number, an address.
        ("编号请记 XF202611230000171", 20, ["编号请记", "XF202611230000171"]),
        ("网址 http://a.gov.cn/x?y=1", 20, ["网址", "http://a.gov.cn/x?y=", "1"]),
        ("one two three four five six", 20, ["one two three four", "five six"]),
        // Indentation stays, blanks at a break go.
        ("  一二三四五六七八九十", 20, ["  一二三四五六七八九", "十"]),
        ("一二三四五六七八九十 十一", 20, ["一二三四五六七八九十", "十一"]),
        // What cannot be helped.
        ("，，，，，，，，，，，，", 20, ["，，，，，，，，，，", "，，"]),
        (
            String(repeating: "a", count: 45), 20,
            [String(repeating: "a", count: 20), String(repeating: "a", count: 20), "aaaaa"]
        ),
        ("中中", 1, ["中", "中"]),
        (String(repeating: " ", count: 30), 20, [""]),
    ])
    func table(text: String, columns: Int, lines: [String]) {
        #expect(LineWrapper.wrap(text, columns: columns) == lines)
    }

    @Test(arguments: UInt64(1)...80)
    func fuzz(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let pieces = [
            "中", "，", "。", "（", "）", "a", "bc", "12", "4729 8163", " ", "  ", "é", "e\u{301}", "😀", "\n", "”", "“", "𠮷",
            "http://x.cn/y",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...120, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
        let columns = Int.random(in: 2...60, using: &random)
        let lines = LineWrapper.wrap(text, columns: columns)
        for line in lines { #expect(DisplayWidth.of(line) <= columns, "seed \(seed)") }
        // Nothing but blanks and line ends is lost.
        let squeeze = { (text: String) in text.unicodeScalars.filter { $0 != " " && $0 != "\n" } }
        #expect(
            lines.flatMap { Array(squeeze($0)) } == Array(squeeze(text)), "seed \(seed)")
        // A combining mark is never parted from its letter.
        #expect(!lines.contains { $0.unicodeScalars.first == "\u{301}" }, "seed \(seed)")
    }
}
