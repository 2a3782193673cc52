// SPDX-License-Identifier: Apache-2.0

extension ModelReader {
    /// What the beginning and the end of a letter add to the columns of purposes, in steps of a weight; see
    /// ``TextZones``. Empty for a line.
    func zoneSums(_ zones: TextZones?, _ evidence: CueEvidence, _ runs: TextRuns) -> [Double] {
        guard let zones else { return [] }
        // Purposes stand in the first columns of a row, which are few enough for one word.
        var result = [Double](repeating: 0, count: (model.purpose.columns.upperBound + 7) / 8 * 8)
        for (range, weight) in [(zones.begin, TextZones.titleWeight), (zones.end, TextZones.closeWeight)] {
            let positions = runs.ending(in: range, from: 0)
            let begin = range.lowerBound == 0 ? -1 : range.lowerBound
            runs.known.withUnsafeBufferPointer { known in
                let value = weight * ModelFeature.runValue(runs.count(in: range))
                add(positions.count, times: value, to: &result) { position in
                    let run = known[positions.lowerBound + position]
                    return run.start >= begin ? Int(run.row) : -1
                }
            }
            let groups = TextZones.groups(of: evidence, in: range)
            add(groups.count, times: weight * ModelFeature.groupValue(groups.count), to: &result) {
                Int(groupRows[groups[$0]])
            }
        }
        return result
    }

    /// Adds the weights of rows to the first columns, each `times` so much.
    private func add(_ count: Int, times: Double, to result: inout [Double], row: (Int) -> Int) {
        var sums = [Int32](repeating: 0, count: result.count)
        sums.withUnsafeMutableBufferPointer { model.add(count, from: 0, words: $0.count / 8, to: $0, row: row) }
        for column in sums.indices { result[column] += times * Double(sums[column]) }
    }
}
