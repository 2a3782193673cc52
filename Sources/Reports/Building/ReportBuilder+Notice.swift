// SPDX-License-Identifier: Apache-2.0

import IntakeModel

extension ReportBuilder {
    /// Overdue cases named one by one at most, by unit.
    static let mostOverdue = 200

    /// 通报: a draft for the leaders to sign. Units in the order of their names; no places, no marks.
    public func notice() -> ReportDocument {
        var document = document("信访事项办理情况通报（草稿，由领导审定后发）")
        let columns: [ReportTable.Column] = [
            .init("编号", isNumber: false), .init("承办单位", isNumber: false), .init("期限", isNumber: false),
            .init("到期日", isNumber: false), .init("超过几日"),
        ]
        let overdue = figures.overdue.sorted {
            ($0.unit, $0.effectiveDue, $0.number, $0.rule) < ($1.unit, $1.effectiveDue, $1.number, $1.rule)
        }
        let rows = overdue.prefix(Self.mostOverdue).map {
            ReportTable.Row([
                .text($0.number), .text($0.unit), .text($0.rule), .text($0.effectiveDue.iso8601), .count($0.days),
            ])
        }
        var late = "截至日没办、已经过了（顺延后的）到期日的期限，一个期限一行，共 \(overdue.count) 个。"
        if overdue.count > rows.count { late += "只列前 \(rows.count) 个。" }
        document.blocks = [
            .heading("总的情况"), .table(countTable), .table(rateTable), .heading("各单位"),
        ]
        document.blocks += groupTables(.unit).map { .table($0) }
        document.blocks += scoreBlocks
        document.blocks += [.heading("超期没办的"), .paragraph(late), .table(ReportTable("", columns, rows))]
        document.blocks += hotBlocks + closingBlocks
        return document
    }

    /// 抽查: what was drawn and how, with room for what the examiners find.
    public func sampled() -> ReportDocument {
        var document = document("办结信访事项抽查表")
        guard let sample = figures.sample else { return document }
        let strata = sample.drawn
        let drawn = strata.flatMap(\.items)
        document.blocks = [
            .paragraph(
                "本期办结 \(sample.cases) 件，抽 \(drawn.count) 件。种子 \(sample.seed)，要抽 \(sample.size) 件。按承办单位分层，有办结件的单位至少抽一件，其余按件数分；层内按种子和编号算出的签号从小到大取。同样的种子、期间和截至日，谁来抽都一样。种子应当在抽查当场定，事先谁也不知道。"
            ),
            .table(
                ReportTable(
                    "各单位", [.init("承办单位", isNumber: false), .init("本期办结"), .init("抽")],
                    strata.map { ReportTable.Row([.text($0.unit), .count($0.cases), .count($0.items.count)]) })),
            .table(
                ReportTable(
                    "抽中的",
                    [
                        .init("编号", isNumber: false), .init("承办单位", isNumber: false), .init("目的", isNumber: false),
                        .init("内容", isNumber: false), .init("办结日", isNumber: false),
                    ] + CaseStandard.allCases.map { .init($0.rawValue, isNumber: false) } + [
                        .init("查的人", isNumber: false)
                    ],
                    drawn.map { item in
                        ReportTable.Row(
                            [
                                .text(item.number), .text(item.unit), .text(item.purpose.rawValue), .text(item.topic),
                                .text(item.closedOn.iso8601),
                            ] + Array(repeating: .text(""), count: CaseStandard.allCases.count + 1))
                    })),
        ]
        return document
    }
}
