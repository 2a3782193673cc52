// SPDX-License-Identifier: Apache-2.0

/// A piece of a document. The raw values are what templates call it, and what officers fill in by name.
public enum DocumentField: String, Sendable, Hashable, CaseIterable {
    // MARK: Out of the case and the office; nobody types them

    case office = "本机关"
    case officeAddress = "本机关地址"
    case officePhone = "本机关电话"
    case officeHours = "本机关时间"
    case issuedOn = "成文日期"
    case number = "编号"
    case filedOn = "登记日期"
    case receivedOn = "收到日期"
    case channel = "信访形式"
    case petitioner = "信访人"
    case address = "住址"
    case phone = "联系电话"
    case companions = "同来的人"
    case people = "人数"
    case summary = "事项"
    case story = "所述情况"
    case respondent = "被反映对象"
    case place = "问题属地"
    case topic = "内容分类"
    case firstContact = "首问责任人"
    case recorder = "记录人"
    case isRepeat = "初重件"
    case unitPhone = "承办电话"
    case unitAddress = "承办地址"
    case road = "办理途径"
    case concludeBy = "办结期限"
    case originalDue = "原期限"
    case newDue = "新期限"
    case ticks = "勾选"
    case groundArticle = "条款"
    case replyBy = "异议截止"
    case noticeBy = "告知截止"
    case reviewUntil = "复查截止"
    case recheckUntil = "复核截止"
    case reviewPlace = "复查地点"
    case recheckPlace = "复核地点"
    case daysLeft = "期限情况"
    case reminders = "催办次数"
    case isSealed = "保密件"
    case isSixth = "第六项"
    case otherRoad = "其他途径"
    case ofCompetence = "不属职权"
    case history = "办理经过"
    case followedHearing = "经过听证"

    // MARK: By the officer, with what the ledger says where nothing is given

    case issuer = "落款机关"
    case claim = "请求"
    case reasons = "理由"
    case unit = "承办单位"
    case officer = "承办人"
    case to = "去向单位"
    case sentOn = "转送日期"
    case sender = "来文机关"
    case attachments = "附件"
    case reportBy = "反馈期限"
    case demand = "办理要求"
    case acceptedOn = "受理日期"
    case item = "第几项"
    case reception = "接收情况"
    case procedure = "处理途径和程序"
    case ground = "情形"
    case suggestedOrgan = "有权机关"
    case days = "延长日数"
    case why = "延期理由"
    case approver = "批准人"
    case approvedOn = "批准日期"
    case facts = "事实和理由"
    case decision = "处理意见"
    case outcome = "意见类别"
    case basis = "依据"
    case answers = "逐项答复"
    case reviewOrgan = "复查机关"
    case recheckOrgan = "复核机关"
    case formerNumber = "原文号"
    case formerOn = "原文日期"
    case formerOrgan = "原办理机关"
    case askedOn = "申请日期"
    case reportOf = "核查经过"
    case carriedOut = "执行情况"
    case opinion = "信访人意见"
    case standards = "四个标准"
    case form = "督办形式"
    case otherParty = "另一方"
    case terms = "协议内容"
    case performBy = "履行期限"
    case mediator = "调解人"
    case time = "时间"
    case venue = "地点"
    case chair = "主持人"
    case present = "参加人"
    case scribe = "书记员"
    case record = "发言记录"
    case conclusion = "听证结论"
    case hearingDays = "听证占用日数"
    case paper = "送达文书"
    case paperNumber = "送达文号"
    case method = "送达方式"
    case deliverer = "送达人"
    case deliveredOn = "送达日期"
    case result = "送达结果"
    case problem = "存在问题"
    case advice = "具体建议"
    case help = "帮扶疏导"

    /// Whether an officer may give it. What is not is never taken from a command.
    public var isGiven: Bool {
        guard let first = Self.allCases.firstIndex(of: .issuer), let own = Self.allCases.firstIndex(of: self) else {
            return false
        }
        return own >= first
    }

    /// What to write, where the name does not say it.
    public var hint: String {
        switch self {
        case .reportBy, .sentOn, .acceptedOn, .approvedOn, .formerOn, .askedOn, .deliveredOn, .performBy:
            "日期，写成 2026-11-23"
        case .item: "1 到 6"
        case .days: "1 到 30"
        case .hearingDays: "数字"
        case .outcome: "支持 / 部分支持 / 解释说明 / 不支持；复查、复核写 维持 / 撤销 / 变更 / 责令重作"
        case .ground: "重复提出 / 越级走访 / 不属职权；督办写 违规受理办理 / 推诿敷衍拖延 / 弄虚作假 / 拒不执行 / 逾期 / 未反馈结果"
        case .form: "挂牌 / 专项 / 跟踪"
        case .opinion: "同意 / 不同意 / 无明确意见"
        default: "文字"
        }
    }

    /// Days as officers write them; shown as 2026年11月23日.
    var isDate: Bool {
        switch self {
        case .reportBy, .sentOn, .acceptedOn, .approvedOn, .formerOn, .askedOn, .deliveredOn, .performBy: true
        default: false
        }
    }

    /// The tag that the template engine is given: it takes none but ASCII names.
    var tag: String { "f\(Self.places[self] ?? 0)" }

    private static let places = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    /// Longest text of one field, in Unicode scalars: what fits a page or two.
    public static let longest = 2000
}
