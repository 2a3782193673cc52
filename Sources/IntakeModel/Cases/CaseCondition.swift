// SPDX-License-Identifier: Apache-2.0

/// A condition of an act beyond stage and fields. The raw value is what the table of acts prints.
public enum CaseCondition: String, Sendable, Hashable, CaseIterable {
    case notTheAccused = "举报件不能转给、交给被反映的单位和人（第三十条第三款）"
    case article31 = "只用于申诉、求决"
    case itemWritten = "申诉、求决要写明按第三十一条第几项（way）"
    case otherRoad = "第几项是 1 到 5；第六项要受理后出具处理意见书"
    case opinionWay = "只用于按第三十一条第六项受理的"
    case documentFits = "文号如果是这里出具的，要是这一步的文书"
    case paperGiven = "先有那一步、那份文书，才谈得上送达"
    case replyComplete = "按第六项办理的，先受理，答复写明文号和依据（第三十二条）"
    case extensionLeft = "延期合计不超过 30 日（第三十四条）"
    case groundFits = "越级走访只用于走访；不属职权的写明向哪里提出（to）"
    case reviewOnce = "同一份处理意见只复查一次（第三十五条、第三十六条）"
    case recheckOnce = "同一份复查意见只复核一次（第三十六条）"
    case reviewGiven = "已有复查意见（第三十六条第一款）"
    case recheckKnown = "原件先关联为“重复”，或者本件已有复核意见（第三十六条第三款）"
    case daysInOrder = "首日不晚于末日"
    case mayPause = "那个期限可以因为那个事由扣除"
    case examined = "先按四个标准审核"
    case signsOnce = "同一个人只签一次"
    case closingComplete = "结案要件齐全"
    case deliveryProven = "实名件有送达凭据"
    case anotherCase = "不能关联自己"
    case entryThere = "账上有这一条，没有遮过"
    case valueFits = "信访目的不能改成举报，举报也不能改成别的；人数是数字"
    case ratesSomething = "至少评一项，或者写几句"
    case newCase = "只能是登记后的第一步"
    case mayBeVoid = "账上有这一条，是工作人员记的，没有作废过；登记、导入、作废、换码不能作废"
    case briefed = "先摘报"
    case proposed = "先摘报，再拟办"
    case namesKnown = "没留姓名的不能换：无从核对是谁"
    case ownPart = "几个人一起提的，只撤一位的那一份（person）；都撤了，这件才停"

