// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// What went out on a case, and what could.
struct DocumentListView: Sendable {
    struct Issued: Sendable {
        var number: String
        var title: String
        var when: String
        var address: String
    }

    struct Choice: Sendable {
        var title: String
        var address: String
        /// What it lacks before anything is filled in.
        var lacks: String?
    }

    var issued: [Issued]
    var hasIssued: Bool
    var choices: [Choice]
    var hasChoices: Bool

    init(_ object: JSONObject, of number: String, today: CivilDate) {
        issued = object.objects("documents").reversed().map { document in
            let edition = document.integer("edition")
            let moment = CaseDates.moment(document.text("at"), today: today)
            return Issued(
                number: document.text("document"),
                title: document.text("kind") + (edition > 1 ? "（第 \(edition) 版）" : ""),
                when: "\(moment.day)，\(document.text("by")) 号出具",
                address: "/desk/papers?number=\(OfficerContext.escaped(document.text("document")))")
        }
        hasIssued = !issued.isEmpty
        choices = object.objects("kinds").map { kind in
            let missing = kind.texts("missing")
            return Choice(
                title: kind.optional("title") ?? kind.text("kind"),
                address: "/desk/cases/\(number)/document?kind=\(OfficerContext.escaped(kind.text("kind")))",
                lacks: missing.isEmpty ? nil : missing.joined(separator: "；"))
        }
        hasChoices = !choices.isEmpty
    }
}

/// A document that is being drafted: the page as it would go out, what stands against it, and what is to be filled in.
struct DraftView: Sendable {
    struct Problem: Sendable {
        var text: String
        var basis: String?
        var mend: String?
    }

    struct Field: Sendable {
        var name: String
        var id: String
        var label: String
        var hint: String
        var isRequired: Bool
        var value: String
    }

    var frame: DeskFrame
    var number: String
    var address: String
    var kind: String
    var title: String
    var version: Int
    var problems: [Problem]
    var hasProblems: Bool
    var fields: [Field]
    var text: String
    var trouble: String?

    static let prefix = "d."

    init(_ answer: JSONObject, of number: String, frame: DeskFrame, trouble: String? = nil) {
        self.frame = frame
        self.number = number
        address = "/desk/cases/\(number)"
        kind = answer.text("kind")
        title = answer.optional("title") ?? kind
        version = answer.integer("version")
        problems = answer.objects("missing").map { problem in
            Problem(text: problem.text("text"), basis: problem.optional("basis"), mend: problem.optional("mend"))
        }
        hasProblems = !problems.isEmpty
        fields = answer.objects("fields").enumerated().map { index, field in
            Field(
                name: Self.prefix + field.text("field"), id: "field\(index)", label: field.text("field"),
                hint: field.text("hint"), isRequired: field.flag("required"), value: field.text("value"))
        }
        text = answer.text("text")
        self.trouble = trouble
    }
}

/// A document that went out, without names.
struct PaperView: Sendable {
    var frame: DeskFrame
    var document: String
    var kind: String
    var caseNumber: String
    var caseAddress: String
    var when: String
    var text: String

    init(_ answer: JSONObject, frame: DeskFrame, today: CivilDate) {
        self.frame = frame
        document = answer.text("document")
        kind = answer.text("kind")
        caseNumber = answer.text("case")
        caseAddress = "/desk/cases/\(caseNumber)"
        when = "\(CaseDates.moment(answer.text("at"), today: today).day)，\(answer.text("by")) 号出具"
        text = answer.text("text")
    }
}
