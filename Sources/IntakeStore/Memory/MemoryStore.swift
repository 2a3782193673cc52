// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
import Synchronization

/// The store in memory: the whole contract without a disk, for tests and for trying out. Nothing is sealed, for nothing
/// is kept; what a viewer may see is the same.
public final class MemoryStore: IntakeStore {
    let policy: FilingPolicy
    private let state: Mutex<MemoryState>

    public init(policy: FilingPolicy) {
        self.policy = policy
        state = Mutex(MemoryState())
    }

    /// Makes every later write throw `readOnly`, as after a failed sync: for tests of what then is said.
    public func stopWriting() { state.withLock { $0.isWritable = false } }

    func write<T: Sendable>(
        _ body: (inout MemoryState) throws(StoreError) -> T
    ) throws(StoreError) -> T {
        try state.withLock { state throws(StoreError) in
            guard state.isWritable else { throw StoreError(.readOnly, "the store has stopped writing") }
            return try body(&state)
        }
    }

    func read<T: Sendable>(_ body: (borrowing MemoryState) -> T) -> T {
        state.withLock { body($0) }
    }

    // MARK: Writing

    public func commit(_ turns: [Turn]) throws(StoreError) -> [TurnResult] {
        try write { state throws(StoreError) in
            let at = state.clock.tick(policy)
            var results: [TurnResult] = []
            for turn in turns { results.append(try state.commit(turn, at: at, policy: policy)) }
            return results
        }
    }

    public func reserveIDs(_ count: Int) throws(StoreError) -> ClosedRange<Int64> {
        guard count > 0 else { throw StoreError(.invalid, "reserve at least one id") }
        return try write { state throws(StoreError) in
            let first = state.lastID + 1
            state.lastID += Int64(count)
            return first...state.lastID
        }
    }

    public func acknowledge(leg: LegID, through seq: Int64) throws(StoreError) {
        try write { state throws(StoreError) in
            guard let record = state.legs[leg] else { return }
            state.legs[leg]?.acknowledged = max(record.acknowledged, min(seq, record.lastSeq))
        }
    }

    public func ensureLeg(_ name: LegName) throws(StoreError) -> LegRecord {
        try write { state throws(StoreError) in
            if let id = state.legNames[name], let leg = state.legs[id] { return leg }
            state.lastID += 1
            let leg = LegRecord(id: LegID(state.lastID), name: name, conversation: nil, lastSeq: 0, acknowledged: 0)
            state.legs[leg.id] = leg
            state.legNames[name] = leg.id
            return leg
        }
    }

    public func bind(leg: LegID, name: LegName, to conversation: ConversationID) throws(StoreError) {
        try write { state throws(StoreError) in
            guard let found = state.conversations[conversation], !found.head.erased else {
                throw StoreError(.invalid, "there is no conversation \(conversation)")
            }
            guard state.legNames[name] == nil || state.legNames[name] == leg else {
                throw StoreError(.invalid, "another leg has that name")
            }
            state.bind(leg, name, to: conversation)
        }
    }

    public func append(_ events: [DeskEvent]) throws(StoreError) {
        try write { state throws(StoreError) in
            let at = state.clock.tick(policy)
            for event in events { state.append(event, at: at, conversation: nil) }
        }
    }

    public func acknowledgeAlert(_ seq: Int64, by badge: String) throws(StoreError) -> Bool {
        try write { state throws(StoreError) in
            guard
                let index = state.events.firstIndex(where: {
                    $0.seq == seq && $0.event.kind == .safetyAlert && $0.acknowledgedBy == nil
                })
            else { return false }
            state.events[index].acknowledgedBy = badge
            return true
        }
    }

    public func renewLeases(of badge: String, until: Timestamp) throws(StoreError) {
        try write { state throws(StoreError) in
            for (id, conversation) in state.conversations
            where conversation.head.owner.badge == badge && conversation.head.leaseUntil != nil {
                state.conversations[id]?.head.leaseUntil = until
            }
        }
    }

    public func recordCodeTry(number: String, source: String, right: Bool) throws(StoreError) -> Int {
        try write { state throws(StoreError) in
            let now = policy.now()
            let waiting = state.codeTryWait(number: number, source: source, at: now)
            guard waiting == 0 else { return waiting }
            if right {
                state.numberTries[number] = nil
                return 0
            }
            state.numberTries[number, default: CodeTries()].addWrong(at: now)
            state.sourceTries[source, default: CodeTries()].addWrong(at: now)
            return state.codeTryWait(number: number, source: source, at: now)
        }
    }

    public func save(officer: Officer, tokenHash: [UInt8]) throws(StoreError) {
        try write { state throws(StoreError) in
            let kept = state.officers[officer.badge]?.tokenHash ?? []
            let hash = tokenHash.isEmpty ? kept : tokenHash
            guard
                !state.officers.contains(where: {
                    $0.key != officer.badge && !hash.isEmpty && $0.value.tokenHash == hash
                })
            else { throw StoreError(.invalid, "another officer has that token") }
            state.officers[officer.badge] = (officer, hash)
        }
    }

