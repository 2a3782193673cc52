// SPDX-License-Identifier: Apache-2.0

public import DialogScript
internal import IntakeModel

/// A conversation that must go as written: a file under `dialogs/tests`.
///
/// A file has `version: 1`, `test` (its name) and `turns`; optionally `today` (2026-11-23), `time` (`09:30`), `kiosk`
/// (a label; without it the talk comes over a relay), `channel`, `staff` (an officer is connected), `locale`
/// and `columns` of the screen. A turn has one
/// input (`say`, `enter` (an empty line), `open`, `resumed`, `officer_left`, `silence`, `nobody_came`) and what must be
/// true of the reply: `has` and `lacks` (words), `at` (`flow.step` that is open then), `passes` (steps on the way),
/// `expect`, `secret`, `patient`, `options` (how many), `kinds`, `effects`, `lacks_effects`, `ended`, `recorded`, `slots`
/// (what they hold: the words, 不清楚, 没有, 没写, or `vault`), `filed` (of the claim). `progress` is what a look-up finds
/// (left out: what was registered in this very talk is found, nothing else); `owner` and `staff` change from that turn
/// on.
///
/// Of every reply it is checked besides that nothing is said that the desk may not say, that nothing is said twice
/// running, that a menu stands where one is expected, that the state survives its coding, and that no identity is in the
/// state or the journal.
///
/// Codes: `D721` not exactly one input, `D722` unknown progress.
public struct ConversationTest: Sendable {
    public let name: String
    public let file: String
    let today: CivilDate
    let minuteOfDay: Int
    let kiosk: String?
    let channel: String?
    let locale: String?
    let columns: Int?
    let staff: Bool
    let turns: [Turn]

    struct Turn: Sendable {
        var line: Int
        var input: DialogInput
        var checks: [Check]
        var progress: Progress?
        var owner: Owner?
        var staff: Bool?
    }

    /// One expectation and the line it stands in.
    struct Check: Sendable {
        var line: Int
        var what: Expected
    }

    enum Expected: Sendable, Hashable {
        case has(String)
        case lacks(String)
        case expect(Expectation.Kind)
        case secret(Bool)
        case patient(Bool)
        case options(Int)
        case kind(String)
        case effect(String)
        case lacksEffect(String)
        case ended(Bool)
        case recorded(String)
        case filed(String, String)
        case at(String)
        case passes(String)
        case slot(String, String)
    }

    /// What went otherwise, with the place of the expectation in the file, and the reply.
    public struct Failure: Sendable, CustomStringConvertible {
        public let file: String
        /// Of the expectation, counted from 1.
        public let line: Int
        /// Name of the test.
        public let test: String
        /// The line that was said, or the key of another input.
        public let input: String
        public let expected: String
        public let came: String
        /// The reply as the petitioner would see it.
        public let reply: String

        /// `file:line: 要：…；来的是：…`, then the reply, set in.
        public var description: String {
            let shown = reply.split(separator: "\n", omittingEmptySubsequences: false).map { "    | \($0)" }
            return "\(file):\(line): 要：\(expected)；来的是：\(came)（\(test)，答「\(input)」）\n"
                + shown.joined(separator: "\n")
        }
    }
}

extension ConversationTest {
    /// Reads every file under `tests/` of a dialogs folder.
    public static func load(_ directory: String) -> (tests: [ConversationTest], diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics()
        let folder = ScriptFolder.read(directory, diagnostics)
        let tests = folder.files(under: "tests").compactMap { file in
            YAMLValue.parse(file.bytes, file: file.path, diagnostics).flatMap(load)
        }
        // What could not be understood of a test is not played as if it were all.
        let broken = Set(diagnostics.all.filter { $0.severity == .error }.map(\.file))
        return (tests.filter { !broken.contains($0.file) }, diagnostics.sorted)
    }

    /// Reads one file; what is wrong with it goes to the diagnostics of `root`.
    package static func load(_ root: YAMLValue) -> ConversationTest? {
        guard let map = root.mapping(.test), let name = map.string("test") else { return nil }
        let time = (map.string("time") ?? "09:30").split(separator: ":").compactMap { Int($0) }
        return ConversationTest(
            name: name, file: root.file,
            today: map.date("today") ?? CivilDate(year: 2026, month: 11, day: 23) ?? .earliest,
            minuteOfDay: time.count == 2 ? time[0] * 60 + time[1] : 570, kiosk: map.string("kiosk"),
            channel: map.string("channel"), locale: map.string("locale"), columns: map.int("columns", in: 20...500),
            staff: map.bool("staff", default: false), turns: map.sequence("turns").compactMap(turn))
    }

