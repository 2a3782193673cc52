// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What `MemoryStore` keeps about clocks: when each case is to be looked at, what runs, what was told.
struct MemoryClocks: Sendable {
    struct Look: Sendable {
        /// `.max`: not before something happens.
        var at: Int64
        /// The basis by which its clocks were counted; 0 when that is not known.
        var generation: Int64
    }

    struct NoticeKey: Hashable, Sendable {
        var number: String
        var rule: String
        var stage: String
        var due: CivilDate
    }

    var looks: [String: Look] = [:]
    var open: [String: [OpenClock]] = [:]
    var verdicts: [String: [ClockVerdict]] = [:]
    var notices: Set<NoticeKey> = []
    var marks: [String: Int64] = [:]
    private var basis = ""
    private var generation: Int64 = 0

    mutating func filed(_ filed: Settlement.Filed) {
        open[filed.record.number] = filed.clocks
        looks[filed.record.number] = Look(at: filed.look.milliseconds, generation: generation)
    }

    mutating func happened(_ number: String) { looks[number, default: Look(at: 0, generation: 0)].at = 0 }

    mutating func take(_ basis: String) -> Int64 {
        if basis != self.basis {
            self.basis = basis
            generation += 1
        }
        return generation
    }
}

extension MemoryState {
    mutating func tendClocks(
        basis: String, limit: Int, at: Timestamp, review: (CaseRecord, ClockSheet) -> ClockReview
    ) -> ClockTending {
        let generation = clocks.take(basis)
        let waiting = caseOrder.filter { number in
            guard let look = clocks.looks[number] else { return false }
            return look.at <= at.milliseconds || look.generation < generation
        }
        var result = ClockTending()
        for number in waiting.prefix(max(0, limit)) {
            guard let record = caseRecord(number, .desk), let look = clocks.looks[number] else { continue }
            let isOutdated = look.generation != 0 && look.generation < generation
            let found = review(record, ClockSheet(open: clocks.open[number] ?? [], isOutdated: isOutdated))
            result.looked += 1
            clocks.open[number] = found.open
            // An ending that was found anew, after the entry it stood on was made void, takes the place of the former.
            clocks.verdicts[number, default: []].removeAll { kept in
                found.ended.contains { $0.rule == kept.rule && $0.from == kept.from }
            }
            clocks.verdicts[number, default: []] += found.ended
            for words in found.moved {
                cases[number]?.record.events.append(CaseEvent(.redated, at: at, text: words))
                append(
                    DeskEvent(
                        .caseChanged, caseNumber: number, fields: [.init("act", CaseEvent.Kind.redated.rawValue)]),
                    at: at, conversation: record.conversation)
                result.moved += 1
            }
            for notice in found.notices {
                let key = MemoryClocks.NoticeKey(
                    number: number, rule: notice.rule, stage: notice.stage, due: notice.due)
                guard clocks.notices.insert(key).inserted, var event = notice.event else { continue }
                event.caseNumber = number
                append(event, at: at, conversation: record.conversation)
                if let addressee = notice.addressee { post(notice, to: addressee, of: number, at: at) }
                result.told += 1
            }
            endOutbox(of: number, found.open)
            let next = found.nextLook.map { max($0.milliseconds, at.milliseconds + 1) } ?? .max
            clocks.looks[number] = found.isDone ? nil : MemoryClocks.Look(at: next, generation: generation)
        }
        result.more = waiting.count > result.looked
        return result
    }
}

extension MemoryStore {
    public func tendClocks(
        basis: String, limit: Int, review: (CaseRecord, ClockSheet) -> ClockReview
    ) throws(StoreError) -> ClockTending {
        try write { state throws(StoreError) in
            let at = state.clock.tick(policy)
            return state.tendClocks(basis: basis, limit: limit, at: at, review: review)
        }
    }

    public func append(_ event: DeskEvent, once key: String, mark: Int64) throws(StoreError) -> Bool {
        try write { state throws(StoreError) in
            if let last = state.clocks.marks[key], last >= mark { return false }
            state.clocks.marks[key] = mark
            let at = state.clock.tick(policy)
            state.append(event, at: at, conversation: nil)
            return true
        }
    }

    public func nearestDues(limit: Int, viewer: Viewer) throws(StoreError) -> [DueRow] {
        read { state in
            var rows: [DueRow] = []
            for number in state.caseOrder where state.caseRecord(number, viewer) != nil {
                for clock in state.clocks.open[number] ?? [] where clock.isDuty {
                    rows.append(DueRow(number: number, clock: clock))
                }
            }
            // Stable for cases of one day: in the order of filing.
            let order = rows.enumerated().sorted { left, right in
                (left.element.clock.nominalDue, left.offset) < (right.element.clock.nominalDue, right.offset)
            }
            return order.prefix(max(0, limit)).map(\.element)
        }
    }

    public func lastBackup() throws(StoreError) -> Timestamp? { nil }

    public func firstCase() throws(StoreError) -> Timestamp? {
        read { state in state.caseOrder.first.flatMap { state.cases[$0]?.record.filedAt } }
    }
}
