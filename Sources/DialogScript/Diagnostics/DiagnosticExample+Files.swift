// SPDX-License-Identifier: Apache-2.0

extension DiagnosticExample {
    /// A line among the labelled examples.
    private static func line(_ failing: String, mended: String = "{text: 低保停了, purpose: 求决}") -> DiagnosticExample {
        let head = "version: 1\nexamples:\n  - "
        return .file("examples/e.yaml", head + failing + "\n", mended: head + mended + "\n")
    }

    private static let good = "version: 1\nexamples: []\n"

    static let files: [DiagnosticCode: DiagnosticExample] = [
        .unreadable: DiagnosticExample(
            "没有这个文件夹", .folder, mended: "", remark: "`shouwen check 没有这个文件夹`：把名字写对；文件读不了的，看看权限。"),
        .notUTF8: DiagnosticExample(
            "examples/e.yaml", .bytes(Array("version: 1\nexamples: []\n# ".utf8) + [0xD0, 0xC5, 0xB7, 0xC3]),
            mended: good,
            remark: "记事本另存的时候选了 GBK（ANSI）；另存为 UTF-8。"),
        .tooLarge: DiagnosticExample(
            "examples/e.yaml", .bytes([UInt8](repeating: 0x20, count: YAMLValue.maximumSize + 1)), mended: good,
            remark: "一个文件超过 1 MiB；分成几个文件，放在同一个文件夹里。"),
        .emptyFile: .file("examples/e.yaml", "# 还没写\n", mended: good),
        .syntax: line("{text: 低保停了, purpose: 求决"),
        .duplicateKey: line("{text: 低保停了, purpose: 求决, purpose: 咨询}"),
        .anchor: line("{text: &停 低保停了, purpose: 求决}"),
        .tooDeep: DiagnosticExample(
            "examples/e.yaml", .bytes(Array("version: 1\nexamples: ".utf8) + [UInt8](repeating: 0x5B, count: 70)),
            mended: good, remark: "多打了一串「[」。"),
        .missingFile: DiagnosticExample(
            "routing.yaml", .text(nil), mended: "version: 1\nrules: []\n",
            remark: "删掉了 `routing.yaml`。`office.yaml`、`routing.yaml`、`locales/zh-CN.yaml` 都必须有。"),
        .wrongType: line("{text: [低保停了], purpose: 求决}"),
        .unknownKey: line("{text: 低保停了, purpsoe: 求决, topic: 民政}"),
        .missingKey: line("{purpose: 求决}"),
        .outOfRange: .file("examples/e.yaml", "version: 2\nexamples: []\n", mended: good),
        .notAChoice: line("{text: 低保停了, purpose: 求绝, topic: 民政}"),
        .notADate: .file(
            "rules/r.yaml", ruleFile(head: "in_force: 2022-02-30\n"), mended: ruleFile(head: "in_force: 2022-02-28\n")),
        .emptyText: line("{text: \" \", purpose: 求决}"),
        .nameTwice: .steps(
            "  - {id: 一, say: 记下了。, next: done}\n  - {id: 一, say: 好的。, next: done}",
            mended: "  - {id: 一, say: 记下了。, next: 二}\n  - {id: 二, say: 好的。, next: done}"),
        .strayFile: DiagnosticExample(
            "flow/例二.yaml", .text("version: 1\nflow: 例二\nsteps: []\n"), mended: "",
            remark: "文件夹叫 `flows`，写成了 `flow`；`.yml` 也没有人读。挪过去就好。"),
        .damagedSources: DiagnosticExample(
            "sources", .sources([9]), mended: "", remark: "跟正在说的话存在一起的旧版本读不出来：磁盘坏了，或者是更新的程序存的。"),
    ]

