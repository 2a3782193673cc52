// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol

extension Desk {
    /// Reads the case and who it is of, drafts, checks, and commits on the ledger that was read.
    func issue(
        _ frame: StaffFrame.Document, _ order: CaseOrder, _ request: Request, _ officer: Officer,
        _ conversation: Conversation
    ) {
        let office = DocumentOffice(script: script, officer: officer, today: CivilDate(clock.now()))
        read { store throws(StoreError) -> (CaseRecord, Result<DocumentIssue, WireError>)? in
            guard let record = try store.caseRecord(number: order.number, viewer: officer.viewer) else { return nil }
            return (record, office.issue(frame, record, try office.people(of: record, store)))
        } then: { [self] result in
            switch result {
            case .failure(let error): fail(request, conversation, WireError(error))
            case .success(nil): fail(request, conversation, WireError(.notFound))
            case .success((_, .failure(let refusal))?): refuseUnlessRepeated(request, conversation, refusal)
            case .success((_, .success(let issue))?):
                var draft = Draft(messages: [])
                draft.changes = [.issue(issue)]
                commit(draft, request, conversation)
            }
        }
    }
}

extension StaffSession {
    /// Lists, drafts, shows and prints at once; an issue is a turn of the conversation that filed the case.
    func document(_ order: StaffFrame.Document, _ id: String) {
        if order.verb == .issue {
            return withCase(order.number, id) { [self] record in
                withVisible(record.conversation.description, id) { [self] conversation in
                    let order = CaseOrder(command: .issue(order), number: record.number)
                    desk.submit(Request(act: .act(order), asked: Asked(by: .officer(self), id: id)), to: conversation)
                }
            }
        }
        let office = DocumentOffice(script: desk.script, officer: officer, today: CivilDate(desk.clock.now()))
        let work: @Sendable (any IntakeStore) throws(StoreError) -> Result<DocumentAnswer, WireError> = {
            store throws(StoreError) in try office.answer(order, store)
        }
        let then: @Sendable (Result<Result<DocumentAnswer, WireError>, StoreError>) -> Void = { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(.failure(let refusal)): refuse(refusal, re: id)
            case .success(.success(let answer)): ok(id) { answer.write(to: &$0) }
            }
        }
        switch order.verb {
        // It writes its audit itself.
        case .print: desk.writer.run(work, then: then)
        case .list, .issue: desk.read(work, then: then)
        case .draft, .show:
            withSubject(of: order, id) { [self] record in
                looked(record.lane, record.number, id) { [self] in desk.read(work, then: then) }
            }
        }
    }

    /// The case that a draft or a document is of, if the officer may see it.
    private func withSubject(
        of order: StaffFrame.Document, _ id: String, then: @escaping @Sendable (CaseRecord) -> Void
    ) {
        guard order.verb == .show else { return withCase(order.number, id, then: then) }
        let viewer = officer.viewer
        desk.read { store throws(StoreError) in
            try store.document(number: order.document, viewer: viewer)?.caseNumber
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(nil): refuse(WireError(.notFound), re: id)
            case .success(let number?): withCase(number, id, then: then)
            }
        }
    }

    /// A document went out, now or when its id came before: what it is called.
    func issued(_ turn: StoredTurn, _ id: String) {
        guard let place = turn.ledger.first else { return ok(id, version: turn.version) }
        let viewer = officer.viewer
        desk.read { store throws(StoreError) in
            try store.documents(ofCase: place.number, viewer: viewer).first { $0.entry == place.version }
        } then: { [self] result in
            switch result {
            case .failure(let error): refuse(error, re: id)
            case .success(let document):
                ok(id, version: Int64(place.version)) { writer in
                    if let document { DocumentAnswer.issued(document).write(to: &writer) }
                }
            }
        }
    }
}
