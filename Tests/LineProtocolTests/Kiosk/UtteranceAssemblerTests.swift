// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LineProtocol

@Suite struct UtteranceAssemblerTests {
    private func add(_ lines: [String], to assembler: inout UtteranceAssembler, now: Int64) {
        for line in lines { _ = assembler.add(line, now: now) }
    }

    @Test func nothingWaits() {
        var assembler = UtteranceAssembler()
        #expect(assembler.take(.text, now: 0) == .nothing)
        #expect(assembler.take(.shortAnswer, now: 0) == .nothing)
        #expect(assembler.flush() == nil)
    }

    @Test func aShortAnswerIsDeliveredAtOnceAndTheOthersWaitTheirTurn() {
        var assembler = UtteranceAssembler()
        add(["1", "", "张三"], to: &assembler, now: 1000)
        #expect(assembler.take(.shortAnswer, now: 1000) == .utterance("1"))
        #expect(assembler.take(.shortAnswer, now: 1000) == .utterance(""))
        #expect(assembler.take(.shortAnswer, now: 1000) == .utterance("张三"))
        #expect(assembler.isEmpty)
    }

    @Test func openTextWaitsAMomentFromTheLastLine() {
        var assembler = UtteranceAssembler()
        add(["老板欠薪"], to: &assembler, now: 1000)
        #expect(assembler.take(.text, now: 1000) == .wait(until: 1250))
        add(["三个月"], to: &assembler, now: 1200)
        #expect(assembler.take(.text, now: 1250) == .wait(until: 1450))
        #expect(assembler.take(.text, now: 1450) == .utterance("老板欠薪\n三个月"))
        #expect(assembler.take(.text, now: 1450) == .nothing)
    }

    @Test(arguments: [
        (["", "", "甲", "", "乙", ""], "甲\n\n乙"), ([""], ""), (["", ""], ""), (["甲"], "甲"),
    ])
    func emptyLines(lines: [String], utterance: String) {
        var assembler = UtteranceAssembler()
        add(lines, to: &assembler, now: 0)
        #expect(assembler.take(.text, now: 250) == .utterance(utterance))
    }

    @Test func linesThatCameDuringAReplyFollowTheNextQuestion() {
        var assembler = UtteranceAssembler()
        add(["1", "我要说的", "还有"], to: &assembler, now: 0)
        #expect(assembler.take(.shortAnswer, now: 0) == .utterance("1"))
        #expect(assembler.take(.text, now: 300) == .utterance("我要说的\n还有"))
    }

    @Test(arguments: ["完", " 完 ", "完。", "\u{3000}完"])
    func aLongTextGoesOnUntilItsEnd(end: String) {
        var assembler = UtteranceAssembler()
        add(["长文"], to: &assembler, now: 0)
        #expect(assembler.take(.text, now: 0) == .longTextBegan)
        #expect(assembler.isLongText)
        #expect(assembler.take(.text, now: 0) == .wait(until: nil))
        add(["第一行", "", "说完了"], to: &assembler, now: 60_000)
        #expect(assembler.take(.text, now: 900_000) == .wait(until: nil))
        add([end, "下一句"], to: &assembler, now: 900_001)
        #expect(assembler.take(.text, now: 900_001) == .utterance("第一行\n\n说完了"))
        #expect(!assembler.isLongText)
        #expect(assembler.take(.text, now: 900_251) == .utterance("下一句"))
    }

    @Test func aLongTextPastedWhole() {
        var assembler = UtteranceAssembler()
        add(["长文", "甲", "乙", "完"], to: &assembler, now: 0)
        #expect(assembler.take(.text, now: 0) == .longTextBegan)
        #expect(assembler.take(.text, now: 0) == .utterance("甲\n乙"))
        #expect(assembler.isEmpty)
    }

    @Test func theWordsAreTheCallersAndCountOnlyAsAWholeLine() {
        var assembler = UtteranceAssembler(words: .init(begin: ["写信"], end: ["写完"]))
        add(["长文"], to: &assembler, now: 0)
        #expect(assembler.take(.text, now: 250) == .utterance("长文"))
        add(["写信给我"], to: &assembler, now: 300)
        #expect(assembler.take(.text, now: 550) == .utterance("写信给我"))
        assembler.beginLongText()
        add(["完", "写完"], to: &assembler, now: 600)
        #expect(assembler.take(.text, now: 600) == .utterance("完"))
        // A menu does not open a long text.
        add(["写信"], to: &assembler, now: 700)
        #expect(assembler.take(.shortAnswer, now: 700) == .utterance("写信"))
    }

