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
        let share = ModelFeature.cueShare(evidence.text.units.count, damping: model.letterDamping)
        sums.weigh(purposes: model.purpose.cueWeight * share, topics: model.topic.cueWeight)
        sums.add(purposes: scores.purposes)
        let best = sums.purposes.indices.max { sums.purposes[$0] < sums.purposes[$1] } ?? 0
        let (ranked, first) = topics(scores.topics, cues: sums.topicSums)
        let spans = spans(
            purpose: model.purpose.columns.lowerBound + best,
            topic: model.topic.columns.lowerBound + (first ?? 0), in: evidence.text, runs)
        explain(Purpose.allCases[best].rawValue, spans.purpose, evidence, &sums)
        if let first { explain(topics[first].topic.level1, spans.topic, evidence, &sums) }
        return ranked
    }

    /// Adds the danger that the model hears and the cues do not.
    ///
    /// - Returns: why, or nil where nothing was added.
    @discardableResult
    func addDanger(_ evidence: CueEvidence, _ runs: TextRuns, to kinds: inout [SafetyKind]) -> Reason? {
        guard kinds.isEmpty, let found = danger(in: evidence.text, runs) else { return nil }
        // 我没想死: what the cues heard denied must be said the more plainly.
        let isDenied = evidence.hits.contains { $0.isNegated && isDanger($0.group) }
        guard !isDenied || found.odds > ModelReader.letterOdds else { return nil }
        kinds.append(found.kind)
        return Reason(
            label: found.kind.rawValue, rule: ModelReader.rule, cue: "", range: evidence.text.original(found.range),
            weight: found.odds)
    }

    /// - Returns: the likeliest topics, highest first, and the position of the first in the model.
    private func topics(
        _ scores: [Double], cues: [Tally.TopicSum<String>]
    ) -> (ranked: [Scored<Topic>], first: Int?) {
        var z = ModelFeature.topicCues(topics.map { topic in said(of: topic, cues) })
        // Where the cues speak plainly the model only tips the balance: routing follows the words that the office chose.
        var plainest = 0.0
        for cue in cues { plainest = max(plainest, cue.score) }
        // A model that an office taught by many letters knows better.
        let share = plainest >= ModelReader.plainTopic ? max(ModelReader.besidePlainTopic, model.topicTrust) : 1
        for index in z.indices { z[index] = z[index] * model.topic.cueWeight + scores[index] * share }
        let highest = z.max() ?? 0
        var sum = 0.0
        for index in z.indices {
            z[index] = Exponential.exp(z[index] - highest)
            sum += z[index]
        }
        guard sum > 0 else { return ([], nil) }
        for index in z.indices { z[index] /= sum }
        // Few are ranked: each is put in its place, names deciding between equals, and what is too many falls off.
        var order: [Int] = []
        order.reserveCapacity(ModelReader.mostTopics + 1)
        for index in z.indices {
            var at = order.count
            while at > 0,
                z[order[at - 1]] < z[index]
                    || z[order[at - 1]] == z[index] && topics[order[at - 1]].topic.level1 < topics[index].topic.level1
            {
                at -= 1
            }
            if at == ModelReader.mostTopics { continue }
            order.insert(index, at: at)
            if order.count > ModelReader.mostTopics { order.removeLast() }
        }
        if cues.isEmpty, order.first.map({ z[$0] }) ?? 0 < ModelReader.leastTopicAlone { return ([], nil) }
        return (order.map { Scored(label: topics[$0].topic, score: z[$0]) }, order.first)
    }

    /// What the cues said for a topic.
    private func said(of topic: (topic: Topic, level1: Int32), _ cues: [Tally.TopicSum<String>]) -> Double {
        for cue in cues where cue.index < 0 ? cue.key == topic.topic.level1 : cue.index == topic.level1 {
            return cue.score
        }
        return 0
    }

    private func explain(
        _ label: String, _ spans: [(Range<Int>, Double)], _ evidence: CueEvidence, _ sums: inout Tally
    ) {
        for (range, weight) in spans {
            sums.explain(
                Reason(
                    label: label, rule: ModelReader.rule, cue: "", range: evidence.text.original(range), weight: weight)
            )
        }
    }
}
