// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel
internal import Understanding

extension DiagnosticExample {
    private static func cue(_ failing: String, mended: String = cueFile()) -> DiagnosticExample {
        .file("cues/c.yaml", failing, mended: mended)
    }

    private static func turns(_ failing: String, mended: String) -> DiagnosticExample {
        let head = "version: 1\ntest: 例\nturns:\n  - "
        return .file("tests/例.yaml", head + failing + "\n", mended: head + mended + "\n")
    }

    /// A model that has learned nothing, from the examples of ``base`` or from others.
    private static func modelFile(_ digest: String? = nil) -> String {
        let (empty, _) = ModelTrainer(book: CueBook(groups: [])).train([])
        let examples = [Example(text: "低保停了", topic: Topic(level1: "民政"))]
        return ModelFile(model: empty, examples: digest ?? ModelFile.digest(examples), purpose: 0, topic: 0).text
    }

    static let cues: [DiagnosticCode: DiagnosticExample] = [
        .cuePattern: cue(cueFile(groups: "{id: 查, votes: {举报: 2}, cues: [严查 (彻查]}")),
        .cueTwice: cue(cueFile(groups: "{id: 查, votes: {举报: 2}, cues: [严查 严查]}")),
        .unknownPurpose: cue(cueFile(groups: "{id: 查, votes: {举保: 2}, cues: [严查]}")),
        .cueRoles: cue(cueFile(groups: "{id: 查, cues: [严查]}\n  - {id: 险, votes: {举报: 1}, safety: 自伤, cues: [跳楼]}")),
        .unknownGroup: cue(cueFile(rules: "{id: 又查, all: [查查], votes: {举报: 1}}")),
        .groupWithoutCues: cue(cueFile(groups: "{id: 查, votes: {举报: 2}, cues: []}")),
        .idleRule: cue(cueFile(rules: "{id: 又查, all: [查]}")),
        .exampleTwice: .file(
            "examples/e.yaml", "version: 1\nexamples:\n  - {text: 低保停了, topic: 民政}\n  - {text: 低保停了, purpose: 求决}\n",
            mended: "version: 1\nexamples:\n  - {text: 低保停了, topic: 民政, purpose: 求决}\n"),
        .exampleWithoutLabel: .file(
            "examples/e.yaml", "version: 1\nexamples:\n  - {text: 低保停了}\n",
            mended: "version: 1\nexamples:\n  - {text: 低保停了, purpose: 求决}\n"),
        .modelDamaged: .file(
            ModelFile.path, "version: 1\nexamples: 旧的\npurpose: 0\ntopic: 0\nmodel: 坏了\n", mended: modelFile()),
        .modelStale: .file(ModelFile.path, modelFile("\(String(repeating: "0", count: 64))"), mended: modelFile()),
        .testInput: turns("{say: 低保停了, enter: true, has: [记下了]}", mended: "{say: 低保停了, has: [记下了]}"),
        .testProgress: turns("{say: \"4729\", progress: 没有}", mended: "{say: \"4729\", progress: unknown}"),
    ]

    private static func bureau(_ failing: String, mended: String = office()) -> DiagnosticExample {
        .file("office.yaml", failing, mended: mended)
    }

    static let desk: [DiagnosticCode: DiagnosticExample] = [
        .unknownUnit: bureau(office(fallback: "信仿")),
        .hours: bureau(office(turn: "{badge: \"012\", days: [周一], hours: 8点半到6点}")),
        .phoneNumber: bureau(office(phone: "总机转八零一")),
        .unitCircle: bureau(
            office(unit: "{id: 民政, name: 县民政局, phone: \"1234570\", above: 残联}\n  - {id: 残联, name: 县残联, above: 民政}"),
            mended: office(
                unit: "{id: 民政, name: 县民政局, phone: \"1234570\", above: 信访}\n  - {id: 残联, name: 县残联, above: 民政}")),
        .aliasTwice: bureau(
            office(unit: "{id: 民政, name: 县民政局, phone: \"1234570\", aliases: [信访局]}"),
            mended: office(unit: "{id: 民政, name: 县民政局, phone: \"1234570\", aliases: [民政局]}")),
        .routeShadowed: .file(
            "routing.yaml", "version: 1\nrules:\n  - {topic: 民政, unit: 民政}\n  - {topic: 民政_社会救助, unit: 信访}\n",
            mended: "version: 1\nrules:\n  - {topic: 民政_社会救助, unit: 信访}\n  - {topic: 民政, unit: 民政}\n"),
    ]

    static let moving: [DiagnosticCode: DiagnosticExample] = [
        .moveVersion: .file(
            "moves.yaml", "version: 1\nmoves:\n  - from: 上一版\n", mended: "version: 1\nmoves:\n  - from: \"1f0c9a22\"\n")
    ]

    private static func limit(
        _ failing: [String: String], mended: [String: String] = ["延期": delay, "办结": extended]
    ) -> DiagnosticExample {
        .file("rules/r.yaml", ruleFile(failing), mended: ruleFile(mended))
    }

    private static let extended = rule("办结", more: ", extension: 延期")
    private static let delay = rule("延期", more: ", approver: 本机关负责人")

    private static func year(_ failing: String, mended: String = calendarFile()) -> DiagnosticExample {
        .file("calendars/2026.yaml", failing, mended: mended)
    }

    static let law: [DiagnosticCode: DiagnosticExample] = [
        .ruleExtension: limit(["延期": delay, "办结": rule("办结", more: ", extension: 延斯")]),
        .ruleUnits: limit(["延期": rule("延期", unit: "工作日", more: ", approver: 本机关负责人"), "办结": extended]),
        .ruleUnverified: .file(
            "rules/r.yaml", ruleFile(more: rule("简易", more: ", enabled: true, verified: false")),
            mended: ruleFile(more: rule("简易", more: ", enabled: false, verified: false"))),
        .ruleApprover: limit(["办结": extended]),
        .ruleMissing: .file("rules/r.yaml", ruleFile(without: "转送"), mended: ruleFile()),
        .ruleText: limit(["转送": rule("转送", text: "[]")], mended: [:]),
        .calendarDay: year(calendarFile(workdays: "2027-01-02")),
        .calendarOrder: year(calendarFile(off: "{name: 元旦, from: 2026-01-03, to: 2026-01-01}")),
        .calendarLong: year(calendarFile(off: "{name: 春节, from: 2026-02-15, to: 2026-12-23}")),
        .calendarWeekday: year(calendarFile(workdays: "2026-01-05")),
        .calendarBoth: year(calendarFile(workdays: "2026-01-03")),
        .calendarYearTwice: .file(
            "calendars/去年.yaml", calendarFile(off: "{name: 国庆节, from: 2026-10-01, to: 2026-10-07}", workdays: ""),
            mended:
                "year: 2025\nsource: 通知\nnotice_date: 2024-11-12\ncovers_until: 2025-12-31\noff: []\nworkdays: []\n"),
        .calendarTwice: year(calendarFile(workdays: "2026-01-04, 2026-01-04")),
        .calendarMissing: DiagnosticExample(
            "calendars/2026.yaml", .text(nil), mended: calendarFile(), remark: "今年的日历还没写；期限遇到放假、调休会数错。"),
    ]
}
