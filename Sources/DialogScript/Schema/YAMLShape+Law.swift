// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension YAMLShape {
    // MARK: rules/, calendars/

    package static let rules = YAMLShape(
        "rules", "一部规定的期限。",
        [
            must("regime", .text, "哪一部规定。"), must("version", .text, "条文的版本。"), must("title", .text, "规定的全名。"),
            must("source", .text, "出处。"), must("rules", .list(.shape("rule")), "一条一条的期限。"),
            may("in_force", .date, "哪天施行。"), may("counting", .shape("counting"), "怎么数日子。"),
            may("verified", .bool, "核对过原文。"), may("enabled", .bool, "启用。"),
        ])

    package static let counting = YAMLShape(
        "counting", "怎么数日子。",
        [
            must("exclude_start_day", .bool, "起算那天不算。"), must("start_article", .text, "凭哪一条。"),
            must("roll_over", .bool, "末日遇休息日顺延。"), must("roll_article", .text, "凭哪一条。"),
        ])

    package static let rule = YAMLShape(
        "rule", "一个期限。",
        [
            must("id", .text, "名字。"), must("title", .text, "做什么。"),
            must("length", .int(1...DeadlineRule.maximumLength), "多少。"),
            must("unit", .words(DeadlineRule.DayUnit.allCases.map(\.rawValue)), "日，还是工作日。"),
            must("starts_on", .text, "从什么事起算。"),
            must("party", .words(DeadlineRule.Party.allCases.map(\.rawValue)), "谁的期限。"),
            must("article", .text, "第几条。"), must("text", .oneOrMore(.text), "条文原句。"),
            may("window", .bool, "是可以用的权利，过了不算逾期。"), may("extension", .text, "延长的是哪一条规则。"),
            may("approver", .text, "谁批延期。"), may("excludes", .list(.text), "哪些日子不算。"),
            may("remind", .int(0...365), "提前几天提醒。"), may("petitioner_may_see", .bool, "群众看得到。"),
            may("enabled", .bool, "启用。"), may("verified", .bool, "核对过原文。"),
            may("begins", .words(DeadlineRule.acts), "哪一步自己开始走；不写，就只在 shouwen due 里算。"),
            may("ends", .list(.words(DeadlineRule.acts)), "哪几步算办到了。"),
        ])

    package static let calendar = YAMLShape(
        "calendar", "一年的放假和调休。",
        [
            must("year", .int(1949...9998), "哪一年。"), must("source", .text, "哪份通知。"),
            must("notice_date", .date, "通知的日子。"), must("covers_until", .date, "管到哪天。"),
            must("off", .list(.shape("holiday")), "放假。"), must("workdays", .list(.date), "调休上班的周末。"),
        ])

    package static let holiday = YAMLShape(
        "holiday", "一次放假。",
        [must("name", .text, "节日。"), must("from", .date, "头一天。"), must("to", .date, "末一天。")])

    // MARK: Calendars that others publish (holiday-cn); no files of dialogs/

    package static let publishedYear = YAMLShape(
        "publishedYear", "一年的放假和调休，holiday-cn 的写法。",
        [
            must("year", .int(1949...9998), "哪一年。"), must("days", .list(.shape("publishedDay")), "放假和调休的日子。"),
            may("papers", .list(.text), "通知的网址。"), may("$schema", .text, "写法。"), may("$id", .text, "网址。"),
        ])

    package static let publishedDay = YAMLShape(
        "publishedDay", "一天。",
        [must("name", .text, "节日。"), must("date", .date, "日子。"), must("isOffDay", .bool, "放假，还是上班。")])

    // MARK: locales/

    package static let locale = YAMLShape(
        "locale", "随时能用的词、短回答，和程序自己说的话。",
        [
            version, must("locale", .text, "语言，比如 zh-CN。"), must("words", .shape("words"), "随时能用的词。"),
            must("replies", .shape("replies"), "短回答。"), must("corrections", .list(.text), "一句话这样开头，是要改前面说的。"),
            must("questions", .list(.text), "有这些字的，当成一句问话。"),
            must("phrases", .shape("phrases"), "程序自己说的话，一条可以有几种说法。"), note,
        ])

    package static let words = YAMLShape(
        "words", "随时能用的词。", GlobalWord.allCases.map { may($0.name, .list(.text), "这些说法都算。") })

    package static let replies = YAMLShape(
        "replies", "短回答。", ReplyWord.allCases.map { may($0.name, .list(.text), "这些说法都算。") })

    package static let phrases = YAMLShape(
        "phrases", "程序自己说的话。",
        Phrase.allCases.map { phrase in
            let places = phrase.arguments.map { "{\($0.rawValue)}" }.sorted().joined(separator: " ")
            return may(phrase.rawValue, texts, places.isEmpty ? "程序说的一句话。" : "可以用 \(places)。")
        })

    // MARK: tests/

    package static let testInputs = ["say", "enter", "open", "resumed", "officer_left", "silence", "nobody_came"]

    package static let test = YAMLShape(
        "test", "一场必须照样走通的对话。",
        [
            version, must("test", .text, "名字。"), must("turns", .list(.shape("testTurn")), "一轮一轮。"),
            may("today", .date, "当作哪一天；不写是 2026-11-23。"), may("time", .text, "几点，写成 \"09:30\"。"),
            may("kiosk", .text, "哪台自助机；不写就是从网上来。"),
            may("channel", .text, "从哪儿来的：走访、网上。"), may("staff", .bool, "有工作人员在线。"),
            may("locale", .text, "打开时要的语言，比如 en。"), may("columns", .int(20...500), "屏幕有几列；不写是宽的。"), note,
        ])

    package static let testTurn = YAMLShape(
        "testTurn", "一轮：一个输入，和回话要怎样。", oneOf: testInputs,
        [
            may("say", .text, "群众打的字。"), may("enter", .bool, "空按回车。"), may("open", .bool, "刚打开。"),
            may("resumed", .bool, "凭号接着说。"), may("officer_left", .bool, "工作人员走了。"),
            may("silence", .bool, "好一会儿没动静。"), may("nobody_came", .bool, "没叫到人。"),
            may("has", .oneOrMore(.text), "回话里要有。"), may("lacks", .oneOrMore(.text), "回话里不能有。"),
            may("at", .text, "停在哪一步，写成 流程.步骤。"), may("passes", .oneOrMore(.text), "路上走过哪些步骤。"),
            may("slots", .map(.text), "格子里是什么。"),
            may("expect", .words(Expectation.Kind.allCases.map(\.rawValue)), "接下来等什么。"),
            may("secret", .bool, "输入不回显。"), may("patient", .bool, "不催。"), may("options", .int(), "菜单有几条。"),
            may("kinds", .oneOrMore(.text), "要有哪些种类的消息。"), may("effects", .oneOrMore(.text), "要做哪些事。"),
            may("lacks_effects", .oneOrMore(.text), "不能做哪些事。"), may("ended", .bool, "散了。"),
            may("recorded", .text, "日志里记成什么。"), may("filed", .map(.text), "登记的内容。"),
            may("progress", .either([.words(["unknown", "wait"]), .shape("testProgress")]), "查到什么。"),
            may("owner", .text, "从这一轮起归谁：bot、queue 或者工号。"), may("staff", .bool, "从这一轮起有没有人在线。"), note,
        ])

    package static let testProgress = YAMLShape(
        "testProgress", "查到的进度。",
        [
            must("number", .text, "编号。"), must("filed", .date, "登记的日子。"),
            must("stage", .words(CaseStage.allCases.map(\.rawValue)), "走到哪一步。"), must("on", .date, "那一步的日子。"),
            must("unit", .text, "在哪个单位。"), may("phone", .text, "电话。"), may("badge", .text, "工号。"),
            may("name", .text, "怎么称呼。"), may("clocks", .list(.shape("testClock")), "期限。"),
            may("next", .date, "接下来的日子。"), may("undated", .bool, "接下来没有日子。"),
            may("news", .map(.text), "还没告诉过他的：日子和话。"),
            may("acts", .oneOrMore(.words(FlowReader.acts.map(\.key))), "除了看得出来的，还能做哪样。"),
            may("person", .int(1...64), "几个人一起提的，他是第几位；不写就是一个人提的。"),
            may("out", .bool, "他自己那一份撤回了。"),
        ])

    package static let testClock = YAMLShape(
        "testClock", "一个期限。",
        [
            must("rule", .text, "规则。"), must("from", .date, "起算。"), must("nominal", .date, "到哪天。"),
            must("status", .text, "open、overdue……"), may("effective", .date, "顺延到哪天。"), may("over", .int(), "过了几天。"),
            may("own", .bool, "是他自己的期限。"),
            may("article", .text, "依据。"),
        ])
}
