// SPDX-License-Identifier: Apache-2.0

/// The check digit of ISO/IEC 7064, MOD 11,10: one decimal digit over decimal digits.
///
/// It finds every single wrong digit and nearly every swap of two neighbours.
public enum CheckDigit {
    /// The check digit, 0 to 9, for `digits` (values 0 to 9, not characters; others count modulo 10).
    public static func compute(_ digits: some Sequence<UInt8>) -> UInt8 {
        var product = 10
        for digit in digits { product = step(product, digit) }
        return UInt8((11 - product) % 10)
    }

    /// Whether the last of `digits` is the check digit of those before it; false for fewer than two.
    public static func isValid(_ digits: some Collection<UInt8>) -> Bool {
        guard digits.count >= 2 else { return false }
        var product = 10
        for digit in digits.dropLast() { product = step(product, digit) }
        guard let last = digits.suffix(1).first, last < 10 else { return false }
        return (product + Int(last)) % 10 == 1
    }

    /// One step of the hybrid system (ISO/IEC 7064, clause 8): sum modulo 10 with 10 for 0, doubled, modulo 11.
    private static func step(_ product: Int, _ digit: UInt8) -> Int {
        let sum = (product + Int(digit % 10)) % 10
        return (sum == 0 ? 10 : sum) * 2 % 11
    }
}
