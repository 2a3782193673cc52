// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// The work of `Settlement.settle` for a turn that changes more than the journal.
struct Settling {
    let turn: Turn
    var head: ConversationHead
    let at: Timestamp
    let policy: FilingPolicy

    private let before: ConversationHead
    private var links: [String: Settlement.CaseLink] = [:]
    private var filings: [Settlement.Filing] = []
    private var claims: [ClaimDraft] = []
    private var entries: [Settlement.Entry] = []
    /// Entries of claims of this turn beyond the first, by their index.
    private var begun: [Int: [CaseEvent]] = [:]
    private var ledger: [CaseDecision.Place] = []
    private var events: [Settlement.Placed] = []
    private var identity: [Settlement.Identity] = []
    private var answers: [Settlement.Answer] = []
    private var audits: [Settlement.Audit] = []
    private var documents: [Settlement.Document] = []
    private var erases = false

    init(turn: Turn, head: ConversationHead, at: Timestamp, policy: FilingPolicy) {
        self.turn = turn
        self.head = head
        self.before = head
        self.at = at
        self.policy = policy
    }

    private var badge: String? {
        if case .officer(let badge) = turn.source { badge } else { nil }
    }

    /// Finds the cases that the turn acts on, before anything is changed.
    mutating func lookUp(
        _ link: (String) throws(StoreError) -> Settlement.CaseLink?
    ) throws(StoreError) -> TurnRefusal? {
        for change in turn.changes {
            let number: String
            switch change {
            case .caseEvent(let named, _, _): number = named
            case .caseAct(let decision):
                if isFiledHere(decision.number) { continue }
                number = decision.number
            case .issue(let issue): number = issue.caseNumber
            default: continue
            }
            var known = links[number]
            if known == nil { known = try link(number) }
            guard let found = known else { return .invalid("there is no case of that number") }
            let basedOn: Int? =
                switch change {
                case .caseAct(let decision): decision.basedOn
                case .issue(let issue): issue.basedOn
                default: nil
                }
            if let basedOn, basedOn != found.version { return .caseMoved(version: found.version) }
            links[number] = found
            links[number]?.version += 1
        }
        return nil
    }

    mutating func run(
        _ allocate: (CivilDate) throws(StoreError) -> String, _ next: (DocumentSeries) throws(StoreError) -> Int
    ) throws(StoreError) {
        for change in turn.changes {
            if case .file(let claims) = change { try file(claims, allocate) }
        }
        var reason: HandoffReason?
        var lease: Timestamp?
        for change in turn.changes {
            switch change {
            case .seal: head.lane = .sealed
            case .identity(let field, let value): identity.append(.init(field: field, value: value))
            case .draftIssued: head.draftIssued = true
            case .file: break
            case .caseEvent(let number, let kind, let text): act(number, CaseEntry(kind: kind, text: text))
            case .caseAct(let decision) where isFiledHere(decision.number): begin(decision)
            case .caseAct(let decision):
                act(decision.number, decision.entry)
                ledger.append(.init(number: decision.number, version: decision.basedOn + 1))
            case .issue(let issue): try self.issue(issue, try next(issue.series))
            case .event(let event): events.append(.init(event: resolved(event), conversation: head.id))
            case .answered(let id, let resolved): answers.append(.init(id: id, resolved: resolved))
            case .handOff(let why): reason = why
            case .lease(let until): lease = until
            case .erase:
                erases = true
                audits.append(.init(badge: badge ?? "", act: "erase", subject: head.id.description, reason: ""))
            case .moved(let script): head.opening.script = script
            case .audit(let badge, let act, let subject, let reason):
                audits.append(.init(badge: badge, act: act, subject: subject, reason: reason))
            }
        }
        passOn(reason, lease)
        if erases {
            head.erased = true
            identity = []
            answers = []
        }
    }

    private mutating func file(
        _ drafts: [ClaimDraft], _ allocate: (CivilDate) throws(StoreError) -> String
    ) throws(StoreError) {
        let day = CivilDate(at)
        for claim in drafts {
            let clocks = policy.clocks(claim, day)
            let filing = Settlement.Filing(
                number: try allocate(day), placement: policy.place(claim, at), clocks: clocks,
                look: policy.look(at: clocks, filed: at))
            filings.append(filing)
            claims.append(claim)
            head.cases.append(filing.number)
            // A 举报 is never kept in the general lane, whatever the dialog forgot.
            if claim.purpose == .report { head.lane = .sealed }
            var fields = [
                DeskEvent.Field("purpose", claim.purpose.rawValue), DeskEvent.Field("topic", claim.topic),
                DeskEvent.Field("unit", filing.placement.unit),
            ]
            if let due = filing.due { fields.append(.init("due", due.iso8601)) }
            emit(DeskEvent(.caseFiled, caseNumber: filing.number, fields: fields), head.id)
        }
    }

    private mutating func issue(_ issue: DocumentIssue, _ running: Int) throws(StoreError) {
        guard let link = links[issue.caseNumber] else { return }
        let number = issue.series.number(running)
        act(issue.caseNumber, issue.entry(number: number))
        ledger.append(.init(number: issue.caseNumber, version: issue.basedOn + 1))
        documents.append(
            .init(
                link: link, running: running,
                document: IssuedDocument(
                    caseNumber: issue.caseNumber, entry: issue.basedOn + 1, number: number, series: issue.series,
                    paper: issue.paper, version: issue.version, at: at, by: badge ?? "", content: issue.content,
                    names: issue.names)))
    }

