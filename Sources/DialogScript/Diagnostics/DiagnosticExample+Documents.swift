// SPDX-License-Identifier: Apache-2.0

extension DiagnosticExample {
    private static func template(_ failing: String, _ mended: String = urging()) -> DiagnosticExample {
        .file("documents/催办函.mustache", failing, mended: mended)
    }

    /// The least that a 催办函 has.
    private static func urging(
        _ first: String = "@ {{去向单位}}：", end: String = "请在{{反馈期限}}前书面反馈。"
    ) -> String {
        "\(first)\n请按下列要求办理：\n{{办理要求}}\n\(end)\n"
    }

    private static func told(_ words: String) -> String {
        "@ {{信访人}}：\n您的事（编号 {{编号}}）{{转送日期}}转给{{去向单位}}。\n\(words)\n"
    }

    static let documents: [DiagnosticCode: DiagnosticExample] = [
        .documentKind: .file("documents/催办信.mustache", urging(), mended: ""),
        .documentTag: template(urging(end: "{{#催办次数}}请在{{反馈期限}}前书面反馈。"), urging(end: "请在{{反馈期限}}前书面反馈。")),
        .documentField: template(urging("@ {{去向单位}}：\n编号 {{编码}}"), urging("@ {{去向单位}}：\n编号 {{编号}}")),
        .documentMissing: template(urging(end: "请书面反馈。")),
        .documentPhrase: .file(
            "documents/去向告知书.mustache", told("逾期没有答复的，来催一催。"), mended: told("到日子没有答复的，来催一催。")),
        .documentNumber: .file(
            "office.yaml", office() + "documents:\n  mark: 某信\n  number: \"{mark}第{n}号\"\n",
            mended: office() + "documents:\n  mark: 某信\n  number: \"{mark}〔{year}〕{n}号\"\n"),
    ]
}
