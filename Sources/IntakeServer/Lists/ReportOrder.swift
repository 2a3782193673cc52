// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
public import IntakeStore
public import Reports

/// A report as an officer asks for it on the screen.
public struct ReportOrder: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case month, quarter, notice

        public var title: String {
            switch self {
            case .month: "月统计"
            case .quarter: "季分析"
            case .notice: "通报（草稿）"
            }
        }

        var period: ReportPeriod.Kind { self == .quarter ? .quarter : .month }
    }

    /// From so many cases on a rate is drawn.
    public static let fewest = 10

    public var kind: Kind
    /// The last day that counts.
    public var asOf: CivilDate
    public var dimensions: [ReportDimension]
    /// Sealed cases are counted in all tables; only for who may see them.
    public var sealed: Bool

    public init(_ kind: Kind, asOf: CivilDate, by dimensions: [ReportDimension], sealed: Bool = false) {
        self.kind = kind
        self.asOf = asOf
        self.dimensions = dimensions
        self.sealed = sealed
    }

    public var window: ReportWindow { ReportWindow(kind.period, asOf: asOf) }
}

/// The cases behind a number of a report.
public struct ReportDrill: Sendable, Hashable {
    public var order: ReportOrder
    public var figure: ReportCount
    /// A group of the report; nil: all of it.
    public var group: Group?

    public struct Group: Sendable, Hashable {
        public var dimension: ReportDimension
        public var value: String

        public init(_ dimension: ReportDimension, _ value: String) {
            self.dimension = dimension
            self.value = value
        }
    }

    public init(_ order: ReportOrder, _ figure: ReportCount, group: Group? = nil) {
        self.order = order
        self.figure = figure
        self.group = group
    }

    public var title: String {
        "\(order.window.period.title) \(figure.definition.title)"
            + (group.map { "，\($0.dimension.title)：\($0.value)" } ?? "")
    }

    /// How often the case counts: by the very tally that the report is made of.
    func count(_ fact: ReportFact) -> Int {
        if let group, fact.group(group.dimension) != group.value { return 0 }
        var tally = ReportTally()
        tally.add(fact, in: order.window)
        return tally[figure]
    }
}

extension OfficerReading {
    public func report(_ order: ReportOrder) throws(StoreError) -> ReportDocument {
        let sealed = order.sealed && viewer.sees(.sealed)
        let basis = ReportBasis(script, minimum: ReportOrder.fewest, includesSealed: sealed)
        let dimensions = order.kind == .notice ? [.unit] : order.dimensions
        let reading = ReportReading(store, viewer: viewer)
        var collector = ReportCollector(basis, order.window, by: dimensions)
        try reading.read(into: &collector)
        let builder = ReportBuilder(collector, try reading.extras(order.window, basis), by: dimensions)
        return switch order.kind {
        case .month: builder.month()
        case .quarter: builder.quarter()
        case .notice: builder.notice()
        }
    }

    /// Names of the topics above their usual level on a day.
    public func hotTopics(asOf day: CivilDate) throws(StoreError) -> [String] {
        let basis = ReportBasis(script, minimum: ReportOrder.fewest, includesSealed: false)
        return try ReportReading(store, viewer: viewer).hotTopics(asOf: day, basis).rises.map(\.topic)
    }

    /// The cases that a figure counts, in the order of filing. An act that happened twice on a case counts twice and is
    /// one row, which says so.
    public func cases(behind drill: ReportDrill) throws(StoreError) -> [CaseList.Row] {
        let sealed = drill.order.sealed && viewer.sees(.sealed)
        let basis = ReportBasis(script, minimum: ReportOrder.fewest, includesSealed: sealed)
        var rows: [CaseList.Row] = []
        try forEachCase { record in
            guard record.lane == .general || sealed,
                let fact = ReportFact(record, asOf: drill.order.window.asOf, basis: basis)
            else { return true }
            let count = drill.count(fact)
            if count > 0 { rows.append(row(record, CaseFile(record), count > 1 ? ["\(count) 次"] : [])) }
            return true
        }
        return rows
    }
}

extension ReportDocument {
    /// Rows of cases as a table, for paper and table programs: neither words of a petitioner nor anything of who they are.
    public init(_ title: String, rows: [CaseList.Row], basis: [String]) {
        self.init(
            title: title, basis: basis,
            blocks: [
                .table(
                    ReportTable(
                        "",
                        [
                            "编号", "登记日期", "信访目的", "内容分类", "渠道", "承办单位", "状态", "最近期限", "到期日",
                        ].map { ReportTable.Column($0, isNumber: false) },
                        rows.map { row in
                            ReportTable.Row(
                                [
                                    row.number, row.receivedOn.iso8601, row.purpose, row.topic, row.channel, row.unit,
                                    row.stage, row.rule ?? "", row.effectiveDue?.iso8601 ?? "",
                                ].map { .text($0) })
                        }))
            ])
    }
}
