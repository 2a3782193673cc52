// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Learns a ``LinearModel`` from labelled texts: deterministic, in seconds.
///
/// Candidates are all runs of one to three characters that two texts share, and all cue groups; a first fit ranks them,
/// the best of each head are kept and fitted again. Five-fold cross-validation gives the temperature that makes shares
/// honest, and the figures of ``Report``. Texts fall into folds by their own content, so that a text added moves no other.
public struct ModelTrainer {
    /// What cross-validation found: for texts that the weights had not seen (the cues may have).
    public struct Report: Sendable {
        public struct Part: Sendable {
            /// Labelled texts.
            public var count = 0
            /// Share that came out right; of dangers the share that was found.
            public var accuracy = 0.0
            /// Mean F1 over the labels.
            public var macroF1 = 0.0
            /// Harmless texts that gave an alarm, as a share; of the danger head only.
            public var falseAlarms = 0.0
        }
        public var purpose = Part()
        public var topic = Part()
        public var danger = Part()
    }

    /// Features kept for each head.
    var featuresPerHead = 2_500

    /// Inverse strength of L2; dangers are few and each is to be remembered.
    var looseness = 12.0
    var dangerLooseness = 60.0
    /// See ``LinearModel/letterTrust`` and ``LinearModel/letterRelief``; set by one half of a set of real letters.
    public var letterTrust = 0.5
    public var letterRelief = 2.5
    /// For topics the model is trusted in a letter as far as this while it was taught by few letters, and in full from so
    /// many on: an office that teaches its own gets a model that routes them.
    static let leastTopicTrust = 0.4
    static let fewLetters = 500.0
    static let manyLetters = 900.0
    static let folds = 5
    static let seed: UInt64 = 20_261_123

    private let book: CueBook
    private let topics: [String]

    public init(book: CueBook) {
        self.book = book
        var names: [String] = []
        for topic in book.topics where !names.contains(topic.level1) { names.append(topic.level1) }
        topics = names
    }

    /// - Parameters:
    ///   - examples: Texts in any order; those without a label for a head are left out there.
    ///   - taught: What an office teaches besides; for topics it counts more than the examples.
    ///   - withoutCues: Leaves the cues out of everything, for comparison.
    public func train(
        _ examples: [Example], taught: [Example] = [], withoutCues: Bool = false
    ) -> (model: LinearModel, report: Report) {
        var set = TrainingSet(
            book: book, topics: topics, examples: examples, taught: taught, usesCues: !withoutCues)
        set.index()
        var report = Report()
        let purpose = fit(set.purposeRows, classes: Purpose.allCases.count, set, &report.purpose)
        let topic = fit(set.topicRows, classes: topics.count, set, &report.topic)
        let danger = fit(set.dangerRows, classes: SafetyKind.allCases.count + 1, set, &report.danger, isDanger: true)
        return (assemble(purpose, topic, danger, set), report)
    }

    /// A head after the fit: its features, weights, and what makes its scores honest.
    private struct Fitted {
        var fit: SoftmaxFit
        var kept: [Int32]
        var temperature: Double
        /// Added to the score of the first class.
        var shift = 0.0
    }

    private func fit(
        _ rows: [SoftmaxFit.Row], classes: Int, _ set: TrainingSet, _ part: inout Report.Part, isDanger: Bool = false
    ) -> Fitted {
        part.count = rows.count
        var all = SoftmaxFit(classes: classes, features: set.featureCount)
        all.looseness = isDanger ? dangerLooseness : looseness
        all.run(rows, seed: Self.seed)
        let kept = strongest(all, set)
        var heldOut: Calibration.HeldOut = []
        var silent: Calibration.HeldOut = []
        for fold in 0..<Self.folds {
            var fit = SoftmaxFit(classes: classes, features: set.featureCount)
            fit.looseness = isDanger ? dangerLooseness : looseness
            fit.run(rows.filter { $0.fold != fold }, seed: Self.seed)
            for row in rows where row.fold == fold {
                heldOut.append((fit.scores(row), row.label))
                if !row.isHeard { silent.append((fit.scores(row), row.label)) }
            }
        }
        let temperature = Calibration.temperature(heldOut)
        var fitted = Fitted(
            fit: SoftmaxFit(classes: classes, features: set.featureCount), kept: kept, temperature: temperature)
        let keptSet = Set(kept)
        fitted.fit.looseness = isDanger ? dangerLooseness : looseness
        fitted.fit.run(rows.map { $0.only(keptSet) }, seed: Self.seed)
        if isDanger {
            // Only what the cues miss needs the model; only what they let pass can be a new alarm.
            let threshold = Calibration.alarm(silent)
            fitted.shift = threshold.shift
            part.accuracy = threshold.found
            part.falseAlarms = threshold.falseAlarms
        } else {
            (part.accuracy, part.macroF1) = Calibration.figures(heldOut, classes: classes)
        }
        return fitted
    }

