// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Labelled texts turned into rows of features.
struct TrainingSet {
    /// A run must be in so many texts to be a candidate.
    static let leastFrequency = 2

    private let book: CueBook
    private let topics: [String]
    private let examples: [Example]
    private let usesCues: Bool

    /// Of each feature, its fingerprint and the number of texts it is in.
    private(set) var fingerprint: [UInt32] = []
    private(set) var frequency: [Int32] = []
    private(set) var purposeRows: [SoftmaxFit.Row] = []
    private(set) var topicRows: [SoftmaxFit.Row] = []
    private(set) var dangerRows: [SoftmaxFit.Row] = []

    var featureCount: Int { fingerprint.count }

    init(book: CueBook, topics: [String], examples: [Example], usesCues: Bool) {
        self.book = book
        self.topics = topics
        self.examples = examples
        self.usesCues = usesCues
    }

    /// Reads the texts.
    mutating func index() {
        let evidences = examples.map { book.evidence(in: NormalisedText($0.text)) }
        var texts: [UInt32: Int32] = [:]
        for evidence in evidences {
            for fingerprint in Set(runs(evidence.text)) { texts[fingerprint, default: 0] += 1 }
        }
        var place: [UInt32: Int32] = [:]
        func add(_ value: UInt32, _ count: Int32) {
            guard place[value] == nil else { return }
            place[value] = Int32(fingerprint.count)
            fingerprint.append(value)
            frequency.append(count)
        }
        if usesCues {
            let names = book.groups.map(\.id) + CueBook.computedGroups
            for (group, id) in names.enumerated() {
                let count = Int32(evidences.count { $0.has(group) })
                if count > 0 { add(ModelFeature.group(id), count) }
            }
        }
        for (value, count) in texts.sorted(by: { $0.key < $1.key }) where count >= Int32(Self.leastFrequency) {
            add(value, count)
        }
        let scorer = CueScorer(book: book)
        let watch = SafetyWatch(book: book)
        for (example, evidence) in zip(examples, evidences) {
            let plain = row(evidence, place, withGroups: false)
            let full = usesCues ? row(evidence, place, withGroups: true) : plain
            var tally = Tally()
            if usesCues { scorer.score(evidence, into: &tally) }
            let fold = Self.fold(example.text)
            if let purpose = example.purpose {
                var row = full
                row.label = purpose.index
                row.cues = usesCues ? tally.purposes : []
                row.fold = fold
                purposeRows.append(row)
            }
            if let topic = example.topic, let label = topics.firstIndex(of: topic.level1) {
                var row = full
                row.label = label
                row.cues = usesCues ? ModelFeature.topicCues(topics.map { tally.topics[$0] ?? 0 }) : []
                row.fold = fold
                topicRows.append(row)
            }
            // A text nobody labelled for danger is harmless, unless the cues see one.
            let heard = watch.kinds(in: evidence)
            if example.safety != nil || heard.isEmpty {
                let label = example.safety?.first.flatMap(SafetyKind.allCases.firstIndex).map { $0 + 1 } ?? 0
                // What is harmless is harmless in each of its windows; where a danger stands nobody has marked.
                ModelReader.forEachWindow(of: evidence.text.units) { range in
                    var row = label == 0 ? self.row(evidence.text, range, place) : plain
                    guard label == 0 || range.lowerBound == 0 else { return }
                    row.isHeard = !heard.isEmpty
                    row.label = label
                    row.fold = fold
                    dangerRows.append(row)
                }
            }
        }
    }

    private func runs(_ text: NormalisedText) -> [UInt32] {
        var result: [UInt32] = []
        ModelFeature.forEachRun(in: text.units) { fingerprint, _, _ in
            result.append(fingerprint)
        }
        return result
    }

    /// The runs of a window.
    private func row(_ text: NormalisedText, _ range: Range<Int>, _ place: [UInt32: Int32]) -> SoftmaxFit.Row {
        let runs = TextRuns.fingerprints(in: range, of: text.units)
        var sums: [Int32: Double] = [:]
        let value = ModelFeature.runValue(runs.count)
        for run in runs { if let feature = place[run] { sums[feature, default: 0] += value } }
        let ordered = sums.sorted { $0.key < $1.key }
        return SoftmaxFit.Row(
            features: ordered.map(\.key), values: ordered.map(\.value), cues: [], label: 0, weight: 1)
    }

    private func row(_ evidence: CueEvidence, _ place: [UInt32: Int32], withGroups: Bool) -> SoftmaxFit.Row {
        var sums: [Int32: Double] = [:]
        let runs = runs(evidence.text)
        let value = ModelFeature.runValue(runs.count)
        for run in runs { if let feature = place[run] { sums[feature, default: 0] += value } }
        if withGroups {
            let names = book.groups.map(\.id) + CueBook.computedGroups
            let hit = names.indices.filter { evidence.has($0) }
            let value = ModelFeature.groupValue(hit.count)
            for group in hit {
                if let feature = place[ModelFeature.group(names[group])] { sums[feature, default: 0] += value }
            }
        }
        let ordered = sums.sorted { $0.key < $1.key }
        return SoftmaxFit.Row(
            features: ordered.map(\.key), values: ordered.map(\.value), cues: [], label: 0, weight: 1)
    }

    private static func fold(_ text: String) -> Int {
        var hash: UInt32 = 0x811C_9DC5
        for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return Int(ModelFeature.spread(hash)) % ModelTrainer.folds
    }
}
