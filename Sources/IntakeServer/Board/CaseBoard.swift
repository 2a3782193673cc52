// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol

/// The cases as lists show them: read once, and after that only those that changed. Rows stand in the orders of the lists,
/// so that a page costs what it shows and a look along the rows before it, however many cases there are. Confined to the
/// desk's loop; reading is done on the readers' pool.
final class CaseBoard: @unchecked Sendable {
    /// Cases of one read.
    static let atOnce = 256

    private enum State {
        case unread
        case reading
        case read
    }

    private enum Place {
        case open(BoardEntry)
        case ended(EndedCase)
    }

    private unowned let desk: Desk
    private var state = State.unread
    /// What was reset while it was being read.
    private var isReset = false
    private var places: [String: Place] = [:]
    /// Open cases, what is due first in front.
    private var byDate = KeptOrder<BoardEntry> { BoardItem.isBefore($0.item, $1.item) }
    /// Open cases, the newest in front.
    private var newest = KeptOrder<BoardEntry> { $0.item.number > $1.item.number }
    /// Ended cases, the newest in front.
    private var endedOrder = KeptOrder<EndedCase> { $0.number > $1.number }
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
            places = [:]
            changed = []
            readAll(after: nil)
        case .read: readChanged()
        }
    }

    // MARK: Pages

    struct Page {
        /// How many cases stand on each list, in the order of ``BoardList``.
        var counts: [Int]
        var choices: BoardChoices
        var items: [BoardItem]
        /// There are further ones after these.
        var isMore: Bool
    }

    /// A list of the day, as far as the viewer may see it; without a list the counts alone.
    func page(_ list: BoardList?, _ filter: BoardFilter, viewer: Viewer, skip: Int, limit: Int) -> Page {
        let today = CivilDate(desk.clock.now())
        let lists = BoardList.allCases
        var counts = Array(repeating: 0, count: lists.count)
        var items: [BoardItem] = []
        for entry in byDate.elements where viewer.sees(entry.item.lane) && filter.takes(entry.item) {
            for (index, other) in lists.enumerated() where entry.item.isOn(other, today: today) {
                counts[index] += 1
                guard other == list, counts[index] > skip, items.count <= limit else { continue }
                items.append(entry.item)
            }
        }
        return Page(
            counts: counts, choices: choices(viewer), items: Array(items.prefix(limit)), isMore: items.count > limit)
    }

    private func choices(_ viewer: Viewer) -> BoardChoices {
        let isCleared = viewer.sees(.sealed)
        if let known = knownChoices[isCleared] { return known }
        let found = BoardChoices(of: byDate.elements.lazy.map(\.item).filter { viewer.sees($0.lane) })
        knownChoices[isCleared] = found
        return found
    }

    /// Rows of a list of open cases, and how many there are.
    func rows(_ list: CaseList, viewer: Viewer, skip: Int, limit: Int) -> (rows: [CaseList.Row], total: Int) {
        var rows: [CaseList.Row] = []
        var total = 0
        for entry in list == .due ? byDate.elements : newest.elements where viewer.sees(entry.item.lane) {
            guard let row = entry.row(on: list) else { continue }
            total += 1
            if total > skip, rows.count < limit { rows.append(row) }
        }
        return (rows, total)
    }

    /// Numbers of ended cases, the newest first, and how many there are.
    func ended(viewer: Viewer, skip: Int, limit: Int) -> (numbers: [String], total: Int) {
        let seen = endedOrder.elements.filter { viewer.sees($0.lane) }
        return (seen.dropFirst(skip).prefix(limit).map(\.number), seen.count)
    }

    /// Every case that the viewer may see, with its conversation, the newest first.
    func conversations(viewer: Viewer) -> [(number: String, conversation: ConversationID, lane: Lane)] {
        let open = newest.elements.filter { viewer.sees($0.item.lane) }.map {
            (number: $0.item.number, conversation: $0.item.conversation, lane: $0.item.lane)
        }
        let over = endedOrder.elements.filter { viewer.sees($0.lane) }.map {
            (number: $0.number, conversation: $0.conversation, lane: $0.lane)
        }
        return open + over
    }

    // MARK: Reading

    private func readAll(after number: String?) {
        let reading = BoardReading(desk)
        desk.read { store throws(StoreError) in
            let records = try store.cases(after: number, limit: Self.atOnce, viewer: .desk)
            return (
                records.map { ($0.number, reading.find($0)) },
                records.count == Self.atOnce ? records.last?.number : nil
            )
        } then: { [self] result in
            switch result {
            case .failure(let error):
                state = .unread
                finish(.failure(error))
            case .success((let found, let last)):
                for (number, one) in found { places[number] = Self.place(one) }
                guard last == nil else { return readAll(after: last) }
                order()
                readChanged()
            }
        }
    }

    /// Everything was read: the orders are made.
    private func order() {
        var (open, over) = ([BoardEntry](), [EndedCase]())
        for place in places.values {
            switch place {
            case .open(let entry): open.append(entry)
            case .ended(let one): over.append(one)
            }
        }
        byDate.fill(open)
        newest.fill(open)
        endedOrder.fill(over)
        knownChoices = [:]
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
                for (number, one) in found { put(one.map { Self.place($0) }, number) }
                readChanged()
            }
        }
    }

    private static func place(_ found: BoardReading.Found) -> Place {
        switch found {
        case .open(let entry): .open(entry)
        case .ended(let one): .ended(one)
        }
    }

    /// Puts a case where it stands now, and takes it from where it stood.
    private func put(_ place: Place?, _ number: String) {
        switch places[number] {
        case .open(let old)?:
            byDate.remove(old)
            newest.remove(old)
        case .ended(let old)?: endedOrder.remove(old)
        case nil: break
        }
        places[number] = place
        switch place {
        case .open(let entry)?:
            byDate.insert(entry)
            newest.insert(entry)
        case .ended(let one)?: endedOrder.insert(one)
        case nil: break
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
