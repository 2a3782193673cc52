// SPDX-License-Identifier: Apache-2.0

/// The table of acts: all of it, in the order of ``CaseAct``. `docs/case-acts.md` is drawn from it.
///
/// Articles are those of 信访工作条例 unless another act is named.
extension CaseRule {
    public static let rows: [CaseRule] = [coming, handling, deciding, leading, closing, voices, keeping].flatMap(\.self)

    /// Kinds of entries that an officer makes for the matter itself: neither what petitioners say nor the record's own.
    static let tending = Set([coming, handling, deciding, leading, closing].joined().map(\.kind))

    private static let article31: [CaseCondition] = [.article31]
    private static let all = Set(CaseStage.allCases)
    private static let open = CaseStage.open
    private static let satisfaction: CaseNeed.Kind = .choice(["满意", "基本满意", "不满意"])
    private static let opinions: CaseNeed.Kind = .choice(["维持", "撤销", "变更", "责令重作"])

    /// Getting to who answers for it.
    private static let coming: [CaseRule] = [
        CaseRule(
            .register, .filed, .desk, from: [.registered], basis: "第二十二条、第二十三条", tells: "已经登记"),
        CaseRule(
            .importing, .imported, .officer, from: [.registered],
            needs: [.must(.source, .name), .must(.original, .name), .must(.on, .past), .may(.due, .day), .may(.text)],
            if: [.newCase]),
        CaseRule(
            .assign, .assigned, .officer, from: open,
            needs: [
                .must(.unit, .name), .must(.officer, .name), .may(.firstContact, .name), .may(.due, .future),
                .may(.text),
            ], if: [.notTheAccused], basis: "首问负责", tells: "由{unit}承办"),
        CaseRule(
            .join, .joined, .officer, from: open, needs: [.must(.unit, .name), .must(.co, .names), .may(.text)],
            if: [.notTheAccused], basis: "第二十四条", tells: "由{unit}主办，{co}协办"),
        CaseRule(
            .handOver, .handedOver, .responsible, from: open, needs: [.must(.firstContact, .name), .must(.reason)],
            basis: "首问负责"),
        CaseRule(
            .classify, .classified, .responsible, from: CaseStage.fresh.union([.accepted, .guided]),
            needs: [.must(.way, .number(1...6)), .may(.text)], if: article31, basis: "第三十一条"),
        CaseRule(
            .forward, .forwarded, .officer, from: [.registered, .notified], to: .goes(.forwarded),
            needs: [.must(.to, .name), .may(.document, .name), .may(.on, .past), .may(.text)],
            if: [.notTheAccused, .documentFits], basis: "第二十二条第一款", tells: "已经转送{to}"),
        CaseRule(
            .entrust, .entrusted, .officer, from: [.registered, .notified], to: .goes(.forwarded),
            needs: [
                .must(.to, .name), .must(.due, .future), .may(.document, .name), .may(.on, .past), .may(.text),
            ], if: [.notTheAccused, .documentFits], basis: "第二十二条第一款第三项",
            tells: "已经交{to}办理，要求{due}前回话"),
        CaseRule(
            .object, .objected, .responsible, from: [.forwarded], to: .goes(.objected),
            needs: [.must(.reason), .may(.to, .name), .may(.document, .name), .may(.on, .past)],
            if: [.documentFits], basis: "第二十三条第三款"),
        CaseRule(
            .giveBack, .returned, .another, from: [.objected], to: .goes(.registered), needs: [.must(.reason)],
            basis: "第二十三条第三款"),
        CaseRule(
            .retain, .retained, .another, from: [.objected], to: .goes(.forwarded), needs: [.must(.reason)],
            basis: "第二十三条第三款"),
        CaseRule(
            .notify, .notified, .officer, from: open,
            to: .goesFrom([.registered, .forwarded], .notified),
            needs: [
                .may(.document, .name), .may(.method, .choice(["当面", "邮寄", "网上", "电话", "其他"])), .may(.on, .past),
                .may(.text),
            ], if: [.documentFits], basis: "第二十三条", tells: "已经书面告知接收情况和处理途径[（{document}）]"),
        CaseRule(
            .accept, .accepted, .responsible, from: CaseStage.fresh.union([.guided]), to: .goes(.accepted),
            needs: [.may(.way, .number(1...6)), .may(.on, .past), .may(.document, .name), .may(.text)],
            if: [.itemWritten, .documentFits], basis: "第三十一条、第三十四条", tells: "已经受理"),
        CaseRule(
            .decline, .declined, .responsible, from: CaseStage.fresh, to: .goes(.declined),
            needs: [
                .must(.ground, .choice(CaseAct.Ground.allCases.map(\.rawValue))), .must(.reason),
                .must(.document, .name), .may(.to, .name), .may(.on, .past),
            ], if: [.groundFits, .documentFits], basis: "第十九条第三款、第二十条第一款、第二十三条第一款",
            tells: "有了书面决定，理由和往下怎么走写在告知书里"),
        CaseRule(
            .bar, .barred, .responsible, from: CaseStage.fresh, to: .goes(.barred),
            needs: [
                .must(.ground, .choice(["同一事实和理由"])), .must(.document, .name), .must(.reason), .may(.on, .past),
            ], if: [.article31, .recheckKnown, .documentFits], basis: "第三十六条第三款", tells: "有了书面决定，理由和往下怎么走写在告知书里"),
        CaseRule(
            .guide, .guided, .responsible, from: CaseStage.fresh.union([.accepted]), to: .goes(.guided),
            needs: [.must(.way, .number(1...6)), .must(.to, .name), .may(.on, .past), .may(.text)],
            if: [.otherRoad], basis: "第二十八条第二款、第三十一条第一至五项", tells: "这类事项走{to}的程序办理"),
    ]

