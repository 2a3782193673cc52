// SPDX-License-Identifier: Apache-2.0

extension CaseRule {
    /// `docs/case-acts.md`, drawn from the table.
    public static var document: String {
        """
        # What may be done with a case

        <!-- Drawn from the table of acts: shouwen case acts --table > docs/case-acts.md. Do not edit by hand. -->

        A case is a fold over its ledger (`CaseFile`); what may be entered next is this table (`CaseRule.rows`), and nothing
        else. An act that does not fit is refused with its reasons. Names of acts and words to choose from are those of the wire
        and of `shouwen case act`. Articles are those of 《信访工作条例》. The program itself only registers (登记), moves dates when
        rules or calendars change (改期) and notes what petitioners were told (告诉); it accepts, declines and judges nothing.

        ## Acts

        | act | who | stands at | leads to | needs | may give | besides | basis |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        \(rows.map(\.row).joined(separator: "\n"))

        责任人: 首问责任人, 承办人, or somebody of the leading or a helping unit; `admin` stands in for them. 另一位工作人员: not
        the one who reported it or raised the objection.

        ## Fields

        | field | what it is |
        | --- | --- |
        \(CaseField.allCases.map { "| `\($0.rawValue)` | \($0.label) |" }.joined(separator: "\n"))

        ## What leads where

        | stage | code | open | acts that lead on |
        | --- | --- | --- | --- |
        \(CaseStage.allCases.map(Self.ways).joined(separator: "\n"))

        ## What a closing needs

        An entry 办结 is refused until there are: 报结; a note for each of the four standards
        (\(CaseStandard.allCases.map(\.rawValue).joined(separator: ", "))) by somebody else than the one who reported; as many
        signatures of further people as the office asks for (0 to 2); for 申诉 and 求决 the item of art. 31, a meeting or a visit
        on record or the reason why there was none, and the petitioner's own opinion unless they are anonymous; under item 6 also
        the 信访处理意见书 and at least one of the 四个到位; for 建议 and 咨询 the reply; for a petitioner whose name and address
        are known, proof that every opinion given was delivered; after an extension the document that told of it; and where the
        office asks for it a leader (包案) and a consultation (会诊), for every case or for hard ones.

        """
    }

    private var row: String {
        let required = needs.filter(\.isRequired).map(Self.cell)
        let optional = needs.filter { !$0.isRequired }.map(Self.cell)
        return "| "
            + [
                act.rawValue, who.rawValue, Self.stages(from), destination, required.joined(separator: "<br>"),
                optional.joined(separator: "<br>"), conditions.map(\.rawValue).joined(separator: "<br>"), basis,
            ].map { $0.isEmpty ? "—" : $0 }.joined(separator: " | ") + " |"
    }

    private static func cell(_ need: CaseNeed) -> String { "`\(need.field.rawValue)` \(need.hint)" }

    private var destination: String {
        switch step {
        case .stays: ""
        case .goes(let stage), .goesFrom(_, let stage), .goesForAll(let stage): stage.title
        case .returns: "回到原来那一步"
        case .refolds: "没有那一条时的那一步"
        }
    }

    private static func stages(_ stages: Set<CaseStage>) -> String {
        if stages.count == CaseStage.allCases.count { return "任何时候" }
        if stages == CaseStage.open { return "没结束的" }
        if stages == CaseStage.over { return "结束了的" }
        let extra = stages.subtracting(CaseStage.open)
        let names = CaseStage.allCases.filter(extra.contains).map(\.title).joined(separator: "、")
        if stages.isSuperset(of: CaseStage.open) { return "没结束的、" + names }
        return CaseStage.allCases.filter(stages.contains).map(\.title).joined(separator: "、")
    }

    private static func ways(_ stage: CaseStage) -> String {
        let ways = rows.filter { rule in
            guard rule.from.contains(stage), rule.who != .desk else { return false }
            switch rule.step {
            case .stays, .refolds: return false
            case .goes(let next), .goesForAll(let next): return next != stage
            case .goesFrom(let stages, _): return stages.contains(stage)
            case .returns: return true
            }
        }
        let names = ways.map { rule in
            rule.destination.isEmpty ? rule.act.rawValue : "\(rule.act.rawValue) → \(rule.destination)"
        }
        return "| \(stage.title) | `\(stage.rawValue)` | \(stage.isOpen ? "是" : "否") | "
            + (names.isEmpty ? "—" : names.joined(separator: "；")) + " |"
    }
}