    private static func turn(_ value: YAMLValue) -> Turn? {
        guard let map = value.mapping(.testTurn) else { return nil }
        let given = YAMLShape.testInputs.filter { map[$0] != nil }
        guard given.count == 1, let kind = given.first else {
            value.report(.testInput, "一轮要有一个输入，只有一个；写 \(YAMLShape.testInputs.joined(separator: "、")) 里的一个")
            return nil
        }
        let input: DialogInput
        switch kind {
        case "say": input = .say(map.string("say") ?? "")
        case "open": input = .open
        case "enter": input = .say("")
        case "resumed": input = .resumed
        case "officer_left": input = .officerLeft
        case "silence": input = .silence
        default: input = .nobodyCame
        }
        let owner: Owner? =
            switch map.string("owner") {
            case "bot": .bot
            case "queue": .queue
            case let badge?: .officer(badge: badge)
            case nil: nil
            }
        return Turn(
            line: value.line, input: input, checks: checks(map), progress: map["progress"].flatMap(progress),
            owner: owner, staff: map.bool("staff"))
    }

    /// Everything that is expected of the reply, each with the line it stands in.
    private static func checks(_ map: YAMLMapping) -> [Check] {
        var checks: [Check] = []
        func add(_ key: String, _ what: Expected?) {
            if let what { checks.append(Check(line: map[key]?.line ?? map.value.line, what: what)) }
        }
        func each(_ key: String, _ what: (String) -> Expected) {
            guard let value = map[key], !value.isNull else { return }
            for item in value.isSequence ? value.sequence ?? [] : [value] {
                if let text = item.string { checks.append(Check(line: item.line, what: what(text))) }
            }
        }
        func pairs(_ key: String, _ what: (String, String) -> Expected) {
            for entry in map.entries(key) {
                if let text = entry.value.string {
                    checks.append(Check(line: entry.key.line, what: what(entry.name, text)))
                }
            }
        }
        each("has", Expected.has)
        each("lacks", Expected.lacks)
        add("at", map.string("at").map(Expected.at))
        each("passes", Expected.passes)
        add("expect", map.choice("expect", Expectation.Kind.self).map(Expected.expect))
        add("secret", map.bool("secret").map(Expected.secret))
        add("patient", map.bool("patient").map(Expected.patient))
        add("options", map.int("options").map(Expected.options))
        each("kinds", Expected.kind)
        each("effects", Expected.effect)
        each("lacks_effects", Expected.lacksEffect)
        add("ended", map.bool("ended").map(Expected.ended))
        add("recorded", map.string("recorded").map(Expected.recorded))
        pairs("slots", Expected.slot)
        pairs("filed", Expected.filed)
        return checks
    }

    private static func progress(_ value: YAMLValue) -> Progress? {
        if !value.isMapping {
            switch value.string {
            case "unknown": return .unknown
            case "wait": return .wait(seconds: 30)
            default:
                value.report(.testProgress, "progress 写 unknown、wait，或者查到的内容")
                return nil
            }
        }
        guard
            let map = value.mapping(.testProgress),
            let number = map.string("number"), let filed = map.date("filed"),
            let stage = map.choice("stage", CaseStage.self), let on = map.date("on"), let unit = map.string("unit")
        else { return nil }
        let clocks = map.sequence("clocks").compactMap { item -> ProgressReport.Clock? in
            guard
                let clock = item.mapping(.testClock),
                let rule = clock.string("rule"), let from = clock.date("from"), let nominal = clock.date("nominal"),
                let status = clock.string("status")
            else { return nil }
            return ProgressReport.Clock(
                note: ClockNote(
                    rule: rule, from: from, nominalDue: nominal, effectiveDue: clock.date("effective") ?? nominal,
                    provisional: false, article: clock.string("article") ?? ""),
                status: status, daysOver: clock.int("over") ?? 0, isOwn: clock.bool("own", default: false))
        }
        var report = ProgressReport(
            number: number, filedOn: filed, stage: stage, stageOn: on, unit: unit, unitPhone: map.string("phone"),
            officerBadge: map.string("badge") ?? "012", clocks: clocks)
        report.officerName = map.string("name")
        if let next = map.date("next") { report.next = .due(next, what: "", article: "") }
        if map.bool("undated", default: false) { report.next = .undated(reason: "") }
        report.news = map.entries("news").compactMap { entry in
            guard let day = try? CivilDate(iso8601: entry.key.string ?? ""), let text = entry.value.string else {
                entry.key.report(.testProgress, "news 写「日子: 有什么新消息」，日子像 2026-11-20")
                return nil
            }
            return CaseNews(on: day, text: text)
        }
        if !report.news.isEmpty {
            report.telling = CaseDecision(number: number, basedOn: 1, entry: CaseEntry(kind: .told))
        }
        report.person = map.int("person") ?? 0
        report.isOut = map.bool("out", default: false)
        let more = map.stringOrStrings("acts").compactMap(CaseAct.init(rawValue:))
        report.acts = CaseAct.voices(at: stage).filter { !$0.needsOpinion } + more
        if report.isOut { report.acts.removeAll { $0 == .withdraw } }
        return .found(report)
    }
}
