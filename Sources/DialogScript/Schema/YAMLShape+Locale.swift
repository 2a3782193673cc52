// SPDX-License-Identifier: Apache-2.0

extension YAMLShape {
    // MARK: locales/ beside the office's own

    package static let translation = YAMLShape(
        "translation", "另一种语言怎么说：流程里的话、格子的名字、程序自己说的话。没译的说中文原话。",
        [
            version, must("locale", .text, "语言，比如 en、zh-Hant。"),
            may("name", .oneOrMore(.text), "他说这些词，往后就用这种语言。"),
            may("complete", .bool, "写 false：没译完，漏译不一条一条提醒。"),
            may("dates", .words(Language.Dates.allCases.map(\.rawValue)), "日子怎么写：chinese 是 12月8日，iso 是 2026-12-08。"),
            may("words", .shape("words"), "随时能用的词，这种语言怎么说。"),
            may("replies", .shape("replies"), "短回答，这种语言怎么说。"),
            may("texts", .map(.shape("stepTexts")), "流程里的话：流程.步骤。"),
            may("slots", .map(.shape("slotTexts")), "格子的名字和念回去的说法。"),
            may("phrases", .shape("translatedPhrases"), "程序自己说的话。"),
            may(
                "answers", .map(.either([.text, .shape("phraseTexts")])),
                "当场答复：答复的 id。译几条算几条，没译的说中文；{ } 跟答复里一样写，依据那一行照旧。"),
            note,
        ])

    private static let of = may("of", .text, "原文的指纹；原文改了，check 会说这一条要重看，并给出新的。")

    private static let stepKeys = [
        "say", "ask", "classify", "text", "pick", "erase", "end", "example", "retry", "too_short", "too_long",
    ]

    package static let stepTexts = YAMLShape(
        "stepTexts", "一步的译文，键跟流程里的一样。",
        [of] + stepKeys.map { may($0, .orNothing(texts), "跟流程里的 \($0) 一样。") }
            + [may("options", .map(.orNothing(.either([.text, .shape("optionTexts")]))), "选项：值，和它的说法。"), note])

    package static let optionTexts = YAMLShape(
        "optionTexts", "一个选项的译文。",
        [
            must("text", .text, "选项的话。"), may("plain", .text, "简单的说法。"), may("short", .text, "短说法，念回去时也用。"),
            may("words", .list(.text), "还认哪些说法。"),
        ])

    package static let slotTexts = YAMLShape(
        "slotTexts", "一个格子的译文。",
        [of, may("label", .orNothing(.text), "核对时叫什么。"), may("recap", .orNothing(.text), "怎么念回去；{} 是那个值。"), note])

    package static let phraseTexts = YAMLShape(
        "phraseTexts", "程序一句话的译文。",
        [
            of, may("text", .orNothing(.oneOrMore(.text)), "平常的说法；空着就是还没译。"), may("plain", .oneOrMore(.text), "简单的说法。"),
            may("short", .oneOrMore(.text), "窄屏上的说法，一行最多 40 列。"), note,
        ])

    package static let translatedPhrases = YAMLShape(
        "translatedPhrases", "程序自己说的话。",
        Phrase.allCases.map { phrase in
            let places = phrase.arguments.map { "{\($0.rawValue)}" }.sorted().joined(separator: " ")
            return may(
                phrase.rawValue, .either([.text, .list(.text), .shape("phraseTexts")]),
                places.isEmpty ? "程序说的一句话。" : "可以用 \(places)。")
        })
}
