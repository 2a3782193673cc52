// SPDX-License-Identifier: Apache-2.0

/// One entry of a case's ledger. Append-only: what is wrong is put right by a later entry.
public struct CaseEvent: Sendable, Hashable {
    /// What happened. The raw values are stored and go out on the wire; none is ever renamed.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        // MARK: The first vocabulary, stored since format 1

        /// 登记
        case filed
        /// 转送 to a unit
        case forwarded
        /// 告知 given in writing
        case notified
        /// 受理 by an officer: starts 办结 for a 第31条第6项 matter
        case accepted
        /// 办结
        case concluded
        /// By the petitioner: 催, 补充, 撤回, 评价
        case urged, supplemented, withdrawn, rated
        /// A note of an officer
        case noted
        /// A date moved because rules or calendar changed
        case redated

        // MARK: Getting to who answers for it

        /// 认定: by which item of art. 31 it is handled
        case classified
        /// 交办 with a date for the report (art. 22 para. 1 item 3)
        case entrusted
        /// 异议: the receiving unit holds itself not competent (art. 23 para. 3)
        case objected
        /// 异议 agreed to: the papers come back
        case returned
        /// 异议 not agreed to
        case retained
        /// 分办: 承办单位 and 承办人
        case assigned
        /// 联办: the lead unit and those who help
        case joined
        /// 交接: another 首问责任人
        case handedOver
        /// 不予受理
        case declined
        /// 不再受理
        case barred
        /// 导入程序: shown to another procedure of the law (art. 31 items 1 to 5)
        case guided

        // MARK: Handling

        /// Days that a clock does not count
        case paused
        /// 延期
        case extended
        /// 催办
        case reminded
        /// 督办
        case supervised
        /// 面谈
        case met
        /// 走访, on the spot
        case visited
        /// 调解 or 和解 came to an agreement
        case mediated
        /// 暂不具备条件, with the day on which it is looked at again
        case deferred
        /// 恢复办理 after that
        case resumed
        /// 答复: 信访处理意见书, or a reply where there is none
        case replied
        /// 送达
        case delivered
        /// 申请复查
        case reviewAsked
        /// 复查意见
        case reviewed
        /// 申请复核
        case recheckAsked
        /// 复核意见
        case rechecked

        // MARK: Closing

        /// 信访人意见
        case opined
        /// One of the 四个到位 for a claim
        case settled
        /// 报结
        case reported
        /// 审核 by the four standards, passed
        case examined
        /// 退回重办
        case sentBack
        /// 签署
        case signed
        /// 回访
        case followedUp
        /// 归档
        case archived
        /// 重启
        case reopened

        // MARK: The record itself

        /// 关联: parent, child, repeat
        case linked
        /// 遮盖 an entry: it stays in the ledger and is shown to nobody
        case redacted
        /// 更正 what was registered
        case corrected
        /// 导入 from another system, with its real dates
        case imported
        /// 作废: an entry that was wrong counts no more; it stays in the ledger
        case voided
        /// 询问 the unit that was passed over
        case questioned
        /// 包案 by a leader
        case sponsored
        /// 会诊
        case consulted
        /// 摘报 to a leader
        case briefed
        /// 拟办: what is proposed on it
        case proposed
        /// 批示 of a leader
        case directed
        /// 告诉: the petitioner was shown the entries up to one of them
        case told
        /// 换码: the query code of one of the petitioners was given anew
        case recoded
        /// 出具文书: a document went out, with its 文号
        case issued
        /// 跟进: another day on which the office looks again
        case tracked

        /// Those that format 1 of the stored entries knows.
        public static let inProgress: [Kind] = [
            .filed, .forwarded, .notified, .accepted, .concluded, .urged, .supplemented, .withdrawn, .rated, .noted,
            .redated,
        ]
    }

    public var kind: Kind
    /// When it was entered.
    public var at: Timestamp
    /// Badge of the officer; nil when the petitioner or the desk did it.
    public var by: String?
    public var text: String
    /// What the act was given besides.
    public var fields: CaseFields

    public init(
        _ kind: Kind, at: Timestamp, by: String? = nil, text: String = "", fields: CaseFields = CaseFields()
    ) {
        self.kind = kind
        self.at = at
        self.by = by
        self.text = text
        self.fields = fields
    }

    /// The day it happened: the one that was given, else the day of entry.
    public var day: CivilDate { fields.date(.on) ?? CivilDate(at) }

    /// By which item of 第三十一条 the matter is handled, where this entry says so. In entries of format 1 the text
    /// of 受理 begins with `31(6)`.
    public var handlingWay: HandlingWay? {
        switch kind {
        case .accepted, .classified, .guided:
            if let way = fields.integer(.way) { return HandlingWay(rawValue: way) }
            guard kind == .accepted, text.utf8.starts(with: "31(".utf8) else { return nil }
            return Int(text.dropFirst(3).prefix { $0 != ")" }).flatMap(HandlingWay.init(rawValue:))
        default: return nil
        }
    }
}
