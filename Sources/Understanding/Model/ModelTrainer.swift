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

    /// Features kept for each head, and for topics where an office teaches its own: it has more words to tell them by.
    var featuresPerHead = 2_500
    static let taughtFeatures = 8_000

    /// Inverse strength of L2; dangers are few and each is to be remembered.
    var looseness = 12.0
    var dangerLooseness = 60.0
    /// See ``LinearModel/letterTrust`` and ``LinearModel/letterRelief``; set by one half of a set of real letters.
    public var letterTrust = 0.5
    public var letterRelief = 3.2
    /// See ``ModelFeature/cueShare(_:damping:)``.
    public var letterDamping = 0.3
    /// For topics the model is trusted in a letter as far as this while no office has taught it letters, and in full from so
    /// many on, and they are told apart by margins from then on: an office that teaches its own gets a model that routes
    /// them.
    static let leastTopicTrust = 0.4
    static let manyLetters = 400
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
            book: book, topics: topics, examples: examples, taught: taught, usesCues: !withoutCues,
            letterDamping: letterDamping)
        set.index()
        var report = Report()
        let purpose = fit(set.purposeRows, classes: Purpose.allCases.count, set, &report.purpose)
        // Topics are told by many seldom words, of which a few texts show too little: there the cues lead.
        let isTaught = set.taughtLetters >= Self.manyLetters
        let topic =
            isTaught
            ? fitMargins(set.topicRows, classes: topics.count, set, &report.topic)
            : fit(set.topicRows, classes: topics.count, set, &report.topic)
        let danger = fit(
            set.dangerRows, classes: SafetyKind.allCases.count + 1, set, &report.danger, isDanger: true)
        return (assemble(purpose, topic, danger, set), report)
    }

    /// A head after the fit, its scores made honest.
    private struct Fitted {
        let classes: Int
        /// By feature, then by class.
        var weights: [Double]
        var bias: [Double]
        var cueWeight: Double
        var kept: [Int32]
    }

    /// A head by shares (softmax), with the weight of the cues learned together with the others.
    private func fit(
        _ rows: [SoftmaxFit.Row], classes: Int, _ set: TrainingSet, _ part: inout Report.Part, isDanger: Bool = false
    ) -> Fitted {
        part.count = rows.count
        var all = SoftmaxFit(classes: classes, features: set.featureCount)
        all.looseness = isDanger ? dangerLooseness : looseness
        all.run(rows, seed: Self.seed)
        let kept = strongest(all.weights, classes, set, most: featuresPerHead)
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
        var fit = SoftmaxFit(classes: classes, features: set.featureCount)
        let keptSet = Set(kept)
        fit.looseness = isDanger ? dangerLooseness : looseness
        fit.run(rows.map { $0.only(keptSet) }, seed: Self.seed)
        var bias = fit.bias
        if isDanger {
            // Only what the cues miss needs the model; only what they let pass can be a new alarm.
            let threshold = Calibration.alarm(silent)
            bias[LinearModel.harmless] += threshold.shift
            part.accuracy = threshold.found
            part.falseAlarms = threshold.falseAlarms
        } else {
            (part.accuracy, part.macroF1) = Calibration.figures(heldOut, classes: classes)
        }
        return Fitted(
            classes: classes, weights: fit.weights.map { $0 / temperature }, bias: bias.map { $0 / temperature },
            cueWeight: fit.cueWeight / temperature, kept: kept)
    }

    /// A head by margins (hinge), with the weight of the cues learned from what it says of texts that it has not seen.
    private func fitMargins(
        _ rows: [SoftmaxFit.Row], classes: Int, _ set: TrainingSet, _ part: inout Report.Part
    ) -> Fitted {
        part.count = rows.count
        func fitted(_ rows: [SoftmaxFit.Row]) -> HingeFit {
            var fit = HingeFit(classes: classes, features: set.featureCount)
            fit.run(rows, seed: Self.seed)
            return fit
        }
        var heldOut: [Blend.Text] = []
        for fold in 0..<Self.folds {
            let fit = fitted(rows.filter { $0.fold != fold })
            for row in rows where row.fold == fold {
                heldOut.append(
                    Blend.Text(scores: fit.scores(row), cues: row.cues, label: row.label, weight: row.weight))
            }
        }
        let blend = Blend(heldOut)
        (part.accuracy, part.macroF1) = Calibration.figures(
            heldOut.map { (blend.scores($0), $0.label) }, classes: classes)
        let kept = strongest(fitted(rows).weights, classes, set, most: Self.taughtFeatures)
        let keptSet = Set(kept)
        let fit = fitted(rows.map { $0.only(keptSet) })
        return Fitted(
            classes: classes, weights: fit.weights.map { $0 * blend.fit }, bias: fit.bias.map { $0 * blend.fit },
            cueWeight: blend.cues, kept: kept)
    }

    /// The features that move a head most, by weight and by how many texts they are in.
    private func strongest(_ weights: [Double], _ k: Int, _ set: TrainingSet, most: Int) -> [Int32] {
        var ranked: [(Int32, Double)] = []
        for feature in 0..<set.featureCount {
            var highest = 0.0
            for c in 0..<k { highest = max(highest, abs(weights[feature * k + c])) }
            guard highest > 0 else { continue }
            ranked.append((Int32(feature), highest * min(Double(set.frequency[feature]), 8).squareRoot()))
        }
        ranked.sort { ($0.1, $1.0) > ($1.1, $0.0) }
        return ranked.prefix(most).map(\.0)
    }

    private func assemble(_ purpose: Fitted, _ topic: Fitted, _ danger: Fitted, _ set: TrainingSet) -> LinearModel {
        let kept = Set(purpose.kept).union(topic.kept).union(danger.kept)
        let ordered = kept.sorted { set.fingerprint[Int($0)] < set.fingerprint[Int($1)] }
            .prefix(LinearModel.mostFeatures)
        var column = 0
        var parts: [(LinearModel.Head, Fitted)] = []
        for fitted in [purpose, topic, danger] {
            let k = fitted.classes
            var highest = 1e-9
            for feature in fitted.kept {
                for c in 0..<k { highest = max(highest, abs(fitted.weights[Int(feature) * k + c])) }
            }
            parts.append(
                (
                    LinearModel.Head(
                        columns: column..<column + k, scale: highest / LinearModel.steps, cueWeight: fitted.cueWeight,
                        bias: fitted.bias), fitted
                ))
            column += k
        }
        var weights: [Int8] = []
        weights.reserveCapacity(ordered.count * column)
        for feature in ordered {
            for (head, fitted) in parts {
                let k = fitted.classes
                for c in 0..<k {
                    let step = fitted.weights[Int(feature) * k + c] / head.scale
                    weights.append(Int8(max(-LinearModel.steps, min(LinearModel.steps, step.rounded()))))
                }
            }
        }
        let taught = min(1, Double(set.taughtLetters) / Double(Self.manyLetters))
        return LinearModel(
            purpose: parts[0].0, topic: parts[1].0, danger: parts[2].0, topics: topics, letterTrust: letterTrust,
            topicTrust: Self.leastTopicTrust + (1 - Self.leastTopicTrust) * taught, letterRelief: letterRelief,
            letterDamping: letterDamping,
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
