// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

extension StepRun {
    /// Below this share a 举报 verdict on a later line is not acted on; on the matter itself it always is.
    private static let sealingShare = 0.6
    /// A side question is only answered when an answer fits so well; within a free answer it must fit better still.
    private static let sideScore = 0.42
    private static let sideScoreInText = 0.5
    /// Shorter ones (为什么) say nothing of what is asked; in UTF-8.
    private static let shortestQuestion = 12

    // MARK: Danger

    /// Danger was heard: everything else stops. False when there is none, or when the talk is about it already.
    mutating func hearDanger(_ verdict: Verdict, _ text: String, _ ask: Ask?) -> Bool {
        guard let kind = verdict.safety.first else { return false }
        // Who tells of a wrongdoer and is afraid is asked about it first by that flow; nobody walks up to them unasked.
        if kind == .threatened, let ask, ask.classifies, verdict.purpose == .report { return false }
        let known = state.safety
        if isIn(program.known.safetyFlow) {
            if known != kind {
                state.safety = kind
                effects.append(.safety(kind))
            }
            return false
        }
        // Said and settled once: the same kind again rings again, but does not stop the form a second time for fear alone.
        if known == kind, kind == .threatened { return false }
        trace?.add(.danger(kind))
        state.safety = kind
        effects.append(.safety(kind))
        handOff(.safety)
        // What was typed about the matter stays with it. A word of despair or anger is in the journal and nowhere else: no
        // unit that handles the matter reads it.
        if let ask, ask.classifies, let slot = ask.slot {
            rememberStep()
            keepMatter(verdict, text, slot)
        }
        interrupt(program.known.safety)
        return true
    }

    // MARK: The matter

    /// The first free text of a matter: purpose, topic, and whatever it names.
    mutating func keepMatter(_ verdict: Verdict, _ text: String, _ slot: Int) {
        forgetRoute()
        state.purpose = verdict.purpose
        state.purposeDepth = state.past.count
        state.topic = verdict.topic.rawValue
        for flag in verdict.flags { mark(flag) }
        seal(verdict, least: 0)
        let kept = masked(text, verdict)
        set(slot, .text, kept)
        pickUp(verdict, text)
    }

    private mutating func seal(_ verdict: Verdict, least: Double) {
        guard verdict.purpose == .report, verdict.confidence >= least else { return }
        seal()
        if state.purpose != .report { mark("夹带举报") }
    }

    /// The talk, back to its first line, goes to the sealed lane; once.
    mutating func seal() {
        guard !state.flags.contains(.sealed) else { return }
        state.flags.insert(.sealed)
        effects.insert(.seal, at: 0)
    }

    /// Numbers, names and places said in passing are not asked again.
    private mutating func pickUp(_ verdict: Verdict, _ text: String) {
        for entity in verdict.entities {
            guard let slot = program.slotByEntity[entity.kind], value(slot) == nil else { continue }
            let info = program.slots[slot]
            if info.identity != nil { continue }
            if let words = Self.words(entity, text) {
                set(slot, .text, words, inPassing: true)
            }
        }
    }

    /// An entity as it is kept: a number of people as digits, everything else in the person's own words.
    private static func words(_ entity: Entity, _ text: String) -> String? {
        switch (entity.kind, entity.value) {
        case (.people, .count(let count, _)), (.monthsOfPay, .count(let count, _)): return "\(count)"
        case (.date, .date(let date)):
            if let month = date.month, let day = date.day,
                let civil = CivilDate(year: date.year, month: month, day: day)
            {
                return civil.iso8601
            }
            return substring(text, entity.range)
        case (.receiptNumber, .text(let number)): return number
        case (_, .text(let words)): return entity.kind == .phone ? words : substring(text, entity.range) ?? words
        default: return substring(text, entity.range)
        }
    }

    static func substring(_ text: String, _ range: Range<Int>) -> String? {
        let utf8 = text.utf8
        guard range.lowerBound >= 0, range.upperBound <= utf8.count, !range.isEmpty else { return nil }
        let from = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        let to = utf8.index(utf8.startIndex, offsetBy: range.upperBound)
        return String(text[from..<to])
    }

    private static let ownPhone = ["我电话", "我的电话", "我手机", "我的手机", "联系我", "打我电话"].map { Array($0.utf8) }

