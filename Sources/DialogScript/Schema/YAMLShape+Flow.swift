// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension YAMLShape {
    package static let flow = YAMLShape(
        "flow", "一段对话：一个文件一段。",
        [
            version,
            must("flow", .text, "流程的名字，别处用它跳过来。"),
            must("steps", .list(.shape("step")), "一步一步怎么走；第一步是入口。"),
            may("title", .text, "给人看的名字。"),
            may("slots", .map(.shape("slot")), "这段对话要填的格子：名字和种类。"),
            note,
        ])

    package static let slot = YAMLShape(
        "slot", "一个格子：问来的一样东西。",
        [
            must("type", .words(SlotType.allCases.map(\.rawValue)), "答案的种类。"),
            may("label", .text, "念给群众核对时叫什么；不写就不念、不登记。"),
            may(
                "scope", .words(SlotInfo.Scope.allCases.map(\.rawValue)),
                "run（不写就是）每回走进这段都重新问，matter 一件事里各段共用，person 整场都留着。"),
            may("identity", .words(IdentityField.allCases.map(\.rawValue)), "存进保险箱的身份信息。"),
            may("from", .words(Entity.Kind.allCases.map(\.rawValue)), "随口说到就记下的那一类。"),
            may("recap", .text, "随口说到以后怎么念回去；{} 是那个值。"),
            may("edit", .text, "改的时候问哪一步；不写就是他答的那一步，随口说到的是头一个问它的步骤。"),
            note,
        ])

    package static let stepKinds = [
        "say", "ask", "classify", "answer", "review", "pick", "file", "handoff", "call", "act", "erase", "progress",
        "set", "go", "end",
    ]
    static let stepKindSet = Set(stepKinds)

    package static let step = YAMLShape(
        "step", "一步：有一个名字，做一件事。", oneOf: stepKinds,
        only: [
            "slot": ["ask", "classify"], "example": ["ask", "classify"], "options": ["ask"], "unsure": ["ask"],
            "confirm": ["ask"], "free": ["ask"], "also": ["ask"], "heard": ["ask"], "retry": ["ask", "classify"],
            "given": ["act"], "refused": ["act"], "tries": ["ask", "classify"], "least": ["ask"], "longest": ["ask"],
            "too_short": ["ask"], "too_long": ["ask"], "way_out": ["ask", "classify"], "text": ["review", "act"],
            "found": ["answer", "progress"], "none": ["answer"], "unknown": ["progress"],
            "quiet": ["ask", "classify", "pick"], "patient": ["ask", "classify", "pick"],
            "clear": ["ask", "classify", "pick"],
            // Anything with a condition is passed over to its next.
            "next": [
                "say", "ask", "classify", "review", "pick", "file", "handoff", "call", "act", "erase", "set", "if",
            ],
        ],
        [
            must("id", .text, "这一步的名字；定了就别改，正在说话的人靠它接着走。"),
            may("say", texts, "说一段话，接着走。几种说法轮着用。"),
            may("ask", texts, "问一句，等回答。至少两种说法。"),
            may("classify", texts, "请他随便说，听出是什么事。至少两种说法。"),
            may("answer", .bool, "找一条现成的答复；找到走 found，没有走 none。"),
            may("review", .list(.text), "念一遍给他核对：格子的名字，按顺序。"),
            may("pick", texts, "列出说过的，挑一样改。"),
            may("file", .bool, "登记，给编号和查询码。"),
            may("handoff", .words(HandoffReason.allCases.map(\.rawValue)), "叫人：asked 他要人，stuck 卡住了，safety 有危险。"),
            may("call", .text, "去另一段流程，完了回来。"),
            may("act", .words(FlowReader.acts.map(\.key)), "群众自己对已登记的事做的。"),
            may("erase", texts, "把没登记的话全删掉，说一句送别的话。"),
            may("progress", .shape("lookup"), "按编号和查询码查到哪一步了。"),
            may("set", .shape("assignments"), "定下目的、分类、标记，或者填、清格子。"),
            may("go", .list(.shape("branch")), "分岔：从上往下，头一条对得上的算数。"),
            may("end", texts, "说完就散。"),
            may("if", .shape("condition"), "不合条件就跳过这一步，走 next。"),
            may("next", .text, "接下来去哪一步；return 回到叫它来的地方。"),
            may("slot", .text, "回答填进哪个格子。"),
            may("example", texts, "两次没看明白以后给的例子。"),
            may("options", .list(.shape("option")), "选项，最多八条。"),
            may("unsure", .text, "他说「不清楚」算哪个值。"),
            may("confirm", .bool, "是非问：头一条是「是」，第二条是「不是」。"),
            may("text", texts, "review：念之前说的话。act：补充、评价取哪个格子。"),
            may("retry", texts, "没看明白时怎么说：头一条是头一回，第二条是第二回。说完再往下，还按平常的来。"),
            may("tries", .int(1...Repair.most), "几回没看明白就走 way_out；不写：自己写的 3 回，有选项的 4 回。"),
            may(
                "way_out", .either([.words(Repair.names.map(\.key)), .shape("wayOut")]),
                "怎么问都答不上时：menu 让他挑空着还是叫人，person 叫人，message 原话记下往下走，skip 空着往下走，或者 {next: 步骤}。"),
            may("least", .int(1...Ask.Limits.most), "回答至少几个字（空格不算）；只管写一段话的问话。"),
            may("longest", .int(1...Ask.Limits.most), "回答最多几个字。"),
            may("too_short", texts, "写得太短时怎么说；不写就按平常的来。"),
            may("too_long", texts, "写得太长时怎么说。"),
            may("given", .map(.text), "act 还要带上的：rate_office、rate_unit、to，各取哪个格子。"),
            may("refused", .text, "act 眼下做不成去哪一步；不写就走 next。"),
            may("found", .text, "找到了去哪一步。"),
            may("unknown", .text, "查不到去哪一步。"),
            may("none", .text, "没有答复去哪一步。"),
            may("quiet", .bool, "这一句不夹续办号。"),
            may("patient", .bool, "等他商量，不催、不清屏。"),
            may("clear", .bool, "这一步按 9 清屏。"),
            may("free", .bool, "不选也行：别的话照记，走 next。"),
            may("also", .text, "同一句里可能带着的另一个格子。"),
            may("heard", .list(.text), "头里那段话，日子（或者本局登记的单位）和其中一个词挨着说过的，念回去，不再问。"),
            note,
        ])

    package static let option = YAMLShape(
        "option", "一个选项。",
        [
            must("text", .text, "选项的话。"),
            may("value", .text, "存下的值；不写就是序号。"),
            may("next", .text, "选了它去哪一步；不写用这一步的 next。"),
            may("words", .list(.text), "还认哪些说法。"),
            may("resolved", .bool, "选了它，刚才的答复算不算解决了。"),
            may("plain", .text, "大白话的说法。"),
            may("short", .text, "短说法：窄屏上这么说，念回去时也这么说。"),
        ])

    package static let wording = YAMLShape(
        "wording", "一段话的几种说法；缺哪种就用 text。",
        [
            must("text", .oneOrMore(.text), "平常的说法。"),
            may("plain", .oneOrMore(.text), "大白话：给老人家，和说「听不懂」「说简单点」的人。"),
            may("short", .oneOrMore(.text), "窄屏、小屏上的说法，一行最多 40 列。"),
        ])

    package static let branch = YAMLShape(
        "branch", "分岔的一条。",
        [
            must("next", .text, "去哪一步。"),
            may("if", .shape("condition"), "什么时候；最后一条不写，兜底。"),
        ])

    package static let wayOut = YAMLShape(
        "wayOut", "答不上时去别处。", [must("next", .text, "去哪一步。")])

    package static let lookup = YAMLShape(
        "lookup", "编号和查询码在哪两个格子。",
        [must("number", .text, "编号的格子。"), must("code", .text, "查询码的格子。")])

    package static let assignments = YAMLShape(
        "assignments", "定下的东西。",
        [
            may("purpose", .words(Purpose.allCases.map(\.rawValue)), "目的。"),
            may("topic", .text, "分类：一级，或者 一级_二级。"),
            may("flag", .oneOrMore(.text), "打一个标记，后面的条件可以看。"),
            may("naming", .words(FlowReader.namings), "留不留名。"),
            may("clear", .oneOrMore(.text), "清空这些格子。"),
            may("values", .map(.text), "给格子填上值。"),
            may("seal", .bool, "单独存放，从头一句算起。"),
            may("new_claim", .bool, "另说一件事：前一件的东西都放下。"),
        ])

    package static let condition = YAMLShape(
        "condition", "条件：写了的都要成立。",
        [
            may("all", .list(.shape("condition")), "都成立。"),
            may("any", .list(.shape("condition")), "有一条成立。"),
            may("not", .shape("condition"), "不成立。"),
            may("purpose", .oneOrMore(.words(Purpose.allCases.map(\.rawValue))), "目的是其中一个。"),
            may("topic", .oneOrMore(.text), "分类是其中一个：一级，或者 一级_二级。"),
            may("said", .either([.text, .list(.text), .shape("said")]), "说的事里有其中一个词；要看别的格子，写 words 和 in。"),
            may("has", .text, "这个格子有实在的内容。"),
            may("asked", .text, "这个格子问过了，答「不清楚」也算。"),
            may("value", .map(.oneOrMore(.text)), "格子的值是其中一个。"),
            may("flag", .oneOrMore(.text), "打了这个标记。"),
            may("people", .int(1...1_000_000), "至少这么多人。"),
            may("kiosk", .bool, "在自助机上。"),
            may("channel", .oneOrMore(.text), "从哪儿来的：走访、网上。"),
            may("office", .words(OfficeKind.allCases.map(\.rawValue)), "本局是哪一种。"),
            may("safety", .oneOrMore(.words(SafetyKind.allCases.map(\.rawValue))), "听出了哪种危险。"),
            may("filed", .bool, "这场话里登记过了。"),
            may("staff", .bool, "有工作人员在线。"),
            may("queued", .bool, "正在等人。"),
            may("sealed", .bool, "单独存放。"),
            may(
                "may", .oneOrMore(.words(FlowReader.acts.map(\.key))), "查到的那件，他现在能做其中一样。"),
            may("shared", .bool, "查到的那件是几个人一起提的。"),
            may("past", .shape("past"), "今天已经过了格子里的日子这么多天。"),
        ])

    package static let said = YAMLShape(
        "said", "格子里有其中一个词。",
        [must("words", .oneOrMore(.text), "这些词。"), must("in", .oneOrMore(.text), "在这些格子里找；story、more 是说的事。")])

    package static let past = YAMLShape(
        "past", "过了多少天。",
        [must("slot", .text, "日期的格子。"), must("days", .int(0...36_500), "天数。")])
}
