// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What `MemoryStore` keeps to find filings of one matter.
struct MemoryRepeats: Sendable {
    /// Cases looked at, from the first that was filed.
    var through = 0
    /// Cases to be marked once more, by position: who filed them has told another name or number since.
    var again: Set<Int> = []
    var marks: [String: RepeatMark] = [:]
    /// Positions in the order of filing, ascending.
    var places: [Int64: [Int]] = [:]
}

extension MemoryState {
    mutating func tendRepeats(limit: Int, mark: (CaseRecord, [IdentityField: String]) -> RepeatMark) -> Bool {
        let again = repeats.again.sorted().prefix(limit)
        let end = min(caseOrder.count, repeats.through + limit - again.count)
        for place in again + Array(repeats.through..<end) {
            repeats.again.remove(place)
            let number = caseOrder[place]
            guard let record = caseRecord(number, .desk), record.mayBeMarked else { continue }
            let found = mark(record, conversations[record.conversation]?.identity ?? [:])
            guard !found.isEmpty else { continue }
            repeats.marks[number] = found
            for key in found.indexed {
                repeats.places[key, default: []].append(place)
                if again.contains(place) { repeats.places[key]?.sort() }
            }
        }
        repeats.through = end
        return end < caseOrder.count || !repeats.again.isEmpty
    }

    /// Who filed the cases of a conversation has told another name or number: they are marked once more.
    mutating func markAgain(_ conversation: ConversationID) {
        for number in conversations[conversation]?.head.cases ?? [] {
            guard let place = caseOrder.firstIndex(of: number), place < repeats.through else { continue }
            for key in repeats.marks.removeValue(forKey: number)?.indexed ?? [] {
                repeats.places[key]?.removeAll { $0 == place }
            }
            repeats.again.insert(place)
        }
    }

    func personCases(under key: Int64, limit: Int, viewer: Viewer) -> [CasePlace] {
        func place(_ number: String) -> CasePlace? {
            cases[number].map { CasePlace(number: number, conversation: $0.record.conversation) }
        }
        let marked = (repeats.places[key] ?? []).suffix(limit).reversed().map { caseOrder[$0] }.filter { number in
            repeats.marks[number] != nil && cases[number].map { lane(of: $0.record.conversation) == .general } ?? false
        }
        let unmarked = caseOrder.enumerated().filter { index, number in
            guard let lane = cases[number].map({ lane(of: $0.record.conversation) }), viewer.sees(lane) else {
                return false
            }
            return lane == .sealed || index >= repeats.through || repeats.again.contains(index)
        }
        return (marked + unmarked.map(\.element)).compactMap { place($0) }
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

    public func personCases(under key: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> [CasePlace] {
        read { state in state.personCases(under: key, limit: max(0, limit), viewer: viewer) }
    }
}
