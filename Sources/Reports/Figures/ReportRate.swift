// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// A part of a whole. Each is defined here once; tables, pages and counting read it from here.
public enum ReportRate: Int, Sendable, Hashable, CaseIterable {
    case accepted, forwardedInTime, notifiedInTime, concludedInTime, reviewedInTime, recheckedInTime, extended, repeated
    case officeContent, unitContent, followedUpContent
    case answeredAtOnce, nobodyCame

    /// The clocks it looks at, where it is about a date.
    var rule: String? {
        switch self {
        case .forwardedInTime: RuleID.forward
        case .notifiedInTime: RuleID.notify
        case .concludedInTime, .extended: RuleID.conclude
        case .reviewedInTime: RuleID.reviewOpinion
        case .recheckedInTime: RuleID.recheckOpinion
        case .accepted, .repeated, .officeContent, .unitContent, .followedUpContent, .answeredAtOnce, .nobodyCame: nil
        }
    }

    /// Whether it can be told by unit, topic and so on: what is not about cases cannot; 转送 is the desk's own duty and
    /// no unit's.
    public func isTold(by dimension: ReportDimension) -> Bool {
        switch self {
        case .answeredAtOnce, .nobodyCame: false
        case .forwardedInTime: dimension != .unit
        default: true
        }
    }

    /// What the further number beside the rate is; nil for none.
    public var asideTitle: String? {
        switch self {
        case .accepted: "还没定"
        case .officeContent, .unitContent: "本期办结"
        case .followedUpContent: "回访"
        case .answeredAtOnce: "看过答复"
        default: nil
        }
    }

    public var definition: ReportDefinition {
        let judged = "期限在本期满（顺延后的到期日的次日在本期内）的"
        let stopped = "撤回、退回等中止的期限"
        switch self {
        case .accepted:
            return ReportDefinition(
                "受理率", part: "截至日已经受理的", whole: "本期登记的申诉、求决",
                excludes: "已撤回的，已导入其他法定程序的；还没定的算在分母里，另列件数", article: "第三十一条")
        case .forwardedInTime:
            return ReportDefinition(
                "按期转送率", part: "到期日当天或以前转送、交办的", whole: judged + "转送期限",
                excludes: stopped, article: "第二十二条第一款")
        case .notifiedInTime:
            return ReportDefinition(
                "按期告知率", part: "到期日当天或以前告知的", whole: judged + "告知期限",
                excludes: stopped + "；姓名（名称）、住址不清的", article: "第二十三条")
        case .concludedInTime:
            return ReportDefinition(
                "按期办结率", part: "到期日当天或以前答复或办结的；批准的延期计入到期日", whole: judged + "办结期限",
                excludes: stopped + "；不按第三十一条第六项办理的，没有这个期限", article: "第三十四条")
        case .reviewedInTime:
            return ReportDefinition(
                "按期复查率", part: "到期日当天或以前作出复查意见的", whole: judged + "复查意见期限", excludes: stopped,
                article: "第三十五条")
        case .recheckedInTime:
            return ReportDefinition(
                "按期复核率", part: "到期日当天或以前作出复核意见的", whole: judged + "复核意见期限",
                excludes: stopped + "；听证的日子不计入期限", article: "第三十六条")
        case .extended:
            return ReportDefinition(
                "延期率", part: "批准过延期的", whole: judged + "办结期限", excludes: stopped, article: "第三十四条")
        case .repeated:
            return ReportDefinition(
                "重复率", part: "工作人员关联为“重复”的", whole: "本期登记的", excludes: "程序提示可能重复、没有人确认的",
                article: "第十九条第三款")
        case .officeContent:
            return ReportDefinition(
                "满意率（信访部门）", part: "评“满意”“基本满意”的", whole: "本期评了信访部门的件（一件评几次，算本期最后一次）",
                excludes: "没评的；本期办结的件数另列", article: "第二十一条第二款")
        case .unitContent:
            return ReportDefinition(
                "满意率（承办单位）", part: "评“满意”“基本满意”的", whole: "本期评了承办单位的件（一件评几次，算本期最后一次）",
                excludes: "没评的；本期办结的件数另列", article: "第二十一条第二款")
        case .followedUpContent:
            return ReportDefinition(
                "回访满意率", part: "答“满意”“基本满意”的", whole: "本期回访联系上的次数",
                excludes: "联系不上的；回访的次数另列")
        case .answeredAtOnce:
            return ReportDefinition(
                "首访当场解答率", part: "本人明确说“解决了”、没有说过“没解决”的谈话", whole: "本期看过当场答复、又明确答了解决没解决的谈话",
                excludes: "没有回答的；本人要求删掉的；看过答复的谈话另列", article: "首问负责")
        case .nobodyCame:
            return ReportDefinition(
                "等人没等到", part: "到截至日没有人接待的", whole: "本期等工作人员的次数",
                excludes: "记录已经清理的（保存不少于 90 天）", article: "首问负责")
        }
    }
}

/// A part of a whole, and the further number that belongs beside it.
public struct Ratio: Sendable, Hashable {
    public var part = 0
    public var whole = 0
    public var aside = 0

    public init(part: Int = 0, whole: Int = 0, aside: Int = 0) {
        self.part = part
        self.whole = whole
        self.aside = aside
    }

    /// Tenths of a percent, half rounded up; nil of nothing.
    public var permille: Int? { whole > 0 ? (part * 2000 + whole) / (whole * 2) : nil }

    /// `83.3%`.
    public var percent: String? { permille.map { "\($0 / 10).\($0 % 10)%" } }

    mutating func add(_ other: Ratio) {
        part += other.part
        whole += other.whole
        aside += other.aside
    }

    mutating func count(_ isPart: Bool) {
        whole += 1
        if isPart { part += 1 }
    }
}
