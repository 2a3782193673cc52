// SPDX-License-Identifier: Apache-2.0

public import DialogScript
internal import IntakeModel

/// A conversation that must go as written: a file under `dialogs/tests`.
///
/// A file has `version: 1`, `test` (its name) and `turns`; optionally `today` (2026-11-23), `time` (`09:30`), `kiosk`
/// (a label; without it the talk comes over a relay) and `staff` (an officer is connected). A turn has one input (`say`,
/// `enter` (an empty line), `open`, `resumed`, `officer_left`, `silence`, `nobody_came`) and what must be true of the reply: `has` and `lacks`
/// (words), `expect`, `secret`, `patient`, `options` (how many), `kinds`, `effects`, `lacks_effects`, `ended`,
/// `recorded`, `filed` (of the claim). `progress` is what a look-up finds; `owner` and `staff` change from that turn on.
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
    let staff: Bool
    let turns: [Turn]

    struct Turn: Sendable {
        var line: Int
        var input: DialogInput
        var has: [String]
        var lacks: [String]
        var expect: Expectation.Kind?
        var secret: Bool?
        var patient: Bool?
        var options: Int?
        var kinds: [String]
        var effects: [String]
        var lacksEffects: [String]
        var ended: Bool
        var recorded: String?
        var filed: [(key: String, value: String)]
        var progress: Progress?
        var owner: Owner?
        var staff: Bool?
    }

    /// What went otherwise, with the place in the file and the reply.
    public struct Failure: Sendable, CustomStringConvertible {
        public let file: String
        public let line: Int
        public let message: String
        /// The reply as the petitioner would see it.
        public let reply: String

        public var description: String { "\(file):\(line): \(message)\n\(reply)" }
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
        return (tests, diagnostics.sorted)
    }

    static func load(_ root: YAMLValue) -> ConversationTest? {
        guard
            let map = root.mapping(
                required: ["version", "test", "turns"], optional: ["today", "time", "kiosk", "staff", "note"]),
            let name = map.string("test")
        else { return nil }
        let time = (map.string("time") ?? "09:30").split(separator: ":").compactMap { Int($0) }
        return ConversationTest(
            name: name, file: root.file,
            today: map.date("today") ?? CivilDate(year: 2026, month: 11, day: 23) ?? .earliest,
            minuteOfDay: time.count == 2 ? time[0] * 60 + time[1] : 570, kiosk: map.string("kiosk"),
            staff: map.bool("staff", default: false), turns: map.sequence("turns").compactMap(turn))
    }

    private static let inputs = ["say", "enter", "open", "resumed", "officer_left", "silence", "nobody_came"]

    private static func turn(_ value: YAMLValue) -> Turn? {
        guard
            let map = value.mapping(
                required: [],
                optional: inputs + [
                    "has", "lacks", "expect", "secret", "patient", "options", "kinds", "effects", "lacks_effects",
                    "ended", "recorded", "filed", "progress", "owner", "staff", "note",
                ])
        else { return nil }
        let given = inputs.filter { map[$0] != nil }
        guard given.count == 1, let kind = given.first else {
            value.report(.testInput, "一轮要有一个输入，只有一个；写 \(inputs.joined(separator: "、")) 里的一个")
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
            line: value.line, input: input, has: map.stringOrStrings("has"), lacks: map.stringOrStrings("lacks"),
            expect: map.choice("expect", Expectation.Kind.self), secret: map.bool("secret"),
            patient: map.bool("patient"), options: map.int("options"), kinds: map.stringOrStrings("kinds"),
            effects: map.stringOrStrings("effects"), lacksEffects: map.stringOrStrings("lacks_effects"),
            ended: map.bool("ended", default: false), recorded: map.string("recorded"),
            filed: map.entries("filed").compactMap { entry in entry.value.string.map { (entry.name, $0) } },
            progress: map["progress"].flatMap(progress), owner: owner, staff: map.bool("staff"))
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
            let stage = map.choice("stage", CaseEvent.Kind.self), let on = map.date("on"), let unit = map.string("unit")
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
                status: status, daysOver: clock.int("over") ?? 0)
        }
        return .found(
            ProgressReport(
                number: number, filedOn: filed, stage: stage, stageOn: on, unit: unit, unitPhone: map.string("phone"),
                officerBadge: map.string("badge") ?? "012", clocks: clocks))
    }
}
