// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// Makes documents of figures. Everything in them follows from the collector and the extras: the same figures, the same
/// bytes.
public struct ReportBuilder: Sendable {
    public let figures: ReportCollector
    public let extras: ReportExtras
    public let dimensions: [ReportDimension]

    /// Fewer sealed cases than this are not told.
    public static let fewestSealed = 5
    /// Groups drawn as bars at most; the table has all.
    static let mostBars = 20

    public init(_ figures: ReportCollector, _ extras: ReportExtras, by dimensions: [ReportDimension]) {
        self.figures = figures
        self.extras = extras
        self.dimensions = dimensions
    }

    var basis: ReportBasis { figures.basis }
    var window: ReportWindow { figures.now.window }

    /// The heading of every report.
    func document(_ name: String) -> ReportDocument {
        var lines = [
            "期间：\(window.days)\(window.isWhole ? "" : "（本期没过完，上期、去年同期取同样长的一段）")",
            "截至 \(window.asOf.iso8601) 当天已经记下的；以后补记的不算",
            "期限规则：\(basis.rules.version)；日历：\(basis.calendar.version)",
            "条文除另外写明的，都是《信访工作条例》的",
        ]
        if let earliest = figures.earliest, earliest > window.period.first {
            lines.append("\(earliest.iso8601) 起才有数据")
        }
        if basis.includesSealed { lines.append("含举报件：只给有举报件权限的人看，不得外传") }
        return ReportDocument(title: "\(basis.officeName)\(window.period.title)\(name)", basis: lines)
    }

    /// 月统计.
    public func month() -> ReportDocument {
        var document = document("信访工作统计")
        document.blocks = [.heading("件数和次数"), .table(countTable), .heading("比率"), .table(rateTable)]
        document.blocks += [.heading("用时"), .table(timeTable), .heading("等工作人员")] + waitBlocks
        document.blocks += groupBlocks + [.heading("近一年"), .chart(trend)] + hotBlocks + closingBlocks
        return document
    }

    /// 季分析: the figures, and what in them moved most, for a person to explain.
    public func quarter() -> ReportDocument {
        var document = document("信访工作分析")
        document.blocks = [
            .heading("变化（由程序列出，原因由人核实后填写）"), .list(changes), .heading("件数和次数"), .table(countTable),
            .heading("比率"), .table(rateTable), .heading("用时"), .table(timeTable), .heading("等工作人员"),
        ]
        document.blocks += waitBlocks + groupBlocks + [.heading("近一年"), .chart(trend)] + hotBlocks + closingBlocks
        return document
    }

    /// 升高的内容 alone.
    public func hotTopics() -> ReportDocument {
        var document = document("升高的内容")
        document.blocks = hotBlocks
        return document
    }

    // MARK: Tables

    private var columns: [ReportTable.Column] {
        [
            .init("指标", isNumber: false), .init("本期（\(window.period.title)）"),
            .init("上期（\(figures.before.window.period.title)）"),
            .init("去年同期（\(figures.yearBefore.window.period.title)）"),
        ]
    }

    private func compared(_ cell: (ReportCollector.Figures, ReportExtras.Desk) -> ReportCell) -> [ReportCell] {
        [(figures.now, extras.now), (figures.before, extras.before), (figures.yearBefore, extras.yearBefore)].map {
            // This period always has figures; an office that did not exist yet has none.
            $0.0.window == window || figures.isKnown($0.0.window) ? cell($0.0, $0.1) : .none("没有数据")
        }
    }

    var countTable: ReportTable {
        ReportTable(
            "", columns,
            ReportCount.allCases.map { count in
                ReportTable.Row(
                    [.text(count.definition.title)] + compared { figures, _ in .count(figures.total[count]) },
                    definition: count.definition.line)
            })
    }

    var rateTable: ReportTable {
        ReportTable(
            "", columns,
            ReportRate.allCases.map { rate in
                ReportTable.Row(
                    [.text(rate.definition.title)] + compared { figures, desk in cell(rate, figures.total, desk) },
                    definition: rate.definition.line)
            })
    }

    var timeTable: ReportTable {
        ReportTable(
            "", columns,
            ReportTime.allCases.map { time in
                ReportTable.Row(
                    [.text(time.definition.title)]
                        + compared { figures, _ in .lengths(figures.total[time], unit: "日") },
                    definition: time.definition.line)
            })
    }

