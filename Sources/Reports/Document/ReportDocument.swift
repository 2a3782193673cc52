// SPDX-License-Identifier: Apache-2.0

/// A report before it is written: the same for paper, screen and table programs.
public struct ReportDocument: Sendable, Hashable {
    public enum Block: Sendable, Hashable {
        case heading(String)
        case paragraph(String)
        case list([String])
        case table(ReportTable)
        case chart(ReportChart)
    }

    public let title: String
    /// What it was counted by, a line each: period, rules, calendar.
    public let basis: [String]
    public var blocks: [Block]

    public init(title: String, basis: [String], blocks: [Block] = []) {
        self.title = title
        self.basis = basis
        self.blocks = blocks
    }
}

public struct ReportTable: Sendable, Hashable {
    public struct Column: Sendable, Hashable {
        public let title: String
        public let isNumber: Bool

        public init(_ title: String, isNumber: Bool = true) {
            self.title = title
            self.isNumber = isNumber
        }
    }

    public struct Row: Sendable, Hashable {
        public let cells: [ReportCell]
        /// What the figures of the row are; printed beside them.
        public let definition: String?

        public init(_ cells: [ReportCell], definition: String? = nil) {
            self.cells = cells
            self.definition = definition
        }
    }

    public let title: String
    public let columns: [Column]
    public let rows: [Row]
    /// What the columns count, where the rows do not say it: `title：line`.
    public let definitions: [String]

    public init(_ title: String, _ columns: [Column], _ rows: [Row], definitions: [String] = []) {
        self.title = title
        self.columns = columns
        self.rows = rows
        self.definitions = definitions
    }
}

public enum ReportCell: Sendable, Hashable {
    case text(String)
    case count(Int)
    /// Drawn as a percentage from `minimum` cases on.
    case ratio(Ratio, minimum: Int, aside: String?)
    /// A rate in a table of many: of fewer cases than `minimum` only part and whole.
    case share(Ratio, minimum: Int)
    /// Days, or what `unit` says.
    case lengths(Lengths, unit: String)
    /// Said to be nothing for a reason: `没有数据`.
    case none(String)

    /// As people read it.
    public var text: String {
        switch self {
        case .text(let text), .none(let text): return text
        case .count(let count): return "\(count)"
        case .ratio(let ratio, let minimum, let aside):
            let beside = aside.map { "，\($0) \(ratio.aside)" } ?? ""
            guard ratio.whole > 0 else { return beside.isEmpty ? "—" : "—\(beside)" }
            guard ratio.whole >= minimum, let percent = ratio.percent else {
                return "\(ratio.part)/\(ratio.whole)，件少不算率\(beside)"
            }
            return "\(percent)（\(ratio.part)/\(ratio.whole)\(beside)）"
        case .share(let ratio, let minimum):
            guard ratio.whole > 0 else { return "—" }
            let parts = "\(ratio.part)/\(ratio.whole)"
            return ratio.whole >= minimum ? "\(ratio.percent ?? "")（\(parts)）" : parts
        case .lengths(let lengths, let unit):
            guard let median = lengths.percentile(50), let most = lengths.percentile(90) else { return "—" }
            return "中位 \(median)，九成 \(most) \(unit)（共 \(lengths.count)）"
        }
    }
}

public struct ReportChart: Sendable, Hashable {
    public enum Shape: Sendable, Hashable {
        /// A bar each; one series.
        case bars
        /// Points joined; one or two series.
        case lines
    }

    public struct Series: Sendable, Hashable {
        public let title: String
        public let values: [Int]

        public init(_ title: String, _ values: [Int]) {
            self.title = title
            self.values = values
        }
    }

    public let title: String
    public let shape: Shape
    /// What the values are: `件`.
    public let unit: String
    public let labels: [String]
    /// Each with a value for every label.
    public let series: [Series]

    public init(_ title: String, _ shape: Shape, unit: String, labels: [String], series: [Series]) {
        self.title = title
        self.shape = shape
        self.unit = unit
        self.labels = labels
        self.series = series
    }
}
