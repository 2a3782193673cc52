// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import Understanding

/// What is missed here is missed at the desk.
@Suite struct SafetyWatchTests {
    static let dangerous = Shipped.examples.filter { !($0.safety ?? []).isEmpty }
    static let harmless = Shipped.examples.filter { $0.safety == [] }

    @Test func thereAreEnoughOfBoth() {
        #expect(SafetyWatchTests.dangerous.count >= 60)
        #expect(SafetyWatchTests.harmless.count >= 60)
        #expect(Set(SafetyWatchTests.dangerous.flatMap { $0.safety ?? [] }).count == SafetyKind.allCases.count)
    }

    /// Of every hundred examples ninety-one must be found: a third of them only hint. All but thirteen with their own kind.
    @Test func dangersAreFound() {
        let missed = Self.dangerous.filter { Shipped.understander.safety(in: $0.text).isEmpty }
        #expect(missed.count * 100 <= Self.dangerous.count * 9, "\(missed.map(\.text))")
        let otherKind = Self.dangerous.filter {
            !Set($0.safety ?? []).isSubset(of: Shipped.understander.safety(in: $0.text))
        }
        #expect(otherKind.count * 100 <= Self.dangerous.count * 13, "\(otherKind.map(\.text))")
    }

    /// Fifteen in four hundred of what only sounds dangerous may ask a gentle question: a danger that is missed is far worse.
    @Test func figuresOfSpeechAreNot() {
        let alarms = Self.harmless.filter { !Shipped.understander.safety(in: $0.text).isEmpty }
        #expect(alarms.count * 400 <= Self.harmless.count * 15, "\(alarms.map(\.text))")
    }

    /// Sideways, with the kind that matters first; not among the examples.
    @Test(arguments: [
        ("等你们来收尸吧", SafetyKind.selfHarm), ("明年的今天就是我的忌日", .selfHarm), ("没有我这个负担 家里人会轻松点", .selfHarm),
        ("我老伴跳了河 我也想跟着去", .selfHarm), ("想從樓上跳下去", .selfHarm), ("他手里有枪", .harmToOthers),
        ("他敢来我就敢砍", .harmToOthers), ("不给我活路 那就都别活", .harmToOthers), ("厂里氨气漏了 呛得人跑", .emergency),
        ("我被他们锁在屋里", .emergency), ("有人往我家扔燃烧瓶", .emergency), ("说我再来信访就把我送精神病院", .threatened),
        ("村霸拿镰刀堵我家门", .threatened), ("短信说知道我孩子在哪上学", .threatened),
    ])
    func saidSideways(_ text: String, _ kind: SafetyKind) {
        #expect(Shipped.understander.safety(in: text).contains(kind))
    }

    @Test(arguments: ["我没想死", "没有想自杀", "不会想不开"]) func denialIsHeard(_ text: String) {
        #expect(!Shipped.understander.safety(in: text).contains(.selfHarm))
    }

    @Test func aConditionIsNoDenial() {
        #expect(Shipped.understander.safety(in: "你们不给解决 我就跳楼").contains(.selfHarm))
        #expect(Shipped.understander.safety(in: "没活路了").contains(.selfHarm))
    }

    @Test func hintsAddUpButNotByRepeating() throws {
        let hint = CueGroup(
            id: "弱", role: .safety(.selfHarm, weight: 0.5), cues: [try CuePattern("没意思"), try CuePattern("算了")])
        let watch = SafetyWatch(book: CueBook(groups: [hint]))
        func kinds(_ text: String) -> [SafetyKind] {
            watch.kinds(in: CueBook(groups: [hint]).evidence(in: NormalisedText(text)))
        }
        #expect(kinds("没意思").isEmpty)
        #expect(kinds("没意思 没意思 没意思").isEmpty)
        #expect(kinds("没意思 算了") == [.selfHarm])
    }

    @Test func anythingInALongTextIsFound() {
        let filler = String(repeating: "小区门口的路一直没有修好，居民出行很不方便。", count: 60)
        #expect(Shipped.understander.safety(in: filler).isEmpty)
        #expect(Shipped.understander.safety(in: filler + "遗书写好了" + filler) == [.selfHarm])
    }
}