    private func cell(_ rate: ReportRate, _ tally: ReportTally, _ desk: ReportExtras.Desk) -> ReportCell {
        switch rate {
        case .answeredAtOnce:
            guard let answers = desk.answers else { return .none("没有数据") }
            return ratio(rate, answers)
        case .nobodyCame:
            guard let waits = desk.waits, waits.isComplete else { return .none("记录不全") }
            return ratio(rate, waits.nobodyCame)
        default: return ratio(rate, tally[rate])
        }
    }

    func ratio(_ rate: ReportRate, _ ratio: Ratio) -> ReportCell {
        .ratio(ratio, minimum: basis.minimum, aside: rate.asideTitle)
    }

    private var waitBlocks: [ReportDocument.Block] {
        guard let waits = extras.now.waits, waits.isComplete else {
            return [.paragraph("这一期的记录已经清理或者没有，不给数。")]
        }
        let minutes = ReportCell.lengths(waits.minutes, unit: "分钟").text
        return [
            .paragraph(
                "等工作人员 \(waits.nobodyCame.whole) 次，到截至日没有人接待的 \(waits.nobodyCame.part) 次；等到的：\(minutes)。")
        ]
    }

    // MARK: Groups

    private var groupBlocks: [ReportDocument.Block] {
        dimensions.flatMap { dimension -> [ReportDocument.Block] in
            let groups = sorted(dimension)
            let bars = groups.prefix(Self.mostBars)
            var blocks: [ReportDocument.Block] =
                [.heading("分\(dimension.title)")] + groupTables(dimension).map { .table($0) }
            if !bars.isEmpty {
                let more = groups.count > bars.count ? "，按名称排的前 \(bars.count) 个" : ""
                blocks.append(
                    .chart(
                        ReportChart(
                            "本期登记，分\(dimension.title)\(more)", .bars, unit: "件", labels: bars.map(\.name),
                            series: [.init("登记", bars.map { $0.tally[.registered] })])))
            }
            return blocks
        }
    }

    /// By name: the order says nothing about who is better.
    func sorted(_ dimension: ReportDimension) -> [(name: String, tally: ReportTally)] {
        (figures.now.groups[dimension] ?? [:]).sorted { $0.key < $1.key }.map { (name: $0.key, tally: $0.value) }
    }

    static let groupCounts: [ReportCount] = [
        .registered, .accepted, .replied, .concluded, .extended, .supervised, .sentBack, .open, .overdue,
    ]
    static let groupRates: [ReportRate] = [
        .accepted, .forwardedInTime, .notifiedInTime, .concludedInTime, .extended, .repeated, .officeContent,
        .unitContent,
    ]

    /// Two tables, so that they fit on paper: numbers, and rates with times.
    func groupTables(_ dimension: ReportDimension) -> [ReportTable] {
        let rates = Self.groupRates.filter { $0.isTold(by: dimension) }
        let groups = sorted(dimension) + [(name: "合计", tally: figures.now.total)]
        let first = ReportTable.Column(dimension.title, isNumber: false)
        var remarks: [String] = []
        if dimension == .unit { remarks.append("按截至日的承办单位分；转送是信访部门自己的期限，不分单位") }
        if dimension == .region {
            remarks.append("群众写的地方里有 routing.yaml 的地名就归到那里，别的归“\(ReportDimension.elsewhere)”")
        }
        let counts = ReportTable(
            "", [first] + Self.groupCounts.map { .init($0.definition.title) },
            groups.map { group in
                ReportTable.Row([.text(group.name)] + Self.groupCounts.map { .count(group.tally[$0]) })
            }, definitions: Self.groupCounts.map { "\($0.definition.title)：\($0.definition.line)" } + remarks)
        let close = ReportTime.toClose
        let shares = ReportTable(
            "", [first] + (rates.map(\.definition.title) + [close.definition.title]).map { .init($0) },
            groups.map { group in
                ReportTable.Row(
                    [.text(group.name)] + rates.map { .share(group.tally[$0], minimum: basis.minimum) }
                        + [.lengths(group.tally[close], unit: "日")])
            },
            definitions: (rates.map(\.definition) + [close.definition]).map { "\($0.title)：\($0.line)" }
                + ["不足 \(basis.minimum) 件的只写几分之几，不算率"])
        return [counts, shares]
    }

    // MARK: Charts and hints

    var trend: ReportChart {
        let last = ReportCollector.month(window.asOf)
        // Nothing is said of the time before there was anything.
        let known = (figures.received.keys.min() ?? last, figures.concluded.keys.min() ?? last)
        let months = Array(max(last - 11, min(known.0, known.1, last))...last)
        return ReportChart(
            "逐月登记和办结", .lines, unit: "件", labels: months.map { "\($0 % 12 + 1)月" },
            series: [
                .init("登记", months.map { figures.received[$0] ?? 0 }),
                .init("办结", months.map { figures.concluded[$0] ?? 0 }),
            ])
    }

