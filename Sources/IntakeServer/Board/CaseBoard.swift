// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol

/// The open cases as lists show them: read once, and after that only those that changed. What depends on the day is told
/// when it is asked for. Confined to the desk's loop; reading is done on the readers' pool.
final class CaseBoard: @unchecked Sendable {
    /// Cases of one read.
    static let atOnce = 256

    private enum State {
        case unread
        case reading
        case read
    }

    private unowned let desk: Desk
    private var state = State.unread
    private var items: [String: BoardItem] = [:]
    private var changed: Set<String> = []
    private var waiting: [(Result<[BoardItem], StoreError>) -> Void] = []
    /// Of the version whose rules the dates were computed by.
    private var script = ""

    init(desk: Desk) { self.desk = desk }

    /// Those cases were filed, or their ledger or lane changed.
    func note(_ numbers: some Sequence<String>) {
        guard case .unread = state else { return changed.formUnion(numbers) }
    }

    /// Dates were computed anew: everything is read again when somebody asks.
    func reset() {
        guard case .read = state else { return }
        state = .unread
    }

    /// All open cases, as they stand now.
    func current(_ body: @escaping (Result<[BoardItem], StoreError>) -> Void) {
        waiting.append(body)
        if desk.script.hash != script { reset() }
        switch state {
        case .reading: break
        case .unread:
            state = .reading
            script = desk.script.hash
            items = [:]
            changed = []
            readAll(after: nil)
        case .read: readChanged()
        }
    }

    private func readAll(after number: String?) {
        let reading = BoardReading(desk)
        desk.read { store throws(StoreError) in
            let records = try store.cases(after: number, limit: Self.atOnce, viewer: .desk)
            return (records.compactMap { reading.item($0) }, records.count == Self.atOnce ? records.last?.number : nil)
        } then: { [self] result in
            switch result {
            case .failure(let error):
                state = .unread
                finish(.failure(error))
            case .success((let found, let last)):
                for item in found { items[item.number] = item }
                guard last == nil else { return readAll(after: last) }
                readChanged()
            }
        }
    }

    private func readChanged() {
        guard !changed.isEmpty else {
            state = .read
            return finish(.success(Array(items.values)))
        }
        state = .reading
        let reading = BoardReading(desk)
        let numbers = Array(changed.prefix(Self.atOnce))
        changed.subtract(numbers)
        desk.read { store throws(StoreError) in
            var found: [(String, BoardItem?)] = []
            for number in numbers {
                found.append((number, try store.caseRecord(number: number, viewer: .desk).flatMap { reading.item($0) }))
            }
            return found
        } then: { [self] result in
            switch result {
            case .failure(let error):
                changed.formUnion(numbers)
                state = .read
                finish(.failure(error))
            case .success(let found):
                for (number, item) in found { items[number] = item }
                readChanged()
            }
        }
    }

    private func finish(_ result: Result<[BoardItem], StoreError>) {
        let waiting = waiting
        self.waiting = []
        for body in waiting { body(result) }
    }
}

/// How a case becomes a row of a list: a pure function, run off the loop.
struct BoardReading: Sendable {
    let script: Script
    let today: CivilDate

    init(_ desk: Desk) {
        script = desk.script
        today = CivilDate(desk.clock.now())
    }

    /// nil when nobody has to do anything any more.
    func item(_ record: CaseRecord) -> BoardItem? {
        let file = CaseFile(record)
        guard file.stage.isOpen else { return nil }
        let clocks = CaseClocks.states(
            of: record, office: script.office.kind, rules: script.rules, calendar: script.calendar, asOf: today)
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
        let fallback = script.office.fallbackUnit?.name ?? script.office.name
        return BoardItem(
            number: record.number, lane: record.lane, conversation: record.conversation,
            purpose: file.purpose.rawValue, topic: record.claim.topic, stage: file.stage.title, unit: file.unit,
            owner: file.owner(fallback: fallback).title, filedOn: CivilDate(record.filedAt),
            due: due(file, clocks), lists: lists)
    }

    private func due(_ file: CaseFile, _ clocks: [ClockState]) -> BoardItem.Due? {
        guard case .due(let date, let what, let article) = file.next(clocks: clocks, rules: script.rules) else {
            return nil
        }
        for clock in clocks where clock.nominalDue == date && !clock.status.isFinal {
            guard let rule = script.rules.rule(clock.rule), rule.title == what else { continue }
            // A right of the petitioner is nothing that the office is late with.
            guard rule.party == .organ, !rule.isWindow else { return nil }
            return BoardItem.Due(
                nominal: date, effective: clock.effectiveDue ?? date, what: what, article: article,
                unit: rule.unit.rawValue, provisional: clock.provisional)
        }
        return BoardItem.Due(
            nominal: date, effective: date, what: what, article: article, unit: "", provisional: false)
    }
}

extension Turn.Change {
    /// Whether a list of cases may look another way after it.
    var touchesCases: Bool {
        switch self {
        case .seal, .file, .caseEvent, .caseAct, .issue: true
        case .identity, .draftIssued, .handOff, .erase, .moved, .event, .answered, .lease, .audit: false
        }
    }

    /// A case that need not be one of the conversation's own.
    var namedCase: String? {
        switch self {
        case .caseEvent(let number, _, _): number
        case .caseAct(let decision): decision.number
        case .seal, .file, .issue, .identity, .draftIssued, .handOff, .erase, .moved, .event, .answered, .lease, .audit:
            nil
        }
    }
}
