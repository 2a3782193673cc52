// SPDX-License-Identifier: Apache-2.0

import DequeModule
import DialogEngine
import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol
import Logging
import Vault

/// Number and code: the way to 进度, and back to a draft, at any window and channel.
extension Desk {
    private enum Found: Sendable {
        case wait(Int)
        case unknown
        case draft(ConversationID)
        /// With the one whose code it was, of those who share the matter, from 1.
        case filed(CaseRecord, person: Int)
    }

    /// Checks number and code and gives the fact, or moves the leg to the draft they belong to.
    func lookUp(
        number: String, code: String, _ request: Request, _ conversation: Conversation,
        then: @escaping @Sendable (Fact) -> Void
    ) {
        let place = conversation.opening.place
        let leg = conversation.leg
        let source = conversation.isAtKiosk ? place : "\(place)/\(leg?.source ?? leg?.name.conv ?? "")"
        let vault = vault
        writer.run { store throws(StoreError) in
            try Self.find(number, code, source: source, vault, store)
        } then: { [self] result in
            switch result {
            case .failure(let error): fail(request, conversation, WireError(error))
            case .success(.wait(let seconds)): then(.progress(.wait(seconds: seconds)))
            case .success(.unknown): then(.progress(.unknown))
            case .success(.filed(let record, let person)): then(.progress(.found(report(record, for: person))))
            case .success(.draft(let id)):
                if id == conversation.id { return then(.progress(.unknown)) }
                withConversation(id) { [self] target in
                    guard let target else { return then(.progress(.unknown)) }
                    takeOver(target, request, from: conversation)
                }
            }
        }
    }

    /// Number and code are checked together, and which of the two was wrong is never told. Wrong tries are counted by
    /// number and by source.
    private static func find(
        _ number: String, _ code: String, source: String, _ vault: Vault, _ store: any IntakeStore
    ) throws(StoreError) -> Found {
        let matter = try? MatterNumber(typed: number)
        let counted = matter?.description ?? "?"
        let wait = try store.codeTryWait(number: counted, source: source)
        guard wait == 0 else { return .wait(wait) }
        guard let matter, let code = try? QueryCode(typed: code) else {
            _ = try store.recordCodeTry(number: counted, source: source, right: false)
            return .unknown
        }
        var conversation: ConversationID?
        var filed: String?
        var person = 1
        switch matter {
        case .draft(let draft):
            conversation = vault.conversation(draft: draft, code: code, through: try store.lastID())
            if let id = conversation { filed = try store.conversation(id, viewer: .desk)?.cases.first }
        case .receipt(let receipt):
            if let id = try store.conversation(forCase: receipt.description) {
                let given = try Self.recodings(of: id, store)
                if let index = (0..<largestParty).first(where: {
                    vault.matches(code, id, person: $0, generation: given[$0 + 1] ?? 0)
                }) {
                    conversation = id
                    person = index + 1
                    filed = receipt.description
                }
            }
        }
        // The number of the draft has no newer code.
        if case .draft = matter, filed != nil, let id = conversation, try Self.recodings(of: id, store)[1] != nil {
            conversation = nil
        }
        guard let conversation else {
            _ = try store.recordCodeTry(number: counted, source: source, right: false)
            return .unknown
        }
        guard try store.recordCodeTry(number: counted, source: source, right: true) == 0 else { return .unknown }
        guard let filed else { return .draft(conversation) }
        guard let record = try store.caseRecord(number: filed, viewer: .desk) else { return .unknown }
        return .filed(record, person: person)
    }

    /// How often each person of a conversation was given a new code: the code is one for all its cases.
    static func recodings(
        of id: ConversationID, _ store: any IntakeStore
    ) throws(StoreError) -> [Int: Int] {
        var all: [Int: Int] = [:]
        for number in try store.conversation(id, viewer: .desk)?.cases ?? [] {
            guard let record = try store.caseRecord(number: number, viewer: .desk) else { continue }
            all.merge(CaseFile(record).recodings, uniquingKeysWith: +)
        }
        return all
    }

    /// The code that an entry 换码 gave; nil when there is no such entry.
    static func code(
        of place: CaseDecision.Place, _ vault: Vault, _ store: any IntakeStore
    ) throws(StoreError) -> QueryCode? {
        guard let record = try store.caseRecord(number: place.number, viewer: .desk),
            record.events.indices.contains(place.version - 1)
        else { return nil }
        let entry = record.events[place.version - 1]
        guard entry.kind == .recoded else { return nil }
        let person = entry.fields.integer(.person) ?? 1
        var generation = 0
        for number in try store.conversation(record.conversation, viewer: .desk)?.cases ?? [] {
            guard let other = try store.caseRecord(number: number, viewer: .desk) else { continue }
            generation += other.events.count {
                $0.kind == .recoded && ($0.fields.integer(.person) ?? 1) == person && $0.at <= entry.at
            }
        }
        return vault.code(record.conversation, person: person - 1, generation: generation)
    }

    /// People on one matter who can each have a code of their own.
    private static let largestParty = 64

