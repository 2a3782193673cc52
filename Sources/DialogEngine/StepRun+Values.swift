// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel

/// What was answered so far, and where the claim as it stands would go.
extension StepRun {
    func value(_ slot: Int) -> DialogState.Value? {
        place(of: slot).map { state.values[$0] }
    }

    /// Where the answer of a slot stands among the values.
    func place(of slot: Int) -> Int? {
        let key = program.slots[slot].key
        for index in state.values.indices where state.values[index].slot == key { return index }
        return nil
    }

    private func kind(_ slot: Int) -> DialogState.Value.Kind? { place(of: slot).map { state.values[$0].kind } }

    /// Whether the slot has an answer that says something.
    func has(_ slot: Int) -> Bool {
        switch kind(slot) {
        case .text, .vault, .masked: true
        case .unknown, .nothing, .declined, nil: false
        }
    }

    mutating func set(_ slot: Int, _ kind: DialogState.Value.Kind, _ text: String = "", inPassing: Bool = false) {
        forgetRoute()
        let key = program.slots[slot].key
        let value = DialogState.Value(
            slot: key, depth: state.past.count, kind: kind, text: text, inPassing: inPassing)
        if let index = place(of: slot) {
            // A change does not make the answer younger: going back past the change leaves it.
            let depth = state.values[index].depth
            state.values[index] = value
            state.values[index].depth = min(depth, value.depth)
        } else {
            state.values.append(value)
        }
        if program.slots[slot].label != nil { state.flags.insert(.kept) }
        trace?.add(.kept(slot: slot, inPassing: inPassing))
    }

    mutating func clear(_ slot: Int) {
        forgetRoute()
        let key = program.slots[slot].key
        state.values.removeAll { $0.slot == key }
    }

    /// What belongs to one run of a flow is gone when the next one begins.
    mutating func empty(_ slots: [Int]) {
        for slot in slots where place(of: slot) != nil { clear(slot) }
    }

    mutating func assign(_ assignment: ScriptStep.Assignment) {
        forgetRoute()
        switch assignment {
        case .purpose(let purpose):
            state.purpose = purpose
            if purpose == .report { seal() }
        case .topic(let topic): state.topic = topic
        case .flag(let flag): mark(flag)
        case .naming(let naming): state.naming = naming
        case .value(let slot, let text): set(slot, .text, text)
        case .clear(let slot): clear(slot)
        case .newClaim: dropClaim()
        case .seal: seal()
        }
    }

    mutating func mark(_ flag: String) {
        if !state.marks.contains(flag) { state.marks.append(flag) }
    }

    func forgetRoute() { scratch.routed = nil }

    /// The unit that the claim as it stands would go to.
    func currentRoute() -> (unit: Office.Unit?, officer: String?) {
        if let routed = scratch.routed { return routed }
        var texts: [String] = []
        for slot in [program.known.story, program.known.more, program.known.place] {
            if let value = value(slot), value.kind == .text { texts.append(value.text) }
        }
        let respondent = value(program.known.respondent).flatMap { $0.kind == .text ? $0.text : nil }
        let found = program.routing.unit(
            purpose: state.purpose, topic: state.topic, texts: texts, respondent: respondent, office: program.office)
        scratch.routed = found
        return found
    }
}
