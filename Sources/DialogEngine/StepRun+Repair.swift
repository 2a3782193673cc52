// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel

/// What is done with an answer that does not fit, see ``Repair``. What was typed is never lost: it is in the journal.
extension StepRun {
    /// One rung further.
    ///
    /// - Parameter own: what is said of this very misfit, in place of the usual; nil: the usual.
    mutating func misfit(_ ask: Ask, _ text: String, saying phrase: Phrase = .misfit, own: TextVariants? = nil) {
        if state.tries < .max { state.tries += 1 }
        trace?.add(.rung(Int(state.tries)))
        let tries = Int(state.tries)
        if tries >= ask.repair.tries {
            wayOut(ask, text)
        } else if let own, !own.variants.isEmpty {
            let wordings = own.variants(for: voice)
            put(TextVariants([wordings[(tries - 1) % wordings.count]]), ask)
        } else if let rungs = ask.repair.rungs?.variants(for: voice), tries <= rungs.count {
            if ask.options.isEmpty { say(phrase) }
            put(TextVariants([rungs[tries - 1]]), ask)
        } else if !ask.options.isEmpty {
            say(tries == ask.repair.tries - 1 ? .stuckChoice : .misfitChoice)
            askAgain()
        } else {
            say(phrase)
            if tries == 2, let example = ask.example { put(example, ask) } else { askAgain() }
        }
    }

    /// Whether an answer in words is too short or too long, which is then a misfit.
    mutating func misfitLength(_ text: String, _ limits: Ask.Limits, _ ask: Ask) -> Bool {
        let count = text.unicodeScalars.count { !$0.properties.isWhitespace }
        if (limits.least...max(limits.least, limits.longest)).contains(count) { return false }
        misfit(ask, text, own: count < limits.least ? limits.tooShort : limits.tooLong)
        return true
    }

    /// A text in place of the question.
    private mutating func put(_ texts: TextVariants, _ ask: Ask) {
        questionStart = messages.count
        putText(texts)
        if let menu = menu(ask) { messages.append(menu) }
        state.asked &+= 1
    }

    private mutating func wayOut(_ ask: Ask, _ text: String) {
        switch ask.repair.wayOut {
        case .person where !state.flags.contains(.stuckCalled):
            state.flags.insert(.stuckCalled)
            handOff(.stuck)
            say(context.staffPresent ? .personPresent : .personAbsent, [.badge: context.dutyBadge])
            askAgain()
        case .person where !ask.options.isEmpty:
            // Nobody is asked the same for ever: what 不清楚 counts as is taken, and can be changed.
            if Int(state.tries) >= ask.repair.tries + 2, let option = ask.unsure {
                say(.skipped)
                choose(option, ask)
                return
            }
            say(.stuckChoice)
            askAgain()
        case .menu where Int(state.tries) == ask.repair.tries, .person where !state.flags.contains(.ladderMenu):
            say(.stuck)
            questionStart = messages.count
            messages.append(Ask.menu([phrase(.stuckSkip), phrase(.stuckPerson)]))
            state.flags.insert(.ladderMenu)
        case .menu, .person:
            // Kept as it was typed; who handles the matter will make it out.
            say(.skipped)
            if let slot = ask.slot { keepTyped(slot, ask, text) } else { advance(nil) }
        case .message:
            if !text.isEmpty {
                keepAside(verdict.map { masked(text, $0) } ?? text)
                say(.noted)
            }
            goOnWithout(ask)
        case .skip:
            say(.skipped)
            goOnWithout(ask)
        case .goOn(let target):
            advance(target)
        }
    }

    /// Without an answer: as if 不清楚 had been said.
    private mutating func goOnWithout(_ ask: Ask) {
        if let option = ask.unsure {
            choose(option, ask)
        } else if let slot = ask.slot {
            accept(slot, ask, .unknown)
        } else {
            advance(nil)
        }
    }
}
