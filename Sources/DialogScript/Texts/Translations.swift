// SPDX-License-Identifier: Apache-2.0

/// The files under `locales/` beside the office's own: what is said in other languages, by the place of the original.
///
/// Readers ask for the translation of a place while they read the original, and tell afterwards what the place consists
/// of; that is compared with what is translated. A reference, for the same reason as ``Diagnostics``: one load has one.
final class Translations {
    /// What a place of the dialogs consists of.
    struct Original {
        /// Keys with a text (`ask`, `example` …) and its ordinary wordings.
        private(set) var texts: [(field: String, source: [String])] = []
        /// Values of the options, and what they read.
        private(set) var choices: [(value: String, source: [String])] = []
        /// The ordinary wordings in the order in which they were read.
        private(set) var source: [String] = []

        var fields: [String] { texts.map(\.field) }
        var options: [String] { choices.map(\.value) }
        var isEmpty: Bool { texts.isEmpty && choices.isEmpty }

        mutating func add(_ field: String, _ source: [String]) {
            texts.append((field, source))
            self.source += source
        }

        mutating func add(option value: String, _ source: [String]) {
            choices.append((value, source))
            self.source += source
        }
    }

    /// A part of a file: its entries are places of one kind.
    enum Part: String, CaseIterable {
        case texts, slots, phrases, answers

        /// How a message calls a place.
        fileprivate var word: String {
            switch self {
            case .texts: "步骤"
            case .slots: "格子"
            case .phrases: "程序的话"
            case .answers: "答复"
            }
        }
    }

    /// One file.
    struct File {
        /// As in ``Program/languages``.
        let index: Int
        let map: YAMLMapping
        let isComplete: Bool
        let isChinese: Bool
        fileprivate var entries: [Part: [String: (key: YAMLValue, value: YAMLValue)]] = [:]
    }

    private(set) var languages: [Language]
    private(set) var files: [File] = []
    /// Places of the dialogs, for what nobody knows.
    private var known: [Part: [String]] = [:]
    /// How many places are translated, and those that are not or not wholly, by file.
    private var done: [Int] = []
    private(set) var missing: [[Missing]] = []

    /// A place with what of it is not translated.
    struct Missing {
        var part: Part
        var name: String
        var original: Original
        /// Keys, `options` among them.
        var fields: [String]
    }

    /// - Parameters:
    ///   - own: the office's own language.
    ///   - roots: the files of the others.
    init(own: String, _ roots: [YAMLValue]) {
        languages = [Language(tag: own)]
        var tags: Set<String> = [own.lowercased()]
        for root in roots {
            guard let map = root.mapping(.translation), let tag = map.string("locale") else { continue }
            guard tags.insert(tag.lowercased()).inserted else {
                map.report(.nameTwice, at: "locale", "语言「\(tag)」已经有一个文件了；并成一个")
                continue
            }
            _ = map.int("version", in: 1...1)
            var file = File(
                index: languages.count, map: map, isComplete: map.bool("complete", default: true),
                isChinese: tag.hasPrefix("zh"))
            for part in Part.allCases {
                file.entries[part] = Dictionary(
                    map.entries(part.rawValue).map { ($0.name, ($0.key, $0.value)) }
                ) { first, _ in first }
            }
            languages.append(Language(tag: tag, dates: map.choice("dates", Language.Dates.self) ?? .chinese))
            files.append(file)
            done.append(0)
            missing.append([])
        }
    }

    /// What is translated of a place, by file.
    func entries(_ part: Part, _ name: String) -> [(file: File, value: YAMLValue)] {
        files.compactMap { file in file.entries[part]?[name].map { (file, $0.value) } }
    }

    // MARK: Checking

