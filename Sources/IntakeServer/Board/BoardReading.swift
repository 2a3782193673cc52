// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol

/// How a case becomes a row of a list: a pure function, run off the loop.
struct BoardReading: Sendable {
    enum Found: Sendable {
        case open(BoardEntry)
        /// nil for what has a number that is none of ours.
        case ended(EndedCase?)
    }

    let script: Script
    let today: CivilDate

    init(_ desk: Desk) {
        script = desk.script
        today = CivilDate(desk.clock.now())
    }

    /// Where a case stands on the board.
    func find(_ record: CaseRecord) -> Found {
        let file = CaseFile(record)
        guard file.stage.isOpen else {
            return .ended(EndedCase(number: record.number, lane: record.lane))
        }
        let clocks = clocks(of: record, file)
        let item = item(record, file, clocks)
        var reasons: [CaseList: [String]] = [:]
        let agenda = CaseAgenda.reasons(record, file)
        if !agenda.isEmpty { reasons[.agenda] = agenda }
        if let simple = CaseAgenda.simple(record, file) { reasons[.simple] = [simple] }
        let triggers = CaseTrigger.all(record, file, clocks: clocks, rules: script.rules, today: today)
        if !triggers.isEmpty { reasons[.supervise] = triggers.map { "\($0.ground)：\($0.why)" } }
        var row = CaseList.Row(record, file)
        if let due = item.due {
            row.rule = due.what
            row.nominalDue = due.nominal
            row.effectiveDue = due.effective
            row.provisional = due.provisional
        }
        return .open(BoardEntry(item: item, row: row, reasons: reasons))
    }

    /// A case as a row that was looked for: an ended one has no date and stands on no list.
    func item(_ record: CaseRecord) -> BoardItem {
        let file = CaseFile(record)
        return item(record, file, file.stage.isOpen ? clocks(of: record, file) : nil)
    }

    private func clocks(of record: CaseRecord, _ file: CaseFile) -> [ClockState] {
        CaseClocks.states(
            of: record, file: file, office: script.office.kind, rules: script.rules, calendar: script.calendar,
            asOf: today)
    }

    /// - Parameter clocks: nil for an ended case.
    private func item(_ record: CaseRecord, _ file: CaseFile, _ clocks: [ClockState]?) -> BoardItem {
        let fallback = script.office.fallbackUnit?.name ?? script.office.name
        return BoardItem(
            number: record.number, lane: record.lane, conversation: record.conversation,
            purpose: file.purpose.rawValue,
            topic: file.corrections[CaseCorrection.topic.rawValue] ?? record.claim.topic, stage: file.stage.title,
            unit: file.unit, owner: file.owner(fallback: fallback).title, officer: file.officer,
            filedOn: CivilDate(record.filedAt), due: clocks.flatMap { due(file, $0) },
            lists: clocks == nil ? [] : lists(file))
    }

    private func lists(_ file: CaseFile) -> Set<BoardList> {
        var lists: Set<BoardList> = [.open]
        switch file.stage {
        case .registered:
            lists.insert(.unsent)
            if file.bounces > 0 { lists.insert(.returned) }
        case .objected: lists.insert(.returned)
        case .replied, .reviewed, .deferred: lists.insert(.waiting)
        case .forwarded, .notified, .accepted, .guided, .reviewing, .rechecking, .rechecked, .reported, .concluded,
            .declined, .barred, .withdrawn, .archived:
            break
        }
        if file.officer.isEmpty { lists.insert(.unowned) }
        return lists
    }

    private func due(_ file: CaseFile, _ clocks: [ClockState]) -> BoardItem.Due? {
        let date: CivilDate
        let what: String
        let article: String
        switch file.next(clocks: clocks, rules: script.rules) {
        case .due(let on, let duty, let basis): (date, what, article) = (on, duty, basis)
        case .undated(_, let look?):
            let clock = clocks.last { $0.rule == RuleID.track }
            return BoardItem.Due(
                nominal: look, effective: clock?.effectiveDue ?? look, what: RuleID.track, article: "", unit: "",
                provisional: clock?.provisional ?? false, isTerm: false)
        case .undated(_, nil), .nothing: return nil
        }
        for clock in clocks where clock.nominalDue == date && !clock.status.isFinal {
            guard let rule = script.rules.rule(clock.rule), rule.title == what else { continue }
            return BoardItem.Due(
                nominal: date, effective: clock.effectiveDue ?? date, what: what, article: article,
                unit: rule.unit.rawValue, provisional: clock.provisional)
        }
        return BoardItem.Due(
            nominal: date, effective: date, what: what, article: article, unit: "", provisional: false)
    }
}
