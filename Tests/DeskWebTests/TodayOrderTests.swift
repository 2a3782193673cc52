// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

@testable import DeskWeb

@Suite struct TodayOrderTests {
    @Test("What an address says is what it was made of, whatever stands in it")
    func round() {
        let orders = [
            TodayOrder(), TodayOrder(list: .overdue), TodayOrder(filter: BoardFilter(officer: "021")),
            TodayOrder(
                list: .open,
                filter: BoardFilter(
                    purpose: "求决", topic: "城乡建设_物业", unit: "县住建局 & 物业科=1", officer: "<b>\"王\"#?%")),
        ]
        for order in orders {
            #expect(TodayOrder(query: order.query) == order)
            // A form that was done may lead there.
            if order != TodayOrder() { #expect(OfficerContext.ownPath(order.address()) == order.address()) }
        }
        #expect(TodayOrder(query: "list=open&from=50").skip == 50)
        #expect(TodayOrder(list: .open).address(from: 100) == "/desk?list=open&from=100#cases")
        #expect(TodayOrder(list: .open).address(on: .soon) == "/desk?list=soon#cases")
    }

    @Test(
        "What cannot be understood narrows nothing",
        arguments: [
            "list=all", "from=-1", "from=x", "purpose=", "unit=%zz", "list=open%00", "%",
            "unit=" + String(repeating: "a", count: 65),
        ])
    func nonsense(query: String) {
        #expect(TodayOrder(query: query) == TodayOrder())
    }

    @Test("A choice that stands on no list any more can still be seen and taken back")
    func gone() throws {
        let order = TodayOrder(filter: BoardFilter(unit: "县水利局"))
        let choices = try #require(JSONReader.read(Array(#"{"units":["县住建局"],"officers":["021","周丽"]}"#.utf8)).object)
        let view = TodayFilterView(order, choices: choices, badge: "021")
        #expect(view.isNarrowed && view.whole == "/desk#cases")
        let units = try #require(view.fields.first { $0.name == "unit" })
        #expect(units.options.map(\.value) == ["县水利局", "县住建局"] && units.options.map(\.isChosen) == [true, false])
        let officers = try #require(view.fields.first { $0.name == "officer" })
        #expect(officers.options.map(\.title) == ["我（021）", "周丽"])
    }
}
