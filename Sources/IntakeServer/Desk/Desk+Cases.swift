// SPDX-License-Identifier: Apache-2.0

import DialogEngine
public import DialogScript
public import IntakeModel
import IntakeStore
import LineProtocol

/// What the table of acts asks of the desk.
extension Desk {
    func context(of record: CaseRecord, for officer: Officer) -> CaseContext {
        CaseContext(record, officer, script, today: CivilDate(clock.now()))
    }

    /// What the officer finds: stage, owner, what comes next, what may be done.
    func outlook(of record: CaseRecord, for officer: Officer) -> CaseOutlook {
        CaseOutlook(
            CaseFile(record), clocks: caseStates(of: record), rules: script.rules,
            fallback: script.office.fallbackUnit?.name ?? script.office.name,
            context: context(of: record, for: officer))
    }
}

extension Desk {
    /// Reads the case, decides by the table of acts, and commits on the ledger that was read. The conversation waits
    /// meanwhile, so that acts on its cases come one after the other.
    func act(_ order: CaseOrder, _ request: Request, _ conversation: Conversation) {
        guard case .officer(let session) = request.asked.by else { return }
        let number = order.number
        let viewer = session.officer.viewer
        if case .issue(let frame) = order.command { return issue(frame, order, request, session.officer, conversation) }
        guard case .act(let frame) = order.command else { return }
        read { store throws(StoreError) in
            try store.caseRecord(number: number, viewer: viewer)
        } then: { [self] result in
            switch result {
            case .failure(let error): fail(request, conversation, WireError(error))
            case .success(nil): fail(request, conversation, WireError(.notFound))
            case .success(let record?):
                switch frame.decide(record, context(of: record, for: session.officer)) {
                case .failure(let refusal): refuseUnlessRepeated(request, conversation, refusal)
                case .success(let decision):
                    guard decision.entry.kind == .linked, let other = decision.entry.fields[.number] else {
                        return commit(decision, by: session.officer, request, conversation)
                    }
                    read { store throws(StoreError) in
                        try store.caseRecord(number: other, viewer: viewer)
                    } then: { [self] result in
                        switch result {
                        case .failure(let error): fail(request, conversation, WireError(error))
                        case .success(nil):
                            refuseUnlessRepeated(
                                request, conversation, WireError(.notFound, "没有编号是 \(other) 的事项。"))
                        case .success(let other?):
                            commit(
                                decision, by: session.officer, back: decision.linkBack(from: other), request,
                                conversation)
                        }
                    }
                }
            }
        }
    }
}

extension Desk {
    /// What concerns the petitioner reaches them at once where somebody listens, and else when they ask how far it is; of
    /// a 举报 nothing is sent.
    private func commit(
        _ decision: CaseDecision, by officer: Officer, back: [CaseDecision] = [], _ request: Request,
        _ conversation: Conversation
    ) {
        var decision = decision
        let number = decision.number
        let notice = conversation.lane == .general ? decision.entry.notice(number: number) : nil
        if notice != nil, isHeard(conversation) { decision.entry.fields[.told] = "1" }
        var draft = Draft(messages: notice.map { [Message(.notice, $0)] } ?? [])
        draft.changes = ([decision] + back).map { Turn.Change.caseAct($0) } + decision.audits(by: officer)
        if decision.entry.kind == .recoded {
            // Whoever has the old code has no part in the conversation any more, and nothing shows it again.
            draft.ended = true
            draft.expect = Expectation(.none)
        }
        commit(draft, request, conversation)
    }

    /// A relay keeps what it is sent until it is acknowledged; at a kiosk somebody has to be there.
    private func isHeard(_ conversation: Conversation) -> Bool {
        conversation.leg.map { !conversation.isAtKiosk || $0.line != nil } ?? false
    }

    /// What the table of acts says to what a petitioner wants to do with the case whose code they gave.
    func decide(
        _ act: CaseAct, _ given: CaseFields, _ number: String, _ request: Request, _ conversation: Conversation,
        then: @escaping @Sendable (ActFinding) -> Void
    ) {
        let today = CivilDate(clock.now())
        read { store throws(StoreError) in
            try store.caseRecord(number: number, viewer: .desk)
        } then: { [self] result in
            switch result {
            case .failure(let error): fail(request, conversation, WireError(error))
            case .success(nil): fail(request, conversation, WireError(.notFound))
            case .success(let record?): then(ActFinding(act, given, record, today: today))
            }
        }
    }
}

extension CaseDecision {
    /// The entry that the other case gets when this one is linked to it; none where it has it already.
    func linkBack(from other: CaseRecord) -> [CaseDecision] {
        let file = CaseFile(other)
        guard entry.kind == .linked, let relation = entry.fields[.relation].flatMap(CaseAct.relation(backOf:)),
            !file.links.contains(CaseFile.Link(relation: relation, number: number))
        else { return [] }
        return [
            CaseDecision(
                number: other.number, basedOn: file.version,
                entry: CaseEntry(kind: .linked, fields: [.number: number, .relation: relation]))
        ]
    }

