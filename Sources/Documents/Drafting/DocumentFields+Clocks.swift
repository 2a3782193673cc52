// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension DocumentFields {
    /// Dates that are counted: always the nominal ones, as petitioners are shown them.
    mutating func takeClocks() {
        let states = CaseClocks.states(
            of: record, office: context.officeKind, rules: context.rules, calendar: context.calendar,
            asOf: context.today)
        concluding(states)
        windows()
        guard kind == .urge || kind == .supervise else { return }
        let running = states.filter { state in
            guard !state.status.isFinal, let rule = context.rules.rule(state.rule) else { return false }
            return rule.party == .organ && !rule.isWindow && state.nominalDue != nil
                && ![RuleID.object, RuleID.track].contains(rule.id)
        }
        guard let nearest = running.min(by: { ($0.nominalDue ?? .latest) < ($1.nominalDue ?? .latest) }),
            let due = nearest.nominalDue, let rule = context.rules.rule(nearest.rule)
        else { return }
        let now =
            nearest.overdueDays > 0
            ? "，已经超期 \(nearest.overdueDays) 日" : due >= context.today ? "，还有 \(context.today.days(to: due)) 日" : ""
        offer(.daysLeft, "\(rule.title)的期限是 \(due.chinese())（\(rule.basis.citation)）\(now)")
    }

    /// 办结, and what an extension makes of it. Only item 6 of art. 31 has the 60 days.
    private mutating func concluding(_ states: [ClockState]) {
        guard self[.isSixth] != nil, let accepted = dates[.acceptedOn], let rule = context.rules[RuleID.conclude] else {
            return
        }
        let recorded = record.events.last { $0.kind == .extended }
        var before = file.extensionDays
        if kind == .extend || kind == .extensionForm {
            if self[.days] == nil, let recorded, let days = recorded.fields.integer(.days) {
                // The approval stands in the ledger already: the paper tells of that one.
                before -= days
                offer(.days, "\(days)")
                offer(.why, recorded.fields[.reason])
                offer(.approver, recorded.fields[.approver])
                offer(.approvedOn, recorded.day)
            }
            offer(.originalDue, nominal(rule, accepted, extension: before))
            if let days = self[.days].flatMap({ Int($0) }), (1...30).contains(days) {
                offer(.newDue, nominal(rule, accepted, extension: before + days))
            }
            if kind == .extend { offer(.approvedOn, context.today) }
        }
        offer(.concludeBy, nominal(rule, accepted, extension: file.extensionDays))
    }

    private mutating func windows() {
        let day = dates[.deliveredOn] ?? context.today
        func date(_ rule: String) -> CivilDate? { context.rules[rule].flatMap { nominal($0, day) } }
        switch kind {
        case .opinion: offer(.reviewUntil, date(RuleID.review))
        case .review: offer(.recheckUntil, date(RuleID.recheck))
        case .forward, .entrust:
            offer(.noticeBy, date(RuleID.notify))
            offer(.replyBy, date(RuleID.object))
        default: break
        }
    }

    private func nominal(_ rule: DeadlineRule, _ from: CivilDate, extension days: Int = 0) -> CivilDate? {
        try? Deadline.compute(rule, from: from, calendar: context.calendar, extension: max(0, days), explain: false)
            .nominalDue
    }

    /// The ticked grounds of 不予受理 with their articles.
    mutating func takeGround() {
        guard kind == .decline else { return }
        let chosen = self[.ground].flatMap(CaseAct.Ground.init(rawValue:))
        let told: [(CaseAct.Ground, String)] = [
            (.again, "同一件事已经受理或者正在办理，又在规定期限内向上级提出"), (.level, "走访没有到有权处理的本级或者上一级接待场所"),
            (.competence, "不属于本机关、单位或者本系统的职权范围"),
        ]
        values[.ticks] = told.map { "\($0.0 == chosen ? "［√］" : "［　］")\($0.1)（\($0.0.article)）" }.joined(
            separator: "\n")
        values[.groundArticle] = chosen?.article
        if chosen == .competence { values[.ofCompetence] = "是" }
    }
}
