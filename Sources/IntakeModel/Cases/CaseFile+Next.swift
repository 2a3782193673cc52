// SPDX-License-Identifier: Apache-2.0

/// What comes next on an open case, and by when; where the law sets no date, why there is none.
public enum CaseNext: Sendable, Hashable {
    /// `what` names the clock, or what was set; `article` where it is written, empty for what a person set.
    case due(CivilDate, what: String, article: String)
    ///
    /// `look` is the day by which the office looks again, by its own rule ``RuleID/track``: no term, and nothing that a
    /// petitioner is told; nil where it cannot be counted.
    case undated(reason: String, look: CivilDate? = nil)
    /// The case is over.
    case nothing
}

extension CaseFile {
    /// - Parameters:
    ///   - clocks: of this case, as ``CaseClocks`` tells them.
    ///   - rules: the book those were computed by.
    public func next(clocks: [ClockState], rules: RuleBook) -> CaseNext {
        guard stage.isOpen else { return afterwards(clocks, rules) }
        if let deferral {
            return .due(deferral.recheckOn, what: "复查暂缓的条件是否具备", article: "")
        }
        var dates: [(date: CivilDate, what: String, article: String)] = []
        for clock in clocks where !clock.status.isFinal {
            guard let date = clock.nominalDue, clock.rule != RuleID.track, let rule = rules.rule(clock.rule),
                rule.party == .organ, !rule.isWindow
            else { continue }
            dates.append((date, rule.title, rule.basis.citation))
        }
        if let setDue, stage != .reported { dates.append((setDue, "反馈办理结果", "")) }
        if let demand = supervisions.last, stage != .reported { dates.append((demand, "答复督办", "")) }
        // Set while the result waited to be examined.
        if dates.isEmpty {
            dates = clocks.compactMap { clock in
                guard !clock.status.isFinal, let date = clock.nominalDue, let set = SetDate(rawValue: clock.rule) else {
                    return nil
                }
                return (date, set.title, "")
            }
        }
        if let nearest = dates.min(by: { ($0.date, $0.what) < ($1.date, $1.what) }) {
            return .due(nearest.date, what: nearest.what, article: nearest.article)
        }
        let look = clocks.last { $0.rule == RuleID.track && !$0.status.isFinal }?.nominalDue
        for clock in clocks where !clock.status.isFinal && clock.rule != RuleID.track {
            guard let date = clock.nominalDue, let rule = rules.rule(clock.rule) else { continue }
            return .undated(reason: "\(date.chinese())前可以：\(rule.title)（\(rule.basis.citation)）", look: look)
        }
        return .undated(reason: whyUndated, look: look)
    }

    /// By which rule and from which day it is looked at again while no other duty runs.
    ///
    /// A day that an officer set (跟进) stands until it comes or the case goes a step on; else it is the office's rule,
    /// counted from the last day on which somebody did something.
    func tracking(_ rule: DeadlineRule) -> (rule: DeadlineRule, from: CivilDate) {
        guard let day = trackedOn, case let length = tendedOn.days(to: day),
            (1...Deadline.maximumLength).contains(length)
        else { return (rule, tendedOn) }
        let own = DeadlineRule(
            id: rule.id, title: rule.title, length: length, unit: .natural, startsOn: "定下之日", basis: rule.basis,
            counting: DeadlineRule.Counting(rollsOver: false, rollCitation: ""), remindDays: rule.remindDays,
            regime: rule.regime, version: day.iso8601)
        return (own, tendedOn)
    }

    /// What is left to do on a case that is over: a 回访 that the office wants by a day.
    private func afterwards(_ clocks: [ClockState], _ rules: RuleBook) -> CaseNext {
        let left = clocks.filter { !$0.status.isFinal }.compactMap { clock -> (on: CivilDate, rule: DeadlineRule)? in
            guard let on = clock.nominalDue, let rule = rules.rule(clock.rule), rule.party == .organ, !rule.isWindow,
                rule.begins == CaseAct.conclude.rawValue
            else { return nil }
            return (on, rule)
        }
        guard let first = left.min(by: { ($0.on, $0.rule.id) < ($1.on, $1.rule.id) }) else { return .nothing }
        return .due(first.on, what: first.rule.title, article: first.rule.basis.citation)
    }

    private var whyUndated: String {
        switch stage {
        case .registered, .forwarded:
            if !identified { return "姓名（名称）、住址不清，没有书面告知的期限" }
            return "告知已经做了或者期限规则没有启用"
        case .objected: return "异议正在核实，条例没有规定核实的期限"
        case .notified:
            return isOfArticle31
                ? "已经告知，还没有受理；办结的期限从受理之日起算" : "\(purpose.rawValue)类事项，条例没有规定办结期限"
        case .guided: return "已经导入\(way?.road ?? "相应")程序，期限由那个程序规定"
        case .accepted, .replied:
            guard isOfArticle31 else { return "\(purpose.rawValue)类事项，条例没有规定办结期限" }
            if let way, way != .opinion { return "按第三十一条第\(way.rawValue)项（\(way.road)）办理，期限由那个程序规定" }
            return stage == .replied ? "已经答复，等送达或者报结" : "还没有写明按第三十一条哪一项办理"
        case .reviewing, .rechecking: return "复查、复核的期限规则没有启用"
        case .reviewed: return "复查意见已经作出，等送达或者报结"
        case .rechecked: return "复核意见已经作出，等送达或者报结"
        case .reported: return "已经报结，等审核；条例没有规定审核的期限"
        case .deferred, .concluded, .declined, .barred, .withdrawn, .archived: return ""
        }
    }
}

extension HandlingWay {
    /// The road that the item of art. 31 names, in a word.
    public var road: String {
        switch self {
        case .litigation: "诉讼、法律监督等法定"
        case .arbitration: "仲裁"
        case .partyAppeal: "党员申诉、申请复审"
        case .administrativeProcedure: "行政复议、裁决、确认、许可、处罚等行政"
        case .dutyOfProtection: "查处违法、履行职责"
        case .opinion: "信访处理意见"
        }
    }
}
