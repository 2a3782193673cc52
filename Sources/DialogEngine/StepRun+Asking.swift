// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel

extension StepRun {
    /// Opens a question for the first time.
    mutating func open(_ index: Int) {
        trace?.add(.opened(index))
        // Asked round and round (listening), the wording goes round too.
        let key = program.steps[index].key
        state.asked = state.at == key ? state.asked &+ 1 : 0
        state.at = key
        state.tries = 0
        state.flags.remove(.ladderMenu)
        putQuestion(index)
    }

    /// The open question again, in other words.
    mutating func askAgain() {
        guard let index = current else {
            run(.step(program.known.start))
            return
        }
        state.asked &+= 1
        state.flags.remove(.ladderMenu)
        putQuestion(index)
    }

    private mutating func putQuestion(_ index: Int) {
        questionStart = messages.count
        let step = program.steps[index]
        switch step.kind {
        case .ask(let ask):
            putText(ask.texts)
            if let menu = menu(ask) { messages.append(menu) }
        case .pick(let texts):
            putText(texts)
            var lines = pickable().map { slot in program.slots[slot].label ?? program.slots[slot].id }
            lines.append(phrase(.changeKeep))
            messages.append(Ask.menu(lines))
        default:
            // A state of another script: begin where the flow of this step begins.
            run(.step(program.flows[step.flow].start))
        }
    }

    /// A wording that was not in the last reply.
    private mutating func putText(_ texts: TextVariants) {
        var text = compose(texts.variant(Int(state.asked)))
        // The last reply may have held more than one wording.
        for _ in 1..<max(1, texts.count) where state.said.contains(Self.hash(text)) {
            state.asked &+= 1
            text = compose(texts.variant(Int(state.asked)))
        }
        if state.said.contains(Self.hash(text)) { text = phrase(.repeated) + text }
        messages.append(Message(.text, text))
    }

    /// The menu of a question; nil when it has no options.
    func menu(_ ask: Ask) -> Message? {
        if ask.options.isEmpty { return nil }
        return ask.menu ?? Ask.menu(ask.options.map { compose($0.text) })
    }

    /// Slots with an answer that can be asked again, in the order they were answered; the last seven, so that a menu with
    /// 都不用改 is answered by one key.
    func pickable() -> [Int] {
        let found = state.values.compactMap { value -> Int? in
            guard let slot = program.slot(key: value.slot), program.slots[slot].label != nil,
                program.slots[slot].step != nil
            else { return nil }
            return slot
        }
        return Array(found.suffix(7))
    }

    /// The repair ladder: another wording, an example, a way round, a person; what was typed is never lost.
    mutating func misfit(_ ask: Ask, _ text: String) {
        state.tries &+= 1
        trace?.add(.rung(Int(state.tries)))
        if !ask.options.isEmpty {
            // Nobody is asked the same for ever: what 不清楚 counts as is taken, and can be changed.
            if state.tries >= 6, let option = ask.unsure {
                say(.skipped)
                choose(option, ask)
                return
            }
            if state.tries >= 4, !state.flags.contains(.stuckCalled) {
                state.flags.insert(.stuckCalled)
                handOff(.stuck)
                say(context.staffPresent ? .personPresent : .personAbsent, [.badge: context.dutyBadge])
            } else {
                say(state.tries >= 3 ? .stuckChoice : .misfitChoice)
            }
            askAgain()
            return
        }
        switch state.tries {
        case 1:
            say(.misfit)
            askAgain()
        case 2:
            say(.misfit)
            if let example = ask.example {
                questionStart = messages.count
                putText(example)
                state.asked &+= 1
            } else {
                askAgain()
            }
        case 3:
            say(.stuck)
            questionStart = messages.count
            messages.append(Ask.menu([phrase(.stuckSkip), phrase(.stuckPerson)]))
            state.flags.insert(.ladderMenu)
        default:
            // Kept as it was typed; who handles the matter will make it out.
            say(.skipped)
            guard let slot = ask.slot else {
                advance(nil)
                return
            }
            keepTyped(slot, ask, text)
        }
    }
}
