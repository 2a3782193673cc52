// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

extension FlowReader {
    /// More would need `9`, which clears the screen.
    static let mostOptions = 8

    mutating func ask(_ key: String, _ raw: RawStep, _ index: Int) -> Ask {
        let map = raw.map
        let value = map[key]
        let wordings = texts(key, raw, .question)
        // What could not be read has its report.
        if wordings.variants.count < 2, !isTwo(value) {
            value?.report(.oneWording, "问话要有两种说法，免得一字不差地问第二遍；写成 [说法一, 说法二]")
        }
        let slotPosition = map["slot"].flatMap { slot($0) }
        let also = map["also"].flatMap { slot($0) }
        for filled in [slotPosition, also].compactMap(\.self) { result.loose.fill(filled) }
        var type = slotPosition.map { result.slots[$0].type } ?? .choice
        if slotPosition == nil, map["options"] == nil { type = .text }
        var menu = OptionList()
        for (position, item) in map.sequence("options").enumerated() { read(item, position, raw, &menu) }
        let options = menu.options
        if options.count > Self.mostOptions {
            map.report(.tooManyOptions, at: "options", "有 \(options.count) 条，最多 \(Self.mostOptions) 条（9 是清屏）；分成两问")
        }
        if type == .choice, options.isEmpty {
            map.value.report(.choiceWithoutOptions, "选择题没有选项；写 options，或者把格子的 type 改成 text")
        }
        let isConfirm = map.bool("confirm", default: false)
        if isConfirm, options.count != 2 {
            map.report(.confirmShape, at: "confirm", "是非问的头一条是「是」、第二条是「不是」，这里有 \(options.count) 条；去掉 confirm，或者改成两条")
        }
        let repair = repair(raw, hasOptions: !options.isEmpty)
        if map["example"] == nil {
            if options.isEmpty, repair.rungs == nil {
                value?.report(.noExample, "写不上来的人到第二回要看例子；加上 example: 比如「……」。")
            }
        } else if !options.isEmpty {
            map.key("example")?.report(.neverSaid, "有选项的问话不念例子；去掉 example，把它写进选项的 words")
        }
        if slotPosition == nil { idle(menu, raw) }
        let limits = limits(raw, isText: type == .text && options.isEmpty && key == "ask")
        if let slotPosition { fill(slotPosition, from: menu, asked: index) }
        let example = map["example"] == nil ? nil : texts("example", raw, .example)
        let literals = options.compactMap(\.text.literal)
        return Ask(
            slot: slotPosition, type: type, texts: wordings, example: example,
            options: options, menu: !options.isEmpty && literals.count == options.count ? Ask.menu(literals) : nil,
            words: menu.words, unsure: unsure(map, options), isConfirm: isConfirm,
            classifies: key == "classify",
            takesWords: map.bool("free", default: false), also: also, heard: heard(raw, type, options),
            repair: repair, limits: limits)
    }

    private func heard(_ raw: RawStep, _ type: SlotType, _ options: [Ask.Option]) -> Ask.Heard? {
        guard let words = raw.map["heard"] else { return nil }
        guard raw.map["slot"] != nil, options.isEmpty, type == .date || type == .text else {
            raw.map.key("heard")?.report(.misplacedKey, "heard 只管存进格子、没有选项的问话：问日子（type: date）或者问单位（type: text）；去掉")
            return nil
        }
        return Ask.Heard(
            words: PhraseSet(words.items.compactMap(\.string)), slots: Self.story.compactMap { slotIndex[$0] })
    }

    /// A menu that keeps nothing and leads the same way, whatever is chosen.
    private mutating func idle(_ menu: OptionList, _ raw: RawStep) {
        let map = raw.map
        guard menu.options.count > 1, !map.bool("free", default: false),
            let first = menu.options.first?.next ?? map["next"].map({ target($0, raw) }),
            menu.options.allSatisfy({ $0.resolved == nil && ($0.next ?? first) == first })
        else { return }
        map.report(.idleMenu, at: "options", "选哪一条都去同一步，选了也不记；写 slot 记下来，或者给选项各写 next，不用选就改成 say")
    }