    /// What the audit trail has to hold of it, in the same transaction.
    func audits(by officer: Officer) -> [Turn.Change] {
        guard entry.kind == .recoded else { return [] }
        let reason = "\(entry.fields[.method] ?? "")：\(entry.fields[.reason] ?? "")"
        return [.audit(badge: officer.badge, act: "recode", subject: number, reason: reason)]
    }
}

extension ActFinding {
    init(_ act: CaseAct, _ given: CaseFields, _ record: CaseRecord, today: CivilDate) {
        var file = CaseFile(record)
        let context = CaseContext(actor: .petitioner, today: today)
        var fields = Dictionary(given.all.map { ($0.field, $0.text) }) { $1 }
        // A day that the act needs is that of the talk.
        if act.rule.needs.contains(where: { $0.field == .on && $0.isRequired }) { fields[.on] = today.iso8601 }
        switch act.decide(file, given: fields, context) {
        case .failure(let refusal): self = .refused(refusal.cause, stage: file.stage)
        case .success(let entry):
            let decision = CaseDecision(number: record.number, basedOn: file.version, entry: entry)
            file.apply(
                CaseEvent(entry.kind, at: Timestamp(startOf: today), text: entry.text, fields: entry.fields))
            self = .allowed(
                decision, acts: CaseAct.voices(file, person: given.integer(.person) ?? 1, today: today))
        }
    }
}

extension CaseContext {
    /// What an officer's act on a case is judged by.
    public init(_ record: CaseRecord, _ officer: Officer, _ script: Script, today: CivilDate) {
        let office = script.office
        self.init(
            actor: CaseActor(officer), today: today,
            closing: ClosingPolicy(
                signatures: office.signatures, sponsor: office.sponsor, consultation: office.consultation,
                againMonths: office.againMonths),
            accused: record.claim.purpose == .report ? office.accused(record.claim.respondent) : [],
            entries: record.events, rules: script.rules)
    }
}

extension Office {
    /// Every name of the units that `respondent` speaks of, and of those that stand under them.
    func accused(_ respondent: String?) -> Set<String> {
        guard let respondent, !respondent.isEmpty else { return [] }
        func names(_ unit: Unit) -> [String] { [unit.name, unit.id] + unit.aliases }
        var ids = Set(units.filter { unit in names(unit).contains { respondent.contains($0) } }.map(\.id))
        // At most as many steps down as there are units.
        for _ in units {
            let below = units.filter { unit in unit.above.map(ids.contains) ?? false }.map(\.id)
            guard !ids.isSuperset(of: below) else { break }
            ids.formUnion(below)
        }
        return Set(units.filter { ids.contains($0.id) }.flatMap(names))
    }
}

extension StaffFrame.CaseAct {
    /// Decides by the table of acts on what was read of the case.
    func decide(_ record: CaseRecord, _ context: CaseContext) -> Result<CaseDecision, WireError> {
        guard let act = CaseAct(rawValue: act), act.rule.who != .desk else {
            let known = CaseAct.allCases.filter { $0.rule.who != .desk }.map(\.rawValue).joined(separator: "、")
            return .failure(WireError(.badRequest, "没有「\(self.act)」这个操作，有的是：\(known)、查看身份。"))
        }
        let file = CaseFile(record)
        if let version, version != Int64(file.version) {
            return .failure(WireError(.conflict, "这件事已经有了新的记录（现在是第 \(file.version) 版），请刷新后再办。"))
        }
        switch act.decide(file, given: given, context) {
        case .success(let entry):
            return .success(CaseDecision(number: record.number, basedOn: file.version, entry: entry))
        case .failure(let refusal):
            let code: ErrorCode =
                switch refusal.cause {
                case .stage: .conflict
                case .person: .forbidden
                case .content: .badRequest
                }
            return .failure(WireError(code, refusal.description))
        }
    }

    /// The further members as the fields that acts know: texts, numbers, and lists with 、 between.
    var given: [CaseField: String] {
        var given: [CaseField: String] = [:]
        for member in fields.members {
            guard let field = CaseField(rawValue: member.key) else { continue }
            let value = member.value
            switch value {
            case .string(let text): given[field] = TextCleaner.clean(text, lineFeeds: true)
            case .int(let number): given[field] = "\(number)"
            case .array(let values):
                given[field] = values.compactMap(\.string).map { TextCleaner.clean($0) }.joined(separator: "、")
            case .double: given[field] = value.integer.map { "\($0)" }
            case .null, .bool, .object: continue
            }
        }
        return given
    }
}
