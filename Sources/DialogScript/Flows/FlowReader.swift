// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Reads the files under `flows/`: first all names, then everything that refers to them.
struct FlowReader {
    /// Everything read.
    struct Result {
        var flows: [FlowInfo] = []
        var steps: [ScriptStep] = []
        var slots: [SlotInfo] = []
        /// Where each slot is declared.
        var slotPlaces: [YAMLValue] = []
        /// What can be checked only when everything has been read.
        var loose = LooseEnds()
    }

    /// What petitioners may do themselves, by the table of acts.
    package static let acts: KeyValuePairs<String, CaseAct> = [
        "催": .urge, "补充": .supplement, "撤回": .withdraw, "评价": .rate, "申请复查": .askReview, "申请复核": .askRecheck,
    ]

    /// Fields of those acts that are filled from slots.
    static let given: KeyValuePairs<String, CaseField> = [
        "text": .text, "rate_office": .rateOffice, "rate_unit": .rateUnit, "to": .to,
    ]

    static let namings = [ClaimDraft.Naming.named, .confidential, .anonymous].map(\.rawValue)

    struct RawStep {
        var id: String
        var flow: Int
        var map: YAMLMapping
        var kind: String
    }

    var result = Result()
    private var raw: [RawStep] = []
    private var stepIndex: [String: Int] = [:]
    private(set) var flowIndex: [String: Int] = [:]
    private(set) var slotIndex: [String: Int] = [:]
    /// What slots say of the question that changes them.
    private var edits: [(slot: Int, flow: String, place: YAMLValue)] = []
    private(set) var parser: TextParser
    let translations: Translations
    /// What the step consists of that is being read.
    var original = Translations.Original()
    /// What is translated of it.
    var translated: [(file: Translations.File, map: YAMLMapping)] = []

    private init(office: Office, translations: Translations) {
        parser = TextParser(slotIndex: [:], office: office)
        self.translations = translations
    }

    static func read(_ roots: [YAMLValue], office: Office, translations: Translations) -> Result {
        var reader = FlowReader(office: office, translations: translations)
        var steps = YAMLNames(of: "步骤")
        var slots = YAMLNames(of: "格子")
        var flows = YAMLNames(of: "流程")
        for root in roots { reader.collect(root, &flows, &slots, &steps) }
        reader.parser = TextParser(slotIndex: reader.slotIndex, office: office)
        for index in reader.raw.indices {
            let step = reader.compile(index)
            reader.result.steps.append(step)
        }
        reader.findEntriesByReturn()
        reader.findEdits()
        return reader.result
    }

    /// The questions that slots name for being changed.
    private mutating func findEdits() {
        for (slot, flow, place) in edits {
            guard let name = place.string else { continue }
            guard let index = step(name, in: flow) else {
                place.report(
                    .unknownStep, "没有「\(name)」这个步骤",
                    suggestion: Suggestion.nearest(to: name, among: stepIndex.keys.sorted()))
                continue
            }
            guard case .ask(let ask) = result.steps[index].kind, ask.slot == slot else {
                place.report(.unknownStep, "步骤「\(result.steps[index].id)」不问格子「\(result.slots[slot].id)」；写问它的那一步")
                continue
            }
            result.slots[slot].step = index
            result.slots[slot].isStepGiven = true
        }
    }

    private mutating func findEntriesByReturn() {
        var callers: [Int: Set<Int>] = [:]
        for step in result.steps {
            if case .call = step.kind, case .step(let next) = step.next { callers[next, default: []].insert(step.flow) }
        }
        for (index, flow) in result.flows.enumerated() {
            guard let callers = callers[flow.start] else { continue }
            result.flows[index].isEnteredByReturn = !callers.contains(index)
        }
    }

    // MARK: First pass: names

