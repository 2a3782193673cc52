// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

extension StepRun {
    /// A line was typed.
    mutating func say(_ text: String) {
        if current == nil {
            // A first line that came unasked: the answer to a greeting that was not given.
            guard !FoldedLine(text).isEmpty else {
                run(.step(program.known.start))
                return
            }
            say(.intro)
            let before = messages
            run(.step(program.known.start))
            messages = before
            questionStart = nil
        }
        guard let index = current else { return }
        let line = FoldedLine(text)
        let step = program.steps[index]
        if line.isEmpty {
            askAgain()
            return
        }
        if let word = globalWord(line, step), take(word) {
            trace?.add(.word(word))
            return
        }
        if let language = program.languageNames[line] {
            speak(language: language)
            return
        }
        switch step.kind {
        case .ask(let ask): answer(text, line, step, ask)
        case .pick: picked(text, line, step)
        default: run(.step(program.flows[step.flow].start))
        }
    }

    // MARK: The answer to the open question

    private mutating func answer(_ text: String, _ line: FoldedLine, _ step: ScriptStep, _ ask: Ask) {
        if state.flags.contains(.ladderMenu), let key = AnswerParser.menuKey(line), key < 2 {
            state.flags.remove(.ladderMenu)
            if key == 1 {
                state.tries = 1
                person()
            } else if let slot = ask.slot {
                say(.skipped)
                accept(slot, ask, .unknown)
            } else {
                say(.skipped)
                advance(nil)
            }
            return
        }
        if !ask.options.isEmpty {
            if let key = AnswerParser.menuKey(line) {
                if key < ask.options.count { choose(key, ask) } else { misfit(ask, text) }
                return
            }
            if let option = ask.words[line] {
                choose(option, ask)
                return
            }
        }
        if let word = program.replies[line].flatMap(ReplyWord.init(rawValue:)), take(word, ask) {
            trace?.add(.reply(word))
            return
        }
        if digits(text, line, ask) { return }
        // Everything else is read for danger first, then for what it says.
        guard let verdict else {
            lookup = .understand(text)
            return
        }
        if hearDanger(verdict, text, ask) { return }
        if hearTemper(verdict, line, ask) { return }
        if !ask.classifies {
            if correct(verdict, text, line, ask) || toldInPassing(verdict, text, ask) { return }
            if answersShort(verdict, line, ask) { return }
        }
        understood(verdict, text, line, ask)
    }

    /// 不清楚, 没有, 不想说 and so on; false when the word says nothing to this question.
    private mutating func take(_ word: ReplyWord, _ ask: Ask) -> Bool {
        if word == .greeting {
            say(.greeting)
            askAgain()
            return true
        }
        if !ask.options.isEmpty {
            switch word {
            case .yes where ask.isConfirm: choose(0, ask)
            case .no where ask.isConfirm && ask.options.count > 1: choose(1, ask)
            case .yes, .no:
                // An option that takes 行 takes 对 and 嗯 as well.
                guard let option = option(taking: word, ask) else { return false }
                choose(option, ask)
            case .unsure, .decline, .nothing:
                guard let option = option(taking: word, ask) ?? ask.unsure else { return false }
                choose(option, ask)
            default: return false
            }
            return true
        }
        guard !ask.classifies else {
            if word == .yes || word == .no { return false }
            // There must be something to register.
            noMatter(ask)
            return true
        }
        switch word {
        case .unsure: settle(ask, .unknown)
        case .nothing, .no: settle(ask, .nothing)
        case .decline: settle(ask, .declined)
        default: return false
        }
        return true
    }

    private func option(taking word: ReplyWord, _ ask: Ask) -> Int? {
        for known in ask.words.words
        where program.replies.words.contains(where: { $0.value == word.rawValue && $0.bytes == known.bytes }) {
            return known.value
        }
        return nil
    }

    private mutating func settle(_ ask: Ask, _ kind: DialogState.Value.Kind) {
        if let slot = ask.slot { accept(slot, ask, kind) } else { advance(nil) }
    }

