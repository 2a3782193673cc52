// SPDX-License-Identifier: Apache-2.0

/// The runs of a text that a model knows, looked up once and read by all its heads.
struct TextRuns {
    /// A run, in the order of the text: by the character it ends with, then by length.
    struct Run {
        /// Its row in the model; its fingerprint until that is known.
        var row: UInt32
        /// Four times the position of its last character, and its length.
        var place: UInt32

        /// Position of its last character; the number of units where it ends with the end of the text.
        @inline(__always)
        var end: Int { Int(place >> 2) }
        /// 1…3.
        @inline(__always)
        var length: Int { Int(place & 3) }
        /// Position of its first character; -1 where it begins with the beginning of the text.
        @inline(__always)
        var start: Int { end - length + 1 }
    }

    /// The runs that the model knows.
    let known: [Run]
    private let units: Int

    init(_ text: NormalisedText, in model: LinearModel) {
        let units = text.units
        self.units = units.count
        known = [Run](unsafeUninitializedCapacity: 3 * (units.count + 1)) { runs, count in
            var candidates = 0
            let shift = model.filterShift
            units.withUnsafeBufferPointer { units in
                model.filter.withUnsafeBufferPointer { filter in
                    ModelFeature.forEachRun(in: units) { fingerprint, start, length in
                        let place = UInt32(truncatingIfNeeded: (start + length - 1) << 2 | length)
                        // Written in any case and kept if its bit is set: no branch to be guessed.
                        runs.initializeElement(at: candidates, to: Run(row: fingerprint, place: place))
                        let bit = fingerprint >> shift
                        candidates += Int(filter[Int(bit >> 6)] >> UInt64(bit & 63) & 1)
                    }
                }
            }
            count = model.lookUp(runs, candidates)
        }
    }

    /// How many runs lie in a range, known or not; the edges of the text belong to ranges that reach them.
    func count(in range: Range<Int>) -> Int {
        guard !range.isEmpty else { return 0 }
        let length = range.count
        var count = range.lowerBound == 0 ? 3 * length - 1 : length == 1 ? 1 : 3 * length - 3
        if range.upperBound == units { count += range.lowerBound == 0 || length > 1 ? 2 : 1 }
        return count
    }

    /// The positions in ``known`` of the runs that end in a range, where `from` is that of a run that does not end after
    /// its beginning.
    func ending(in range: Range<Int>, from: Int) -> Range<Int> {
        var first = from
        while first < known.count, known[first].end < range.lowerBound { first += 1 }
        let bound = range.upperBound == units ? units + 1 : range.upperBound
        var last = first
        while last < known.count, known[last].end < bound { last += 1 }
        return first..<last
    }

    /// All fingerprints of a text's runs that lie in a range: what a model finds in it, for its trainer.
    static func fingerprints(in range: Range<Int>, of units: [TextUnit]) -> [UInt32] {
        var result: [UInt32] = []
        units.withUnsafeBufferPointer { units in
            ModelFeature.forEachRun(in: units) { fingerprint, start, length in
                let end = start + length
                let startsInside = start >= range.lowerBound || (start < 0 && range.lowerBound == 0)
                let endsInside = end <= range.upperBound || (end > units.count && range.upperBound == units.count)
                if startsInside, endsInside { result.append(fingerprint) }
            }
        }
        return result
    }
}
