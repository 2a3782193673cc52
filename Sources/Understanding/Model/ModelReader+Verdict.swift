// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension ModelReader {
    /// A score of the cues for a topic that is plain, and how far the model counts beside it.
    static let plainTopic = 2.0
    static let besidePlainTopic = 0.5
    /// So many topics are ranked in a verdict.
    static let mostTopics = 5
    /// Where no cue speaks for any topic, the model names one only with such a share.
    static let leastTopicAlone = 0.4

    /// Adds what the model makes of purposes, and ranks the topics; both with reasons.
    func apply(_ evidence: CueEvidence, _ runs: TextRuns, _ sums: inout Tally) -> [Scored<Topic>] {
        let scores = scores(evidence, runs)
        sums.weigh(purposes: model.purpose.cueWeight, topics: model.topic.cueWeight)
        sums.add(purposes: scores.purposes)
        if let best = sums.purposes.indices.max(by: { sums.purposes[$0] < sums.purposes[$1] }) {
            explain(
                Purpose.allCases[best].rawValue, column: model.purpose.columns.lowerBound + best, of: model.purpose,
                evidence, runs, &sums)
        }
        let topics = topics(scores.topics, cues: sums.topics)
        if let first = topics.first?.label.level1, let index = model.topics.firstIndex(of: first) {
            explain(first, column: model.topic.columns.lowerBound + index, of: model.topic, evidence, runs, &sums)
        }
        return topics
    }

    /// Adds the danger that the model hears and the cues do not.
    ///
    /// - Returns: why, or nil where nothing was added.
    @discardableResult
    func addDanger(_ evidence: CueEvidence, _ runs: TextRuns, to kinds: inout [SafetyKind]) -> Reason? {
        guard kinds.isEmpty, let found = danger(in: evidence.text, runs) else { return nil }
        // 我没想死: what the cues heard denied must be said the more plainly.
        let isDenied = evidence.hits.contains { $0.isNegated && dangerGroups[$0.group] }
        guard !isDenied || found.odds > ModelReader.letterOdds else { return nil }
        kinds.append(found.kind)
        return Reason(
            label: found.kind.rawValue, rule: ModelReader.rule, cue: "", range: evidence.text.original(found.range),
            weight: found.odds)
    }

    private func topics(_ scores: [Double], cues: [String: Double]) -> [Scored<Topic>] {
        var z = ModelFeature.topicCues(model.topics.map { cues[$0] ?? 0 })
        // Where the cues speak plainly the model only tips the balance: routing follows the words that the office chose.
        let share = (cues.values.max() ?? 0) >= ModelReader.plainTopic ? ModelReader.besidePlainTopic : 1
        for index in z.indices { z[index] = z[index] * model.topic.cueWeight + scores[index] * share }
        let highest = z.max() ?? 0
        for index in z.indices { z[index] = Exponential.exp(z[index] - highest) }
        let sum = z.reduce(0, +)
        guard sum > 0 else { return [] }
        var ranked: [Scored<Topic>] = []
        for (index, name) in model.topics.enumerated() {
            ranked.append(Scored(label: Topic(level1: name), score: z[index] / sum))
        }
        ranked.sort { ($0.score, $1.label.level1) > ($1.score, $0.label.level1) }
        ranked.removeLast(max(0, ranked.count - ModelReader.mostTopics))
        if cues.isEmpty, ranked.first?.score ?? 0 < ModelReader.leastTopicAlone { return [] }
        return ranked
    }

    private func explain(
        _ label: String, column: Int, of head: LinearModel.Head, _ evidence: CueEvidence, _ runs: TextRuns,
        _ sums: inout Tally
    ) {
        for (range, weight) in spans(for: column, of: head, in: evidence.text, runs) {
            sums.explain(
                Reason(
                    label: label, rule: ModelReader.rule, cue: "", range: evidence.text.original(range), weight: weight)
            )
        }
    }
}
