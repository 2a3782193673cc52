// SPDX-License-Identifier: Apache-2.0

/// What can be done with a case. The raw values are the names on the wire and on the command line.
public enum CaseAct: String, Sendable, Hashable, CaseIterable {
    // In the order in which the table prints them.
    case register = "登记"
    case importing = "导入"
    case assign = "分办"
    case join = "联办"
    case handOver = "交接"
    case classify = "认定"
    case forward = "转送"
    case entrust = "交办"
    case object = "异议"
    case giveBack = "退回"
    case retain = "驳回异议"
    case notify = "告知"
    case accept = "受理"
    case decline = "不予受理"
    case bar = "不再受理"
    case guide = "导入程序"
    case meet = "面谈"
    case visit = "走访"
    case pause = "扣除期间"
    case extend = "延期"
    case postpone = "暂不具备条件"
    case resume = "恢复办理"
    case track = "跟进"
    case remind = "催办"
    case supervise = "督办"
    case mediate = "调解"
    case reply = "答复"
    case deliver = "送达"
    case askReview = "申请复查"
    case review = "复查意见"
    case askRecheck = "申请复核"
    case recheck = "复核意见"
    case sponsor = "包案"
    case consult = "会诊"
    case brief = "摘报"
    case propose = "拟办"
    case direct = "批示"
    case question = "询问"
    case opine = "信访人意见"
    case settle = "到位"
    case report = "报结"
    case examine = "审核"
    case sign = "签署"
    case sendBack = "退回重办"
    case conclude = "办结"
    case followUp = "回访"
    case archive = "归档"
    case reopen = "重启"
    case urge = "催"
    case supplement = "补充"
    case withdraw = "撤回"
    case rate = "评价"
    case link = "关联"
    case note = "备注"
    case correct = "更正"
    case redact = "遮盖"
    case redate = "改期"
    case void = "作废"
    case tell = "告诉"
    case recode = "换码"
    case issue = "出具文书"

    /// The relation of a matter that was brought before.
    public static let repeatRelation = "重复"
    /// The relation that the earlier matter has to it.
    public static let repeatedRelation = "重复件"

    /// How the other case is related back; nil for a word that is none.
    public static func relation(backOf relation: String) -> String? {
        switch relation {
        case "主件": "子件"
        case "子件": "主件"
        case repeatRelation: repeatedRelation
        case repeatedRelation: repeatRelation
        case "相关": "相关"
        default: nil
        }
    }

    /// Grounds of 不予受理 that 信访工作条例 itself knows. That another road of the law is open is no ground: such a
    /// matter is shown there (art. 31).
    public enum Ground: String, Sendable, Hashable, CaseIterable {
        /// Art. 19 para. 3.
        case again = "重复提出"
        /// Art. 20 para. 1; only for those who come in person.
        case level = "越级走访"
        /// Art. 23 para. 1.
        case competence = "不属职权"

        public var article: String {
            switch self {
            case .again: "信访工作条例第十九条第三款"
            case .level: "信访工作条例第二十条第一款"
            case .competence: "信访工作条例第二十三条第一款"
            }
        }
    }

    /// The row of the table.
    public var rule: CaseRule { Self.rules[self] ?? CaseRule(self, .noted, .desk, from: []) }

    private static let rules: [CaseAct: CaseRule] = Dictionary(
        uniqueKeysWithValues: CaseRule.rows.map { ($0.act, $0) })
}
