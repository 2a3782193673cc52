// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel
internal import Understanding

/// What a flow names and somebody else must give: values, flags, topics, answers to earlier questions, words.
struct NameChecks {
    let flows: FlowReader.Result
    let known: KnownNames
    let diagnostics: Diagnostics

    /// Flags that the engine itself raises.
    static let engineFlags: Set<String> = ["夹带举报"]

    func check(flags: Set<String>, topics: [Topic], named: [(name: String, place: YAMLValue)], words: WordTable) {
        values()
        let raised = flags.union(flows.loose.flagsSet).union(Self.engineFlags)
        for (name, place) in flows.loose.flags where !raised.contains(name) {
            place.report(
                .unknownFlag, "没有人打「\(name)」这个标记：关键词不打，set 也不打，这个条件永远不成立",
                suggestion: Suggestion.nearest(to: name, among: raised.sorted()))
        }
        Self.check(topics, flows.loose.topics + named)
        slots()
        guard diagnostics.keepsWarnings else { return }
        for (word, place) in flows.loose.optionWords {
            let line = FoldedLine(word)
            guard let global = words[line].flatMap(GlobalWord.init(rawValue:)) else { continue }
            // The kiosk's own words mean something only there.
            switch global {
            case .done, .longText, .utf8, .gbk: continue
            case .help, .back, .again, .change, .person, .progress, .leave, .clear, .plain, .ordinary, .short,
                .ownLanguage:
                break
            }
            place.report(.optionWordIsGlobal, "打「\(word)」到处都是「\(global.name)」，轮不到这个选项；换个说法")
        }
    }

    static func check(_ topics: [Topic], _ named: [(name: String, place: YAMLValue)]) {
        guard !topics.isEmpty else { return }
        let known = Set(topics.map(\.rawValue))
        for (name, place) in named where !known.contains(name) {
            place.report(
                .unknownTopic, "分类里没有「\(name)」", suggestion: Suggestion.nearest(to: name, among: known.sorted()))
        }
    }

    private func values() {
        for (slot, text, place) in flows.loose.values {
            let info = flows.slots[slot]
            guard info.type == .choice, !info.options.contains(where: { $0.value == text }) else { continue }
            let values = info.options.map(\.value)
            place.report(
                .unknownValue,
                values.isEmpty ? "格子「\(info.id)」没有人问过，没有「\(text)」这个值" : "格子「\(info.id)」没有哪个选项的值是「\(text)」",
                suggestion: Suggestion.nearest(to: text, among: values))
        }
    }

    // MARK: Slots

    private func slots() {
        var fixed = SlotSet(count: flows.slots.count)
        for name in KnownNames.slots {
            if let index = flows.slots.firstIndex(where: { $0.id == name }) { fixed.insert(index) }
        }
        // What is said in passing may be picked up anywhere, and the engine fills what it knows by name.
        var passing = fixed
        for (index, slot) in flows.slots.enumerated() where slot.entity != nil { passing.insert(index) }
        let flow = SlotFlow(flows, known, alwaysPossible: passing, findsCertain: diagnostics.keepsWarnings)
        for read in flows.loose.reads where !passing.contains(read.slot) && flows.loose.fills[read.slot] == nil {
            read.place.report(.slotNeverSet, "格子「\(flows.slots[read.slot].id)」没有哪一步问过、填过，这里永远是空的")
        }
        for text in flows.loose.texts where flow.may.indices.contains(text.step) {
            check(text, flow)
        }
        if diagnostics.keepsWarnings {
            unused(fixed)
            unread()
            shared(passing)
        }
    }

    /// What others fill does not belong to one run of a flow.
    private func shared(_ passing: SlotSet) {
        for (index, flow) in flows.flows.enumerated() {
            for slot in flow.fresh {
                let others = (flows.loose.fills[slot] ?? []).subtracting([index]).sorted()
                let name = flows.slots[slot].id
                if let other = others.first {
                    flows.slotPlaces[slot].report(
                        .slotShared, "格子「\(name)」流程「\(flows.flows[other].name)」也填，可每回走进这段都会清空；写 scope: matter")
                } else if passing.contains(slot) {
                    flows.slotPlaces[slot].report(
                        .slotShared, "格子「\(name)」随口说到也会填，可每回走进这段都会清空；写 scope: matter")
                }
            }
        }
    }

    private func check(_ text: LooseEnds.Text, _ flow: SlotFlow) {
        // What is never come to has its own report.
        guard let may = flow.may[text.step] else { return }
        let plain = Set(text.template.plainSlots)
        for slot in Set(text.template.slots).sorted() {
            let name = flows.slots[slot].id
            if !may.contains(slot) {
                text.place.report(
                    .slotNeverSet, "走到这里的路上没有问过、填过格子「\(name)」，念不出来；先问，或者换个格子", excerpt: "{\(name)")
            } else if diagnostics.keepsWarnings, plain.contains(slot), let must = flow.must[text.step],
                !must.contains(slot)
            {
                text.place.report(
                    .slotNotAlwaysSet, "有的路走到这里还没填格子「\(name)」，会念成空的；把这一句放进 [ ]，或者先问", excerpt: "{\(name)")
            }
        }
    }

    /// What is registered after a review and stands in none.
    private func unread() {
        var read: Set<Int> = []
        var reviews: [Int] = []
        for (index, step) in flows.steps.enumerated() {
            guard case .review(let slots, _) = step.kind else { continue }
            reviews.append(index)
            read.formUnion(slots)
        }
        guard !reviews.isEmpty else { return }
        let graph = StepGraph(flows.steps)
        for (index, step) in flows.steps.enumerated() {
            guard case .ask(let ask) = step.kind, let slot = ask.slot, !ask.classifies, read.insert(slot).inserted,
                let label = flows.slots[slot].label
            else { continue }
            let reached = graph.reached(from: [index])
            guard reviews.contains(where: { reached[$0] }) else { continue }
            flows.slotPlaces[slot].report(
                .slotUnread, "「\(label)」要登记，可没有哪个 review 念给他核对；写进 register 的 review，或者去掉 label")
        }
    }

    private func unused(_ fixed: SlotSet) {
        var used = fixed
        for read in flows.loose.reads { used.insert(read.slot) }
        for text in flows.loose.texts { for slot in text.template.slots { used.insert(slot) } }
        for (index, slot) in flows.slots.enumerated() where !used.contains(index) && slot.label == nil {
            flows.slotPlaces[index].report(
                .slotUnused, "格子「\(slot.id)」填了没有人用：没有 label 就不登记，条件和文字也不看它；加 label，或者去掉")
        }
    }
}
