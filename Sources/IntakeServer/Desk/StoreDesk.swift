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
        guard let officer = try store.officer(tokenHash: store.vault.tokenHash(token)), !officer.disabled else {
            throw WireError(.unauthorized)
        }
        guard case .act(let act) = frame.command else { throw WireError(.badRequest) }
        let number = (try? ReceiptNumber(typed: act.number))?.description ?? act.number
        guard let record = try store.caseRecord(number: number, viewer: officer.viewer),
            let conversation = try store.conversation(record.conversation, viewer: officer.viewer)
        else { throw WireError(.notFound) }
        let context = CaseContext(record, officer, script.office, today: CivilDate(clock.now()))
        let outcome = act.decide(record, context)
        let scope = try store.ensureLeg(LegName(name: "staff", conv: officer.badge))
        var turn = Turn(
            conversation: record.conversation, version: conversation.version,
            key: Turn.IdempotencyKey(scope: scope.id, id: frame.id), source: .officer(badge: officer.badge),
            messages: [], expect: conversation.expect, owner: conversation.owner, state: conversation.state,
            ended: conversation.ended)
        // A refused act may be the repeat of one that was done: only the store knows its id.
        var refusal = WireError(.conflict)
        switch outcome {
        case .success(let decision):
            turn.changes = [.caseAct(decision)] + decision.audits(by: officer)
            if decision.entry.kind == .linked, let other = decision.entry.fields[.number] {
                guard let record = try store.caseRecord(number: other, viewer: officer.viewer) else {
                    throw WireError(.notFound, "没有编号是 \(other) 的事项。")
                }
                turn.changes += decision.linkBack(from: record).map { Turn.Change.caseAct($0) }
            }
            if decision.entry.kind == .recoded { turn.ended = true }
        case .failure(let found):
            refusal = found
            turn.version = .max
        }
        switch try store.commit([turn]).first {
        case .committed(let stored), .duplicate(let stored):
            guard let place = stored.ledger.first else { return (stored.version, nil) }
            return (Int64(place.version), try Desk.code(of: place, store.vault, store)?.shown)
        case .stale, .refused, nil: throw refusal
        }
    }
}
