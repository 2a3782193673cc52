// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// A number of cases, or of acts.
public enum ReportCount: Int, Sendable, Hashable, CaseIterable {
    case registered, forwarded, notified, accepted, declined, barred, guided, met, replied, extended, reviewAsked
    case recheckAsked, reminded, supervised, urged, sentBack, withdrawn, concluded
    case open, overdue

    /// The entries that are counted; empty for what is no act.
    var kinds: [CaseEvent.Kind] {
        switch self {
        case .registered, .open, .overdue: []
        case .forwarded: [.forwarded, .entrusted]
        case .notified: [.notified]
        case .accepted: [.accepted]
        case .declined: [.declined]
        case .barred: [.barred]
        case .guided: [.guided]
        case .met: [.met, .visited]
        case .replied: [.replied]
        case .extended: [.extended]
        case .reviewAsked: [.reviewAsked]
        case .recheckAsked: [.recheckAsked]
        case .reminded: [.reminded]
        case .supervised: [.supervised]
        case .urged: [.urged]
        case .sentBack: [.sentBack]
        case .withdrawn: [.withdrawn]
        case .concluded: [.concluded]
        }
    }

    static let byKind: [CaseEvent.Kind: ReportCount] = Dictionary(
        uniqueKeysWithValues: allCases.flatMap { count in count.kinds.map { ($0, count) } })

    public var definition: ReportDefinition {
        switch self {
        case .registered:
            ReportDefinition(
                "登记", part: "本期收到并登记的件数；导入的旧件按原来收到的日子", article: "第二十二条、第二十三条")
        case .open: ReportDefinition("期末未结", part: "截至日还没有办结、不予受理、不再受理、撤回的件数")
        case .overdue:
            ReportDefinition(
                "期末超期", part: "截至日还没结、至少一个本机关的期限已过顺延后的到期日的件数",
                excludes: "群众自己的期限（申请复查、复核）和异议", article: "第二十二条、第二十三条、第三十四条至第三十六条")
        case .forwarded: act("转送、交办", "第二十二条第一款")
        case .notified: act("告知", "第二十三条")
        case .accepted: act("受理", "第三十一条")
        case .declined: act("不予受理", "第十九条、第二十条、第二十三条")
        case .barred: act("不再受理", "第三十六条第三款")
        case .guided: act("导入程序", "第三十一条第一至五项")
        case .met: act("面谈、走访", "第三十一条第六项")
        case .replied: act("答复", "第二十九条、第三十二条")
        case .extended: act("延期", "第三十四条")
        case .reviewAsked: act("申请复查", "第三十五条")
        case .recheckAsked: act("申请复核", "第三十六条")
        case .reminded: act("催办", "第四十条")
        case .supervised: act("督办", "第四十条")
        case .urged: act("群众来催", "第二十一条第二款")
        case .sentBack: act("退回重办", "")
        case .withdrawn: act("撤回", "")
        case .concluded: act("办结", "第三十四条")
        }
    }

    private func act(_ title: String, _ article: String) -> ReportDefinition {
        ReportDefinition(title, part: "本期内发生的次数，按发生的日子", article: article)
    }
}
