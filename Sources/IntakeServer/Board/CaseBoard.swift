// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol

/// The cases as lists show them: read once, and after that only those that changed. Confined to the desk's loop; what takes
/// longer the more cases there are (reading, sorting all of them, a list that is narrowed) is done on the readers' pool.
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
    /// What was reset while it was being read.
    private var isReset = false
    private var open: [String: BoardEntry] = [:]
    private var shelves = BoardShelves(today: .latest)
    /// What was found while everything is read.
    private var foundOpen: [BoardEntry] = []
    private var foundEnded: [EndedCase] = []
    private var changed: Set<String> = []
    private var waiting: [(Result<Void, StoreError>) -> Void] = []
    /// Of the version whose rules the dates were computed by, and the day on which they were.
    private var script = ""
    private var day = CivilDate.latest
    /// Choices by whether sealed cases are among them; emptied by every change.
    private var knownChoices: [Bool: BoardChoices] = [:]

    init(desk: Desk) { self.desk = desk }

    /// Those cases were filed, or their ledger or lane changed.
    func note(_ numbers: some Sequence<String>) {
        guard case .unread = state else { return changed.formUnion(numbers) }
    }

    /// Dates were computed anew: everything is read again when somebody asks.
    func reset() {
        switch state {
        case .unread: break
        case .reading: isReset = true
        case .read: state = .unread
        }
    }

    /// Reads what is not read yet before somebody asks for it.
    func warm() {
        if case .reading = state { return }
        current { _ in }
    }

    /// Calls back when the board shows what is stored.
    func current(_ body: @escaping (Result<Void, StoreError>) -> Void) {
        waiting.append(body)
        if desk.script.hash != script || CivilDate(desk.clock.now()) != day { reset() }
        switch state {
        case .reading: break
        case .unread:
            state = .reading
            isReset = false
            script = desk.script.hash
            day = CivilDate(desk.clock.now())
            changed = []
            (foundOpen, foundEnded) = ([], [])
            readAll(after: nil)
        case .read: readChanged()
        }
    }

    // MARK: Pages

    struct Page: Sendable {
        /// How many cases stand on each list, in the order of ``BoardList``.
        var counts: [Int]
        var choices: BoardChoices
        var items: [BoardItem]
        /// There are further ones after these.
        var isMore: Bool
    }

    /// A list of the day, as far as the viewer may see it; without a list the counts alone.
    func page(
        _ list: BoardList?, _ filter: BoardFilter, viewer: Viewer, skip: Int, limit: Int,
        then: @escaping @Sendable (Result<Page, StoreError>) -> Void
    ) {
        let choices = choices(viewer)
        guard !filter.isEmpty else {
            let items = list.map { shelves.items($0, viewer, skip: skip, limit: limit + 1) } ?? []
            return then(
                .success(
                    Page(
                        counts: shelves.counts(viewer), choices: choices, items: Array(items.prefix(limit)),
                        isMore: items.count > limit)))
        }
        // A list that is narrowed is a look along all open cases.
        let (open, today) = (shelves.open, day)
        desk.read { _ throws(StoreError) in
            Self.narrowed(open, list, filter, viewer, today: today, skip: skip, limit: limit, choices)
        } then: {
            then($0)
        }
    }

    private static func narrowed(
        _ open: BoardShelf<BoardEntry>, _ list: BoardList?, _ filter: BoardFilter, _ viewer: Viewer, today: CivilDate,
        skip: Int, limit: Int, _ choices: BoardChoices
    ) -> Page {
        let lists = BoardList.allCases
        var counts = Array(repeating: 0, count: lists.count)
        var items: [BoardItem] = []
        func count(_ entries: KeptOrder<BoardEntry>) {
            for entry in entries.elements where filter.takes(entry.item) {
                for (index, other) in lists.enumerated() where entry.item.isOn(other, today: today) {
                    counts[index] += 1
                    if other == list { items.append(entry.item) }
                }
            }
        }
        count(open.general)
        if viewer.sees(.sealed), !open.sealed.elements.isEmpty {
            count(open.sealed)
            items.sort(by: BoardItem.isBefore)
        }
        let shown = items.dropFirst(skip)
        return Page(counts: counts, choices: choices, items: Array(shown.prefix(limit)), isMore: shown.count > limit)
    }

    private func choices(_ viewer: Viewer) -> BoardChoices {
        let isCleared = viewer.sees(.sealed)
        if let known = knownChoices[isCleared] { return known }
        let found = shelves.choices(viewer)
        knownChoices[isCleared] = found
        return found
    }

    /// Rows of a list of open cases, and how many there are.
    func rows(_ list: CaseList, viewer: Viewer, skip: Int, limit: Int) -> (rows: [CaseList.Row], total: Int) {
        shelves.rows(list, viewer, skip: skip, limit: limit)
    }

    /// Numbers of ended cases, the newest first, and how many there are.
    func ended(viewer: Viewer, skip: Int, limit: Int) -> (numbers: [String], total: Int) {
        shelves.endedNumbers(viewer, skip: skip, limit: limit)
    }

    // MARK: Reading

    private func readAll(after number: String?) {
        let reading = BoardReading(desk)
        desk.read { store throws(StoreError) in
            let records = try store.cases(after: number, limit: Self.atOnce, viewer: .desk)
            let last = records.count == Self.atOnce ? records.last?.number : nil
            return (records.map { reading.find($0) }, last)
        } then: { [self] result in
            switch result {
            case .failure(let error):
                state = .unread
                finish(.failure(error))
            case .success((let found, let last)):
                for one in found {
                    switch one {
                    case .open(let entry): foundOpen.append(entry)
                    case .ended(let over): if let over { foundEnded.append(over) }
                    }
                }
                if let last { readAll(after: last) } else { order() }
            }
        }
    }

    /// Everything was read: the lists are made.
    private func order() {
        let (all, over, today) = (foundOpen, foundEnded, day)
        (foundOpen, foundEnded) = ([], [])
        desk.read { _ throws(StoreError) in
            (
                BoardShelves(all, ended: over, today: today),
                Dictionary(all.map { ($0.item.number, $0) }, uniquingKeysWith: { $1 })
            )
        } then: { [self] result in
            switch result {
            case .failure(let error):
                state = .unread
                finish(.failure(error))
            case .success((let shelves, let open)):
                (self.shelves, self.open, knownChoices) = (shelves, open, [:])
                readChanged()
            }
        }
    }

    private func readChanged() {
        guard !changed.isEmpty else {
            state = isReset ? .unread : .read
            return finish(.success(()))
        }
        state = .reading
        let reading = BoardReading(desk)
        let numbers = Array(changed.prefix(Self.atOnce))
        changed.subtract(numbers)
        desk.read { store throws(StoreError) in
            var found: [(String, BoardReading.Found?)] = []
            for number in numbers {
                found.append((number, try store.caseRecord(number: number, viewer: .desk).map { reading.find($0) }))
            }
            return found
        } then: { [self] result in
            switch result {
            case .failure(let error):
                changed.formUnion(numbers)
                state = isReset ? .unread : .read
                finish(.failure(error))
            case .success(let found):
                for (number, one) in found { put(one, number) }
                readChanged()
            }
        }
    }

    /// Puts a case where it stands now, and takes it from where it stood.
    private func put(_ found: BoardReading.Found?, _ number: String) {
        if let old = open.removeValue(forKey: number) { shelves.remove(old) } else { shelves.removeEnded(number) }
        switch found {
        case .open(let entry)?:
            open[number] = entry
            shelves.insert(entry)
        case .ended(let one?)?: shelves.insert(one)
        case .ended(nil)?, nil: break
        }
        knownChoices = [:]
    }

    private func finish(_ result: Result<Void, StoreError>) {
        let waiting = waiting
        self.waiting = []
        for body in waiting { body(result) }
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
