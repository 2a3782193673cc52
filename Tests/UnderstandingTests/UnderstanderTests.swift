// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing

@testable import Understanding

@Suite struct UnderstanderTests {
    @Test func theShippedFilesHaveNoErrors() {
        #expect(Shipped.diagnostics.map(\.description) == [])
        #expect(Set(Shipped.cues.topics.map(\.level1)).count == 17)
    }

    /// What the words say first is not what is wanted; typing errors and all.
    @Test(arguments: [
        ("我要举报楼上天天往下泼水,让他别泼就行", Purpose.relief),
        ("提个建议,把卫生院院长报销的车票好好看看", .report),
        ("打听一下凭什么停我低保,这不对", .appeal),
        ("想说村主任的事 怕他知道了整我", .report),
        ("底保停了 说我儿子有车 车是他跑活的 我七十一了还吃药", .appeal),
        ("城南安置房工地欠我和八个工友仨月工资 老板电话不接", .relief),
        ("我们十二个业主都来了 暖气半个月不热", .relief),
        ("去年报过 没人管 明天我上省里", .relief),
        ("举报邻居违建,我家采光没了", .relief),
        ("你们上回回复说解决了 可垃圾还是堆在那没人收", .relief),
        ("不是来举报的 就想把押金要回来", .relief),
        ("法院判了三年 钱一分没执行到", .litigation),
        ("請問公租房怎麼申請", .inquiry),
        ("建议在实验小学门口装个红绿灯", .suggestion),
        ("有个事", .relief),
        ("", .relief),
    ])
    func purposes(_ text: String, _ purpose: Purpose) {
        #expect(Shipped.understander.understand(text, today: Shipped.today).purpose == purpose, "\(text)")
    }

    /// The labelled utterances: not each must come out right, but most must, and of every purpose.
    @Test(arguments: Purpose.allCases) func labelledExamples(_ purpose: Purpose) {
        let examples = Shipped.examples.filter { $0.purpose == purpose }
        let right = examples.filter {
            Shipped.understander.understand($0.text, today: Shipped.today).purpose == purpose
        }
        #expect(examples.count >= 100)
        #expect(right.count * 100 >= examples.count * 90, "\(purpose.rawValue): \(right.count) of \(examples.count)")
    }

    @Test func labelledTopics() {
        let examples = Shipped.examples.filter { $0.topic != nil }
        let right = examples.filter {
            Shipped.understander.understand($0.text, today: Shipped.today).topic.level1 == $0.topic?.level1
        }
        #expect(examples.count >= 1_000)
        #expect(right.count * 100 >= examples.count * 78, "\(right.count) of \(examples.count)")
    }

    @Test func secondLevelOfTheTopic() {
        let verdict = Shipped.understander.understand("上班受伤了怎么认定工伤", today: Shipped.today)
        #expect(verdict.topic == Topic(level1: "劳动和社会保障", level2: "劳动保护"))
        #expect(verdict.topics.first?.label == Topic(level1: "劳动和社会保障"))
    }

    @Test func sharesSumToOneAndDescend() {
        let verdict = Shipped.understander.understand("老板欠我三个月工资", today: Shipped.today)
        #expect(verdict.purposes.count == Purpose.allCases.count)
        #expect(abs(verdict.purposes.reduce(0) { $0 + $1.score } - 1) < 1e-9)
        #expect(verdict.purposes == verdict.purposes.sorted { $0.score > $1.score })
        #expect(verdict.confidence == verdict.purposes.first?.score)
        #expect(verdict.confidence > 0.8)
    }

    /// What says nothing is taken for a new trouble, and for no topic.
    @Test func nothingSaidIsANewTrouble() {
        let verdict = Shipped.understander.understand("嗯", today: Shipped.today)
        #expect(verdict.purpose == .relief)
        #expect(verdict.topic == .other)
        #expect(verdict.topics.isEmpty)
        let cuesAlone = Understander(cues: Shipped.cues).understand("嗯", today: Shipped.today)
        #expect(cuesAlone.confidence < 0.5)
        #expect(cuesAlone.reasons.isEmpty)
    }

    @Test func everyVerdictTellsItsReasons() throws {
        let text = "我不是来捣乱的，老板欠我工资，药都攒够了"
        let verdict = Shipped.understander.understand(text, today: Shipped.today)
        let bytes = Array(text.utf8)
        for reason in verdict.reasons {
            #expect(reason.range.upperBound <= bytes.count)
            #expect(!reason.rule.isEmpty && !reason.label.isEmpty && reason.weight != 0)
        }
        let wage = try #require(verdict.reasons.first { $0.label == "求决" && !$0.cue.isEmpty })
        #expect(String(decoding: bytes[wage.range], as: UTF8.self).contains("欠我"))
        let danger = try #require(verdict.reasons.first { $0.label == "自伤" })
        #expect(String(decoding: bytes[danger.range], as: UTF8.self).hasPrefix("药都攒够"))
        #expect(verdict.safety == [.selfHarm])
    }

    @Test(arguments: [
        ("我们十二个业主都来了 暖气不热", "多人"), ("去年报过 没人管", "催办"), ("明天我上省里", "上级"),
        ("想说村主任的事 怕他知道了整我", "怕报复"), ("我要匿名", "匿名"), ("没钱看病了", "困难"),
    ])
    func flags(_ text: String, _ flag: String) {
        #expect(Shipped.understander.understand(text, today: Shipped.today).flags.contains(flag))
        #expect(!Shipped.understander.understand("路灯坏了", today: Shipped.today).flags.contains(flag))
    }

    /// The seam for a trained classifier: what it says is added to the cues.
    @Test func aFurtherScorerIsAdded() {
        struct Certain: Scorer {
            func score(_ evidence: CueEvidence, into tally: inout Tally) {
                tally.add(20, to: .litigation, rule: "test", cue: "", range: 0..<0)
            }
        }
        let understander = Understander(cues: Shipped.cues, further: [Certain()])
        let verdict = understander.understand("老板欠我工资", today: Shipped.today)
        #expect(verdict.purpose == .litigation)
        #expect(verdict.reasons.contains { $0.rule == "test" })
    }

    @Test func theSameTextGivesTheSameVerdict() {
        let text = "请问低保停了怎么办，村支书把名额给了他小舅子"
        let first = Shipped.understander.understand(text, today: Shipped.today)
        for _ in 0..<20 { #expect(Shipped.understander.understand(text, today: Shipped.today) == first) }
    }

    @Test func exponentialsAgreeWithTheirDefinition() {
        #expect(abs(Exponential.exp(1) - 2.718_281_828_459_045) < 1e-12)
        #expect(abs(Exponential.exp(-20) - 2.061_153_622_438_558e-9) < 1e-20)
        #expect(Exponential.exp(-1000) == 0)
        #expect(abs(Exponential.log(10) - 2.302_585_092_994_046) < 1e-12)
        #expect(Exponential.log(0) == 0)
        for x in [0.01, 0.5, 1, 3, 700] { #expect(abs(Exponential.exp(Exponential.log(x)) / x - 1) < 1e-10) }
    }
}
