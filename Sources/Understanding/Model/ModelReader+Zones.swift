// SPDX-License-Identifier: Apache-2.0

extension ModelReader {
    /// What the beginning and the end of a letter add to the columns of purposes and topics, in steps of a weight; see
    /// ``TextZones``. Zeros for a line.
    func zoneSums(_ zones: TextZones?, _ evidence: CueEvidence, _ runs: TextRuns) -> [Double] {
        let columns = model.danger.columns.lowerBound
        var result = [Double](repeating: 0, count: columns)
        guard let zones else { return result }
        let width = model.width
        for (range, weight) in [(zones.begin, TextZones.titleWeight), (zones.end, TextZones.closeWeight)] {
            var sums = [Int32](repeating: 0, count: columns)
            model.weights.withUnsafeBufferPointer { weights in
                let count = runs.forEachKnown(in: range) { row, _, _ in
                    let base = row * width
                    for column in 0..<columns { sums[column] &+= Int32(weights[base + column]) }
                }
                let value = weight * ModelFeature.runValue(count)
                for column in 0..<columns {
                    result[column] += value * Double(sums[column])
                    sums[column] = 0
                }
                let groups = TextZones.groups(of: evidence, in: range)
                for group in groups where groupRows[group] >= 0 {
                    let base = Int(groupRows[group]) * width
                    for column in 0..<columns { sums[column] &+= Int32(weights[base + column]) }
                }
                let groupValue = weight * ModelFeature.groupValue(groups.count)
                for column in 0..<columns { result[column] += groupValue * Double(sums[column]) }
            }
        }
        return result
    }
}
