// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Documents
import IntakeModel
import Testing

/// Cases, people and offices for papers. Names and numbers are made up.
enum PaperFixture {
    static let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
    static let script: Script? = Script.load(root + "/dialogs").script

    static func book() throws -> DocumentBook { try #require(script).documents }

    static let identity: [IdentityField: String] = [
        .name: "林桂香", .phone: "13900006789", .address: "青石镇柳荫村七组 12 号", .companions: "林大山\n林小河",
    ]

    static func time(_ day: String, _ hour: Int64 = 10) -> Timestamp {
        let date = (try? CivilDate(iso8601: day)) ?? .earliest
        return Timestamp(milliseconds: (Int64(date.daysSince1970) * 24 - 8 + hour) * 3_600_000)
    }

    static func entry(
        _ kind: CaseEvent.Kind, _ day: String, _ fields: CaseFields = CaseFields(), text: String = ""
    ) -> CaseEvent {
        CaseEvent(kind, at: time(day), by: "012", text: text, fields: fields)
    }

    static func record(
        _ purpose: Purpose = .relief, respondent: String? = "青石镇政府", naming: ClaimDraft.Naming = .named,
        channel: String = "走访", story: String = "镇里修路占了\(Hole.identity(.name).marker)家菜地三分，说好的青苗费一直没给。",
        events: [CaseEvent] = []
    ) -> CaseRecord {
        let number = ReceiptNumber(date: CivilDate(time("2026-09-22")), sequence: 17)?.description ?? ""
        return CaseRecord(
            number: number, conversation: ConversationID(7), lane: purpose == .report ? .sealed : .general,
            channel: channel, filedAt: time("2026-09-22"),
            claim: ClaimDraft(
                purpose: purpose, topic: "国土资源", subtopic: "征地补偿",
                particulars: [
                    .init(key: "story", label: "您说的事", text: story),
                    .init(key: "demand", label: "您想怎么解决", text: "把青苗费发给我们家"),
                    .init(key: "since", label: "从什么时候起", text: "今年春天"),
                ], respondent: respondent, place: "柳荫村", naming: naming, identified: naming == .named),
            unit: "县信访局", officer: "", firstContact: "012",
            events: [CaseEvent(.filed, at: time("2026-09-22"), by: "012")] + events)
    }

    /// Handed to a bureau, accepted by item 6.
    static let accepted: [CaseEvent] = [
        entry(.forwarded, "2026-09-24", [.to: "县自然资源局"]),
        entry(.accepted, "2026-09-28", [.way: "6"]),
    ]
    static let replied =
        accepted + [
            entry(
                .replied, "2026-11-02", [.outcome: "支持", .document: "某信处〔2026〕3号", .basis: "土地管理法第四十八条"],
                text: "青苗费按标准发放")
        ]
    static let reviewing = replied + [entry(.reviewAsked, "2026-11-10")]
    static let rechecking =
        reviewing + [
            entry(.reviewed, "2026-11-16", [.outcome: "维持", .document: "某信查〔2026〕1号", .basis: "条例第三十五条"]),
            entry(.recheckAsked, "2026-11-18"),
        ]
    static let rechecked =
        rechecking + [
            entry(.rechecked, "2026-11-20", [.outcome: "维持", .document: "某信核〔2026〕1号", .basis: "条例第三十六条"])
        ]

    static func context(
        _ record: CaseRecord, given: [DocumentField: String] = [:], today: String = "2026-11-23",
        officer: Officer = Officer(badge: "012", name: "王敏", unit: "县信访局", roles: [.intake, .cases, .sealed]),
        identity: [IdentityField: String] = identity
    ) throws -> DocumentContext {
        let script = try #require(script)
        return DocumentContext(
            office: script.office.facts, officeKind: script.office.kind, rules: script.rules,
            calendar: script.calendar,
            acting: CaseContext(
                actor: CaseActor(officer), today: CivilDate(time(today)),
                accused: record.claim.purpose == .report ? ["青石镇政府", "青石镇财政所"] : []),
            officerName: officer.name, officerNames: ["012": "王敏"], identity: identity,
            given: Dictionary(uniqueKeysWithValues: given.map { ($0.key.rawValue, $0.value) }))
    }

    static func draft(
        _ kind: DocumentKind, _ record: CaseRecord, given: [DocumentField: String] = [:], today: String = "2026-11-23"
    ) throws -> DocumentDraft {
        let context = try Self.context(record, given: given, today: today)
        let book = try Self.book()
        return try #require(DocumentDraft(kind, of: record, context, book: book))
    }

    /// A case in which each kind has its place, and what an officer fills in for it.
    static func whole(_ kind: DocumentKind) -> (record: CaseRecord, given: [DocumentField: String]) {
        switch kind {
        case .register: (record(), [.attachments: "征地告示照片 2 张"])
        case .whereTo: (record(events: [accepted[0]]), [:])
        case .accept:
            (
                record(events: [accepted[0]]),
                [
                    .reception: "9 月 24 日收到县信访局转来的材料，已经登记，由耕地保护股办理。", .procedure: "先到现场量地、找村里核对，再算青苗费，出具书面意见。",
                    .item: "6", .issuer: "县自然资源局",
                ]
            )
        case .forward: (record(), [.to: "县自然资源局", .attachments: "征地告示照片 2 张"])
        case .entrust: (record(), [.to: "县自然资源局", .reportBy: "2026-12-23", .demand: "查清占地面积和青苗费发放情况。"])
        case .object:
            (
                record(events: [accepted[0]]),
                [
                    .to: "县信访局", .reasons: "占地修路由县交通运输局组织实施，补偿款也由它发放，不属于本局职权。", .suggestedOrgan: "县交通运输局",
                    .attachments: "转送函及材料一套",
                ]
            )
        case .decline:
            (
                record(events: [accepted[0]]),
                [
                    .ground: "不属职权", .reasons: "青苗费由修路的县交通运输局发放，本局没有这项职权。",
                    .suggestedOrgan: "县交通运输局，迎宾路 8 号，电话 1234585",
                ]
            )
        case .bar:
            (
                record(events: rechecked),
                [.reasons: "这次说的事实、要的东西和复核时一样，没有新的材料。", .help: "县民政局临时救助窗口，电话 1234570；村里由驻村干部上门讲解"]
            )
        case .extensionForm:
            (record(events: accepted), [.days: "30", .why: "地界两家说法不同，要等测绘单位重新测量。"])
        case .extend:
            (
                record(events: accepted),
                [.days: "30", .why: "地界两家说法不同，要等测绘单位重新测量，12 月中旬才出结果。", .approver: "县自然资源局副局长周建国"]
            )
        case .opinion:
            (
                record(events: accepted),
                [
                    .facts: "2026 年 4 月修村道，占用您家菜地 0.31 亩，有测绘图和村委会证明。青苗费没有发放，是因为漏登。",
                    .decision: "支持您的请求：补登 0.31 亩，按每亩 1800 元发放青苗费 558 元，12 月 10 日前打到您的银行卡。",
                    .outcome: "支持", .basis: "《土地管理法》第四十八条；《某省征地青苗补偿标准》第三条",
                    .answers: "发青苗费：支持，558 元，12 月 10 日前到账。",
                ]
            )
        case .review:
            (
                record(events: reviewing),
                [.facts: "核对测绘图和发放表，面积、标准没有错。", .decision: "维持原处理意见。", .outcome: "维持", .basis: "《信访工作条例》第三十五条"]
            )
        case .recheck:
            (
                record(events: rechecking),
                [
                    .formerOrgan: "县人民政府", .facts: "经听取双方意见、查看现场，原认定清楚。", .decision: "维持复查意见。", .outcome: "维持",
                    .basis: "《信访工作条例》第三十六条",
                ]
            )
        case .urge:
            (record(events: accepted), [.reportBy: "2026-12-01", .demand: "说明办到哪一步、还差什么、哪天能办完。"])
        case .supervise:
            (
                record(events: accepted + [entry(.reminded, "2026-11-20", [.method: "电话"])]),
                [
                    .ground: "推诿敷衍拖延", .facts: "9 月 28 日受理后没有到过现场，没有书面告知信访人。", .demand: "一周内到现场核实，当面听取信访人意见。",
                    .form: "挂牌", .reportBy: "2026-12-01",
                ]
            )
        case .mediation:
            (
                record(events: accepted),
                [
                    .otherParty: "青石镇人民政府，法定代表人李长河", .facts: "修村道占用甲方菜地 0.31 亩的青苗费。",
                    .terms: "乙方一次付给甲方青苗费 558 元，甲方配合办理登记。", .performBy: "2026-12-10", .mediator: "青石镇人民调解委员会",
                ]
            )
        case .hearing:
            (
                record(events: rechecking),
                [
                    .time: "2026 年 11 月 19 日 9:00 至 11:30", .venue: "县政府三楼会议室", .chair: "陈志远", .scribe: "赵雨",
                    .present:
                        "信访人、县自然资源局代表、村委会代表", .record: "信访人：面积没量准。\n县自然资源局：面积经两次测绘，图在这里。", .hearingDays: "1",
                ]
            )
        case .delivery:
            (
                record(
                    events: replied + [
                        entry(.issued, "2026-11-02", [.paper: "信访处理意见书", .document: "某信处〔2026〕3号"])
                    ]), [.method: "当面"]
            )
        case .improvement:
            (
                record(events: replied),
                [
                    .to: "县自然资源局", .problem: "今年有四件青苗费漏登，都是修村道占地没有走登记。", .advice: "修村道占地一律先登记、后动工。",
                    .reportBy: "2026-12-23",
                ]
            )
        case .report:
            (
                record(events: replied),
                [
                    .to: "县信访局", .reportOf: "到现场量地、查发放表、找村干部三人谈话。", .carriedOut: "青苗费 558 元已打到银行卡。", .opinion: "同意",
                    .standards: "事实清楚：有测绘图。定性准确：漏登。处理恰当：照标准补发。手续完备：意见书已送达。",
                ]
            )
        }
    }
}
