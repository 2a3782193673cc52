// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// The keys under which a case is found by others of the same wording, or that name the same things.
///
/// A store keeps a table of (key, case) with an index over the key. To look for candidates it reads, for each of the keys
/// of the new text, the ``RepeatMark/mostPerKey`` newest cases, ranks them (``RepeatRanking``), and compares the sketches
/// of the first twenty that are open: as much work for a million cases as for a thousand. What is secret (举报) is
/// neither written there nor looked up.
public struct RepeatIndexKeys: Sendable, Hashable {
    /// Numbers of a sketch in a band: texts share a key if they agree in all of them. Of texts that have half of their runs
    /// in common 98.6 in a hundred share one, of texts with a tenth 3 in a hundred.
    static let rows = 3
    /// Keys of wording that a text has.
    public static let bandCount = RepeatSketch.size / rows
    /// Names that become keys; a list of forty firms is no name.
    public static let mostNames = 12

    /// Keys of the wording: always ``bandCount``.
    public let bands: [Int64]
    /// Keys of firms, places and documents named, ascending, without repeats.
    public let names: [Int64]

    /// All of them.
    public var all: [Int64] { bands + names }

    /// - Parameters:
    ///   - text: The text of `sketch`.
    ///   - key: The key the sketch was made with.
    public init(_ sketch: RepeatSketch, of text: RepeatText, key: UInt64) {
        bands = (0..<Self.bandCount).map { band in
            var state = key ^ UInt64(band + 1)
            for row in 0..<Self.rows {
                var mixer = SeededRandom(seed: state ^ UInt64(sketch.values[band * Self.rows + row]))
                state = mixer.next()
            }
            return Int64(bitPattern: state)
        }
        var names: [Int64] = []
        for name in text.names.prefix(Self.mostNames) {
            var state = key ^ 0x6E61_6D65
            for byte in "\(name.kind.rawValue):\(name.text)".utf8 {
                state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
            var mixer = SeededRandom(seed: state)
            let found = Int64(bitPattern: mixer.next())
            if !names.contains(found) { names.append(found) }
        }
        self.names = names.sorted()
    }

    /// How many keys of the wording are the same.
    public func sharedBands(with other: RepeatIndexKeys) -> Int {
        zip(bands, other.bands).count { $0 == $1 }
    }

    /// Whether a look-up by one finds the other.
    public func meets(_ other: RepeatIndexKeys) -> Bool {
        sharedBands(with: other) > 0 || names.contains { other.names.contains($0) }
    }
}