    public func save(account: OfficerAccount) throws(StoreError) {
        try write { state throws(StoreError) in
            guard state.officers[account.badge] != nil else { throw StoreError(.invalid, "there is no such officer") }
            state.accounts[account.badge] = account
        }
    }

    public func account(badge: String) throws(StoreError) -> OfficerAccount? { read { $0.accounts[badge] } }

    public func hasAccounts() throws(StoreError) -> Bool { read { !$0.accounts.isEmpty } }

    public func saveScript(hash: String, source: [UInt8]) throws(StoreError) {
        try write { state throws(StoreError) in
            if state.scripts[hash] == nil { state.scripts[hash] = source }
        }
    }

    public func audit(badge: String, act: String, subject: String, reason: String) throws(StoreError) {
        try write { state throws(StoreError) in
            let at = state.clock.tick(policy)
            state.append(Settlement.Audit(badge: badge, act: act, subject: subject, reason: reason), at: at)
        }
    }

    public func purgeEvents(before time: Timestamp) throws(StoreError) {
        try write { state throws(StoreError) in
            let old = state.events.filter {
                $0.at < time && !($0.event.kind == .safetyAlert && $0.acknowledgedBy == nil)
            }
            guard let last = old.last else { return }
            state.purgedThrough = max(state.purgedThrough, last.seq)
            let gone = Set(old.map(\.seq))
            state.events.removeAll { gone.contains($0.seq) }
        }
    }

    // MARK: Reading

    public func leg(_ name: LegName) throws(StoreError) -> LegRecord? {
        read { state in state.legNames[name].flatMap { state.legs[$0] } }
    }

    public func conversation(_ id: ConversationID, viewer: Viewer) throws(StoreError) -> ConversationRecord? {
        read { state in
            guard let found = state.conversations[id], viewer.sees(found.head.lane), let last = found.turns.last else {
                return nil
            }
            let head = found.head
            return ConversationRecord(
                id: id, version: head.version, opening: head.opening, openedAt: head.openedAt, lane: head.lane,
                owner: head.owner, handOff: head.handOff, waitingSince: head.waitingSince,
                draftIssued: head.draftIssued, erased: head.erased, ended: head.ended, cases: head.cases,
                state: found.state, expect: last.expect, lastAt: last.at, leg: head.leg.flatMap { state.legs[$0] })
        }
    }

    public func turns(leg: LegID, after seq: Int64, limit: Int) throws(StoreError) -> [StoredTurn] {
        read { state in
            let turns = (state.legConversations[leg] ?? []).flatMap { id in
                (state.conversations[id]?.readable ?? []).filter { $0.leg == leg && $0.seq > seq }
            }
            return Array(turns.sorted { $0.seq < $1.seq }.prefix(max(0, limit)))
        }
    }

    public func unacknowledged(name: String) throws(StoreError) -> [(LegRecord, after: Int64)] {
        read { state in
            state.legs.values.filter { $0.name.name == name }.sorted { $0.id.value < $1.id.value }.compactMap { leg in
                let first = (state.legConversations[leg.id] ?? []).flatMap { id in
                    (state.conversations[id]?.readable ?? []).filter {
                        $0.leg == leg.id && $0.isPush && $0.seq > leg.acknowledged
                    }.map(\.seq)
                }.min()
                return first.map { (leg, after: $0 - 1) }
            }
        }
    }

    public func transcript(
        _ id: ConversationID, after version: Int64, limit: Int, viewer: Viewer
    ) throws(StoreError) -> [StoredTurn] {
        read { state in
            guard let found = state.conversations[id], viewer.sees(found.head.lane) else { return [] }
            return Array(found.readable.filter { $0.version > version }.prefix(max(0, limit)))
        }
    }

    public func queue(after: ConversationID?, limit: Int, viewer: Viewer) throws(StoreError) -> [QueueItem] {
        read { state in
            var from: (Timestamp, ConversationID)?
            if let after {
                guard let since = state.conversations[after]?.head.lastWaitingSince else { return [] }
                from = (since, after)
            }
            let waiting = state.conversations.values.compactMap { found in
                found.head.waitingSince.map { ($0, found.head.id, found.head) }
            }.filter { since, id, head in
                viewer.sees(head.lane) && from.map { ($0.0, $0.1) < (since, id) } ?? true
            }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            return waiting.prefix(max(0, limit)).map { since, id, head in
                let first = head.cases.first.flatMap { state.cases[$0] }
                return QueueItem(
                    conversation: id, version: head.version, since: since, reason: head.handOff ?? .asked,
                    place: head.opening.place, lane: head.lane, cases: head.cases,
                    purpose: first?.record.claim.purpose, due: first?.due)
            }
        }
    }

    public func expiredLeases(_ now: Timestamp) throws(StoreError) -> [ConversationID] {
        read { state in
            state.conversations.values.filter { $0.head.leaseUntil.map { $0 < now } ?? false }.map(\.head.id).sorted()
        }
    }

