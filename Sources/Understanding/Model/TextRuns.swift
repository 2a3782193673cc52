// SPDX-License-Identifier: Apache-2.0

/// The runs of a text that a model knows, looked up once and read by all its heads.
struct TextRuns {
    /// Three places a unit, and three for the end of the text: the rows of the run of one, two and three characters
    /// that ends there; -1 for a run that the model does not know, or that is none.
    private let rows: [Int32]
    private let units: Int

    init(_ text: NormalisedText, in model: LinearModel) {
        let units = text.units
        self.units = units.count
        rows = [Int32](unsafeUninitializedCapacity: 3 * (units.count + 1)) { rows, count in
            rows.initialize(repeating: -1)
            count = rows.count
            model.withRows { row in
                ModelFeature.forEachRun(in: units, range: units.indices) { fingerprint, start, length in
                    // A run begins at -1 where the edge of the text is its first character.
                    rows[3 * (start + length - 1) + length - 1] = row(fingerprint)
                }
            }
        }
    }

    /// Calls `body` with the row of every known run that lies in the range; the edges of the text belong to ranges that
    /// reach them.
    /// - Returns: how many runs lie in the range, known or not.
    @inline(__always)
    @discardableResult
    func forEachKnown(in range: Range<Int>, _ body: (_ row: Int, _ start: Int, _ length: Int) -> Void) -> Int {
        guard !range.isEmpty else { return 0 }
        let reachesEnd = range.upperBound == units
        let first = range.lowerBound
        let beforeFirst = first == 0 ? -1 : first
        return rows.withUnsafeBufferPointer { rows in
            var count = 0
            for end in range.lowerBound..<(reachesEnd ? units + 1 : range.upperBound) {
                for length in 1...3 {
                    let start = end - length + 1
                    guard start >= beforeFirst, length > 1 || end < units else { continue }
                    count += 1
                    let row = Int(rows[3 * end + length - 1])
                    if row >= 0 { body(row, start, length) }
                }
            }
            return count
        }
    }

    /// All fingerprints of a text's runs that lie in a range: what ``forEachKnown(in:_:)`` is to a model, to its trainer.
    static func fingerprints(in range: Range<Int>, of units: [TextUnit]) -> [UInt32] {
        var result: [UInt32] = []
        ModelFeature.forEachRun(in: units, range: units.indices) { fingerprint, start, length in
            let end = start + length
            let startsInside = start >= range.lowerBound || (start < 0 && range.lowerBound == 0)
            let endsInside = end <= range.upperBound || (end > units.count && range.upperBound == units.count)
            if startsInside, endsInside { result.append(fingerprint) }
        }
        return result
    }
}