    /// Answers made of digits only, which need no understanding; false when the question wants none or the line is none.
    private mutating func digits(_ text: String, _ line: FoldedLine, _ ask: Ask) -> Bool {
        switch ask.type {
        case .receipt:
            guard let slot = ask.slot, line.isWhole, line.bytes.count(where: { $0 >= 0x30 && $0 <= 0x39 }) >= 6 else {
                return false
            }
            do throws(NumberError) {
                accept(slot, ask, .text, try MatterNumber(typed: text).description)
            } catch {
                guard state.tries < 2 else { return false }
                state.tries &+= 1
                messages.append(Message(.text, error.message))
                askAgain()
            }
            return true
        case .code:
            guard let code = AnswerParser.code(line) else { return false }
            typedCode = code
            recorded = Self.codeRecord
            advance(nil)
            return true
        case .phone:
            guard let slot = ask.slot, let phone = AnswerParser.phone(line) else { return false }
            // A digit is missing: asked once more.
            if state.tries == 0, AnswerParser.isMistyped(phone) {
                misfit(ask, text)
                return true
            }
            keepIdentity(slot, phone, text, nil)
            accept(slot, ask, program.slots[slot].identity == nil ? .text : .vault, phone)
            return true
        case .idNumber:
            guard let slot = ask.slot, let number = AnswerParser.idNumber(line) else { return false }
            // One with a slip in it belongs into the vault as well.
            keepIdentity(slot, number, text, nil)
            if CitizenNumber.isValid(number) {
                accept(slot, ask, .vault)
            } else {
                misfit(ask, text, saying: .misfitIDNumber)
            }
            return true
        case .text where ask.classifies:
            // A bare number at the greeting: they want to know how it stands.
            guard let number = AnswerParser.receiptNumber(line) else { return false }
            interruptWithNumber(number)
            return true
        default: return false
        }
    }

    /// How a query code stands in the journal.
    static let codeRecord = "[查询码]"

    private mutating func interruptWithNumber(_ number: String) {
        clear(program.known.number)
        set(program.known.number, .text, number)
        interrupt(program.known.progress)
    }

    /// An option was chosen.
    mutating func choose(_ index: Int, _ ask: Ask) {
        let option = ask.options[index]
        if let current { trace?.add(.way(current, .option(index))) }
        if let resolved = option.resolved, let id = state.answer {
            effects.append(.answered(id: id, resolved: resolved))
            state.answer = nil
        }
        if let slot = ask.slot {
            accept(slot, ask, .text, option.value, next: option.next)
        } else {
            advance(option.next)
        }
    }

    /// Keeps an answer and goes on.
    mutating func accept(
        _ slot: Int, _ ask: Ask, _ kind: DialogState.Value.Kind, _ text: String = "", next: ScriptStep.Target? = nil
    ) {
        rememberStep()
        let info = program.slots[slot]
        // What stands in the vault is not written here; of companions only how many there are.
        let stored = kind == .vault && info.type != .names ? "" : text
        set(slot, kind, stored)
        if program.known.naming == slot, kind == .text, let naming = ClaimDraft.Naming(rawValue: text) {
            state.naming = naming
        }
        if let frame = state.frames.last, frame.kind == .change {
            sayChanged(slot)
        }
        goOn(next)
    }

    mutating func sayChanged(_ slot: Int) {
        guard let value = value(slot) else { return }
        say(.changed, [.label: label(slot), .value: display(value)])
    }

    /// Goes on from the open question.
    mutating func advance(_ next: ScriptStep.Target?) {
        rememberStep()
        goOn(next)
    }

    /// One answer being changed is no step of the way.
    mutating func rememberStep() {
        if let frame = state.frames.last, frame.kind == .change { return }
        if state.past.count >= DialogState.longestPast {
            state.past.removeFirst()
            for index in state.values.indices { state.values[index].depth = max(0, state.values[index].depth - 1) }
            state.purposeDepth = max(0, state.purposeDepth - 1)
        }
        state.past.append(DialogState.Past(step: state.at, frames: state.frames))
    }

    mutating func goOn(_ next: ScriptStep.Target?) {
        guard let index = current else { return }
        state.tries = 0
        state.flags.remove(.ladderMenu)
        if let frame = state.frames.last, frame.kind == .change, let step = program.step(key: frame.step) {
            state.frames.removeLast()
            run(.step(step))
            return
        }
        run(next ?? program.steps[index].next, enters: true)
    }
}