    private func report(_ record: CaseRecord, for person: Int) -> ProgressReport {
        let file = CaseFile(record)
        let states = caseStates(of: record, file)
        var report = ProgressReport(
            number: record.number, filedOn: CivilDate(record.filedAt), stage: file.stage, stageOn: file.stageOn,
            unit: file.unit, unitPhone: script.office.phone(ofUnit: file.unit), officerBadge: file.firstContact,
            clocks: states.compactMap { state in
                guard let rule = script.rules.rule(state.rule), rule.petitionerMaySee, rule.id != RuleID.track,
                    let note = ClockNote(state, in: script.rules)
                else { return nil }
                return ProgressReport.Clock(
                    note: note, status: state.status.rawValue, daysOver: state.overdueDays,
                    isOwn: rule.party != .organ || rule.isWindow)
            })
        let office = script.office
        report.officerName = office.called[file.firstContact]
        // Whoever is on the roster sits here; where another unit took it over, its telephone is told above.
        if office.duty(has: file.firstContact), !office.phone.isEmpty { report.officerPhone = office.phone }
        // While the level above looks again, it has the matter, not the unit that handled it.
        let above: String? =
            switch file.stage {
            case .reviewing: office.papers.review
            case .rechecking: office.papers.recheck
            default: nil
            }
        if let unit = above.flatMap({ office.unit($0) }) {
            (report.unit, report.unitPhone) = (unit.name, unit.phone)
        } else if file.stage.isOpen, !file.officer.isEmpty, file.officer.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        {
            report.handlerBadge = file.officer
        }
        report.reason = file.deferral?.reason
        report.next = file.next(clocks: states, rules: script.rules)
        report.letters = record.letters
        // What the stage and the papers tell already is not told twice.
        report.news = record.news(file, person: person).filter { !$0.isStage(of: file) && !$0.isLetter }
        report.telling = record.telling(file, person: person)
        report.acts = CaseAct.voices(file, person: person, today: CivilDate(clock.now()))
        report.person = file.people > 1 ? person : 0
        report.isOut = file.stage.isOpen && file.withdrawals.contains(person)
        return report
    }

    func caseStates(of record: CaseRecord, _ file: CaseFile? = nil) -> [ClockState] {
        CaseClocks.states(
            of: record, file: file, office: script.office.kind, rules: script.rules, calendar: script.calendar,
            asOf: CivilDate(clock.now()))
    }

    /// - Parameter why: with the counting of each, day by day.
    func caseClocks(of record: CaseRecord, why: Bool = false) -> [CaseClock] {
        caseStates(of: record).compactMap { state in
            guard let note = ClockNote(state, in: script.rules) else { return nil }
            var clock = CaseClock(
                note: note, status: state.status.rawValue, daysOver: state.overdueDays,
                title: script.rules.rule(state.rule)?.title ?? "")
            if why, let deadline = state.deadline {
                // The states are computed without their steps.
                let told = try? Deadline.compute(
                    deadline.rule, from: deadline.from, calendar: script.calendar,
                    extension: max(0, deadline.length - deadline.rule.length), excluded: deadline.excluded)
                clock.steps = told?.steps ?? []
                clock.days = deadline.days(calendar: script.calendar).map(\.chinese)
            }
            return clock
        }
    }

    /// The draft goes on here: other legs end with a notice, this leg's own talk was only the way to it.
    private func takeOver(_ target: Conversation, _ request: Request, from conversation: Conversation) {
        guard case .petitioner(let line, let leg) = request.asked.by else {
            return fail(request, conversation, WireError(.badRequest, "代录时不能接着别人的草稿写。"))
        }
        guard !leg.isAssumed else { return startAgain(request, conversation, on: leg) }
        let waiting = conversation.waiting
        conversation.waiting = []
        conversation.busy = false
        if leg.opening === conversation { leg.opening = nil }
        conversation.leg = nil
        if conversation.version > 0 { submit(Request(act: .leave, asked: .desk), to: conversation) }
        if let old = target.leg, old !== leg { submit(Request(act: .takenOver, asked: .desk), to: target) }
        leg.conversation = target
        target.masked = true
        let asked = Asked(by: .petitioner(line, leg), id: request.asked.id)
        submit(Request(act: .resumed, asked: asked), to: target)
        for request in waiting { submit(request, to: target) }
    }

    /// Binds the leg in the store, in order with the turns, and in memory.
    func rebind(_ leg: Leg, to target: Conversation) {
        if let old = target.leg, old !== leg { old.conversation = nil }
        target.leg = leg
        target.ended = false
        let id = leg.id
        let name = leg.name
        let conversation = target.id
        writer.run { store throws(StoreError) in
            try store.bind(leg: id, name: name, to: conversation)
        } then: { [logger] result in
            if case .failure(let error) = result { logger.error("bind failed", metadata: ["error": "\(error.code)"]) }
        }
    }
}

extension ClockNote {
    /// nil when the clock has no dates yet.
    init?(_ state: ClockState, in rules: RuleBook) {
        guard let from = state.from, let nominal = state.nominalDue, let effective = state.effectiveDue else {
            return nil
        }
        self.init(
            rule: state.rule, from: from, nominalDue: nominal, effectiveDue: effective, provisional: state.provisional,
            article: rules.rule(state.rule)?.basis.citation ?? "")
    }
}
