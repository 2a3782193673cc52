// SPDX-License-Identifier: Apache-2.0

/// What `locales/zh-CN.yaml` holds: global words, short answers, and what the engine itself says.
///
/// Codes: `LOC001` phrase missing, `LOC002` word missing or used twice, `LOC003` phrase unknown.
struct LocaleReader {
    var words = WordTable()
    var replies = WordTable()
    var corrections: [[UInt8]] = []
    var questions: [[UInt8]] = []
    var phrases: [Phrase: TextVariants] = [:]

    static func read(_ root: YAMLValue, parser: TextParser) -> LocaleReader {
        var reader = LocaleReader()
        guard
            let map = root.mapping(
                required: ["version", "locale", "words", "replies", "corrections", "questions", "phrases"],
                optional: ["note"])
        else { return reader }
        let global = GlobalWord.allCases.map(\.name)
        if let words = map.mapping("words", required: global) {
            for word in GlobalWord.allCases {
                for text in words[word.name]?.sequence ?? [] {
                    if let line = text.string, !reader.words.add(line, word.rawValue) {
                        text.error("LOC002", "\"\(line)\" means something else already")
                    }
                }
            }
        }
        if let replies = map.mapping("replies", required: ReplyWord.allCases.map(\.name)) {
            for word in ReplyWord.allCases {
                for text in replies[word.name]?.sequence ?? [] {
                    if let line = text.string, !reader.replies.add(line, word.rawValue) {
                        text.error("LOC002", "\"\(line)\" means something else already")
                    }
                }
            }
        }
        reader.corrections = map.strings("corrections").map { FoldedLine($0).bytes }
        reader.questions = map.strings("questions").map { FoldedLine($0).bytes }
        var found: Set<String> = []
        for entry in map.entries("phrases") {
            found.insert(entry.name)
            guard let phrase = Phrase(rawValue: entry.name) else {
                entry.key.error(
                    "LOC003",
                    "the engine has no phrase \"\(entry.name)\""
                        + Suggestion.phrase(for: entry.name, among: Phrase.allCases.map(\.rawValue)))
                continue
            }
            var parser = parser
            parser.arguments = phrase.arguments
            let values = entry.value.isSequence ? entry.value.sequence ?? [] : [entry.value]
            reader.phrases[phrase] = TextVariants(values.compactMap { FlowReader.template($0, parser) })
        }
        for phrase in Phrase.allCases where !found.contains(phrase.rawValue) {
            map.error("LOC001", at: "phrases", "the phrase \"\(phrase.rawValue)\" is missing")
        }
        return reader
    }
}
