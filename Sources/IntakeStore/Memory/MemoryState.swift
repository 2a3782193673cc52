// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// The tables of `MemoryStore`.
struct MemoryState: Sendable {
    struct Conversation: Sendable {
        var head: ConversationHead
        var turns: [StoredTurn] = []
        var state: [UInt8] = []
        var identity: [IdentityField: String] = [:]
        /// What was said to answers on the spot, and when; nil for one that was shown.
        var answers: [(at: Timestamp, resolved: Bool?)] = []
        /// Turns up to this version went with the key.
        var erasedThrough: Int64 = 0

        mutating func append(_ turn: StoredTurn, _ head: ConversationHead, _ settlement: Settlement) {
            self.head = head
            state = settlement.record.state
            turns.append(turn)
            for identity in settlement.identity { self.identity[identity.field] = identity.value }
            for answer in settlement.answers { answers.append((turn.at, answer.resolved)) }
            guard settlement.erases else { return }
            identity = [:]
            answers = []
            erasedThrough = head.version - 1
            for index in turns.indices.dropLast() {
                turns[index].input = nil
                turns[index].messages = []
            }
        }

        var readable: [StoredTurn] { erasedThrough == 0 ? turns : turns.filter { $0.version > erasedThrough } }
    }

    struct Case: Sendable {
        var record: CaseRecord
        var due: CivilDate?
    }

    struct Place: Sendable {
        var conversation: ConversationID
        var index: Int
    }

    var isWritable = true
    var clock = CommitClock(last: Timestamp(milliseconds: 0))
    var lastID: Int64 = 0
    var lastJournal: Int64 = 0
    var lastEvent: Int64 = 0
    var purgedThrough: Int64 = 0
    var conversations: [ConversationID: Conversation] = [:]
    var keys: [Turn.IdempotencyKey: Place] = [:]
    var legs: [LegID: LegRecord] = [:]
    var legNames: [LegName: LegID] = [:]
    var legConversations: [LegID: [ConversationID]] = [:]
    var cases: [String: Case] = [:]
    var caseOrder: [String] = []
    var runningNumbers: [CivilDate: Int] = [:]
    var events: [StoredEvent] = []
    var officers: [String: (officer: Officer, tokenHash: [UInt8])] = [:]
    var accounts: [String: OfficerAccount] = [:]
    var scripts: [String: [UInt8]] = [:]
    var numberTries: [String: CodeTries] = [:]
    var sourceTries: [String: CodeTries] = [:]
    var audit: [AuditEntry] = []
    /// Files by conversation, in the order in which they came.
    var attachments: [ConversationID: [(attachment: Attachment, bytes: [UInt8])]] = [:]
    var clocks = MemoryClocks()
    var outbox: [OutboxItem] = []
    var repeats = MemoryRepeats()
    /// In the order in which they went out.
    var documents: [IssuedDocument] = []
    var lastRunning: [DocumentSeries: Int] = [:]
    let epoch = String(UInt64.random(in: .min ... .max), radix: 16)

    // MARK: Commit

