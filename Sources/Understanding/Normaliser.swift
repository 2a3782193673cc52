// SPDX-License-Identifier: Apache-2.0

/// Folds what people type into the one form that cues are written in.
///
/// Full width to half width, common traditional to simplified, Chinese punctuation to ASCII, lower case; blanks inside
/// Han are dropped and remembered as weak breaks; marks of zero width vanish. One pass, one allocation.
public enum Normaliser {
    public static func normalise(_ text: String) -> NormalisedText {
        var units: [TextUnit] = []
        units.reserveCapacity(text.utf8.count / 2 + 4)
        var firstSentenceEnd = -1
        var offset: UInt32 = 0
        var blankAt: UInt32? = nil
        // Length of the run of scalars since the last blank: a text spaced out letter by letter has no breaks.
        var run = 0
        for scalar in text.unicodeScalars {
            let length = UInt8(truncatingIfNeeded: UTF8.width(scalar))
            let start = offset
            offset += UInt32(length)
            var folded = fold(scalar)
            if folded == FoldTable.dropped { continue }
            if folded == FoldTable.blank {
                if blankAt == nil { blankAt = start }
                continue
            }
            var separation = FoldTable.breakStrength(folded)
            if let at = blankAt {
                blankAt = nil
                if let last = units.last {
                    if last.isHan || TextUnit.isHan(folded) || last.separation >= .clause || separation >= .clause {
                        if separation == .none, last.separation < .clause, run > 1 { separation = .blank }
                    } else {
                        units.append(TextUnit(scalar: 0x20, separation: .none, length: 1, offset: at))
                    }
                }
                run = 0
            }
            // After a digit an ASCII full stop is a decimal point and a colon belongs to a time.
            if let last = units.last, last.isDigit {
                switch scalar.value {
                case 0x2E, 0xFF0E, 0x3A, 0xFF1A: separation = .none
                default: break
                }
            }
            if folded == FoldTable.lineEnd { folded = 0x2E }
            run += 1
            if separation == .sentence, firstSentenceEnd < 0, !units.isEmpty { firstSentenceEnd = units.count }
            units.append(TextUnit(scalar: folded, separation: separation, length: length, offset: start))
        }
        return NormalisedText(units: units, firstSentenceEnd: firstSentenceEnd < 0 ? units.count : firstSentenceEnd)
    }

    /// The folded form of one scalar of a word; nil if it vanishes or is a blank.
    static func letter(_ scalar: Unicode.Scalar) -> UInt16? {
        let folded = fold(scalar)
        if folded == FoldTable.dropped || folded == FoldTable.blank { return nil }
        return folded == FoldTable.lineEnd ? 0x2E : folded
    }

    @inline(__always)
    private static func fold(_ scalar: Unicode.Scalar) -> UInt16 {
        scalar.value > 0xFFFF ? beyondBasicPlane(scalar.value) : FoldTable.fold(UInt16(scalar.value))
    }

    /// Emoji modifiers and variation selectors vanish, everything else beyond the basic plane is one code.
    private static func beyondBasicPlane(_ value: UInt32) -> UInt16 {
        switch value {
        case 0xE0000...0xE0FFF, 0x1F3FB...0x1F3FF: FoldTable.dropped
        // Mathematical and enclosed digits and letters are left alone: nobody types them by accident.
        default: TextUnit.outside
        }
    }
}