    private mutating func limits(_ raw: RawStep, isText: Bool) -> Ask.Limits? {
        let map = raw.map
        let keys = ["least", "longest", "too_short", "too_long"].compactMap { map.key($0) }
        guard !keys.isEmpty else { return nil }
        guard isText else {
            keys.first?.report(.misplacedKey, "长短只管写一段话的问话（type: text，没有选项）；去掉，或者换个种类的格子")
            return nil
        }
        var limits = Ask.Limits()
        if let least = map.int("least", in: 1...Ask.Limits.most) { limits.least = least }
        if let longest = map.int("longest", in: 1...Ask.Limits.most) { limits.longest = longest }
        if limits.least > limits.longest {
            map.report(.outOfRange, at: "longest", "longest：\(limits.longest) 比 least（\(limits.least)）还小，怎么写都不行；写大些")
        }
        for (text, limit) in [("too_short", "least"), ("too_long", "longest")]
        where map[text] != nil && map[limit] == nil {
            map.key(text)?.report(.neverSaid, "没有 \(limit)，这句永远念不到；写上 \(limit)，或者去掉")
        }
        if map["too_short"] != nil { limits.tooShort = texts("too_short", raw, .retry) }
        if map["too_long"] != nil { limits.tooLong = texts("too_long", raw, .retry) }
        return limits
    }

    /// Whether two wordings are written, be they good or not.
    private func isTwo(_ value: YAMLValue?) -> Bool {
        let ordinary = value.flatMap { Wording($0).forms.first { $0.voice == .ordinary }?.place }
        return (ordinary?.items.count ?? 0) > 1
    }

    private mutating func repair(_ raw: RawStep, hasOptions: Bool) -> Repair {
        let map = raw.map
        var repair = Repair.standard(hasOptions: hasOptions)
        if map["retry"] != nil { repair.rungs = texts("retry", raw, .retry) }
        if let tries = map.int("tries", in: 1...Repair.most) { repair.tries = tries }
        if let value = map["way_out"]?.nonNull {
            if value.isMapping {
                repair.wayOut = .goOn(target(value.mapping(.wayOut)?["next"], raw))
            } else if let wayOut = value.choice(Repair.names) {
                repair.wayOut = wayOut
            }
            if hasOptions, repair.wayOut == .menu {
                value.report(.neverSaid, "有选项的问话不再给一层菜单；改成 person、skip、message，或者 {next: 步骤}")
                repair.wayOut = .person
            }
        }
        let rungs = repair.rungs?.variants.count ?? 0
        if rungs >= repair.tries {
            map.report(
                .neverSaid, at: "retry",
                "第 \(repair.tries) 回就走 way_out 了，这里 \(rungs) 条只说得到 \(repair.tries - 1) 条；去掉几条，或者把 tries 写大")
        } else if let example = map.key("example"), rungs >= 2 || repair.tries <= 2 {
            example.report(.neverSaid, "例子是第二回没看明白时念的，这一问轮不到它；写进 retry，或者把 tries 写大")
        }
        return repair
    }

    /// The options of one question as they are read.
    private struct OptionList {
        var options: [Ask.Option] = []
        var words = WordTable()
        /// What a value is called when it is read back.
        var shown: [String: String] = [:]
        /// The same in other languages.
        var others: [SlotInfo.OtherOption] = []
    }

    private mutating func read(_ item: YAMLValue, _ position: Int, _ raw: RawStep, _ menu: inout OptionList) {
        guard let option = item.mapping(.option), let place = option["text"], let text = template(place, .option) else {
            return
        }
        let value = option.string("value") ?? "\(position + 1)"
        if menu.shown[value] != nil {
            option.report(.optionValueTwice, at: "value", "前面的选项已经用了「\(value)」这个值；换一个")
        }
        menu.shown[value] = option.string("short") ?? text.literal
        var texts = TextVariants([text])
        for style in [Voice.Style.plain, .short] {
            guard let form = option[style.key]?.nonNull else { continue }
            texts.add([template(form, .option, Voice(style))].compactMap(\.self), as: Voice(style))
        }
        original.add(option: value, [place, option["short"]].compactMap { $0?.text })
        for (file, map) in translated {
            guard let entry = map.entries("options").first(where: { $0.name == value }) else { continue }
            read(entry.value, file, position, value, &texts, &menu)
        }
        menu.options.append(
            Ask.Option(
                texts: texts, value: value, next: option["next"].map { target($0, raw) },
                resolved: option.bool("resolved")))
        if let literal = text.literal {
            if !menu.words.add(literal, position) {
                place.report(.optionWordTwice, "「\(literal)」也是前面一个选项认的词；换个说法")
            }
            result.loose.optionWords.append((literal, place))
        }
        for word in option.sequence("words") { add(word, position, &menu) }
    }

