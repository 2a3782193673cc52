// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

/// One step while it is taken: everything that will be in the outcome.
struct StepRun {
    let program: Program
    var state: DialogState
    /// The form of texts that is said.
    var voice: Voice
    let context: DialogContext
    let facts: [Fact]
    /// Who wants to know why; nil in service.
    let trace: Trace?

    var messages: [Message] = []
    var effects: [DialogEffect] = []
    /// Where in `messages` the question begins that is now open.
    var questionStart: Int?
    var recorded: String?
    var ended = false
    /// Set when the step cannot go on without a fact.
    var lookup: Lookup?
    /// The query code of this very line; it is never stored.
    var typedCode: String?
    let scratch = Scratch()

    /// What is worth finding only once in a step.
    final class Scratch {
        /// The unit of the claim; dropped whenever a value changes.
        var routed: (unit: Office.Unit?, officer: String?)?
    }
    /// Somebody is being called in this very step.
    var calling = false

    init(program: Program, state: DialogState, context: DialogContext, facts: [Fact], trace: Trace? = nil) {
        self.program = program
        self.state = state
        self.context = context
        self.facts = facts
        self.trace = trace
        voice = Self.voice(program, state)
        messages.reserveCapacity(4)
    }

    /// The step that waits, or nil before the first and when the script does not know it.
    var current: Int? { state.at == 0 ? nil : program.step(key: state.at) }

    var verdict: Verdict? {
        for case .verdict(let verdict) in facts { return verdict }
        return nil
    }

    // MARK: Inputs

    mutating func take(_ input: DialogInput) {
        if state.at == 0 { chooseManner() }
        switch input {
        case .open:
            if current == nil { run(.step(program.known.start)) } else { askAgain() }
        case .say(let text): say(text)
        case .resumed:
            maskIdentity()
            say(.resumed)
            if current == nil { run(.step(program.known.start)) } else { askAgain() }
        case .officerLeft:
            say(.officerLeft)
            if current == nil { run(.step(program.known.start)) } else { askAgain() }
        case .silence: say(.silence)
        case .nobodyCame:
            say(state.safety != nil && isIn(program.known.safetyFlow) ? .nobodyCameSafety : .nobodyCame)
        }
    }

    func isIn(_ flow: Int) -> Bool { current.map { program.steps[$0].flow == flow } ?? false }

    /// Identity given before is not shown on another window or channel.
    private mutating func maskIdentity() {
        state.flags.insert(.masked)
        for index in state.values.indices where state.values[index].kind == .vault {
            state.values[index].kind = .masked
        }
    }

    // MARK: Going on

    /// Takes steps from `target` on until a question is open or the talk is over.
    ///
    /// - Parameter enters: whether `target` may be the way into another flow, rather than back to where the talk stood.
    mutating func run(_ target: ScriptStep.Target, enters: Bool = false) {
        var target = target
        // The flow that the next step follows in; nil: whichever it is, it is not entered.
        var flow = enters ? current.map { program.steps[$0].flow } : nil
        // More steps than any script has in a row: a circle without a question ends here, politely.
        for _ in 0..<512 {
            let index: Int
            switch target {
            case .none:
                end(.ended)
                return
            case .back:
                let inside = state.frames
                guard let frame = state.frames.popLast(), let step = program.step(key: frame.step) else {
                    end(.ended)
                    return
                }
                if frame.kind == .interrupt { forgetPast(inside) }
                index = step
                let info = program.flows[program.steps[step].flow]
                if frame.kind == .call, info.isEnteredByReturn, info.start == step { empty(info.fresh) }
            case .step(let step):
                index = step
                let entered = program.steps[step].flow
                if let flow, flow != entered, program.flows[entered].start == step {
                    empty(program.flows[entered].fresh)
                }
            }
            let step = program.steps[index]
            flow = step.flow
            if let condition = step.condition, !holds(condition) {
                trace?.add(.skipped(index))
                target = step.next
                continue
            }
            trace?.add(.reached(index))
            switch step.kind {
            case .say(let texts):
                emit(texts)
                target = step.next
            case .ask(let ask):
                if ask.type == .code, typedCode != nil {
                    target = step.next
                    continue
                }
                if let slot = ask.slot, let value = value(slot) {
                    target = ask.options.first { $0.value == value.text }?.next ?? step.next
                    continue
                }
                if hears(ask) {
                    target = step.next
                    continue
                }
                open(index)
                return
            case .pick:
                if pickable().isEmpty {
                    say(.changeNone)
                    target = step.next
                    continue
                }
                open(index)
                return
            case .answer(let found, let none):
                let isFound = answerStep()
                trace?.add(.way(index, isFound ? .found : .notFound))
                target = isFound ? found : none
            case .review(let slots, let texts):
                review(slots, texts)
                target = step.next
            case .file:
                file()
                target = step.next
            case .handOff(let reason):
                if reason == .safety, state.safety == nil {
                    state.safety = .threatened
                    effects.append(.safety(.threatened))
                }
                handOff(reason)
                target = step.next
            case .call(let start):
                if case .step(let next) = step.next { push(program.steps[next].key, .call) }
                target = .step(start)
                // Always a run of its own, even of the same flow.
                flow = -1
            case .act(let act, let given, let refused):
                guard let done = actStep(act, given) else { return }
                if refused != step.next { trace?.add(.way(index, done ? .found : .notFound)) }
                target = done ? step.next : refused
            case .erase(let texts):
                if state.filed > 0 || !context.cases.isEmpty {
                    say(.eraseRefused)
                    target = step.next == .none ? .step(program.known.start) : step.next
                    continue
                }
                emit(texts)
                effects.append(.erase)
                state = DialogState()
                ended = true
                return
            case .progress(let number, _, let found, let unknown):
                guard let next = progressStep(number: number, found: found, unknown: unknown) else { return }
                trace?.add(.way(index, next == found ? .found : .notFound))
                target = next
            case .set(let assignments):
                for assignment in assignments { assign(assignment) }
                target = step.next
            case .go(let branches):
                let branch = taken(branches)
                if let branch { trace?.add(.way(index, .branch(branch))) }
                target = branch.map { branches[$0].next } ?? .none
            case .end(let texts):
                emit(texts)
                ended = true
                return
            }
        }
        end(.ended)
    }

