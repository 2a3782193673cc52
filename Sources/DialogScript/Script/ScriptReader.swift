// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel
internal import Understanding

/// Puts the files of a folder together into a script.
struct ScriptReader {
    let folder: ScriptFolder
    let diagnostics: Diagnostics

    static func load(
        _ folder: ScriptFolder, _ diagnostics: Diagnostics
    ) -> (script: Script?, diagnostics: [Diagnostic]) {
        if folder.files.isEmpty, diagnostics.hasErrors { return (nil, diagnostics.sorted) }
        let program = ScriptReader(folder: folder.withoutTests, diagnostics: diagnostics).build(today: nil)
        guard let program, !diagnostics.hasErrors else { return (nil, diagnostics.sorted) }
        return (Script(program), diagnostics.sorted)
    }

    static func check(
        _ folder: ScriptFolder, _ today: CivilDate?, _ diagnostics: Diagnostics
    ) -> (script: Script?, diagnostics: [Diagnostic]) {
        // What lies in a folder that cannot be read is nobody's fault.
        if folder.files.isEmpty, diagnostics.hasErrors { return (nil, diagnostics.sorted) }
        let reader = ScriptReader(folder: folder.withoutTests, diagnostics: diagnostics)
        let program = reader.build(today: today)
        for file in folder.files { strayFile(file.path, diagnostics) }
        guard let program, !diagnostics.hasErrors else { return (nil, diagnostics.sorted) }
        return (Script(program), diagnostics.sorted)
    }

    /// What is read, of all files of the folder.
    static let folders = [
        "answers", "calendars", "cues", "documents", "examples", "flows", "locales", "model", "rules", "tests",
    ]
    static let singleFiles = ["office.yaml", "routing.yaml", "moves.yaml"]

    private static func strayFile(_ path: String, _ diagnostics: Diagnostics) {
        let parts = path.split(separator: "/")
        if parts.count == 2, folders.contains(String(parts[0])), path.hasSuffix(".yaml") { return }
        if ScriptFolder.isTemplate(path) { return }
        if singleFiles.contains(path) { return }
        var suggestion: String?
        if path.hasSuffix(".yml") {
            suggestion = path.dropLast(3) + "yaml"
        } else if parts.count == 1 {
            suggestion = Suggestion.nearest(to: path, among: singleFiles)
        } else if let folder = Suggestion.nearest(to: String(parts[0]), among: folders) {
            suggestion = "\(folder)/\(parts[parts.count - 1])"
        }
        diagnostics.report(
            .strayFile, file: path, "没有人读这个文件；放进 \(folders.joined(separator: "、"))，名字用 .yaml 结尾", suggestion: suggestion
        )
    }

    private func roots(_ path: String, but other: String? = nil) -> [YAMLValue] {
        folder.files(under: path).filter { $0.path.hasSuffix(".yaml") && $0.path != other }
            .compactMap { YAMLValue.parse($0.bytes, file: $0.path, diagnostics) }
    }

    private func single(_ path: String) -> YAMLValue? {
        if let file = folder.files(under: path).first {
            return YAMLValue.parse(file.bytes, file: file.path, diagnostics)
        }
        diagnostics.report(.missingFile, file: path, "少了这个文件")
        return nil
    }

    /// What a language leaves out, ready to be filled in; nil when the dialogs cannot be read.
    static func untranslated(_ folder: ScriptFolder, _ tag: String) -> String? {
        var folder = folder.withoutTests
        let path = "locales/\(tag).yaml"
        if folder.files(under: path).isEmpty {
            let begun = "version: 1\nlocale: \(tag)\ncomplete: false\n"
            folder = ScriptFolder(files: folder.files + [ScriptFolder.File(path: path, bytes: Array(begun.utf8))])
        }
        var sheet: String?
        _ = ScriptReader(folder: folder, diagnostics: Diagnostics()).build(today: nil) { sheet = $0.sheet(of: tag) }
        return sheet
    }