    /// Handling.
    private static let handling: [CaseRule] = [
        CaseRule(
            .meet, .met, .officer, from: open,
            needs: [.must(.on, .past), .must(.text), .may(.place, .name), .may(.with, .names)],
            basis: "第三十一条第六项"),
        CaseRule(
            .visit, .visited, .officer, from: open,
            needs: [.must(.on, .past), .must(.place, .name), .must(.text), .may(.with, .names)], basis: "第十八条第二款"),
        CaseRule(
            .pause, .paused, .inHand, from: [.accepted, .reviewing, .rechecking],
            needs: [.must(.rule, .name), .must(.from, .day), .must(.through, .day), .must(.reason, .name)],
            if: [.daysInOrder, .mayPause], basis: "第三十六条第二款"),
        CaseRule(
            .extend, .extended, .responsible, from: [.accepted, .deferred],
            needs: [
                .must(.days, .number(1...30)), .must(.approver, .name), .must(.reason), .may(.document, .name),
                .may(.on, .past),
            ], if: [.opinionWay, .extensionLeft, .documentFits], basis: "第三十四条", tells: "办理期限延长 {days} 日，理由：{reason}"),
        CaseRule(
            .postpone, .deferred, .responsible,
            from: [.accepted, .guided, .replied, .reviewed, .rechecked], to: .goes(.deferred),
            needs: [.must(.reason), .must(.due, .future)], tells: "眼下还办不了：{reason}；{due}再看一回"),
        CaseRule(
            .resume, .resumed, .responsible, from: [.deferred], to: .returns, needs: [.must(.reason)],
            tells: "恢复办理"),
        CaseRule(.track, .tracked, .responsible, from: open, needs: [.must(.due, .future), .must(.reason)]),
        CaseRule(
            .remind, .reminded, .officer, from: open,
            needs: [
                .must(.method, .choice(["函", "电话", "约谈", "上门"])), .may(.document, .name), .may(.on, .past),
                .may(.text),
            ], if: [.documentFits], basis: "第四十条第一款"),
        CaseRule(
            .supervise, .supervised, .officer, from: open,
            needs: [
                .must(.form, .choice(["挂牌", "专项", "跟踪"])),
                .must(.ground, .choice(["违规受理办理", "推诿敷衍拖延", "弄虚作假", "拒不执行", "逾期", "未反馈结果"])),
                .must(.text), .must(.due, .future), .may(.document, .name),
            ], if: [.documentFits], basis: "第四十条第一款"),
        CaseRule(
            .mediate, .mediated, .responsible, from: [.accepted, .guided, .replied, .reviewed, .rechecked],
            needs: [
                .must(.form, .choice(["调解", "和解"])), .must(.consent, .choice(["双方同意"])), .must(.document, .name),
                .must(.text), .may(.due, .day), .may(.on, .past),
            ], if: article31 + [.documentFits], basis: "第三十三条", tells: "{form}达成协议"),
    ]

