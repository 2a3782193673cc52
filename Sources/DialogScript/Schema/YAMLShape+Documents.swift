// SPDX-License-Identifier: Apache-2.0

internal import Documents

extension YAMLShape {
    package static let officePapers = YAMLShape(
        "officePapers", "文书怎么编号，复查、复核到哪里提。",
        [
            may("mark", .text, "机关代字，如 某信；不写是 信。"),
            may("marks", .map(.text), "某种文书另用的代字：信访处理意见书: 某信处。代字一样的一起编号。"),
            may("organs", .map(.text), "用别的机关名义出的文书，用它的代字：县住建局: 某建。没写的，用机关名称。"),
            may("number", .text, "文号的写法，要有 {mark}、{year}、{n}；不写是 {mark}〔{year}〕{n}号。"),
            may("review_organ", .text, "复查由哪个机关作出：原办理机关的上一级。"),
            may("recheck_organ", .text, "复核由哪个机关作出：复查机关的上一级。"),
            may("review", .text, "复查到哪个单位提，写 units 里的 id。"), may("recheck", .text, "复核到哪个单位提，写 units 里的 id。"),
        ])

    package static let documents = YAMLShape(
        "documents", "法定内容以外，本局的文书还要写明什么。",
        [version, must("documents", .list(.shape("documentNeeds")), "一种文书一条。"), note])

    package static let documentNeeds = YAMLShape(
        "documentNeeds", "一种文书。",
        [
            must("document", .words(DocumentKind.allCases.map(\.rawValue)), "哪一种。"),
            must("needs", .list(.shape("documentNeed")), "缺了不能出具的。"),
        ])

    package static let documentNeed = YAMLShape(
        "documentNeed", "一项。",
        [
            must("field", .words(DocumentField.allCases.map(\.rawValue)), "哪一项。"),
            may("mend", .text, "缺了怎么补，给工作人员看。"),
        ])
}
