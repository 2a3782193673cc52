// SPDX-License-Identifier: Apache-2.0

import LineProtocol

/// An open case as the lists show it.
struct CaseRowView: Sendable {
    var number: String
    var address: String
    var purpose: String
    var topic: String
    var stage: String
    var owner: String
    var isSealed: Bool
    var what: String?
    var date: String
    /// How much time is left, in words with the unit.
    var left: String
    /// How the days of the limit are counted.
    var unit: String?
    var isProvisional: Bool
    var article: String
    var isOver: Bool
    var isNear: Bool
    var lists: [String]

    /// The rows of an answer to `today` or `find`.
    static func rows(_ board: JSONObject?) -> [CaseRowView] {
        guard let board else { return [] }
        let today = board.text("today")
        return board.objects("items").map { CaseRowView($0, today: today) }
    }

    /// - Parameter today: as the wire writes it.
    init(_ item: JSONObject, today: String) {
        number = item.text("number")
        address = "/desk/cases/\(number)"
        purpose = item.text("purpose")
        topic = DeskText.topic(item.text("topic"))
        stage = item.text("state")
        owner = item.text("owner")
        isSealed = item.flag("sealed")
        let on = Set(item.texts("lists"))
        isOver = on.contains(BoardList.overdue.rawValue)
        isNear = on.contains(BoardList.today.rawValue) || on.contains(BoardList.soon.rawValue)
        lists = [BoardList.returned, .unowned].filter { on.contains($0.rawValue) }.map { DeskText.list($0) }
        guard let due = item["due"]?.object else {
            what = nil
            (date, left, article, unit, isProvisional) = ("", "没有期限", "", nil, false)
            return
        }
        what = due.text("what")
        date = DeskText.date(due.text("nominal"))
        article = due.text("article")
        isProvisional = due.flag("provisional")
        unit = due.optional("unit").map { $0 == "工作日" ? "按工作日算" : "按自然日算" }
        let (days, over) = (due.number("days"), due.number("days_over"))
        left =
            due["term"]?.bool == false && (over > 0 || days <= 0)
            ? "该跟进了"
            : over > 0
                ? "超期 \(over) 天"
                : days > 0
                    ? "还有 \(days) 天"
                    : days == 0
                        ? "今天到期"
                        : due.text("effective") == today ? "顺延到今天" : "顺延到 \(DeskText.date(due.text("effective")))"
    }
}
