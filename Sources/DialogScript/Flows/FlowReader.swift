// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Reads the files under `flows/`: first all names, then everything that refers to them.
///
/// Codes: `FLOW001` unknown step or flow, `FLOW002` unknown slot, `FLOW003` not exactly one kind of step, `FLOW004`
/// no way on, `FLOW005` a question without a second wording, `FLOW006` menu without a place for 不清楚, `FLOW007` too
/// many options, `FLOW008` never reached, `FLOW009` never ends, `FLOW010` two names share a stored number, `FLOW011` a
/// flow or slot that the engine needs is missing, `FLOW012` a value no option has; `TEXT001` markup.
struct FlowReader {
    /// Everything read.
    struct Result {
        var flows: [FlowInfo] = []
        var steps: [ScriptStep] = []
        var slots: [SlotInfo] = []
    }

    static let kinds = [
        "say", "ask", "classify", "answer", "review", "pick", "file", "handoff", "call", "act", "erase", "progress",
        "set", "go", "end",
    ]

    static let stepKeys = [
        "if", "next", "slot", "example", "options", "unsure", "confirm", "text", "found", "unknown", "none", "quiet",
        "patient", "clear", "free", "also", "note",
    ]

    private struct RawStep {
        var id: String
        var flow: Int
        var map: YAMLMapping
        var kind: String
    }

    private let office: Office
    private var result = Result()
    private var raw: [RawStep] = []
    private var stepIndex: [String: Int] = [:]
    private var flowIndex: [String: Int] = [:]
    private var slotIndex: [String: Int] = [:]
    private var parser: TextParser

    private init(office: Office) {
        self.office = office
        parser = TextParser(slotIndex: [:], office: office)
    }

    static func read(_ roots: [YAMLValue], office: Office) -> Result {
        var reader = FlowReader(office: office)
        var steps = YAMLNames(of: "step")
        var slots = YAMLNames(of: "slot")
        var flows = YAMLNames(of: "flow")
        for root in roots { reader.collect(root, &flows, &slots, &steps) }
        reader.parser = TextParser(slotIndex: reader.slotIndex, office: office)
        for index in reader.raw.indices {
            let step = reader.compile(index)
            reader.result.steps.append(step)
        }
        return reader.result
    }

    // MARK: First pass: names

    private mutating func collect(
        _ root: YAMLValue, _ flows: inout YAMLNames, _ slots: inout YAMLNames, _ steps: inout YAMLNames
    ) {
        guard
            let map = root.mapping(required: ["version", "flow", "steps"], optional: ["title", "slots", "note"]),
            let name = map.string("flow")
        else { return }
        guard flows.insert(name, at: map["flow"] ?? root) else { return }
        let flow = result.flows.count
        flowIndex[name] = flow
        result.flows.append(
            FlowInfo(name: name, title: map.string("title") ?? name, start: raw.count, file: root.file))
        for entry in map.entries("slots") where slots.insert(entry.name, at: entry.key) {
            if let slot = Self.slot(entry.name, entry.value) {
                slotIndex[entry.name] = result.slots.count
                result.slots.append(slot)
            }
        }
        for item in map.sequence("steps") {
            guard let step = item.mapping(required: ["id"], optional: Self.kinds + Self.stepKeys),
                let id = step.string("id")
            else { continue }
            let found = Self.kinds.filter { step[$0] != nil }
            guard found.count == 1, let kind = found.first else {
                item.error(
                    "FLOW003",
                    found.isEmpty
                        ? "the step does nothing; give it one of \(Self.kinds.joined(separator: ", "))"
                        : "the step does \(found.joined(separator: " and ")); make one step of each")
                continue
            }
            let full = "\(name).\(id)"
            guard steps.insert(full, at: step["id"] ?? item) else { continue }
            stepIndex[full] = raw.count
            raw.append(RawStep(id: full, flow: flow, map: step, kind: kind))
        }
    }

