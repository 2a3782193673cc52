// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

/// What is said in passing: the writer's own name, number and home beside any question, facts that another question
/// would ask for, stories where a word was wanted. Nothing of it is lost, and none of it is asked again.
extension StepRun {
    /// A part of a line that belongs into the vault.
    struct OwnWord {
        var field: IdentityField
        var plain: String
        /// In the UTF-8 of the line.
        var range: Range<Int>
    }

    private static let ownPhone = ["我电话", "我的电话", "我手机", "我的手机", "联系我", "打我电话"].map { Array($0.utf8) }
    private static let residence = [
        "住在", "家住", "现住", "住", "家在", "住址", "住址是", "地址", "地址是", "住处", "住处是", "我家是",
    ].map { Array($0.utf8) }

    /// The writer's own words of identity in `text`, in order. A place counts as home only when it is said to be, or
    /// when it comes where a name or a number was asked for; a telephone number when it is the only one and called one's
    /// own, stands beside one's own name, or comes where identity or a figure was asked for.
    func ownWords(_ verdict: Verdict, _ text: String, _ ask: Ask?) -> [OwnWord] {
        let asked = ask?.slot.flatMap { program.slots[$0].identity }
        let phones = verdict.entities.count { $0.kind == .phone }
        let isNamed = verdict.entities.contains { $0.kind == .name }
        let isOwn = Self.ownPhone.contains { ByteSearch.contains(text, $0) }
        let wantsFigure =
            switch ask?.type {
            case .date, .amount, .number, .people, .place: true
            default: false
            }
        var words: [OwnWord] = []
        for entity in verdict.entities {
            let field: IdentityField
            switch entity.kind {
            case .name: field = .name
            case .idNumber: field = .idNumber
            case .phone where phones == 1 && (isOwn || isNamed || asked != nil || wantsFigure): field = .phone
            case .place
            where ask.map { !$0.classifies } ?? false
                && (asked == .phone || asked == .name && !isNameLike(entity, text) || Self.isHome(text, entity.range)):
                field = .address
            default: continue
            }
            guard let typed = Self.substring(text, entity.range) else { continue }
            var plain = typed
            if field != .address, case .text(let value) = entity.value { plain = value }
            words.append(OwnWord(field: field, plain: plain, range: entity.range))
        }
        return words
    }

    /// 王小路 reads like a road and is a name.
    private func isNameLike(_ entity: Entity, _ text: String) -> Bool {
        guard let words = Self.substring(text, entity.range) else { return false }
        return AnswerParser.name(words) != nil && EntityFinder.beginsLikeName(words)
            && !AnswerParser.isSettlement(words)
    }

    private static func isHome(_ text: String, _ range: Range<Int>) -> Bool {
        var before = Array(text.utf8.prefix(range.lowerBound))[...]
        while let last = before.last, last <= 0x20 || last == UInt8(ascii: ":") { before = before.dropLast() }
        return residence.contains { before.suffix($0.count).elementsEqual($0) }
    }

    /// Puts the words into the vault. What is left of the text, with holes, is journalled.
    @discardableResult
    mutating func keep(_ own: [OwnWord], in text: String, besides holes: [(Range<Int>, String)] = []) -> String {
        var all = holes
        for word in own {
            effects.append(.identity(word.field, word.plain))
            all.append((word.range, Self.marker(word.field)))
            if let slot = program.slots.firstIndex(where: { $0.identity == word.field }) {
                set(slot, .vault, inPassing: true)
            }
        }
        guard !all.isEmpty else { return text }
        let out = Self.replace(all, in: text)
        recorded = out
        return out
    }

