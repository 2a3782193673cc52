// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel
internal import Understanding

extension Script {
    /// Reads a dialogs folder.
    ///
    /// - Returns: the script, or nil when anything found is an error; and everything found, by file and place.
    public static func load(_ directory: String) -> (script: Script?, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics()
        let folder = ScriptFolder.read(directory, diagnostics)
        return load(folder.withoutTests, diagnostics)
    }

    /// Rebuilds a script from its ``sources``: the version a conversation began with.
    public static func load(sources: [UInt8]) -> (script: Script?, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics()
        do throws(StoredFormatError) {
            return load(try ScriptFolder(decoding: sources), diagnostics)
        } catch {
            diagnostics.error("DIR002", file: "sources", error.description)
            return (nil, diagnostics.sorted)
        }
    }

    /// Reads files given as path and text; for tests and tools.
    public static func load(files: [String: String]) -> (script: Script?, diagnostics: [Diagnostic]) {
        let folder = ScriptFolder(
            files: files.sorted { $0.key < $1.key }.map { ScriptFolder.File(path: $0.key, bytes: Array($0.value.utf8)) }
        )
        return load(folder.withoutTests, Diagnostics())
    }

    private static func load(
        _ folder: ScriptFolder, _ diagnostics: Diagnostics
    ) -> (script: Script?, diagnostics: [Diagnostic]) {
        let program = build(folder, diagnostics)
        guard let program, !diagnostics.hasErrors else { return (nil, diagnostics.sorted) }
        return (Script(program), diagnostics.sorted)
    }

    private static func build(_ folder: ScriptFolder, _ diagnostics: Diagnostics) -> Program? {
        func roots(_ path: String) -> [YAMLValue] {
            folder.files(under: path).compactMap { YAMLValue.parse($0.bytes, file: $0.path, diagnostics) }
        }
        func single(_ path: String) -> YAMLValue? {
            if let file = folder.files(under: path).first {
                return YAMLValue.parse(file.bytes, file: file.path, diagnostics)
            }
            diagnostics.error("DIR003", file: path, "is missing")
            return nil
        }
        guard let officeRoot = single("office.yaml"), let office = Office.load(officeRoot) else { return nil }
        let routing = single("routing.yaml").map { Routing.load($0, office: office) } ?? Routing(rules: [])
        let flows = FlowReader.read(roots("flows"), office: office)
        var known = KnownNames()
        known.resolve(flows, diagnostics)
        FlowChecks.check(flows, known, diagnostics)
        let slots = Dictionary(flows.slots.enumerated().map { ($0.element.id, $0.offset) }) { a, _ in a }
        let parser = TextParser(slotIndex: slots, office: office)
        let locale = single("locales/zh-CN.yaml").map { LocaleReader.read($0, parser: parser) } ?? LocaleReader()
        let cues = CueLoader.load(roots("cues"))
        let answers = AnswerLoader.load(roots("answers"))
        let rules = RuleBook.load(roots("rules"), diagnostics)
        let calendar = WorkCalendar.load(roots("calendars"), diagnostics)
        let moves =
            folder.files(under: "moves.yaml").first
            .flatMap { YAMLValue.parse($0.bytes, file: $0.path, diagnostics) }
            .map {
                ScriptMove.load($0, steps: Set(flows.steps.map(\.id)), slots: Set(flows.slots.map(\.id)))
            } ?? []
        let sources = folder.encode()
        return Program(
            hash: SHA256.hex(sources), sources: sources, office: office, routing: routing,
            understander: Understander(cues: cues, answers: AnswerBook(answers: answers)), rules: rules,
            calendar: calendar, flows: flows.flows, steps: flows.steps, slots: flows.slots, locale: locale,
            answers: render(answers, office, diagnostics), known: known, moves: moves)
    }

    /// Answers as they are said: places filled from the office. A line with a place that the office cannot fill is left
    /// out, with a warning (`OFF004`).
    private static func render(
        _ answers: [Answer], _ office: Office, _ diagnostics: Diagnostics
    ) -> [String: Program.RenderedAnswer] {
        var all: [String: Program.RenderedAnswer] = [:]
        for answer in answers {
            var lines: [String] = []
            for line in answer.text.split(separator: "\n", omittingEmptySubsequences: false) {
                var text = ""
                var rest = line[...]
                var complete = true
                while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
                    text += rest[..<open]
                    let name = String(rest[rest.index(after: open)..<close])
                    if let value = office.text(of: name) {
                        text += value
                    } else {
                        complete = false
                        diagnostics.add(
                            Diagnostic(
                                .warning, code: "OFF004", file: "office.yaml",
                                message: "the answer \"\(answer.id)\" needs {\(name)}; without it the line is left out"
                                    + Suggestion.phrase(for: name, among: office.placeholders)))
                    }
                    rest = rest[rest.index(after: close)...]
                }
                if complete { lines.append(text + rest) }
            }
            // An article that nobody has read yet is not named; its act is.
            let basis = answer.basis.map { $0.isUnverified ? $0.act : $0.act + $0.article }.joined(separator: "、")
            let source = "依据：" + basis
            if !basis.isEmpty, TextChecks.width(source) <= TextChecks.columns { lines.append(source) }
            let text = lines.joined(separator: "\n")
            if let word = TextChecks.offence(in: text) {
                diagnostics.error(
                    "TEXT004", file: "answers", "the answer \"\(answer.id)\" says \"\(word)\"; that is not said here")
            }
            all[answer.id] = Program.RenderedAnswer(text: text, basis: basis)
        }
        return all
    }
}

extension KnownNames {
    /// Finds what the engine refers to (`FLOW011` when it is not there).
    mutating func resolve(_ flows: FlowReader.Result, _ diagnostics: Diagnostics) {
        func flow(_ name: String) -> Int {
            if let index = flows.flows.firstIndex(where: { $0.name == name }) { return index }
            diagnostics.error("FLOW011", file: "flows", "the flow \"\(name)\" is needed by the engine and missing")
            return 0
        }
        func first(_ flow: Int) -> Int { flows.flows.indices.contains(flow) ? flows.flows[flow].start : 0 }
        func slot(_ name: String) -> Int {
            if let index = flows.slots.firstIndex(where: { $0.id == name }) { return index }
            diagnostics.error("FLOW011", file: "flows", "the slot \"\(name)\" is needed by the engine and missing")
            return 0
        }
        startFlow = flow("start")
        progressFlow = flow("progress")
        safetyFlow = flow("safety")
        start = first(startFlow)
        progress = first(progressFlow)
        safety = first(safetyFlow)
        change = first(flow("change"))
        story = slot("story")
        more = slot("more")
        name = slot("name")
        phone = slot("phone")
        address = slot("address")
        companions = slot("companions")
        people = slot("people")
        place = slot("place")
        respondent = slot("respondent")
        number = slot("number")
        code = slot("code")
        naming = slot("naming")
        clock = slot("clock")
    }
}
