// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// A model tied to the cues of an office: reads texts.
struct ModelReader: Sendable {
    /// Lines and clauses are looked at for danger in windows of about so many scalars: what is said in one breath.
    static let window = 40
    /// The odds (as a logarithm) from which a danger in one sentence of a letter counts.
    static let letterOdds = 4.0
    /// A span of a text must weigh so much to be told as a reason, and so many are told at most.
    static let leastReason = 0.12
    static let mostReasons = 5
    /// The rule that reasons of the model carry.
    static let rule = "模型"

    let model: LinearModel
    let groupRows: [Int32]
    /// The topics of the model, each with the position of its name among those of the book, or -1.
    let topics: [(topic: Topic, level1: Int32)]
    private let book: CueBook

    init(model: LinearModel, book: CueBook) {
        self.model = model
        self.groupRows = model.rows(of: book)
        self.book = book
        self.topics = model.topics.map { name in
            (Topic(level1: name), Int32(book.level1Names.firstIndex(of: name) ?? -1))
        }
    }

    /// Whether a group of the book points to a danger.
    func isDanger(_ group: Int) -> Bool { book.plans[group].danger != nil }

    /// What the model makes of a text, the score of the cues left out.
    struct Scores {
        var purposes: [Double]
        var topics: [Double]
    }

    /// Scores of purposes and topics: what is to be added to the weighted scores of the cues.
    func scores(_ evidence: CueEvidence, _ runs: TextRuns) -> Scores {
        let columns = model.dangerWord * 8
        let units = evidence.text.units
        var sums = [Int32](repeating: 0, count: 2 * columns)
        sums.withUnsafeMutableBufferPointer { sums in
            runs.known.withUnsafeBufferPointer { known in
                model.add(
                    known.count, from: 0, words: model.dangerWord,
                    to: UnsafeMutableBufferPointer(rebasing: sums[..<columns])
                ) { Int(known[$0].row) }
            }
            model.add(
                evidence.tallies.count, from: 0, words: model.dangerWord,
                to: UnsafeMutableBufferPointer(rebasing: sums[columns...])
            ) { Int(groupRows[Int(evidence.tallies[$0].group)]) }
        }
        let trust = ModelFeature.trust(units.count, letters: model.letterTrust)
        let zones = TextZones(units)
        let runValue = ModelFeature.runValue(runs.count(in: units.indices))
        let groupValue = ModelFeature.groupValue(evidence.tallies.count)
        func sum(_ head: LinearModel.Head, whole: Double = 1, zoneSums: [Double] = []) -> [Double] {
            head.columns.map { column in
                let place = column - head.columns.lowerBound
                let read = runValue * Double(sums[column]) + groupValue * Double(sums[columns + column])
                return head.bias[place]
                    + head.scale * (whole * read + (zoneSums.isEmpty ? 0 : zoneSums[place]))
            }
        }
        // What a letter is about stands everywhere in it; what it is after, at its beginning and its end.
        var purposes = sum(
            model.purpose, whole: zones == nil ? 1 : TextZones.wholeWeight, zoneSums: zoneSums(zones, evidence, runs)
        ).map { $0 * trust }
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
        var known = 0..<0
        ModelReader.forEachWindow(of: text.units) { range in
            known = runs.ending(in: range, from: known.upperBound)
            guard let found = danger(in: range, known, runs, least: best?.odds ?? least) else { return }
            if found.odds > best?.odds ?? least { best = (found.kind, range, found.odds) }
        }
        return best
    }

    /// The likeliest danger of a window; nil where its odds are surely no higher than `least`.
    ///
    /// - Parameter positions: Of the known runs that end in the window.
    private func danger(
        in range: Range<Int>, _ positions: Range<Int>, _ runs: TextRuns, least: Double
    ) -> (kind: SafetyKind, odds: Double)? {
        let head = model.danger
        let begin = range.lowerBound == 0 ? -1 : range.lowerBound
        var sums: (Double, Double, Double, Double, Double) = (0, 0, 0, 0, 0)
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 8) { lanes in
            lanes.initialize(repeating: 0)
            runs.known.withUnsafeBufferPointer { known in
                model.add(positions.count, from: model.dangerWord, words: 1, to: lanes) { position in
                    let run = known[positions.lowerBound + position]
                    return run.start >= begin ? Int(run.row) : -1
                }
            }
            sums = (Double(lanes[0]), Double(lanes[1]), Double(lanes[2]), Double(lanes[3]), Double(lanes[4]))
        }
        let value = ModelFeature.runValue(runs.count(in: range)) * head.scale
        let harmless = head.bias[0] + value * sums.0
        let kinds = (
            head.bias[1] + value * sums.1, head.bias[2] + value * sums.2,
            head.bias[3] + value * sums.3, head.bias[4] + value * sums.4
        )
        // The four together weigh at most four times the heaviest (ln 4 = 1.386…): most windows need no exponentials.
        if max(max(kinds.0, kinds.1), max(kinds.2, kinds.3)) + 1.387 < harmless + max(least, 0) { return nil }
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

