// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Finds the first-contact answers that fit a text: the likeness of its characters to the titles and example questions of
/// each answer, and the cues of the answer. Built once, immutable.
///
/// Questions of kinds that no answer covers are listed as well (`elsewhere`): a text that is nearer to one of them than to
/// the best answer gets none.
public struct AnswerBook: Sendable {
    /// Matches below this are not returned.
    public static let threshold = 0.3
    /// What the first cue of an answer adds to the likeness, and the second; more add nothing.
    static let cueWeight = [0, 0.2, 0.3]
    /// A match is claimed from here on, without a look at the others.
    static let sure = 0.1
    /// Or from here on, where it is so many times the second.
    static let possible = 0.08
    static let lead = 1.3
    /// What comes after the first is offered beside it from here on.
    static let beside = 0.056
    /// A likeness to what no answer covers that counts.
    static let leastElsewhere = 0.05

    /// The answers in the order given.
    public let answers: [Answer]

    /// The answers, and after them what no answer covers.
    private let index: AnswerIndex
    private let cues: CueBook
    private let positions: [String: Int]

    /// - Parameter elsewhere: Questions that no answer covers, by kind.
    public init(answers: [Answer], elsewhere: [[String]] = []) {
        self.answers = answers
        index = AnswerIndex(answers.map { [$0.title] + $0.examples } + elsewhere)
        cues = CueBook(groups: answers.map { CueGroup(id: $0.id, role: .structure, cues: $0.cues) })
        var positions: [String: Int] = [:]
        positions.reserveCapacity(answers.count)
        for (position, answer) in answers.enumerated() where positions[answer.id] == nil {
            positions[answer.id] = position
        }
        self.positions = positions
    }

    /// Bytes held by the index and the cues; the answers themselves are not counted.
    public var byteCount: Int { index.byteCount + cues.byteCount }

    /// The answer with this id, or nil.
    public func answer(_ id: String) -> Answer? { positions[id].map { answers[$0] } }

    /// The answers that fit, best first, at most `limit`; only answers valid on `today`.
    public func ask(_ text: String, today: CivilDate, limit: Int = 3) -> [AnswerMatch] {
        guard !answers.isEmpty, limit > 0 else { return [] }
        let whole = NormalisedText(text)
        // What is no Chinese is no question of ours, whatever digits it has.
        guard whole.units.contains(where: \.isHan) else { return [] }
        let isLetter = AnswerFocus.isLetter(whole)
        let margin = isLetter ? AnswerFocus.letterMargin : 0
        var near = compare(AnswerFocus.narrowed(whole), isLetter: isLetter)
        if let title = AnswerFocus.heading(of: whole) {
            near.join(compare(title, isLetter: false), share: AnswerFocus.titleShare)
        }
        let elsewhere = near.elsewhere
        var found = near.matches.filter { match in
            match.score >= AnswerBook.beside + margin && answers[match.position].isValid(on: today)
        }
        found.sort { ($0.score, answers[$1.position].id) > ($1.score, answers[$0.position].id) }
        guard let best = found.first else { return [] }
        let second = found.count > 1 ? found[1].score : 0
        let isPlain = best.score >= AnswerBook.sure + margin
        guard isPlain || best.score >= AnswerBook.possible + margin && best.score >= AnswerBook.lead * second else {
            return []
        }
        guard elsewhere < AnswerBook.leastElsewhere || elsewhere <= best.likeness else { return [] }
        return found.prefix(limit).map { match in
            AnswerMatch(
                id: answers[match.position].id, score: AnswerBook.shown(match.score),
                title: answers[match.position].title)
        }
    }

    /// How near one text is to the answers that share anything with it, and to what no answer covers.
    private struct Nearness {
        var matches: [(position: Int, likeness: Double, score: Double)] = []
        var elsewhere = 0.0

        /// Takes in another reading, which counts so much of the whole.
        mutating func join(_ other: Nearness, share: Double) {
            for index in matches.indices {
                matches[index].likeness *= 1 - share
                matches[index].score *= 1 - share
            }
            for match in other.matches {
                if let known = matches.firstIndex(where: { $0.position == match.position }) {
                    matches[known].likeness += match.likeness * share
                    matches[known].score += match.score * share
                } else {
                    matches.append((match.position, match.likeness * share, match.score * share))
                }
            }
            elsewhere = elsewhere * (1 - share) + other.elsewhere * share
        }
    }

    private func compare(_ text: NormalisedText, isLetter: Bool) -> Nearness {
        let evidence = cues.evidence(in: text)
        // Only what shares a token or a cue with the text is touched: an answer more costs the others nothing.
        let hits = evidence.tallies.filter { Int($0.group) < answers.count }
        var near = Nearness()
        near.matches = hits.map { (position: Int($0.group), likeness: 0, score: 0) }
        index.compare(text) { number, likeness in
            if number >= answers.count {
                near.elsewhere = max(near.elsewhere, likeness)
            } else if let known = near.matches.prefix(hits.count).firstIndex(where: { $0.position == number }) {
                near.matches[known].likeness = likeness
            } else {
                near.matches.append((number, likeness, 0))
            }
        }
        for place in near.matches.indices {
            let likeness = near.matches[place].likeness
            let count = place < hits.count ? min(Int(hits[place].count), AnswerBook.cueWeight.count - 1) : 0
            var score = likeness + AnswerBook.cueWeight[count]
            if isLetter, likeness < AnswerFocus.letterLikeness {
                score = likeness * (1 + AnswerBook.cueWeight[count] / AnswerFocus.letterLikeness)
            }
            near.matches[place].score = score
        }
        return near
    }

    /// The score that is told: on the scale that dialogs set their thresholds by.
    private static func shown(_ score: Double) -> Double { min(1, 0.24 + 1.2 * score) }
}
