// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// A clock of a case with 为什么是这一天.
struct ClockView: Sendable {
    /// Id of its rule, for acts that name one.
    var rule: String
    var title: String
    var due: String
    /// The effective date, where it is another one.
    var moved: String?
    /// How it stands, in words and with a sign; never by colour alone.
    var standing: String
    /// `late`, `near`, `far`, `done`: for the style.
    var look: String
    var isProvisional: Bool
    var article: String
    var from: String
    var steps: [String]
    var days: [String]
    var hasWhy: Bool
    var hasDays: Bool
    var isFinal: Bool

    init(_ object: JSONObject, today: CivilDate) {
        rule = object.text("rule")
        title = object.optional("title") ?? rule
        let nominal = object.text("nominal_due")
        let effective = object.optional("effective_due") ?? nominal
        due = CaseDates.shown(nominal, today: today)
        moved = nominal == effective ? nil : CaseDates.shown(effective, today: today)
        isProvisional = object.flag("provisional")
        article = object.text("article")
        from = CaseDates.shown(object.text("from"), today: today)
        steps = object.texts("steps")
        days = object.texts("days")
        hasWhy = !steps.isEmpty
        hasDays = !days.isEmpty
        let over = object.integer("days_over")
        let last = try? CivilDate(iso8601: effective)
        switch object.text("status") {
        case "met": (standing, look) = ("✓ 按期办了", "done")
        case "late": (standing, look) = (over > 0 ? "✗ 办了，超期 \(over) 天" : "✗ 超期办的", "done")
        case "closed": (standing, look) = ("— 不再计", "done")
        case "overdue" where rule == RuleID.track: (standing, look) = ("◔ 该跟进了", "near")
        case "overdue": (standing, look) = ("! 超期 \(over) 天", "late")
        case "due_soon": (standing, look) = ("◔ " + Self.left(last, today), "near")
        default: (standing, look) = ("○ " + Self.left(last, today), Self.nearness(last, today))
        }
        isFinal = look == "done"
    }

    private static func left(_ day: CivilDate?, _ today: CivilDate) -> String {
        day.map { CaseDates.left(until: $0, today: today) } ?? "没有日子"
    }

    private static func nearness(_ day: CivilDate?, _ today: CivilDate) -> String {
        day.map { CaseDates.nearness(of: $0, today: today) } ?? "far"
    }
}