    var hotBlocks: [ReportDocument.Block] {
        let how =
            "最近 7 天的件数，同前 \(figures.hot.knownWeeks) 周比：按泊松分布（各周相差大的按负二项分布）算出的上限，平常一千周里超过不到一周；不足 \(HotTopics.fewest) 件的不列，前面不足 \(UsualLevel.fewestWeeks) 周的不算。举报件不在里面。"
        let rises = figures.hot.rises
        guard !rises.isEmpty else { return [.heading("升高的内容"), .paragraph(how), .paragraph("没有高过平常的。")] }
        let table = ReportTable(
            "",
            [
                .init("内容", isNumber: false), .init("最近 7 天"), .init("平常每周"), .init("上限"),
                .init("承办单位", isNumber: false), .init(HotDecision.column, isNumber: false),
            ],
            rises.map { rise in
                let mean = rise.usual.meanHundredths
                let units = rise.units.prefix(3).map { "\($0.unit) \($0.cases)" }.joined(separator: "、")
                return ReportTable.Row([
                    .text(rise.topic), .count(rise.cases),
                    .text("\(mean / 100).\(mean % 100 < 10 ? "0" : "")\(mean % 100)"), .count(rise.usual.bound),
                    .text(units), .text(said(of: rise.topic) ?? HotDecision.pending),
                ])
            })
        return [.heading("升高的内容"), .paragraph(how), .table(table)]
    }

    /// What officers said last of a topic in the week that ends with the window.
    private func said(of topic: String) -> String? {
        extras.hot.last { $0.topic == topic && $0.isAbout(weekUntil: figures.hot.asOf) }?.text
    }

    /// What moved most against the period before.
    private var changes: [String] {
        guard figures.isKnown(figures.before.window) else { return ["没有上期数据，不比。"] }
        var lines: [String] = []
        let (now, before) = (figures.now.total, figures.before.total)
        for count in [ReportCount.registered, .accepted, .concluded, .open, .overdue, .supervised, .sentBack, .urged]
        where now[count] != before[count] {
            lines.append(
                "\(count.definition.title)：\(before[count]) → \(now[count])（\(Self.signed(now[count] - before[count]))）"
            )
        }
        for rate in ReportRate.allCases where now[rate].whole >= basis.minimum && before[rate].whole >= basis.minimum {
            guard let new = now[rate].permille, let old = before[rate].permille, abs(new - old) >= 10 else { continue }
            let points = abs(new - old)
            lines.append(
                "\(rate.definition.title)：\(before[rate].percent ?? "") → \(now[rate].percent ?? "")（\(new < old ? "低" : "高") \(points / 10).\(points % 10) 个百分点）"
            )
        }
        for dimension in dimensions where dimension == .topic || dimension == .region || dimension == .unit {
            lines += movers(dimension)
        }
        return lines.isEmpty ? ["同上期比没有大的变化。"] : lines
    }

    private func movers(_ dimension: ReportDimension) -> [String] {
        let now = figures.now.groups[dimension] ?? [:]
        let before = figures.before.groups[dimension] ?? [:]
        let moved = Set(now.keys).union(before.keys).map { name in
            (name: name, old: before[name]?[.registered] ?? 0, new: now[name]?[.registered] ?? 0)
        }.filter { abs($0.new - $0.old) >= basis.minimum }
        return moved.sorted { (abs($1.new - $1.old), $0.name) < (abs($0.new - $0.old), $1.name) }.prefix(5).map {
            "\(dimension.title)“\($0.name)”登记：\($0.old) → \($0.new)（\(Self.signed($0.new - $0.old))）"
        }
    }

    private static func signed(_ number: Int) -> String { number > 0 ? "+\(number)" : "\(number)" }

    var closingBlocks: [ReportDocument.Block] {
        var lines: [String] = []
        if basis.includesSealed {
            lines.append("举报件已经算在各表里。")
        } else if let sealed = extras.sealed {
            lines.append(
                sealed < Self.fewestSealed
                    ? "举报件单独存放，本期不足 \(Self.fewestSealed) 件，不给数，不在各表里。" : "举报件单独存放，本期 \(sealed) 件，不在各表里。")
        } else {
            lines.append("举报件单独存放，整期过完才按期给总数，不在各表里。")
        }
        lines.append("不足 \(basis.minimum) 件的不算率，只写几分之几。")
        lines.append("次序按名称，不是名次。件数多少不作考核，条例第三十九条要的是依法按政策及时就地解决问题。")
        return [.heading("说明"), .list(lines)]
    }
}
