// SPDX-License-Identifier: Apache-2.0

/// The 查询码 that goes with a number: twelve digits, shown in fours.
///
/// A secret of the petitioner. Descriptions and mirrors show dots, so that it reaches no log by accident; ask for
/// ``shown`` or ``digits`` in so many words. It has no check digit: that would make guessing ten times easier.
public struct QueryCode: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: UInt64

    public static let digitCount = 12

    private static let limit: UInt64 = 1_000_000_000_000

    /// Nil for a number of more than twelve digits.
    public init?(value: UInt64) {
        guard value < Self.limit else { return nil }
        self.value = value
    }

    /// A code out of a keyed digest: its first eight bytes as a big-endian number, modulo 10¹² (the bias is below
    /// 10⁻⁷). Nil for fewer than eight bytes.
    public init?(digest: some Sequence<UInt8>) {
        let bytes = Array(digest.prefix(8))
        guard bytes.count == 8 else { return nil }
        value = bytes.reduce(0) { $0 << 8 | UInt64($1) } % Self.limit
    }

    /// Reads what a person typed: full-width forms, spaces and hyphens are taken.
    ///
    /// - Throws: ``NumberError``, whose ``NumberError/message`` can be said as it is.
    public init(typed text: some StringProtocol) throws(NumberError) {
        let digits = try TypedDigits(text).digits
        guard !digits.isEmpty else { throw .empty }
        guard digits.count >= Self.digitCount else {
            throw .missingDigits(found: digits.count, wanted: Self.digitCount)
        }
        guard digits.count == Self.digitCount else {
            throw .extraDigits(found: digits.count, wanted: Self.digitCount)
        }
        value = UInt64(digits.digitValue)
    }

    /// Twelve digits without spaces.
    public var digits: String { [UInt8](digitsOf: Int(value), width: Self.digitCount).digitText }

    /// `4729 8163 0552`, for the petitioner only.
    public var shown: String {
        let digits = [UInt8](digitsOf: Int(value), width: Self.digitCount)
        return [digits[0..<4], digits[4..<8], digits[8..<12]].map { Array($0).digitText }.joined(separator: " ")
    }

    /// Whether both are the same code, in a time that does not depend on where they differ.
    public func matches(_ other: QueryCode) -> Bool { value ^ other.value == 0 }

    public var description: String { "••••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
