// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

/// The matter in the person's own words, and menus answered in words.
extension StepRun {
    /// Shorter lines that name nothing known are no matter yet; in UTF-8.
    private static let shortestMatter = 13

    mutating func matter(_ verdict: Verdict, _ text: String, _ line: FoldedLine, _ ask: Ask, _ slot: Int) {
        // 随便 says nothing of a matter; what stays short after two questions is taken as it is.
        let says = !verdict.reasons.isEmpty || !verdict.entities.isEmpty
        if line.isWhole, line.bytes.count < (says ? 6 : Self.shortestMatter), state.tries < 2 {
            misfit(ask, text)
            return
        }
        rememberStep()
        keepMatter(verdict, text, slot)
        if let code = verdict.entities.first(where: { $0.kind == .code }), case .text(let digits) = code.value {
            typedCode = digits
        }
        goOn(nil)
    }

    /// 不知道, 跳过 where the matter was wanted: there must be something to register, so it is asked again, and a person
    /// is called when that does not help.
    mutating func noMatter(_ ask: Ask) {
        guard state.tries >= 2 else {
            misfit(ask, "")
            return
        }
        state.tries &+= 1
        if !state.flags.contains(.stuckCalled) {
            state.flags.insert(.stuckCalled)
            handOff(.stuck)
            say(context.staffPresent ? .personPresent : .personAbsent, [.badge: context.dutyBadge])
        } else {
            say(.misfit)
        }
        askAgain()
    }

    mutating func choiceInWords(_ verdict: Verdict, _ text: String, _ line: FoldedLine, _ ask: Ask) {
        // 登记要钱吗 is no 登记.
        let asks = onlyAsks(text, line)
        if !asks, line.isWhole, line.bytes.count <= 48, let option = ask.words.only(in: line) ?? option(like: line, ask)
        {
            noteAlso(ask, verdict, text)
            // 还有，他们说给两万私了 chooses, and says something besides.
            if line.bytes.count >= 24, !verdict.topics.isEmpty || !verdict.entities.isEmpty, ask.also == nil {
                takeAside(verdict, text)
            }
            choose(option, ask)
            return
        }
        if ask.takesWords {
            if let current { trace?.add(.way(current, .words)) }
            if verdict.safety.isEmpty { keepAside(masked(text, verdict)) }
            advance(nil)
            return
        }
        if isQuestion(line) || asks, sideQuestion(verdict, text) { return }
        // More than a slip of the finger: it belongs to the matter, however often.
        if line.bytes.count >= 18 || !verdict.topics.isEmpty || !verdict.entities.isEmpty {
            takeAside(verdict, text)
            if state.tries < 3 {
                state.tries &+= 1
                say(.noted)
                askAgain()
                return
            }
        }
        misfit(ask, text)
    }

    private static let mine = Array("我".utf8)
    private static let yours = Array("您".utf8)
    private static let negations = ["不", "没", "别", "先"].map { Array($0.utf8) }

    /// The one option whose own wording the line repeats: 给我讲明白 for 也登记，请民政局给您讲明白为什么停. At least three
    /// characters and most of the line must stand in it, more than in any other, and no 不 beside them.
    private func option(like line: FoldedLine, _ ask: Ask) -> Int? {
        let said = Self.characters(line.bytes)
        guard said.count >= 3 else { return nil }
        var best: (option: Int, length: Int, rest: [[UInt8]])?
        var isOnly = true
        for (index, option) in ask.options.enumerated() {
            let words = Self.characters(FoldedLine(compose(option.text)).bytes)
            let common = Self.longestCommon(said, words)
            if let before = best, common.count < before.length { continue }
            isOnly = best?.length != common.count
            best = (index, common.count, Array(said[..<common.lowerBound] + said[common.upperBound...]))
        }
        guard let best, isOnly, best.length >= 3, best.length * 5 >= said.count * 3,
            !best.rest.contains(where: { Self.negations.contains($0) })
        else { return nil }
        return best.option
    }

    /// Characters of folded UTF-8; what the person says of themselves the menu says to them.
    private static func characters(_ bytes: [UInt8]) -> [[UInt8]] {
        var out: [[UInt8]] = []
        for byte in bytes {
            if byte & 0xC0 == 0x80, !out.isEmpty { out[out.count - 1].append(byte) } else { out.append([byte]) }
        }
        return out.map { $0 == mine ? yours : $0 }
    }

    /// Where in `said` the longest stretch stands that `words` has too.
    private static func longestCommon(_ said: [[UInt8]], _ words: [[UInt8]]) -> Range<Int> {
        var best = 0..<0
        for start in said.indices {
            for other in words.indices {
                var length = 0
                while start + length < said.count, other + length < words.count,
                    said[start + length] == words[other + length]
                {
                    length += 1
                }
                if length > best.count { best = start..<start + length }
            }
        }
        return best
    }
}
