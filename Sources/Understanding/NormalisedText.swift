// SPDX-License-Identifier: Apache-2.0

/// A text folded for matching: half width, simplified, lower case, plain punctuation, no blanks inside Han.
///
/// Every unit knows where it came from, so that spans found here can be shown or masked in what was typed.
public struct NormalisedText: Sendable, Hashable {
    /// The folded scalars in order.
    public let units: [TextUnit]
    /// Number of units before the first end of a sentence: the title of a message or the whole of a short line.
    public let firstSentenceEnd: Int

    init(units: [TextUnit], firstSentenceEnd: Int) {
        self.units = units
        self.firstSentenceEnd = firstSentenceEnd
    }

    /// Folds `text`; see ``Normaliser``.
    public init(_ text: String) {
        self = Normaliser.normalise(text)
    }

    /// Number of folded scalars.
    public var count: Int { units.count }

    /// The folded text as a string; scalars beyond the basic plane show as U+FFFD. For tests and messages.
    public var string: String {
        var result = String.UnicodeScalarView()
        for unit in units {
            result.append(unit.scalar == TextUnit.outside ? "\u{FFFD}" : Unicode.Scalar(unit.scalar) ?? "\u{FFFD}")
        }
        return String(result)
    }

    /// The UTF-8 offsets in the original of the units in `range`; an empty range at 0 if `range` is empty or outside.
    public func original(_ range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= units.count else { return 0..<0 }
        let last = units[range.upperBound - 1]
        return Int(units[range.lowerBound].offset)..<Int(last.offset) + Int(last.length)
    }

    /// The strongest break strictly inside `range`, marks of punctuation in it included.
    func strongestBreak(in range: Range<Int>) -> TextUnit.Break {
        var result: UInt8 = 0
        for index in range.clamped(to: 0..<units.count) { result = max(result, units[index].separation.rawValue) }
        return TextUnit.Break(rawValue: result) ?? .none
    }
}
