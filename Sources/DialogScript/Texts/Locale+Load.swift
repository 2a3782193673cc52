// SPDX-License-Identifier: Apache-2.0

/// What a file under `locales/` holds: global words, short answers, and what the engine itself says.
struct LocaleReader {
    var words = WordTable()
    var replies = WordTable()
    var corrections: [[UInt8]] = []
    var questions: [[UInt8]] = []
    var phrases: [Phrase: TextVariants] = [:]
    /// Where each phrase is written.
    private var places: [Phrase: YAMLValue] = [:]

    static func read(_ root: YAMLValue, parser: TextParser) -> LocaleReader {
        var reader = LocaleReader()
        guard let map = root.mapping(.locale) else { return reader }
        _ = map.int("version", in: 1...1)
        if let words = map.mapping("words", .words) {
            for word in GlobalWord.allCases {
                for text in words.sequence(word.name) {
                    if let line = text.string, !reader.words.add(line, word.rawValue) {
                        text.report(.wordTwice, "「\(line)」已经有别的意思了；留一处")
                    }
                }
            }
        }
        if let replies = map.mapping("replies", .replies) {
            for word in ReplyWord.allCases {
                for text in replies.sequence(word.name) {
                    guard let line = text.string else { continue }
                    if !reader.replies.add(line, word.rawValue) {
                        text.report(.wordTwice, "「\(line)」已经有别的意思了；留一处")
                    }
                    reader.shadowed(line, text)
                }
            }
        }
        reader.corrections = map.strings("corrections").map { FoldedLine($0).bytes }
        reader.questions = map.strings("questions").map { FoldedLine($0).bytes }
        reader.readPhrases(map, parser)
        for phrase in Phrase.allCases where phrase.substitute == nil && reader.places[phrase] == nil {
            map.report(.phraseMissing, at: "phrases", "少了「\(phrase.rawValue)」这句话；写在 phrases 下面")
        }
        return reader
    }

    private func shadowed(_ line: String, _ place: YAMLValue) {
        guard let word = words[FoldedLine(line)].flatMap(GlobalWord.init(rawValue:)) else { return }
        place.report(.wordsOverlap, "「\(line)」到处都是「\(word.name)」的意思，轮不到这里；去掉一处")
    }

    private mutating func readPhrases(_ map: YAMLMapping, _ parser: TextParser) {
        for entry in map.entries("phrases") {
            guard let phrase = Phrase(rawValue: entry.name) else {
                entry.key.report(
                    .phraseUnknown, "程序没有「\(entry.name)」这句话，写了也没有人说；去掉",
                    suggestion: Suggestion.nearest(to: entry.name, among: Phrase.allCases.map(\.rawValue)))
                continue
            }
            places[phrase] = entry.value
            var parser = parser
            parser.arguments = phrase.arguments
            let variants = TextVariants(entry.value.items.compactMap { TextChecks.read($0, parser) })
            TextChecks.checkVariants(variants, at: entry.value)
            phrases[phrase] = variants
        }
    }

    /// Holds another locale against this one: every phrase is there, with the same places to fill.
    func compare(_ root: YAMLValue, parser: TextParser) {
        guard let map = root.mapping(.locale) else { return }
        var found: Set<Phrase> = []
        let isChinese = map.string("locale")?.hasPrefix("zh") ?? true
        for entry in map.entries("phrases") {
            guard let phrase = Phrase(rawValue: entry.name) else {
                entry.key.report(
                    .phraseUnknown, "程序没有「\(entry.name)」这句话，写了也没有人说；去掉",
                    suggestion: Suggestion.nearest(to: entry.name, among: Phrase.allCases.map(\.rawValue)))
                continue
            }
            found.insert(phrase)
            var parser = parser
            parser.arguments = phrase.arguments
            for item in entry.value.items { compare(item, phrase, parser, isChinese) }
        }
        for phrase in Phrase.allCases where !found.contains(phrase) && phrases[phrase] != nil {
            map.report(.translationMissing, at: "phrases", "「\(phrase.rawValue)」还没有翻译，到时候说的是普通话原句")
        }
    }

    private func compare(_ item: YAMLValue, _ phrase: Phrase, _ parser: TextParser, _ isChinese: Bool) {
        guard let text = item.string else { return }
        do throws(TextParser.Problem) {
            let template = try parser.parse(text)
            TextChecks.check(
                TextChecks.sample(template.pieces), at: item, source: text, lines: TextChecks.lines,
                isChinese: isChinese)
            let wanted = phrases[phrase]?.variants.map(\.places) ?? []
            if !wanted.isEmpty, !wanted.contains(template.places) {
                item.report(
                    .translationPlaces,
                    "要填的地方跟原文不一样；原文是「\(phrases[phrase]?.variants.first?.literal ?? phrase.rawValue)」")
            }
        } catch {
            item.report(error.code, error.message, suggestion: error.suggestion, excerpt: error.excerpt)
        }
    }
}
