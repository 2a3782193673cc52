// SPDX-License-Identifier: Apache-2.0

/// Why somebody should look whether a case is to be 督办 (信访工作条例第四十条第一款). A list for a person: nothing follows
/// from it by itself, and none of it says that anybody did wrong.
public struct CaseTrigger: Sendable, Hashable {
    /// As 督办 takes it: `ground`.
    public var ground: String
    /// What the ledger shows, in plain Chinese, with its days.
    public var why: String

    public init(ground: String, why: String) {
        self.ground = ground
        self.why = why
    }

    /// Days after an opinion of 复查 or 复核 that set something aside within which something new has to be on record.
    public static let followDays = 30

    /// - Parameters:
    ///   - clocks: of this case on `today`.
    /// - Returns: in the order of the grounds; empty for a case that is over.
    public static func all(
        _ record: CaseRecord, _ file: CaseFile, clocks: [ClockState], rules: RuleBook, today: CivilDate
    ) -> [CaseTrigger] {
        guard file.stage.isOpen else { return [] }
        return irregular(file) + slow(record, file, clocks: clocks, today: today) + untrue(file)
            + unheeded(file, today: today) + overdue(clocks, rules) + unanswered(file, today: today)
    }

    private static func irregular(_ file: CaseFile) -> [CaseTrigger] {
        var found: [CaseTrigger] = []
        if file.isOfArticle31, file.reply != nil, file.acceptedOn == nil {
            found.append(.init(ground: "违规受理办理", why: "有答复，没有受理的记录"))
        }
        if file.identified, file.reply != nil, file.notifiedOn == nil {
            found.append(.init(ground: "违规受理办理", why: "有答复，没有书面告知的记录（第二十三条）"))
        }
        if file.extensionUntold { found.append(.init(ground: "违规受理办理", why: "延期没有告知信访人的文书（第三十四条）")) }
        return found
    }

    private static func slow(
        _ record: CaseRecord, _ file: CaseFile, clocks: [ClockState], today: CivilDate
    ) -> [CaseTrigger] {
        var found: [CaseTrigger] = []
        if file.bounces > 1 { found.append(.init(ground: "推诿敷衍拖延", why: "转出去又退回来 \(file.bounces) 回")) }
        let since = record.events.lastIndex { $0.by != nil } ?? 0
        let urged = record.events[min(since + 1, record.events.count)...].count { $0.kind == .urged }
        if urged > 1 { found.append(.init(ground: "推诿敷衍拖延", why: "信访人催了 \(urged) 回，催以后没有人记过一笔")) }
        if let look = clocks.last(where: { $0.rule == RuleID.track }), look.status == .overdue,
            let due = look.nominalDue
        {
            let days = file.tendedOn.days(to: today)
            found.append(
                .init(
                    ground: "推诿敷衍拖延",
                    why: "没有期限在走，跟进的日子 \(due.iso8601) 过了，\(days) 天没有人办过（上次 \(file.tendedOn.iso8601)）"))
        }
        if let deferral = file.deferral, deferral.recheckOn < today {
            found.append(.init(ground: "推诿敷衍拖延", why: "说好 \(deferral.recheckOn.iso8601) 再看，还没有看"))
        }
        return found
    }

    private static func untrue(_ file: CaseFile) -> [CaseTrigger] {
        file.sentBack > 1 ? [.init(ground: "弄虚作假", why: "报结退回过 \(file.sentBack) 回，请核对报结材料")] : []
    }

    private static func unheeded(_ file: CaseFile, today: CivilDate) -> [CaseTrigger] {
        let opinions = [("复查", file.review), ("复核", file.recheck)]
        return opinions.compactMap { name, opinion in
            guard let opinion, opinion.outcome != "维持", !opinion.outcome.isEmpty,
                opinion.on.adding(days: followDays) < today, file.reply.map({ $0.on <= opinion.on }) ?? true
            else { return nil }
            return .init(
                ground: "拒不执行", why: "\(opinion.on.iso8601) \(name)意见是“\(opinion.outcome)”，过了 \(followDays) 天没有新的答复")
        }
    }

    private static func overdue(_ clocks: [ClockState], _ rules: RuleBook) -> [CaseTrigger] {
        clocks.compactMap { clock in
            guard clock.status == .overdue, clock.rule != RuleID.track, let due = clock.nominalDue,
                let rule = rules.rule(clock.rule), rule.party == .organ
            else { return nil }
            return .init(
                ground: "逾期",
                why: "\(rule.title)：\(due.iso8601) 到期，过了 \(clock.overdueDays) 天（\(rule.basis.citation)）")
        }
    }

    private static func unanswered(_ file: CaseFile, today: CivilDate) -> [CaseTrigger] {
        guard file.stage != .reported else { return [] }
        var found: [CaseTrigger] = []
        if let due = file.setDue, due < today {
            found.append(.init(ground: "未反馈结果", why: "要求 \(due.iso8601) 前反馈，没有报结"))
        }
        if let due = file.supervisions.last, due < today {
            found.append(.init(ground: "未反馈结果", why: "督办或者批示要求 \(due.iso8601) 前答复，没有报结"))
        }
        return found
    }
}