    static func replace(_ holes: [(range: Range<Int>, with: String)], in text: String) -> String {
        var out = ""
        var at = 0
        for hole in holes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) where hole.range.lowerBound >= at {
            out += substring(text, at..<hole.range.lowerBound) ?? ""
            out += hole.with
            at = hole.range.upperBound
        }
        return out + (substring(text, at..<text.utf8.count) ?? "")
    }

    /// The text with the writer's own identity taken out into the vault; the journal gets the same.
    mutating func masked(_ text: String, _ verdict: Verdict) -> String {
        let codes = verdict.entities.filter { $0.kind == .code }.map { ($0.range, Self.codeRecord) }
        return keep(ownWords(verdict, text, nil), in: text, besides: codes)
    }

    // MARK: Identity beside the question

    private static let aroundIdentity = [
        "我的名字是", "我的名字叫", "我名字叫", "名字", "姓名", "我叫", "俺叫", "我是", "俺是", "我", "俺", "本人", "叫", "是", "住在", "家住", "现住", "住址",
        "地址", "住处",
        "住", "家", "在", "联系电话", "电话", "手机号码", "手机号", "手机", "号码", "号", "身份证号码", "身份证号", "身份证", "的", "和", "跟", "也", "您好",
        "你好", "人", ",", ".",
        ":", ";", "、", "，", "。", "：", "；",
    ].map { Array($0.utf8) }.sorted { $0.count > $1.count }

    /// 我叫李四，住城关镇 where something else was asked: both are kept, and the question stands. False when the line says
    /// more, or is an answer.
    mutating func toldInPassing(_ verdict: Verdict, _ text: String, _ ask: Ask) -> Bool {
        let own = ownWords(verdict, text, ask)
        guard !own.isEmpty else { return false }
        let asked = ask.slot.flatMap { program.slots[$0].identity }
        if own.contains(where: { $0.field == asked }) { return false }
        guard Self.isNothingBut(own, text) else { return false }
        keep(own, in: text)
        say(.noted)
        askAgain()
        return true
    }

    private static func isNothingBut(_ own: [OwnWord], _ text: String) -> Bool {
        let line = FoldedLine(replace(own.map { ($0.range, "") }, in: text))
        guard line.isWhole else { return false }
        var rest = line.bytes[...]
        while !rest.isEmpty {
            guard let word = aroundIdentity.first(where: { rest.starts(with: $0) }) else { return false }
            rest = rest.dropFirst(word.count)
        }
        return true
    }

    // MARK: Facts beside the question

    /// Numbers, firms and places said in passing are not asked again.
    ///
    /// - Parameter withAnswer: they came with an answer that is about to be kept, so that going back takes both away.
    mutating func pickUp(_ verdict: Verdict, _ text: String, except slot: Int? = nil, withAnswer: Bool = false) {
        for entity in verdict.entities {
            guard let found = program.slotByEntity[entity.kind], found != slot, value(found) == nil else { continue }
            if program.slots[found].identity != nil { continue }
            guard let words = words(entity, text) else { continue }
            set(found, .text, words, inPassing: true)
            if withAnswer { makeYounger(found) }
        }
    }

    /// As young as the answer that is about to be kept.
    func depthIndex(_ slot: Int) -> Int? { state.values.firstIndex { $0.slot == program.slots[slot].key } }

    mutating func makeYounger(_ slot: Int) {
        if let index = depthIndex(slot) { state.values[index].depth += 1 }
    }

    /// 三万 where a name is wanted: it answers a question that was left open before. False when it answers none.
    mutating func answersLate(_ verdict: Verdict, _ text: String, _ line: FoldedLine, _ ask: Ask) -> Bool {
        var filled: [Int] = []
        for entity in verdict.entities {
            guard let slot = program.slotByEntity[entity.kind], slot != ask.slot, !has(slot),
                entity.kind != .receiptNumber, program.slots[slot].identity == nil, let words = words(entity, text)
            else { continue }
            set(slot, .text, words, inPassing: value(slot) == nil)
            filled.append(slot)
        }
        if filled.isEmpty, AnswerParser.isAmount(line), let slot = program.slotByEntity[.amount], slot != ask.slot,
            !has(slot)
        {
            set(slot, .text, text, inPassing: value(slot) == nil)
            filled.append(slot)
        }
        guard !filled.isEmpty else { return false }
        for slot in filled { sayChanged(slot) }
        askAgain()
        return true
    }

    /// Longer than any word that was wanted: it belongs to the matter; in UTF-8.
    private static let story = 60

    /// A story, or a whole letter, where a word was wanted. False when it is short.
    mutating func isStory(_ verdict: Verdict, _ text: String, _ ask: Ask) -> Bool {
        guard text.utf8.count >= Self.story, state.tries < 3 else { return false }
        takeAside(verdict, text)
        state.tries &+= 1
        say(.noted)
        askAgain()
        return true
    }

    /// Keeps with the matter what was said beside the question, and what it names.
    mutating func takeAside(_ verdict: Verdict, _ text: String) {
        keepAside(masked(text, verdict))
        pickUp(verdict, text)
        seal(verdict, least: Self.sealingShare)
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

    // MARK: Temper

    /// Abuse, or 跟你说了三遍了: taken kindly, and the question stands; who has said it all before is not asked a third
    /// time. False when the line is something else.
    mutating func hearTemper(_ verdict: Verdict, _ line: FoldedLine, _ ask: Ask) -> Bool {
        guard let temper = Temper(line) else { return false }
        if temper == .retold, ask.classifies || !verdict.entities.isEmpty { return false }
        state.tries &+= 1
        if temper == .retold, state.tries >= 2, let slot = ask.slot, ask.options.isEmpty {
            say(.skipped)
            accept(slot, ask, .unknown)
            return true
        }
        if state.tries >= 3, !state.flags.contains(.stuckCalled) {
            state.flags.insert(.stuckCalled)
            handOff(.stuck)
            say(context.staffPresent ? .personPresent : .personAbsent, [.badge: context.dutyBadge])
        } else {
            say(temper == .angry ? .angry : .told)
        }
        askAgain()
        return true
    }
}
