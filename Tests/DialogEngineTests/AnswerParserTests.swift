// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Testing

@testable import DialogEngine

@Suite("Short answers")
struct AnswerParserTests {
    @Test(
        "one key, however it is written",
        arguments: [
            ("1", 0), ("１", 0), ("2.", 1), ("一", 0), ("第二个", 1), ("选3", 2), ("我选1", 0), ("八", 7), ("第３项", 2),
            (" 4 ", 3),
            ("按1", 0),
        ])
    func keys(_ text: String, _ key: Int) { #expect(AnswerParser.menuKey(FoldedLine(text)) == key) }

    @Test("what is no key", arguments: ["", "12", "一万", "我一个人", "0", "好", "1号楼的事"])
    func noKeys(_ text: String) { #expect(AnswerParser.menuKey(FoldedLine(text)) == nil) }

    @Test(
        "names",
        arguments: [
            ("李四", "李四"), ("我叫王小二", "王小二"), ("欧阳娜娜", "欧阳娜娜"), ("姓名：张三", "张三"), ("阿依古丽·买买提", "阿依古丽·买买提"),
            ("我是赵红。", "赵红"),
        ])
    func names(_ text: String, _ name: String) { #expect(AnswerParser.name(text) == name) }

    @Test("what is no name", arguments: ["不想说", "要身份证吗", "13800001111", "我不知道该怎么办才好", "李", "没有", "为什么问"])
    func noNames(_ text: String) { #expect(AnswerParser.name(text) == nil) }

    @Test(
        "telephone numbers",
        arguments: [
            ("139 0000 1111", "13900001111"), ("０１０-1234567", "0101234567"), ("我的电话是13900001111", "13900001111"),
            ("+86 13900001111", "13900001111"), ("幺三九零零零零一一一一", "13900001111"), ("1234567", "1234567"),
        ])
    func phones(_ text: String, _ digits: String) { #expect(AnswerParser.phone(FoldedLine(text)) == digits) }

    @Test("how many", arguments: [("12", 12), ("十二个", 12), ("二十三", 23), ("九人", 9), ("三十", 30)])
    func counts(_ text: String, _ count: Int) { #expect(AnswerParser.count(FoldedLine(text)) == count) }

    @Test("several names in a line")
    func severalNames() {
        #expect(AnswerParser.names("王五 赵六、孙七,周八") == ["王五", "赵六", "孙七", "周八"])
        #expect(AnswerParser.names("还有我们一大家子人都在外面等着") == [])
    }

    @Test("codes")
    func codes() {
        #expect(AnswerParser.code(FoldedLine("4729 8163 0552")) == "472981630552")
        #expect(AnswerParser.code(FoldedLine("查询码是472981630552")) == "472981630552")
        #expect(AnswerParser.code(FoldedLine("47298163055")) == nil)
    }
}
