// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

@Suite struct BoardFilterTests {
    private func item(_ purpose: String, _ topic: String, _ unit: String, _ officer: String) -> BoardItem {
        BoardItem(
            number: "XF1", lane: .general, conversation: ConversationID(7), purpose: purpose, topic: topic,
            stage: "已登记", unit: unit, owner: unit, officer: officer, filedOn: CivilDate(daysSince1970: 20_780),
            due: nil, lists: [.open])
    }

    @Test("Each member narrows by itself, a topic takes what lies under it, and nothing narrows nothing")
    func takes() {
        let one = item("求决", "城乡建设_物业", "县住建局", "021")
        #expect(BoardFilter.none.takes(one) && BoardFilter.none.isEmpty)
        #expect(BoardFilter(purpose: "求决").takes(one) && !BoardFilter(purpose: "申诉").takes(one))
        #expect(BoardFilter(topic: "城乡建设").takes(one) && BoardFilter(topic: "城乡建设_物业").takes(one))
        #expect(!BoardFilter(topic: "城乡").takes(one) && !BoardFilter(topic: "城乡建设_供热").takes(one))
        #expect(BoardFilter(unit: "县住建局", officer: "021").takes(one))
        #expect(!BoardFilter(unit: "县住建局", officer: "022").takes(one) && !BoardFilter(unit: "县住建").takes(one))
    }

    @Test("Choices stand by how often they are found, those that are empty not at all")
    func choices() {
        let choices = BoardChoices(
            topics: ["甲": 1, "乙": 2, "丙": 1], units: ["县住建局": 1, "县人社局": 2, "": 9],
            officers: ["": 1, "周丽": 2, "021": 1])
        #expect(choices.topics == ["乙", "丙", "甲"])
        #expect(choices.units == ["县人社局", "县住建局"] && choices.officers == ["周丽", "021"])
    }
}
