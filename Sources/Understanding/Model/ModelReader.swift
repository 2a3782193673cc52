// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// A model tied to the cues of an office: reads texts.
struct ModelReader: Sendable {
    /// Lines and clauses are looked at for danger in windows of about so many scalars: what is said in one breath.
    static let window = 40
    /// The odds (as a logarithm) from which a danger in one sentence of a letter counts.
    static let letterOdds = 2.5
    /// A span of a text must weigh so much to be told as a reason, and so many are told at most.
    static let leastReason = 0.12
    static let mostReasons = 5
    /// The rule that reasons of the model carry.
    static let rule = "模型"

    let model: LinearModel
    let groupRows: [Int32]
    /// Which groups of the book point to a danger.
    let dangerGroups: [Bool]

    init(model: LinearModel, book: CueBook) {
        self.model = model
        self.groupRows = model.rows(of: book)
        self.dangerGroups = book.groups.map { if case .safety = $0.role { true } else { false } }
    }

    /// What the model makes of a text, the score of the cues left out.
    struct Scores {
        var purposes: [Double]
        var topics: [Double]
    }

    /// Scores of purposes and topics: what is to be added to the weighted scores of the cues.
    func scores(_ evidence: CueEvidence, _ runs: TextRuns) -> Scores {
        let columns = model.danger.columns.lowerBound
        let width = model.width
        let units = evidence.text.units
        var sums = [Int32](repeating: 0, count: 2 * columns)
        var runCount = 0
        var groupCount = 0
        model.weights.withUnsafeBufferPointer { weights in
            sums.withUnsafeMutableBufferPointer { sums in
                runCount = runs.forEachKnown(in: units.indices) { row, _, _ in
                    let base = row * width
                    for column in 0..<columns { sums[column] &+= Int32(weights[base + column]) }
                }
                for (group, row) in groupRows.enumerated() where evidence.has(group) {
                    groupCount += 1
                    guard row >= 0 else { continue }
                    let base = Int(row) * width
                    for column in 0..<columns { sums[columns + column] &+= Int32(weights[base + column]) }
                }
            }
        }
        let trust = ModelFeature.trust(units.count, letters: model.letterTrust)
        let zones = TextZones(units)
        let zoneSums = zoneSums(zones, evidence, runs)
        let whole = zones == nil ? 1 : TextZones.wholeWeight
        let runValue = ModelFeature.runValue(runCount) * whole
        let groupValue = ModelFeature.groupValue(groupCount) * whole
        func sum(_ head: LinearModel.Head) -> [Double] {
            head.columns.map { column in
                head.bias[column - head.columns.lowerBound]
                    + head.scale
                    * (runValue * Double(sums[column]) + groupValue * Double(sums[columns + column])
                        + zoneSums[column])
            }
        }
        var purposes = sum(model.purpose).map { $0 * trust }
        purposes[Purpose.relief.index] += model.letterRelief * (1 - trust)
        let topicTrust = ModelFeature.trust(units.count, letters: model.topicTrust)
        return Scores(purposes: purposes, topics: sum(model.topic).map { $0 * topicTrust })
    }

    /// The windows of a text: sentences, and where those are long, clauses of about ``window`` scalars.
    @inline(__always)
    static func forEachWindow(of units: [TextUnit], _ body: (Range<Int>) -> Void) {
        var start = 0
        for (index, unit) in units.enumerated() {
            let length = index - start
            let isMark = unit.separation >= .clause
            let ends =
                unit.separation == .sentence || length >= window && unit.separation > .none || length >= 2 * window
            guard ends else { continue }
            if length > 0 { body(start..<index) }
            start = isMark ? index + 1 : index
        }
        if start < units.count { body(start..<units.count) }
    }

