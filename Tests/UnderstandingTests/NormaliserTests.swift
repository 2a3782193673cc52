// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Understanding

@Suite struct NormaliserTests {
    @Test(arguments: [
        ("１２３４ＡＢｃ", "1234abc"),
        ("老闆欠我三個月工資，電話不接！", "老板欠我三个月工资,电话不接!"),
        ("底 保 停 了", "底保停了"),
        ("我叫 张三　电话 138 0013 8000", "我叫张三电话138 0013 8000"),
        ("“你再告”——他说：", "\"你再告\"--他说:"),
        ("〔2026〕１２号", "(2026)12号"),
        ("a  b", "a b"),
        ("工\u{200B}资\u{FEFF}", "工资"),
        ("一行\r\n二行", "一行..二行"),
        ("KTV吵", "ktv吵"),
        ("①不给钱", "1不给钱"),
        ("", ""),
        ("   ", ""),
    ])
    func folds(_ typed: String, _ folded: String) {
        #expect(NormalisedText(typed).string == folded)
    }

    @Test func rareHanAndEmojiTakeOneUnit() {
        let text = NormalisedText("𠮷先生😀")
        #expect(text.count == 4)
        #expect(text.units.first?.isHan == true)
        #expect(text.original(0..<1) == 0..<4)
    }

    @Test func spansLeadBackToWhatWasTyped() {
        let typed = "Ａ 工 資，没 发"
        let text = NormalisedText(typed)
        #expect(text.string == "a工资,没发")
        let range = text.original(1..<3)
        #expect(String(decoding: Array(typed.utf8)[range], as: UTF8.self) == "工 資")
        #expect(text.original(4..<6) == typed.utf8.count - 7..<typed.utf8.count)
        #expect(text.original(0..<0) == 0..<0)
        #expect(text.original(5..<99) == 0..<0)
    }

    @Test func separationsAreKept() {
        let text = NormalisedText("停了 说我，有车。没有")
        #expect(
            text.units.map(\.separation) == [
                .none, .none, .blank, .none, .clause, .none, .none, .sentence, .none, .none,
            ])
        #expect(text.firstSentenceEnd == 7)
        // Spaced out letter by letter: the blanks mean nothing.
        #expect(NormalisedText("停 了 吗").units.allSatisfy { $0.separation == .none })
    }

    @Test(arguments: [("1.5万", TextUnit.Break.none), ("3。好", .sentence), ("8:30", .none)])
    func aMarkAfterADigit(_ typed: String, _ separation: TextUnit.Break) {
        #expect(NormalisedText(typed).units[1].separation == separation)
    }

    @Test func everyOffsetLiesInTheText() {
        var state: UInt64 = 20_261_123
        let letters = Array("工资１a，。 \u{200B}𠮷😀\n‘《…①欠們".unicodeScalars)
        for _ in 0..<300 {
            var view = String.UnicodeScalarView()
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for _ in 0..<(state >> 59) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                view.append(letters[Int(state >> 33) % letters.count])
            }
            let typed = String(view)
            let text = NormalisedText(typed)
            var last = 0
            for (index, _) in text.units.enumerated() {
                let range = text.original(index..<(index + 1))
                #expect(range.lowerBound >= last && range.upperBound <= typed.utf8.count, "\(typed.debugDescription)")
                last = range.lowerBound
            }
        }
    }

    @Test func traditionalFormsComeInPairs() {
        let letters = TraditionalForms.pairs.unicodeScalars.filter { $0.value > 0x7F }
        #expect(letters.count % 2 == 0)
        #expect(letters.count > 1600)
    }
}
