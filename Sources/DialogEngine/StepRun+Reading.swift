// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

/// Answers in words, read for what the question wants.
extension StepRun {
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
            // A question and nothing else is no answer; put again, it may be one after all.
            if state.tries == 0, onlyAsks(text, line), sideQuestion(verdict, text) { return }
            if onlyCounts(verdict, text) { return }
            if let limits = ask.limits, misfitLength(text, limits, ask) { return }
            // A key where no menu stands is a slip; written again, it is meant.
            if state.tries == 0, line.isWhole, line.bytes.count <= 2 {
                misfit(ask, text)
                return
            }
            seal(verdict, least: Self.sealingShare)
            accept(slot, ask, .text, masked(text, verdict, ask))
        case .place: placed(verdict, text, line, ask, slot)
        case .name: named(verdict, text, line, ask, slot)
        case .names:
            let names = AnswerParser.names(text)
            guard !names.isEmpty else {
                misfitOrQuestion(ask, verdict, text, line)
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
                misfitOrQuestion(ask, verdict, text, line)
                return
            }
            keepIdentity(slot, digits, text, Self.substring(text, entity.range))
            accept(slot, ask, program.slots[slot].identity == nil ? .text : .vault, digits)
        case .idNumber:
            guard let entity = verdict.entities.first(where: { $0.kind == .idNumber && $0.isChecked }),
                case .text(let number) = entity.value
            else {
                misfitOrQuestion(ask, verdict, text, line)
                return
            }
            keepIdentity(slot, number, text, Self.substring(text, entity.range))
            accept(slot, ask, .vault)
        case .date:
            if let entity = verdict.entities.first(where: { $0.kind == .date }), let words = words(entity, text) {
                pickUp(verdict, text, except: slot, withAnswer: true)
                accept(slot, ask, .text, words)
                return
            }
            if AnswerParser.namesTime(line), !isQuestion(line) {
                accept(slot, ask, .text, text)
            } else {
                misfitOrQuestion(ask, verdict, text, line)
            }
        case .amount:
            if verdict.entities.contains(where: { $0.kind == .amount || $0.kind == .monthsOfPay })
                || AnswerParser.namesAmount(line) && !isQuestion(line)
                    && !verdict.entities.contains(where: { $0.kind == .phone || $0.kind == .idNumber })
            {
                pickUp(verdict, text, except: slot, withAnswer: true)
                accept(slot, ask, .text, text)
            } else {
                misfitOrQuestion(ask, verdict, text, line)
            }
        case .number, .people:
            var count: Int?
            if let entity = verdict.entities.first(where: { $0.kind == .people }), case .count(let n, _) = entity.value
            {
                count = n
            }
            if let count = count ?? AnswerParser.count(line, inMonths: program.slots[slot].entity == .monthsOfPay) {
                pickUp(verdict, text, except: slot, withAnswer: true)
                accept(slot, ask, .text, "\(count)")
            } else {
                misfitOrQuestion(ask, verdict, text, line)
            }
        case .receipt:
            if let entity = verdict.entities.first(where: { $0.kind == .receiptNumber }),
                let words = words(entity, text)
            {
                accept(slot, ask, .text, words)
            } else {
                misfitOrQuestion(ask, verdict, text, line)
            }
        case .code: misfitOrQuestion(ask, verdict, text, line)
        }
    }

    /// Keeps an identity answer in the vault; the journal gets its hole.
    mutating func keepIdentity(_ slot: Int, _ plain: String, _ text: String, _ typed: String?) {
        guard let field = program.slots[slot].identity else { return }
        effects.append(.identity(field, plain))
        recorded = typed.map { Self.replace($0, in: text, with: Self.marker(field)) } ?? Self.marker(field)
    }

    /// What is kept at the end of the ladder, as it was typed: whoever handles the matter will make it out. What belongs
    /// into the vault goes there; a question is no name and no home.
    mutating func keepTyped(_ slot: Int, _ ask: Ask, _ text: String) {
        guard let field = program.slots[slot].identity else {
            // Words are no number of a matter: looked up, they would only be asked for a code.
            accept(slot, ask, ask.type == .receipt ? .unknown : .text, ask.type == .receipt ? "" : text)
            return
        }
        if isQuestion(FoldedLine(text)) || Temper.isCoarse(FoldedLine(text)) {
            accept(slot, ask, .unknown)
            return
        }
        effects.append(.identity(field, text))
        recorded = Self.marker(field)
        accept(slot, ask, .vault, program.slots[slot].type == .names ? "1" : "")
    }

    // MARK: Places and names

    private mutating func placed(_ verdict: Verdict, _ text: String, _ line: FoldedLine, _ ask: Ask, _ slot: Int) {
        // A question is never where somebody lives.
        if isQuestion(line) {
            if !sideQuestion(verdict, text) { misfit(ask, text) }
            return
        }
        guard program.slots[slot].identity != nil else {
            accept(slot, ask, .text, masked(text, verdict))
            return
        }
        // 1 is a slip, and nobody's home.
        if line.isWhole, line.bytes.count < 6 {
            misfit(ask, text)
            return
        }
        // A letter is no address; what it says of one is.
        if text.utf8.count >= Self.longestAddress, isStory(verdict, text, ask) { return }
        let own = ownWords(verdict, text, ask).filter { $0.field != .address }
        if own.isEmpty {
            effects.append(.identity(.address, text))
            recorded = Self.marker(.address)
        } else {
            let home = home(verdict, text, own)
            keep(own, in: text)
            effects.append(.identity(.address, Self.substring(text, home) ?? text))
            recorded = Self.replace(
                own.map { ($0.range, Self.marker($0.field)) } + [(home, Self.marker(.address))], in: text)
        }
        accept(slot, ask, .vault)
    }

    /// Longer addresses are letters; in UTF-8.
    private static let longestAddress = 150

    /// Where the address stands in a line that holds a name or a number too: from the place on, or the longest stretch
    /// between marks.
    private static let marks = PhraseSet(words: "， 。 ； 、")

    private func home(_ verdict: Verdict, _ text: String, _ own: [OwnWord]) -> Range<Int> {
        let bytes = Array(text.utf8)
        var stretches: [Range<Int>] = []
        var start = 0
        func isMark(_ index: Int) -> Int? {
            if let word = own.first(where: { $0.range.contains(index) }) { return word.range.upperBound }
            if bytes[index] == UInt8(ascii: ",") || bytes[index] == UInt8(ascii: ";") || bytes[index] <= 0x20 {
                return index + 1
            }
            return Self.marks.match(in: bytes, at: index).map { index + $0 }
        }
        var index = 0
        while index < bytes.count {
            guard let next = isMark(index) else {
                index += 1
                continue
            }
            if start < index { stretches.append(start..<index) }
            index = next
            start = next
        }
        if start < bytes.count { stretches.append(start..<bytes.count) }
        if let place = verdict.entities.first(where: { $0.kind == .place }),
            let stretch = stretches.first(where: { $0.contains(place.range.lowerBound) })
        {
            return place.range.lowerBound..<stretch.upperBound
        }
        return stretches.max { $0.count < $1.count } ?? 0..<bytes.count
    }

    private mutating func named(_ verdict: Verdict, _ text: String, _ line: FoldedLine, _ ask: Ask, _ slot: Int) {
        if namedTogether(text, ask, slot) { return }
        var own = ownWords(verdict, text, ask)
        if !own.contains(where: { $0.field == .name }) {
            guard !isQuestion(line) || onlyName(text), let name = nameIn(verdict, text) else {
                misfitOrQuestion(ask, verdict, text, line)
                return
            }
            own.append(name)
        }
        // A letter with the name in it: the rest belongs to the matter.
        let isLetter = text.utf8.count >= Self.longestAddress
        let rest = keep(own, in: text)
        if isLetter {
            keepAside(rest)
            pickUp(verdict, text)
        }
        accept(slot, ask, .vault)
    }

    /// 张三 李四 王五 of several who came, where one name was asked: the first is the writer's, the others are not asked
    /// for again. False when the line is anything else.
    private mutating func namedTogether(_ text: String, _ ask: Ask, _ slot: Int) -> Bool {
        guard program.slots[slot].identity == .name, holds(.people(2)),
            let others = program.slotByIdentity[.companions], value(others) == nil,
            let names = AnswerParser.onlyNames(text), names.count > 1, let own = names.first
        else { return false }
        effects.append(.identity(.name, own))
        effects.append(.identity(.companions, names.dropFirst().joined(separator: "\n")))
        recorded = Self.marker(.name) + " " + Self.marker(.companions)
        set(others, .vault, "\(names.count - 1)", inPassing: true)
        accept(slot, ask, .vault)
        return true
    }

    private func onlyName(_ text: String) -> Bool { AnswerParser.name(text) != nil }

    /// The name in a line without 我叫: the whole line, or what begins with a surname beside numbers and places.
    private func nameIn(_ verdict: Verdict, _ text: String) -> OwnWord? {
        if let name = AnswerParser.name(text) {
            let bytes = Array(text.utf8)
            let needle = Array(name.utf8)
            let start = bytes.indices.first { bytes[$0...].starts(with: needle) }
            return OwnWord(field: .name, plain: name, range: start.map { $0..<$0 + needle.count } ?? 0..<bytes.count)
        }
        return nameBeside(verdict, text)
    }

    /// A stretch of the line that begins with a surname and is no longer than a name.
    func nameBeside(_ verdict: Verdict, _ text: String) -> OwnWord? {
        let others = verdict.entities.filter { $0.kind != .name }
        guard text.utf8.count <= Self.longestAddress else { return nil }
        var best: OwnWord?
        var at = 0
        let bytes = Array(text.utf8)
        func take(_ range: Range<Int>) {
            guard best == nil, let piece = Self.substring(text, range), let name = AnswerParser.name(piece),
                EntityFinder.beginsLikeName(name)
            else { return }
            let needle = Array(name.utf8)
            let start = bytes.indices.first { $0 >= range.lowerBound && bytes[$0...].starts(with: needle) }
            best = OwnWord(field: .name, plain: name, range: start.map { $0..<$0 + needle.count } ?? range)
        }
        var index = 0
        while index < bytes.count, best == nil {
            if let entity = others.first(where: { $0.range.contains(index) }) {
                take(at..<index)
                index = entity.range.upperBound
                at = index
            } else if bytes[index] == UInt8(ascii: ",") || bytes[index] <= 0x20 {
                take(at..<index)
                index += 1
                at = index
            } else if let length = Self.marks.match(in: bytes, at: index) {
                take(at..<index)
                index += length
                at = index
            } else {
                index += 1
            }
        }
        take(at..<bytes.count)
        return best
    }

    /// 有，11月3号送来的: the answer to the next question came with this one.
    mutating func noteAlso(_ ask: Ask, _ verdict: Verdict, _ text: String) {
        guard let slot = ask.also, value(slot) == nil, let kind = Self.entityKind(program.slots[slot].type),
            let entity = verdict.entities.first(where: { $0.kind == kind }), let words = words(entity, text)
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
        case .text, .choice, .phone, .idNumber, .number, .name, .names, .receipt, .code: nil
        }
    }
}
