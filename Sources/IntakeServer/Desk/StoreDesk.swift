// SPDX-License-Identifier: Apache-2.0

public import DialogScript
import IntakeModel
import IntakeStore
public import LineProtocol
public import SQLiteStore
import Vault

/// The desk of a store that no server has open: what an officer does to a case from the command line.
public struct StoreDesk {
    private let store: SQLiteStore
    private let script: Script
    private let clock: DeskClock

    public init(store: SQLiteStore, script: Script, clock: DeskClock = .system) {
        self.store = store
        self.script = script
        self.clock = clock
    }

    /// Decides and commits an act as the server does, exactly once by its id.
    ///
    /// - Returns: the version of the case after it, and the query code where the act gave a new one.
    /// - Throws: `WireError` with the reason when it is refused, `StoreError` when the store cannot.
    public func act(_ frame: StaffFrame, token: String) throws -> (version: Int64, code: String?) {
        guard case .act(let act) = frame.command else { throw WireError(.badRequest) }
        let officer = try officer(token)
        let record = try record(act.number, officer)
        let context = CaseContext(record, officer, script, today: CivilDate(clock.now()))
        let changes: Result<[Turn.Change], WireError>
        switch act.decide(record, context) {
        case .success(let decision): changes = .success(try self.changes(decision, officer))
        case .failure(let refusal): changes = .failure(refusal)
        }
        let stored = try commit(changes, on: record, by: officer, id: frame.id)
        guard let place = stored.ledger.first else { return (stored.version, nil) }
        return (Int64(place.version), try Desk.code(of: place, store.vault, store)?.shown)
    }

    /// What a decision writes: its entry, the one of the case that it is linked to, the audit trail.
    private func changes(_ decision: CaseDecision, _ officer: Officer) throws -> [Turn.Change] {
        let own = [.caseAct(decision)] + decision.audits(by: officer)
        guard decision.entry.kind == .linked, let other = decision.entry.fields[.number] else { return own }
        guard let record = try store.caseRecord(number: other, viewer: officer.viewer) else {
            throw WireError(.notFound, "没有编号是 \(other) 的事项。")
        }
        return own + decision.linkBack(from: record).map { .caseAct($0) }
    }

    /// Does what is asked of documents as the server does; an issue exactly once by its id.
    ///
    /// - Throws: `WireError` with the reason when it is refused, `StoreError` when the store cannot.
    public func document(_ frame: StaffFrame, token: String) throws -> DocumentAnswer {
        guard case .document(let order) = frame.command else { throw WireError(.badRequest) }
        let officer = try officer(token)
        let office = DocumentOffice(script: script, officer: officer, today: CivilDate(clock.now()))
        guard order.verb == .issue else { return try office.answer(order, store).get() }
        let record = try record(order.number, officer)
        let issue = office.issue(order, record, try office.people(of: record, store))
        let stored = try commit(issue.map { [.issue($0)] }, on: record, by: officer, id: frame.id)
        guard let place = stored.ledger.first,
            let document = try store.documents(ofCase: place.number, viewer: officer.viewer)
                .first(where: { $0.entry == place.version })
        else { throw WireError(.internal) }
        return .issued(document)
    }

    private func officer(_ token: String) throws -> Officer {
        guard let officer = try store.officer(tokenHash: store.vault.tokenHash(token)), !officer.disabled else {
            throw WireError(.unauthorized)
        }
        return officer
    }

    private func record(_ number: String, _ officer: Officer) throws -> CaseRecord {
        guard let record = try store.caseRecord(number: DocumentOffice.canonical(number), viewer: officer.viewer)
        else { throw WireError(.notFound) }
        return record
    }

    private func commit(
        _ outcome: Result<[Turn.Change], WireError>, on record: CaseRecord, by officer: Officer, id: String
    ) throws -> StoredTurn {
        guard let conversation = try store.conversation(record.conversation, viewer: officer.viewer) else {
            throw WireError(.notFound)
        }
        let scope = try store.ensureLeg(LegName(name: "staff", conv: officer.badge))
        var turn = Turn(
            conversation: record.conversation, version: conversation.version,
            key: Turn.IdempotencyKey(scope: scope.id, id: id), source: .officer(badge: officer.badge),
            messages: [], expect: conversation.expect, owner: conversation.owner, state: conversation.state,
            ended: conversation.ended)
        // What is refused may be the repeat of something that was done: only the store knows its id.
        var refusal = WireError(.conflict)
        switch outcome {
        case .success(let changes):
            turn.changes = changes
            // Whoever has the old code has no part in the conversation any more.
            if changes.contains(where: {
                if case .caseAct(let decision) = $0 { decision.entry.kind == .recoded } else { false }
            }) {
                turn.ended = true
            }
        case .failure(let found):
            refusal = found
            turn.version = .max
        }
        switch try store.commit([turn]).first {
        case .committed(let stored), .duplicate(let stored): return stored
        case .stale, .refused, nil: throw refusal
        }
    }
}
