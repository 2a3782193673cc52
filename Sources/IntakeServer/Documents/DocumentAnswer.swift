// SPDX-License-Identifier: Apache-2.0

public import Documents
public import IntakeModel
public import LineProtocol

/// What `ok` carries for a `document`.
public enum DocumentAnswer: Sendable {
    public struct Choice: Sendable {
        public var kind: DocumentKind
        /// What stands against it before anything is filled in.
        public var missing: [String]
    }

    case list([IssuedDocument], [Choice])
    case draft(
        DocumentDraft, fillable: [(field: DocumentField, value: String, isNeeded: Bool)], StaffFrame.Document.Form,
        version: Int)
    case page(IssuedDocument, StaffFrame.Document.Form, withNames: Bool)
    case issued(IssuedDocument)

    /// Writes its members into the object that is open.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .list(let documents, let kinds):
            writer.key("documents")
            writer.array { writer in
                for document in documents { writer.object { Self.head(document, to: &$0) } }
            }
            writer.key("kinds")
            writer.array { writer in
                for choice in kinds {
                    writer.object { writer in
                        writer.member("kind", choice.kind.rawValue)
                        writer.member("title", choice.kind.title)
                        writer.member("missing", choice.missing)
                    }
                }
            }
        case .draft(let draft, let fillable, let form, let version):
            writer.member("kind", draft.kind.rawValue)
            writer.member("title", draft.page.title)
            writer.member("version", Int64(version))
            writer.key("missing")
            writer.array { writer in
                for problem in draft.problems {
                    writer.object { writer in
                        writer.member(ifPresent: "field", problem.field?.rawValue)
                        writer.member("text", problem.message)
                        if !problem.basis.isEmpty { writer.member("basis", problem.basis) }
                        if !problem.mend.isEmpty { writer.member("mend", problem.mend) }
                    }
                }
            }
            writer.key("fields")
            writer.array { writer in
                for (field, value, isNeeded) in fillable {
                    writer.object { writer in
                        writer.member("field", field.rawValue)
                        writer.member("hint", field.hint)
                        writer.member("required", isNeeded)
                        writer.member("value", Hole.fill(value, Masking.label))
                    }
                }
            }
            let page = draft.page.filled { Masking.label(.identity($0)) ?? "" }
            Self.page(page, nil, form, to: &writer)
        case .page(let document, let form, let withNames):
            Self.head(document, to: &writer)
            let page = try? ShownDocument.page(document) { field, name in
                withNames ? name : Masking.label(.identity(field)) ?? ""
            }
            if let page { Self.page(page, document.number, form, to: &writer) }
        case .issued(let document): Self.head(document, to: &writer)
        }
    }

    private static func head(_ document: IssuedDocument, to writer: inout JSONWriter) {
        writer.member("document", document.number)
        writer.member("kind", document.paper)
        writer.member("case", document.caseNumber)
        writer.member("edition", Int64(document.version))
        writer.member("entry", Int64(document.entry))
        writer.member("at", document.at.iso8601)
        writer.member("by", document.by)
    }

    private static func page(
        _ page: DocumentPage, _ number: String?, _ form: StaffFrame.Document.Form, to writer: inout JSONWriter
    ) {
        switch form {
        case .text: writer.member("text", page.text(number: number))
        case .html: writer.member("html", page.html(number: number))
        }
    }
}
