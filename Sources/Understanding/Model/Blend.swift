// SPDX-License-Identifier: Apache-2.0

/// How much the scores of a fit and those of the cues count together, from texts that the fit has not seen: the two numbers
/// under which their softmax makes the labels likeliest. So shares are honest, and neither side is trusted by habit.
struct Blend: Equatable {
    /// Of the scores of the fit, and of those of the cues; neither is below 0.
    var fit = 1.0
    var cues = 0.0

    /// More than this the fit never counts: texts that are all right say nothing of how sure to be.
    static let most = 8.0

    /// A text that was held out.
    struct Text {
        var scores: [Double]
        /// Empty where the cues say nothing.
        var cues: [Double]
        var label: Int
        var weight: Double
    }

    /// Newton's method on a loss with one lowest point; stays as it is for no texts.
    init(_ texts: [Text]) {
        guard !texts.isEmpty else { return }
        let usesCues = texts.contains { !$0.cues.isEmpty }
        var best = loss(texts)
        for _ in 0..<40 {
            let (gradient, curvature) = slope(texts)
            // A little is added so that what says nothing moves nothing.
            let (a, b, c) = (curvature.0 + 1e-6, curvature.1, curvature.2 + 1e-6)
            let determinant = a * c - b * b
            guard determinant > 1e-18 else { return }
            var step = (
                (c * gradient.0 - b * gradient.1) / determinant, (a * gradient.1 - b * gradient.0) / determinant
            )
            var moved = false
            for _ in 0..<20 {
                var next = self
                next.fit = min(Self.most, max(0, fit - step.0))
                next.cues = usesCues ? min(Self.most, max(0, cues - step.1)) : 0
                let found = next.loss(texts)
                if found < best - 1e-12 {
                    moved = best - found > 1e-9 * best
                    (self, best) = (next, found)
                    break
                }
                step = (step.0 / 2, step.1 / 2)
            }
            if !moved { return }
        }
    }

    /// The scores of both together.
    func scores(_ text: Text) -> [Double] {
        text.scores.indices.map { fit * text.scores[$0] + (text.cues.isEmpty ? 0 : cues * text.cues[$0]) }
    }

    private func shares(_ text: Text) -> (shares: [Double], loss: Double) {
        var z = scores(text)
        let highest = z.max() ?? 0
        let own = z[text.label] - highest
        var sum = 0.0
        for c in z.indices {
            z[c] = Exponential.exp(z[c] - highest)
            sum += z[c]
        }
        for c in z.indices { z[c] /= sum }
        return (z, Exponential.log(sum) - own)
    }

    private func loss(_ texts: [Text]) -> Double {
        texts.reduce(0) { $0 + $1.weight * shares($1).loss }
    }

    /// The first and second derivatives of the loss.
    private func slope(_ texts: [Text]) -> (gradient: (Double, Double), curvature: (Double, Double, Double)) {
        var gradient = (0.0, 0.0)
        var curvature = (0.0, 0.0, 0.0)
        for text in texts {
            let p = shares(text).shares
            var mean = (0.0, 0.0)
            var square = (0.0, 0.0, 0.0)
            for c in p.indices {
                let s = text.scores[c]
                let q = text.cues.isEmpty ? 0 : text.cues[c]
                mean = (mean.0 + p[c] * s, mean.1 + p[c] * q)
                square = (square.0 + p[c] * s * s, square.1 + p[c] * s * q, square.2 + p[c] * q * q)
            }
            gradient.0 += text.weight * (mean.0 - text.scores[text.label])
            gradient.1 += text.weight * (mean.1 - (text.cues.isEmpty ? 0 : text.cues[text.label]))
            curvature.0 += text.weight * (square.0 - mean.0 * mean.0)
            curvature.1 += text.weight * (square.1 - mean.0 * mean.1)
            curvature.2 += text.weight * (square.2 - mean.1 * mean.1)
        }
        return (gradient, curvature)
    }
}
