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

    public init(book: CueBook) {
        self.book = book
    }

    public func score(_ evidence: CueEvidence, into tally: inout Tally) {
        for vote in book.starts { tally.startPurpose(vote.purpose, at: vote.weight) }
        // The first hit of a group tells its reason; a hit in the title lifts the whole group.
        for found in evidence.tallies where found.first >= 0 {
            let plan = book.plans[Int(found.group)]
            if plan.kind == .silent { continue }
            let hit = evidence.hits[Int(found.first)]
            let range = evidence.text.original(hit.range)
            let cue = book.sources[hit.cue]
            let rule = book.groups[hit.group].id
            let bonus = found.isInTitle ? CueScorer.titleBonus : 1
            switch plan.kind {
            case .purpose:
                let factor = bonus * CueScorer.repeated(found.count)
                for vote in plan.votes {
                    let vote = book.votes[Int(vote)]
                    tally.add(vote.weight * factor, to: vote.purpose, rule: rule, cue: cue, range: range)
                }
            case .topic:
                let factor = bonus * CueScorer.topicRepeated(found.count)
                tally.add(
                    plan.weight * factor, to: book.topicPlans[Int(plan.topic)], at: plan.topic, rule: rule, cue: cue,
                    range: range)
            case .flag:
                guard case .flag(let name) = book.groups[hit.group].role else { continue }
                tally.raise(name, rule: rule, cue: cue, range: range)
            case .silent: break
            }
        }
        for index in book.compiledRules.indices where holds(index, evidence) {
            let rule = book.rules[index]
            for vote in book.compiledRules[index].votes {
                let vote = book.votes[Int(vote)]
                tally.add(vote.weight, to: vote.purpose, rule: rule.id, cue: "", range: 0..<0)
            }
            for flag in rule.flags { tally.raise(flag, rule: rule.id, cue: "", range: 0..<0) }
        }
    }

    /// What a group is worth when it is hit once, twice, or more often: what is said again is not said twice.
    private static func repeated(_ count: Int32) -> Double {
        switch count {
        case ...0: 0
        case 1: 1
        case 2: 1.3
        default: 1.5
        }
    }

    /// The same for topics, where every further word makes it surer.
    private static func topicRepeated(_ count: Int32) -> Double {
        switch count {
        case ...0: 0
        case 1: 1
        case 2: 1.6
        case 3: 2.1
        default: 2.4
        }
    }

    private func holds(_ index: Int, _ evidence: CueEvidence) -> Bool {
        let compiled = book.compiledRules[index]
        for condition in compiled.all where !isHit(book.conditions[condition], evidence) { return false }
        if isHit(compiled.none, evidence) { return false }
        guard compiled.isPlaced else { return true }
        let reach = book.rules[index].within ?? Int.max
        let isOrdered = book.rules[index].ordered
        let first = book.ruleGroups[book.conditions[compiled.all.lowerBound]]
        let second = book.ruleGroups[book.conditions[compiled.all.lowerBound + 1]]
        for left in evidence.hits where !left.isNegated && first.contains(left.group) {
            for right in evidence.hits where !right.isNegated && second.contains(right.group) {
                if right.range.lowerBound >= left.range.upperBound {
                    if right.range.lowerBound - left.range.upperBound <= reach { return true }
                } else if !isOrdered {
                    // Overlapping hits are as near as can be.
                    if left.range.lowerBound - right.range.upperBound <= reach { return true }
                }
            }
        }
        return false
    }

    /// Whether any of the groups in a range of ``CueBook/ruleGroups`` is hit.
    private func isHit(_ groups: Range<Int>, _ evidence: CueEvidence) -> Bool {
        for position in groups where evidence.has(book.ruleGroups[position]) { return true }
        return false
    }
}
