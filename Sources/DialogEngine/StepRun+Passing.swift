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

    private static let ownPhone = PhraseSet(words: "我电话 我的电话 我手机 我的手机 联系我 打我电话")
    private static let residence = [
        "住在", "家住", "现住", "住", "家在", "住址", "住址是", "地址", "地址是", "住处", "住处是", "我家是",
    ].map { Array($0.utf8) }

    /// The writer's own words of identity in `text`, in order. A place counts as home only when it is said to be, or
    /// when it comes where a name or a number was asked for; a telephone number when it is the only one and called one's
    /// own, stands beside one's own name, or comes where identity or a figure was asked for.
    func ownWords(_ verdict: Verdict, _ text: String, _ ask: Ask?) -> [OwnWord] {
        // Most lines name nobody and nothing.
        if verdict.entities.isEmpty { return [] }
        let asked = ask?.slot.flatMap { program.slots[$0].identity }
        let phones = verdict.entities.count { $0.kind == .phone }
        let introduced = ask.map { !$0.classifies } ?? false ? introduction(verdict, text) : nil
        let isNamed = introduced != nil || verdict.entities.contains { $0.kind == .name }
        let isOwn = phones == 1 && Self.ownPhone.occurs(in: text)
        // Among free words a number may be anybody's.
        let isFree = ask.map { $0.type == .text } ?? true
        let isShort = text.utf8.count < Self.story * 2
        var words: [OwnWord] = introduced.map { [$0] } ?? []
        for entity in verdict.entities {
            let field: IdentityField
            switch entity.kind {
            case .name: field = .name
            case .idNumber: field = .idNumber
            case .phone where phones == 1 && (isOwn || isNamed || asked != nil || !isFree): field = .phone
            case .place
            where ask.map { !$0.classifies } ?? false
                && (isShort && (asked == .phone || asked == .name && !isNameLike(entity, text))
                    || Self.isHome(text, entity.range)):
                field = .address
            default: continue
            }
            let range = field == .address ? Self.door(text, entity.range) : entity.range
            guard let typed = Self.substring(text, range) else { continue }
            words.append(
                OwnWord(field: field, plain: field == .address ? typed : Self.plain(entity, typed), range: range))
        }
        return words
    }

    private static let introducing = PhraseSet(words: "男 女 岁 住 电话 手机 身份证")

    /// 李建国，男，56岁，住幸福家园3号楼: a name at the head of a line that goes on as such lines do.
    private func introduction(_ verdict: Verdict, _ text: String) -> OwnWord? {
        guard text.utf8.count < Self.story * 4, !verdict.entities.contains(where: { $0.kind == .name }),
            verdict.entities.contains(where: { $0.kind == .phone || $0.kind == .idNumber || $0.kind == .place }),
            let name = nameBeside(verdict, text), name.range.lowerBound == 0, name.range.upperBound < text.utf8.count
        else { return nil }
        return Self.introducing.occurs(in: text) ? name : nil
    }

    /// 王小路 reads like a road and is a name.
    private func isNameLike(_ entity: Entity, _ text: String) -> Bool {
        guard let words = Self.substring(text, entity.range) else { return false }
        return AnswerParser.name(words) != nil && EntityFinder.beginsLikeName(words)
            && !AnswerParser.isSettlement(words)
    }

    /// The place with the number of the door after it: 501, 501室.
    private static func door(_ text: String, _ range: Range<Int>) -> Range<Int> {
        let rest = Array(text.utf8.dropFirst(range.upperBound).prefix(12))
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: "-") }.count
        guard digits > 0, digits <= 5 else { return range }
        let unit = ["室", "号", "户"].contains { rest[digits...].starts(with: Array($0.utf8)) } ? 3 : 0
        return range.lowerBound..<range.upperBound + digits + unit
    }

    private static func isHome(_ text: String, _ range: Range<Int>) -> Bool {
        var before = Array(text.utf8.prefix(range.lowerBound))[...]
        while let last = before.last, last <= 0x20 || last == UInt8(ascii: ":") { before = before.dropLast() }
        return residence.contains { before.suffix($0.count).elementsEqual($0) }
    }

    /// 我住平安小区5栋301，楼上漏水: the place of the matter is one's home, too. It stays in the text, where the office needs it,
    /// and is not asked again. Not of a 举报, whose writer has not chosen yet who may be known.
    mutating func keepHome(_ verdict: Verdict, _ text: String) {
        guard verdict.purpose != .report, let slot = program.slotByIdentity[.address], !has(slot),
            let home = verdict.entities.first(where: { $0.kind == .place && Self.isHome(text, $0.range) }),
            let typed = Self.substring(text, Self.door(text, home.range))
        else { return }
        effects.append(.identity(.address, typed))
        set(slot, .vault, inPassing: true)
    }

    /// Puts the words into the vault. What is left of the text, with holes, is journalled.
    @discardableResult
    mutating func keep(_ own: [OwnWord], in text: String, besides holes: [(Range<Int>, String)] = []) -> String {
        var all = holes
        for word in own {
            effects.append(.identity(word.field, word.plain))
            all.append((word.range, Self.marker(word.field)))
            // A number with a slip in it is kept, and asked for all the same.
            if let slot = program.slotByIdentity[word.field],
                word.field != .idNumber || CitizenNumber.isValid(word.plain)
            {
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
    ///
    /// - Parameter ask: the question it answers, so that one's home is taken where one's name stands too; nil: it stays.
    mutating func masked(_ text: String, _ verdict: Verdict, _ ask: Ask? = nil) -> String {
        let codes = verdict.entities.filter { $0.kind == .code }.map { ($0.range, Self.codeRecord) }
        var own = ownWords(verdict, text, ask)
        if !own.contains(where: { $0.field == .name }) { own.removeAll { $0.field == .address } }
        return keep(own, in: text, besides: codes)
    }

    // MARK: Identity beside the question

    private static let aroundIdentity = PhraseSet(
        words: "我的名字是 我的名字叫 我名字叫 名字 姓名 我叫 俺叫 我是 俺是 我 俺 本人 叫 是 住在 家住 现住 住址 地址 住处 住 家 在 联系电话 电话 手机号码 手机号 手机 号码 号 "
            + "身份证号码 身份证号 身份证 的 和 跟 也 您好 你好 人 男 女 岁 今年 汉族 0 1 2 3 4 5 6 7 8 9 , . : ; 、 ， 。 ： ；")

    /// 我叫李四，住城关镇 where something else was asked: both are kept, and the question stands. False when the line says
    /// more, or is an answer.
    mutating func toldInPassing(_ verdict: Verdict, _ text: String, _ ask: Ask) -> Bool {
        var own = ownWords(verdict, text, ask)
        guard !own.isEmpty else { return false }
        // 李大山 13900001111
        if !own.contains(where: { $0.field == .name }), own.contains(where: { $0.field == .phone }),
            ask.slot.flatMap({ program.slots[$0].identity }) != .name, let name = nameBeside(verdict, text)
        {
            own.append(name)
        }
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
            guard let length = aroundIdentity.prefix(of: rest) else { return false }
            rest = rest.dropFirst(length)
        }
        return true
    }

    // MARK: 没有 and 不写 with what they are about

    private static let none = PhraseSet(words: "没有 没得 没 无 莫得")
    private static let declining = [
        "不想写", "不愿意写", "不愿写", "不写", "不想留", "不愿留", "不留", "不想说", "不愿说", "不说", "不想填", "不填", "不方便写", "不方便留", "不方便说", "不告诉",
        "不想告诉", "不给", "不想给", "匿名",
    ]
    private static let declines = PhraseSet(declining)
    private static let fieldWords: [(word: [UInt8], field: IdentityField)] = [
        (Array("名字".utf8), .name), (Array("姓名".utf8), .name), (Array("真名".utf8), .name),
        (Array("住处".utf8), .address), (Array("住址".utf8), .address), (Array("地址".utf8), .address),
        (Array("住哪".utf8), .address), (Array("电话".utf8), .phone), (Array("手机".utf8), .phone),
        (Array("号码".utf8), .phone), (Array("身份证".utf8), .idNumber), (Array("身份证号".utf8), .idNumber),
        (Array("证件".utf8), .idNumber),
    ]
    /// 没有编号, 没电话; in UTF-8.
    private static let longestNone = 21
    private static let longestUnsure = 36

    /// 没电话, 不想写名字, 不知道是哪个小区: a short answer that says what it is about. False when it is none.
    mutating func answersShort(_ verdict: Verdict, _ line: FoldedLine, _ ask: Ask) -> Bool {
        guard line.isWhole, !ask.classifies, verdict.entities.isEmpty else { return false }
        if let refused = refused(line) {
            guard let slot = program.slotByIdentity[refused], !has(slot) else {
                return false
            }
            if slot == ask.slot {
                accept(slot, ask, .declined)
            } else {
                set(slot, .declined)
                say(.noted)
                askAgain()
            }
            return true
        }
        // 没有手机 where the name was asked
        if let slot = program.slotByIdentity[.phone], slot != ask.slot, !has(slot), AnswerParser.lacksPhone(line),
            ask.slot.flatMap({ program.slots[$0].identity }) != nil
        {
            set(slot, .nothing)
            say(.noted)
            askAgain()
            return true
        }
        if let slot = ask.slot, ask.options.isEmpty {
            // 不告诉你们, 匿名
            if program.slots[slot].identity != nil, line.bytes.count <= 30,
                Self.declines.prefix(of: line) != nil
            {
                accept(slot, ask, .declined)
                return true
            }
            switch ask.type {
            case .phone, .idNumber, .receipt, .names:
                if line.bytes.count <= Self.longestNone, Self.none.prefix(of: line) != nil {
                    accept(slot, ask, .nothing)
                    return true
                }
            case .text, .choice, .date, .number, .amount, .place, .name, .people, .code: break
            }
        }
        guard line.bytes.count <= Self.longestUnsure, ask.type != .text, isUnsure(line) else { return false }
        if ask.options.isEmpty {
            guard let slot = ask.slot else { return false }
            accept(slot, ask, .unknown)
        } else {
            guard let option = ask.unsure, ask.words.only(in: line) == nil else { return false }
            choose(option, ask)
        }
        return true
    }

    private func refused(_ line: FoldedLine) -> IdentityField? {
        guard line.bytes.count <= 30, Self.declines.occurs(in: line),
            let word = Self.declining.first(where: { line.contains(Array($0.utf8)) })
        else { return nil }
        let rest = line.bytes.count - word.utf8.count
        return Self.fieldWords.first { rest <= $0.word.count + 9 && line.contains($0.word) }?.field
    }

    /// Whether the line begins with 不知道, 记不清 and the like.
    private func isUnsure(_ line: FoldedLine) -> Bool { program.unsure.prefix(of: line) != nil }

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
        var isFound = false
        var changed: [Int] = []
        for entity in verdict.entities {
            guard let slot = program.slotByEntity[entity.kind], slot != ask.slot, !has(slot),
                entity.kind != .receiptNumber, program.slots[slot].identity == nil, let words = words(entity, text)
            else { continue }
            if value(slot) != nil { changed.append(slot) }
            set(slot, .text, words, inPassing: value(slot) == nil)
            isFound = true
        }
        if !isFound, AnswerParser.isAmount(line), let slot = program.slotByEntity[.amount], slot != ask.slot,
            !has(slot)
        {
            if value(slot) != nil { changed.append(slot) }
            set(slot, .text, text, inPassing: value(slot) == nil)
            isFound = true
        }
        guard isFound else { return false }
        if changed.isEmpty { say(.noted) }
        for slot in changed { sayChanged(slot) }
        askAgain()
        return true
    }

    /// 我们一共四个人 where free words were wanted: how many they are, and nothing else.
    mutating func onlyCounts(_ verdict: Verdict, _ text: String) -> Bool {
        guard let entity = verdict.entities.first, verdict.entities.count == 1, entity.kind == .people,
            text.utf8.count - entity.range.count <= 24, let slot = program.slotByEntity[.people], !has(slot),
            let words = words(entity, text)
        else { return false }
        set(slot, .text, words, inPassing: true)
        say(.noted)
        askAgain()
        return true
    }

    /// Longer than any word that was wanted: it belongs to the matter; in UTF-8.
    static let story = 60
    /// The same where a figure was wanted.
    private static let sentence = 24

    /// A story, or a whole letter, where a word was wanted. False when it is short.
    mutating func isStory(_ verdict: Verdict, _ text: String, _ ask: Ask) -> Bool {
        // Beside a name other names are said, and those are not for everybody who handles the matter.
        let holdsNames =
            ask.type == .name && ["叫", "是", "名", "姓"].contains { ByteSearch.contains(text, Array($0.utf8)) }
        let least = ask.type == .place || holdsNames ? Self.story : Self.sentence
        guard text.utf8.count >= least else { return false }
        takeAside(verdict, text)
        // Twice; then the ladder shows the way round.
        guard state.tries < 2 else { return false }
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
        // 前面那个大叔的事我也一样 said nothing of what it is about.
        if Topic(rawValue: state.topic) ?? .other == .other, verdict.topic != .other, state.purpose != nil {
            state.topic = verdict.topic.rawValue
            forgetRoute()
        }
    }

    /// Something said beside the question, kept with the matter.
    mutating func keepAside(_ text: String) {
        let slot = program.known.more
        if let before = value(slot), before.kind == .text {
            // Written twice, it is read once.
            if before.text.hasSuffix(text) { return }
            set(slot, .text, before.text + "；" + text)
        } else {
            set(slot, .text, text)
        }
    }

    // MARK: Temper

    /// Abuse, 跟你说了三遍了, 等一下: taken kindly, and the question stands; who has said it all before is not asked a third
    /// time. False when the line is something else.
    mutating func hearTemper(_ verdict: Verdict, _ line: FoldedLine, _ ask: Ask) -> Bool {
        guard let temper = Temper(line) else { return false }
        switch temper {
        case .retold where ask.classifies || !verdict.entities.isEmpty: return false
        case .opening where !ask.classifies: return false
        case .helpless:
            if ask.classifies { return false }
            person()
            return true
        case .waiting, .opening:
            // The question stands as it is.
            say(.greeting)
            return true
        case .angry, .retold: break
        }
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