    /// Compares a place with its translations. To be told once of each place, with everything that it consists of.
    func close(_ part: Part, _ name: String, _ original: Original) {
        guard !files.isEmpty, !original.isEmpty else { return }
        known[part, default: []].append(name)
        guard let diagnostics = files.first?.map.value.diagnostics, diagnostics.keepsWarnings else { return }
        for (index, file) in files.enumerated() {
            // Answers are many: those that are translated count, the others are said as they are.
            if part == .answers, file.entries[part]?[name] == nil { continue }
            let fields =
                file.entries[part]?[name].map { compare($0.value, original) }
                ?? original.fields + (original.options.isEmpty ? [] : ["options"])
            guard let first = fields.first else {
                done[index] += 1
                continue
            }
            missing[index].append(Missing(part: part, name: name, original: original, fields: fields))
            guard file.isComplete else { continue }
            let place = file.entries[part]?[name]?.key ?? file.map[part.rawValue] ?? file.map.value
            let path = part == .phrases ? name : "\(name) 的 \(first)"
            let excerpt = original.source.first.map { "（\($0.prefix(16).split(separator: "\n").first ?? "")……）" } ?? ""
            place.report(
                .translationMissing, "\(part.word) \(path) 还没有译\(excerpt)，到时候说的是中文原话；译上，没译完的文件写 complete: false")
        }
    }

    /// Fields of the original that are not translated; what is translated and not there is reported.
    private func compare(_ value: YAMLValue, _ original: Original) -> [String] {
        stale(value, original)
        if original.fields == [Self.whole] {
            return Wording(value, shape: .phraseTexts).forms.isEmpty ? [Self.whole] : []
        }
        guard value.isMapping else { return [] }
        var missing: [String] = []
        let entries = value.entries ?? []
        for entry in entries where entry.name != "of" && entry.name != "options" {
            if original.fields.contains(entry.name) || entry.name == "note" { continue }
            entry.key.report(
                .translationUnknown, "原文这里没有「\(entry.name)」；去掉，或者看看写错了没有",
                suggestion: Suggestion.nearest(to: entry.name, among: original.fields))
        }
        for field in original.fields where !entries.contains(where: { $0.name == field && !$0.value.isNull }) {
            missing.append(field)
        }
        let options = entries.first { $0.name == "options" }?.value.entries ?? []
        for option in options where !original.options.contains(option.name) {
            option.key.report(
                .translationUnknown, "原文没有值是「\(option.name)」的选项；这里有 \(original.options.joined(separator: "、"))",
                suggestion: Suggestion.nearest(to: option.name, among: original.options))
        }
        if original.options.contains(where: { value in
            !options.contains { $0.name == value && !$0.value.isNull }
        }) {
            missing.append("options")
        }
        return missing
    }

    /// The field of a place that is one text and nothing else.
    static let whole = ""

    private func stale(_ value: YAMLValue, _ original: Original) {
        let current = Fingerprint.of(original.source)
        guard let place = value.isMapping ? value.entries?.first(where: { $0.name == "of" })?.value : nil else {
            value.report(.translationStale, "没写原文的指纹，原文改了就看不出来；写上 of", suggestion: current)
            return
        }
        guard let written = place.string, written != current else { return }
        place.report(.translationStale, "原文改过了，译文要重看一遍；看过了换成新的指纹", suggestion: current)
    }

    /// Reports what is translated and stands nowhere, and how far the files are that are not complete.
    func finish() {
        for (index, file) in files.enumerated() {
            for part in Part.allCases {
                let names = known[part] ?? []
                let missing = Set(file.entries[part]?.keys.map { $0 } ?? []).subtracting(names)
                for name in missing.sorted() {
                    file.entries[part]?[name]?.key.report(
                        .translationUnknown, "没有「\(name)」这个\(part.word)，译了没有人说；去掉，或者看看写错了没有",
                        suggestion: Suggestion.nearest(to: name, among: names))
                }
            }
            let (done, missing) = (done[index], missing[index].count)
            if !file.isComplete, missing > 0 {
                file.map.report(
                    .translationPartial, at: "complete", "译了 \(done) 处，还有 \(missing) 处没译；没译的说中文原话")
            } else if !file.isComplete, done > 0 {
                file.map.report(.translationPartial, at: "complete", "\(done) 处都译了；把 complete: false 去掉，往后漏译会提醒")
            }
        }
    }
}