    /// What is decided, and what follows from it.
    private static let deciding: [CaseRule] = [
        CaseRule(
            .reply, .replied, .responsible,
            from: CaseStage.fresh.union([.accepted, .guided, .reviewed, .rechecked]), to: .goes(.replied),
            needs: [
                .must(.outcome, .choice(["支持", "部分支持", "解释说明", "不支持", "采纳", "部分采纳", "未采纳", "已答复"])),
                .must(.text), .may(.document, .name), .may(.basis), .may(.claims, .number(1...99)), .may(.on, .past),
            ], if: [.replyComplete, .documentFits], basis: "第二十九条、第三十二条", tells: "已经答复[（{document}）]"),
        CaseRule(
            .deliver, .delivered, .officer, from: open.union([.concluded, .declined, .barred]),
            needs: [
                .must(.paper, .choice(CasePaper.allCases.map(\.rawValue))),
                .must(.method, .choice(["当面", "邮寄", "网上", "公告", "其他"])),
                .must(.result, .choice(["签收", "拒收", "视为送达"])), .must(.on, .past), .may(.document, .name),
                .may(.text),
            ], if: [.paperGiven], basis: "第三十五条、第三十六条", tells: "{paper}[（{document}）]{method}送达，{result}"),
        CaseRule(
            .askReview, .reviewAsked, .petitioner, from: [.replied, .deferred, .reported, .concluded, .archived],
            to: .goes(.reviewing), needs: [.must(.on, .past), .may(.to, .name), .may(.text)],
            if: [.opinionWay, .reviewOnce], basis: "第三十五条", tells: "已经收到复查申请"),
        CaseRule(
            .review, .reviewed, .officer, from: [.reviewing], to: .goes(.reviewed),
            needs: [
                .must(.outcome, opinions), .must(.document, .name), .must(.basis), .may(.on, .past), .may(.text),
            ], if: [.documentFits], basis: "第三十五条", tells: "复查意见已经作出：{outcome}[（{document}）]"),
        CaseRule(
            .askRecheck, .recheckAsked, .petitioner, from: [.reviewed, .deferred, .reported, .concluded, .archived],
            to: .goes(.rechecking), needs: [.must(.on, .past), .may(.to, .name), .may(.text)],
            if: [.opinionWay, .reviewGiven, .recheckOnce], basis: "第三十六条第一款", tells: "已经收到复核申请"),
        CaseRule(
            .recheck, .rechecked, .officer, from: [.rechecking], to: .goes(.rechecked),
            needs: [
                .must(.outcome, opinions), .must(.document, .name), .must(.basis), .may(.on, .past), .may(.text),
            ], if: [.documentFits], basis: "第三十六条第一款", tells: "复核意见已经作出：{outcome}[（{document}）]"),
    ]

    /// The leaders' part.
    private static let leading: [CaseRule] = [
        CaseRule(
            .sponsor, .sponsored, .officer, from: open, needs: [.must(.leader, .name), .may(.text)],
            basis: "第十八条第二款"),
        CaseRule(
            .consult, .consulted, .officer, from: open,
            needs: [.must(.on, .past), .must(.with, .names), .must(.text), .may(.document, .name)]),
        CaseRule(.brief, .briefed, .officer, from: open, needs: [.must(.leader, .name), .must(.text)]),
        CaseRule(.propose, .proposed, .officer, from: open, needs: [.must(.text)], if: [.briefed]),
        CaseRule(
            .direct, .directed, .officer, from: open,
            needs: [.must(.leader, .name), .must(.text), .may(.on, .past), .may(.due, .future)], if: [.proposed]),
        CaseRule(
            .question, .questioned, .officer, from: open,
            needs: [.must(.to, .name), .must(.text), .may(.due, .future), .may(.document, .name)],
            if: [.notTheAccused], basis: "第二十条第一款"),
    ]

