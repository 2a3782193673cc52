// SPDX-License-Identifier: Apache-2.0

/// What of a text is compared with the answers: all of a line; of a letter how it begins and the sentences that ask.
///
/// A letter tells of much that nobody asks about: one that names a household registration in passing is not about moving it.
enum AnswerFocus {
    /// Texts of more scalars are letters.
    static let line = 60
    /// The first sentence of a letter counts up to here.
    static let title = 45
    /// So many scalars of asking sentences count, of each so many from its end.
    static let asking = 150
    static let sentence = 60
    /// A letter must be so much nearer to an answer than a line.
    static let letterMargin = 0.045
    /// In a letter cues count in full only beside such a likeness.
    static let letterLikeness = 0.08

    /// What a title counts beside the rest: it names what is asked, the rest tells how it came about.
    static let titleShare = 0.7
    /// A first sentence of fewer scalars (您好) is no title.
    static let shortestTitle = 5

    private static let words = WordSet(
        "请问 咨询 如何 怎么 怎样 咋 能否 能不能 可否 可不可以 是否 吗 多少 什么 啥 哪里 哪儿 哪个 哪些 多久 几 想问 想知道 想了解 有没有 归谁 找谁"
    )

    static func isLetter(_ text: NormalisedText) -> Bool { text.count > line }

    /// The title of a letter: its first sentence, where that is short; nil for a line, and where a letter has none.
    static func heading(of text: NormalisedText) -> NormalisedText? {
        let end = text.firstSentenceEnd
        guard isLetter(text), end >= shortestTitle, end <= title, end < text.count else { return nil }
        return NormalisedText(units: Array(text.units.prefix(end)), firstSentenceEnd: end)
    }

    /// The text itself, or what counts of a letter.
    static func narrowed(_ text: NormalisedText) -> NormalisedText {
        guard isLetter(text) else { return text }
        let units = text.units
        var kept: [TextUnit] = Array(units.prefix(min(text.firstSentenceEnd + 1, title)))
        var room = asking
        var start = min(text.firstSentenceEnd + 1, units.count)
        var index = start
        var last: Range<Int>?
        while index <= units.count {
            guard index == units.count || units[index].separation == .sentence else {
                index += 1
                continue
            }
            let end = min(index + 1, units.count)
            let range = max(start, end - sentence)..<end
            if range.count > 2 { last = range }
            let asks = index < units.count && units[index].scalar == 0x3F || words.occurs(in: units, within: range)
            if asks, range.count <= room {
                kept += units[range]
                room -= range.count
                last = nil
            }
            start = end
            index += 1
        }
        // Nothing asks: what it ends with is what it wants.
        if room == asking, let last { kept += units[last] }
        return NormalisedText(units: kept, firstSentenceEnd: kept.count)
    }
}
