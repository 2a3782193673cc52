// SPDX-License-Identifier: Apache-2.0

public import DialogScript
import Documents
public import IntakeModel
public import IntakeStore
public import LineProtocol

/// The documents of cases for one officer on one day: what the wire, the command line and the web desk ask.
///
/// Everything is decided on what is read from the store; only a print writes, and that is its audit.
public struct DocumentOffice: Sendable {
    let script: Script
    let officer: Officer
    let today: CivilDate

    public init(script: Script, officer: Officer, today: CivilDate) {
        self.script = script
        self.officer = officer
        self.today = today
    }

    /// Answers everything but `issue`.
    ///
    /// - Returns: the answer, or why there is none.
    public func answer(
        _ order: StaffFrame.Document, _ store: any IntakeStore
    ) throws(StoreError) -> Result<DocumentAnswer, WireError> {
        switch order.verb {
        case .list:
            guard let record = try record(order, store) else { return .failure(WireError(.notFound)) }
            return .success(try list(record, store))
        case .draft:
            guard let record = try record(order, store) else { return .failure(WireError(.notFound)) }
            let people = try people(of: record, store)
            return draft(order, record, people).map {
                .draft($0, fillable: $0.fillable(script.documents), order.form, version: record.events.count)
            }
        case .show, .print:
            guard let document = try store.document(number: order.document, viewer: officer.viewer) else {
                return .failure(WireError(.notFound))
            }
            if order.verb == .print {
                // Names leave the store only after it is on record who took them.
                try store.audit(
                    badge: officer.badge, act: "print", subject: document.number, reason: document.caseNumber)
            }
            return .success(.page(document, order.form, withNames: order.verb == .print))
        case .issue: return .failure(WireError(.badRequest))
        }
    }

    /// Drafts, checks and lets go.
    ///
    /// - Parameter people: as ``people(of:_:)`` reads them.
    public func issue(
        _ order: StaffFrame.Document, _ record: CaseRecord, _ people: People
    ) -> Result<DocumentIssue, WireError> {
        if let version = order.version, version != Int64(record.events.count) {
            return .failure(WireError(.conflict, "这件事已经有了新的记录（现在是第 \(record.events.count) 版），请刷新后再出具。"))
        }
        return draft(order, record, people).flatMap { draft in draft.issue().mapError(WireError.init) }
    }

    /// Who has to do with a case. It goes into a document, never into a frame.
    public struct People: Sendable {
        /// Who the petitioner is.
        var identity: [IdentityField: String] = [:]
        /// Names of officers by their badges.
        var officers: [String: String] = [:]
    }

    public func people(of record: CaseRecord, _ store: any IntakeStore) throws(StoreError) -> People {
        var people = People()
        for field in IdentityField.allCases {
            people.identity[field] = try store.identity(record.conversation, field, viewer: officer.viewer)
        }
        for officer in try store.officers() { people.officers[officer.badge] = officer.name }
        return people
    }

    private func record(_ order: StaffFrame.Document, _ store: any IntakeStore) throws(StoreError) -> CaseRecord? {
        try store.caseRecord(number: Self.canonical(order.number), viewer: officer.viewer)
    }

    static func canonical(_ number: String) -> String {
        (try? ReceiptNumber(typed: number))?.description ?? number
    }

    private func list(_ record: CaseRecord, _ store: any IntakeStore) throws(StoreError) -> DocumentAnswer {
        let people = try people(of: record, store)
        let kinds = script.documents.kinds.compactMap { kind -> DocumentAnswer.Choice? in
            let context = context(record, people, [:])
            guard kind.authority.objection(to: context.acting.actor, CaseFile(record)) == nil,
                let draft = DocumentDraft(kind, of: record, context, book: script.documents)
            else { return nil }
            return DocumentAnswer.Choice(kind: kind, missing: draft.problems.map(\.description))
        }
        return .list(try store.documents(ofCase: record.number, viewer: officer.viewer), kinds)
    }

    private func draft(
        _ order: StaffFrame.Document, _ record: CaseRecord, _ people: People
    ) -> Result<DocumentDraft, WireError> {
        let known = script.documents.kinds
        guard let kind = DocumentKind(rawValue: order.kind),
            let draft = DocumentDraft(kind, of: record, context(record, people, order.given), book: script.documents)
        else {
            let names = known.map(\.rawValue).joined(separator: "、")
            return .failure(WireError(.badRequest, "没有「\(order.kind)」这种文书，有的是：\(names)。"))
        }
        return .success(draft)
    }

    private func context(
        _ record: CaseRecord, _ people: People, _ given: [String: String]
    ) -> DocumentContext {
        DocumentContext(
            office: script.office.facts, officeKind: script.office.kind, rules: script.rules,
            calendar: script.calendar, acting: CaseContext(record, officer, script, today: today),
            officerName: officer.name, officerNames: people.officers, identity: people.identity, given: given)
    }
}

extension WireError {
    init(_ refusal: DocumentRefusal) {
        let code: ErrorCode =
            switch refusal.cause {
            case .content: .badRequest
            case .person: .forbidden
            case .stage: .conflict
            }
        self.init(code, refusal.description)
    }
}
