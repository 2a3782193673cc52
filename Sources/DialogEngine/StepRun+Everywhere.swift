// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel

/// Words that work at every step: back, again, change, a person, progress, leaving.
extension StepRun {
    func globalWord(_ line: FoldedLine, _ step: ScriptStep) -> GlobalWord? {
        guard let word = program.words[line].flatMap(GlobalWord.init(rawValue:)) else { return nil }
        if line.bytes == [UInt8(ascii: "0")] { return isMenuOpen(step) ? word : nil }
        if line.bytes == [UInt8(ascii: "9")] { return step.clears ? word : nil }
        return word
    }

    private func isMenuOpen(_ step: ScriptStep) -> Bool {
        if state.flags.contains(.ladderMenu) { return true }
        switch step.kind {
        case .ask(let ask): return !ask.options.isEmpty
        case .pick: return true
        default: return false
        }
    }

    /// True when the word was dealt with.
    mutating func take(_ word: GlobalWord) -> Bool {
        switch word {
        case .help:
            say(.help)
            askAgain()
        case .back: back()
        case .again: askAgain()
        case .change: interrupt(program.known.change)
        case .person: person()
        case .progress: startProgress()
        case .leave: leave()
        case .clear:
            effects.append(.clearScreen)
            say(.cleared)
        case .plain: speak(.plain)
        case .ordinary: speak(.ordinary)
        case .short: speak(.short)
        case .ownLanguage: speak(language: 0)
        case .done, .longText, .utf8, .gbk: return false
        }
        return true
    }

    mutating func person() {
        let arguments: Arguments = [.badge: context.dutyBadge]
        if context.owner == .bot {
            handOff(.asked)
            say(context.staffPresent ? .personPresent : .personAbsent, arguments)
        } else {
            calling = true
            say(.personAlready, arguments)
        }
        askAgain()
    }

    private mutating func leave() {
        if state.flags.contains(.kept), state.filed == 0 {
            if !state.flags.contains(.draftIssued) { issueDraft(at: 0) }
            say(.leave)
        } else {
            say(.leavePlain)
        }
        ended = true
    }

    /// One question back, as often as there are any.
    private mutating func back() {
        // Out of an interruption before anything was answered in it.
        if let frame = state.frames.last, frame.kind != .call,
            !(state.past.last?.frames.starts(with: state.frames) ?? false),
            let step = program.step(key: frame.step)
        {
            state.frames.removeLast()
            if frame.kind == .interrupt { reopen(step) } else { run(.step(step)) }
            return
        }
        guard let last = state.past.popLast(), let step = program.step(key: last.step) else {
            say(.backNone)
            askAgain()
            return
        }
        let depth = state.past.count + 1
        state.values.removeAll { $0.depth >= depth }
        if state.purpose != nil, state.purposeDepth >= depth {
            state.purpose = nil
            state.topic = ""
            state.marks.removeAll()
        }
        state.frames = last.frames
        reopen(step)
    }

    private mutating func reopen(_ step: Int) {
        switch program.steps[step].kind {
        case .ask, .pick: open(step)
        default: run(.step(step))
        }
    }

    mutating func startProgress() {
        clear(program.known.number)
        if isIn(program.known.progressFlow) {
            run(.step(program.known.progress))
        } else {
            interrupt(program.known.progress)
        }
    }
}
