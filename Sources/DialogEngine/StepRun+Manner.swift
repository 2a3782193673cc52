// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel

/// How the person is spoken to: chosen when the talk begins, and changed whenever they say so.
extension StepRun {
    /// The form of texts that suits whoever opens the talk.
    mutating func chooseManner() {
        if let columns = context.columns, columns < DialogContext.narrow { state.style = .short }
        if let locale = context.locale { state.locale = tag(program.language(for: locale)) }
        voice = Self.voice(program, state)
    }

    static func voice(_ program: Program, _ state: DialogState) -> Voice {
        Voice(state.style, language: state.locale.isEmpty ? 0 : program.language(for: state.locale))
    }

    /// What a state stores for a language; empty for the office's own.
    private func tag(_ language: Int) -> String {
        language > 0 && language < program.languages.count ? program.languages[language].tag : ""
    }

    /// Speaks so from now on, and asks the open question anew. Who is spoken to so already is only asked again.
    mutating func speak(_ style: Voice.Style) {
        let isNew = state.style != style
        state.style = style
        turnTo(isNew: isNew, style == .plain ? .mannerPlain : style == .short ? .mannerShort : .mannerOrdinary)
    }

    mutating func speak(language: Int) {
        let tag = tag(language)
        let isNew = state.locale != tag
        state.locale = tag
        turnTo(isNew: isNew, .mannerLanguage)
    }

    private mutating func turnTo(isNew: Bool, _ phrase: Phrase) {
        guard isNew else { return askAgain() }
        voice = Self.voice(program, state)
        say(phrase)
        // From the first wording on; what was in the last reply is passed over.
        state.asked = .max
        askAgain()
    }

    /// A date in the language that is spoken.
    func written(_ date: CivilDate) -> String {
        if voice.language != 0, program.languages[voice.language].dates == .iso { return date.iso8601 }
        return date.chinese(near: context.today)
    }

    /// What the person is told that a slot is called.
    func label(_ slot: Int) -> String {
        let info = program.slots[slot]
        return info.label(in: voice.language) ?? info.id
    }

    /// What is written for officers stands in the office's own language, whatever is spoken.
    mutating func forOfficers<Value>(_ body: (inout StepRun) -> Value) -> Value {
        let spoken = voice
        voice = .ordinary
        defer { voice = spoken }
        return body(&self)
    }
}