    private mutating func collect(
        _ root: YAMLValue, _ flows: inout YAMLNames, _ slots: inout YAMLNames, _ steps: inout YAMLNames
    ) {
        guard let map = root.mapping(.flow), let name = map.string("flow") else {
            root.diagnostics.lose(root.file)
            return
        }
        _ = map.int("version", in: 1...1)
        guard flows.insert(name, at: map["flow"] ?? root) else {
            root.diagnostics.lose(root.file)
            return
        }
        let flow = result.flows.count
        flowIndex[name] = flow
        let start = raw.count
        let firstSlot = result.slots.count
        for entry in map.entries("slots") where slots.insert(entry.name, at: entry.key) {
            if let slot = slot(entry.name, entry.value) {
                slotIndex[entry.name] = result.slots.count
                result.slots.append(slot)
                result.slotPlaces.append(entry.key)
                if let edit = entry.value.entries?.first(where: { $0.name == "edit" })?.value.nonNull {
                    edits.append((result.slots.count - 1, name, edit))
                }
            }
        }
        for item in map.sequence("steps") { collect(step: item, name, flow, &steps) }
        if raw.count == start, map["steps"]?.sequence?.isEmpty ?? false {
            map.report(.emptyFlow, at: "steps", "流程「\(name)」里没有步骤；写上至少一步，或者删掉这个文件")
        }
        result.flows.append(
            FlowInfo(
                name: name, title: map.string("title") ?? name, start: start, file: root.file,
                fresh: (firstSlot..<result.slots.count).filter { result.slots[$0].scope == .run }))
    }

    private mutating func collect(step item: YAMLValue, _ flow: String, _ index: Int, _ steps: inout YAMLNames) {
        guard let step = item.mapping(.step), let id = step.string("id") else { return }
        let found = step.entries.map(\.name).filter(YAMLShape.stepKindSet.contains)
        guard found.count == 1, let kind = found.first else {
            item.report(
                .stepKind,
                found.isEmpty
                    ? "这一步什么也没做；写上 \(YAMLShape.stepKinds.joined(separator: "、")) 里的一个"
                    : "这一步又 \(found.joined(separator: " 又 "))；拆成几步，一步一件事")
            register("\(flow).\(id)", RawStep(id: "\(flow).\(id)", flow: index, map: step, kind: ""), item, &steps)
            return
        }
        for entry in step.entries where item.diagnostics.keepsWarnings {
            let name = entry.name
            guard let partners = YAMLShape.step.only[name], !partners.contains(where: { step[$0] != nil }) else {
                continue
            }
            entry.key.report(
                .misplacedKey, "「\(name)」在 \(kind) 这种步骤里不起作用，它跟 \(partners.joined(separator: "、")) 用；去掉，或者看看写错了没有")
        }
        register("\(flow).\(id)", RawStep(id: "\(flow).\(id)", flow: index, map: step, kind: kind), item, &steps)
    }

    private mutating func register(_ full: String, _ step: RawStep, _ item: YAMLValue, _ steps: inout YAMLNames) {
        guard steps.insert(full, at: step.map["id"] ?? item) else { return }
        stepIndex[full] = raw.count
        raw.append(step)
    }

    private func slot(_ name: String, _ value: YAMLValue) -> SlotInfo? {
        guard let map = value.mapping(.slot) else { return nil }
        // A type that is none was told; the slot is there all the same.
        let type = map.choice("type", SlotType.self) ?? .text
        let recap = Self.recap(map)
        if map["recap"] != nil, map["from"] == nil {
            map.report(.neverSaid, at: "recap", "没有 from，就不会随口记下，这句永远念不到；去掉 recap，或者写上 from")
        }
        var original = Translations.Original()
        for field in ["label", "recap"] {
            if let text = map[field]?.text { original.add(field, [text]) }
        }
        translations.close(.slots, name, original)
        return SlotInfo(
            id: name, key: StableKey.short(name), type: type, label: map.string("label"),
            scope: map.choice("scope", SlotInfo.Scope.self) ?? .run,
            identity: map.choice("identity", IdentityField.self) ?? (type == .idNumber ? .idNumber : nil),
            entity: map.choice("from", Entity.Kind.self),
            recap: recap, step: nil, options: [],
            others: translations.entries(.slots, name).compactMap { file, value in
                value.mapping(.slotTexts).map { map in
                    SlotInfo.Other(language: file.index, label: map.string("label"), recap: Self.recap(map))
                }
            })
    }

