// SPDX-License-Identifier: Apache-2.0

extension DiagnosticExample {
    private static let date = "  - {id: 二, ask: [记下了。哪天的事？, 是哪一天？], example: 比如「11月3号」。, slot: 哪天, next: 三}"
    private static let day = "  哪天: {type: date, label: 哪天}"
    private static let paper = "  纸: {type: choice, label: 给过纸没有}"

    /// A menu, and the steps behind it.
    private static func menu(
        _ options: String, _ more: String = ", unsure: \"1\"", slot: String = "\n    slot: 纸"
    ) -> String {
        "  - id: 一\n    ask: [记下了。要登记吗？, 登记一份，好不好？]\n    options: [\(options)]\n    next: done" + slot
            + lines(more)
    }

    private static func lines(_ more: String) -> String {
        more.isEmpty ? "" : "\n    " + more.dropFirst(2)
    }

    /// A flow with a slot that is filled in passing.
    private static func passing(_ scope: String) -> String {
        "version: 1\nflow: 例\nslots:\n  哪天: {type: date, label: 哪天, from: date\(scope)}\nsteps:\n"
            + "  - {id: 二, ask: [记下了。哪天的事？, 是哪一天？], example: 比如「11月3号」。, slot: 哪天, next: done}\n"
    }

    /// A flow that asks for a day and reads back what it is told to.
    private static func reviewed(_ slots: String) -> String {
        "version: 1\nflow: 例\nslots:\n\(day)\nsteps:\n\(date)\n  - {id: 三, review: \(slots), text: 您看看对不对。, next: done}\n"
    }

    static let names: [DiagnosticCode: DiagnosticExample] = [
        .slotNeverSet: .steps(
            "  - {id: 二, say: \"[{哪天}的事，]记下了。\", next: done}",
            mended: date + "\n  - {id: 三, say: \"[{哪天}的事，]记下了。\", next: done}", slots: day),
        .slotNotAlwaysSet: .steps(
            "  - {id: 一, go: [{if: {kiosk: true}, next: 二}, {next: 三}]}\n\(date)\n"
                + "  - {id: 三, say: \"{哪天}的事，记下了。\", next: done}",
            mended: "  - {id: 一, go: [{if: {kiosk: true}, next: 二}, {next: 三}]}\n\(date)\n"
                + "  - {id: 三, say: \"[{哪天}的事，]记下了。\", next: done}", slots: day),
        .slotUnused: .file(
            "flows/例.yaml",
            "version: 1\nflow: 例\nslots:\n  哪天: {type: date}\nsteps:\n\(date)\n  - {id: 三, say: 都写上了。, next: done}\n",
            mended: "version: 1\nflow: 例\nslots:\n\(day)\nsteps:\n\(date)\n  - {id: 三, say: 都写上了。, next: done}\n"),
        .slotShared: .file("flows/例.yaml", passing(""), mended: passing(", scope: matter")),
        .slotUnread: .file(
            "flows/例.yaml", reviewed("[place]"), mended: reviewed("[place, 哪天]")),
        .unknownValue: .steps(
            "  - {id: 一, ask: [记下了。给过纸没有？, 有纸吗？], options: [{text: 给过, value: 给过}, {text: 没给, value: 没给}],"
                + " slot: 纸, unsure: 没给, next: 二}\n  - {id: 二, go: [{if: {value: {纸: 给个}}, next: done}, {next: done}]}",
            mended: "  - {id: 一, ask: [记下了。给过纸没有？, 有纸吗？], options: [{text: 给过, value: 给过}, {text: 没给, value: 没给}],"
                + " slot: 纸, unsure: 没给, next: 二}\n  - {id: 二, go: [{if: {value: {纸: 给过}}, next: done}, {next: done}]}",
            slots: paper),
        .unknownFlag: .steps(
            "  - {id: 一, go: [{if: {flag: 催辨}, next: done}, {next: done}]}",
            mended: "  - {id: 一, go: [{if: {flag: 催办}, next: done}, {next: done}]}"),
        .unknownTopic: .steps(
            "  - {id: 一, go: [{if: {topic: 民证}, next: done}, {next: done}]}",
            mended: "  - {id: 一, go: [{if: {topic: 民政}, next: done}, {next: done}]}"),
        .unknownChannel: .steps(
            "  - {id: 一, go: [{if: {channel: 来访}, next: done}, {next: done}]}",
            mended: "  - {id: 一, go: [{if: {channel: 走访}, next: done}, {next: done}]}"),
        .unfilledPlace: .steps(
            "  - {id: 一, say: \"记下了。这事归{unit.name}管。\", next: done}",
            mended: "  - {id: 一, say: \"记下了。[这事归{unit.name}管。]\", next: done}"),
        .emptyOptional: .steps(
            "  - {id: 一, say: \"[这事]记下了。\", next: done}", mended: "  - {id: 一, say: 这事记下了。, next: done}"),
    ]

