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

    private struct Document: Sendable {
        var answer: Int32
        var norm: Double
    }

    private struct Posting: Sendable {
        var document: Int32
        var weight: Double
    }

    private let documents: [Document]
    private let pairIndex: [UInt32: Int32]
    private let idf: [Double]
    private let postingStart: [Int32]
    private let postings: [Posting]
    private let cues: CueBook
    private let positions: [String: Int]

    public init(answers: [Answer]) {
        self.answers = answers
        var texts: [(answer: Int, pairs: [UInt32])] = []
        for (position, answer) in answers.enumerated() {
            for text in [answer.title] + answer.examples {
                texts.append((position, AnswerBook.pairs(of: NormalisedText(text))))
            }
        }
        var index: [UInt32: Int32] = [:]
        var frequency: [Int] = []
        for text in texts {
            for pair in Set(text.pairs) {
                if let known = index[pair] {
                    frequency[Int(known)] += 1
                } else {
                    index[pair] = Int32(frequency.count)
                    frequency.append(1)
                }
            }
        }
        let total = Double(texts.count)
        let idf = frequency.map { Exponential.log(1 + total / Double($0)) }
        var lists = [[Posting]](repeating: [], count: frequency.count)
        var documents: [Document] = []
        for (document, text) in texts.enumerated() {
            var weights: [Int32: Double] = [:]
            for pair in Set(text.pairs) {
                guard let position = index[pair] else { continue }
                weights[position] = idf[Int(position)]
            }
            // In order of position, so that sums do not depend on the seed of a hash.
            let ordered = weights.sorted { $0.key < $1.key }
            let norm = ordered.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
            documents.append(Document(answer: Int32(text.answer), norm: norm))
            for (position, weight) in ordered {
                lists[Int(position)].append(Posting(document: Int32(document), weight: weight))
            }
        }
        var start: [Int32] = [0]
        var postings: [Posting] = []
        for list in lists {
            postings.append(contentsOf: list)
            start.append(Int32(postings.count))
        }
        self.documents = documents
        self.pairIndex = index
        self.idf = idf
        self.postingStart = start
        self.postings = postings
        self.cues = CueBook(groups: answers.map { CueGroup(id: $0.id, role: .structure, cues: $0.cues) })
        var positions: [String: Int] = [:]
        for (position, answer) in answers.enumerated() where positions[answer.id] == nil {
            positions[answer.id] = position
        }
        self.positions = positions
    }

    /// Texts that a pair may always stand in.
    private static let common = 256

    /// The answer with this id, or nil.
    public func answer(_ id: String) -> Answer? { positions[id].map { answers[$0] } }

    /// The answers that fit, best first, at most `limit`; only answers valid on `today`.
    public func ask(_ text: String, today: CivilDate, limit: Int = 3) -> [AnswerMatch] {
        guard !answers.isEmpty, limit > 0 else { return [] }
        let normalised = NormalisedText(text)
        let evidence = cues.evidence(in: normalised)
        // Only what shares a pair or a cue with the text is touched: an answer more costs the others nothing.
        var dots: [Int32: Double] = [:]
        var square = 0.0
        let unknown = Exponential.log(1 + Double(documents.count))
        for pair in Set(AnswerBook.pairs(of: normalised)).sorted() {
            guard let position = pairIndex[pair] else {
                square += unknown * unknown
                continue
            }
            let weight = idf[Int(position)]
            square += weight * weight
            let slots = Int(postingStart[Int(position)])..<Int(postingStart[Int(position) + 1])
            // Shared by a large part of a large book, as 怎么: it weighs little, and touching all of them costs much.
            if slots.count > max(AnswerBook.common, documents.count / 8) { continue }
            for slot in slots {
                dots[postings[slot].document, default: 0] += weight * postings[slot].weight
            }
        }
        var likeness: [Int: Double] = [:]
        for hit in evidence.hits { likeness[hit.group] = 0 }
        for (position, dot) in dots where square > 0 && dot > 0 {
            let document = documents[Int(position)]
            guard document.norm > 0 else { continue }
            let found = dot / (document.norm * square.squareRoot())
            likeness[Int(document.answer)] = max(likeness[Int(document.answer)] ?? 0, found)
        }
        var matches: [AnswerMatch] = []
        for (position, likeness) in likeness where answers[position].isValid(on: today) {
            let answer = answers[position]
            let hits = min(evidence.count(of: position), AnswerBook.cueWeight.count - 1)
            let score = min(likeness + AnswerBook.cueWeight[hits], 1)
            if score >= AnswerBook.threshold {
                matches.append(AnswerMatch(id: answer.id, score: score, title: answer.title))
            }
        }
        matches.sort { ($0.score, $1.id) > ($1.score, $0.id) }
        return Array(matches.prefix(limit))
    }

    /// Neighbouring scalars, marks and blanks left out; words of ASCII letters and digits pair as they stand.
    static func pairs(of text: NormalisedText) -> [UInt32] {
        var result: [UInt32] = []
        var last: UInt16? = nil
        for unit in text.units.prefix(comparedUnits) {
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
