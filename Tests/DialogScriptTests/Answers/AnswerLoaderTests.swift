// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing
import Understanding

@Suite struct AnswerLoaderTests {
    private func load(_ text: String) -> ([Answer], [Diagnostic]) {
        let diagnostics = Diagnostics()
        let root = YAMLValue.parse(text, file: "a.yaml", diagnostics)
        return (AnswerLoader.load(root.map { [$0] } ?? []), diagnostics.sorted)
    }

    private static let head = """
        version: 1
        approval: {scope: 全国, approver: 业务科, approved: 2026-09-01, expires: 2027-08-31}
        answers:

        """

    @Test func readsAnAnswerWithTheApprovalOfItsFile() throws {
        let (answers, diagnostics) = load(
            AnswerLoaderTests.head + """
                  - id: a
                    title: 标题
                    cues: [暖气 供暖…不热]
                    examples: [问一, 问二]
                    text: |
                      打 {phone.供热}。
                      第二行。
                    basis: [{act: 某法, article: 第一条}, {act: 某办法, unverified: true}]
                """)
        #expect(diagnostics.isEmpty)
        let answer = try #require(answers.first)
        #expect(answer.text == "打 {phone.供热}。\n第二行。")
        #expect(answer.cues.count == 2)
        #expect(answer.basis.map(\.isUnverified) == [false, true])
        #expect(answer.approved == CivilDate(year: 2026, month: 9, day: 1))
        #expect(answer.expires == CivilDate(year: 2027, month: 8, day: 31))
        #expect(answer.approver == "业务科" && answer.scope == "全国")
        #expect(answer.placeholders == ["phone.供热"])
    }

    @Test func anAnswerMayHaveItsOwnApproval() throws {
        let (answers, _) = load(
            AnswerLoaderTests.head
                + "  - {id: a, title: t, examples: [x], text: y, basis: [{act: z}], expires: 2026-12-31, scope: 本县}")
        #expect(answers.first?.expires == CivilDate(year: 2026, month: 12, day: 31))
        #expect(answers.first?.scope == "本县")
    }

    @Test func withoutApprovalItIsReadButNeverGiven() throws {
        let (answers, diagnostics) = load(
            """
            version: 1
            answers:
              - {id: a, title: t, examples: [x], text: y, basis: [{act: z}], expires: 2099-12-31, scope: s, approver: p}
            """)
        #expect(diagnostics.isEmpty)
        let answer = try #require(answers.first)
        #expect(answer.approved == nil)
        #expect(try !answer.isValid(on: #require(CivilDate(year: 2026, month: 11, day: 23))))
    }

    @Test(arguments: [
        ("examples: [x], text: y, basis: [{act: z}], cues: [(坏]", "D701"),
        ("examples: [x], text: '打 {tel.某}', basis: [{act: z}]", "D601"),
        ("examples: [x], text: '打 {phone.某', basis: [{act: z}]", "D401"),
        ("examples: [x], text: y, basis: [{act: z}], expires: 2026-08-01", "D602"),
        ("examples: [], text: y, basis: [{act: z}]", "D604"),
        ("examples: [x], text: y, basis: []", "D605"),
        ("examples: [x], text: y", "D012"),
    ])
    func slipsAreReported(_ body: String, _ code: String) {
        let (_, diagnostics) = load(AnswerLoaderTests.head + "  - {id: a, title: t, \(body)}")
        #expect(diagnostics.contains { $0.code.rawValue == code && $0.line == 4 }, "\(body): \(diagnostics)")
    }

    @Test func aMissingApprovalIsReported() {
        let (answers, diagnostics) = load(
            "version: 1\nanswers:\n  - {id: a, title: t, examples: [x], text: y, basis: [{act: z}]}")
        #expect(answers.isEmpty)
        #expect(diagnostics.map(\.code) == [.answerApproval, .answerApproval, .answerApproval])
    }
}
