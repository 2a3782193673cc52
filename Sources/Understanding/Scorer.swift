// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Something that weighs a text: the cue model is one, a trained classifier another. An ``Understander`` adds up what
/// its scorers say, so that scores are on one scale: differences are logarithms of odds.
public protocol Scorer: Sendable {
    /// Adds what the text speaks for. Must be a pure function of its arguments.
    func score(_ evidence: CueEvidence, into tally: inout Tally)
}

/// The cue model: weighted groups of cues and rules that combine them.
public struct CueScorer: Scorer {
    private let book: CueBook

    /// Hits in the title of a letter count so much more.
    static let titleBonus = 1.3
    /// What a group is worth when it is hit once, twice, or more often: what is said again is not said twice.
    static let repeats = [0, 1, 1.3, 1.5]
    /// The same for topics, where every further word makes it surer.
    static let topicRepeats = [0, 1, 1.6, 2.1, 2.4]

    public init(book: CueBook) {
        self.book = book
    }

    public func score(_ evidence: CueEvidence, into tally: inout Tally) {
        for (purpose, weight) in book.bias { tally.startPurpose(purpose, at: weight) }
        // The first hit of a group tells its reason; a hit in the title lifts the whole group.
        var first = [Int32](repeating: -1, count: book.groups.count)
        var inTitle = [Bool](repeating: false, count: book.groups.count)
        let isLetter = evidence.text.firstSentenceEnd < evidence.text.count
        for (position, hit) in evidence.hits.enumerated() where !hit.isNegated {
            if first[hit.group] < 0 { first[hit.group] = Int32(position) }
            if isLetter, hit.range.upperBound <= evidence.text.firstSentenceEnd { inTitle[hit.group] = true }
        }
        for (position, hit) in evidence.hits.enumerated() where first[hit.group] == Int32(position) {
            let group = book.groups[hit.group]
            let range = evidence.text.original(hit.range)
            let cue = book.sources[hit.cue]
            let bonus = inTitle[hit.group] ? CueScorer.titleBonus : 1
            let count = evidence.count(of: hit.group)
            switch group.role {
            case .purpose:
                let factor = bonus * CueScorer.repeats[min(count, CueScorer.repeats.count - 1)]
                for (purpose, weight) in book.votes[hit.group] {
                    tally.add(weight * factor, to: purpose, rule: group.id, cue: cue, range: range)
                }
            case .topic(let topic, let weight):
                let factor = bonus * CueScorer.topicRepeats[min(count, CueScorer.topicRepeats.count - 1)]
                tally.add(weight * factor, to: topic, rule: group.id, cue: cue, range: range)
            case .flag(let name):
                tally.raise(name, rule: group.id, cue: cue, range: range)
            case .safety, .structure, .mask, .negator:
                break
            }
        }
        for (rule, compiled) in zip(book.rules, book.compiledRules) where holds(rule, compiled, evidence) {
            for purpose in Purpose.allCases {
                guard let weight = rule.votes[purpose] else { continue }
                tally.add(weight, to: purpose, rule: rule.id, cue: "", range: 0..<0)
            }
            for flag in rule.flags { tally.raise(flag, rule: rule.id, cue: "", range: 0..<0) }
        }
    }

    private func holds(_ rule: CueRule, _ compiled: CueBook.CompiledRule, _ evidence: CueEvidence) -> Bool {
        for groups in compiled.all where !groups.contains(where: evidence.has) { return false }
        if compiled.none.contains(where: evidence.has) { return false }
        guard rule.within != nil || rule.ordered, compiled.all.count >= 2 else { return true }
        let reach = rule.within ?? Int.max
        for left in evidence.hits where !left.isNegated && compiled.all[0].contains(left.group) {
            for right in evidence.hits where !right.isNegated && compiled.all[1].contains(right.group) {
                if right.range.lowerBound >= left.range.upperBound {
                    if right.range.lowerBound - left.range.upperBound <= reach { return true }
                } else if !rule.ordered {
                    // Overlapping hits are as near as can be.
                    if left.range.lowerBound - right.range.upperBound <= reach { return true }
                }
            }
        }
        return false
    }
}
