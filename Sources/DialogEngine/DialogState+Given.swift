// SPDX-License-Identifier: Apache-2.0

public import DialogScript
public import IntakeModel

extension DialogState {
    /// One thing that the person has told, as an officer sees it who takes the talk over: nothing is asked twice.
    public struct Given: Sendable, Hashable {
        /// As the dialogs name it, in the office's own language.
        public var label: String
        /// Their words; 不清楚, 没有, 不愿说, or 已给（不显示） where the words are none or are kept apart.
        public var text: String
    }

    /// What was given so far in the order of the script. Identity is only named, never shown.
    public func given(in script: Script) -> [Given] {
        let program = script.program
        let language = Voice.ordinary.language
        let known = values.compactMap { value in program.slot(key: value.slot).map { (slot: $0, value: value) } }
            .sorted { $0.slot < $1.slot }
        return known.compactMap { index, value in
            let slot = program.slots[index]
            guard let label = slot.label(in: language) else { return nil }
            return Given(label: label, text: Self.shown(value, slot, language))
        }
    }

    private static func shown(_ value: Value, _ slot: SlotInfo, _ language: Int) -> String {
        switch value.kind {
        case .unknown: return "不清楚"
        case .nothing: return "没有"
        case .declined: return "不愿说"
        case .vault, .masked: return "已给（不显示）"
        case .text: break
        }
        // A field of identity never stands in the state; should one ever, it is not shown.
        if slot.identity != nil { return "已给（不显示）" }
        return slot.type == .choice ? slot.text(of: value.text, in: language) ?? value.text : value.text
    }
}

extension DialogState {
    /// The purpose as it is understood so far.
    public var foundPurpose: Purpose? { purpose }

    /// The topic as it is understood so far; nil when none is known.
    public var foundTopic: String? { topic.isEmpty ? nil : topic }
}