    /// The spans of the text that speak most for a column of purposes and for one of topics, longest weights first; see
    /// ``leastReason``. Both are read in one go: what a run weighs for the one lies beside what it weighs for the other.
    ///
    /// The weights of a feature add up to nothing over a head, so that a weight is what tells its label from the others.
    func spans(
        purpose: Int, topic: Int, in text: NormalisedText, _ runs: TextRuns
    ) -> (purpose: [(Range<Int>, Double)], topic: [(Range<Int>, Double)]) {
        let units = text.units
        var weight = [SIMD2<Float>](repeating: .zero, count: units.count)
        let places = (model.place(of: purpose), model.place(of: topic))
        let rowWords = model.rowWords
        let (firstWord, firstShift) = (places.0 / 8, UInt64(places.0 % 8 * 8))
        let (secondWord, secondShift) = (places.1 / 8, UInt64(places.1 % 8 * 8))
        weight.withUnsafeMutableBufferPointer { weight in
            model.words.withUnsafeBufferPointer { words in
                ModelReader.shares.withUnsafeBufferPointer { shares in
                    runs.known.withUnsafeBufferPointer { known in
                        // Runs come by where they end: the sums of the last three places are at hand.
                        var top = 0
                        var (own, before, first) = (SIMD2<Float>.zero, SIMD2<Float>.zero, SIMD2<Float>.zero)
                        func put() {
                            if top >= 2, top < weight.count + 2 { weight[top - 2] = first }
                            (first, before, own) = (before, own, .zero)
                            top += 1
                        }
                        for run in known {
                            let last = min(run.end, weight.count - 1)
                            while top < last { put() }
                            let length = last - max(run.start, 0) + 1
                            let row = Int(run.row) * rowWords
                            let scale = length << 8
                            let share = SIMD2(
                                shares[scale + Int(words[row + firstWord] >> firstShift & 0xFF)],
                                shares[scale + Int(words[row + secondWord] >> secondShift & 0xFF)])
                            own += share
                            if length > 1 { before += share }
                            if length > 2 { first += share }
                        }
                        for _ in 0..<3 { put() }
                    }
                }
            }
        }
        let value =
            ModelFeature.runValue(runs.count(in: units.indices))
            * ModelFeature.trust(units.count, letters: model.letterTrust)
        return (
            spans(weight, 0, times: value * model.purpose.scale, units),
            spans(weight, 1, times: value * model.topic.scale, units)
        )
    }

    /// What each scalar of a run gets of a weight, by the length of the run and the weight as it is stored.
    private static let shares: [Float] = (0...ModelFeature.longestRun).flatMap { length in
        (0..<256).map { Float($0 - 128) / Float(max(length, 1)) }
    }

    @inline(__always)
    private func spans(
        _ weight: [SIMD2<Float>], _ lane: Int, times value: Double, _ units: [TextUnit]
    ) -> [(Range<Int>, Double)] {
        var found: [(Range<Int>, Double)] = []
        var start = 0
        while start < units.count {
            guard weight[start][lane] > 0 else {
                start += 1
                continue
            }
            var end = start
            var sum = 0.0
            while end < units.count, weight[end][lane] > 0, end == start || units[end].separation < .clause {
                sum += Double(weight[end][lane]) * value
                end += 1
            }
            if sum >= ModelReader.leastReason { found.append((start..<end, sum)) }
            start = end
        }
        if found.count > 1 { found.sort { ($0.1, $1.0.lowerBound) > ($1.1, $0.0.lowerBound) } }
        return found.count > ModelReader.mostReasons ? Array(found.prefix(ModelReader.mostReasons)) : found
    }
}