    /// The first branch whose condition holds.
    private func taken(_ branches: [ScriptStep.Branch]) -> Int? {
        for (index, branch) in branches.enumerated() {
            guard let condition = branch.condition else { return index }
            if holds(condition) { return index }
        }
        return nil
    }

    private mutating func end(_ phrase: Phrase) {
        say(phrase)
        ended = true
    }

    mutating func push(_ step: UInt32, _ kind: DialogState.Frame.Kind) {
        if state.frames.count >= DialogState.deepestFrames { state.frames.removeFirst() }
        state.frames.append(DialogState.Frame(step: step, kind: kind))
    }

    /// Leaves the open question for another flow and comes back to it.
    mutating func interrupt(_ start: Int) {
        if state.at != 0 { push(state.at, .interrupt) }
        run(.step(start), enters: true)
    }

    /// An interruption is over: going back leads to the question before it, not into it.
    private mutating func forgetPast(_ inside: [DialogState.Frame]) {
        while let last = state.past.last, last.frames.starts(with: inside) { state.past.removeLast() }
        for index in state.values.indices {
            state.values[index].depth = min(state.values[index].depth, state.past.count)
        }
        state.purposeDepth = min(state.purposeDepth, state.past.count)
    }

    mutating func handOff(_ reason: HandoffReason) {
        calling = true
        if context.owner == .bot { effects.append(.handOff(reason)) }
    }

    // MARK: The end of the step

    /// The outcome: draft number put in its place, nothing said twice running.
    mutating func finish() -> Outcome {
        let step = current.map { program.steps[$0] }
        let question = min(questionStart ?? messages.count, messages.count)
        // What was just said needs no saying again, unless it is all there is.
        if !state.said.isEmpty, messages.count > 1 {
            var kept: [Message] = []
            kept.reserveCapacity(messages.count)
            var start = question
            for (index, message) in messages.enumerated() {
                if index < question, case .text = message.kind, state.said.contains(Self.hash(message.text)) {
                    start -= 1
                } else {
                    kept.append(message)
                }
            }
            messages = kept
            insertDraft(at: start, step)
        } else {
            insertDraft(at: question, step)
        }
        state.turn &+= 1
        state.said.removeAll(keepingCapacity: true)
        for message in messages {
            switch message.kind {
            case .text, .answer, .notice:
                if state.said.count < 8 { state.said.append(Self.hash(message.text)) }
            case .menu, .review, .draft, .receipt, .officer: break
            }
        }
        return Outcome(
            messages: messages, expect: expectation(step), state: state, effects: effects, recordedInput: recorded,
            ended: ended)
    }

    private mutating func insertDraft(at index: Int, _ step: ScriptStep?) {
        guard state.flags.contains(.kept), !state.flags.contains(.draftIssued), !ended, state.filed == 0,
            step.map({ !$0.quiet }) ?? true
        else { return }
        issueDraft(at: index)
    }

    mutating func issueDraft(at index: Int) {
        state.flags.insert(.draftIssued)
        effects.append(.draftIssued)
        messages.insert(Message(.draft, phrase(.draft)), at: min(index, messages.count))
    }

    private func expectation(_ step: ScriptStep?) -> Expectation {
        guard !ended else { return Expectation(.none) }
        var kind = Expectation.Kind.text
        var secret = false
        switch step?.kind {
        case .ask(let ask):
            kind = state.flags.contains(.ladderMenu) ? .choice : ask.expectation
            secret = ask.type == .code && !state.flags.contains(.ladderMenu)
        case .pick: kind = .choice
        default: break
        }
        return Expectation(
            kind, secret: secret, patient: (step?.patient ?? false) || calling || context.owner == .queue)
    }

    static func hash(_ text: String) -> UInt16 { StableKey.mark(text) }
}