    /// Why the act may not be done, in plain Chinese; empty when it may.
    func objections(_ file: CaseFile, _ fields: CaseFields, _ context: CaseContext) -> [String] {
        switch self {
        case .notTheAccused:
            guard file.purpose == .report else { return [] }
            let targets = [fields[.to], fields[.unit], fields[.officer]].compactMap(\.self) + fields.list(.co)
            return targets.filter { context.isAccused($0, file) }
                .map { "举报件不能交给被反映的“\($0)”（信访工作条例第三十条第三款）" }
        case .article31:
            return file.isOfArticle31 ? [] : ["这是\(file.purpose.rawValue)件，第三十一条只管申诉、求决"]
        case .itemWritten:
            guard file.isOfArticle31, fields[.way] == nil, file.way == nil else { return [] }
            return ["要写明按信访工作条例第三十一条第几项办理（way，1 到 6）；第六项才开始 60 日"]
        case .otherRoad:
            return fields.integer(.way) == 6 ? ["第六项不是导入别的程序：请受理，办完出具处理意见书"] : []
        case .opinionWay:
            return file.isOfArticle31 && file.way == .opinion
                ? [] : ["60 日和延期、复查、复核只用于按第三十一条第六项受理的申诉、求决"]
        case .replyComplete:
            guard file.isOfArticle31, file.way == .opinion || file.way == nil else { return [] }
            var missing: [String] = []
            if file.acceptedOn == nil { missing.append("还没有受理，不能出具处理意见书") }
            if fields[.document] == nil { missing.append("缺处理意见书的文号（document）") }
            if fields[.basis] == nil { missing.append("缺法律法规依据（basis，第三十二条）") }
            return missing
        case .documentFits: return Self.document(fields, context)
        case .paperGiven: return Self.paper(file, fields, context)
        case .extensionLeft:
            let left = 30 - file.extensionDays
            return (fields.integer(.days) ?? 0) <= left ? [] : ["已经延了 \(file.extensionDays) 日，最多还能延 \(max(0, left)) 日"]
        case .groundFits: return Self.ground(file, fields)
        case .reviewOnce:
            return file.reply == nil || file.reviewLeft ? [] : ["这份处理意见已经请过复查"]
        case .recheckOnce:
            return file.review == nil || file.recheckLeft ? [] : ["这份复查意见已经请过复核"]
        case .reviewGiven: return file.review == nil ? ["还没有复查意见，先申请复查"] : []
        case .recheckKnown:
            let isKnown = file.recheck != nil || file.links.contains { $0.relation == CaseAct.repeatRelation }
            return isKnown ? [] : ["不再受理要有复核意见：先把原件关联为“重复”，或者在本件记复核意见"]
        case .daysInOrder:
            guard let first = fields.date(.from), let last = fields.date(.through), first > last else { return [] }
            return ["\(first.iso8601) 晚于 \(last.iso8601)"]
        case .mayPause: return Self.pause(fields, context)
        case .examined: return file.examiner == nil ? ["还没有按四个标准审核"] : []
        case .signsOnce:
            guard let badge = context.actor.badge, file.signers.contains(badge) else { return [] }
            return ["\(badge) 号已经签过了"]
        case .closingComplete: return file.missingForClosing(context.closing)
        case .deliveryProven: return file.undelivered
        case .anotherCase: return fields[.number] == file.number ? ["不能关联自己"] : []
        case .entryThere:
            guard let entry = fields.integer(.entry) else { return [] }
            if entry < 1 || entry > file.version { return ["账上没有第 \(entry) 条，共 \(file.version) 条"] }
            return file.redacted.contains(entry) ? ["第 \(entry) 条已经遮了"] : []
        case .valueFits: return Self.value(file, fields)
        case .ratesSomething:
            return fields[.rateOffice] == nil && fields[.rateUnit] == nil && fields[.text] == nil ? ["没有评价的内容"] : []
        case .newCase: return file.version <= 1 ? [] : ["已经办起来了，不能再导入"]
        case .mayBeVoid:
            guard let entry = fields.integer(.entry) else { return [] }
            if entry < 1 || entry > file.version { return ["账上没有第 \(entry) 条，共 \(file.version) 条"] }
            if file.voided.contains(entry) { return ["第 \(entry) 条已经作废了"] }
            return context.mayBeVoid(entry) ? [] : ["第 \(entry) 条不能作废：登记、导入、作废、换码和信访人自己说的，都照原样留着"]
        case .briefed: return file.briefs == 0 ? ["还没有摘报"] : []
        case .proposed: return file.proposals == 0 ? ["还没有拟办意见"] : []
        case .namesKnown: return file.isAnonymous ? ["这件没留姓名，核对不了是谁，不能换码"] : []
        case .ownPart: return Self.ownPart(file, fields)
        }
    }

    /// Whether it can be judged before any field is given.
    var needsNoFields: Bool {
        switch self {
        case .article31, .opinionWay, .reviewGiven, .reviewOnce, .recheckOnce, .recheckKnown, .examined, .signsOnce,
            .closingComplete,
            .deliveryProven, .newCase, .namesKnown, .briefed, .proposed:
            true
        case .notTheAccused, .itemWritten, .otherRoad, .replyComplete, .extensionLeft, .groundFits, .daysInOrder,
            .mayPause,
            .anotherCase, .entryThere, .mayBeVoid, .valueFits, .ratesSomething, .documentFits, .paperGiven, .ownPart:
            false
        }
    }

    /// Nobody withdraws for the others; an officer who enters that all of them did says who told them so.
    private static func ownPart(_ file: CaseFile, _ fields: CaseFields) -> [String] {
        guard file.people > 1 else { return [] }
        guard let person = fields.integer(.person) else {
            return fields[.text] == nil
                ? ["这件是 \(file.people) 个人一起提的：写明第几位撤（person）；大家都撤的，写明谁、怎么说的（text）"] : []
        }
        if person > file.people { return ["这件一共 \(file.people) 位，没有第 \(person) 位"] }
        return file.withdrawals.contains(person) ? ["第 \(person) 位已经撤回了自己的那一份"] : []
    }

    /// Days that no rule leaves out would stand in the ledger and move no date.
    private static func pause(_ fields: CaseFields, _ context: CaseContext) -> [String] {
        guard let pauses = context.pauses, let rule = fields[.rule], let reason = fields[.reason] else { return [] }
        guard pauses[rule]?.contains(reason) != true else { return [] }
        let known = pauses.sorted { $0.key < $1.key }.map { "\($0.key)（\($0.value.joined(separator: "、"))）" }
        return ["“\(reason)”不是\(rule)期限可以扣除的事由；可以扣除的：\(known.joined(separator: "、"))"]
    }

    /// Of each act the kinds of its documents stand in ``CaseAct/papers``; `context.act` is which one it is.
    private static func document(_ fields: CaseFields, _ context: CaseContext) -> [String] {
        guard let number = fields[.document], let paper = context.entries.issued(number) else { return [] }
        let fitting = context.act?.papers ?? []
        guard !fitting.isEmpty, !fitting.contains(paper) else { return [] }
        return ["\(number) 是\(paper)，这里要的是\(fitting.joined(separator: "、"))"]
    }

