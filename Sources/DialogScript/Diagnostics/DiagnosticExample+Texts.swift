// SPDX-License-Identifier: Apache-2.0

extension DiagnosticExample {
    private static func said(_ failing: String, mended: String = "这事记下了。") -> DiagnosticExample {
        .steps("  - {id: 一, say: \(failing), next: done}", mended: "  - {id: 一, say: \(mended), next: done}")
    }

    /// The office's own language, in which one phrase is written otherwise, or left out.
    private static func own(_ phrase: String, _ text: String?) -> String {
        locale { name in
            if name != phrase { return "  \(name): 好。\n" }
            return text.map { "  \(name): \($0)\n" }
        }
    }

    /// Another language, in which little is translated.
    private static func english(
        _ step: String = "done.bye", _ text: String = "end: Good-bye.", of source: String? = "您慢走。",
        complete: Bool = false, phrase: String? = nil
    ) -> String {
        let print = source.map { Fingerprint.of([$0]) } ?? "00000000"
        var out = "version: 1\nlocale: en\nname: English\n" + (complete ? "" : "complete: false\n")
        out += "texts:\n  \(step): {of: \"\(print)\", \(text)}\n"
        if let phrase {
            out += "phrases:\n  person.present: {of: \"\(Fingerprint.of(["好。"]))\", text: \"\(phrase)\"}\n"
        }
        return out
    }

    private static func english(_ failing: String) -> DiagnosticExample {
        .file("locales/en.yaml", failing, mended: english())
    }

    static let texts: [DiagnosticCode: DiagnosticExample] = [
        .markup: said("\"{story，记下了。\"", mended: "\"[{story}，]记下了。\""),
        .unknownPlace: said("\"[{stroy}，]记下了。\"", mended: "\"[{story}，]记下了。\""),
        .tooWide: .steps(
            "  - id: 一\n    say: 这事记下了。下面问几句，知道就写，不知道就写不清楚；写错了不要紧，说一声修改就能改，不着急，慢慢写。\n    next: done",
            mended:
                "  - id: 一\n    say: |\n      这事记下了。下面问几句，知道就写，不知道就写不清楚；\n      写错了不要紧，说一声修改就能改，不着急，慢慢写。\n    next: done"
        ),
        .notGB2312: said("\"记下了：朱镕先生的事。\"", mended: "记下了，这位先生的事。"),
        .officialese: said("您的诉求已收悉。"),
        .forbidden: said("这事一定给您解决。"),
        .tooManyLines: .steps(
            "  - id: 一\n    say: |\n      这事记下了。\n      有纸的，收好。\n      有照片的，留着。\n      有证人的，问一声。\n      下面问您几句。\n    next: done",
            mended: "  - id: 一\n    say: |\n      这事记下了。\n      有纸、有照片的，都收好。\n      下面问您几句。\n    next: done"),
        .noAcknowledgement: .steps(
            "  - {id: 一, ask: [在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}",
            mended: "  - {id: 零, say: 这事记下了。, next: 一}\n"
                + "  - {id: 一, ask: [在哪儿的事？, 地方在哪儿？], example: 比如「东门村」。, slot: place, next: done}"),
        .noGoodbye: .steps("  - {id: 一, end: 完了。}", mended: "  - {id: 一, end: 好，您慢走。}"),
        .impolite: said("你说的记下了。", mended: "您说的记下了。"),
        .shortTooWide: said(
            "{text: 这事记下了。, short: 这事我已经一五一十地给您记下了，往下接着问您几句。}",
            mended: "{text: 这事记下了。, short: 记下了，再问几句。}"),
        .sameWording: said("[这事记下了。, 这事记下了。]", mended: "[这事记下了。, 好，我写上了。]"),

        .phraseMissing: .file("locales/zh-CN.yaml", own("silence", nil), mended: own("silence", "您还在吗？")),
        .phraseUnknown: .file(
            "locales/zh-CN.yaml", own("silence", "您还在吗？\n  silense: 您还在吗？"), mended: own("silence", "您还在吗？")),
        .wordTwice: .file("locales/zh-CN.yaml", locale(replies: ", 没有"), mended: locale(replies: ", 不用")),
        .wordsOverlap: .file("locales/zh-CN.yaml", locale(replies: ", 退出"), mended: locale(replies: ", 不用")),
        .translationMissing: english(english(complete: true)),
        .translationPlaces: .file(
            "locales/en.yaml", english(phrase: "Calling officer {badge}."), mended: english(phrase: "Calling somebody.")
        ),
        .translationUnknown: english(english("done.by")),
        .translationStale: english(english(of: nil)),
        .translationPartial: DiagnosticExample(
            "locales/en.yaml", .text(english()), mended: "", remark: "没有毛病，只说一声译到哪儿了；没译的说中文原话。都译完了，去掉 complete。"),
    ]

    static let answers: [DiagnosticCode: DiagnosticExample] = [
        .answerPlace: answer(answerFile(text: "电话 {tel.民政}，问了再来。"), answerFile(text: "电话 {phone.民政}，问了再来。")),
        .answerDates: answer(
            answerFile(approval: "{scope: 全国, approver: 业务科, approved: 2026-09-01, expires: 2026-08-31}")),
        .answerApproval: answer(answerFile(approval: "{scope: 全国, approved: 2026-09-01, expires: 2027-08-31}")),
        .answerExample: answer(answerFile(examples: "[]")),
        .answerBasis: answer(answerFile(basis: "[]")),
        .answerFact: answer(
            answerFile(text: "带身份证。地址：{address.民政}"), answerFile(text: "带身份证。电话：{phone.民政}")),
        .answerBrackets: answer(
            answerFile(text: "带身份证[和户口本]，问了再来。"), answerFile(text: "带身份证和户口本，问了再来。")),
        .answerUnapproved: answer(answerFile(approval: "{scope: 全国, approver: 业务科, expires: 2027-08-31}")),
        .answerExpired: answer(
            answerFile(approval: "{scope: 全国, approver: 业务科, approved: 2025-09-01, expires: 2026-08-31}")),
        .answerExpiring: answer(
            answerFile(approval: "{scope: 全国, approver: 业务科, approved: 2025-12-01, expires: 2026-11-30}")),
        .answerAmbiguous: answer(answerFile(more: another("低保怎么办")), answerFile(more: another("低保停了怎么办"))),
    ]

    private static func answer(_ failing: String, _ mended: String = answerFile()) -> DiagnosticExample {
        .file("answers/a.yaml", failing, mended: mended)
    }

    private static func another(_ example: String) -> String {
        "  - {id: 低保停发, title: 低保停了, examples: [\(example)], text: 先要那张纸。, basis: [{act: 社会救助暂行办法}]}\n"
    }
}
