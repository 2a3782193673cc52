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
    /// How much less the cues for purposes count the longer a letter is; see ``ModelFeature/cueShare(_:damping:)``.
    let letterDamping: Double
    /// Fingerprints in ascending order, one a row.
    let fingerprints: [UInt32]
    /// Columns of all heads.
    let width: Int
    /// Rows of weights, each in ``rowWords`` words of eight columns with 128 added, the first column lowest: sums of many
    /// rows are made a word at a time. The danger head begins a word of its own.
    let words: [UInt64]
    let rowWords: Int
    /// The word of a row where the danger head begins.
    let dangerWord: Int
    /// Open addressing: a fingerprint and its row in a word, by the lower bits of the fingerprint; 0 where there is none.
    private let slots: [UInt64]
    private let mask: Int
    /// A bit for the upper bits of each fingerprint: most runs that the model does not know are turned away here, in a
    /// table that stays near.
    let filter: [UInt64]
    let filterShift: UInt32

    /// Number of features kept.
    public var featureCount: Int { fingerprints.count }
    /// Bytes held by the tables.
    public var byteCount: Int { slots.count * 8 + words.count * 8 + fingerprints.count * 4 + filter.count * 8 }

    init(
        purpose: Head, topic: Head, danger: Head, topics: [String], letterTrust: Double, topicTrust: Double,
        letterRelief: Double, letterDamping: Double, fingerprints: [UInt32], weights: [Int8]
    ) {
        self.purpose = purpose
        self.topic = topic
        self.danger = danger
        self.topics = topics
        self.letterTrust = letterTrust
        self.topicTrust = topicTrust
        self.letterRelief = letterRelief
        self.letterDamping = letterDamping
        self.width = danger.columns.upperBound
        self.fingerprints = fingerprints
        let width = danger.columns.upperBound
        let dangerWord = (danger.columns.lowerBound + 7) / 8
        let rowWords = dangerWord + (danger.columns.count + 7) / 8
        var words = [UInt64](repeating: 0x8080_8080_8080_8080, count: fingerprints.count * rowWords)
        for row in fingerprints.indices {
            for column in 0..<width {
                let place =
                    column < danger.columns.lowerBound
                    ? column : column - danger.columns.lowerBound + dangerWord * 8
                let byte = UInt64(UInt8(truncatingIfNeeded: Int(weights[row * width + column]) + 128))
                let shift = UInt64(place % 8 * 8)
                words[row * rowWords + place / 8] &= ~(0xFF << shift)
                words[row * rowWords + place / 8] |= byte << shift
            }
        }
        self.words = words
        self.rowWords = rowWords
        self.dangerWord = dangerWord
        // 2^10 to 2^17 bits, some thirty for each fingerprint.
        var bits: UInt32 = 10
        while bits < 17, 1 << bits < fingerprints.count * 24 { bits += 1 }
        var filter = [UInt64](repeating: 0, count: 1 << (bits - 6))
        for fingerprint in fingerprints {
            let bit = fingerprint >> (32 - bits)
            filter[Int(bit / 64)] |= 1 << UInt64(bit % 64)
        }
        self.filter = filter
        self.filterShift = 32 - bits
        var size = 16
        while size * 5 < fingerprints.count * 8 { size *= 2 }
        var slots = [UInt64](repeating: 0, count: size)
        for (row, fingerprint) in fingerprints.enumerated() {
            var slot = Int(fingerprint) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt64(fingerprint) << 32 | UInt64(row)
        }
        self.slots = slots
        self.mask = size - 1
    }

    /// The row of a feature, or -1.
    @inline(__always)
    func row(_ fingerprint: UInt32) -> Int {
        var slot = Int(fingerprint) & mask
        while true {
            let found = slots[slot]
            if found >> 32 == UInt64(fingerprint) { return Int(found & 0xFFFF_FFFF) }
            if found == 0 { return -1 }
            slot = (slot + 1) & mask
        }
    }

    /// Looks up runs that stand with their fingerprints at the beginning of a buffer.
    ///
    /// - Returns: how many are known; they stand at the beginning now, with their rows, in the order given.
    func lookUp(_ runs: UnsafeMutableBufferPointer<TextRuns.Run>, _ candidates: Int) -> Int {
        let mask = mask
        return slots.withUnsafeBufferPointer { slots in
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: candidates) { entries in
                // Looks into far memory first: none waits for another.
                for index in 0..<candidates {
                    entries.initializeElement(at: index, to: slots[Int(runs[index].row) & mask])
                }
                var known = 0
                for index in 0..<candidates {
                    let run = runs[index]
                    var entry = entries[index]
                    var slot = Int(run.row) & mask
                    while entry >> 32 != UInt64(run.row), entry != 0 {
                        slot = (slot + 1) & mask
                        entry = slots[slot]
                    }
                    runs[known] = TextRuns.Run(row: UInt32(truncatingIfNeeded: entry), place: run.place)
                    known += entry == 0 ? 0 : 1
                }
                return known
            }
        }
    }

    /// Adds up the weights of rows, eight columns a word from `first` on; sums are in the order of the columns.
    ///
    /// - Parameter row: Gives the row at a position of 0..<`count`, or a negative number for one to be left out.
    @inline(__always)
    func add(
        _ count: Int, from first: Int, words wordCount: Int, to sums: UnsafeMutableBufferPointer<Int32>,
        row: (Int) -> Int
    ) {
        if wordCount == 3 { return addThree(count, from: first, to: sums, row: row) }
        words.withUnsafeBufferPointer { words in
            for word in 0..<wordCount {
                var position = 0
                while position < count {
                    // Sums of the columns with even and with odd numbers, in four lanes of 16 bits: 257 rows fit.
                    let stop = min(position + 256, count)
                    var even: UInt64 = 0
                    var odd: UInt64 = 0
                    var added: Int32 = 0
                    while position < stop {
                        let row = row(position)
                        position += 1
                        if row < 0 { continue }
                        let weights = words[row * rowWords + first + word]
                        even &+= weights & 0x00FF_00FF_00FF_00FF
                        odd &+= weights >> 8 & 0x00FF_00FF_00FF_00FF
                        added &+= 1
                    }
                    for lane in 0..<4 {
                        let shift = UInt64(lane * 16)
                        sums[word * 8 + lane * 2] += Int32(even >> shift & 0xFFFF) - 128 * added
                        sums[word * 8 + lane * 2 + 1] += Int32(odd >> shift & 0xFFFF) - 128 * added
                    }
                }
            }
        }
    }

    /// The same for three words, which is what purposes and topics take, in one go: they lie side by side.
    @inline(__always)
    private func addThree(
        _ count: Int, from first: Int, to sums: UnsafeMutableBufferPointer<Int32>, row: (Int) -> Int
    ) {
        words.withUnsafeBufferPointer { words in
            let low: UInt64 = 0x00FF_00FF_00FF_00FF
            var position = 0
            while position < count {
                let stop = min(position + 256, count)
                var even: (UInt64, UInt64, UInt64) = (0, 0, 0)
                var odd: (UInt64, UInt64, UInt64) = (0, 0, 0)
                var added: Int32 = 0
                while position < stop {
                    let row = row(position)
                    position += 1
                    if row < 0 { continue }
                    let at = row * rowWords + first
                    let weights = (words[at], words[at + 1], words[at + 2])
                    even.0 &+= weights.0 & low
                    even.1 &+= weights.1 & low
                    even.2 &+= weights.2 & low
                    odd.0 &+= weights.0 >> 8 & low
                    odd.1 &+= weights.1 >> 8 & low
                    odd.2 &+= weights.2 >> 8 & low
                    added &+= 1
                }
                for lane in 0..<4 {
                    let shift = UInt64(lane * 16)
                    let at = lane * 2
                    sums[at] += Int32(even.0 >> shift & 0xFFFF) - 128 * added
                    sums[at + 1] += Int32(odd.0 >> shift & 0xFFFF) - 128 * added
                    sums[at + 8] += Int32(even.1 >> shift & 0xFFFF) - 128 * added
                    sums[at + 9] += Int32(odd.1 >> shift & 0xFFFF) - 128 * added
                    sums[at + 16] += Int32(even.2 >> shift & 0xFFFF) - 128 * added
                    sums[at + 17] += Int32(odd.2 >> shift & 0xFFFF) - 128 * added
                }
            }
        }
    }

    /// Where a column stands in a row of ``words``, counted in bytes.
    func place(of column: Int) -> Int {
        column < danger.columns.lowerBound ? column : column - danger.columns.lowerBound + dangerWord * 8
    }

    /// The weight at a place of a row.
    func weight(_ row: Int, at place: Int) -> Int {
        Int(words[row * rowWords + place / 8] >> UInt64(place % 8 * 8) & 0xFF) - 128
    }

    /// The rows of the groups of a book, -1 for those that the model does not know.
    func rows(of book: CueBook) -> [Int32] {
        (book.groups.map(\.id) + CueBook.computedGroups).map { Int32(row(ModelFeature.group($0))) }
    }
}

extension LinearModel: Equatable {
    public static func == (left: LinearModel, right: LinearModel) -> Bool { left.encoded() == right.encoded() }
}
