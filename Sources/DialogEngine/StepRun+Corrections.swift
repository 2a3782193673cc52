// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

/// 不对，我叫李四: an answer is changed in words.
extension StepRun {
    /// 不对，我叫李四: changes what it names and asks the open question again. False when it is no correction.
    mutating func correct(_ verdict: Verdict, _ text: String, _ line: FoldedLine, _ ask: Ask?) -> Bool {
        let corrected = correction(text, line)
        let isCorrecting = corrected != nil
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
                effects.append(.identity(field, Self.plain(entity, words)))
                let was = recorded ?? text
                recorded = Self.replace(words, in: was, with: Self.marker(field))
                set(slot, .vault)
            } else if let words = words(entity, text) {
                set(slot, .text, words, inPassing: before?.inPassing ?? true)
            }
            changed.append(slot)
        }
        if !changed.isEmpty {
            for slot in changed { sayChanged(slot) }
            askAgain()
            return true
        }
        guard let corrected else { return false }
        if let slot = meant(corrected, verdict) {
            change(slot, to: corrected.rest, verdict, text)
            sayChanged(slot)
            askAgain()
            return true
        }
        guard line.isWhole, line.bytes.count <= 18, ask?.type != .text || corrected.rest.isEmpty else { return false }
        // Which answer is meant is asked.
        if case .pick? = current.map({ program.steps[$0].kind }) { return false }
        interrupt(program.known.change)
        return true
    }

    /// 不对，应该是五万: what comes after the words of correction.
    struct Correction {
        /// As it was typed.
        var rest: String
        /// 应该是, 是, 改成 stand before it.
        var isExplicit: Bool
    }

    private static let beforeIt = [
        "刚才", "刚刚", "刚", "前面", "上面", "哎", "诶", "啊", "不好意思", "对不起", "对不住", "我", ",", "，", " ",
    ]
    private static let marksBetween = ["了", "的", ",", "，", "。", ".", "、", ":", "：", "!", "！", " ", "我"]
    private static let before = PhraseSet(beforeIt)
    private static let explicit = PhraseSet(words: "应该是 应当是 应该 改成 改为 是 叫")
    private static let around = PhraseSet(beforeIt + marksBetween)
    /// Longer rests are a story; in UTF-8.
    private static let longestRest = 60

    /// nil when the line does not begin like a correction.
    private func correction(_ text: String, _ line: FoldedLine) -> Correction? {
        var begin = line
        if program.corrections.prefix(of: begin) == nil {
            var rest = line.bytes[...]
            while let length = Self.before.prefix(of: rest) { rest = rest.dropFirst(length) }
            guard rest.count < line.bytes.count else { return nil }
            begin = FoldedLine(String(decoding: rest, as: UTF8.self))
            guard program.corrections.prefix(of: begin) != nil else { return nil }
        }
        let typed = Array(text.utf8)
        let simplified = Array((SimplifiedForm.of(text) ?? text).utf8)
        var rest = (simplified.count == typed.count ? simplified : typed)[...]
        var isExplicit = false
        while true {
            if let length = Self.explicit.prefix(of: rest) {
                isExplicit = true
                rest = rest.dropFirst(length)
            } else if let length = program.corrections.prefix(of: rest) ?? Self.around.prefix(of: rest) {
                rest = rest.dropFirst(length)
            } else {
                break
            }
        }
        while let mark = Self.marksBetween.first(where: {
            rest.count > $0.utf8.count && rest.suffix($0.utf8.count).elementsEqual($0.utf8)
        }) {
            rest = rest.dropLast(mark.utf8.count)
        }
        return Correction(
            rest: rest.count > Self.longestRest ? "" : String(decoding: typed[rest.indices], as: UTF8.self),
            isExplicit: isExplicit)
    }

    /// The answer that a correction fits: the one just given, else the only one of its kind.
    private func meant(_ corrected: Correction, _ verdict: Verdict) -> Int? {
        guard !corrected.rest.isEmpty else { return nil }
        let line = FoldedLine(corrected.rest)
        func fits(_ slot: Int) -> Bool {
            switch program.slots[slot].type {
            case .amount: AnswerParser.isAmount(line)
            case .number, .people: AnswerParser.isCount(line)
            case .date: verdict.entities.contains { $0.kind == .date }
            case .text, .choice, .phone, .idNumber, .place, .name, .names, .receipt, .code: false
            }
        }
        let given = state.values.compactMap { program.slot(key: $0.slot) }.filter {
            has($0) && program.slots[$0].label != nil
        }
        let last = justAnswered()
        if let last {
            if fits(last) { return last }
            let type = program.slots[last].type
            // A word of their own for a word of their own; the matter itself is not overwritten by half a line.
            if corrected.isExplicit, last != program.known.story, last != program.known.more {
                if type == .text || type == .place { return last }
                if type == .name, AnswerParser.name(corrected.rest) != nil { return last }
            }
        }
        let fitting = given.filter { fits($0) }
        return fitting.count == 1 ? fitting.first : nil
    }

    private func justAnswered() -> Int? {
        guard let key = state.past.last?.step, let step = program.step(key: key),
            case .ask(let ask) = program.steps[step].kind, let slot = ask.slot, value(slot) != nil
        else { return nil }
        return slot
    }

    private mutating func change(_ slot: Int, to rest: String, _ verdict: Verdict, _ text: String) {
        let info = program.slots[slot]
        if let field = info.identity {
            let plain = info.type == .name ? AnswerParser.name(rest) ?? rest : rest
            effects.append(.identity(field, plain))
            recorded = Self.replace(rest, in: recorded ?? text, with: Self.marker(field))
            set(slot, .vault)
            return
        }
        var value = rest
        switch info.type {
        case .number, .people:
            if let count = AnswerParser.count(FoldedLine(rest)) { value = "\(count)" }
        case .date:
            if let entity = verdict.entities.first(where: { $0.kind == .date }), let date = words(entity, text) {
                value = date
            }
        case .text, .choice, .phone, .idNumber, .amount, .place, .name, .names, .receipt, .code: break
        }
        set(slot, .text, value, inPassing: self.value(slot)?.inPassing ?? false)
    }

    /// What is kept of a word of identity: as it was read, but a name in the characters of its bearer.
    static func plain(_ entity: Entity, _ typed: String) -> String {
        guard case .text(let value) = entity.value else { return typed }
        return entity.kind == .name && SimplifiedForm.of(typed) == value ? typed : value
    }

    private func slot(of entity: Entity) -> Int? {
        switch entity.kind {
        case .name: program.known.name
        case .phone: program.known.phone
        case .idNumber: entity.isChecked ? program.slotByIdentity[.idNumber] : nil
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
}
