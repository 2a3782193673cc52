// SPDX-License-Identifier: Apache-2.0

/// Softmax regression over sparse rows by averaged stochastic gradient descent with L2; the same input gives the same
/// weights, bit for bit.
struct SoftmaxFit {
    /// One text as the trainer sees it.
    struct Row {
        var features: [Int32]
        var values: [Double]
        /// The score of the cues for each class; empty where the cues say nothing.
        var cues: [Double]
        var label: Int
        /// How much the row counts.
        var weight: Double
        /// Which fold of the cross-validation it falls into.
        var fold = 0
        /// The cues hear a danger in it.
        var isHeard = false
    }

    /// Passes over the rows; the second half is averaged.
    var epochs = 24
    /// Inverse strength of L2, as a share of the number of rows.
    var looseness = 12.0
    var rate = 1.0
    /// The weight of the cues is learned from here.
    var cueStart = 0.6
    /// The rate of the one weight of the cues; their scores are large.
    var cueRate = 0.01

    let classes: Int
    private(set) var weights: [Double]
    private(set) var bias: [Double]
    private(set) var cueWeight: Double

    init(classes: Int, features: Int) {
        self.classes = classes
        weights = [Double](repeating: 0, count: features * classes)
        bias = [Double](repeating: 0, count: classes)
        cueWeight = 0
    }

    mutating func run(_ rows: [Row], seed: UInt64) {
        guard !rows.isEmpty else { return }
        let k = classes
        let usesCues = rows.contains { !$0.cues.isEmpty }
        var w = weights
        var scale = 1.0
        var b = bias
        var cue = usesCues ? cueStart : 0
        var sumW = [Double](repeating: 0, count: w.count)
        var sumB = [Double](repeating: 0, count: k)
        var sumCue = 0.0
        var averaged = 0.0
        let lambda = 1 / (looseness * Double(rows.count))
        var step = 0.0
        var order = Array(rows.indices)
        var random = SeededRandom(seed: seed)
        var p = [Double](repeating: 0, count: k)
        for epoch in 0..<epochs {
            random.shuffle(&order)
            for index in order {
                let row = rows[index]
                let eta = rate / (1 + rate * lambda * step)
                step += 1
                // Scores, then shares.
                for c in 0..<k { p[c] = 0 }
                for (position, feature) in row.features.enumerated() {
                    let base = Int(feature) * k
                    let x = row.values[position]
                    for c in 0..<k { p[c] += w[base + c] * x }
                }
                var highest = -Double.infinity
                for c in 0..<k {
                    p[c] = p[c] * scale + b[c] + (row.cues.isEmpty ? 0 : cue * row.cues[c])
                    highest = max(highest, p[c])
                }
                var sum = 0.0
                for c in 0..<k {
                    p[c] = Exponential.exp(p[c] - highest)
                    sum += p[c]
                }
                scale *= 1 - eta * lambda
                if scale < 1e-4 {
                    for i in w.indices { w[i] *= scale }
                    scale = 1
                }
                var cueGradient = 0.0
                for c in 0..<k {
                    p[c] = (p[c] / sum - (c == row.label ? 1 : 0)) * row.weight
                    b[c] -= eta * 0.1 * p[c]
                    if !row.cues.isEmpty { cueGradient += p[c] * row.cues[c] }
                }
                if usesCues { cue = max(0, cue - cueRate * eta * cueGradient) }
                let push = eta / scale
                for (position, feature) in row.features.enumerated() {
                    let base = Int(feature) * k
                    let x = row.values[position] * push
                    for c in 0..<k { w[base + c] -= p[c] * x }
                }
            }
            guard epoch >= epochs / 2 else { continue }
            averaged += 1
            for i in w.indices { sumW[i] += w[i] * scale }
            for c in 0..<k { sumB[c] += b[c] }
            sumCue += cue
        }
        weights = sumW.map { $0 / averaged }
        bias = sumB.map { $0 / averaged }
        cueWeight = sumCue / averaged
    }

    /// Scores of a row.
    func scores(_ row: Row) -> [Double] {
        var z = bias
        for (position, feature) in row.features.enumerated() {
            let base = Int(feature) * classes
            for c in 0..<classes { z[c] += weights[base + c] * row.values[position] }
        }
        if !row.cues.isEmpty { for c in 0..<classes { z[c] += cueWeight * row.cues[c] } }
        return z
    }
}
