// SPDX-License-Identifier: Apache-2.0

/// What a file under `locales/` holds: global words, short answers, and what the engine itself says.
struct LocaleReader {
    var words = WordTable()
    var replies = WordTable()
    var corrections: [[UInt8]] = []
    var questions: [[UInt8]] = []
    var phrases: [Phrase: TextVariants] = [:]
    /// What a language is called by those who ask for it, by position in `languages`.
    var languageNames = WordTable()
    var languages: [Language] = []

    static func read(_ root: YAMLValue, parser: TextParser, translations: Translations) -> LocaleReader {
        var reader = LocaleReader()
        guard let map = root.mapping(.locale) else { return reader }
        _ = map.int("version", in: 1...1)
        if let words = map["words"]?.entries {
            for word in GlobalWord.allCases where word.isRequired && !words.contains(where: { $0.name == word.name }) {
                map["words"]?.report(.missingKey, "words：少了键「\(word.name)」")
            }
        }
        reader.read(words: map)
        reader.read(replies: map)
        reader.corrections = map.strings("corrections").map { FoldedLine($0).bytes }
        reader.questions = map.strings("questions").map { FoldedLine($0).bytes }
        reader.readWords(translations)
        reader.readPhrases(map, parser, translations)
        reader.languages = translations.languages
        return reader
    }

    private func shadowed(_ line: String, _ place: YAMLValue) {
        guard let word = words[FoldedLine(line)].flatMap(GlobalWord.init(rawValue:)) else { return }
        place.report(.wordsOverlap, "「\(line)」到处都是「\(word.name)」的意思，轮不到这里；去掉一处")
    }

    private mutating func readPhrases(_ map: YAMLMapping, _ parser: TextParser, _ translations: Translations) {
        for entry in map.entries("phrases") {
            guard let phrase = Phrase(rawValue: entry.name) else {
                entry.key.report(
                    .phraseUnknown, "程序没有「\(entry.name)」这句话，写了也没有人说；去掉",
                    suggestion: Suggestion.nearest(to: entry.name, among: Phrase.allCases.map(\.rawValue)))
                continue
            }
            var parser = parser
            parser.arguments = phrase.arguments
            let wording = Wording(entry.value)
            var texts = TextVariants([])
            texts.add(wording) { TextChecks.read($0, parser, $1.style) }
            let own = texts.variants
            for (file, value) in translations.entries(.phrases, phrase.rawValue) {
                texts.add(Wording(value, language: file.index, shape: .phraseTexts)) { item, voice in
                    let template = TextChecks.read(item, parser, voice.style, isChinese: file.isChinese)
                    if let template { TextChecks.checkTranslation(template, of: own, at: item) }
                    return template
                }
            }
            var original = Translations.Original()
            original.add(Translations.whole, wording.source)
            translations.close(.phrases, phrase.rawValue, original)
            phrases[phrase] = texts
        }
        for phrase in Phrase.allCases where phrases[phrase] == nil {
            if let standard = phrase.standard {
                var parser = parser
                parser.arguments = phrase.arguments
                phrases[phrase] = TextVariants([try? parser.parse(standard)].compactMap(\.self))
            } else {
                map.report(.phraseMissing, at: "phrases", "少了「\(phrase.rawValue)」这句话；写在 phrases 下面")
            }
        }
    }

    /// Words of other languages work whatever language somebody speaks.
    private mutating func readWords(_ translations: Translations) {
        for file in translations.files {
            read(words: file.map)
            read(replies: file.map)
            for name in file.map.items("name") {
                guard let text = name.string else { continue }
                if words[FoldedLine(text)] != nil || !languageNames.add(text, file.index) {
                    name.report(.wordTwice, "「\(text)」已经有别的意思了；留一处")
                }
            }
        }
    }

    private mutating func read(words map: YAMLMapping) {
        guard let words = map.mapping("words", .words) else { return }
        for word in GlobalWord.allCases {
            for text in words.sequence(word.name) {
                if let line = text.string, !self.words.add(line, word.rawValue) {
                    text.report(.wordTwice, "「\(line)」已经有别的意思了；留一处")
                }
            }
        }
    }

    private mutating func read(replies map: YAMLMapping) {
        guard let replies = map.mapping("replies", .replies) else { return }
        for word in ReplyWord.allCases {
            for text in replies.sequence(word.name) {
                guard let line = text.string else { continue }
                if !self.replies.add(line, word.rawValue) {
                    text.report(.wordTwice, "「\(line)」已经有别的意思了；留一处")
                }
                shadowed(line, text)
            }
        }
    }
}
