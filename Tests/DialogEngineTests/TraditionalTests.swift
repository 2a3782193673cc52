// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Testing
import Understanding

@testable import DialogEngine

/// Who writes Traditional characters is read like anybody else, and keeps the name as written.
@Suite struct TraditionalTests {
    @Test(arguments: [("沒有", "没有"), ("  不清楚。", "不清楚"), ("３、登記", "3、登记"), ("還沒", "还没")])
    func shortAnswersAreComparedInSimplified(_ typed: String, _ folded: String) {
        #expect(FoldedLine(typed).text == folded)
        #expect(FoldedLine(typed) == FoldedLine(folded))
    }

    @Test func aNameStaysAsItsBearerWritesIt() {
        #expect(AnswerParser.name("陳小美") == "陳小美")
        #expect(AnswerParser.name("我叫陳國強") == "陳國強")
        #expect(AnswerParser.name("沒有") == nil)
        #expect(AnswerParser.name("電話") == nil)
    }

    @Test func formsHaveAsManyBytes() {
        #expect(SimplifiedForm.of("欠我工资") == nil)
        #expect(SimplifiedForm.of("拖欠工資a1") == "拖欠工资a1")
        for text in ["不對，我叫陳國強", "補償款還沒給"] {
            #expect(SimplifiedForm.of(text)?.utf8.count == text.utf8.count)
        }
    }

    @Test func aLineOfNamesIsNothingElse() {
        #expect(AnswerParser.onlyNames("张三 李四、王五") == ["张三", "李四", "王五"])
        #expect(AnswerParser.onlyNames("张三 13900001111") == nil)
        #expect(AnswerParser.onlyNames("张三 住在河东村") == nil)
    }
}
