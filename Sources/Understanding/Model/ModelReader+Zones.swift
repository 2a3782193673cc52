// SPDX-License-Identifier: Apache-2.0

extension ModelReader {
    /// What the beginning and the end of a letter add to the columns of purposes and topics, in steps of a weight; see
    /// ``TextZones``. Zeros for a line.
    func zoneSums(_ zones: TextZones?, _ evidence: CueEvidence, _ runs: TextRuns) -> [Double] {
        var result = [Double](repeating: 0, count: model.dangerWord * 8)
        guard let zones else { return result }
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

    /// Adds the weights of rows to all columns but those of danger, each `times` so much.
    private func add(_ count: Int, times: Double, to result: inout [Double], row: (Int) -> Int) {
        var sums = [Int32](repeating: 0, count: result.count)
        sums.withUnsafeMutableBufferPointer { model.add(count, from: 0, words: model.dangerWord, to: $0, row: row) }
        for column in sums.indices { result[column] += times * Double(sums[column]) }
    }
}