    /// The text with the writer's own identity taken out into the vault; the journal gets the same.
    mutating func masked(_ text: String, _ verdict: Verdict) -> String {
        var holes: [(range: Range<Int>, marker: String)] = []
        let phones = verdict.entities.count { $0.kind == .phone }
        let ownPhone = phones == 1 && Self.ownPhone.contains { ByteSearch.contains(text, $0) }
        let named = verdict.entities.contains { $0.kind == .name }
        for entity in verdict.entities {
            let field: IdentityField
            switch entity.kind {
            case .name: field = .name
            case .idNumber: field = .idNumber
            // A number beside one's own name, or called one's own; any other belongs to the story.
            case .phone where phones == 1 && (ownPhone || named): field = .phone
            case .code:
                holes.append((entity.range, Self.codeRecord))
                continue
            default: continue
            }
            guard let words = Self.substring(text, entity.range) else { continue }
            let plain: String = if case .text(let value) = entity.value { value } else { words }
            effects.append(.identity(field, plain))
            holes.append((entity.range, Self.marker(field)))
            if let slot = program.slots.firstIndex(where: { $0.identity == field }) {
                set(slot, .vault, inPassing: true)
            }
        }
        guard !holes.isEmpty else { return text }
        holes.sort { $0.range.lowerBound < $1.range.lowerBound }
        var out = ""
        var at = 0
        for hole in holes where hole.range.lowerBound >= at {
            out += Self.substring(text, at..<hole.range.lowerBound) ?? ""
            out += hole.marker
            at = hole.range.upperBound
        }
        out += Self.substring(text, at..<text.utf8.count) ?? ""
        recorded = out
        return out
    }

    /// Something said beside the question, kept with the matter.
    mutating func keepAside(_ text: String) {
        let slot = program.known.more
        if let before = value(slot), before.kind == .text {
            set(slot, .text, before.text + "；" + text)
        } else {
            set(slot, .text, text)
        }
    }

    // MARK: Corrections

    /// 不对，我叫李四: changes what it names and asks the open question again. False when it is no correction.
    mutating func correct(_ verdict: Verdict, _ text: String, _ line: FoldedLine, _ ask: Ask?) -> Bool {
        let isCorrecting = program.corrections.contains { line.hasPrefix($0) }
        let name = verdict.entities.first { $0.kind == .name }
        let renames = name != nil && value(program.known.name) != nil && ask?.slot != program.known.name && line.isWhole
        guard isCorrecting || renames else { return false }
        var changed: [Int] = []
        for entity in verdict.entities {
            guard let slot = slot(of: entity) else { continue }
            if !isCorrecting, slot != program.known.name { continue }
            // A name that was never asked is new, not a change; anything else must have been said before.
            let before = value(slot)
            guard before != nil || program.slots[slot].identity != nil else { continue }
            if let field = program.slots[slot].identity {
                guard let words = Self.substring(text, entity.range) else { continue }
                let plain: String = if case .text(let value) = entity.value { value } else { words }
                effects.append(.identity(field, plain))
                let was = recorded ?? text
                recorded = Self.replace(words, in: was, with: Self.marker(field))
                set(slot, .vault)
            } else if let words = Self.words(entity, text) {
                set(slot, .text, words, inPassing: before?.inPassing ?? true)
            }
            changed.append(slot)
        }
        if !changed.isEmpty {
            for slot in changed { sayChanged(slot) }
            askAgain()
            return true
        }
        guard isCorrecting, line.isWhole, line.bytes.count <= 18, ask?.type != .text || line.bytes.count <= 9 else {
            return false
        }
        // Which answer is meant is asked.
        if case .pick? = current.map({ program.steps[$0].kind }) { return false }
        interrupt(program.known.change)
        return true
    }

    private func slot(of entity: Entity) -> Int? {
        switch entity.kind {
        case .name: program.known.name
        case .phone: program.known.phone
        default: program.slotByEntity[entity.kind]
        }
    }

    static func replace(_ words: String, in text: String, with marker: String) -> String {
        let hay = Array(text.utf8)
        let needle = Array(words.utf8)
        guard !needle.isEmpty, hay.count >= needle.count else { return marker }
        for start in 0...(hay.count - needle.count) where hay[start..<start + needle.count].elementsEqual(needle) {
            return String(decoding: hay[..<start], as: UTF8.self) + marker
                + String(decoding: hay[(start + needle.count)...], as: UTF8.self)
        }
        return marker
    }

