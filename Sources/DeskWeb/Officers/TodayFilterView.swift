// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import LineProtocol

/// The fields by which the lists of 今天 are narrowed.
struct TodayFilterView: Sendable {
    struct Option: Sendable {
        var value: String
        var title: String
        var isChosen: Bool
    }

    struct Field: Sendable {
        var name: String
        var label: String
        var options: [Option]
    }

    /// The list that stays; empty for the first with something on it.
    var list: String
    var fields: [Field]
    var isNarrowed: Bool
    /// The same list, not narrowed.
    var whole: String

    /// - Parameters:
    ///   - choices: what the desk answered: topics, units and officers that stand on the lists.
    ///   - badge: whose page it is.
    init(_ order: TodayOrder, choices: JSONObject, badge: String) {
        list = order.list?.rawValue ?? ""
        isNarrowed = !order.filter.isEmpty
        whole = TodayOrder(list: order.list).address()
        func field(
            _ name: String, _ label: String, _ values: [String], _ chosen: String?, _ title: (String) -> String = { $0 }
        ) -> Field {
            // What was asked for stays to be seen, though nothing of it stands on a list any more.
            let all = chosen.map { values.contains($0) ? values : [$0] + values } ?? values
            return Field(
                name: name, label: label,
                options: all.map { Option(value: $0, title: title($0), isChosen: $0 == chosen) })
        }
        let others = choices.texts("officers").filter { $0 != badge }
        fields = [
            field("purpose", "目的", Purpose.allCases.map(\.rawValue), order.filter.purpose),
            field("topic", "内容", choices.texts("topics"), order.filter.topic, DeskText.topic),
            field("unit", "承办单位", choices.texts("units"), order.filter.unit),
            field("officer", "承办人", [badge] + others, order.filter.officer) { $0 == badge ? "我（\(badge)）" : $0 },
        ]
    }
}

/// A list that the officer keeps.
struct KeptView: Sendable {
    var name: String
    var address: String
    var isHere: Bool

    init(_ view: SavedView, order: TodayOrder) {
        name = view.name
        let own = TodayOrder(query: view.query)
        address = own.address()
        isHere = own.list == order.list && own.filter == order.filter
    }
}
