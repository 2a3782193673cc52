// SPDX-License-Identifier: Apache-2.0

extension CaseAct {
    /// Decides whether the act may be entered now, and gives the entry: its kind, its text and its fields.
    ///
    /// - Parameter given: what was said with the act, by field. What the act has no use for is left out.
    /// - Returns: the entry without time and badge, or every reason why not.
    public func decide(
        _ file: CaseFile, given: [CaseField: String], _ context: CaseContext
    ) -> Result<CaseEntry, CaseRefusal> {
        let rule = rule
        if let objection = misplaced(file) { return .failure(CaseRefusal(objection, .stage)) }
        if let objection = rule.who.objection(to: context.actor, file) {
            return .failure(CaseRefusal(objection, .person))
        }
        var fields = CaseFields()
        var text = ""
        var reasons: [String] = []
        for need in rule.needs {
            guard let value = given[need.field].map(Self.trimmed), !value.isEmpty else {
                if need.isRequired { reasons.append("缺\(need.field.label)（\(need.field.rawValue)：\(need.hint)）") }
                continue
            }
            switch need.read(value, today: context.today) {
            case .failure(let refusal): reasons += refusal.reasons
            case .success(let value):
                if need.field == .text { text = value } else { fields[need.field] = value }
            }
        }
        if let on = fields.date(.on), on < file.receivedOn, kind != .imported {
            reasons.append("\(on.iso8601) 早于收到这件事的日子 \(file.receivedOn.iso8601)")
        }
        var context = context
        context.act = self
        var checked = fields
        if !text.isEmpty { checked[.text] = text }
        for condition in rule.conditions { reasons += condition.objections(file, checked, context) }
        return reasons.isEmpty
            ? .success(CaseEntry(kind: rule.kind, text: text, fields: fields)) : .failure(CaseRefusal(reasons))
    }

    /// The kind of entry it makes.
    public var kind: CaseEvent.Kind { rule.kind }

    /// Why nobody, or not this one, may do it now, whatever fields are given; nil when it may be tried.
    public func objection(_ file: CaseFile, _ context: CaseContext) -> String? {
        misplaced(file) ?? rule.who.objection(to: context.actor, file)
    }

    private func misplaced(_ file: CaseFile) -> String? {
        let stages = rule.from
        guard !stages.contains(file.stage) else { return nil }
        let names = CaseStage.allCases.filter(stages.contains).map(\.title).joined(separator: "、")
        return "这件现在是“\(file.stage.title)”，不能办“\(rawValue)”" + (stages.count > 8 ? "" : "（要在：\(names)）")
    }

    /// What stands against the act before any field is given; empty when only the fields are open.
    public func missing(_ file: CaseFile, _ context: CaseContext) -> [String] {
        rule.conditions.filter(\.needsNoFields).flatMap { $0.objections(file, CaseFields(), context) }
    }

    /// The acts that `context.actor` may try now, in the order of the table.
    public static func open(_ file: CaseFile, _ context: CaseContext) -> [CaseAct] {
        allCases.filter { $0.objection(file, context) == nil }
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        return String(rest)
    }
}