    private static func recap(_ map: YAMLMapping) -> SlotInfo.Recap? {
        guard let text = map.string("recap") else { return nil }
        let parts = text.split(separator: "{}", omittingEmptySubsequences: false)
        if parts.count == 2 { return SlotInfo.Recap(before: String(parts[0]), after: String(parts[1])) }
        map.report(.markup, at: "recap", "念回去的话里要有一个 {}，值填在那儿")
        return nil
    }

    // MARK: Second pass: steps

    private mutating func compile(_ index: Int) -> ScriptStep {
        let raw = raw[index]
        let map = raw.map
        result.loose.step = index
        result.loose.flow = raw.flow
        original = Translations.Original()
        translated = translations.entries(.texts, raw.id).compactMap { file, value in
            value.mapping(.stepTexts).map { (file, $0) }
        }
        defer { translations.close(.texts, raw.id, original) }
        let condition = map["if"].flatMap { self.condition($0) }
        let kind = kind(raw, index)
        var next = ScriptStep.Target.none
        if map["next"] != nil {
            next = target(map["next"], raw)
        } else if !raw.kind.isEmpty, needsNext(kind) || map["if"] != nil {
            map.value.report(
                .noNext,
                needsNext(kind) ? "步骤「\(raw.id)」后面没有路；写 next" : "步骤「\(raw.id)」有条件，不合条件时没有路；写 next")
        }
        return ScriptStep(
            id: raw.id, flow: raw.flow, kind: kind, condition: condition, next: next,
            quiet: map.bool("quiet", default: false), patient: map.bool("patient", default: false),
            clears: map.bool("clear", default: false), file: map.value.file, line: map.value.line,
            column: map.value.column)
    }

    private mutating func kind(_ raw: RawStep, _ index: Int) -> ScriptStep.Kind {
        let map = raw.map
        switch raw.kind {
        case "say": return .say(texts("say", raw, .said))
        case "ask": return .ask(ask("ask", raw, index))
        case "classify": return .ask(ask("classify", raw, index))
        case "answer": return .answer(found: target(map["found"], raw), none: target(map["none"], raw))
        case "review":
            return .review(
                slots: map.sequence("review").compactMap { slot($0, reads: true) }, text: texts("text", raw, .said))
        case "pick": return .pick(texts("pick", raw, .said))
        case "file": return .file
        case "handoff": return .handOff(map.choice("handoff", HandoffReason.self) ?? .asked)
        case "call": return .call(start: flow(map["call"]))
        case "act":
            return .act(
                map.choice("act", Self.acts) ?? .supplement, given: given(map),
                refused: target(map["refused"] ?? map["next"], raw))
        case "erase": return .erase(texts("erase", raw, .farewell))
        case "progress":
            let inner = map.mapping("progress", .lookup)
            return .progress(
                number: inner?["number"].flatMap { slot($0, reads: true) } ?? 0,
                code: inner?["code"].flatMap { slot($0, reads: true) } ?? 0,
                found: target(map["found"], raw), unknown: target(map["unknown"], raw))
        case "set": return .set(assignments(map["set"]))
        case "go": return .go(branches(map, raw))
        case "end": return .end(texts("end", raw, .farewell))
        // What it should be is not known: it stands for itself, so that jumps to it are no errors, too.
        default:
            if case .step(let meant) = map["next"].map({ target($0, raw) }) { result.loose.meant.append(meant) }
            return .end(TextVariants([]))
        }
    }

