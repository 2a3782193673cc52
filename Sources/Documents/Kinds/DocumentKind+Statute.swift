// SPDX-License-Identifier: Apache-2.0

/// A field without which a document does not go out.
public struct DocumentNeed: Sendable, Hashable {
    public var field: DocumentField
    /// The article that asks for it; empty where it is good practice.
    public var basis: String
    /// How to mend it, in plain Chinese.
    public var mend: String

    public init(_ field: DocumentField, _ basis: String = "", mend: String) {
        self.field = field
        self.basis = basis
        self.mend = mend
    }
}

extension DocumentKind {
    private static let law = "信访工作条例第"

    private static func give(_ field: DocumentField, _ article: String = "", _ what: String = "") -> DocumentNeed {
        let value = what.isEmpty ? field.hint : what
        return DocumentNeed(field, article.isEmpty ? "" : law + article, mend: "出具时写上 \(field.rawValue)=\(value)")
    }

    private static let addressee = DocumentNeed(
        .petitioner, law + "二十三条第二款", mend: "没有留姓名的，条例不要求书面告知；凭编号和查询码可以查，需要书面答复的先补登姓名、住址")

    /// What has to be on it before it goes out. No template and no office can take any of it away.
    public var needs: [DocumentNeed] {
        switch self {
        case .register:
            [
                DocumentNeed(.number, Self.law + "二十二条", mend: "先登记"),
                DocumentNeed(.story, Self.law + "十九条第一款", mend: "登记里没有事实；先补充，再出表"),
                DocumentNeed(.firstContact, mend: "先办交接，写明首问责任人"),
            ]
        case .whereTo:
            [
                Self.addressee, Self.give(.to, "二十三条第一款", "转给哪个单位（已经转送、交办的不用写）"),
                Self.give(.sentOn, "二十三条第二款"),
            ]
        case .accept:
            [
                Self.addressee, Self.give(.reception, "二十三条第三款", "收到了什么、从哪里来、谁来办"),
                Self.give(.procedure, "二十三条第三款", "走哪条路、接下来几步"), Self.give(.item, "三十一条"),
                Self.give(.unit, "二十三条第三款"),
            ]
        case .forward:
            [Self.give(.to, "二十二条第一款"), DocumentNeed(.summary, mend: "登记里没有事项；先补充")]
        case .entrust:
            [
                Self.give(.to, "二十二条第一款第三项"), Self.give(.reportBy, "二十二条第一款第三项"),
                DocumentNeed(.summary, mend: "登记里没有事项；先补充"),
            ]
        case .object:
            [
                Self.give(.to, "二十三条第三款", "转送、交办的机关"), Self.give(.reasons, "二十三条第三款", "详细理由：为什么不属于本机关职权"),
                Self.give(.attachments, "二十三条第三款", "交还哪些材料"),
            ]
        case .decline:
            [
                Self.addressee, Self.give(.ground, "十九条第三款、第二十条第一款、第二十三条第一款", "重复提出 / 越级走访 / 不属职权"),
                Self.give(.reasons, "二十三条"),
            ]
        case .bar:
            [
                Self.addressee, Self.give(.formerNumber, "三十六条第三款", "复核意见书的文号"),
                Self.give(.formerOn, "三十六条第三款"), Self.give(.reasons, "三十六条第三款", "为什么是同一事实和理由"),
                Self.give(.help, "三十七条第三款", "疏导、帮扶、救助找谁、电话多少"),
            ]
        case .extensionForm:
            [
                DocumentNeed(.originalDue, Self.law + "三十四条", mend: "先受理，有了受理日期才有期限可延"),
                Self.give(.days, "三十四条"), Self.give(.why, "三十四条", "情况复杂在哪里"),
            ]
        case .extend:
            [
                Self.addressee, DocumentNeed(.originalDue, Self.law + "三十四条", mend: "先受理，有了受理日期才有期限可延"),
                Self.give(.days, "三十四条"), Self.give(.why, "三十四条", "情况复杂在哪里，让信访人看得懂"),
                Self.give(.approver, "三十四条", "批准延期的本机关、单位负责人，写明职务"),
            ]
        case .opinion:
            [
                DocumentNeed(
                    .petitioner, Self.law + "三十五条", mend: "没有留姓名，书面意见送不到；先补登姓名、住址，或者改用别的方式答复"),
                Self.give(.claim, "三十二条", "信访人要什么"), Self.give(.facts, "三十二条", "查明了什么、为什么"),
                Self.give(.decision, "三十二条"), Self.give(.outcome, "三十二条", "支持 / 部分支持 / 解释说明 / 不支持"),
                Self.give(.basis, "三十二条", "法律、法规、规章的名称和条款"),
                Self.give(.reviewOrgan, "三十五条", "原办理机关、单位的上一级机关、单位"),
            ]
        case .review:
            [
                Self.addressee, Self.give(.claim, "三十五条"), Self.give(.askedOn, "三十五条"),
                Self.give(.formerOrgan, "三十五条"), Self.give(.formerNumber, "三十五条", "原处理意见书的文号"),
                Self.give(.facts, "三十五条"), Self.give(.outcome, "三十五条", "维持 / 撤销 / 变更 / 责令重作"),
                Self.give(.decision, "三十五条"), Self.give(.basis, "三十五条"),
                Self.give(.recheckOrgan, "三十六条第一款", "复查机关、单位的上一级机关、单位"),
            ]
        case .recheck:
            [
                Self.addressee, Self.give(.claim, "三十六条第一款"), Self.give(.askedOn, "三十六条第一款"),
                Self.give(.formerOrgan, "三十六条第一款", "复查机关"), Self.give(.formerNumber, "三十六条第一款", "复查意见书的文号"),
                Self.give(.facts, "三十六条第一款"), Self.give(.outcome, "三十六条第一款", "维持 / 撤销 / 变更 / 责令重作"),
                Self.give(.decision, "三十六条第一款"), Self.give(.basis, "三十六条第一款"),
            ]
        case .urge:
            [Self.give(.to, "四十条第一款"), Self.give(.demand), Self.give(.reportBy)]
        case .supervise:
            [
                Self.give(.to, "四十条第一款"),
                Self.give(.ground, "四十条第一款", "违规受理办理 / 推诿敷衍拖延 / 弄虚作假 / 拒不执行 / 逾期 / 未反馈结果"),
                Self.give(.facts, "四十条第一款", "查到了什么，写事实，不写推测"), Self.give(.demand, "四十条第一款"),
                Self.give(.reportBy),
            ]
        case .mediation:
            [
                DocumentNeed(.petitioner, Self.law + "三十三条", mend: "没有留姓名，签不了协议；先补登姓名"),
                Self.give(.otherParty, "三十三条"), Self.give(.facts, "三十三条", "争的是什么"),
                Self.give(.terms, "三十三条"), Self.give(.performBy, "三十三条"),
            ]
        case .hearing:
            [
                Self.give(.time, "三十一条第六项"), Self.give(.venue, "三十一条第六项"), Self.give(.chair, "三十一条第六项"),
                Self.give(.present, "三十一条第六项"), Self.give(.record, "三十一条第六项"), Self.give(.scribe),
                Self.give(.hearingDays, "三十六条第二款", "听证用了几天（这几天不算进期限），数字"),
            ]
        case .delivery:
            [
                Self.give(.paper, "三十五条、第三十六条"), Self.give(.paperNumber),
                Self.give(.method, "", "当面 / 邮寄 / 网上 / 公告 / 其他"),
                Self.give(.deliverer),
            ]
        case .improvement:
            [
                Self.give(.to, "四十条第一款"), Self.give(.problem, "四十条"), Self.give(.advice, "四十条"),
                Self.give(.reportBy, "四十条第四款", "书面反馈采纳情况的日期，写成 2026-11-23"),
            ]
        case .report:
            [
                Self.give(.to, "二十二条第一款第三项", "交办的机关"), Self.give(.reportOf, "二十二条第一款第三项"),
                Self.give(.decision, "二十二条第一款第三项"), Self.give(.carriedOut, "二十二条第一款第三项"),
                Self.give(.opinion), Self.give(.standards, "", "四个标准各写一句：事实清楚、定性准确、处理恰当、手续完备"),
            ]
        }
    }

    /// Sentences of the law that a petitioner has to find on it, whatever the template says besides: what they can do
    /// next, where and until when. A template without one is an error.
    public var remedies: [DocumentField] {
        switch self {
        case .opinion: [.reviewOrgan, .reviewUntil]
        case .review: [.recheckOrgan, .recheckUntil]
        default: []
        }
    }
}
