// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// What stands against a document going out. All of it at once, so that it is mended at once.
struct DocumentCheck {
    let fields: DocumentFields
    let page: DocumentPage
    let needs: [DocumentNeed]

    private var kind: DocumentKind { fields.kind }
    private var file: CaseFile { fields.file }

    var problems: [DocumentProblem] {
        var found = fields.problems
        for need in needs where fields[need.field] == nil {
            // What was given and could not be read is told already.
            if found.contains(where: { $0.field == need.field }) { continue }
            found.append(
                DocumentProblem(
                    need.field, "《\(kind.title)》缺「\(need.field.rawValue)」", basis: need.basis, mend: need.mend))
        }
        for field in kind.remedies where fields[field] == nil && !needs.contains(where: { $0.field == field }) {
            found.append(DocumentProblem(field, "写不出「\(field.rawValue)」", mend: "在 rules 里启用复查、复核的期限"))
        }
        if page.texts.reduce(0, { $0 + $1.unicodeScalars.count }) > Self.longest {
            found.append(DocumentProblem(nil, "全文超过 \(Self.longest) 字", mend: "细节写进附件"))
        }
        return found + words + fitting + addressee + issuer + secrecy + phrases
    }

    /// Unicode scalars of a whole document: some ten pages, and what one frame carries.
    private static let longest = 10_000

    /// Words that can only be some.
    private var words: [DocumentProblem] {
        var found: [DocumentProblem] = []
        func check(_ field: DocumentField, _ allowed: [String]) {
            guard let value = fields[field], !allowed.contains(value) else { return }
            found.append(
                DocumentProblem(
                    field, "「\(field.rawValue)」不能是「\(value)」", mend: "只能是：\(allowed.joined(separator: "、"))"))
        }
        let opinions = ["维持", "撤销", "变更", "责令重作"]
        switch kind {
        case .opinion: check(.outcome, ["支持", "部分支持", "解释说明", "不支持"])
        case .review, .recheck: check(.outcome, opinions)
        case .decline: check(.ground, CaseAct.Ground.allCases.map(\.rawValue))
        case .supervise: check(.ground, ["违规受理办理", "推诿敷衍拖延", "弄虚作假", "拒不执行", "逾期", "未反馈结果"])
        case .report: check(.opinion, ["同意", "不同意", "无明确意见"])
        case .accept: check(.item, ["1", "2", "3", "4", "5", "6", "不适用"])
        default: break
        }
        return found
    }

    /// Whether the law has such a paper in this case.
    private var fitting: [DocumentProblem] {
        var found: [DocumentProblem] = []
        func refuse(_ message: String, _ basis: String = "", _ mend: String = "") {
            found.append(DocumentProblem(nil, message, basis: basis.isEmpty ? "" : "信访工作条例\(basis)", mend: mend))
        }
        let isSixth = file.isOfArticle31 && file.way == .opinion
        if let stages = kind.stages, !stages.contains(file.stage), fields.record.lastIssued(kind.rawValue) == nil {
            let names = CaseStage.allCases.filter(stages.contains).map(\.title).joined(separator: "、")
            refuse("这件现在是“\(file.stage.title)”，还谈不上《\(kind.title)》", "", "要在：\(names)")
        }
        switch kind {
        case .opinion:
            if !isSixth { refuse("信访处理意见书只用于按第三十一条第六项办理的申诉、求决", "第三十一条、第三十二条", "先办“受理”，写明第六项（way=6）") }
            if file.acceptedOn == nil { refuse("还没有受理，不能出具处理意见书", "第三十四条", "先办“受理”") }
        case .extend, .extensionForm:
            if !isSixth || file.acceptedOn == nil { refuse("延长办理期限只用于按第三十一条第六项受理的", "第三十四条") }
            let recorded = fields.record.events.last { $0.kind == .extended }?.fields.integer(.days)
            let asked = fields[.days].flatMap { Int($0) }
            let own = fields.context.given[DocumentField.days.rawValue] == nil ? recorded ?? 0 : 0
            if let asked, !(1...max(1, 30 - file.extensionDays + own)).contains(asked) {
                refuse(
                    "延长合计不得超过 30 日，已经延了 \(file.extensionDays - own) 日", "第三十四条",
                    "延长日数写 1 到 \(max(0, 30 - file.extensionDays + own))")
            } else if fields[.days] != nil, asked == nil {
                refuse("延长日数要写数字", "第三十四条")
            }
        case .bar:
            let isKnown = file.recheck != nil || file.links.contains { $0.relation == CaseAct.repeatRelation }
            if !file.isOfArticle31 { refuse("不再受理只用于申诉、求决", "第三十六条第三款") }
            if !isKnown { refuse("不再受理要有复核意见", "第三十六条第三款", "先把原件关联为“重复”，或者在本件记复核意见") }
        case .decline:
            if fields[.ground] == CaseAct.Ground.level.rawValue, file.channel != "走访" {
                refuse("越级只说走访，这件是\(file.channel)来的", "第二十条第一款", "换一个情形，或者受理")
            }
            if fields[.ofCompetence] != nil, fields[.suggestedOrgan] == nil {
                found.append(
                    DocumentProblem(
                        .suggestedOrgan, "不属职权的，要告诉信访人向哪个机关提出", basis: "信访工作条例第二十三条第一款", mend: "出具时写上 有权机关=机关名称、地址、电话"))
            }
        case .review:
            if file.stage != .reviewing, file.review == nil { refuse("没有人申请复查", "第三十五条", "先记“申请复查”") }
        case .recheck:
            if file.review == nil { refuse("还没有复查意见", "第三十六条第一款") }
            if file.stage != .rechecking, file.recheck == nil { refuse("没有人申请复核", "第三十六条第一款", "先记“申请复核”") }
        case .mediation:
            if !file.isOfArticle31 { refuse("调解、和解只用于申诉、求决", "第三十三条") }
        case .accept:
            if fields[.isSixth] != nil, fields[.concludeBy] == nil {
                refuse("第六项要写明办结期限，算不出来", "第三十四条", "写上 受理日期=2026-11-23；看看期限规则启用没有")
            }
        default: break
        }
        if let due = fields.dates[.reportBy], due <= fields.context.today {
            found.append(DocumentProblem(.reportBy, "「反馈期限」要晚于今天", mend: "写一个以后的日期"))
        }
        return found
    }