    /// `text: slot`, and `given: {field: slot}` for further fields.
    private mutating func given(_ map: YAMLMapping) -> [ScriptStep.Given] {
        var all: [ScriptStep.Given] = []
        if let slot = map["text"].flatMap({ slot($0, reads: true) }) { all.append(.init(field: .text, slot: slot)) }
        for entry in map.entries("given") {
            guard let field = entry.key.choice(Self.given), let slot = slot(entry.value, reads: true) else { continue }
            all.append(.init(field: field, slot: slot))
        }
        return all
    }

    private mutating func branches(_ map: YAMLMapping, _ raw: RawStep) -> [ScriptStep.Branch] {
        var branches: [ScriptStep.Branch] = []
        for item in map.sequence("go") {
            guard let branch = item.mapping(.branch) else { continue }
            if let last = branches.last, last.condition == nil {
                item.report(.goAfterElse, "上一条没有条件，什么都接住了，走不到这一条；把没有条件的放到最后")
            }
            branches.append(
                ScriptStep.Branch(
                    condition: branch["if"].flatMap { condition($0) }, next: target(branch["next"], raw)))
        }
        if !branches.isEmpty, !branches.contains(where: { $0.condition == nil }) {
            map.report(.goWithoutElse, at: "go", "每一条都有条件，都对不上就断在这里；最后加一条没有 if 的")
        }
        return branches
    }

    private func needsNext(_ kind: ScriptStep.Kind) -> Bool {
        switch kind {
        case .say, .review, .pick, .file, .handOff, .call, .act, .set: true
        case .ask(let ask): ask.options.isEmpty || ask.takesWords || ask.options.contains { $0.next == nil }
        case .answer, .progress, .go, .end, .erase: false
        }
    }

    // MARK: Names

    func slot(_ value: YAMLValue) -> Int? {
        guard let name = value.string else { return nil }
        if let index = slotIndex[name] { return index }
        value.report(
            .unknownSlot, "没有「\(name)」这个格子",
            suggestion: Suggestion.nearest(to: name, among: slotIndex.keys.sorted()))
        return nil
    }

    /// A slot that is read here.
    mutating func slot(_ value: YAMLValue, reads: Bool) -> Int? {
        guard let index = slot(value) else { return nil }
        if reads { result.loose.reads.append(.init(step: result.loose.step, slot: index, place: value)) }
        return index
    }

    /// The first step of a flow that is called; -1, which no step is, after a report.
    private func flow(_ value: YAMLValue?) -> Int {
        guard let value, let name = value.string else { return -1 }
        if let flow = flowIndex[name] { return result.flows[flow].start }
        value.report(
            .unknownFlow, "没有「\(name)」这个流程",
            suggestion: Suggestion.nearest(to: name, among: flowIndex.keys.sorted()))
        return -1
    }

    mutating func target(_ value: YAMLValue?, _ raw: RawStep) -> ScriptStep.Target {
        guard let value else {
            let missing: String =
                switch raw.kind {
                case "answer": raw.map["found"] == nil ? "found" : "none"
                case "progress": raw.map["found"] == nil ? "found" : "unknown"
                default: "next"
                }
            raw.map.value.report(.noNext, "步骤「\(raw.id)」后面没有路；写 \(missing)")
            return .none
        }
        guard let name = value.string else { return .none }
        if name == "return" { return .back }
        let flow = result.flows[raw.flow].name
        if let index = step(name, in: flow) { return .step(index) }
        let near = stepIndex.keys.filter { $0.hasPrefix("\(flow).") }.map { String($0.dropFirst(flow.count + 1)) }
        let nearest = Suggestion.nearest(
            to: name, among: near.sorted() + ["return"] + flowIndex.keys.sorted() + stepIndex.keys.sorted())
        if let meant = nearest.flatMap({ step($0, in: flow) }) { result.loose.meant.append(meant) }
        value.report(.unknownStep, "没有「\(name)」这个步骤", suggestion: nearest)
        return .none
    }

    private func step(_ name: String, in flow: String) -> Int? {
        stepIndex["\(flow).\(name)"] ?? stepIndex[name] ?? flowIndex[name].map { result.flows[$0].start }
    }
}
