// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension YAMLShape {
    // MARK: answers/

    package static let answers = YAMLShape(
        "answers", "当场能答的：谁批的、管到哪天、依据是什么。",
        [
            version, must("answers", .list(.shape("answer")), "一条一条的答复。"),
            may("approval", .shape("approval"), "这个文件里的答复共用的批准。"),
            may("elsewhere", .list(.shape("elsewhere")), "这里没有答复的问题：更像这些的，不给答复。"), note,
        ])

    package static let elsewhere = YAMLShape(
        "elsewhere", "一类这里没有答复的问题。",
        [must("about", .text, "哪一类。"), must("examples", .list(.text), "群众怎么问。")])

    private static let approvalKeys = [
        may("scope", .text, "在哪儿用：全国，或者本地的名字。"), may("approver", .text, "谁批的。"),
        may("approved", .date, "哪天批的；不写就不会说出去。"), may("expires", .date, "管到哪天。"),
    ]

    package static let approval = YAMLShape("approval", "谁批的、管到哪天。", approvalKeys)

    package static let answer = YAMLShape(
        "answer", "一条答复。",
        [
            must("id", .text, "名字。"), must("title", .text, "给工作人员看的题目。"),
            must("examples", .list(.text), "群众怎么问，至少一句。"), must("text", .text, "怎么答。"),
            must("basis", .list(.shape("basis")), "依据。"), may("cues", .list(.text), "认哪些词。"),
        ] + approvalKeys + [note])

    package static let basis = YAMLShape(
        "basis", "一条依据。",
        [
            must("act", .text, "法律、法规的名字。"), may("article", .text, "第几条。"),
            may("unverified", .bool, "还没核对原文：条号不说出去。"),
        ])

    // MARK: office.yaml, routing.yaml

    package static let office = YAMLShape(
        "office", "本局是谁、有哪些单位、谁值班。",
        [
            version, must("name", .text, "本局的名字。"),
            must("kind", .words(OfficeKind.allCases.map(\.rawValue)), "哪一种机关：期限从这一行来。"),
            must("level", .text, "县、市、省……"), must("region", .text, "地方。"), must("address", .text, "地址。"),
            must("phone", .text, "电话，用引号。"), must("hours", .text, "上班时间，照群众看的写。"),
            must("units", .list(.shape("unit")), "管事的单位。"), must("fallback", .text, "都对不上时转给哪个单位。"),
            must("duty", .shape("duty"), "值班表。"), may("kiosks", .list(.text), "自助机的叫法，按顺序。"),
            may("reminders", .shape("reminders"), "期限前后催谁。"),
            may("regimes", .list(.text), "另外启用哪些规定的期限，写 rules 里的 regime。"),
            may("called", .map(.text), "工作人员让群众怎么称呼：工号和称呼；不写就只说工号。"),
            may("sponsor", .words(ClosingPolicy.Scope.allCases.map(\.rawValue)), "哪些件结案前要有领导包案；不写是不要。"),
            may("consultation", .words(ClosingPolicy.Scope.allCases.map(\.rawValue)), "哪些件结案前要会诊；不写是不要。"),
            may("again_months", .int(1...36), "办结以后几个月内又来的，案卷上标出来；不写是 6。"),
            may("score", .map(.int(1...100)), "百分制考评：拿哪个率打分、占几分，加起来 100；不写就不打分。"),
            may("phrases", .list(.text), "工作人员在网页上常说的话，点一下就写进去；一句最长 80 个字，最多 24 句。"),
            may("signatures", .int(0...2), "结案还要几个人签署，0 到 2；不写是 0。"),
            may("documents", .shape("officePapers"), "文书怎么编号，复查、复核到哪里提。"), note,
        ])

    package static let unit = YAMLShape(
        "unit", "一个单位。",
        [
            must("id", .text, "话术里用的名字。"), must("name", .text, "全名。"), may("phone", .text, "电话，用引号。"),
            may("address", .text, "地址。"), may("hours", .text, "上班时间。"), may("officer", .text, "收件的人。"),
            may("aliases", .list(.text), "群众的叫法。"), may("above", .text, "上级单位：说它不是的，转给上级。"),
        ])

    // MARK: moves.yaml

    package static let moves = YAMLShape(
        "moves", "正在说的人怎么换到这一版；没有这个文件，谁都留在开头那一版。",
        [version, must("moves", .list(.shape("move")), "从哪些版本换过来。"), note])

    package static let move = YAMLShape(
        "move", "一条。",
        [
            must("from", .oneOrMore(.text), "旧版本号的开头（至少 6 位），或者 \"*\"。"),
            may("steps", .map(.text), "改了名字的步骤：旧名: 新名，写「流程.步骤」。"),
            may("slots", .map(.text), "改了名字的格子：旧名: 新名。"), note,
        ])

    package static let duty = YAMLShape(
        "duty", "值班。",
        [must("reserve", .text, "没有人值班时算谁的工号。"), may("roster", .list(.shape("turn")), "班次。")])

    package static let reminders = YAMLShape(
        "reminders", "期限前后催谁；不写就只有「快到期」「已超期」两个提醒。",
        [
            must("hours", .text, "只在这段时间催，写成 08:30-17:30；休息日不催。"),
            must("stages", .list(.shape("reminder")), "一次一次的提醒。"), may("section", .text, "科长的工号，用引号。"),
            may("leader", .text, "分管领导的工号，用引号。"),
            may("deliver", .bool, "催的话另外送出去（发件箱），不写就只在工作人员的屏上说。"),
        ])

    package static let reminder = YAMLShape(
        "reminder", "一次提醒。", oneOf: ["before", "after"],
        [
            may("before", .int(1...365), "到期前几天；遇休息日提前到上一个工作日。"),
            may("after", .int(1...365), "超期后几天；遇休息日推到下一个工作日。"),
            must("to", .words(ReminderPlan.Rung.allCases.map(\.rawValue)), "催谁。"),
        ])

    package static let turn = YAMLShape(
        "turn", "一个班次。",
        [
            must("badge", .text, "工号，用引号。"), must("days", .list(.words(Office.days.map(\.key))), "星期几。"),
            must("hours", .text, "写成 08:30-18:00；24:00 是半夜。"),
        ])

    package static let routing = YAMLShape(
        "routing", "哪类事转哪个单位。",
        [version, must("rules", .list(.shape("route")), "从上往下，头一条对得上的算数。"), note])

    package static let route = YAMLShape(
        "route", "一条分派。",
        [
            must("unit", .text, "转给哪个单位。"),
            may("purpose", .oneOrMore(.words(Purpose.allCases.map(\.rawValue))), "目的。"),
            may("topic", .text, "分类：一级，或者 一级_二级。"), may("words", .oneOrMore(.text), "说的话里有其中一个词。"),
            may("region", .oneOrMore(.text), "说的话里有其中一个地名。"), may("officer", .text, "收件的人。"),
        ])

    // MARK: cues/, examples/

    private static let votes = Kind.map(.number(CueLoader.weights))
    private static let deny = may("deny", .int(CueLoader.reach), "前面几个字里有否定就不算。")
    private static let cueList = must("cues", .list(.text), "关键词，空格隔开。")

    package static let cues = YAMLShape(
        "cues", "哪些词说明什么。",
        [
            version, may("bias", votes, "每种目的的底数。"),
            may("tree", .map(.orNothing(.list(.text))), "内容分类：一级和它的二级。"),
            may("groups", .list(.shape("group")), "一组一组的词。"), may("flags", .list(.shape("mark")), "打标记的词。"),
            may("negators", .list(.text), "否定的词。"), may("masks", .list(.text), "固定说法：里面的词不算数。"),
            may("rules", .list(.shape("combination")), "几组词合起来说明什么。"), note,
        ])

    package static let group = YAMLShape(
        "group", "一组词。",
        [
            cueList, may("id", .text, "名字。"), may("votes", votes, "给哪种目的加多少。"),
            may("topic", .text, "说明哪一类。"),
            may("safety", .words(SafetyKind.allCases.map(\.rawValue)), "说明哪种危险。"),
            may("weight", .number(CueLoader.weights), "分量。"), deny, note,
        ])

    package static let mark = YAMLShape(
        "mark", "打标记的词。",
        [must("flag", .text, "标记。"), cueList, may("id", .text, "名字。"), deny, note])

    package static let combination = YAMLShape(
        "combination", "几组词合起来。",
        [
            must("id", .text, "名字。"), must("all", .list(.text), "这些组都要有；a|b 是有一个就行。"),
            may("none", .list(.text), "这些组都不能有。"), may("within", .int(CueLoader.reach), "头两组最多隔几个字。"),
            may("ordered", .bool, "头两组要按顺序。"), may("votes", votes, "给哪种目的加多少。"),
            may("flags", .list(.text), "打哪些标记。"), note,
        ])

    package static let examples = YAMLShape(
        "examples", "标好的说法：shouwen train 从这里学，也拿来试关键词准不准。",
        [version, must("examples", .list(.shape("example")), "一句一句。"), note])

    package static let example = YAMLShape(
        "example", "一句话和它的标。",
        [
            must("text", .text, "原话。"), may("purpose", .words(Purpose.allCases.map(\.rawValue)), "目的。"),
            may("topic", .text, "分类。"),
            may("safety", .list(.words(SafetyKind.allCases.map(\.rawValue))), "危险；听着吓人其实没事的写 []。"),
        ])

    package static let model = YAMLShape(
        "model", "从例子学来的，shouwen train 写的；不要手改。",
        [
            version, must("examples", .text, "从哪些例子学的：它们的 SHA-256。"),
            must("purpose", .number(ModelFile.shares), "交叉检验里目的对了几成。"),
            must("topic", .number(ModelFile.shares), "交叉检验里分类对了几成。"), must("model", .text, "数据，base64。"),
        ])
}
