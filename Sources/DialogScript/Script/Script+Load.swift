// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension Script {
    /// Reads a dialogs folder: everything that must be right for it to run.
    ///
    /// - Returns: the script, or nil when anything found is an error; and the errors, by file and place.
    public static func load(_ directory: String) -> (script: Script?, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics(keepsWarnings: false)
        return ScriptReader.load(ScriptFolder.read(directory, isWhole: false, diagnostics), diagnostics)
    }

    /// Rebuilds a script from its ``sources``: the version a conversation began with.
    public static func load(sources: [UInt8]) -> (script: Script?, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics(keepsWarnings: false)
        do throws(StoredFormatError) {
            return ScriptReader.load(try ScriptFolder(decoding: sources), diagnostics)
        } catch {
            diagnostics.report(.damagedSources, file: "sources", "存着的旧版本读不出来：\(error.description)")
            return (nil, diagnostics.sorted)
        }
    }

    /// Reads files given as path and text; for tests and tools.
    public static func load(files: [String: String]) -> (script: Script?, diagnostics: [Diagnostic]) {
        ScriptReader.load(ScriptFolder(files: files), Diagnostics(keepsWarnings: false))
    }

    /// Reads a dialogs folder and looks for everything that is wrong or could be better: what ``load(_:)`` finds, and
    /// warnings about manners, unused things and approvals. The conversation tests have a loader of their own.
    ///
    /// - Parameter today: the day that approvals and calendars are judged by; nil leaves them alone.
    public static func check(
        _ directory: String, today: CivilDate? = nil
    ) -> (script: Script?, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics()
        return ScriptReader.check(ScriptFolder.read(directory, diagnostics), today, diagnostics)
    }

    /// What a language does not say yet: YAML for its file, to be filled in, with the originals beside it. Everything
    /// when there is no such file.
    ///
    /// - Parameter locale: the tag, as the file is called: `en`.
    /// - Returns: nil when the folder cannot be read.
    public static func untranslated(_ directory: String, locale: String) -> String? {
        let diagnostics = Diagnostics()
        let folder = ScriptFolder.read(directory, diagnostics)
        return diagnostics.hasErrors ? nil : ScriptReader.untranslated(folder, locale)
    }

    /// Checks files given as path and text; for tests and tools.
    public static func check(
        files: [String: String], today: CivilDate? = nil
    ) -> (script: Script?, diagnostics: [Diagnostic]) {
        ScriptReader.check(ScriptFolder(files: files), today, Diagnostics())
    }
}

extension KnownNames {
    /// Finds what the engine refers to (`D112` when it is not there).
    mutating func resolve(_ flows: FlowReader.Result, _ diagnostics: Diagnostics) {
        let file = flows.flows.first?.file ?? "flows/start.yaml"
        func near(_ name: String, _ names: [String]) -> String {
            Suggestion.nearest(to: name, among: names).map { "；有一个「\($0)」，是不是它写错了？" } ?? ""
        }
        func flow(_ name: String) -> Int {
            if let index = flows.flows.firstIndex(where: { $0.name == name }) { return index }
            diagnostics.report(
                .missingKnown, file: file, "少了流程「\(name)」，程序要用它\(near(name, flows.flows.map(\.name)))")
            return 0
        }
        func first(_ flow: Int) -> Int { flows.flows.indices.contains(flow) ? flows.flows[flow].start : 0 }
        func slot(_ name: String) -> Int {
            if let index = flows.slots.firstIndex(where: { $0.id == name }) { return index }
            diagnostics.report(
                .missingKnown, file: file,
                "少了格子「\(name)」，程序要用它；写在哪个流程的 slots 里都行\(near(name, flows.slots.map(\.id)))")
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
