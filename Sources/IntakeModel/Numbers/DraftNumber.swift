// SPDX-License-Identifier: Apache-2.0

/// The 续办号 of a conversation before filing: seven digits and a check digit (ISO/IEC 7064 MOD 11,10).
public struct DraftNumber: Sendable, Hashable, CustomStringConvertible {
    /// 0 to 9,999,999.
    public let value: Int

    public static let digitCount = 8

    /// Nil outside 0 to 9,999,999.
    public init?(_ value: Int) {
        guard (0...9_999_999).contains(value) else { return nil }
        self.value = value
    }

    /// Reads what a person typed: full-width forms, spaces and hyphens are taken.
    ///
    /// - Throws: ``NumberError``, whose ``NumberError/message`` can be said as it is.
    public init(typed text: some StringProtocol) throws(NumberError) {
        try self.init(digits: TypedDigits(text).digits)
    }

    init(digits: [UInt8]) throws(NumberError) {
        guard !digits.isEmpty else { throw .empty }
        guard digits.count >= Self.digitCount else {
            throw .missingDigits(found: digits.count, wanted: Self.digitCount)
        }
        guard digits.count == Self.digitCount else {
            throw .extraDigits(found: digits.count, wanted: Self.digitCount)
        }
        guard CheckDigit.isValid(digits) else {
            throw .wrongCheckDigit(slip: NumberError.slip(in: digits) { _ in true })
        }
        value = Array(digits.dropLast()).digitValue
    }

    /// Eight digits.
    public var description: String {
        var digits = [UInt8](digitsOf: value, width: Self.digitCount - 1)
        digits.append(CheckDigit.compute(digits))
        return digits.digitText
    }
}
