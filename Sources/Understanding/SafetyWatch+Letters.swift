// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension SafetyWatch {
    /// Texts of more scalars are letters that tell a story.
    static let letter = 200
    /// How a letter begins and how it ends is said now.
    static let letterBegin = 60
    static let letterEnd = 80
    /// What is told in between of blows and threats counts so much: one or two are mostly past, more are not let pass.
    static let told = 0.3

    /// The weight of a cue where it stands. What somebody says of his own life and of what he will do counts in full
    /// anywhere; only of what others do to him, and of accidents, long letters tell as of things past.
    static func weight(_ weight: Double, of kind: SafetyKind, at range: Range<Int>, in text: NormalisedText) -> Double {
        guard kind == .threatened || kind == .emergency, text.count > letter, range.lowerBound >= letterBegin,
            range.upperBound <= text.count - letterEnd
        else { return weight }
        return weight * told
    }
}
