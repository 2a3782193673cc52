// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

@testable import IntakeServer

/// The lists of the board, held against a walk along all cases.
@Suite struct BoardShelvesTests {
    private static let today = CivilDate(year: 2026, month: 11, day: 23) ?? .latest
    private static let plain = Viewer.officer(badge: "021", unit: "", roles: [.cases])
    private static let cleared = Viewer.officer(badge: "041", unit: "", roles: [.cases, .sealed])

    private static func entry(_ index: Int, _ next: (Int) -> Int) -> BoardEntry {
        let number = EndedCase.number(202_611_230_000_000 + Int64(index))
        let due =
            next(4) == 0
            ? nil
            : BoardItem.Due(
                nominal: today.adding(days: next(20) - 10), effective: today.adding(days: next(20) - 10), what: "告知",
                article: "", unit: "自然日", provisional: false)
        var lists: Set<BoardList> = [.open]
        for list in [BoardList.unsent, .returned, .unowned, .waiting] where next(3) == 0 { lists.insert(list) }
        let item = BoardItem(
            number: number, lane: next(5) == 0 ? .sealed : .general, conversation: ConversationID(Int64(index)),
            purpose: "求决", topic: "城乡建设", stage: "", unit: ["县住建局", "县人社局"][next(2)], owner: "",
            officer: ["", "021", "022"][next(3)], filedOn: today, due: due, lists: lists)
        let row = CaseList.Row(
            number: number, isSealed: item.lane == .sealed, purpose: "求决", topic: "", channel: "", unit: "",
            officer: "",
            stage: "", receivedOn: today)
        return BoardEntry(
            item: item, row: row, reasons: next(6) == 0 ? [.agenda: ["够格"]] : [:])
    }

    @Test(
        "However cases come, change and end, pages and counts are those of a walk",
        arguments: 1...6 as ClosedRange<UInt64>)
    func pages(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
        var open: [String: BoardEntry] = [:]
        var over: [String: EndedCase] = [:]
        for index in 0..<next(60) {
            let one = Self.entry(index, next)
            open[one.item.number] = one
        }
        var shelves = BoardShelves(Array(open.values), ended: [], today: Self.today)
        for _ in 0..<200 {
            let one = Self.entry(next(80), next)
            let number = one.item.number
            if let old = open.removeValue(forKey: number) { shelves.remove(old) } else { shelves.removeEnded(number) }
            over[number] = nil
            if next(3) > 0 {
                open[number] = one
                shelves.insert(one)
            } else if let ended = EndedCase(number: number, lane: one.item.lane) {
                over[number] = ended
                shelves.insert(ended)
            }
        }
        for viewer in [Self.plain, Self.cleared] {
            let seen = open.values.filter { viewer.sees($0.item.lane) }
            let byDate = seen.map(\.item).sorted(by: BoardItem.isBefore)
            for (index, list) in BoardList.allCases.enumerated() {
                let on = byDate.filter { $0.isOn(list, today: Self.today) }
                #expect(shelves.counts(viewer)[index] == on.count, "seed \(seed) \(list)")
                let page = shelves.items(list, viewer, skip: 3, limit: 7)
                #expect(page.map(\.number) == on.dropFirst(3).prefix(7).map(\.number), "seed \(seed) \(list)")
            }
            let newest = seen.sorted { $0.item.number > $1.item.number }
            for list in [CaseList.open, .agenda] {
                let (rows, total) = shelves.rows(list, viewer, skip: 1, limit: 5)
                let on = newest.filter { $0.isOn(list) }
                #expect(total == on.count && rows.map(\.number) == on.dropFirst().prefix(5).map(\.item.number))
            }
            let ended = over.filter { viewer.sees($0.value.lane) }.keys.sorted(by: >)
            let (numbers, total) = shelves.endedNumbers(viewer, skip: 2, limit: 9)
            #expect(total == ended.count && numbers == Array(ended.dropFirst(2).prefix(9)), "seed \(seed)")
            let units = Dictionary(grouping: seen, by: \.item.unit).mapValues(\.count)
            #expect(shelves.choices(viewer).units == BoardChoices(topics: [:], units: units, officers: [:]).units)
        }
    }

    @Test("A number is read back from its digits, and what is none of ours is left out")
    func digits() throws {
        for number in ["XF202611230000171", "XF000011230000171"] {
            #expect(EndedCase.number(try #require(EndedCase(number: number, lane: .general)).digits) == number)
        }
        for number in ["", "XF", "XF20261123", "AB202611230000171", "XF20261123000017X"] {
            #expect(EndedCase(number: number, lane: .general) == nil)
        }
    }
}
