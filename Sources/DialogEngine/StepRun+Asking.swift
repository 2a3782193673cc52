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
        state.page = 0
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
            let page = pickPage()
            var lines = page.slots.map { label($0) }
            if page.hasMore { lines.append(phrase(.changeMore)) }
            lines.append(phrase(.changeKeep))
            messages.append(Ask.menu(lines))
        default:
            // A state of another script: begin where the flow of this step begins.
            run(.step(program.flows[step.flow].start))
        }
    }

    /// A wording that was not in the last reply.
    mutating func putText(_ texts: TextVariants) {
        let variants = texts.variants(for: voice)
        func wording() -> String {
            variants.isEmpty ? "" : compose(variants[Int(state.asked) % variants.count])
        }
        var text = wording()
        // The last reply may have held more than one wording.
        for _ in 1..<max(1, variants.count) where state.said.contains(Self.hash(text)) {
            state.asked &+= 1
            text = wording()
        }
        if state.said.contains(Self.hash(text)) { text = phrase(.repeated) + text }
        messages.append(Message(.text, text))
    }

    /// The menu of a question; nil when it has no options.
    func menu(_ ask: Ask) -> Message? {
        if ask.options.isEmpty { return nil }
        if let menu = ask.menu, voice == .ordinary || !ask.hasForms { return menu }
        return Ask.menu(ask.options.map { compose($0.texts.variants(for: voice)[0]) })
    }

    /// Slots with an answer that can be asked again, in the order they were answered.
    func pickable() -> [Int] {
        state.values.compactMap { value -> Int? in
            guard let slot = program.slot(key: value.slot), program.slots[slot].label != nil,
                program.slots[slot].step != nil
            else { return nil }
            return slot
        }
    }

    /// One key answers a menu, so it holds seven answers and 都不用改, or six and a way to the others; the latest first,
    /// page by page, going round.
    func pickPage() -> (slots: [Int], hasMore: Bool) {
        let all = pickable()
        if all.count <= 7 { return (all, false) }
        let pages = (all.count + 5) / 6
        let end = all.count - 6 * (Int(state.page) % pages)
        return (Array(all[max(0, end - 6)..<end]), true)
    }

    /// The question that changes an answer: the one that the slot names, else the one that was answered, else the first
    /// that there is.
    func question(changing slot: Int) -> Int? {
        let info = program.slots[slot]
        if info.isStepGiven { return info.step }
        for entry in state.past.reversed() {
            guard let step = program.step(key: entry.step), case .ask(let ask) = program.steps[step].kind,
                ask.slot == slot
            else { continue }
            // Told anew, a matter would be understood anew.
            if !ask.classifies { return step }
        }
        return info.step
    }
}
