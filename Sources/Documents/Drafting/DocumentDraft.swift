// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A document as the system drafts it from the case. It goes out only when an officer issues it and nothing stands
/// against it.
public struct DocumentDraft: Sendable {
    public let kind: DocumentKind
    public let page: DocumentPage
    /// What stands against it going out; empty when nothing does.
    public let problems: [DocumentProblem]
    public let fields: DocumentFields
    /// 1, or one more than the last of its kind in the case.
    public let version: Int
    /// The 文号 of the version before.
    public let replaces: String?

    private let record: CaseRecord
    private let context: DocumentContext

    /// - Returns: nil when the office has no template of the kind.
    public init?(_ kind: DocumentKind, of record: CaseRecord, _ context: DocumentContext, book: DocumentBook) {
        guard let template = book.templates[kind] else { return nil }
        self.kind = kind
        self.record = record
        self.context = context
        let former = record.lastIssued(kind.rawValue)
        version = (former?.version ?? 0) + 1
        replaces = former?.number
        fields = DocumentFields(kind, record, context)
        // What is missing has its place on the draft; with a gap nothing goes out.
        var values = fields.shown
        for need in book.needs(kind) where fields[need.field] == nil {
            values[need.field] = "【\(need.field.rawValue)】"
        }
        page = DocumentPage(
            kind: kind, version: version, title: kind.title,
            issuer: fields[.issuer] ?? "【\(DocumentField.issuer.rawValue)】",
            issuedOn: context.today, blocks: template.render(values))
        problems = DocumentCheck(fields: fields, page: page, needs: book.needs(kind)).problems
    }

    /// What goes to the store, or every reason why not.
    public func issue() -> Result<DocumentIssue, DocumentRefusal> {
        if let objection = kind.authority.objection(to: context.acting.actor, fields.file) {
            return .failure(DocumentRefusal([DocumentProblem(nil, objection)], .person))
        }
        guard problems.isEmpty else { return .failure(DocumentRefusal(problems)) }
        return .success(
            DocumentIssue(
                caseNumber: record.number, basedOn: record.events.count, paper: kind.rawValue, version: version,
                replaces: replaces, series: series,
                content: page.encoded(), names: fields.isReport ? [:] : usedNames,
                isForPetitioner: kind.audience == .petitioner || kind.audience == .parties))
    }

    /// Numbered with those of the body that it goes out in the name of.
    private var series: DocumentSeries {
        let office = context.office
        return office.numbering.series(kind, of: office.other(page.issuer), on: context.today)
    }

    /// Only what the page shows is kept with it.
    private var usedNames: [IdentityField: String] {
        let text = page.texts.joined()
        return context.identity.filter { text.contains(Hole.identity($0.key).marker) }
    }

    /// Fields that an officer may give, with what there is for them now: what a form shows.
    public func fillable(_ book: DocumentBook) -> [(field: DocumentField, value: String, isNeeded: Bool)] {
        guard let template = book.templates[kind] else { return [] }
        let needed = Set(book.needs(kind).map(\.field))
        // Whose paper it is stands on every page.
        let shown = template.shown.union(needed).union([.issuer])
        return DocumentField.allCases.filter { $0.isGiven && shown.contains($0) }
            .map { ($0, fields[$0] ?? "", needed.contains($0)) }
    }
}
