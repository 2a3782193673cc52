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
    private let scorer: CueScorer
    private let further: [any Scorer]
    private let watch: SafetyWatch
    private let reader: ModelReader?

    /// The trained model, if there is one.
    public var model: LinearModel? { reader?.model }

    /// Bytes held by the tables of cues, model and answers; texts as written and the tables of the normaliser, which are
    /// the same for all, are not counted.
    public var byteCount: Int { cues.byteCount + (model?.byteCount ?? 0) + answers.byteCount }

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
        self.scorer = CueScorer(book: cues)
        self.further = further
        self.watch = SafetyWatch(book: cues)
    }

    /// What the text is about, what it wants and what it names. Relative dates are reckoned from `today`.
    public func understand(_ text: String, today: CivilDate) -> Verdict {
        let normalised = NormalisedText(text)
        let evidence = cues.evidence(in: normalised)
        var tally: Tally? = Tally()
        var safety = watch.kinds(in: evidence, tally: &tally)
        var sums = tally ?? Tally()
        tally = nil
        scorer.score(evidence, into: &sums)
        for scorer in further { scorer.score(evidence, into: &sums) }
        let topics: [Scored<Topic>]
        if let reader {
            let runs = TextRuns(normalised, in: reader.model)
            topics = reader.apply(evidence, runs, &sums)
            if let reason = reader.addDanger(evidence, runs, to: &safety) { sums.explain(reason) }
        } else {
            topics = Understander.ranked(sums.topicSums)
        }
        let entities = EntityFinder(today: today).entities(in: normalised)
        for entity in entities where entity.kind == .people {
            if case .count(let people, _) = entity.value, people >= Understander.manyPeople {
                sums.raise(Understander.manyPeopleFlag, rule: "people", cue: "", range: entity.range)
            }
        }
        let purposes = Understander.shares(sums.purposes)
        let first = topics.first?.label
        var topic = first ?? .other
        if let first {
            var best: (topic: Topic, score: Double)?
            for sum in sums.subtopicSums where sum.key.level1 == first.level1 {
                if let known = best, (known.score, sum.key.rawValue) >= (sum.score, known.topic.rawValue) { continue }
                best = (sum.key, sum.score)
            }
            if let best { topic = best.topic }
        }
        let flags = sums.flags
        return Verdict(
            purpose: purposes.first?.label ?? .relief,
            confidence: purposes.first?.score ?? 0,
            purposes: purposes,
            topic: topic,
            topics: topics,
            safety: safety,
            flags: flags,
            entities: entities,
            reasons: sums.orderedReasons())
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
        var powers = scores
        var sum = 0.0
        for index in powers.indices {
            powers[index] = Exponential.exp(powers[index] - highest)
            sum += powers[index]
        }
        var result: [Scored<Purpose>] = []
        result.reserveCapacity(Purpose.allCases.count)
        for purpose in Purpose.allCases {
            let share = sum > 0 ? powers[purpose.index] / sum : 0
            // Few: each is put in its place, behind those that are as high.
            var at = result.count
            while at > 0, result[at - 1].score < share || result[at - 1].score == share && purpose == .relief {
                at -= 1
            }
            result.insert(Scored(label: purpose, score: share), at: at)
        }
        return result
    }

    private static func ranked(_ sums: [Tally.TopicSum<String>]) -> [Scored<Topic>] {
        var total = 0.0
        for sum in sums { total += max(sum.score, 0) }
        guard total > 0 else { return [] }
        return sums.map { Scored(label: Topic(level1: $0.key), score: max($0.score, 0) / total) }
            .filter { $0.score >= leastTopicShare }
            .sorted { ($0.score, $1.label.level1) > ($1.score, $0.label.level1) }
    }
}
