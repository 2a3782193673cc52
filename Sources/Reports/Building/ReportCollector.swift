// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Takes the cases one by one, in any order, and keeps only figures: the whole of them never stands in memory.
public struct ReportCollector: Sendable {
    /// A case that is overdue on the last day: its number, never whose it is.
    public struct Overdue: Sendable, Hashable {
        public let number: String
        public let unit: String
        public let rule: String
        public let effectiveDue: CivilDate
        public let days: Int
    }

    /// The figures of one window.
    public struct Figures: Sendable {
        public let window: ReportWindow
        public internal(set) var total = ReportTally()
        public internal(set) var groups: [ReportDimension: [String: ReportTally]] = [:]
    }

    public let basis: ReportBasis
    public private(set) var now: Figures
    public private(set) var before: Figures
    public private(set) var yearBefore: Figures
    public private(set) var hot: HotTopics
    public private(set) var sample: CaseSample?
    public private(set) var overdue: [Overdue] = []
    /// Cases received and acts 办结 by month, months since January of the year 0.
    public private(set) var received: [Int: Int] = [:]
    public private(set) var concluded: [Int: Int] = [:]
    /// When the first case that is there was filed.
    public private(set) var earliest: CivilDate?
    private let dimensions: [ReportDimension]

    public init(
        _ basis: ReportBasis, _ window: ReportWindow, by dimensions: [ReportDimension], sample: CaseSample? = nil
    ) {
        self.basis = basis
        now = Figures(window: window)
        before = Figures(window: window.previous)
        yearBefore = Figures(window: window.yearBefore)
        hot = HotTopics(asOf: window.asOf)
        self.sample = sample
        self.dimensions = dimensions
    }

    /// Counts a case with its whole ledger.
    public mutating func add(_ record: CaseRecord) {
        guard record.lane == .general || basis.includesSealed,
            let fact = ReportFact(record, asOf: now.window.asOf, basis: basis)
        else { return }
        let filed = CivilDate(record.filedAt)
        earliest = min(earliest ?? filed, filed)
        count(fact, &now)
        hot.add(fact)
        sample?.add(fact)
        received[Self.month(fact.receivedOn), default: 0] += 1
        for act in fact.acts where act.kind == .concluded { concluded[Self.month(act.on), default: 0] += 1 }
        if fact.stage.isOpen {
            for clock in fact.clocks where clock.end == .overdue {
                overdue.append(
                    Overdue(
                        number: fact.number, unit: fact.unit, rule: clock.rule, effectiveDue: clock.effectiveDue,
                        days: clock.effectiveDue.days(to: now.window.asOf)))
            }
        }
        if filed <= before.window.asOf, let then = ReportFact(record, asOf: before.window.asOf, basis: basis) {
            count(then, &before)
        }
        if filed <= yearBefore.window.asOf, let then = ReportFact(record, asOf: yearBefore.window.asOf, basis: basis) {
            count(then, &yearBefore)
        }
    }

    private func count(_ fact: ReportFact, _ figures: inout Figures) {
        figures.total.add(fact, in: figures.window)
        for dimension in dimensions {
            figures.groups[dimension, default: [:]][fact.group(dimension), default: ReportTally()]
                .add(fact, in: figures.window)
        }
    }

    static func month(_ day: CivilDate) -> Int { day.year * 12 + day.month - 1 }

    /// Whether a window has anything to say: some case had been filed by its end.
    func isKnown(_ window: ReportWindow) -> Bool { earliest.map { $0 <= window.asOf } ?? false }
}
