// SPDX-License-Identifier: Apache-2.0

/// Why a typed number is none. ``message`` is said to petitioners.
public enum NumberError: Error, Sendable, Hashable {
    /// Nothing but spaces.
    case empty
    /// Too few digits.
    case missingDigits(found: Int, wanted: Int)
    /// Too many digits.
    case extraDigits(found: Int, wanted: Int)
    /// So long that it cannot be a number.
    case tooLong
    /// A character that no number has.
    case notADigit(Unicode.Scalar)
    /// The eight digits after `XF` are no day.
    case noSuchDate(String)
    /// The check digit does not fit the others.
    case wrongCheckDigit(slip: Slip)

    /// What most likely happened to a number whose check digit is wrong.
    public enum Slip: Sendable, Hashable {
        /// The digits at this position and the next (counted from 1, without `XF`) are swapped: the only swap of
        /// neighbours that makes the number right.
        case swapped(at: Int)
        /// One digit is wrong somewhere; which one cannot be told.
        case oneDigit
    }

    /// In plain Chinese: what is wrong and what to do.
    public var message: String {
        switch self {
        case .empty: "还没有写号码。"
        case .missingDigits(let found, let wanted): "少了\(wanted - found)位：应当是\(wanted)位数字，这里只有\(found)位。"
        case .extraDigits(let found, let wanted): "多了\(found - wanted)位：应当是\(wanted)位数字，这里有\(found)位。"
        case .tooLong: "太长了，只写号码就行。"
        case .notADigit(let scalar):
            scalar.properties.isWhitespace || scalar.value < 0x20 ? "号码里只能有数字。" : "号码里没有“\(scalar)”，只有数字。"
        case .noSuchDate(let text): "前面八位\(text)应当是登记那天的年月日，对不上，请再看一眼。"
        case .wrongCheckDigit(.swapped(let position)): "号码对不上，第\(position)位和第\(position + 1)位可能写反了。"
        case .wrongCheckDigit(.oneDigit): "号码对不上，可能抄错了一位，请一位一位对一遍。"
        }
    }

    static func slip(in digits: [UInt8], isPlausible: ([UInt8]) -> Bool) -> Slip {
        var found: Int?
        for index in digits.indices.dropLast() where digits[index] != digits[index + 1] {
            var swapped = digits
            swapped.swapAt(index, index + 1)
            guard CheckDigit.isValid(swapped), isPlausible(swapped) else { continue }
            if found != nil { return .oneDigit }
            found = index
        }
        return found.map { .swapped(at: $0 + 1) } ?? .oneDigit
    }
}
