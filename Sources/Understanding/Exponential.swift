// SPDX-License-Identifier: Apache-2.0

/// The exponential function and the logarithm without Foundation or a C library, good to about twelve digits: the
/// same on every machine, as journalled verdicts should be.
enum Exponential {
    /// e to the power of `x`; 0 below -700, and the value at 700 above it.
    static func exp(_ x: Double) -> Double {
        guard x > -700 else { return 0 }
        let clamped = min(x, 700)
        // x = n ln 2 + r with |r| ≤ ln 2 / 2, then a Taylor series.
        let n = (clamped * 1.442_695_040_888_963_4).rounded()
        let r = clamped - n * 0.693_147_180_559_945_3
        var term = 1.0
        var sum = 1.0
        for k in 1...14 {
            term *= r / Double(k)
            sum += term
        }
        return sum * Double(sign: .plus, exponent: Int(n), significand: 1)
    }

    /// The natural logarithm of a positive number; 0 for anything else.
    static func log(_ x: Double) -> Double {
        guard x > 0, x.isFinite else { return 0 }
        // x = m · 2^e with m in [1, 2); ln m = 2 artanh((m − 1) / (m + 1)).
        let e = Double(x.exponent)
        let t = (x.significand - 1) / (x.significand + 1)
        let square = t * t
        var term = t
        var sum = t
        var k = 3.0
        while k < 31 {
            term *= square
            sum += term / k
            k += 2
        }
        return e * 0.693_147_180_559_945_3 + 2 * sum
    }
}