    /// The danger that speaks loudest in any window of the text, and where; nil where none is likelier than not.
    func danger(in text: NormalisedText, _ runs: TextRuns) -> (kind: SafetyKind, range: Range<Int>, odds: Double)? {
        var best: (kind: SafetyKind, range: Range<Int>, odds: Double)?
        // Of a letter every sentence is looked at: each must say it the more plainly.
        let least = text.units.count > 2 * ModelReader.window ? ModelReader.letterOdds : 0
        ModelReader.forEachWindow(of: text.units) { range in
            guard let found = danger(in: range, runs) else { return }
            if found.odds > best?.odds ?? least { best = (found.kind, range, found.odds) }
        }
        return best
    }

    private func danger(in range: Range<Int>, _ runs: TextRuns) -> (kind: SafetyKind, odds: Double)? {
        let head = model.danger
        var sums: (Int32, Int32, Int32, Int32, Int32) = (0, 0, 0, 0, 0)
        var count = 0
        let width = model.width
        let first = head.columns.lowerBound
        model.weights.withUnsafeBufferPointer { weights in
            count = runs.forEachKnown(in: range) { row, _, _ in
                let base = row * width + first
                sums.0 &+= Int32(weights[base])
                sums.1 &+= Int32(weights[base + 1])
                sums.2 &+= Int32(weights[base + 2])
                sums.3 &+= Int32(weights[base + 3])
                sums.4 &+= Int32(weights[base + 4])
            }
        }
        let value = ModelFeature.runValue(count) * head.scale
        let harmless = head.bias[0] + value * Double(sums.0)
        let kinds = (
            head.bias[1] + value * Double(sums.1), head.bias[2] + value * Double(sums.2),
            head.bias[3] + value * Double(sums.3), head.bias[4] + value * Double(sums.4)
        )
        let total =
            Exponential.exp(kinds.0) + Exponential.exp(kinds.1) + Exponential.exp(kinds.2) + Exponential.exp(kinds.3)
        let odds = Exponential.log(total) - harmless
        guard odds > 0 else { return nil }
        var kind = SafetyKind.selfHarm
        var highest = kinds.0
        if kinds.1 > highest { (kind, highest) = (.harmToOthers, kinds.1) }
        if kinds.2 > highest { (kind, highest) = (.emergency, kinds.2) }
        if kinds.3 > highest { (kind, highest) = (.threatened, kinds.3) }
        return (kind, odds)
    }

    /// The spans of the text that speak most for a column, longest weights first; see ``leastReason``.
    ///
    /// The weights of a feature add up to nothing over a head, so that a weight is what tells its label from the others.
    func spans(
        for column: Int, of head: LinearModel.Head, in text: NormalisedText, _ runs: TextRuns
    ) -> [(Range<Int>, Double)] {
        let units = text.units
        var weight = [Float](repeating: 0, count: units.count)
        let width = model.width
        let count = model.weights.withUnsafeBufferPointer { weights in
            weight.withUnsafeMutableBufferPointer { weight in
                runs.forEachKnown(in: units.indices) { row, start, length in
                    let first = max(start, 0)
                    let end = min(start + length, units.count)
                    let share = Float(weights[row * width + column]) / Float(end - first)
                    for position in first..<end { weight[position] += share }
                }
            }
        }
        let value =
            ModelFeature.runValue(count) * head.scale * ModelFeature.trust(units.count, letters: model.letterTrust)
        var found: [(Range<Int>, Double)] = []
        var start = 0
        while start < units.count {
            guard weight[start] > 0 else {
                start += 1
                continue
            }
            var end = start
            var sum = 0.0
            while end < units.count, weight[end] > 0, end == start || units[end].separation < .clause {
                sum += Double(weight[end]) * value
                end += 1
            }
            if sum >= ModelReader.leastReason { found.append((start..<end, sum)) }
            start = end
        }
        return Array(found.sorted { ($0.1, $1.0.lowerBound) > ($1.1, $0.0.lowerBound) }.prefix(ModelReader.mostReasons))
    }
}
