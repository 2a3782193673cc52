// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

/// On which lists a case stands on which day.
@Suite struct BoardItemTests {
    private let today = CivilDate(daysSince1970: 20_780)

    private func item(due days: Int?, effective further: Int = 0, lists: Set<BoardList> = [.open]) -> BoardItem {
        let due = days.map { days in
            BoardItem.Due(
                nominal: today.adding(days: days), effective: today.adding(days: days + further), what: "转送",
                article: "信访工作条例第二十二条", unit: "日", provisional: false)
        }
        return BoardItem(
            number: "XF1", lane: .general, conversation: ConversationID(7), purpose: "求决", topic: "劳动", stage: "已登记",
            unit: "信访局", owner: "信访局", filedOn: today, due: due, lists: lists)
    }

    private func lists(_ item: BoardItem) -> Set<BoardList> {
        Set(BoardList.allCases.filter { item.isOn($0, today: today) })
    }

    @Test("Every day has one list at most", arguments: -10...10)
    func days(days: Int) {
        let found = lists(item(due: days)).subtracting([.open])
        #expect(found == (days < 0 ? [.overdue] : days == 0 ? [.today] : days <= 3 ? [.soon] : []))
    }

    @Test("Past the earlier date but not the later one it is near, not overdue")
    func rolled() {
        #expect(lists(item(due: -1, effective: 2)) == [.soon, .open])
        #expect(lists(item(due: -2, effective: 2)) == [.soon, .open])
        #expect(lists(item(due: -3, effective: 2)) == [.overdue, .open])
        #expect(lists(item(due: 0, effective: 2)) == [.today, .open])
    }

    @Test("What does not depend on the day stands on its lists, dated or not")
    func others() {
        #expect(lists(item(due: nil, lists: [.open, .unsent, .unowned])) == [.open, .unsent, .unowned])
        #expect(lists(item(due: 9, lists: [.open, .returned, .waiting])) == [.open, .returned, .waiting])
    }

    @Test("What is due first stands first, what has no date last, and equals by number")
    func order() {
        var (late, soon, none, twin) = (item(due: 5), item(due: 1), item(due: nil), item(due: 1))
        (late.number, soon.number, none.number, twin.number) = ("XF1", "XF2", "XF0", "XF3")
        #expect([none, twin, late, soon].sorted(by: BoardItem.isBefore).map(\.number) == ["XF2", "XF3", "XF1", "XF0"])
    }

    @Test("The frame tells counts, days left and days over")
    func frame() throws {
        var writer = JSONWriter()
        ServerFrame.board(
            re: "l1", today: today, counts: [1, 0, 0, 0, 0, 0, 0, 2], items: [item(due: -3), item(due: nil)],
            more: true,
            to: &writer)
        let frame = try #require(JSONReader.read(writer.bytes).object)
        #expect(frame["counts"]?["overdue"]?.integer == 1 && frame["counts"]?["open"]?.integer == 2)
        #expect(frame["more"]?.bool == true && frame["re"]?.string == "l1")
        let items = try #require(frame["items"]?.array)
        #expect(items.count == 2 && items[0]["due"]?["days"]?.integer == -3)
        #expect(items[0]["due"]?["days_over"]?.integer == 3 && items[1]["due"] == nil)
        #expect(items[0]["lists"]?.array == [.string("overdue"), .string("open")])
    }
}
