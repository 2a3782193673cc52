// SPDX-License-Identifier: Apache-2.0

/// Makes scores honest, from texts that the weights have not seen.
enum Calibration {
    typealias HeldOut = [(scores: [Double], label: Int)]

    /// An alarm may be false in so many of the harmless texts: one that is missed is far worse.
    static let toleratedAlarms = 0.03

    /// The temperature that the labels are likeliest under, 0.25…4; 1 for no texts.
    static func temperature(_ heldOut: HeldOut) -> Double {
        guard !heldOut.isEmpty else { return 1 }
        var best = (1.0, Double.infinity)
        for step in 0...80 {
            let t = 0.25 * Exponential.exp(Double(step) / 80 * 2.772_588_722_239_781)
            var loss = 0.0
            for (scores, label) in heldOut {
                let highest = scores.max() ?? 0
                var sum = 0.0
                for score in scores { sum += Exponential.exp((score - highest) / t) }
                loss += Exponential.log(sum) - (scores[label] - highest) / t
            }
            if loss < best.1 { best = (t, loss) }
        }
        return best.0
    }

    /// What to add to the score of the first class (harmless) so that at most ``toleratedAlarms`` of the harmless texts
    /// give an alarm, and what is found then.
    static func alarm(_ heldOut: HeldOut) -> (shift: Double, found: Double, falseAlarms: Double) {
        func odds(_ scores: [Double]) -> Double {
            var sum = 0.0
            for score in scores.dropFirst() { sum += Exponential.exp(score) }
            return Exponential.log(sum) - scores[0]
        }
        let harmless = heldOut.filter { $0.label == 0 }.map { odds($0.scores) }.sorted(by: >)
        let dangers = heldOut.filter { $0.label != 0 }.map { odds($0.scores) }
        guard !harmless.isEmpty, !dangers.isEmpty else { return (1e3, 0, 0) }
        let allowed = Int(Double(harmless.count) * toleratedAlarms)
        let shift = harmless[min(allowed, harmless.count - 1)]
        return (
            shift, Double(dangers.count { $0 > shift }) / Double(dangers.count),
            Double(harmless.count { $0 > shift }) / Double(harmless.count)
        )
    }

    /// Share right and mean F1.
    static func figures(_ heldOut: HeldOut, classes: Int) -> (accuracy: Double, macroF1: Double) {
        guard !heldOut.isEmpty else { return (0, 0) }
        var right = [Double](repeating: 0, count: classes)
        var said = right
        var meant = right
        for (scores, label) in heldOut {
            var first = 0
            for c in 1..<classes where scores[c] > scores[first] { first = c }
            said[first] += 1
            meant[label] += 1
            if first == label { right[label] += 1 }
        }
        let present = (0..<classes).filter { meant[$0] > 0 }
        let f1 = present.map { 2 * right[$0] / (said[$0] + meant[$0]) }
        return (right.reduce(0, +) / Double(heldOut.count), f1.reduce(0, +) / Double(present.count))
    }
}
