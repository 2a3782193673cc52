// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// Random histories of cases: acts of all kinds by everybody, with good fields, missing ones and wrong ones.
struct CaseHistories {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: items.indices, using: &random)] }

    mutating func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

    mutating func story() -> CaseStory {
        let claim = CaseFixture.claim(
            pick(Purpose.allCases + [.relief, .relief, .appeal]), respondent: pick(["某建筑公司", "县城管局", nil]),
            naming: pick([.named, .confidential, .anonymous]), identified: oneIn(2),
            people: oneIn(3) ? 2 : 1)
        var story = CaseStory(CaseFixture.record(claim, channel: pick(["走访", "网上", "来信"])))
        story.closing = ClosingPolicy(signatures: Int.random(in: 0...2, using: &random))
        return story
    }

    /// What to try next: mostly something that leads on, at times anything.
    mutating func act(_ story: CaseStory, _ actor: CaseActor) -> CaseAct {
        if story.file.version == 1, oneIn(4) { return .importing }
        guard !oneIn(5) else { return pick(CaseAct.allCases) }
        if story.file.stage == .reported, oneIn(2) {
            return pick([.examine, .sign, .conclude, .opine, .settle, .deliver, .meet])
        }
        let open = CaseAct.open(story.file, story.context(actor))
        let leading = open.filter { act in
            if case .stays = act.rule.step { false } else { act != .withdraw && act != .decline }
        }
        return pick(oneIn(3) && !leading.isEmpty ? leading : open.isEmpty ? CaseAct.allCases : open)
    }

    mutating func given(_ act: CaseAct, _ story: CaseStory) -> [CaseField: String] {
        var given: [CaseField: String] = [:]
        for need in act.rule.needs where need.isRequired ? !oneIn(40) : oneIn(2) {
            given[need.field] = value(need, story)
        }
        if act == .accept, !oneIn(5) { given[.way] = "6" }
        if act == .correct, !oneIn(4) {
            given[.field] = "信访目的"
            given[.value] = pick(Purpose.allCases).rawValue
        }
        if oneIn(30) { given[pick(CaseField.allCases)] = "不合的内容" }
        return given
    }

    private mutating func value(_ need: CaseNeed, _ story: CaseStory) -> String {
        switch need.kind {
        case .text, .name: name(need.field)
        case .names: "县住建局、县城管局"
        case .past: story.day(-Int.random(in: 0...3, using: &random))
        case .future: story.day(Int.random(in: 1...40, using: &random))
        case .day: story.day(Int.random(in: -5...20, using: &random))
        case .number(let range): "\(Int.random(in: range.lowerBound...min(range.upperBound, 40), using: &random))"
        case .choice(let words): pick(words)
        case .receipt: CaseFixture.other
        }
    }

    private mutating func name(_ field: CaseField) -> String {
        switch field {
        case .to, .unit: pick(["县人社局", "县住建局", "县城管局", "县信访局"])
        case .officer, .firstContact: pick(["012", "021", "301"])
        case .rule: pick(RuleID.required)
        case .reason: pick(["听证", "情况复杂"])
        default: "内容\(Int.random(in: 1...9, using: &random))"
        }
    }
}
