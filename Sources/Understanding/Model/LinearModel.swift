// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// A trained linear classifier: what runs of characters and cue groups speak for, in a few flat arrays.
///
/// It has three heads over one table of features: purposes, first-level topics, and dangers. Scores are logarithms of odds;
/// they are calibrated, so that their softmax is how often they are right. Made by ``ModelTrainer``, kept in
/// `dialogs/model/`.
public final class LinearModel: Sendable {
    /// One of the three heads.
    struct Head: Sendable, Equatable {
        /// Where its columns begin in a row of weights, and how many there are.
        var columns: Range<Int>
        /// A stored weight of 1 is worth so much.
        var scale: Double
        /// How much of the score of the cues is added.
        var cueWeight: Double
        /// What each column starts with.
        var bias: [Double]
    }

    /// The first column of the danger head: no danger. The others follow ``SafetyKind/allCases``.
    static let harmless = 0
    /// A weight stays within ±127 steps.
    static let steps = 127.0
    /// More features than this are not kept: rows are numbered by 16 bits.
    public static let mostFeatures = 20_000

    let purpose: Head
    let topic: Head
    let danger: Head
    /// Names of first-level topics, in the order of the columns.
    public let topics: [String]
    /// How far the model is trusted in a letter; see ``ModelFeature/trust(_:letters:)``.
    let letterTrust: Double
    /// How far the model is trusted for topics in a letter, beside the cues.
    let topicTrust: Double
    /// What 求决 is ahead by in a letter: most who write at length want a trouble relieved.
    let letterRelief: Double
    /// Fingerprints in ascending order, one a row.
    let fingerprints: [UInt32]
    /// Rows of ``width`` weights.
    let weights: [Int8]
    /// Columns of all heads.
    let width: Int
    /// Open addressing: fingerprints by their lower bits, 0 where there is none, and the row of each.
    private let slots: [UInt32]
    private let rows: [UInt16]
    private let mask: Int

    /// Number of features kept.
    public var featureCount: Int { fingerprints.count }
    /// Bytes held by the tables.
    public var byteCount: Int { slots.count * 6 + weights.count + fingerprints.count * 4 }

    init(
        purpose: Head, topic: Head, danger: Head, topics: [String], letterTrust: Double, topicTrust: Double,
        letterRelief: Double, fingerprints: [UInt32], weights: [Int8]
    ) {
        self.purpose = purpose
        self.topic = topic
        self.danger = danger
        self.topics = topics
        self.letterTrust = letterTrust
        self.topicTrust = topicTrust
        self.letterRelief = letterRelief
        self.width = danger.columns.upperBound
        self.fingerprints = fingerprints
        self.weights = weights
        var size = 16
        while size * 5 < fingerprints.count * 8 { size *= 2 }
        var slots = [UInt32](repeating: 0, count: size)
        var rows = [UInt16](repeating: 0, count: size)
        for (row, fingerprint) in fingerprints.enumerated() {
            var slot = Int(fingerprint) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = fingerprint
            rows[slot] = UInt16(truncatingIfNeeded: row)
        }
        self.slots = slots
        self.rows = rows
        self.mask = size - 1
    }

    /// The row of a feature, or -1.
    @inline(__always)
    func row(_ fingerprint: UInt32) -> Int {
        var slot = Int(fingerprint) & mask
        while true {
            let found = slots[slot]
            if found == fingerprint { return Int(rows[slot]) }
            if found == 0 { return -1 }
            slot = (slot + 1) & mask
        }
    }

    /// Calls `body` with a look-up over the bare tables, for as many as a text has: a row, or -1.
    @inline(__always)
    func withRows(_ body: (_ row: (UInt32) -> Int32) -> Void) {
        let mask = mask
        slots.withUnsafeBufferPointer { slots in
            rows.withUnsafeBufferPointer { rows in
                body { fingerprint in
                    var slot = Int(fingerprint) & mask
                    while true {
                        let found = slots[slot]
                        if found == fingerprint { return Int32(rows[slot]) }
                        if found == 0 { return -1 }
                        slot = (slot + 1) & mask
                    }
                }
            }
        }
    }

    /// The rows of the groups of a book, -1 for those that the model does not know.
    func rows(of book: CueBook) -> [Int32] {
        (book.groups.map(\.id) + CueBook.computedGroups).map { Int32(row(ModelFeature.group($0))) }
    }
}

extension LinearModel: Equatable {
    public static func == (left: LinearModel, right: LinearModel) -> Bool { left.encoded() == right.encoded() }
}