    private mutating func add(_ word: YAMLValue, _ position: Int, _ menu: inout OptionList) {
        guard let text = word.string else { return }
        if !menu.words.add(text, position) {
            word.report(.optionWordTwice, "「\(text)」是前面一个选项认的词了；留一处")
        }
        if let key = Int(text), (1...Self.mostOptions).contains(key), key != position + 1 {
            word.report(.optionWordIsKey, "打 \(key) 就是选第 \(key) 条，轮不到这个词；去掉")
        }
        result.loose.optionWords.append((text, word))
    }

    /// An option in another language. Its words are understood whatever language somebody speaks.
    private mutating func read(
        _ entry: YAMLValue, _ file: Translations.File, _ position: Int, _ value: String, _ texts: inout TextVariants,
        _ menu: inout OptionList
    ) {
        let own = texts.variants
        for (voice, place) in Wording(entry, language: file.index, shape: .optionTexts).forms {
            guard let text = template(place, .option, voice, file, of: own) else { continue }
            texts.add([text], as: voice)
            // A short form is what is read back.
            if voice.style != .plain, let literal = text.literal {
                menu.others.removeAll { $0.language == file.index && $0.value == value }
                menu.others.append(.init(language: file.index, value: value, text: literal))
            }
            if voice.style == .ordinary, let literal = text.literal { menu.words.add(literal, position) }
        }
        guard entry.isMapping else { return }
        for word in entry.mapping(.optionTexts)?.sequence("words") ?? [] { add(word, position, &menu) }
    }

    private func unsure(_ map: YAMLMapping, _ options: [Ask.Option]) -> Int? {
        guard !options.isEmpty else { return nil }
        guard let wanted = map.string("unsure") else {
            map.report(.noUnsure, at: "options", "「不清楚」永远算答案；写 unsure: \(options.count)（第几条，或者那一条的 value），说清楚算哪一条")
            return nil
        }
        if let index = options.firstIndex(where: { $0.value == wanted }) { return index }
        map.report(
            .unknownValue, at: "unsure",
            wanted.unicodeScalars.contains { "“”＂‘’".unicodeScalars.contains($0) }
                ? "没有哪个选项的值是「\(wanted)」；引号要用半角 \""
                : "没有哪个选项的值是「\(wanted)」；可以写 \(options.map(\.value).joined(separator: "、"))",
            suggestion: Suggestion.nearest(to: wanted, among: options.map(\.value)))
        return nil
    }

    private mutating func fill(_ slot: Int, from menu: OptionList, asked index: Int) {
        if result.slots[slot].step == nil { result.slots[slot].step = index }
        for option in menu.options where !result.slots[slot].options.contains(where: { $0.value == option.value }) {
            result.slots[slot].options.append((option.value, menu.shown[option.value] ?? option.value))
            result.slots[slot].otherOptions += menu.others.filter { $0.value == option.value }
        }
    }

    // MARK: Texts

    /// The text under `key` of the step, in all its forms.
    mutating func texts(_ key: String, _ raw: RawStep, _ use: LooseEnds.Use) -> TextVariants {
        var texts = TextVariants([])
        guard let value = raw.map[key]?.nonNull else { return texts }
        let wording = Wording(value)
        original.add(key, wording.source)
        texts.add(wording) { template($0, use, $1) }
        let own = texts.variants
        for (file, map) in translated {
            guard let value = map[key]?.nonNull else { continue }
            texts.add(Wording(value, language: file.index)) { template($0, use, $1, file, of: own) }
        }
        return texts
    }

    /// One wording.
    ///
    /// - Parameters:
    ///   - file: the translation that it stands in; nil for the office's own language.
    ///   - own: the wordings that it translates.
    mutating func template(
        _ value: YAMLValue, _ use: LooseEnds.Use, _ voice: Voice = .ordinary, _ file: Translations.File? = nil,
        of own: [TextTemplate] = []
    ) -> TextTemplate? {
        let isChinese = file?.isChinese ?? true
        guard let template = TextChecks.read(value, parser, voice.style, isChinese: isChinese) else { return nil }
        if isChinese { TextChecks.check(use, template, at: value) }
        if file != nil { TextChecks.checkTranslation(template, of: own, at: value) }
        result.loose.texts.append(.init(step: result.loose.step, use: use, template: template, place: value))
        return template
    }
}