    private static func slot(_ name: String, _ value: YAMLValue) -> SlotInfo? {
        guard
            let map = value.mapping(
                required: ["type"], optional: ["label", "scope", "identity", "from", "recap", "note"]),
            let type = map.choice("type", SlotType.self)
        else { return nil }
        var recap: (String, String)?
        if let text = map.string("recap") {
            let parts = text.split(separator: "{}", omittingEmptySubsequences: false)
            if parts.count == 2 {
                recap = (String(parts[0]), String(parts[1]))
            } else {
                map.error("TEXT001", at: "recap", "recap: write {} once, where the value goes")
            }
        }
        return SlotInfo(
            id: name, key: StableKey.short(name), type: type, label: map.string("label"),
            scope: map.choice("scope", SlotInfo.Scope.self) ?? .matter,
            identity: map.choice("identity", IdentityField.self), entity: map.choice("from", Entity.Kind.self),
            recap: recap, step: nil, options: [])
    }

    // MARK: Second pass: steps

    private mutating func compile(_ index: Int) -> ScriptStep {
        let raw = raw[index]
        let map = raw.map
        var kind: ScriptStep.Kind
        switch raw.kind {
        case "say": kind = .say(texts(map["say"]))
        case "ask": kind = .ask(ask(map["ask"], raw, classifies: false, index))
        case "classify": kind = .ask(ask(map["classify"], raw, classifies: true, index))
        case "answer":
            kind = .answer(found: target(map["found"], raw), none: target(map["none"], raw))
        case "review":
            kind = .review(
                slots: (map["review"]?.sequence ?? []).compactMap { slot($0) }, text: texts(map["text"]))
        case "pick": kind = .pick(texts(map["pick"]))
        case "file": kind = .file
        case "handoff": kind = .handOff(map.choice("handoff", HandoffReason.self) ?? .asked)
        case "call":
            var start = 0
            if let value = map["call"], let name = value.string {
                if let flow = flowIndex[name] {
                    start = result.flows[flow].start
                } else {
                    value.error(
                        "FLOW001",
                        "call: there is no flow \"\(name)\"" + Suggestion.phrase(for: name, among: flowIndex.keys))
                }
            }
            kind = .call(start: start)
        case "act":
            let act = map.choice(
                "act",
                [
                    "催": CaseEvent.Kind.urged, "补充": .supplemented, "撤回": .withdrawn, "评价": .rated,
                ])
            kind = .act(act ?? .supplemented, text: map["text"].flatMap { slot($0) })
        case "erase": kind = .erase(texts(map["erase"]))
        case "progress":
            let inner = map.mapping("progress", required: ["number", "code"])
            kind = .progress(
                number: inner?["number"].flatMap { slot($0) } ?? 0, code: inner?["code"].flatMap { slot($0) } ?? 0,
                found: target(map["found"], raw), unknown: target(map["unknown"], raw))
        case "set": kind = .set(assignments(map["set"]))
        case "go":
            let branches = map.sequence("go").compactMap { item -> ScriptStep.Branch? in
                guard let branch = item.mapping(required: ["next"], optional: ["if"]) else { return nil }
                return ScriptStep.Branch(
                    condition: branch["if"].flatMap { condition($0) }, next: target(branch["next"], raw))
            }
            if let last = branches.last, last.condition != nil {
                map.error(
                    "FLOW004", at: "go", "the last branch has a condition; add one without, or the talk may stop here")
            }
            kind = .go(branches)
        default: kind = .end(texts(map["end"]))
        }
        var next = ScriptStep.Target.none
        if map["next"] != nil {
            next = target(map["next"], raw)
        } else if needsNext(kind) || map["if"] != nil {
            map.value.error("FLOW004", "step \"\(raw.id)\" leads nowhere; give it a next")
        }
        return ScriptStep(
            id: raw.id, flow: raw.flow, kind: kind,
            condition: map["if"].flatMap { condition($0) }, next: next, quiet: map.bool("quiet", default: false),
            patient: map.bool("patient", default: false), clears: map.bool("clear", default: false),
            file: map.value.file, line: map.value.line, column: map.value.column)
    }

    private func needsNext(_ kind: ScriptStep.Kind) -> Bool {
        switch kind {
        case .say, .review, .pick, .file, .handOff, .call, .act, .set: true
        case .ask(let ask): ask.options.isEmpty || ask.takesWords || ask.options.contains { $0.next == nil }
        case .answer, .progress, .go, .end, .erase: false
        }
    }