    /// A 举报 is never handed to whom it is about, nor told to them.
    private var addressee: [DocumentProblem] {
        guard fields.isReport, kind.audience == .unit, let to = fields[.to],
            fields.context.acting.isAccused(to, file)
        else { return [] }
        return [
            DocumentProblem(
                .to, "「\(to)」就是被反映的单位，或者归它管，不能发给它", basis: "信访工作条例第三十条第三款", mend: "发给有权处理的纪检监察机关或者它的上级")
        ]
    }

    /// An opinion is the whole body's, under its own seal; nobody reviews their own.
    private var issuer: [DocumentProblem] {
        if let name = fields[.issuer], name.contains(where: \.isNewline) || name.unicodeScalars.count > 40 {
            return [DocumentProblem(.issuer, "「落款机关」写成了几行，或者超过 40 字", mend: "出具时写上 落款机关=机关全名")]
        }
        if kind == .review || kind == .recheck {
            let (act, article) = kind == .review ? ("复查", "第三十五条") : ("复核", "第三十六条第一款")
            let name = fields[.issuer]
            if name == nil || name == fields[.formerOrgan] {
                return [
                    DocumentProblem(
                        .issuer, name.map { "「\($0)」不能\(act)自己作出的意见" } ?? "没有写明\(act)的机关、单位",
                        basis: "信访工作条例\(article)", mend: "出具时写上 落款机关=上一级机关、单位全名")
                ]
            }
        }
        guard kind.isOfHandler, let name = fields[.issuer], ["科", "股", "室", "组", "窗口"].contains(where: name.hasSuffix)
        else { return [] }
        return [
            DocumentProblem(.issuer, "「\(name)」是内设机构，文书要由机关、单位出具、盖章", mend: "出具时写上 落款机关=机关全名")
        ]
    }

    /// Nothing of who reported may stand on the page, also not in words that an officer gave.
    private var secrecy: [DocumentProblem] {
        guard fields.isReport else { return [] }
        let text = Self.bare(page.texts.joined(separator: "\n"))
        let leaked = fields.context.identity.filter { field, value in
            value.split(separator: "\n").contains { part in
                let bare = Self.bare(String(part))
                return bare.unicodeScalars.count >= 2 && text.contains(bare)
            }
        }
        return leaked.isEmpty
            ? []
            : [
                DocumentProblem(
                    nil, "文书里出现了信访人的身份（姓名、电话、住址之一）", basis: "信访工作条例第三十条第三款", mend: "删去能认出本人的字，改说“信访人”")
            ]
    }

    /// Without blanks and dashes, which hide a telephone number from nobody.
    private static func bare(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { !($0.properties.isWhitespace || $0 == "-" || $0 == "－") }))
    }

    private var phrases: [DocumentProblem] {
        guard kind.audience == .petitioner else { return [] }
        let text = page.texts.joined(separator: "\n")
        return DocumentPhrases.forbidden.filter { text.contains($0) }.map {
            DocumentProblem(nil, "给信访人的文书不说「\($0)」", mend: "换一个说法")
        }
    }
}
