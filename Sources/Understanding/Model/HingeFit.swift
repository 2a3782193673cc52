// SPDX-License-Identifier: Apache-2.0

/// One linear classifier a class against the rest, by squared hinge loss with L2: coordinate descent in the dual (Hsieh and
/// others, 2008), which needs no rate and finds the one best fit. The same rows give the same weights, bit for bit.
///
/// Rare features count more (inverse document frequency): of what a letter is about, one seldom word tells more than ten
/// that stand in all. The factor is part of the weights given out, so that whoever reads a text knows nothing of it.
struct HingeFit {
    /// What a row that is on the wrong side costs beside long weights.
    var cost = 1.0
    /// Passes over the rows at most, and the violation from which on a fit is good enough; 0.1 is what is usual.
    var passes = 60
    var tolerance = 0.05

    let classes: Int
    /// Weights by feature, then by class; those of a feature add up to nothing.
    private(set) var weights: [Double]
    private(set) var bias: [Double]

    /// Rows one after the other.
    private struct Table {
        var start = [0]
        var feature: [Int32] = []
        var value: [Double] = []
        /// The square of the length of each, its constant and its slack included.
        var curvature: [Double] = []
        var slack: [Double] = []
    }

    init(classes: Int, features: Int) {
        self.classes = classes
        weights = [Double](repeating: 0, count: features * classes)
        bias = [Double](repeating: 0, count: classes)
    }

    mutating func run(_ rows: [SoftmaxFit.Row], seed: UInt64) {
        guard !rows.isEmpty, classes > 0 else { return }
        let features = weights.count / classes
        let rarity = Self.rarity(rows, features)
        let table = table(rows, rarity)
        for c in 0..<classes {
            var w = [Double](repeating: 0, count: features)
            bias[c] = fit(table, rows.map { $0.label == c }, &w, seed: seed &+ UInt64(c))
            for feature in 0..<features where w[feature] != 0 { weights[feature * classes + c] = w[feature] }
        }
        // What speaks for all classes alike speaks for none.
        for feature in 0..<features {
            let row = feature * classes..<(feature + 1) * classes
            let mean = weights[row].reduce(0, +) / Double(classes)
            for at in row { weights[at] = (weights[at] - mean) * rarity[feature] }
        }
    }

    /// How much each feature counts, by the rows it is in; 1 in the square mean.
    private static func rarity(_ rows: [SoftmaxFit.Row], _ features: Int) -> [Double] {
        var seen = [Double](repeating: 0, count: features)
        for row in rows { for feature in row.features { seen[Int(feature)] += 1 } }
        var squares = 0.0
        var count = 0.0
        for feature in seen.indices where seen[feature] > 0 {
            seen[feature] = 1 + Exponential.log((1 + Double(rows.count)) / (1 + seen[feature]))
            squares += seen[feature] * seen[feature]
            count += 1
        }
        let mean = (squares / max(count, 1)).squareRoot()
        return seen.map { mean > 0 ? $0 / mean : 0 }
    }

    private func table(_ rows: [SoftmaxFit.Row], _ rarity: [Double]) -> Table {
        var table = Table()
        for row in rows {
            var square = 1.0
            for (position, feature) in row.features.enumerated() {
                let x = row.values[position] * rarity[Int(feature)]
                table.feature.append(feature)
                table.value.append(x)
                square += x * x
            }
            table.start.append(table.feature.count)
            let slack = 1 / (2 * cost * max(row.weight, 1e-6))
            table.slack.append(slack)
            table.curvature.append(square + slack)
        }
        return table
    }

    /// Fits one class against the rest; gives its bias.
    private func fit(_ table: Table, _ isMember: [Bool], _ w: inout [Double], seed: UInt64) -> Double {
        var alpha = [Double](repeating: 0, count: isMember.count)
        var order = Array(isMember.indices)
        var random = SeededRandom(seed: seed)
        var b = 0.0
        w.withUnsafeMutableBufferPointer { w in
            table.feature.withUnsafeBufferPointer { features in
                table.value.withUnsafeBufferPointer { values in
                    for _ in 0..<passes {
                        random.shuffle(&order)
                        var worst = 0.0
                        for row in order {
                            let range = table.start[row]..<table.start[row + 1]
                            var score = b
                            for at in range { score += w[Int(features[at])] * values[at] }
                            let sign: Double = isMember[row] ? 1 : -1
                            let gradient = sign * score - 1 + table.slack[row] * alpha[row]
                            // A row on the right side with no say stays out of it.
                            if alpha[row] == 0, gradient >= 0 { continue }
                            worst = max(worst, abs(gradient))
                            let before = alpha[row]
                            alpha[row] = max(0, before - gradient / table.curvature[row])
                            let push = (alpha[row] - before) * sign
                            if push == 0 { continue }
                            for at in range { w[Int(features[at])] += push * values[at] }
                            b += push
                        }
                        if worst < tolerance { break }
                    }
                }
            }
        }
        return b
    }

    /// Scores of a row; those of the cues are not among them.
    func scores(_ row: SoftmaxFit.Row) -> [Double] {
        var z = bias
        for (position, feature) in row.features.enumerated() {
            let base = Int(feature) * classes
            for c in 0..<classes { z[c] += weights[base + c] * row.values[position] }
        }
        return z
    }
}