    private mutating func ask(_ value: YAMLValue?, _ raw: RawStep, classifies: Bool, _ index: Int) -> Ask {
        let map = raw.map
        let wordings = texts(value)
        if wordings.count < 2 {
            value?.error(
                "FLOW005",
                "a question needs a second wording, so that it is never asked twice in the same words; write a list")
        }
        let slotPosition = map["slot"].flatMap { slot($0) }
        var type = slotPosition.map { result.slots[$0].type } ?? .choice
        if slotPosition == nil, map["options"] == nil {
            type = .text
        }
        var options: [Ask.Option] = []
        var words = WordTable()
        var shown: [String: String] = [:]
        for (position, item) in map.sequence("options").enumerated() {
            guard
                let option = item.mapping(
                    required: ["text"], optional: ["value", "next", "words", "resolved", "short"]),
                let text = option["text"].flatMap({ template($0) })
            else { continue }
            let value = option.string("value") ?? "\(position + 1)"
            options.append(
                Ask.Option(
                    text: text, value: value, next: option["next"].map { target($0, raw) },
                    resolved: option.bool("resolved")))
            shown[value] = option.string("short") ?? text.literal
            if let literal = text.literal { words.add(literal, position) }
            for word in option.strings("words") where !words.add(word, position) {
                option.error("FLOW007", at: "words", "\"\(word)\" is a word of another option already")
            }
        }
        if options.count > 8 { map.error("FLOW007", at: "options", "at most eight options; 9 clears the screen") }
        if type == .choice, options.isEmpty { map.value.error("FLOW007", "a choice needs options") }
        var unsure: Int?
        if !options.isEmpty {
            if let wanted = map.string("unsure") {
                unsure = options.firstIndex { $0.value == wanted }
                if unsure == nil { map.error("FLOW012", at: "unsure", "no option has the value \"\(wanted)\"") }
            } else {
                map.error(
                    "FLOW006", at: "options", "say by unsure: VALUE which option 不清楚 counts as; it always is an answer")
            }
        }
        if let slotPosition {
            if result.slots[slotPosition].step == nil { result.slots[slotPosition].step = index }
            for option in options
            where !result.slots[slotPosition].options.contains(where: { $0.value == option.value }) {
                result.slots[slotPosition].options.append((option.value, shown[option.value] ?? option.value))
            }
        }
        var menu: Message?
        let literals = options.compactMap(\.text.literal)
        if !options.isEmpty, literals.count == options.count { menu = Ask.menu(literals) }
        return Ask(
            slot: slotPosition, type: type, texts: wordings, example: map["example"].map { texts($0) },
            options: options, menu: menu, words: words, unsure: unsure, isConfirm: map.bool("confirm", default: false),
            classifies: classifies, takesWords: map.bool("free", default: false), also: map["also"].flatMap { slot($0) }
        )
    }

    // MARK: Parts

    private func texts(_ value: YAMLValue?) -> TextVariants {
        guard let value else { return TextVariants([]) }
        if value.isSequence { return TextVariants((value.sequence ?? []).compactMap { template($0) }) }
        return TextVariants([template(value)].compactMap { $0 })
    }

    private func template(_ value: YAMLValue) -> TextTemplate? {
        Self.template(value, parser)
    }

    static func template(_ value: YAMLValue, _ parser: TextParser) -> TextTemplate? {
        guard let text = value.string else { return nil }
        do {
            let template = try parser.parse(text)
            TextChecks.check(template, at: value)
            return template
        } catch {
            value.error("TEXT001", error.message)
            return nil
        }
    }

    private func slot(_ value: YAMLValue) -> Int? {
        guard let name = value.string else { return nil }
        if let index = slotIndex[name] { return index }
        value.error(
            "FLOW002", "there is no slot \"\(name)\"" + Suggestion.phrase(for: name, among: slotIndex.keys.sorted()))
        return nil
    }

    private func target(_ value: YAMLValue?, _ raw: RawStep) -> ScriptStep.Target {
        guard let value else {
            raw.map.value.error("FLOW004", "step \"\(raw.id)\" leads nowhere here; name the step")
            return .none
        }
        guard let name = value.string else { return .none }
        if name == "return" { return .back }
        let flow = result.flows[raw.flow].name
        if let index = stepIndex["\(flow).\(name)"] ?? stepIndex[name] { return .step(index) }
        if let index = flowIndex[name] { return .step(result.flows[index].start) }
        let known =
            stepIndex.keys.filter { $0.hasPrefix("\(flow).") }.map { String($0.dropFirst(flow.utf8.count + 1)) }
            + stepIndex.keys + flowIndex.keys
        value.error(
            "FLOW001", "there is no step \"\(name)\"" + Suggestion.phrase(for: name, among: known.sorted()))
        return .none
    }

