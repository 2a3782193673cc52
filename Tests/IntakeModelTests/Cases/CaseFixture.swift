// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

/// Cases and people that the tests share.
enum CaseFixture {
    static let filed = Timestamp(milliseconds: 1_790_000_000_000)
    static let number = receipt(1)
    /// Brought before.
    static let other = receipt(2)

    private static func receipt(_ sequence: Int) -> String {
        ReceiptNumber(date: CivilDate(filed), sequence: sequence)?.description ?? ""
    }

    static func claim(
        _ purpose: Purpose = .relief, respondent: String? = "某建筑公司", naming: ClaimDraft.Naming = .named,
        identified: Bool = true, people: Int = 1
    ) -> ClaimDraft {
        ClaimDraft(
            purpose: purpose, topic: "劳动和社会保障", respondent: respondent, people: people, naming: naming,
            identified: identified)
    }

    static func record(
        _ claim: ClaimDraft = claim(), channel: String = "走访", events: [CaseEvent] = []
    ) -> CaseRecord {
        CaseRecord(
            number: number, conversation: ConversationID(1), lane: claim.purpose == .report ? .sealed : .general,
            channel: channel, filedAt: filed, claim: claim, unit: "县信访局", officer: "", firstContact: "012",
            events: [CaseEvent(.filed, at: filed)] + events)
    }

    /// 首问责任人.
    static let first = CaseActor.officer(badge: "012", unit: "县信访局", roles: [.intake, .cases])
    /// Of the same office.
    static let second = CaseActor.officer(badge: "021", unit: "县信访局", roles: [.cases])
    static let leader = CaseActor.officer(badge: "001", unit: "县信访局", roles: [.cases, .admin, .audit])
    /// Of the unit it is handed to.
    static let handler = CaseActor.officer(badge: "301", unit: "县人社局", roles: [.cases])
    /// Of a unit that has nothing to do with it.
    static let stranger = CaseActor.officer(badge: "777", unit: "县水利局", roles: [.cases])
    static let actors = [first, second, leader, handler, stranger, .petitioner, .desk]
}

/// A case while acts are done on it, one day after the other unless told otherwise.
struct CaseStory {
    private(set) var record: CaseRecord
    private(set) var file: CaseFile
    var now: Timestamp
    var closing = ClosingPolicy()

    init(_ record: CaseRecord = CaseFixture.record()) {
        self.record = record
        file = CaseFile(record)
        now = record.filedAt
    }

    var today: CivilDate { CivilDate(now) }

    func context(_ actor: CaseActor) -> CaseContext {
        CaseContext(
            actor: actor, today: today, closing: closing, accused: ["县城管局执法队"],
            entries: record.events)
    }

    func reasons(_ act: CaseAct, _ given: [CaseField: String] = [:], by actor: CaseActor = CaseFixture.first)
        -> [String]
    {
        switch act.decide(file, given: given, context(actor)) {
        case .success: []
        case .failure(let refusal): refusal.reasons
        }
    }

    /// Does the act, or says why it cannot be done.
    mutating func attempt(
        _ act: CaseAct, _ given: [CaseField: String] = [:], by actor: CaseActor = CaseFixture.first
    ) -> CaseRefusal? {
        switch act.decide(file, given: given, context(actor)) {
        case .failure(let refusal): return refusal
        case .success(let entry):
            let event = CaseEvent(entry.kind, at: now, by: actor.badge, text: entry.text, fields: entry.fields)
            record.events.append(event)
            file = CaseFile(record, after: file)
            return nil
        }
    }

    mutating func does(
        _ act: CaseAct, _ given: [CaseField: String] = [:], by actor: CaseActor = CaseFixture.first,
        at location: SourceLocation = #_sourceLocation
    ) {
        now = now.adding(milliseconds: 86_400_000)
        let refusal = attempt(act, given, by: actor)
        #expect(refusal == nil, "\(act.rawValue): \(refusal?.description ?? "")", sourceLocation: location)
    }

    /// Enters what no act of the table makes.
    mutating func enters(_ event: CaseEvent) {
        record.events.append(event)
        file = CaseFile(record, after: file)
    }

    func day(_ offset: Int) -> String { today.adding(days: offset).iso8601 }
}
