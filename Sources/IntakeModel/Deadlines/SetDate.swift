// SPDX-License-Identifier: Apache-2.0

/// A date that a person set, and that is watched like one that the law counts: reminders come before and after it, and
/// lists show it. Nothing moves it but the person: no day off, no extension.
public enum SetDate: String, Sendable, Hashable, CaseIterable {
    /// The day on which 暂不具备条件 is looked at again.
    case recheck = "条件回看"
    /// 交办: when the result is to be reported back (art. 22 para. 1 item 3: 指定办理期限).
    case entrusted = "交办反馈"
    /// 分办: the office's own date for whoever handles it.
    case assigned = "承办期限"
    /// 督办.
    case supervised = "督办反馈"
    /// 批示.
    case directed = "批示办理"

    /// What has to be done by then.
    public var title: String {
        switch self {
        case .recheck: "再看条件具备没有"
        case .entrusted: "反馈办理结果"
        case .assigned: "办好，或者说明办到哪一步"
        case .supervised: "答复督办"
        case .directed: "按批示办理"
        }
    }

    /// Where it is written that somebody sets it; empty where it is good practice.
    var citation: String {
        switch self {
        case .entrusted: "信访工作条例第二十二条第一款第三项"
        case .supervised: "信访工作条例第四十条第一款"
        case .recheck, .assigned, .directed: ""
        }
    }

    /// The rule that a date of this kind runs by.
    ///
    /// - Returns: nil for a date that is not after the day on which it was set, or lies more than ten years away.
    func rule(from: CivilDate, due: CivilDate) -> DeadlineRule? {
        let length = from.days(to: due)
        guard (1...Deadline.maximumLength).contains(length) else { return nil }
        return DeadlineRule(
            id: rawValue, title: title, length: length, unit: .natural, startsOn: "定下之日",
            basis: DeadlineRule.Basis(citation: citation, text: ""),
            counting: DeadlineRule.Counting(rollsOver: false, rollCitation: ""), regime: "指定", version: due.iso8601)
    }
}