    @Test func twoThousandCharactersPassAndOneMoreIsRefusedWithWhatFits() {
        let full = String(repeating: "字", count: 2000)
        var assembler = UtteranceAssembler()
        add([full], to: &assembler, now: 0)
        #expect(assembler.take(.text, now: 250) == .utterance(full))
        add([full + "多"], to: &assembler, now: 1000)
        #expect(assembler.take(.text, now: 1250) == .wait(until: 2000))
        #expect(
            assembler.take(.text, now: 2000)
                == .refused(UtteranceRefusal(reason: .tooLong, scalars: 2001, lines: 1, limit: 2000, kept: full)))
        add(["短的"], to: &assembler, now: 3000)
        #expect(assembler.take(.text, now: 3250) == .utterance("短的"))
    }

    @Test func theLimitCountsScalarsOverLines() {
        var assembler = UtteranceAssembler()
        add([String(repeating: "𠮷", count: 1000), String(repeating: "b", count: 1000)], to: &assembler, now: 0)
        // 1,000 + LF + 1,000.
        let refusal = UtteranceRefusal(
            reason: .tooLong, scalars: 2001, lines: 2, limit: 2000,
            kept: String(repeating: "𠮷", count: 1000) + "\n" + String(repeating: "b", count: 999))
        #expect(assembler.take(.text, now: 1000) == .refused(refusal))
    }

    @Test(arguments: [UtteranceAssembler.Expecting.text, .shortAnswer])
    func tenThousandLinesAreRefusedOnceInBoundedMemory(expecting: UtteranceAssembler.Expecting) {
        var assembler = UtteranceAssembler()
        var refusals = 0
        var utterances = 0
        var now: Int64 = 0
        for index in 0..<10_000 {
            #expect(assembler.add("这是第\(index)行", now: now) == .none)
            if index % 200 == 199 {
                now += 100  // the network brings them in pieces
                switch assembler.take(expecting, now: now) {
                case .wait: break
                case .utterance: utterances += 1
                default: refusals += 1
                }
            }
        }
        guard case .refused(let refusal) = assembler.take(expecting, now: now + 1000) else {
            Issue.record("not refused")
            return
        }
        #expect(refusals == 0 && utterances == 0)
        #expect(refusal.lines == 10_000)
        #expect(refusal.kept.unicodeScalars.count <= 2000)
        #expect(assembler.isEmpty)
    }

    @Test func aLongTextTellsAtTheLineThatDoesNotFit() {
        var limits = KioskLimits()
        limits.utteranceScalars = 10
        var assembler = UtteranceAssembler(limits: limits)
        assembler.beginLongText()
        #expect(assembler.add("一二三四五", now: 0) == .none)
        let notice = assembler.add("六七八九十", now: 1)
        let soFar = UtteranceRefusal(reason: .tooLong, scalars: 11, lines: 2, limit: 10, kept: "一二三四五\n六七八九")
        #expect(notice == .longTextFull(soFar))
        #expect(assembler.add("再来", now: 2) == .none)
        #expect(assembler.take(.text, now: 100_000) == .wait(until: nil))
        #expect(assembler.add("完", now: 3) == .none)
        var whole = soFar
        whole.scalars = 14
        whole.lines = 3
        #expect(assembler.take(.text, now: 3) == .refused(whole))
        #expect(!assembler.isLongText)
    }

    @Test func sixtyFourAnswersMayBeSentAhead() {
        var assembler = UtteranceAssembler()
        add(Array(repeating: "1", count: 64), to: &assembler, now: 0)
        for _ in 0..<64 { #expect(assembler.take(.shortAnswer, now: 0) == .utterance("1")) }
        add(Array(repeating: "1", count: 65), to: &assembler, now: 0)
        #expect(assembler.take(.shortAnswer, now: 0) == .wait(until: 1000))
        guard case .refused(let refusal) = assembler.take(.shortAnswer, now: 1000) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.reason == .tooManyLines && refusal.lines == 65 && refusal.limit == 64)
    }

    @Test func theEndOfTheConnectionGivesEverythingBack() {
        var assembler = UtteranceAssembler()
        assembler.beginLongText()
        add(["甲", "乙"], to: &assembler, now: 0)
        #expect(assembler.flush() == "甲\n乙")
        #expect(assembler.isEmpty && !assembler.isLongText)
    }

    /// Whatever the times and pieces: what comes out, in order, is what went in.
    @Test(arguments: UInt64(1)...60)
    func nothingIsLost(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        var assembler = UtteranceAssembler()
        var now: Int64 = 0
        var given: [String] = []
        var taken: [String] = []
        for index in 0..<200 {
            now += [0, 10, 249, 250, 251, 2000].randomElement(using: &random) ?? 0
            if Bool.random(using: &random) {
                given.append("行\(index)")
                _ = assembler.add("行\(index)", now: now)
            }
            let expecting: UtteranceAssembler.Expecting = Bool.random(using: &random) ? .text : .shortAnswer
            if case .utterance(let text) = assembler.take(expecting, now: now) {
                taken += text.split(separator: "\n").map(String.init)
            }
        }
        if let rest = assembler.flush() { taken += rest.split(separator: "\n").map(String.init) }
        #expect(taken == given, "seed \(seed)")
    }
}