    /// A paper that presupposes a step cannot have arrived before it; and each is told apart by what it is.
    private static func paper(_ file: CaseFile, _ fields: CaseFields, _ context: CaseContext) -> [String] {
        guard let paper = fields[.paper].flatMap(CasePaper.init(rawValue:)) else { return [] }
        var reasons: [String] = []
        switch paper {
        case .opinion:
            if file.reply == nil || !(file.isOfArticle31 && file.way == .opinion) {
                reasons.append("还没有按第三十一条第六项答复，没有处理意见书可送：先记“答复”")
            }
        case .review: if file.review == nil { reasons.append("还没有复查意见，没有复查意见书可送：先记“复查意见”") }
        case .recheck: if file.recheck == nil { reasons.append("还没有复核意见，没有复核意见书可送：先记“复核意见”") }
        case .notice, .other:
            if fields[.document] == nil, !context.entries.contains(where: { $0.fields[.document] != nil }) {
                reasons.append("账上还没有文书：先出具或者先记那一步，没有就写文号（document）")
            }
        }
        if let number = fields[.document], let issued = context.entries.issued(number), CasePaper(of: issued) != paper {
            reasons.append("\(number) 是\(issued)，送达要记成“\(CasePaper(of: issued).rawValue)”")
        }
        return reasons
    }

    private static func ground(_ file: CaseFile, _ fields: CaseFields) -> [String] {
        switch fields[.ground] {
        case CaseAct.Ground.level.rawValue where file.channel != "走访":
            ["越级只说走访：这件是\(file.channel)来的，不能以越级不予受理（第二十条第一款）"]
        case CaseAct.Ground.competence.rawValue where fields[.to] == nil:
            ["不属本机关职权的，要告知向哪个机关提出（to，第二十三条第一款）"]
        default: []
        }
    }

    private static func value(_ file: CaseFile, _ fields: CaseFields) -> [String] {
        let value = fields[.value] ?? ""
        switch fields[.field].flatMap(CaseCorrection.init(rawValue:)) {
        case .purpose:
            guard let purpose = Purpose(rawValue: value) else {
                return ["信访目的只能是：" + Purpose.allCases.map(\.rawValue).joined(separator: "、")]
            }
            return purpose == .report || file.purpose == .report ? ["举报件另库保密，不能改进改出；请另行登记"] : []
        case .people:
            return Int(value).map { $0 > 0 } ?? false ? [] : ["人数是大于 0 的数字"]
        case .topic, .place, .respondent, .answer, nil: return []
        }
    }
}

/// What an act is judged by beside the case itself.
public struct CaseContext: Sendable {
    public var actor: CaseActor
    public var today: CivilDate
    public var closing: ClosingPolicy
    /// Every name of the units that a 举报 is about: those units, and what belongs to them.
    public var accused: Set<String>
    /// The ledger that was read: which entry is of which kind, and whose. Empty: none of them may be made void.
    public var entries: [CaseEvent]
    /// Reasons for which days of a rule do not count, by rule; nil where the rules are not known: then it is not judged.
    public var pauses: [String: [String]]?
    /// The act that is judged; set by ``CaseAct/decide(_:given:_:)``.
    var act: CaseAct?

    public init(
        actor: CaseActor, today: CivilDate, closing: ClosingPolicy = ClosingPolicy(), accused: Set<String> = [],
        entries: [CaseEvent] = [], rules: RuleBook? = nil
    ) {
        self.actor = actor
        self.today = today
        self.closing = closing
        self.accused = accused
        self.entries = entries
        pauses = rules.map { book in
            let pausing = book.rules.filter { $0.isEnabled && !$0.excludes.isEmpty }
            return Dictionary(pausing.map { ($0.id, $0.excludes) }) { first, _ in first }
        }
    }

    /// Whether the entry at a place, from 1, is an officer's step that can be taken back.
    func mayBeVoid(_ place: Int) -> Bool {
        guard entries.indices.contains(place - 1), entries[place - 1].by != nil else { return false }
        switch entries[place - 1].kind {
        case .filed, .imported, .voided, .redacted, .told, .redated, .recoded: return false
        default: return true
        }
    }

    /// By the office's list, and by name: one is part of the other.
    public func isAccused(_ target: String, _ file: CaseFile) -> Bool {
        if target.isEmpty { return false }
        if accused.contains(target) { return true }
        guard let respondent = file.respondent, !respondent.isEmpty else { return false }
        return respondent.contains(target) || target.contains(respondent)
    }
}