    private mutating func act(_ number: String, _ entry: CaseEntry) {
        guard let link = links[number] else { return }
        // Words about a sealed matter make the conversation they were said in a sealed one.
        if link.lane == .sealed { head.lane = .sealed }
        entries.append(
            .init(
                link: link, event: CaseEvent(entry.kind, at: at, by: badge, text: entry.text, fields: entry.fields)))
        emit(
            DeskEvent(.caseChanged, caseNumber: number, fields: [.init("act", entry.kind.rawValue)]),
            link.conversation)
    }

    /// Whether an act is about a claim of this turn: it carries its index in place of the number.
    private func isFiledHere(_ number: String) -> Bool {
        guard let index = Int(number) else { return false }
        let count = turn.changes.reduce(0) { if case .file(let claims) = $1 { $0 + claims.count } else { $0 } }
        return index >= 0 && index < count
    }

    /// An entry of a case that is filed by this turn: of one that comes from another system.
    private mutating func begin(_ decision: CaseDecision) {
        guard let index = Int(decision.number), filings.indices.contains(index) else { return }
        let entry = decision.entry
        begun[index, default: []].append(
            CaseEvent(entry.kind, at: at, by: badge, text: entry.text, fields: entry.fields))
        ledger.append(.init(number: filings[index].number, version: (begun[index]?.count ?? 0) + 1))
    }

    /// An event about a claim of this turn carries its index until now.
    private func resolved(_ event: DeskEvent) -> DeskEvent {
        guard let text = event.caseNumber, let index = Int(text), filings.indices.contains(index) else { return event }
        var event = event
        event.caseNumber = filings[index].number
        return event
    }

    /// The store's own events give way to one of the same kind that the turn carries.
    private mutating func emit(_ event: DeskEvent, _ conversation: ConversationID) {
        let isCarried = turn.changes.contains { change in
            if case .event(let carried) = change { carried.kind == event.kind } else { false }
        }
        if !isCarried { events.append(.init(event: event, conversation: conversation)) }
    }

    private mutating func passOn(_ reason: HandoffReason?, _ lease: Timestamp?) {
        let (old, new) = (head.owner, turn.owner)
        head.owner = new
        if let former = old.badge, old != new {
            emit(
                DeskEvent(.handoffReleased, fields: [.init("to", new.name), .init("badge", former)]), head.id)
        }
        if let badge = new.badge {
            if old != new {
                head.leaseUntil = nil
                emit(DeskEvent(.handoffClaimed, fields: [.init("badge", badge)]), head.id)
            }
            if let lease { head.leaseUntil = lease }
            stopWaiting()
        } else {
            head.leaseUntil = nil
            if let reason {
                wait(reason)
            } else if new == .queue {
                if head.waitingSince == nil { wait(old.badge == nil ? .asked : .passed) }
            } else if old == .queue {
                stopWaiting()
            }
        }
        head.ended = turn.ended
        if turn.ended {
            stopWaiting()
            head.leaseUntil = nil
        }
    }

    private mutating func wait(_ reason: HandoffReason) {
        head.handOff = reason
        if head.waitingSince == nil {
            head.waitingSince = at
            head.lastWaitingSince = at
        }
        emit(
            DeskEvent(
                .handoffWaiting, fields: [.init("reason", reason.rawValue), .init("kiosk", head.opening.place)]),
            head.id)
    }

    private mutating func stopWaiting() {
        head.handOff = nil
        head.waitingSince = nil
    }

    func finish(opened: Bool) -> Settlement {
        var settlement = Settlement(
            record: JournalRecord(
                source: turn.source, opened: opened, resumed: turn.resumes, input: turn.input,
                messages: Settlement.filled(turn.messages, filings, before.cases, at), expect: turn.expect,
                owner: turn.owner, cases: head.cases, ended: turn.ended, state: turn.state, ledger: ledger))
        settlement.filed = zip(filings, claims).enumerated().map { index, pair in
            let (filing, claim) = pair
            let slips = turn.messages.compactMap { message in
                if case .receipt(let receipt) = message.kind, receipt.claim == index { receipt.person + 1 } else { nil }
            }
            return Settlement.Filed(
                record: CaseRecord(
                    number: filing.number, conversation: head.id, lane: head.lane, channel: head.opening.channel,
                    filedAt: at, claim: claim, unit: filing.placement.unit, officer: filing.placement.officer,
                    firstContact: filing.placement.firstContact,
                    events: [CaseEvent(.filed, at: at, by: badge)] + (begun[index] ?? [])),
                due: filing.due, people: max(1, slips.max() ?? 1), clocks: filing.clocks.map { OpenClock($0) },
                look: filing.look)
        }
        settlement.entries = entries
        settlement.events = events
        settlement.identity = identity
        settlement.answers = answers
        settlement.audits = audits
        settlement.documents = documents
        settlement.seals = head.lane != before.lane
        settlement.erases = erases
        settlement.moves = head.opening.script != before.opening.script
        settlement.changesHead = !head.isKept(as: before)
        return settlement
    }
}
