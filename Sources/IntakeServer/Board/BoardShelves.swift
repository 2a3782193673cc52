// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// A list in its order. What is sealed stands apart: who may not see it is shown the rest, and counts nothing else.
struct BoardShelf<Element: Sendable>: Sendable {
    private(set) var general: KeptOrder<Element>
    private(set) var sealed: KeptOrder<Element>

    init(_ isBefore: @escaping @Sendable (Element, Element) -> Bool) {
        general = KeptOrder(isBefore)
        sealed = KeptOrder(isBefore)
    }

    mutating func fill(general: some Sequence<Element>, sealed: some Sequence<Element>) {
        self.general.fill(general)
        self.sealed.fill(sealed)
    }

    mutating func insert(_ element: Element, _ lane: Lane) {
        if lane == .sealed { sealed.insert(element) } else { general.insert(element) }
    }

    mutating func remove(_ element: Element) {
        if !general.remove(element) { sealed.remove(element) }
    }

    func count(_ viewer: Viewer) -> Int {
        general.elements.count + (viewer.sees(.sealed) ? sealed.elements.count : 0)
    }

    func slice(_ viewer: Viewer, skip: Int, limit: Int) -> [Element] {
        guard viewer.sees(.sealed) else { return Array(general.elements.dropFirst(skip).prefix(limit)) }
        return general.slice(with: sealed, skip: skip, limit: limit)
    }
}

/// All lists of the board. A page of one costs what it shows and what is skipped before it, a count nothing, and a change as
/// many steps as there are lists, however many cases there are.
struct BoardShelves: Sendable {
    /// The lists of the day, by date, in the order of ``BoardList``.
    private var byDate: [BoardShelf<BoardEntry>]
    /// The lists of 办件; none of ended ones.
    private var lists: [CaseList: BoardShelf<BoardEntry>]
    /// Ended cases, the newest first, as the digits of their numbers: there may be a million.
    private var ended: BoardShelf<Int64>
    private var tallies: [Lane: Tally] = [.general: Tally(), .sealed: Tally()]
    /// The day on which the dates were looked at.
    private let today: CivilDate

    private struct Tally: Sendable {
        var topics: [String: Int] = [:]
        var units: [String: Int] = [:]
        var officers: [String: Int] = [:]

        mutating func add(_ item: BoardItem, _ count: Int) {
            topics[item.topic, default: 0] += count
            units[item.unit, default: 0] += count
            officers[item.officer, default: 0] += count
            if topics[item.topic] == 0 { topics[item.topic] = nil }
            if units[item.unit] == 0 { units[item.unit] = nil }
            if officers[item.officer] == 0 { officers[item.officer] = nil }
        }
    }

    init(today: CivilDate) {
        self.today = today
        byDate = BoardList.allCases.map { _ in BoardShelf { BoardItem.isBefore($0.item, $1.item) } }
        lists = [:]
        for list in CaseList.allCases where list != .ended {
            lists[list] =
                list == .due
                ? BoardShelf { BoardItem.isBefore($0.item, $1.item) } : BoardShelf { $0.item.number > $1.item.number }
        }
        ended = BoardShelf(>)
    }

    /// Everything at once: sorted once, not element by element.
    init(_ open: [BoardEntry], ended over: [EndedCase], today: CivilDate) {
        self.init(today: today)
        let general = open.filter { $0.item.lane == .general }
        let sealed = open.filter { $0.item.lane == .sealed }
        for (index, list) in BoardList.allCases.enumerated() {
            let isOn = { (entry: BoardEntry) in entry.item.isOn(list, today: today) }
            byDate[index].fill(general: general.filter(isOn), sealed: sealed.filter(isOn))
        }
        for list in Array(lists.keys) {
            lists[list]?.fill(
                general: general.filter { $0.isOn(list) }, sealed: sealed.filter { $0.isOn(list) })
        }
        ended.fill(
            general: over.filter { $0.lane == .general }.map(\.digits),
            sealed: over.filter { $0.lane == .sealed }.map(\.digits))
        for entry in open { tallies[entry.item.lane, default: Tally()].add(entry.item, 1) }
    }

    // MARK: Changes

    mutating func insert(_ entry: BoardEntry) {
        for (index, list) in BoardList.allCases.enumerated() where entry.item.isOn(list, today: today) {
            byDate[index].insert(entry, entry.item.lane)
        }
        for list in CaseList.allCases where entry.isOn(list) { lists[list]?.insert(entry, entry.item.lane) }
        tallies[entry.item.lane, default: Tally()].add(entry.item, 1)
    }

    mutating func remove(_ entry: BoardEntry) {
        for (index, list) in BoardList.allCases.enumerated() where entry.item.isOn(list, today: today) {
            byDate[index].remove(entry)
        }
        for list in CaseList.allCases where entry.isOn(list) { lists[list]?.remove(entry) }
        tallies[entry.item.lane, default: Tally()].add(entry.item, -1)
    }

    mutating func insert(_ over: EndedCase) { ended.insert(over.digits, over.lane) }

    /// Takes a case out that may have ended.
    mutating func removeEnded(_ number: String) {
        guard let one = EndedCase(number: number, lane: .general) else { return }
        ended.remove(one.digits)
    }

    // MARK: Pages

    /// How many cases stand on each list, in the order of ``BoardList``.
    func counts(_ viewer: Viewer) -> [Int] { byDate.map { $0.count(viewer) } }

    func items(_ list: BoardList, _ viewer: Viewer, skip: Int, limit: Int) -> [BoardItem] {
        guard let index = BoardList.allCases.firstIndex(of: list) else { return [] }
        return byDate[index].slice(viewer, skip: skip, limit: limit).map(\.item)
    }

    /// All open cases by date: what a narrowed list is looked for in.
    var open: BoardShelf<BoardEntry> {
        BoardList.allCases.firstIndex(of: .open).map { byDate[$0] }
            ?? BoardShelf { BoardItem.isBefore($0.item, $1.item) }
    }

    func rows(_ list: CaseList, _ viewer: Viewer, skip: Int, limit: Int) -> (rows: [CaseList.Row], total: Int) {
        guard let shelf = lists[list] else { return ([], 0) }
        let rows = shelf.slice(viewer, skip: skip, limit: limit).compactMap { $0.row(on: list) }
        return (rows, shelf.count(viewer))
    }

    func endedNumbers(_ viewer: Viewer, skip: Int, limit: Int) -> (numbers: [String], total: Int) {
        (ended.slice(viewer, skip: skip, limit: limit).map(EndedCase.number), ended.count(viewer))
    }

    func choices(_ viewer: Viewer) -> BoardChoices {
        var sum = tallies[.general] ?? Tally()
        if viewer.sees(.sealed), let sealed = tallies[.sealed] {
            sum.topics.merge(sealed.topics, uniquingKeysWith: +)
            sum.units.merge(sealed.units, uniquingKeysWith: +)
            sum.officers.merge(sealed.officers, uniquingKeysWith: +)
        }
        return BoardChoices(topics: sum.topics, units: sum.units, officers: sum.officers)
    }
}