    /// Closing.
    private static let closing: [CaseRule] = [
        CaseRule(
            .opine, .opined, .officer, from: open,
            needs: [.must(.opinion, .choice(["同意", "不同意", "无明确意见"])), .may(.text)]),
        CaseRule(
            .settle, .settled, .responsible,
            from: [.accepted, .guided, .replied, .reviewed, .rechecked, .reported],
            needs: [
                .must(.measure, .choice(["解决问题到位", "思想教育到位", "帮扶救助到位", "依法处理到位"])), .must(.evidence),
                .may(.claim, .number(1...99)),
            ], basis: "第二十七条"),
        CaseRule(
            .report, .reported, .responsible, from: CaseStage.working, to: .goes(.reported),
            needs: [.must(.text), .may(.noMeeting), .may(.document, .name), .may(.on, .past)],
            if: [.documentFits], basis: "第二十二条第一款第三项"),
        CaseRule(
            .examine, .examined, .another, from: [.reported],
            needs: CaseStandard.allCases.map { .must($0.field) }),
        CaseRule(.sign, .signed, .another, from: [.reported], needs: [.may(.text)], if: [.examined, .signsOnce]),
        CaseRule(
            .sendBack, .sentBack, .another, from: [.reported], to: .returns,
            needs: [.must(.standard, .choice(CaseStandard.allCases.map(\.rawValue))), .must(.reason)]),
        CaseRule(
            .conclude, .concluded, .officer, from: [.reported], to: .goes(.concluded),
            needs: [.may(.on, .past), .may(.text)], if: [.closingComplete], basis: "第三十四条", tells: "已经办结"),
        CaseRule(
            .followUp, .followedUp, .officer, from: [.concluded, .archived],
            needs: [
                .must(.on, .past), .must(.result, .choice(["满意", "基本满意", "不满意", "联系不上"])), .may(.text),
            ]),
        CaseRule(
            .archive, .archived, .officer, from: [.concluded, .declined, .barred, .withdrawn], to: .goes(.archived),
            needs: [.may(.document, .name), .may(.text)], if: [.deliveryProven]),
        CaseRule(
            .reopen, .reopened, .officer, from: CaseStage.over,
            to: .returns, needs: [.must(.reason)], tells: "重新办理"),
    ]

    /// The petitioner's own.
    private static let voices: [CaseRule] = [
        CaseRule(.urge, .urged, .petitioner, from: open, needs: [.may(.text)], basis: "第二十一条第二款"),
        CaseRule(.supplement, .supplemented, .petitioner, from: all, needs: [.must(.text)]),
        CaseRule(
            .withdraw, .withdrawn, .petitioner, from: open, to: .goesForAll(.withdrawn),
            needs: [.may(.person, .number(1...64)), .may(.text)], if: [.ownPart]),
        CaseRule(
            .rate, .rated, .petitioner, from: all,
            needs: [.may(.rateOffice, satisfaction), .may(.rateUnit, satisfaction), .may(.text)],
            if: [.ratesSomething], basis: "第二十一条第二款"),
    ]

    /// The record itself.
    private static let keeping: [CaseRule] = [
        CaseRule(
            .link, .linked, .officer, from: all,
            needs: [
                .must(.number, .receipt),
                .must(.relation, .choice(["主件", "子件", CaseAct.repeatRelation, CaseAct.repeatedRelation, "相关"])),
                .may(.text),
            ], if: [.anotherCase]),
        CaseRule(.note, .noted, .officer, from: all, needs: [.must(.text)]),
        CaseRule(
            .correct, .corrected, .responsible, from: all,
            needs: [
                .must(.field, .choice(CaseCorrection.allCases.map(\.rawValue))), .must(.value), .must(.reason),
            ], if: [.valueFits]),
        CaseRule(
            .redact, .redacted, .auditor, from: all,
            needs: [.must(.entry, .number(1...1_000_000)), .must(.reason)], if: [.entryThere]),
        CaseRule(.redate, .redated, .desk, from: open),
        CaseRule(
            .void, .voided, .responsible, from: all, to: .refolds,
            needs: [.must(.entry, .number(1...1_000_000)), .must(.reason)],
            if: [.mayBeVoid]),
        CaseRule(
            .tell, .told, .desk, from: all,
            needs: [.must(.entry, .number(1...1_000_000)), .may(.person, .number(1...64))]),
        CaseRule(
            .recode, .recoded, .officer, from: all,
            needs: [
                .must(.method, .choice(["身份证", "户口簿", "其他证件", "本人在场，经办认得"])), .must(.reason),
                .may(.person, .number(1...64)),
            ], if: [.namesKnown], tells: "查询码换了新的，旧的不能用了"),
        CaseRule(
            .issue, .issued, .issuer, from: all,
            needs: [
                .must(.paper, .name), .must(.document, .name), .may(.audience, .choice([CaseField.petitioner])),
                .may(.text),
            ], tells: "《{paper}》{document}已经出具"),
    ]
}
