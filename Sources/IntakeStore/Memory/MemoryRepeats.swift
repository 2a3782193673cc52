// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What `MemoryStore` keeps to find filings of one matter.
struct MemoryRepeats: Sendable {
    /// Cases looked at, from the first that was filed.
    var through = 0
    var marks: [String: RepeatMark] = [:]
    /// Positions in the order of filing, ascending.
    var places: [Int64: [Int]] = [:]
}

extension MemoryState {
    mutating func tendRepeats(limit: Int, mark: (CaseRecord, [IdentityField: String]) -> RepeatMark) -> Bool {
        let end = min(caseOrder.count, repeats.through + limit)
        for place in repeats.through..<end {
            let number = caseOrder[place]
            guard let record = caseRecord(number, .desk), record.mayBeMarked else { continue }
            let found = mark(record, conversations[record.conversation]?.identity ?? [:])
            guard !found.isEmpty else { continue }
            repeats.marks[number] = found
            for key in Set(found.keys + found.persons) { repeats.places[key, default: []].append(place) }
        }
        repeats.through = end
        return end < caseOrder.count
    }

    func repeatCandidates(of mark: RepeatMark, except number: String) -> [RepeatCandidate] {
        func filed(under key: Int64) -> [Int64] {
            (repeats.places[key] ?? []).suffix(RepeatMark.mostPerKey).map(Int64.init)
        }
        var ranking = RepeatRanking()
        for key in Set(mark.keys) { ranking.add(filed(under: key)) }
        for key in Set(mark.persons) { ranking.add(ofSamePerson: filed(under: key)) }
        var found: [RepeatCandidate] = []
        for what in ranking.ranked().prefix(RepeatMark.mostLookedAt) {
            let own = caseOrder[Int(what.id)]
            guard own != number, clocks.looks[own] != nil, let other = cases[own],
                lane(of: other.record.conversation) == .general, let known = repeats.marks[own]
            else { continue }
            found.append(
                RepeatCandidate(
                    number: own, sharedKeys: what.keys, isSamePerson: what.isSamePerson, sketch: known.sketch))
            if found.count == RepeatMark.mostCandidates { break }
        }
        return found
    }
}

extension MemoryStore {
    public func tendRepeats(
        limit: Int, mark: (CaseRecord, [IdentityField: String]) -> RepeatMark
    ) throws(StoreError) -> Bool {
        try write { state throws(StoreError) in state.tendRepeats(limit: max(0, limit), mark: mark) }
    }

    public func repeatCandidates(of mark: RepeatMark, except number: String) throws(StoreError) -> [RepeatCandidate] {
        read { state in state.repeatCandidates(of: mark, except: number) }
    }
}
