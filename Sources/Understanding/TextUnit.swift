// SPDX-License-Identifier: Apache-2.0

/// One scalar of a normalised text, with the way back to what was typed.
public struct TextUnit: Sendable, Hashable {
    /// What separates a unit from the one before it.
    public enum Break: UInt8, Sendable, Hashable, Comparable {
        /// Nothing.
        case none = 0
        /// A blank between words, which many writers use instead of a comma.
        case blank = 1
        /// A comma, a colon, a bracket, a quotation mark.
        case clause = 2
        /// The end of a sentence or of a line.
        case sentence = 3

        @inline(__always)
        public static func < (left: Break, right: Break) -> Bool { left.rawValue < right.rawValue }
    }

    /// The scalar after folding; scalars beyond the basic plane are ``TextUnit/outside``.
    public let scalar: UInt16
    /// How this unit is set off from the one before. A punctuation mark carries its own strength.
    public let separation: Break
    /// Length of the original scalar in UTF-8 bytes, 1…4.
    public let length: UInt8
    /// Offset of the original scalar in UTF-8 bytes.
    public let offset: UInt32

    /// Stands for every scalar beyond U+FFFF (rare Han, emoji); a private-use code that no cue contains.
    public static let outside: UInt16 = 0xE000

    /// Whether the scalar is an ASCII digit, the only digits there are after folding.
    public var isDigit: Bool { scalar >= 0x30 && scalar <= 0x39 }

    /// Whether the scalar is an ASCII letter; letters are lower case after folding.
    public var isLetter: Bool { scalar >= 0x61 && scalar <= 0x7A }

    /// Whether the scalar is Han, a rare one beyond the basic plane included.
    public var isHan: Bool { TextUnit.isHan(scalar) }

    static func isHan(_ scalar: UInt16) -> Bool {
        (scalar >= 0x4E00 && scalar <= 0x9FFF) || (scalar >= 0x3400 && scalar <= 0x4DBF) || scalar == 0x3007
            || scalar == outside
    }
}