    private func build(today: CivilDate?, _ look: (Translations) -> Void = { _ in }) -> Program? {
        // The cues are half of the work and need nothing of the rest, as the answers, the documents and the name of the
        // version do.
        let cuesAside = aside { reader in CueLoader.read(reader.roots("cues")) }
        let sourcesAside = Aside { [folder] in
            let sources = folder.ofConversation.encode()
            return (bytes: sources, hash: ContentHash.hex(sources))
        }
        let answersAside = aside { reader in
            let found = AnswerLoader.read(reader.roots("answers"))
            return (list: found.answers, book: found.book)
        }
        let documentsAside = aside { reader in DocumentLoader.read(reader.folder, reader.diagnostics) }
        guard let officeRoot = single("office.yaml"), let office = Office.load(officeRoot) else { return nil }
        var topics: [(name: String, place: YAMLValue)] = []
        let routing =
            single("routing.yaml").map { Routing.load($0, office: office, topics: &topics) } ?? Routing(rules: [])
        let main = single(Self.mainLocale)
        let translations = Translations(
            own: main.flatMap { $0.entries?.first { $0.name == "locale" }?.value.text } ?? "zh-CN",
            roots("locales", but: Self.mainLocale))
        let flows = FlowReader.read(roots("flows"), office: office, translations: translations)
        var known = KnownNames()
        known.resolve(flows, diagnostics)
        FlowChecks.check(flows, known, diagnostics)
        let locale = main.map { readLocale($0, flows, office, translations) } ?? LocaleReader()
        let written = RuleBook.load(roots("rules"), diagnostics)
        Office.checkRegimes(officeRoot, written)
        let rules = written.enabling(office.regimes)
        let calendar = WorkCalendar.load(roots("calendars"), diagnostics)
        let model = model()
        let (cues, foundInCues) = cuesAside.value
        let ((answers, book), foundInAnswers) = answersAside.value
        if diagnostics.keepsWarnings { topics += examples(model) }
        NameChecks(flows: flows, known: known, diagnostics: diagnostics).check(
            flags: cues.flags, topics: cues.book.topics, named: topics, words: locale.words)
        let rendered = AnswerChecks.render(answers, office, translations)
        translations.finish()
        look(translations)
        if let today { check(answers, calendar, today) }
        let moves =
            folder.files(under: "moves.yaml").first
            .flatMap { YAMLValue.parse($0.bytes, file: $0.path, diagnostics) }
            .map { ScriptMove.load($0, steps: Set(flows.steps.map(\.id)), slots: Set(flows.slots.map(\.id))) } ?? []
        let (documents, foundInDocuments) = documentsAside.value
        // Only now: the checks above report to the file that they are about.
        for found in [foundInCues, foundInAnswers, foundInDocuments] {
            for diagnostic in found.all { diagnostics.add(diagnostic) }
            for file in found.lost { diagnostics.lose(file) }
        }
        let sources = sourcesAside.value
        return Program(
            hash: sources.hash, sources: sources.bytes, office: office, routing: routing,
            understander: Understander(
                cues: cues.book, model: model?.file.model, answers: book),
            rules: rules, calendar: calendar, flows: flows.flows, steps: flows.steps, slots: flows.slots,
            locale: locale, answers: rendered, known: known, moves: moves, documents: documents)
    }

    /// Reads a part of the folder beside the rest, with diagnostics of its own.
    private func aside<Part>(
        _ read: @escaping @Sendable (ScriptReader) -> Part
    ) -> Aside<(part: Part, diagnostics: Diagnostics)> {
        Aside { [folder, keepsWarnings = diagnostics.keepsWarnings] in
            let reader = ScriptReader(folder: folder, diagnostics: Diagnostics(keepsWarnings: keepsWarnings))
            return (read(reader), reader.diagnostics)
        }
    }

    /// The office's own language.
    static let mainLocale = "locales/zh-CN.yaml"

    private func readLocale(
        _ root: YAMLValue, _ flows: FlowReader.Result, _ office: Office, _ translations: Translations
    ) -> LocaleReader {
        let slots = Dictionary(flows.slots.enumerated().map { ($0.element.id, $0.offset) }) { a, _ in a }
        let parser = TextParser(slotIndex: slots, office: office)
        return LocaleReader.read(root, parser: parser, translations: translations)
    }

    /// What was learned from the examples; a folder without it works by the cues alone.
    private func model() -> (file: ModelFile, root: YAMLValue)? {
        guard let file = folder.files(under: ModelFile.path).first,
            let root = YAMLValue.parse(file.bytes, file: file.path, diagnostics),
            let model = ModelFile.read(root)
        else { return nil }
        return (model, root)
    }

    /// Topics that the labelled examples name. Says so when the model was learned from others.
    private func examples(_ model: (file: ModelFile, root: YAMLValue)?) -> [(name: String, place: YAMLValue)] {
        let examples = ExampleLoader.read(roots("examples"))
        if let model, model.file.examples != ModelFile.digest(examples.map(\.example)) {
            model.root.report(.modelStale, "例子改过了，这份还是从原来的例子学的；跑 shouwen train 重新学")
        }
        return examples.compactMap { example in
            example.map["topic"].flatMap { place in place.string.map { ($0, place) } }
        }
    }

    private func check(_ answers: [(answer: Answer, map: YAMLMapping)], _ calendar: WorkCalendar, _ today: CivilDate) {
        guard diagnostics.keepsWarnings else { return }
        AnswerChecks.check(answers, today: today)
        let year = today.components.year
        if !calendar.years.contains(where: { $0.year == year }) {
            diagnostics.report(
                .calendarMissing, file: "calendars/\(year).yaml", "没有 \(year) 年的日历，期限只按周末算；照国务院办公厅的通知写一份")
        }
    }
}
