// SPDX-License-Identifier: Apache-2.0

public import DialogScript
public import IntakeModel
public import IntakeStore

/// What one officer's pages read beside the wire, on one day: lists of cases and reports. Every read goes by what the
/// officer may see.
public struct OfficerReading: Sendable {
    let store: any IntakeStore
    let script: Script
    let officer: Officer
    public let today: CivilDate

    public init(_ store: any IntakeStore, script: Script, officer: Officer, today: CivilDate) {
        self.store = store
        self.script = script
        self.officer = officer
        self.today = today
    }

    var viewer: Viewer { officer.viewer }

    /// Cases looked at together.
    private static let casesAtOnce = 500

    /// Every case that the officer may see, in the order of filing, page by page.
    ///
    /// - Parameter body: false ends it.
    func forEachCase(_ body: (CaseRecord) -> Bool) throws(StoreError) {
        var last: String?
        while true {
            let page = try store.cases(after: last, limit: Self.casesAtOnce, viewer: viewer)
            guard let end = page.last?.number else { return }
            for record in page { guard body(record) else { return } }
            last = end
        }
    }

    func states(of record: CaseRecord) -> [ClockState] {
        CaseClocks.states(
            of: record, office: script.office.kind, rules: script.rules, calendar: script.calendar, asOf: today)
    }
}
