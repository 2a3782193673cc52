// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// An entry of a case's ledger on the timeline.
struct EventView: Sendable {
    struct Field: Sendable {
        var label: String
        var value: String
    }

    var day: String
    var clock: String
    /// Who entered it: `012 号`, or 本人 or 系统.
    var who: String
    var title: String
    var text: String?
    var fields: [Field]
    var hasFields: Bool
    /// The petitioner's own doing.
    var isVoice: Bool

    init(_ object: JSONObject, today: CivilDate) {
        let kind = CaseEvent.Kind(rawValue: object.text("kind"))
        title = kind.map { Self.title($0) } ?? object.text("kind")
        (day, clock) = CaseDates.moment(object.text("at"), today: today)
        isVoice = kind.map { Self.voices.contains($0) } ?? false
        who = object.optional("by").map { "\($0) 号" } ?? (isVoice ? "本人" : "系统")
        text = object.optional("text")
        let given = object["fields"]?.object?.members ?? []
        fields = given.compactMap { member in
            guard let value = member.value.string, !value.isEmpty else { return nil }
            let field = CaseField(rawValue: member.key)
            let shown =
                field == .on || field == .due || field == .from || field == .through
                ? CaseDates.shown(value, today: today) : value
            return Field(label: field?.label ?? member.key, value: shown)
        }
        hasFields = !fields.isEmpty
    }

    private static let voices: Set<CaseEvent.Kind> = [.urged, .supplemented, .withdrawn, .rated]

    private static func title(_ kind: CaseEvent.Kind) -> String {
        switch kind {
        case .urged: "来催"
        case .redated: "期限重算"
        default: CaseAct(kind).rawValue
        }
    }
}
