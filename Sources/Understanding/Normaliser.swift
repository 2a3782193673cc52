// SPDX-License-Identifier: Apache-2.0

/// Folds what people type into the one form that cues are written in.
///
/// Full width to half width, common traditional to simplified, Chinese punctuation to ASCII, lower case; blanks inside
/// Han are dropped and remembered as weak breaks; marks of zero width vanish. One pass, one allocation.
public enum Normaliser {
    public static func normalise(_ text: String) -> NormalisedText {
        var text = text
        return text.withUTF8 { bytes in
            // No scalar gives more than one unit, and the blank between two words is a scalar of its own.
            var scalars = 0
            for byte in bytes where byte & 0xC0 != 0x80 { scalars += 1 }
            var firstSentenceEnd = 0
            let units = [TextUnit](unsafeUninitializedCapacity: scalars) { units, count in
                FoldTable.withTable { table in
                    (count, firstSentenceEnd) = fold(bytes, table, into: units)
                }
            }
            return NormalisedText(units: units, firstSentenceEnd: firstSentenceEnd)
        }
    }

    /// Writes the units of well-formed UTF-8 into a buffer with a place for every scalar.
    ///
    /// - Returns: the number of units, and how many stand before the end of the first sentence.
    private static func fold(
        _ bytes: UnsafeBufferPointer<UInt8>, _ table: UnsafeBufferPointer<UInt16>,
        into units: UnsafeMutableBufferPointer<TextUnit>
    ) -> (count: Int, firstSentenceEnd: Int) {
        var count = 0
        var firstSentenceEnd = -1
        var blankAt: UInt32? = nil
        // Length of the run of scalars since the last blank: a text spaced out letter by letter has no breaks.
        var run = 0
        // The unit before, as long as there is one.
        var last: UInt16 = 0
        var lastSeparation = TextUnit.Break.none
        var offset = 0
        while offset < bytes.count {
            let start = offset
            let (value, length) = scalar(bytes, at: offset)
            offset += Int(length)
            var folded = value > 0xFFFF ? beyondBasicPlane(value) : table[Int(value)]
            if folded == FoldTable.dropped { continue }
            if folded == FoldTable.blank {
                if blankAt == nil { blankAt = UInt32(truncatingIfNeeded: start) }
                continue
            }
            var separation = FoldTable.breakStrength(folded)
            if let at = blankAt {
                blankAt = nil
                if count > 0 {
                    if TextUnit.isHan(last) || TextUnit.isHan(folded) || lastSeparation >= .clause
                        || separation >= .clause
                    {
                        if separation == .none, lastSeparation < .clause, run > 1 { separation = .blank }
                    } else {
                        (last, lastSeparation) = (0x20, .none)
                        units.initializeElement(
                            at: count, to: TextUnit(scalar: last, separation: .none, length: 1, offset: at))
                        count += 1
                    }
                }
                run = 0
            }
            // After a digit an ASCII full stop is a decimal point and a colon belongs to a time.
            if last >= 0x30, last <= 0x39 {
                switch value {
                case 0x2E, 0xFF0E, 0x3A, 0xFF1A: separation = .none
                default: break
                }
            }
            if folded == FoldTable.lineEnd { folded = 0x2E }
            run += 1
            if separation == .sentence, firstSentenceEnd < 0, count > 0 { firstSentenceEnd = count }
            (last, lastSeparation) = (folded, separation)
            units.initializeElement(
                at: count,
                to: TextUnit(
                    scalar: folded, separation: separation, length: length, offset: UInt32(truncatingIfNeeded: start)))
            count += 1
        }
        return (count, firstSentenceEnd < 0 ? count : firstSentenceEnd)
    }

    /// The scalar at a place of well-formed UTF-8, which every string is, and its length in bytes.
    @inline(__always)
    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> (value: UInt32, length: UInt8) {
        let first = UInt32(bytes[start])
        if first < 0x80 { return (first, 1) }
        func next(_ distance: Int) -> UInt32 { UInt32(bytes[start + distance]) & 0x3F }
        if first < 0xE0 { return ((first & 0x1F) << 6 | next(1), 2) }
        if first < 0xF0 { return ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3) }
        return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
    }

    /// The folded form of one scalar of a word; nil if it vanishes or is a blank.
    static func letter(_ scalar: Unicode.Scalar) -> UInt16? {
        let folded =
            scalar.value > 0xFFFF ? beyondBasicPlane(scalar.value) : FoldTable.fold(UInt16(scalar.value))
        if folded == FoldTable.dropped || folded == FoldTable.blank { return nil }
        return folded == FoldTable.lineEnd ? 0x2E : folded
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
