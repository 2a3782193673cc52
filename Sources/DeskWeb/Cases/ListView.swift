// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeServer

/// A row of a list of cases.
struct ListRowView: Sendable {
    var number: String
    var address: String
    var isSealed: Bool
    var purpose: String
    var topic: String
    var why: String?
    var unit: String
    var officer: String?
    var stage: String
    var rule: String?
    var due: String
    var left: String
    var look: String
    var received: String
    var channel: String

    init(_ row: CaseList.Row, today: CivilDate) {
        number = row.number
        address = "/desk/cases/\(row.number)"
        isSealed = row.isSealed
        purpose = row.purpose
        topic = row.topic
        why = row.reasons.isEmpty ? nil : row.reasons.joined(separator: "；")
        unit = row.unit
        officer = row.officer.isEmpty ? nil : row.officer
        stage = row.stage
        rule = row.rule
        (due, left, look) = ("", "", "")
        if let nominal = row.nominalDue {
            // Staff aim at the earlier date; only past the later one it is late.
            let last = row.effectiveDue ?? nominal
            due = CaseDates.shown(nominal, today: today) + (row.provisional ? "（暂定）" : "")
            left = CaseDates.left(until: last, today: today)
            look = CaseDates.nearness(of: last, today: today)
            // No term: nobody is late with it.
            if row.rule == RuleID.track, last <= today { (left, look) = ("该跟进了", "near") }
        }
        received = CaseDates.shown(row.receivedOn, today: today)
        channel = row.channel
    }
}

/// A list of cases with the ways to the others.
struct CaseListView: Sendable {
    struct Board: Sendable {
        var title: String
        var address: String
        var isHere: Bool
    }

    var frame: DeskFrame
    var boards: [Board]
    var meaning: String
    var total: Int
    /// The pages before and after, where there are such.
    var before: String?
    var next: String?
    var rows: [ListRowView]
    var hasRows: Bool
    var trouble: String?

    init(
        _ board: CaseList, _ found: [CaseList.Row], skip: Int, total: Int, frame: DeskFrame, today: CivilDate,
        trouble: String?
    ) {
        self.frame = frame
        boards = CaseList.allCases.map {
            Board(title: $0.title, address: "/desk/cases?list=\($0.rawValue)", isHere: $0 == board)
        }
        meaning = board.meaning
        self.total = total
        let address = "/desk/cases?list=\(board.rawValue)&from="
        before = skip > 0 ? "\(address)\(max(0, skip - CaseList.page))" : nil
        next = skip + found.count < total ? "\(address)\(skip + CaseList.page)" : nil
        rows = found.map { ListRowView($0, today: today) }
        hasRows = !rows.isEmpty
        self.trouble = trouble
    }
}
