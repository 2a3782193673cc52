// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// Chinese words for the codes of the wire; a code that is not known is shown as it is.
enum DeskWords {
    static func reason(_ code: String) -> String {
        switch HandoffReason(rawValue: code) {
        case .asked: "要人工"
        case .stuck: "谈不下去"
        case .safety: "有危险"
        case .passed: "同事转来"
        case .dropped: "同事断线"
        case nil: code
        }
    }

    static func stage(_ code: String) -> String {
        let kind = CaseEvent.Kind(rawValue: code)
        return switch kind {
        case .filed: "已登记"
        case .forwarded: "已转送"
        case .notified: "已告知"
        case .accepted: "已受理"
        case .concluded: "已办结"
        case .urged: "催办"
        case .supplemented: "补充"
        case .withdrawn: "已撤回"
        case .rated: "评价"
        case .noted: "备注"
        case .redated: "期限重算"
        case .some(let kind): CaseAct(kind).rawValue
        case nil: code
        }
    }

    static func clock(_ status: String, daysOver: Int64) -> String {
        switch status {
        case "open": "在期内"
        case "due_soon": "快到期"
        case "overdue": daysOver > 0 ? "已超期 \(daysOver) 天" : "已超期"
        case "met": "按期"
        case "late": "超期办的"
        default: status
        }
    }

    /// `2026-12-08` as `12月8日`; anything else as it is.
    static func date(_ text: String?) -> String? {
        guard let text else { return nil }
        guard let date = try? CivilDate(iso8601: text) else { return text }
        return "\(date.month)月\(date.day)日"
    }

    /// What there is of several parts, with a space between.
    static func join(_ parts: String?...) -> String {
        parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// How long ago, in one unit or two.
    static func waiting(since: Timestamp, now: Timestamp) -> String {
        let seconds = max(0, now.milliseconds - since.milliseconds) / 1000
        if seconds < 60 { return "\(seconds)秒" }
        if seconds < 3600 { return "\(seconds / 60)分" }
        if seconds < 86_400 { return "\(seconds / 3600)时\(seconds % 3600 / 60)分" }
        return "\(seconds / 86_400)天"
    }
}
