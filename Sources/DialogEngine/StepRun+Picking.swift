// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel

/// The menu of everything said so far, of which one thing is changed.
extension StepRun {
    mutating func picked(_ text: String, _ line: FoldedLine, _ step: ScriptStep) {
        let (slots, hasMore) = pickPage()
        let keep = slots.count + (hasMore ? 1 : 0)
        var key = AnswerParser.menuKey(line)
        if key == nil {
            key = slots.firstIndex { slot in
                guard let label = program.slots[slot].label else { return false }
                return line.contains(Array(label.utf8)) || (!line.isEmpty && ByteSearch.contains(label, line.bytes))
            }
        }
        if key == nil, FoldedLine(phrase(.changeKeep)) == line { key = keep }
        if key == nil, hasMore, FoldedLine(phrase(.changeMore)) == line { key = slots.count }
        if key == nil, program.replies[line].flatMap(ReplyWord.init(rawValue:)) != nil { key = keep }
        guard let key, key <= keep else {
            guard let verdict else {
                lookup = .understand(text)
                return
            }
            if hearDanger(verdict, text, nil) || correct(verdict, text, line, nil) { return }
            state.tries &+= 1
            if state.tries >= 4, !state.flags.contains(.stuckCalled) {
                state.flags.insert(.stuckCalled)
                handOff(.stuck)
                say(context.staffPresent ? .personPresent : .personAbsent, [.badge: context.dutyBadge])
            } else {
                say(.misfitChoice)
            }
            askAgain()
            return
        }
        if hasMore, key == slots.count {
            state.page &+= 1
            askAgain()
            return
        }
        guard key < slots.count, let question = question(changing: slots[key]) else {
            run(step.next)
            return
        }
        guard case .step(let next) = step.next else {
            // The menu itself was called: its frame is where to go afterwards.
            if let frame = state.frames.popLast() { push(frame.step, .change) }
            open(question)
            return
        }
        push(program.steps[next].key, .change)
        open(question)
    }
}
