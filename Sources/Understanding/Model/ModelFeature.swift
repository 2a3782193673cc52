// SPDX-License-Identifier: Apache-2.0

/// What the linear model sees of a text: runs of one to three characters and the cue groups that were hit, each as a
/// 32-bit fingerprint.
///
/// All digits are one character and all marks of a clause or a sentence another, so that `3月` and `5月` are the same;
/// the beginning and the end of a text are characters too, because what a line opens with says much.
enum ModelFeature {
    /// The longest run.
    static let longestRun = 3
    /// Stands for the beginning and for the end of a text.
    private static let edge: UInt32 = 1
    /// Stands for marks between clauses, and for those between sentences.
    private static let clause: UInt32 = 2
    private static let sentence: UInt32 = 3

    /// The character that a unit counts as.
    @inline(__always)
    static func symbol(_ unit: TextUnit) -> UInt32 {
        if unit.isDigit { return 0x30 }
        switch unit.separation {
        case .none, .blank: return UInt32(unit.scalar)
        // A question or a shout is heard, whatever its mark.
        case .clause, .sentence:
            switch unit.scalar {
            case 0x3F, 0x21: return UInt32(unit.scalar)
            default: return unit.separation == .clause ? clause : sentence
            }
        }
    }

    /// Spreads the bits (the finaliser of MurmurHash3); never 0.
    @inline(__always)
    static func spread(_ value: UInt32) -> UInt32 {
        var x = value
        x ^= x >> 16
        x = x &* 0x85EB_CA6B
        x ^= x >> 13
        x = x &* 0xC2B2_AE35
        x ^= x >> 16
        return x == 0 ? 1 : x
    }

    /// Calls `body` with the fingerprint of every run in the units, with its first unit and its length; the edges of the
    /// text lie outside the units.
    @inline(__always)
    static func forEachRun(
        in units: UnsafeBufferPointer<TextUnit>, _ body: (_ fingerprint: UInt32, _ start: Int, _ length: Int) -> Void
    ) {
        guard !units.isEmpty else { return }
        var before: UInt32 = 0
        var last: UInt32 = edge
        for index in 0..<units.count {
            let this = symbol(units[index])
            body(spread(this &* 0x9E37_79B1), index, 1)
            let pair = spread(last &* 0x85EB_CA77 &+ this) ^ 0x5851_F42D
            body(spread(pair), index - 1, 2)
            if before != 0 { body(spread(before &* 0xC2B2_AE3D &+ pair), index - 2, 3) }
            before = last
            last = this
        }
        let pair = spread(last &* 0x85EB_CA77 &+ edge) ^ 0x5851_F42D
        body(spread(pair), units.count - 1, 2)
        body(spread(before &* 0xC2B2_AE3D &+ pair), units.count - 2, 3)
    }

    /// The same over an array.
    static func forEachRun(
        in units: [TextUnit], _ body: (_ fingerprint: UInt32, _ start: Int, _ length: Int) -> Void
    ) {
        units.withUnsafeBufferPointer { forEachRun(in: $0, body) }
    }

    /// The fingerprint of a cue group by its id.
    static func group(_ id: String) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for byte in id.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return spread(hash ^ 0x2545_F491)
    }

    /// How much a cue group counts that is hit, by how many are: the groups of a long text share what a few would have.
    static func groupValue(_ groups: Int) -> Double {
        1.6 / max(Double(groups), 4)
    }

    /// How much each run counts, by how many there are: a text has the length 1, whether it is a line or a letter.
    static func runValue(_ runs: Int) -> Double {
        1 / max(Double(runs), 9).squareRoot()
    }

    /// Texts of so many scalars are lines; the model was taught by lines, and counts in full.
    static let line = 60.0

    /// How far the model is trusted beside the cues, by the length of the text. In a letter a few runs say little about
    /// the whole, while the cues add up over it.
    static func trust(_ scalars: Int, letters: Double) -> Double {
        max(letters, min(1, line / max(Double(scalars), 1)))
    }

    /// Letters of more scalars than this have room for cues of every kind.
    static let manyCues = 150.0

    /// How much the scores of the cues for purposes count, by the length of the text: they add up over a letter, and one of
    /// a thousand scalars names more of everything without being surer of what it is after.
    ///
    /// - Parameter damping: 0, for a model of an older format, lets them count in full.
    static func cueShare(_ scalars: Int, damping: Double) -> Double {
        guard damping > 0, Double(scalars) > manyCues else { return 1 }
        return Exponential.exp(damping * Exponential.log(manyCues / Double(scalars)))
    }

    /// The scores of the cues for topics as shares, so that a letter that names one thing ten times is not ten times as
    /// sure; little evidence stays little.
    static func topicCues(_ scores: [Double]) -> [Double] {
        var sum = 0.0
        for score in scores { sum += max(score, 0) }
        let scale = 1 / max(sum, 4)
        return scores.map { max($0, 0) * scale * 6 }
    }
}