    // MARK: Answers in words

    mutating func understood(_ verdict: Verdict, _ text: String, _ line: FoldedLine, _ ask: Ask) {
        if !ask.options.isEmpty {
            choiceInWords(verdict, text, line, ask)
            return
        }
        guard let slot = ask.slot else {
            keepAside(masked(text, verdict))
            seal(verdict, least: Self.sealingShare)
            advance(nil)
            return
        }
        if ask.classifies {
            matter(verdict, text, line, ask, slot)
            return
        }
        switch ask.type {
        case .text, .choice:
            if isQuestion(line), answerAside(text, least: Self.sideScoreInText) { return }
            seal(verdict, least: Self.sealingShare)
            accept(slot, ask, .text, masked(text, verdict))
        case .place:
            if isQuestion(line), sideQuestion(text) { return }
            if let field = program.slots[slot].identity {
                effects.append(.identity(field, text))
                recorded = Self.marker(field)
                accept(slot, ask, .vault)
            } else {
                accept(slot, ask, .text, masked(text, verdict))
            }
        case .name:
            let entity = verdict.entities.first { $0.kind == .name }
            let words = entity.flatMap { Self.substring(text, $0.range) } ?? AnswerParser.name(text)
            guard let words else {
                misfitOrQuestion(ask, text, line)
                return
            }
            keepIdentity(slot, words, text, words)
            if let phone = verdict.entities.first(where: { $0.kind == .phone }), case .text(let digits) = phone.value,
                value(program.known.phone) == nil, let typed = Self.substring(text, phone.range)
            {
                effects.append(.identity(.phone, digits))
                recorded = Self.replace(typed, in: recorded ?? text, with: Self.marker(.phone))
                set(program.known.phone, .vault, inPassing: true)
            }
            accept(slot, ask, .vault)
        case .names:
            let names = AnswerParser.names(text)
            guard !names.isEmpty else {
                misfitOrQuestion(ask, text, line)
                return
            }
            if let field = program.slots[slot].identity {
                effects.append(.identity(field, names.joined(separator: "\n")))
                recorded = Self.marker(field)
            }
            accept(slot, ask, .vault, "\(names.count)")
        case .phone:
            guard let entity = verdict.entities.first(where: { $0.kind == .phone }),
                case .text(let digits) = entity.value
            else {
                misfitOrQuestion(ask, text, line)
                return
            }
            keepIdentity(slot, digits, text, Self.substring(text, entity.range))
            accept(slot, ask, program.slots[slot].identity == nil ? .text : .vault, digits)
        case .date:
            if let entity = verdict.entities.first(where: { $0.kind == .date }), let words = Self.words(entity, text) {
                accept(slot, ask, .text, words)
                // The paper may have been mentioned too: whatever else was said stays.
                return
            }
            if AnswerParser.namesTime(line), !isQuestion(line) {
                accept(slot, ask, .text, text)
            } else {
                misfitOrQuestion(ask, text, line)
            }
        case .amount:
            if verdict.entities.contains(where: { $0.kind == .amount || $0.kind == .monthsOfPay })
                || AnswerParser.namesAmount(line) && !isQuestion(line)
            {
                accept(slot, ask, .text, text)
            } else {
                misfitOrQuestion(ask, text, line)
            }
        case .number, .people:
            var count: Int?
            if let entity = verdict.entities.first(where: { $0.kind == .people }), case .count(let n, _) = entity.value
            {
                count = n
            }
            if let count = count ?? AnswerParser.count(line) {
                accept(slot, ask, .text, "\(count)")
            } else {
                misfitOrQuestion(ask, text, line)
            }
        case .receipt:
            if let entity = verdict.entities.first(where: { $0.kind == .receiptNumber }),
                let words = Self.words(entity, text)
            {
                accept(slot, ask, .text, words)
            } else {
                misfitOrQuestion(ask, text, line)
            }
        case .code: misfitOrQuestion(ask, text, line)
        }
    }

    /// Keeps an identity answer in the vault; the journal gets its hole.
    mutating func keepIdentity(_ slot: Int, _ plain: String, _ text: String, _ typed: String?) {
        guard let field = program.slots[slot].identity else { return }
        effects.append(.identity(field, plain))
        recorded = typed.map { Self.replace($0, in: text, with: Self.marker(field)) } ?? Self.marker(field)
    }

