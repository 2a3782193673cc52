// SPDX-License-Identifier: Apache-2.0

/// What the office may bring before a 联席会议, and which new matters may be handled the simple way. Lists for people, made
/// of what the ledger shows; they decide nothing.
public enum CaseAgenda {
    /// Why an open case may be brought before the meeting; empty when nothing of it calls for that.
    public static func reasons(_ record: CaseRecord, _ file: CaseFile) -> [String] {
        guard file.stage.isOpen else { return [] }
        var reasons: [String] = []
        if file.stage == .objected || file.bounces > 0 { reasons.append("受理有争议") }
        if file.purpose == .litigation || file.way == .litigation { reasons.append("涉法涉诉") }
        if !file.coUnits.isEmpty { reasons.append("跨部门") }
        if file.links.contains(where: { $0.relation == CaseAct.repeatRelation }) { reasons.append("重复提出") }
        if file.people >= 5 { reasons.append("\(file.people) 人") }
        if file.sentBack > 0 { reasons.append("退回重办过") }
        if file.deferral != nil { reasons.append("暂不具备条件") }
        if isPassedOver(record), file.questions == 0 { reasons.append("到上面去过或者要去，还没有问过被越过的单位") }
        return reasons
    }

    /// Whether the petitioner said that they went, or are going, to a level above: a question to the unit they came past,
    /// never to them.
    public static func isPassedOver(_ record: CaseRecord) -> Bool { record.claim.flags.contains("上级") }

    /// Why a fresh matter is a candidate for 简易办理; nil when it is none. An officer decides.
    public static func simple(_ record: CaseRecord, _ file: CaseFile) -> String? {
        guard CaseStage.fresh.contains(file.stage), isFirst(file), file.people == 1, file.coUnits.isEmpty,
            file.transfers <= 1, file.bounces == 0
        else { return nil }
        switch file.purpose {
        case .inquiry, .suggestion: return "\(file.purpose.rawValue)，一个人提的，没有提过"
        case .relief, .appeal: return "一个人的\(file.purpose.rawValue)，没有提过；事实清楚、争议不大的可以用"
        case .report, .litigation: return nil
        }
    }

    /// 初次: nothing links it to a matter that was brought before.
    public static func isFirst(_ file: CaseFile) -> Bool {
        !file.links.contains { $0.relation == CaseAct.repeatRelation } && file.reopened == 0
    }

    /// Numbers of matters that came again within so many months after this one was closed, by the days in their numbers;
    /// a month is 30 days.
    public static func cameAgain(_ file: CaseFile, months: Int) -> [String] {
        guard let closedOn = file.closedOn else { return [] }
        return file.links.filter { $0.relation == CaseAct.repeatedRelation }.map(\.number).sorted().filter { number in
            guard let filed = try? ReceiptNumber(typed: number).date else { return false }
            return filed >= closedOn && filed <= closedOn.adding(days: months * 30)
        }
    }
}
