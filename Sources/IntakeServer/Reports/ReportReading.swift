// SPDX-License-Identifier: Apache-2.0

public import DialogScript
public import IntakeModel
public import IntakeStore
public import Reports

/// Reads from a store what a report is made of, as one viewer may see it: cases page by page, never all at once.
public struct ReportReading {
    private static let casesAtOnce = 500
    private static let eventsAtOnce = 2000

    private let store: any IntakeStore
    private let viewer: Viewer

    public init(_ store: any IntakeStore, viewer: Viewer) {
        self.store = store
        self.viewer = viewer
    }

    /// Gives every case that the viewer may see to the collector, in the order of filing.
    public func read(into collector: inout ReportCollector) throws(StoreError) {
        var last: String?
        while true {
            let page = try store.cases(after: last, limit: Self.casesAtOnce, viewer: viewer)
            guard let next = page.last?.number else { return }
            for record in page { collector.add(record) }
            last = next
        }
    }

    /// What is told beside the cases, for a window, the one before and that of the year before.
    public func extras(_ window: ReportWindow, _ basis: ReportBasis) throws(StoreError) -> ReportExtras {
        let windows = [window, window.previous, window.yearBefore]
        var waits = windows.map { WaitTally($0) }
        try readEvents(into: &waits)
        var desks: [ReportExtras.Desk] = []
        for (window, waits) in zip(windows, waits) {
            let count = try store.answers(in: Self.span(window))
            desks.append(
                ReportExtras.Desk(
                    answers: Ratio(part: count.yes, whole: count.said, aside: count.shown), waits: waits))
        }
        let sealed =
            window.isWhole && !basis.includesSealed ? try store.sealedCases(filed: Self.span(window)) : nil
        return ReportExtras(
            now: desks[0], before: desks[1], yearBefore: desks[2], sealed: sealed, hot: try hotDecisions())
    }

    /// Topics above their usual level on a day.
    public func hotTopics(asOf day: CivilDate, _ basis: ReportBasis) throws(StoreError) -> HotTopics {
        var collector = ReportCollector(basis, ReportWindow(.month, asOf: day), by: [])
        try read(into: &collector)
        return collector.hot
    }

    /// What officers said of topics above their usual level. No other entry of the audit trail is told to whoever reads.
    private func hotDecisions() throws(StoreError) -> [HotDecision] {
        var found: [HotDecision] = []
        var last: Int64 = 0
        while true {
            let page = try store.auditTrail(after: last, limit: Self.eventsAtOnce, viewer: .desk)
            for entry in page where entry.act == HotDecision.act {
                let decision = HotDecision(
                    subject: entry.subject, reason: entry.reason, badge: entry.badge, on: CivilDate(entry.at))
                if let decision { found.append(decision) }
            }
            guard let end = page.last else { return found }
            last = end.id
        }
    }

    private func readEvents(into waits: inout [WaitTally]) throws(StoreError) {
        var last: Int64 = 0
        var isFirst = true
        while true {
            let page = try store.events(after: last, limit: Self.eventsAtOnce, viewer: viewer)
            if isFirst, page.gapFrom != nil {
                // With nothing left nobody can say when what is gone was.
                let kept = page.events.first?.at ?? Timestamp(startOf: .latest)
                for index in waits.indices { waits[index].missesEvents(before: kept) }
            }
            isFirst = false
            for event in page.events {
                guard let conversation = event.conversation else { continue }
                for index in waits.indices { waits[index].add(event.event.kind, of: conversation, at: event.at) }
            }
            // The last page tells the newest event there is, and so does the one after it.
            guard page.last > last else { return }
            last = page.last
        }
    }

    private static func span(_ window: ReportWindow) -> Range<Timestamp> {
        Timestamp(startOf: window.period.first)..<Timestamp(startOf: window.asOf.adding(days: 1))
    }
}

extension ReportBasis {
    /// By the office, rules, calendar and places of the dialogs.
    public init(_ script: Script, minimum: Int, includesSealed: Bool) {
        var regions: [String] = []
        for region in script.routing.rules.flatMap(\.regions) where !regions.contains(region) { regions.append(region) }
        self.init(
            office: script.office.kind, officeName: script.office.name, rules: script.rules, calendar: script.calendar,
            regions: regions, minimum: minimum, includesSealed: includesSealed, score: script.office.score)
    }
}