    /// The features that move a head most, by weight and by how many texts they are in.
    private func strongest(_ fit: SoftmaxFit, _ set: TrainingSet) -> [Int32] {
        let k = fit.classes
        var ranked: [(Int32, Double)] = []
        for feature in 0..<set.featureCount {
            var highest = 0.0
            for c in 0..<k { highest = max(highest, abs(fit.weights[feature * k + c])) }
            guard highest > 0 else { continue }
            ranked.append((Int32(feature), highest * min(Double(set.frequency[feature]), 8).squareRoot()))
        }
        ranked.sort { ($0.1, $1.0) > ($1.1, $0.0) }
        return ranked.prefix(featuresPerHead).map(\.0)
    }

    private func assemble(_ purpose: Fitted, _ topic: Fitted, _ danger: Fitted, _ set: TrainingSet) -> LinearModel {
        let kept = Set(purpose.kept).union(topic.kept).union(danger.kept)
        let ordered = kept.sorted { set.fingerprint[Int($0)] < set.fingerprint[Int($1)] }
            .prefix(LinearModel.mostFeatures)
        var column = 0
        var parts: [(LinearModel.Head, Fitted)] = []
        for fitted in [purpose, topic, danger] {
            let k = fitted.fit.classes
            var highest = 1e-9
            for feature in fitted.kept {
                for c in 0..<k { highest = max(highest, abs(fitted.fit.weights[Int(feature) * k + c])) }
            }
            var bias = fitted.fit.bias.map { $0 / fitted.temperature }
            // A book without topics has a head without columns.
            if !bias.isEmpty { bias[0] += fitted.shift / fitted.temperature }
            parts.append(
                (
                    LinearModel.Head(
                        columns: column..<column + k, scale: highest / LinearModel.steps / fitted.temperature,
                        cueWeight: fitted.fit.cueWeight / fitted.temperature, bias: bias), fitted
                ))
            column += k
        }
        var weights: [Int8] = []
        weights.reserveCapacity(ordered.count * column)
        for feature in ordered {
            for (head, fitted) in parts {
                let k = fitted.fit.classes
                for c in 0..<k {
                    let step = fitted.fit.weights[Int(feature) * k + c] / (head.scale * fitted.temperature)
                    weights.append(Int8(max(-LinearModel.steps, min(LinearModel.steps, step.rounded()))))
                }
            }
        }
        let letters = Double(set.topicRows.count { $0.isLetter })
        let taught = max(0, min(1, (letters - Self.fewLetters) / (Self.manyLetters - Self.fewLetters)))
        return LinearModel(
            purpose: parts[0].0, topic: parts[1].0, danger: parts[2].0, topics: topics, letterTrust: letterTrust,
            topicTrust: Self.leastTopicTrust + (1 - Self.leastTopicTrust) * taught, letterRelief: letterRelief,
            fingerprints: ordered.map { set.fingerprint[Int($0)] }, weights: weights)
    }
}

extension SoftmaxFit.Row {
    /// The same row with only these features.
    func only(_ kept: Set<Int32>) -> Self {
        var row = self
        row.features = []
        row.values = []
        for (position, feature) in features.enumerated() where kept.contains(feature) {
            row.features.append(feature)
            row.values.append(values[position])
        }
        return row
    }
}
