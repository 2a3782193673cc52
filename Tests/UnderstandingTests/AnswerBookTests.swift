// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing

@testable import Understanding

@Suite struct AnswerBookTests {
    @Test(arguments: [
        ("老板不给工资怎么办", "欠薪去哪"), ("底保停了 说我儿子有车", "低保停发"), ("暖气不热找谁", "供暖报修"), ("怎么查进度", "信访怎么查"),
        ("请不起律师", "法律援助"), ("孩子上学划到哪", "学区入学"), ("举报会不会让人知道", "匿名举报"), ("残疾证咋办", "残疾证"),
        ("复议来得及吗 过了六十天", "行政复议期限"), ("工伤没认我不服", "工伤认定不服"), ("不会写字能申请复议吗", "行政复议怎么提"),
        ("去省里上访有什么规定", "越级走访"), ("健身房跑路了 卡里还有钱", "预付卡"),
    ])
    func theRightAnswerComesFirst(_ text: String, _ id: String) {
        #expect(Shipped.understander.ask(text, today: Shipped.today).first?.id == id, "\(text)")
    }

    @Test(arguments: ["今天天气不错", "你好", "1", "", "中彩票怎么领奖", "谁也别拦我", "asdf 1234", "我想告他们"])
    func whatDoesNotConcernUsGetsNoAnswer(_ text: String) {
        #expect(Shipped.understander.ask(text, today: Shipped.today).isEmpty, "\(text)")
    }

    @Test func everyAnswerIsFoundByItsOwnExamples() {
        for answer in Shipped.answers {
            for example in answer.examples {
                let ids = Shipped.understander.ask(example, today: Shipped.today).map(\.id)
                #expect(ids.contains(answer.id), "\(example): \(ids)")
            }
        }
    }

    private func answer(_ id: String, approved: CivilDate?, expires: CivilDate) throws -> Answer {
        Answer(
            id: id, title: "暖气不热找谁", cues: [try CuePattern("暖气")], examples: ["暖气不热打什么电话"], text: "打 {phone.供热报修}",
            basis: [], scope: "全国", approver: "业务科", approved: approved, expires: expires)
    }

    @Test func expiredAndUnapprovedAnswersAreSilent() throws {
        let day = Shipped.today
        let book = AnswerBook(answers: [
            try answer("last-day", approved: day, expires: day),
            try answer("expired", approved: day.adding(days: -30), expires: day.adding(days: -1)),
            try answer("not-yet", approved: day.adding(days: 1), expires: day.adding(days: 30)),
            try answer("unapproved", approved: nil, expires: day.adding(days: 30)),
        ])
        #expect(book.ask("暖气不热", today: day).map(\.id) == ["last-day"])
        #expect(book.ask("暖气不热", today: day.adding(days: 1)).map(\.id) == ["not-yet"])
        #expect(book.ask("暖气不热", today: day.adding(days: 400)).isEmpty)
        #expect(book.answer("expired")?.id == "expired")
    }

    @Test func scoresDescendAndTheLimitHolds() throws {
        let matches = Shipped.understander.ask("对低保停发的决定不服 行政复议怎么申请", today: Shipped.today, limit: 2)
        #expect(matches.count == 2)
        #expect(matches.map(\.score) == matches.map(\.score).sorted(by: >))
        #expect(matches.allSatisfy { $0.score >= AnswerBook.threshold && $0.score <= 1 })
        #expect(Shipped.understander.ask("行政复议怎么申请", today: Shipped.today, limit: 0).isEmpty)
    }

    @Test func placeholdersAreListed() throws {
        let day = Shipped.today
        var given = try answer("a", approved: day, expires: day)
        given.text = "{phone.甲} {address.乙} {phone.甲} {} }{"
        #expect(given.placeholders == ["phone.甲", "address.乙"])
    }

    /// What no answer may say, however it is worded later.
    @Test(arguments: ["一定给您", "已受理", "不予受理", "过期了", "绝对保密", "没人查得到", "马上就来", "诉求已收悉", "予以", "您反映的问题", "依法依规"])
    func noOfficialeseAndNoPromise(_ phrase: String) {
        for answer in Shipped.answers { #expect(!answer.text.contains(phrase), "\(answer.id)") }
    }

    @Test func theShippedAnswersCoverTheirGround() {
        #expect(Shipped.answers.count >= 30)
        for answer in Shipped.answers {
            #expect(answer.isValid(on: Shipped.today), "\(answer.id)")
            #expect(!answer.basis.isEmpty && !answer.approver.isEmpty, "\(answer.id)")
        }
    }
}