    static let graphs: [DiagnosticCode: DiagnosticExample] = [
        .unknownStep: .steps(
            "  - {id: hear, say: 记下了。, next: palce}\n  - {id: place, say: 都写上了。, next: done}",
            mended: "  - {id: hear, say: 记下了。, next: place}\n  - {id: place, say: 都写上了。, next: done}"),
        .unknownFlow: .steps(
            "  - {id: 一, call: progres, next: done}", mended: "  - {id: 一, call: progress, next: done}"),
        .unknownSlot: .steps(
            "  - {id: 一, ask: [记下了。在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: plaec, next: done}",
            mended: "  - {id: 一, ask: [记下了。在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}"),
        .stepKind: .steps(
            "  - {id: 一, say: 记下了。, end: 您慢走。, next: done}",
            mended: "  - {id: 一, say: 记下了。, next: done}"),
        .misplacedKey: .steps(
            "  - {id: 一, say: 记下了。, example: 比如「东门村」。, next: done}",
            mended: "  - {id: 一, say: 记下了。, next: done}"),
        .noNext: .steps("  - {id: 一, say: 记下了。}", mended: "  - {id: 一, say: 记下了。, next: done}"),
        .unreachable: .steps(
            "  - {id: 一, say: 记下了。, next: done}\n  - {id: 二, say: 都写上了。, next: done}",
            mended: "  - {id: 一, say: 记下了。, next: 二}\n  - {id: 二, say: 都写上了。, next: done}"),
        .neverEnds: .steps(
            "  - {id: 一, ask: [记下了。还想说什么？, 还有吗？], example: 比如「没有」。, next: 一}",
            mended: "  - {id: 一, ask: [记下了。还想说什么？, 还有吗？], example: 比如「没有」。, next: done}"),
        .endlessLoop: .steps(
            "  - {id: 一, say: 记下了。, next: 二}\n  - {id: 二, say: 都写上了。, next: 一}",
            mended: "  - {id: 一, say: 记下了。, next: 二}\n  - {id: 二, say: 都写上了。, next: done}"),
        .idleLoop: .steps(
            "  - {id: 一, say: 记下了。, next: 二}\n  - {id: 二, go: [{if: {kiosk: true}, next: 一}, {next: done}]}",
            mended: "  - {id: 一, say: 记下了。, next: 二}\n  - {id: 二, go: [{if: {kiosk: true}, next: 三}, {next: done}]}\n"
                + "  - {id: 三, say: 您坐着等。, next: done}"),
        .sharedNumber: .steps(
            "  - {id: step221, say: 记下了。, next: step3867}\n  - {id: step3867, say: 都写上了。, next: done}",
            mended: "  - {id: step221, say: 记下了。, next: written}\n  - {id: written, say: 都写上了。, next: done}"),
        .missingKnown: DiagnosticExample(
            "flows/safety.yaml", .text(nil),
            mended: "version: 1\nflow: safety\nsteps:\n  - {id: stay, say: 您先缓缓，我叫人来。, next: done}\n",
            remark: "删掉了 `flows/safety.yaml`。流程 \(KnownNames.flows.joined(separator: "、")) 和格子 "
                + "\(KnownNames.slots.joined(separator: "、")) 是程序要用的。"),
        .emptyFlow: .file(
            "flows/例.yaml", "version: 1\nflow: 例\nsteps: []\n",
            mended: "version: 1\nflow: 例\nsteps:\n  - {id: 一, say: 记下了。, next: done}\n"),
        .goWithoutElse: .steps(
            "  - {id: 一, go: [{if: {purpose: 咨询}, next: done}]}",
            mended: "  - {id: 一, go: [{if: {purpose: 咨询}, next: done}, {next: 二}]}\n  - {id: 二, say: 记下了。, next: done}"),
        .goAfterElse: .steps(
            "  - {id: 一, go: [{next: done}, {if: {purpose: 咨询}, next: done}]}",
            mended: "  - {id: 一, go: [{if: {purpose: 咨询}, next: done}, {next: done}]}"),
        .callWithoutReturn: .steps(
            "  - {id: 一, call: done, next: 二}\n  - {id: 二, say: 记下了。, next: done}",
            mended: "  - {id: 一, call: progress, next: 二}\n  - {id: 二, say: 记下了。, next: done}"),
    ]
}