    public func cases(viewer: Viewer) throws(StoreError) -> [CaseRecord] {
        read { state in
            state.caseOrder.compactMap { state.caseRecord($0, viewer) }
        }
    }

    public func cases(after number: String?, limit: Int, viewer: Viewer) throws(StoreError) -> [CaseRecord] {
        read { state in
            let first = number.map { (state.caseOrder.firstIndex(of: $0) ?? state.caseOrder.count) + 1 } ?? 0
            return Array(
                state.caseOrder.dropFirst(first).lazy.compactMap { state.caseRecord($0, viewer) }.prefix(max(0, limit)))
        }
    }

    public func sealedCases(filed span: Range<Timestamp>) throws(StoreError) -> Int {
        read { state in
            state.caseOrder.count { number in
                guard let record = state.caseRecord(number, .desk) else { return false }
                return record.lane == .sealed && span.contains(record.filedAt)
            }
        }
    }

    public func answers(in span: Range<Timestamp>) throws(StoreError) -> AnswerCount {
        read { state in
            var count = AnswerCount()
            for conversation in state.conversations.values {
                let answers = conversation.answers.filter { span.contains($0.at) }
                guard !answers.isEmpty else { continue }
                count.shown += 1
                let said = answers.compactMap(\.resolved)
                guard !said.isEmpty else { continue }
                count.said += 1
                if !said.contains(false) { count.yes += 1 }
            }
            return count
        }
    }

    public func caseRecord(number: String, viewer: Viewer) throws(StoreError) -> CaseRecord? {
        read { state in state.caseRecord(number, viewer) }
    }

    public func documents(ofCase number: String, viewer: Viewer) throws(StoreError) -> [IssuedDocument] {
        read { state in
            guard state.caseRecord(number, viewer) != nil else { return [] }
            return state.documents.filter { $0.caseNumber == number }
        }
    }

    public func document(number: String, viewer: Viewer) throws(StoreError) -> IssuedDocument? {
        read { state in
            state.documents.first { $0.number == number && state.caseRecord($0.caseNumber, viewer) != nil }
        }
    }

    public func conversation(forCase number: String) throws(StoreError) -> ConversationID? {
        read { state in state.cases[number]?.record.conversation }
    }

    public func identity(
        _ id: ConversationID, _ field: IdentityField, viewer: Viewer
    ) throws(StoreError) -> String? {
        read { state in
            guard let found = state.conversations[id], viewer.sees(found.head.lane) else { return nil }
            return found.identity[field]
        }
    }

    public func events(after seq: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> EventPage {
        read { state in
            let looked = state.events.filter { $0.seq > seq }.prefix(max(0, limit))
            let gap = seq < state.purgedThrough ? (looked.first?.seq ?? state.lastEvent + 1) : nil
            return EventPage(
                gapFrom: gap,
                events: looked.filter {
                    viewer.sees(state.lane(of: $0.conversation)) && viewer.hears($0.event.kind)
                },
                last: looked.count == max(0, limit) ? looked.last?.seq ?? state.lastEvent : state.lastEvent)
        }
    }

    public func unacknowledgedAlerts() throws(StoreError) -> [StoredEvent] {
        read { state in state.events.filter { $0.event.kind == .safetyAlert && $0.acknowledgedBy == nil } }
    }

    public func officer(tokenHash: [UInt8]) throws(StoreError) -> Officer? {
        guard !tokenHash.isEmpty else { return nil }
        return read { state in state.officers.values.first { $0.tokenHash == tokenHash }?.officer }
    }

    public func officers() throws(StoreError) -> [Officer] {
        read { state in state.officers.values.map(\.officer).sorted { $0.badge < $1.badge } }
    }

    public func script(hash: String) throws(StoreError) -> [UInt8]? { read { state in state.scripts[hash] } }

    public func scriptsInUse() throws(StoreError) -> [String] {
        read { state in
            Set(state.conversations.values.filter { !$0.head.ended && !$0.head.erased }.map(\.head.opening.script))
                .sorted()
        }
    }

    public func epoch() throws(StoreError) -> String { read { state in state.epoch } }

    public var isWritable: Bool { read { state in state.isWritable } }

    public func statistics() throws(StoreError) -> StoreStatistics {
        read { state in
            let heads = state.conversations.values.map(\.head)
            return StoreStatistics(
                conversations: heads.count, open: heads.count { !$0.ended && !$0.erased },
                waiting: heads.count { $0.waitingSince != nil }, cases: state.cases.count,
                turns: Int(state.lastJournal))
        }
    }

    public func codeTryWait(number: String, source: String) throws(StoreError) -> Int {
        let now = policy.now()
        return read { state in state.codeTryWait(number: number, source: source, at: now) }
    }

    public func lastID() throws(StoreError) -> Int64 { read { state in state.lastID } }

    public func takeClockJump() -> ClockJump? { state.withLock { $0.clock.takeJump() } }
}
