// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Reads what a petitioner types. Built once from data, immutable, and cheap enough to run inline on every line.
public struct Understander: Sendable {
    /// So many people make a matter a common one (信访工作条例 art. 20: more than that send representatives).
    public static let manyPeople = 5
    /// The flag raised by ``manyPeople``.
    public static let manyPeopleFlag = "多人"
    /// Shares of topics below this are left out of a verdict.
    static let leastTopicShare = 0.05

    /// The cues.
    public let cues: CueBook
    /// The first-contact answers.
    public let answers: AnswerBook
    private let scorers: [any Scorer]
    private let watch: SafetyWatch
    private let reader: ModelReader?

    /// The trained model, if there is one.
    public var model: LinearModel? { reader?.model }

    /// - Parameters:
    ///   - cues: Cues of purpose, topic, safety and structure together.
    ///   - model: What was learned from examples; without one the cues decide alone.
    ///   - answers: The answers ``ask(_:today:limit:)`` chooses from.
    ///   - further: Scorers that are added to the cue model, such as a trained classifier.
    public init(
        cues: CueBook, model: LinearModel? = nil, answers: AnswerBook = AnswerBook(answers: []),
        further: [any Scorer] = []
    ) {
        self.cues = cues
        self.reader = model.map { ModelReader(model: $0, book: cues) }
        self.answers = answers
        self.scorers = [CueScorer(book: cues)] + further
        self.watch = SafetyWatch(book: cues)
    }

    /// What the text is about, what it wants and what it names. Relative dates are reckoned from `today`.
    public func understand(_ text: String, today: CivilDate) -> Verdict {
        let normalised = NormalisedText(text)
        let evidence = cues.evidence(in: normalised)
        var tally: Tally? = Tally()
        var safety = watch.kinds(in: evidence, tally: &tally)
        var sums = tally ?? Tally()
        for scorer in scorers { scorer.score(evidence, into: &sums) }
        var learned: [Scored<Topic>]?
        if let reader {
            let runs = TextRuns(normalised, in: reader.model)
            learned = reader.apply(evidence, runs, &sums)
            if let reason = reader.addDanger(evidence, runs, to: &safety) { sums.explain(reason) }
        }
        let entities = EntityFinder(today: today).entities(in: normalised)
        for entity in entities where entity.kind == .people {
            if case .count(let people, _) = entity.value, people >= Understander.manyPeople {
                sums.raise(Understander.manyPeopleFlag, rule: "people", cue: "", range: entity.range)
            }
        }
        let purposes = Understander.shares(sums.purposes)
        let topics = learned ?? Understander.ranked(sums.topics)
        let first = topics.first?.label
        var topic = first ?? .other
        if let first {
            let second = sums.subtopics.filter { $0.key.level1 == first.level1 }
                .max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
            if let second { topic = second.key }
        }
        return Verdict(
            purpose: purposes.first?.label ?? .relief,
            confidence: purposes.first?.score ?? 0,
            purposes: purposes,
            topic: topic,
            topics: topics,
            safety: safety,
            flags: sums.flags,
            entities: entities,
            reasons: sums.reasons.enumerated()
                .sorted { ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset) }
                .map(\.element))
    }

    /// The dangers in one line: what is run on every line typed, whatever the dialog is asking.
    public func safety(in text: String) -> [SafetyKind] {
        let evidence = cues.evidence(in: NormalisedText(text))
        var kinds = watch.kinds(in: evidence)
        if let reader, kinds.isEmpty {
            reader.addDanger(evidence, TextRuns(evidence.text, in: reader.model), to: &kinds)
        }
        return kinds
    }

    /// The answers that fit the text, best first; none if nothing fits. Answers that are not approved or have expired
    /// on `today` are never returned.
    public func ask(_ text: String, today: CivilDate, limit: Int = 3) -> [AnswerMatch] {
        answers.ask(text, today: today, limit: limit)
    }

    /// Softmax of the scores, highest first; equal ones in the order of the law (求决 before the rest on a tie of all).
    static func shares(_ scores: [Double]) -> [Scored<Purpose>] {
        let highest = scores.max() ?? 0
        let powers = scores.map { Exponential.exp($0 - highest) }
        let sum = powers.reduce(0, +)
        return Purpose.allCases
            .map { Scored(label: $0, score: sum > 0 ? powers[$0.index] / sum : 0) }
            .enumerated()
            .sorted { left, right in
                if left.element.score != right.element.score { return left.element.score > right.element.score }
                if left.element.label == .relief || right.element.label == .relief {
                    return left.element.label == .relief
                }
                return left.offset < right.offset
            }
            .map(\.element)
    }

    private static func ranked(_ scores: [String: Double]) -> [Scored<Topic>] {
        let sum = scores.values.reduce(0) { $0 + max($1, 0) }
        guard sum > 0 else { return [] }
        return scores.map { Scored(label: Topic(level1: $0.key), score: max($0.value, 0) / sum) }
            .filter { $0.score >= leastTopicShare }
            .sorted { ($0.score, $1.label.level1) > ($1.score, $0.label.level1) }
    }
}
