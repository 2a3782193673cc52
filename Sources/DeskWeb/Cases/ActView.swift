// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// An act that may be done now, as a form. What it needs and what stands against it come from the desk, which decides by
/// the same table when the form is sent.
struct ActView: Sendable {
    struct Option: Sendable {
        var value: String
        var title: String
        var isChosen: Bool
    }

    struct Field: Sendable {
        /// Name in the form.
        var name: String
        /// Unique in the page.
        var id: String
        var label: String
        var hint: String?
        var isRequired: Bool
        var isLong: Bool
        var isDate: Bool
        var isNumber: Bool
        var isLine: Bool
        var isChoice: Bool
        var least: Int
        var most: Int
        var options: [Option]
        var value: String
    }

    var act: String
    var id: String
    var basis: String?
    /// What stands against it whatever is given.
    var missing: [String]
    var isPossible: Bool
    var fields: [Field]
    var hasFields: Bool
    var hasOptional: Bool
    /// It was sent and refused: the form stays open with what was written.
    var isOpen: Bool
    /// Why it was refused.
    var refusal: String?
    /// Whether it takes the case on; the others are entered beside.
    var moves: Bool
    /// The petitioner is told of it.
    var tells: Bool

    /// What was sent with a form that was refused.
    struct Sent: Sendable {
        var act: String
        var values: [String: String]
        var trouble: String
    }

    static let prefix = "f."

    init(_ object: JSONObject, index: Int, clocks: [ClockView], sent: Sent?) {
        act = object.text("act")
        id = "act\(index)"
        let rule = CaseAct(rawValue: act)?.rule
        basis = rule.flatMap { $0.basis.isEmpty ? nil : $0.basis }
        moves = rule.map { $0.step != .stays } ?? false
        tells = rule?.tells != nil
        missing = object.texts("missing")
        isPossible = missing.isEmpty
        isOpen = sent?.act == act
        refusal = isOpen ? sent?.trouble : nil
        let kinds = Dictionary(
            (rule?.needs ?? []).map { ($0.field.rawValue, $0.kind) }, uniquingKeysWith: { first, _ in first })
        let values = isOpen ? sent?.values ?? [:] : [:]
        let formID = id
        fields = object.objects("needs").map { need in
            let name = need.text("field")
            return Field(
                need, kind: kinds[name], id: "\(formID)-\(name)", clocks: clocks, value: values[name] ?? "")
        }
        hasFields = !fields.isEmpty
        hasOptional = fields.contains { !$0.isRequired }
    }

    /// Items of art. 31, as officers tell them apart.
    static let ways = [
        "（一）诉讼、法律监督等法定程序", "（二）仲裁", "（三）党员申诉、申请复审", "（四）行政复议、裁决、确认、许可、处罚", "（五）查处违法、履行职责",
        "（六）以上都不是：办理后出处理意见书（60 日）",
    ]
}

extension ActView.Field {
    /// - Parameter kind: as the table has it; nil: any text.
    init(_ need: JSONObject, kind: CaseNeed.Kind?, id: String, clocks: [ClockView], value: String) {
        let field = need.text("field")
        name = ActView.prefix + field
        self.id = id
        label = need.optional("label") ?? field
        isRequired = need.flag("required")
        self.value = value
        (isLong, isDate, isNumber, isLine) = (false, false, false, false)
        (least, most) = (0, 0)
        hint = nil
        var words = need.texts("choices").map { (value: $0, title: $0) }
        if field == CaseField.rule.rawValue {
            words = clocks.filter { !$0.isFinal }.map { (value: $0.rule, title: $0.title) }
        }
        switch kind {
        case .number(let range) where field == CaseField.way.rawValue:
            words = range.compactMap { number in
                ActView.ways.indices.contains(number - 1)
                    ? (value: "\(number)", title: ActView.ways[number - 1]) : nil
            }
        case .number(let range):
            isNumber = true
            (least, most) = (range.lowerBound, range.upperBound)
            hint = need.optional("hint")
        case .past, .future, .day:
            isDate = true
            hint = kind == .past && !isRequired ? "不写就是今天" : kind == .future ? "今天以后" : nil
        case .names:
            isLine = true
            hint = "几个用、隔开"
        case .name: isLine = true
        case .receipt:
            isLine = true
            hint = "XF 打头的编号"
        case .text, .choice, nil: isLong = true
        }
        isChoice = !words.isEmpty
        if isChoice { (isLong, isDate, isNumber, isLine, hint) = (false, false, false, false, nil) }
        options = words.map { ActView.Option(value: $0.value, title: $0.title, isChosen: $0.value == value) }
    }
}