    private mutating func matter(_ verdict: Verdict, _ text: String, _ line: FoldedLine, _ ask: Ask, _ slot: Int) {
        // One character is no matter; the second time it is taken as it is.
        if line.isWhole, line.bytes.count < 6, state.tries == 0 {
            misfit(ask, text)
            return
        }
        rememberStep()
        keepMatter(verdict, text, slot)
        if let code = verdict.entities.first(where: { $0.kind == .code }), case .text(let digits) = code.value {
            typedCode = digits
        }
        goOn(nil)
    }

    private mutating func choiceInWords(_ verdict: Verdict, _ text: String, _ line: FoldedLine, _ ask: Ask) {
        if line.isWhole, line.bytes.count <= 48, let option = ask.words.only(in: line) {
            noteAlso(ask, verdict, text)
            choose(option, ask)
            return
        }
        if ask.takesWords {
            if let current { trace?.add(.way(current, .words)) }
            if verdict.safety.isEmpty { keepAside(masked(text, verdict)) }
            advance(nil)
            return
        }
        if isQuestion(line), sideQuestion(text) { return }
        // More than a slip of the finger: it belongs to the matter.
        if line.bytes.count >= 18 {
            keepAside(masked(text, verdict))
            seal(verdict, least: Self.sealingShare)
            state.tries &+= 1
            say(.noted)
            askAgain()
            return
        }
        misfit(ask, text)
    }

    /// 有，11月3号送来的: the answer to the next question came with this one.
    private mutating func noteAlso(_ ask: Ask, _ verdict: Verdict, _ text: String) {
        guard let slot = ask.also, value(slot) == nil, let kind = Self.entityKind(program.slots[slot].type),
            let entity = verdict.entities.first(where: { $0.kind == kind }), let words = Self.words(entity, text)
        else { return }
        // Younger than the answer it came with, so that going back takes both away.
        set(slot, .text, words)
        if let index = state.values.firstIndex(where: { $0.slot == program.slots[slot].key }) {
            state.values[index].depth += 1
        }
    }

    private static func entityKind(_ type: SlotType) -> Entity.Kind? {
        switch type {
        case .date: .date
        case .amount: .amount
        case .people: .people
        case .place: .place
        case .text, .choice, .phone, .number, .name, .names, .receipt, .code: nil
        }
    }

    // MARK: Side questions

    func isQuestion(_ line: FoldedLine) -> Bool {
        program.questions.contains { line.contains($0) }
    }

    private mutating func misfitOrQuestion(_ ask: Ask, _ text: String, _ line: FoldedLine) {
        if isQuestion(line), sideQuestion(text) { return }
        misfit(ask, text)
    }

    /// A question beside the open one: answered where there is an answer, kept where there is none; then the open one
    /// again. False when it has been put too often.
    private mutating func sideQuestion(_ text: String) -> Bool {
        if answerAside(text, least: Self.sideScore) { return true }
        guard state.tries < 2 else { return false }
        state.tries &+= 1
        keepAside(text)
        say(.sideQuestion)
        askAgain()
        return true
    }

    private mutating func answerAside(_ text: String, least: Double) -> Bool {
        guard text.utf8.count >= Self.shortestQuestion,
            let match = program.understander.ask(text, today: context.today, limit: 1).first, match.score >= least,
            let answer = program.answers[match.id], !state.said.contains(Self.hash(answer.text)), give(match.id)
        else { return false }
        trace?.add(.aside(answer: match.id, score: match.score))
        state.answer = nil
        askAgain()
        return true
    }

    /// Says a first-contact answer.
    mutating func give(_ id: String) -> Bool {
        guard let answer = program.answers[id], !answer.text.isEmpty else { return false }
        messages.append(Message(.answer(id: id, basis: answer.basis), answer.text))
        effects.append(.answered(id: id, resolved: nil))
        state.answer = id
        return true
    }

    /// The step `answer`: is there a first-contact answer to what was asked?
    mutating func answerStep() -> Bool {
        guard let story = value(program.known.story), story.kind == .text,
            let match = program.understander.ask(story.text, today: context.today, limit: 1).first
        else { return false }
        return give(match.id)
    }
}
