// SPDX-License-Identifier: Apache-2.0

/// What a week may bring of something, judged by the weeks before: a Poisson distribution, or a negative binomial one
/// where the weeks differ more among themselves than a Poisson's would.
///
/// The mean is taken as one case higher in total than was seen, so that what never came before has a level, too.
public struct UsualLevel: Sendable, Hashable {
    /// Cases in hundredths a week.
    public let meanHundredths: Int
    /// More than this in a week comes by chance less often than once in a thousand weeks.
    public let bound: Int

    /// Weeks below which there is no usual level.
    public static let fewestWeeks = 8
    static let chance = 0.001
    private static let largest = 100_000

    /// - Parameter weeks: cases of each earlier week, in any order.
    /// - Returns: nil with too few weeks to say.
    public init?(_ weeks: [Int]) {
        guard weeks.count >= Self.fewestWeeks else { return nil }
        let count = Double(weeks.count)
        let sum = weeks.reduce(0, +)
        let mean = Double(sum + 1) / count
        let plain = Double(sum) / count
        let variance = weeks.reduce(0.0) { $0 + (Double($1) - plain) * (Double($1) - plain) } / (count - 1)
        meanHundredths = (sum * 200 + weeks.count) / (weeks.count * 2)
        bound =
            variance > mean
            ? Self.negativeBinomialBound(mean, variance) : Self.poissonBound(mean)
    }

    private static func poissonBound(_ mean: Double) -> Int {
        var probability = exponential(minus: mean)
        return bound(first: probability) { n in
            probability *= mean / Double(n)
            return probability
        }
    }

    /// The number of successes is rounded down, which makes the tail heavier: rather no word than a false one.
    private static func negativeBinomialBound(_ mean: Double, _ variance: Double) -> Int {
        let estimate = mean * mean / (variance - mean)
        guard estimate < 10_000 else { return poissonBound(mean) }
        let successes = Double(max(1, Int(estimate)))
        let fraction = mean / (successes + mean)
        var probability = 1.0
        for _ in 0..<Int(successes) { probability *= 1 - fraction }
        return bound(first: probability) { n in
            probability *= (Double(n) - 1 + successes) / Double(n) * fraction
            return probability
        }
    }

    /// The smallest number that is exceeded less often than ``chance``.
    private static func bound(first: Double, _ next: (Int) -> Double) -> Int {
        // A mean so large that the first term is nothing: the sum never gets anywhere.
        guard first > 0 else { return largest }
        var below = first
        var n = 0
        while 1 - below >= chance, n < largest {
            n += 1
            below += next(n)
        }
        return n
    }

    /// e to the power of `-x`, for x from 0 on.
    static func exponential(minus x: Double) -> Double {
        var halvings = 0
        var x = x
        while x > 0.5 {
            x /= 2
            halvings += 1
        }
        var term = 1.0
        var sum = 1.0
        for n in 1...16 {
            term *= -x / Double(n)
            sum += term
        }
        for _ in 0..<halvings { sum *= sum }
        return sum
    }
}
