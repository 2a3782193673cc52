// SPDX-License-Identifier: Apache-2.0

/// The digits of a number as a person typed it.
///
/// Spaces, hyphens and dots between digits are skipped, full-width forms are taken as what they look like, and so are
/// the letters that are mistaken for digits on a printed slip: `O` for 0, `l`, `I` and `|` for 1.
struct TypedDigits {
    /// Values 0 to 9.
    var digits: [UInt8] = []
    /// Whether the letters `XF` came first.
    var hasPrefix = false

    /// Texts longer than this are not a number; the rest of a pasted page is not read.
    static let maximumScalars = 64

    init(_ text: some StringProtocol, allowsPrefix: Bool = false) throws(NumberError) {
        digits.reserveCapacity(16)
        var prefix = 0
        var count = 0
        for scalar in text.unicodeScalars {
            count += 1
            guard count <= Self.maximumScalars else { throw .tooLong }
            switch Self.halfWidth(scalar) {
            case let plain where plain >= 0x30 && plain <= 0x39: digits.append(UInt8(plain - 0x30))
            case 0x4F, 0x6F: digits.append(0)
            case 0x49, 0x6C, 0x7C: digits.append(1)
            case let letter where allowsPrefix && digits.isEmpty && Self.prefix(letter) == prefix + 1: prefix += 1
            case 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0x2D, 0x2E, 0x5F, 0x2010...0x2015, 0x2212, 0xB7, 0x3002: continue
            default: throw .notADigit(scalar)
            }
        }
        // A lone X does no harm; the digits decide.
        hasPrefix = prefix > 0
    }

    /// 1 for X, 2 for F, 0 for anything else.
    private static func prefix(_ plain: UInt32) -> Int {
        switch plain {
        case 0x58, 0x78: 1
        case 0x46, 0x66: 2
        default: 0
        }
    }

    private static func halfWidth(_ scalar: Unicode.Scalar) -> UInt32 {
        (0xFF01...0xFF5E).contains(scalar.value) ? scalar.value - 0xFEE0 : scalar.value
    }
}

extension [UInt8] {
    /// The digits as text.
    var digitText: String { String(decoding: map { $0 % 10 + 0x30 }, as: UTF8.self) }

    /// The decimal number that these digits write; at most 18 of them.
    var digitValue: Int { prefix(18).reduce(0) { $0 * 10 + Int($1) } }

    /// The last `width` digits of a number that is not negative, filled with zeros.
    init(digitsOf number: Int, width: Int) {
        var rest = number
        var digits = [UInt8](repeating: 0, count: width)
        for index in stride(from: width - 1, through: 0, by: -1) {
            digits[index] = UInt8(rest % 10)
            rest /= 10
        }
        self = digits
    }
}
