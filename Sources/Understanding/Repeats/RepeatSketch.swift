// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// What is kept of a filed text so that others of the same wording are found later: 96 numbers from which its likeness to
/// another text can be told, and nothing of its words.
///
/// A MinHash: of every one of 96 hash functions the least value over the runs of the text. Two texts agree in as many
/// places, as a share, as they have runs in common (Jaccard), give or take 5 points. 192 bytes a case.
///
/// The functions come from a key. Without it the numbers cannot be compared with those of a guessed text, so the key
/// belongs where the keys are; sketches of different keys say nothing about each other.
public struct RepeatSketch: Sendable, Hashable {
    /// Numbers in a sketch.
    public static let size = 96
    /// A text with fewer different runs says too little to be compared: 路灯不亮 is everybody's.
    public static let leastRuns = 20

    /// The lower halves of the least values: always ``size`` of them.
    public let values: [UInt16]

    /// - Returns: nil for a text of fewer than ``leastRuns`` runs.
    public init?(_ text: RepeatText, key: UInt64) {
        guard text.distinct.count >= Self.leastRuns else { return nil }
        var random = SeededRandom(seed: key)
        let factors = (0..<Self.size).map { _ in random.next() | 1 }
        let offsets = (0..<Self.size).map { _ in random.next() }
        var least = [UInt64](repeating: .max, count: Self.size)
        for run in text.distinct {
            // Spread first: runs of neighbouring codes differ in their lowest bits only.
            var mixer = SeededRandom(seed: run ^ key)
            let spread = mixer.next()
            for index in 0..<Self.size {
                let value = (spread &* factors[index] &+ offsets[index]) >> 20
                if value < least[index] { least[index] = value }
            }
        }
        values = least.map { UInt16(truncatingIfNeeded: $0) }
    }

    /// How much of the wording is the same, 0…1, estimated.
    public func likeness(to other: RepeatSketch) -> Double {
        var same = 0
        for index in 0..<Self.size where values[index] == other.values[index] { same += 1 }
        return Double(same) / Double(Self.size)
    }

    /// The sketch as ``size`` times two bytes, the higher one first.
    public var bytes: [UInt8] {
        values.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }

    /// Reads what ``bytes`` wrote; nil for another length.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 2 * Self.size else { return nil }
        values = (0..<Self.size).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
    }
}
