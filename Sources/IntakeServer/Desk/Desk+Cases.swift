// SPDX-License-Identifier: Apache-2.0

public import DialogScript
public import IntakeModel
import IntakeStore
import LineProtocol

/// What the table of acts asks of the desk.
extension Desk {
    func context(of record: CaseRecord, for officer: Officer) -> CaseContext {
        CaseContext(record, officer, script.office, today: CivilDate(clock.now()))
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
                    // What concerns the petitioner reaches them, now or when they come back; of a 举报 nothing is sent.
                    let notice = conversation.lane == .general ? decision.entry.notice(number: number) : nil
                    var draft = Draft(messages: notice.map { [Message(.notice, $0)] } ?? [])
                    draft.changes = [.caseAct(decision)]
                    commit(draft, request, conversation)
                }
            }
        }
    }
}

extension CaseContext {
    /// What an officer's act on a case is judged by.
    public init(_ record: CaseRecord, _ officer: Officer, _ office: Office, today: CivilDate) {
        self.init(
            actor: CaseActor(officer), today: today, closing: ClosingPolicy(signatures: office.signatures),
            accused: record.claim.purpose == .report ? office.accused(record.claim.respondent) : [])
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
