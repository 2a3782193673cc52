// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import Understanding

/// Repeats: what is the same matter is found by its keys and called so, with what is the same; what is not, is not.
@Suite struct RepeatTests {
    static let today = CivilDate(year: 2026, month: 11, day: 23) ?? .earliest
    static let key: UInt64 = 7

    static let letter = """
        尊敬的领导您好，我是向阳小区三号楼的住户。楼下的烧烤店从下午五点烤到半夜两点，油烟顺着窗户往屋里钻，孩子咳嗽了半个月。\
        打过两次热线，城管来看过，老板当场关小，人一走又照旧。请环保和城管一起来看看，让他把净化设备装上，谢谢。
        """

    static func read(_ text: String) -> RepeatText {
        RepeatText(text, entities: EntityFinder(today: today).entities(in: NormalisedText(text)))
    }

    static func likeness(_ left: String, _ right: String) -> RepeatLikeness {
        RepeatLikeness(read(left), read(right))
    }

    static func keys(_ text: String) throws -> RepeatIndexKeys {
        let read = read(text)
        return RepeatIndexKeys(try #require(RepeatSketch(read, key: key)), of: read, key: key)
    }

    /// The same letter as somebody else would send it: other number, other marks, a sentence left out and one added.
    static var edited: String {
        letter.replacing("三号楼", with: "8号楼").replacing("，谢谢", with: "!!!")
            .replacing("打过两次热线，", with: "") + "我的电话13800138000，我叫王建国。"
    }

    @Test("the same letter is found by its keys and called so, whoever sent it") func found() throws {
        let likeness = Self.likeness(Self.letter, Self.edited)
        #expect(likeness.isSameMatter(samePerson: false))
        #expect(try Self.keys(Self.letter).meets(Self.keys(Self.edited)))
        let words = try #require(likeness.reasons.first { $0.kind == .words })
        let left = String(decoding: Array(Self.letter.utf8)[words.left], as: UTF8.self)
        let right = String(decoding: Array(Self.edited.utf8)[words.right], as: UTF8.self)
        #expect(left.contains("烧烤店从下午五点烤到半夜两点"))
        #expect(right.contains("烧烤店从下午五点烤到半夜两点"))
    }

    @Test(
        "what is of the same kind is not the same matter",
        arguments: [
            "尊敬的领导您好，我是西苑小区七号楼的业主。地下车库一下雨就进水，物业说是设计问题，开发商早就撤走了，车泡过两回。请住建局牵头想个办法，谢谢。",
            "尊敬的领导您好，我是学生家长。学校门口的烧烤摊占了人行道，孩子放学只能走马路中间，来往大车很多。请城管和交警一起来看看，谢谢。",
        ])
    func strangers(_ other: String) throws {
        #expect(!Self.likeness(Self.letter, other).isSameMatter(samePerson: false))
        #expect(try !Self.keys(Self.letter).meets(Self.keys(other)))
    }

    @Test("a letter taken over and gone on with is the same matter") func goneOnWith() {
        let longer =
            Self.letter + "昨天晚上十二点还在放音响，喝酒的人在楼下吵架，我下去说了一句，老板娘说有本事去告。隔壁单元的老人心脏不好，已经住到女儿家去了。"
        #expect(Self.likeness(Self.letter, longer).isSameMatter(samePerson: false))
    }

    @Test("who wrote makes nobody alike: names and numbers count as nothing") func identity() {
        let one = Self.read("我叫欧阳建国，电话13800138000，身份证11010519491231002X，反映楼道堆放杂物没有人清理的事情。")
        let two = Self.read("我叫李梅，电话13900139111，身份证440524188001010014，反映楼道堆放杂物没有人清理的事情。")
        #expect(RepeatLikeness(one, two).jaccard > 0.95)
        #expect(!one.names.contains { $0.text.contains("138") })
    }

    @Test("set phrases of letters alone make nothing alike") func phrases() {
        let likeness = Self.likeness(
            "尊敬的领导您好，希望有关部门尽快解决路灯不亮的问题，谢谢。", "尊敬的领导您好，希望有关部门尽快解决拖欠工资的问题，谢谢。")
        #expect(likeness.score < RepeatLikeness.same)
    }

    @Test("less is asked where the same person wrote both") func person() {
        let likeness = Self.likeness(
            Self.letter, "我是向阳小区的，还是烧烤店的事，油烟顺着窗户往屋里钻，净化设备到现在没装，什么时候管？")
        #expect(!likeness.isSameMatter(samePerson: false))
        #expect(likeness.isSameMatter(samePerson: true))
    }

    @Test("a sketch tells the likeness of the texts") func sketch() throws {
        let (one, two) = (Self.read(Self.letter), Self.read(Self.edited))
        let sketches = try (#require(RepeatSketch(one, key: Self.key)), #require(RepeatSketch(two, key: Self.key)))
        let exact = RepeatLikeness(one, two).jaccard
        #expect(abs(sketches.0.likeness(to: sketches.1) - exact) < 0.2)
        #expect(sketches.0.likeness(to: sketches.0) == 1)
        #expect(RepeatSketch(bytes: sketches.0.bytes) == sketches.0)
        #expect(RepeatSketch(bytes: Array(sketches.0.bytes.dropLast())) == nil)
    }

    @Test("another key gives other numbers, the same key the same everywhere") func keyed() throws {
        let text = Self.read(Self.letter)
        let one = try #require(RepeatSketch(text, key: 1))
        let two = try #require(RepeatSketch(text, key: 2))
        #expect(one.likeness(to: two) < 0.1)
        #expect(RepeatSketch(text, key: 1) == one)
        let keys = (RepeatIndexKeys(one, of: text, key: 1), RepeatIndexKeys(two, of: text, key: 2))
        #expect(keys.0.sharedBands(with: keys.1) == 0)
        #expect(keys.0.bands.count == RepeatIndexKeys.bandCount)
    }

    @Test("too short a text is not compared") func short() {
        #expect(RepeatSketch(Self.read("路灯不亮"), key: Self.key) == nil)
        #expect(RepeatSketch(Self.read(""), key: Self.key) == nil)
        #expect(Self.likeness("", "").score == 0)
    }

    @Test("a document named by both is a key and a reason") func names() throws {
        let one = "我对县人社工认〔2026〕12号工伤认定不服，摔伤的时候我正在车间里领料，监控和工友都能作证，材料也交齐了。"
        let two = "家里人说上回那份县人社工认〔2026〕12号还能申请复议，我想问问复议机关在哪里，要带什么去，时间还赶得上吗。"
        #expect(try Self.keys(one).meets(Self.keys(two)))
        let likeness = Self.likeness(one, two)
        #expect(likeness.reasons.contains { $0.kind == .name(.documentNumber) })
    }
}
