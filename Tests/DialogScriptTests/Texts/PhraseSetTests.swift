// SPDX-License-Identifier: Apache-2.0

import Testing
import Understanding

@testable import DialogScript

@Suite struct PhraseSetTests {
    private static let phrases = ["说", "说了", "说了三遍", "ok", "o", "𠮷", "é", "了"]
    private let set = PhraseSet(phrases)

    private func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

    @Test(arguments: [
        ("说了三遍还说", "说了三遍"), ("说了三", "说了"), ("说", "说"), ("okay", "ok"), ("oh", "o"), ("𠮷野家", "𠮷"), ("élan", "é"),
    ])
    func theLongestPhraseThatBeginsTheLineIsFound(line: String, phrase: String) {
        #expect(set.prefix(of: bytes(line)) == phrase.utf8.count)
    }

    @Test(arguments: ["", "不说", "k", "讲了"])
    func nothingIsFoundWhereNoPhraseBegins(line: String) {
        #expect(set.prefix(of: bytes(line)) == nil)
    }

    @Test func aLimitLeavesTheShorterPhrase() {
        #expect(set.prefix(of: bytes("说了三遍"), atMost: 11) == 6)
        #expect(set.prefix(of: bytes("说了三遍"), atMost: 2) == nil)
    }

    @Test func endsAreFound() {
        #expect(set.isSuffix(of: bytes("我说了")))
        #expect(set.isSuffix(of: bytes("说了三遍")))
        #expect(!set.isSuffix(of: bytes("说了三")))
        #expect(!set.isSuffix(of: bytes("")))
    }

    @Test func anEmptySetFindsNothing() {
        let empty = PhraseSet([String]())
        #expect(empty.isEmpty)
        #expect(empty.prefix(of: bytes("说")) == nil)
        #expect(!empty.occurs(in: "说"))
        #expect(PhraseSet(["", "说"]).prefix(of: bytes("")) == nil)
    }

    /// Broken UTF-8 comes from nowhere today; it must not trap all the same.
    @Test func brokenTextIsSearchedToo() {
        for line: [UInt8] in [[0xE8], [0xE8, 0xAF], [0x80, 0x80], [0xF0, 0xA0, 0xAE], [0xFF, 0xFE, 0x6F]] {
            _ = set.prefix(of: line[...])
            _ = set.isSuffix(of: line[...])
            #expect(set.occurs(in: line[...]) == line.contains(0x6F))
        }
    }

    /// The set says what a plain search says, on seeded random texts.
    @Test func agreesWithPlainSearch() {
        var random = SeededRandom(seed: 20_261_123)
        let letters = ["说", "了", "三", "遍", "o", "k", "𠮷", "é", " "]
        for _ in 0..<500 {
            func text(upTo most: Int) -> String {
                (0..<random.below(most + 1)).map { _ in random.pick(letters) }.joined()
            }
            let words = (0..<4).map { _ in text(upTo: 3) }
            let line = text(upTo: 9)
            let set = PhraseSet(words)
            let known = words.filter { !$0.isEmpty }
            let comment = Comment(rawValue: "seed 20261123: \(words) in \(line)")
            #expect(set.occurs(in: line) == known.contains { ByteSearch.contains(line, Array($0.utf8)) }, comment)
            let longest = known.filter { line.utf8.starts(with: $0.utf8) }.map(\.utf8.count).max()
            #expect(set.prefix(of: bytes(line)) == longest, comment)
            let ends = known.contains { line.utf8.suffix($0.utf8.count).elementsEqual($0.utf8) }
            #expect(set.isSuffix(of: bytes(line)) == ends, comment)
        }
    }
}