    mutating func commit(_ turn: Turn, at: Timestamp, policy: FilingPolicy) throws(StoreError) -> TurnResult {
        if let key = turn.key, let place = keys[key], let found = conversations[place.conversation] {
            let stored = found.turns[place.index]
            return stored.version > found.erasedThrough ? .duplicate(stored) : .refused(.notFound)
        }
        let known = conversations[turn.conversation]?.head
        if let objection = Admission.objection(
            to: turn, conversation: known.map(Admission.ConversationFacts.init), leg: facts(turn.leg))
        {
            return objection
        }
        var head: ConversationHead
        if let known {
            head = known
        } else if let opening = turn.opening {
            head = ConversationHead(id: turn.conversation, opening: opening, openedAt: at)
        } else {
            return .refused(.notFound)
        }
        let opened = turn.version == 0 && turn.leg.map { legConversations[$0.id] != nil } ?? false
        let links = cases
        let outcome: Result<Settlement, Settlement.Refused>
        do {
            outcome = try Settlement.settle(
                turn, head: &head, opened: opened, at: at, policy: policy,
                link: { [conversations] number throws(StoreError) in
                    links[number].map {
                        Settlement.CaseLink(
                            number: number, conversation: $0.record.conversation,
                            lane: conversations[$0.record.conversation]?.head.lane ?? .general,
                            version: $0.record.events.count)
                    }
                },
                allocate: { day throws(StoreError) in
                    let next = (runningNumbers[day] ?? 0) + 1
                    guard let number = ReceiptNumber(date: day, sequence: next) else {
                        throw StoreError(.invalid, "the running numbers of \(day) are used up")
                    }
                    runningNumbers[day] = next
                    return number.description
                },
                next: { series throws(StoreError) in
                    let running = (lastRunning[series] ?? 0) + 1
                    lastRunning[series] = running
                    return running
                })
        } catch {
            guard error.code == .invalid else { throw error }
            return .refused(.invalid(error.message))
        }
        let settlement: Settlement
        switch outcome {
        case .failure(let refused): return .refused(refused.refusal)
        case .success(let value): settlement = value
        }
        if let leg = turn.leg {
            if let name = leg.name, legs[leg.id] == nil {
                bind(leg.id, name, to: head.id, &head)
            } else if turn.version == 0, let name = legs[leg.id]?.name {
                bind(leg.id, name, to: head.id, &head)
            }
            legs[leg.id]?.lastSeq = leg.seq
        }
        lastJournal += 1
        let stored = settlement.record.turn(
            journal: lastJournal, conversation: head.id, version: head.version, leg: turn.leg?.id,
            seq: turn.leg?.seq ?? 0, isPush: turn.leg?.isPush ?? false, at: at,
            key: turn.key?.scope == turn.leg?.id ? turn.key?.id : nil)
        if let key = turn.key { keys[key] = Place(conversation: head.id, index: Int(head.version) - 1) }
        conversations[head.id, default: Conversation(head: head)].append(stored, head, settlement)
        if !settlement.identity.isEmpty { markAgain(head.id) }
        if settlement.erases {
            forgetEvents(of: head.id)
            attachments[head.id] = nil
        }
        for filed in settlement.filed {
            cases[filed.record.number] = Case(record: filed.record, due: filed.due)
            caseOrder.append(filed.record.number)
            clocks.filed(filed)
            // What comes with a history may have dates that are near, or past.
            if filed.record.events.count > 1 { clocks.happened(filed.record.number) }
        }
        for entry in settlement.entries {
            cases[entry.link.number]?.record.events.append(entry.event)
            clocks.happened(entry.link.number)
        }
        documents += settlement.documents.map(\.document)
        for placed in settlement.events { append(placed.event, at: at, conversation: placed.conversation) }
        for audit in settlement.audits { append(audit, at: at) }
        return .committed(stored)
    }

    private func facts(_ reference: Turn.LegReference?) -> Admission.LegFacts? {
        guard let reference else { return nil }
        let known = legs[reference.id]
        return Admission.LegFacts(
            isKnown: known != nil,
            nameIsTaken: reference.name.map { legNames[$0] != nil && legNames[$0] != reference.id } ?? false,
            conversation: known?.conversation, lastSeq: known?.lastSeq ?? 0)
    }

    // MARK: Legs

    mutating func bind(_ leg: LegID, _ name: LegName, to id: ConversationID) {
        guard var head = conversations[id]?.head else { return }
        bind(leg, name, to: id, &head)
        conversations[id]?.head.leg = head.leg
    }

    private mutating func bind(
        _ leg: LegID, _ name: LegName, to id: ConversationID, _ head: inout ConversationHead
    ) {
        if let other = head.leg, other != leg { legs[other]?.conversation = nil }
        if let former = legs[leg]?.conversation, former != id { conversations[former]?.head.leg = nil }
        if legs[leg] == nil {
            legs[leg] = LegRecord(id: leg, name: name, conversation: id, lastSeq: 0, acknowledged: 0)
            legNames[name] = leg
        }
        legs[leg]?.conversation = id
        head.leg = leg
        if legConversations[leg]?.contains(id) != true { legConversations[leg, default: []].append(id) }
    }

    mutating func append(_ entry: Settlement.Audit, at: Timestamp) {
        audit.append(AuditChain.entry(entry, after: auditHead, at: at))
    }

    // MARK: Events

    mutating func append(_ event: DeskEvent, at: Timestamp, conversation: ConversationID?) {
        lastEvent += 1
        events.append(StoredEvent(seq: lastEvent, at: at, conversation: conversation, event: event))
    }

    /// Alerts keep their fields, which hold no words of anybody: a danger outlasts the wish.
    private mutating func forgetEvents(of id: ConversationID) {
        for index in events.indices where events[index].conversation == id && events[index].event.kind != .safetyAlert {
            events[index].event.fields = []
        }
    }

    func lane(of conversation: ConversationID?) -> Lane {
        conversation.flatMap { conversations[$0]?.head.lane } ?? .general
    }

    // MARK: Cases, tries

    func caseRecord(_ number: String, _ viewer: Viewer) -> CaseRecord? {
        guard var record = cases[number]?.record else { return nil }
        record.lane = lane(of: record.conversation)
        record.verdicts = clocks.verdicts[number] ?? []
        return viewer.sees(record.lane) ? record : nil
    }

    func codeTryWait(number: String, source: String, at now: Timestamp) -> Int {
        max(numberTries[number]?.wait(.number, at: now) ?? 0, sourceTries[source]?.wait(.source, at: now) ?? 0)
    }
}