    static func purposes(_ value: YAMLValue?) -> [Purpose] {
        guard let value else { return [] }
        if value.isSequence { return (value.sequence ?? []).compactMap { $0.choice(Purpose.self) } }
        return value.choice(Purpose.self).map { [$0] } ?? []
    }

    private func assignments(_ value: YAMLValue?) -> [ScriptStep.Assignment] {
        guard
            let map = value?.mapping(
                required: [], optional: ["purpose", "topic", "flag", "naming", "clear", "values", "new_claim"])
        else { return [] }
        var all: [ScriptStep.Assignment] = []
        if let purpose = map.choice("purpose", Purpose.self) { all.append(.purpose(purpose)) }
        if let topic = map.string("topic") { all.append(.topic(topic)) }
        for flag in map.stringOrStrings("flag") { all.append(.flag(flag)) }
        if let text = map.string("naming") {
            if let naming = ClaimDraft.Naming(rawValue: text) {
                all.append(.naming(naming))
            } else {
                map.error("YAML014", at: "naming", "naming: one of 实名, 保密, 匿名 is wanted")
            }
        }
        if let clear = map["clear"] {
            for item in clear.isSequence ? clear.sequence ?? [] : [clear] {
                if let slot = slot(item) { all.append(.clear(slot: slot)) }
            }
        }
        if map.bool("new_claim", default: false) { all.insert(.newClaim, at: 0) }
        for entry in map.entries("values") {
            if let slot = slot(entry.key), let text = entry.value.string { all.append(.value(slot: slot, text: text)) }
        }
        return all
    }

    private func condition(_ value: YAMLValue) -> Condition? {
        guard let map = value.mapping(required: [], optional: Condition.keys) else { return nil }
        var parts: [Condition] = []
        func list(_ key: String) -> [Condition] { map.sequence(key).compactMap { condition($0) } }
        if map["all"] != nil { parts.append(.all(list("all"))) }
        if map["any"] != nil { parts.append(.any(list("any"))) }
        if let not = map["not"], let inner = condition(not) { parts.append(.not(inner)) }
        if map["purpose"] != nil { parts.append(.purpose(Self.purposes(map["purpose"]))) }
        if map["topic"] != nil { parts.append(.topic(map.stringOrStrings("topic").map { Array($0.utf8) })) }
        if map["said"] != nil { parts.append(.said(map.stringOrStrings("said").map { Array($0.utf8) })) }
        if let has = map["has"], let slot = slot(has) { parts.append(.has(slot)) }
        if let asked = map["asked"], let slot = slot(asked) { parts.append(.asked(slot)) }
        for entry in map.entries("value") {
            guard let slot = slot(entry.key) else { continue }
            let values = entry.value.isSequence ? entry.value.strings ?? [] : entry.value.string.map { [$0] } ?? []
            parts.append(.value(slot: slot, values))
        }
        for flag in map.stringOrStrings("flag") { parts.append(.flag(flag)) }
        if let people = map.int("people", in: 1...1_000_000) { parts.append(.people(people)) }
        if let kiosk = map.bool("kiosk") { parts.append(.kiosk(kiosk)) }
        if map["channel"] != nil { parts.append(.channel(map.stringOrStrings("channel"))) }
        if let kind = map.choice("office", OfficeKind.self) { parts.append(.office(kind)) }
        if let safety = map["safety"] {
            let kinds = safety.isSequence ? safety.sequence ?? [] : [safety]
            parts.append(.safety(kinds.compactMap { $0.choice(SafetyKind.self) }))
        }
        if let filed = map.bool("filed") { parts.append(.filed(filed)) }
        if let staff = map.bool("staff") { parts.append(.staff(staff)) }
        if let queued = map.bool("queued") { parts.append(.queued(queued)) }
        if let sealed = map.bool("sealed") { parts.append(.sealed(sealed)) }
        if let past = map.mapping("past", required: ["slot", "days"]), let value = past["slot"],
            let slot = slot(value), let days = past.int("days", in: 0...36_500)
        {
            parts.append(.past(slot: slot, days: days))
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }
}
