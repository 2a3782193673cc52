// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeServer
import Reports

/// A report on the screen: the same blocks as on paper, and behind every number the cases that it counts.
struct ReportView: Sendable {
    struct Choice: Sendable {
        var value: String
        var title: String
        var isChosen: Bool
    }

    struct Column: Sendable {
        var title: String
        var isNumber: Bool
    }

    struct Cell: Sendable {
        var text: String
        var isNumber: Bool
        /// Where the cases behind it are.
        var address: String?
        /// What the figures of the row are.
        var meaning: String?
    }

    struct Row: Sendable {
        var cells: [Cell]
    }

    struct Block: Sendable {
        var heading: String?
        var paragraph: String?
        var items: [String] = []
        var hasItems = false
        var isTable = false
        var caption: String?
        var columns: [Column] = []
        var rows: [Row] = []
        var definitions: [String] = []
        var hasDefinitions = false
        /// Drawn by Reports, which escapes every text in it.
        var chart: String?
    }

    var frame: DeskFrame
    var title: String
    var basis: [String]
    var blocks: [Block]
    var kinds: [Choice]
    var dimensions: [Choice]
    var asOf: String
    var isSealed: Bool
    var maySeal: Bool
    /// Of this report, for its other forms.
    var query: String
    var trouble: String?
    /// Topics above their usual level of which nobody has said anything.
    var hot: [String]
    var hasHot: Bool

    /// All groups; none.
    static let all = "all"
    static let none = "none"

    init(
        _ document: ReportDocument, _ order: ReportOrder, by: String, maySeal: Bool, frame: DeskFrame,
        trouble: String? = nil
    ) {
        self.frame = frame
        title = document.title
        basis = document.basis
        blocks = document.blocks.map { Block($0, order) }
        kinds = ReportOrder.Kind.allCases.map {
            Choice(value: $0.rawValue, title: $0.title, isChosen: $0 == order.kind)
        }
        dimensions =
            ReportDimension.allCases.map {
                Choice(value: $0.rawValue, title: "按" + $0.title, isChosen: $0.rawValue == by)
            } + [
                Choice(value: Self.all, title: "各样都分", isChosen: by == Self.all),
                Choice(value: Self.none, title: "不分", isChosen: by == Self.none),
            ]
        asOf = order.asOf.iso8601
        isSealed = order.sealed
        self.maySeal = maySeal
        query = Self.query(order, by: by)
        self.trouble = trouble
        hot = document.blocks.flatMap { block -> [String] in
            guard case .table(let table) = block, table.columns.last?.title == HotDecision.column else { return [] }
            return table.rows.filter { $0.cells.last?.text == HotDecision.pending }.compactMap { $0.cells.first?.text }
        }
        hasHot = !hot.isEmpty
    }

    static func query(_ order: ReportOrder, by: String) -> String {
        "kind=\(order.kind.rawValue)&as-of=\(order.asOf.iso8601)&by=\(by)" + (order.sealed ? "&sealed=1" : "")
    }

    static func address(_ drill: ReportDrill) -> String {
        "/desk/reports/cases?" + query(drill)
    }

    static func query(_ drill: ReportDrill) -> String {
        var text = query(drill.order, by: drill.group?.dimension.rawValue ?? none) + "&figure=\(drill.figure)"
        if let group = drill.group { text += "&value=\(OfficerContext.escaped(group.value))" }
        return text
    }
}

extension ReportView.Block {
    init(_ block: ReportDocument.Block, _ order: ReportOrder) {
        self.init()
        switch block {
        case .heading(let text): heading = text
        case .paragraph(let text): paragraph = text
        case .list(let list):
            items = list
            hasItems = !list.isEmpty
        case .chart(let drawn): chart = drawn.svg
        case .table(let table): fill(table, order)
        }
    }

    private mutating func fill(_ table: ReportTable, _ order: ReportOrder) {
        isTable = true
        caption = table.title.isEmpty ? nil : table.title
        columns = table.columns.map { ReportView.Column(title: $0.title, isNumber: $0.isNumber) }
        definitions = table.definitions
        hasDefinitions = !definitions.isEmpty
        let first = table.columns.first?.title
        let dimension = ReportDimension.allCases.first { $0.title == first }
        rows = table.rows.map { row in
            let name = row.cells.first?.text ?? ""
            return ReportView.Row(
                cells: zip(row.cells, table.columns).enumerated().map { index, pair in
                    let (cell, column) = pair
                    return ReportView.Cell(
                        text: cell.text, isNumber: column.isNumber,
                        address: Self.drill(cell, index, column, row: name, dimension, order).map(ReportView.address),
                        meaning: index == 0 ? row.definition : nil)
                })
        }
    }

    /// The cases behind a cell: numbers of this period only, for of another one a report of its own tells.
    private static func drill(
        _ cell: ReportCell, _ index: Int, _ column: ReportTable.Column, row: String, _ dimension: ReportDimension?,
        _ order: ReportOrder
    ) -> ReportDrill? {
        guard index > 0, case .count(let count) = cell, count > 0 else { return nil }
        if let dimension {
            guard let figure = ReportCount.allCases.first(where: { $0.definition.title == column.title }) else {
                return nil
            }
            return ReportDrill(order, figure, group: row == "合计" ? nil : .init(dimension, row))
        }
        guard index == 1, let figure = ReportCount.allCases.first(where: { $0.definition.title == row }) else {
            return nil
        }
        return ReportDrill(order, figure)
    }
}

/// The cases behind a number.
struct DrillView: Sendable {
    var frame: DeskFrame
    var title: String
    var count: Int
    var rows: [ListRowView]
    var hasRows: Bool
    var query: String
    var drillQuery: String

    init(_ drill: ReportDrill, _ found: [CaseList.Row], frame: DeskFrame, today: CivilDate) {
        self.frame = frame
        title = drill.title
        count = found.count
        rows = found.map { ListRowView($0, today: today) }
        hasRows = !rows.isEmpty
        query = ReportView.query(drill.order, by: drill.group?.dimension.rawValue ?? ReportView.none)
        drillQuery = ReportView.query(drill)
    }
}
