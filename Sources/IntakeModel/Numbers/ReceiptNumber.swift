// SPDX-License-Identifier: Apache-2.0

/// The number of a registered matter: `XF`, the day of filing as `yyyymmdd`, a running number of six digits, and a
/// check digit over the fourteen digits (ISO/IEC 7064 MOD 11,10).
public struct ReceiptNumber: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The day of filing.
    public let date: CivilDate

    /// The running number of that day, 1 to 999,999.
    public let sequence: Int

    /// Digits after `XF`.
    public static let digitCount = 15

    /// Nil for a running number outside 1 to 999,999.
    public init?(date: CivilDate, sequence: Int) {
        guard (1...999_999).contains(sequence) else { return nil }
        self.date = date
        self.sequence = sequence
    }

    /// Reads what a person typed: with or without `XF`, small letters, full-width forms, spaces and hyphens.
    ///
    /// - Throws: ``NumberError``, whose ``NumberError/message`` can be said as it is.
    public init(typed text: some StringProtocol) throws(NumberError) {
        try self.init(digits: TypedDigits(text, allowsPrefix: true).digits)
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
            throw .wrongCheckDigit(slip: NumberError.slip(in: digits) { Self.fields(of: $0) != nil })
        }
        guard let fields = Self.fields(of: digits) else { throw .noSuchDate(Array(digits.prefix(8)).digitText) }
        date = fields.date
        sequence = fields.sequence
    }

    private static func fields(of digits: [UInt8]) -> (date: CivilDate, sequence: Int)? {
        let day = Array(digits.prefix(8)).digitValue
        let sequence = Array(digits.dropFirst(8).prefix(6)).digitValue
        guard sequence > 0, let date = CivilDate(year: day / 10_000, month: day / 100 % 100, day: day % 100) else {
            return nil
        }
        return (date, sequence)
    }

    /// `XF202611230000171`.
    public var description: String {
        let (year, month, day) = date.components
        var digits = [UInt8](digitsOf: (year * 100 + month) * 100 + day, width: 8)
        digits += [UInt8](digitsOf: sequence, width: 6)
        digits.append(CheckDigit.compute(digits))
        return "XF" + digits.digitText
    }

    public static func < (left: ReceiptNumber, right: ReceiptNumber) -> Bool {
        (left.date, left.sequence) < (right.date, right.sequence)
    }
}
