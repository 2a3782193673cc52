// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Labelled texts turned into rows of features.
struct TrainingSet {
    /// How much a text of ours counts for topics beside those that an office teaches: it knows its own letters.
    static let besideTaught = 0.3

    /// How much a line counts for purposes beside a letter: there are four of them to one letter, and a letter says it in
    /// more words.
    static let besideLetter = 0.5

    /// A run must be in so many texts to be a candidate.
    static let leastFrequency = 2

    private let book: CueBook
    private let topics: [String]
    private let examples: [Example]
    /// So many of the examples, from the first, are ours; an office taught the others.
    private let ours: Int
    private let usesCues: Bool
    private let letterDamping: Double

    /// Of each feature, its fingerprint and the number of texts it is in.
    private(set) var fingerprint: [UInt32] = []
    private(set) var frequency: [Int32] = []
    private(set) var purposeRows: [SoftmaxFit.Row] = []
    private(set) var topicRows: [SoftmaxFit.Row] = []
    private(set) var dangerRows: [SoftmaxFit.Row] = []

    var featureCount: Int { fingerprint.count }
    /// Texts with a topic that are longer than a line and that an office taught.
    private(set) var taughtLetters = 0

    init(book: CueBook, topics: [String], examples: [Example], taught: [Example], usesCues: Bool, letterDamping: Double)
    {
        self.book = book
        self.topics = topics
        self.examples = examples + taught
        self.ours = examples.count
        self.usesCues = usesCues
        self.letterDamping = letterDamping
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
        for (number, (example, evidence)) in zip(examples, evidences).enumerated() {
            let plain = row(evidence, place, withGroups: false)
            let full = usesCues ? row(evidence, place, withGroups: true) : plain
            var tally = Tally()
            if usesCues { scorer.score(evidence, into: &tally) }
            let fold = Self.fold(example.text)
            if let purpose = example.purpose {
                var row = full
                row.label = purpose.index
                let share = ModelFeature.cueShare(evidence.text.count, damping: letterDamping)
                row.cues = usesCues ? tally.purposes.map { $0 * share } : []
                row.fold = fold
                if evidence.text.count <= TextZones.line { row.weight = Self.besideLetter }
                purposeRows.append(row)
            }
            if let topic = example.topic, let label = topics.firstIndex(of: topic.level1) {
                var row = usesCues ? self.row(evidence, place, withGroups: true, inZones: false) : plain
                row.label = label
                row.cues = usesCues ? ModelFeature.topicCues(topics.map { tally.topics[$0] ?? 0 }) : []
                row.fold = fold
                if number >= ours, evidence.text.count > TextZones.line { taughtLetters += 1 }
                if ours < examples.count, number < ours { row.weight = Self.besideTaught }
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
        balancePurposes()
    }

    /// Gives all purposes the same weight together: most examples are 求决, and a text is not that because of it. A row has
    /// the weight 1 on average.
    private mutating func balancePurposes() {
        var sums = [Double](repeating: 0, count: Purpose.allCases.count)
        for row in purposeRows { sums[row.label] += row.weight }
        let mean = Double(purposeRows.count) / Double(max(sums.count { $0 > 0 }, 1))
        for index in purposeRows.indices { purposeRows[index].weight *= mean / sums[purposeRows[index].label] }
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

    /// - Parameter inZones: A letter is read as three places of it, too.
    private func row(
        _ evidence: CueEvidence, _ place: [UInt32: Int32], withGroups: Bool, inZones: Bool = true
    ) -> SoftmaxFit.Row {
        var sums: [Int32: Double] = [:]
        let names = book.groups.map(\.id) + CueBook.computedGroups
        func add(_ runs: [UInt32], _ groups: [Int], _ weight: Double) {
            let value = weight * ModelFeature.runValue(runs.count)
            for run in runs { if let feature = place[run] { sums[feature, default: 0] += value } }
            let groupValue = weight * ModelFeature.groupValue(groups.count)
            for group in groups {
                if let feature = place[ModelFeature.group(names[group])] { sums[feature, default: 0] += groupValue }
            }
        }
        let zones = withGroups && inZones ? TextZones(evidence.text.units) : nil
        add(
            runs(evidence.text), withGroups ? names.indices.filter { evidence.has($0) } : [],
            zones == nil ? 1 : TextZones.wholeWeight)
        if let zones {
            for (range, weight) in [(zones.begin, TextZones.titleWeight), (zones.end, TextZones.closeWeight)] {
                add(
                    TextRuns.fingerprints(in: range, of: evidence.text.units),
                    TextZones.groups(of: evidence, in: range), weight)
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