    static let questions: [DiagnosticCode: DiagnosticExample] = [
        .oneWording: .steps(
            "  - {id: 一, ask: 记下了。在哪儿的事？, example: 比如「东门村」。, slot: place, next: done}",
            mended: "  - {id: 一, ask: [记下了。在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}"),
        .noUnsure: .steps(menu("{text: 要}, {text: 不要}", ""), mended: menu("{text: 要}, {text: 不要}"), slots: paper),
        .tooManyOptions: .steps(
            menu(["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬"].map { "{text: \($0)}" }.joined(separator: ", ")),
            mended: menu(["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"].map { "{text: \($0)}" }.joined(separator: ", ")),
            slots: paper),
        .choiceWithoutOptions: .steps(
            "  - {id: 一, ask: [记下了。给过纸没有？, 有纸吗？], example: 比如「给过」。, slot: 纸, next: done}",
            mended: "  - {id: 一, ask: [记下了。给过纸没有？, 有纸吗？], options: [{text: 给过}, {text: 没给}], slot: 纸, unsure: \"2\","
                + " next: done}", slots: paper),
        .optionWordTwice: .steps(
            menu("{text: 要, words: [登记]}, {text: 不要, words: [登记]}"),
            mended: menu("{text: 要, words: [登记]}, {text: 不要, words: [不登记]}"), slots: paper),
        .optionWordIsKey: .steps(
            menu("{text: 要, words: [\"2\"]}, {text: 不要}"), mended: menu("{text: 要, words: [登记]}, {text: 不要}"),
            slots: paper),
        .optionValueTwice: .steps(
            menu("{text: 要, value: 甲}, {text: 不要, value: 甲}", ", unsure: 甲"),
            mended: menu("{text: 要, value: 甲}, {text: 不要, value: 乙}", ", unsure: 甲"), slots: paper),
        .optionWordIsGlobal: .steps(
            menu("{text: 要}, {text: 不要, words: [退出]}"), mended: menu("{text: 要}, {text: 不要, words: [先不办]}"),
            slots: paper),
        .noExample: .steps(
            "  - {id: 一, ask: [记下了。在哪儿的事？, 地方在哪儿？], slot: place, next: done}",
            mended: "  - {id: 一, ask: [记下了。在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}"),
        .twoQuestions: .steps(
            "  - {id: 一, ask: [记下了。在哪儿的事？哪天的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}",
            mended: "  - {id: 一, ask: [记下了。在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}"),
        .confirmShape: .steps(
            menu("{text: 要}, {text: 不要}, {text: 再想想}", ", confirm: true\n    unsure: \"1\""),
            mended: menu("{text: 要}, {text: 不要}", ", confirm: true\n    unsure: \"1\""), slots: paper),
        .idleMenu: .steps(
            menu("{text: 要}, {text: 不要}", ", unsure: \"1\"", slot: ""),
            mended: menu("{text: 要}, {text: 不要, next: 二}", ", unsure: \"1\"", slot: "")
                + "\n  - {id: 二, say: 不登记也行。, next: done}"),
        .neverSaid: .steps(
            menu("{text: 要}, {text: 不要}", ", example: 比如「要」。\n    unsure: \"1\""),
            mended: menu("{text: 要}, {text: 不要}"), slots: paper),
    ]
}
