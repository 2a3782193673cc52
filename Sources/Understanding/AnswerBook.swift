// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Finds the first-contact answers that fit a text: cues, and the likeness of its character pairs to example questions.
///
/// Every title and example is a small document of weighted pairs (TF-IDF) in an inverted index; a text is as near to
/// an answer as to the nearest of its documents, and each cue of the answer brings it nearer. Built once, immutable.
public struct AnswerBook: Sendable {
    /// Matches below this are not returned: an irrelevant text gets no answer.
    public static let threshold = 0.34
    /// What the first cue of an answer adds, and the second; more add nothing.
    static let cueWeight = [0, 0.36, 0.5]
    /// Only so much of a text is compared: questions are short, and a long story resembles everything.
    static let comparedUnits = 160

    /// The answers in the order given.
    public let answers: [Answer]

    private let index: PairIndex
    private let cues: CueBook
    private let positions: [String: Int]

    public init(answers: [Answer]) {
        self.answers = answers
        var documents: [(answer: Int32, pairs: [UInt32])] = []
        documents.reserveCapacity(answers.count * 8)
        for (position, answer) in answers.enumerated() {
            documents.append((Int32(position), AnswerBook.pairs(of: NormalisedText(answer.title))))
            for example in answer.examples {
                documents.append((Int32(position), AnswerBook.pairs(of: NormalisedText(example))))
            }
        }
        self.index = PairIndex(documents)
        self.cues = CueBook(groups: answers.map { CueGroup(id: $0.id, role: .structure, cues: $0.cues) })
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
        let normalised = NormalisedText(text)
        let evidence = cues.evidence(in: normalised)
        // Only what shares a pair or a cue with the text is touched: an answer more costs the others nothing.
        let hits = evidence.tallies.filter { Int($0.group) < answers.count }
        var likeness = hits.map { PairIndex.Likeness(answer: $0.group, score: 0) }
        index.compare(AnswerBook.pairs(of: normalised)) { found in
            // Of an answer without a cue what is too little alone is too little.
            if let known = likeness.firstIndex(where: { $0.answer == found.answer }) {
                likeness[known].score = max(likeness[known].score, found.score)
            } else if found.score >= AnswerBook.threshold {
                likeness.append(found)
            }
        }
        var matches: [AnswerMatch] = []
        for (place, likeness) in likeness.enumerated() {
            let position = Int(likeness.answer)
            let count = place < hits.count ? min(Int(hits[place].count), AnswerBook.cueWeight.count - 1) : 0
            let score = min(likeness.score + AnswerBook.cueWeight[count], 1)
            if score >= AnswerBook.threshold, answers[position].isValid(on: today) {
                matches.append(AnswerMatch(id: answers[position].id, score: score, title: answers[position].title))
            }
        }
        matches.sort { ($0.score, $1.id) > ($1.score, $0.id) }
        return Array(matches.prefix(limit))
    }

    /// Neighbouring scalars, marks and blanks left out; words of ASCII letters and digits pair as they stand.
    static func pairs(of text: NormalisedText) -> [UInt32] {
        var result: [UInt32] = []
        var last: UInt16? = nil
        result.reserveCapacity(min(text.count, comparedUnits))
        for index in 0..<min(text.count, comparedUnits) {
            let unit = text.units[index]
            guard unit.isHan || unit.isDigit || unit.isLetter else {
                last = nil
                continue
            }
            if let last, unit.separation == .none { result.append(UInt32(last) << 16 | UInt32(unit.scalar)) }
            last = unit.scalar
        }
        return result
    }
}
