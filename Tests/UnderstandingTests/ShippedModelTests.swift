// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing

@testable import Understanding

/// What was learned from the examples of this repository.
@Suite struct ShippedModelTests {
    @Test func itIsSmallAndUpToDate() throws {
        let file = try #require(Shipped.model)
        #expect(file.examples == ModelFile.digest(Shipped.examples), "run shouwen train")
        #expect(file.model.byteCount < 256 << 10)
        #expect(file.text.utf8.count < 256 << 10)
        #expect(Set(file.model.topics) == Set(Shipped.cues.topics.map(\.level1)))
    }

    /// A hundred dangers, half of them said sideways; nothing was learned from them.
    @Test(arguments: Shipped.data("危险一百句.yaml").map(\.text)) func plantedDangersAreFound(_ text: String) {
        #expect(!Shipped.understander.safety(in: text).isEmpty, "\(text)")
    }

    @Test func thereAreAHundredOfThem() {
        let planted = Shipped.data("危险一百句.yaml")
        #expect(planted.count == 100)
        #expect(Set(planted.map(\.text)).isDisjoint(with: Shipped.examples.map(\.text)))
        for kind in SafetyKind.allCases { #expect(planted.count { $0.safety == [kind] } >= 15) }
    }

    /// Said by people who mean no harm; nothing was learned from them.
    @Test(arguments: [
        "累死了 排了一上午队", "笑死人了 修个路修三年", "他们就是想把我拖死在这事上", "我爸走了五年了 抚恤金还没领",
        "楼顶水箱漏水", "药店的药涨价了", "刀削面馆油烟大", "孩子跳级的手续怎么办", "我们要跟开发商死磕到底",
        "死路一条街的路灯全坏了", "气得我一宿没合眼", "那家网吧就是个毒瘤", "要不是政府救助 我家早垮了",
    ]) func figuresOfSpeechAreNot(_ text: String) {
        #expect(Shipped.understander.safety(in: text) == [], "\(text)")
    }

    @Test func sharesStayShares() {
        for text in ["老板欠我工资", "请问低保怎么办", "嗯", "", "建议修路。举报村长。请问怎么办？"] {
            let verdict = Shipped.understander.understand(text, today: Shipped.today)
            #expect(abs(verdict.purposes.reduce(0) { $0 + $1.score } - 1) < 1e-9)
            #expect(verdict.topics.reduce(0) { $0 + $1.score } <= 1 + 1e-9)
            #expect(verdict.topics.count <= ModelReader.mostTopics)
        }
    }

    /// A bare 举报 stays one, and what says nothing is a new trouble.
    @Test(arguments: [
        ("我要举报", Purpose.report), ("没有", .relief), ("上次报的那件", .relief), ("河东村", .relief), ("13500005555", .relief),
    ]) func littleIsSaid(_ text: String, _ purpose: Purpose) {
        #expect(Shipped.understander.understand(text, today: Shipped.today).purpose == purpose, "\(text)")
    }
}
