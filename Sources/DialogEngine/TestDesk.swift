// SPDX-License-Identifier: Apache-2.0

public import DialogScript
public import IntakeModel

/// A desk in memory: plays the part of session and store, so that a script can be tried without either.
public struct TestDesk: Sendable {
    let script: Script
    var state: DialogState
    let today: CivilDate
    let now: Timestamp
    let kiosk: String?
    let channel: String
    let locale: String?
    let columns: Int?
    var staff: Bool
    var owner: Owner = .bot
    var cases: [String] = []
    var progress: Progress?
    /// The case that number and code led to last.
    private var asked: ProgressReport?
    private var identity: [IdentityField: String] = [:]
    private var claims: [ClaimDraft] = []
    private var before: [String] = []

    /// One reply, as the petitioner sees it and as the desk keeps it.
    public struct Reply: Sendable {
        public var outcome: Outcome
        /// Messages with their holes filled, a blank line between them left out.
        public var text: String
        public var kinds: [String]
        /// Options of the menu at the end, 0 when there is none.
        public var options: Int
        public var effects: [String]
        public var recorded: String
        public var filed: [String: String]
        /// What no reply may do.
        public var problems: [String]
        /// Why the reply is as it is.
        package var events: [Trace.Event] = []
        /// What the line was understood as, when it had to be.
        package var verdict: Verdict?
    }

    /// - Parameters:
    ///   - minuteOfDay: the time of the talk, 0…1439.
    ///   - kiosk: its label; nil for a talk over a relay.
    ///   - staff: whether an officer is connected.
    ///   - channel: 走访 at a kiosk and 网上 over a relay when left out.
    ///   - locale: the language that whoever opens the talk asks for; the office's own when left out.
    ///   - columns: of the screen; wide when left out.
    public init(
        script: Script, today: CivilDate, minuteOfDay: Int = 570, kiosk: String? = nil, staff: Bool = false,
        channel: String? = nil, locale: String? = nil, columns: Int? = nil
    ) {
        self.script = script
        self.today = today
        self.kiosk = kiosk
        self.channel = channel ?? (kiosk == nil ? "网上" : "走访")
        self.staff = staff
        self.locale = locale
        self.columns = columns
        now = Timestamp(startOf: today).adding(milliseconds: Int64(minuteOfDay) * 60_000)
        state = DialogEngine.begin(script)
    }

    /// The state as it is stored.
    public var storedState: [UInt8] { state.encode() }

    /// The step whose question is open; nil before the first and after the last.
    package var openStep: ScriptStep? {
        state.at == 0 ? nil : script.program.step(key: state.at).map { script.program.steps[$0] }
    }

    /// Takes one input and plays what session and store do with the outcome.
    public mutating func take(_ input: DialogInput) -> Reply {
        let context = DialogContext(
            now: now, today: today, channel: channel, place: kiosk ?? "wechat-gw",
            atKiosk: kiosk != nil, cases: cases, owner: owner, dutyBadge: script.office.dutyBadge(at: now),
            staffPresent: staff, locale: locale, columns: columns)
        var facts: [Fact] = []
        var problems: [String] = []
        var outcome: Outcome?
        var verdict: Verdict?
        var trace = Trace()
        for _ in 0..<4 {
            // What a step told that had to be taken again does not count.
            trace = Trace()
            switch DialogEngine.step(script, state, input, context, facts, trace: trace) {
            case .done(let done): outcome = done
            case .lookup(.understand(let text)):
                let understood = script.understand(text, today: today)
                verdict = understood
                facts.append(.verdict(understood))
            case .lookup(.progress(let number, let code)):
                let found = progress ?? ownCase(number, code) ?? .unknown
                if case .found(let report) = found { asked = report }
                facts.append(.progress(found))
            case .lookup(.act(let number, let act, let given)): facts.append(.act(decide(number, act, given)))
            }
            if outcome != nil { break }
        }
        guard let outcome else {
            return Reply(
                outcome: Outcome(messages: [], expect: Expectation(.none), state: state), text: "", kinds: [],
                options: 0, effects: [], recorded: "", filed: [:], problems: ["the step never comes to an end"])
        }
        let bytes = outcome.state.encode()
        do throws(StoredFormatError) {
            state = try DialogState(decoding: bytes)
            if state != outcome.state { problems.append("the state changes in its coding") }
        } catch {
            problems.append("the state cannot be read again: \(error)")
            state = outcome.state
        }
        for effect in outcome.effects { apply(effect) }
        let typed = if case .say(let text) = input { text } else { "" }
        let recorded = outcome.recordedInput ?? typed
        problems += leaks(bytes, recorded)
        problems += manners(outcome)
        var filed: [String: String] = [:]
        for case .file(let drafts) in outcome.effects {
            for claim in drafts { filed = describe(claim) }
        }
        return Reply(
            outcome: outcome, text: outcome.messages.map { fill($0.text) }.joined(separator: "\n"),
            kinds: outcome.messages.map { Self.name($0.kind) }, options: Self.options(outcome.messages),
            effects: outcome.effects.map(Self.describe), recorded: Self.visible(recorded), filed: filed,
            problems: problems, events: trace.events, verdict: verdict)
    }

    /// The query code of everybody who talks to this desk.
    package static let code = "472981630552"

    /// What was registered in this very talk can be asked after in it.
    private func ownCase(_ number: String, _ code: String) -> Progress? {
        guard code == Self.code, cases.contains(number) else { return nil }
        var report = ProgressReport(
            number: number, filedOn: today, stage: .registered, stageOn: today,
            unit: claims.first?.unit ?? script.office.name, unitPhone: nil,
            officerBadge: script.office.dutyBadge(at: now), clocks: [])
        report.acts = CaseAct.voices(at: .registered)
        return .found(report)
    }

    /// What the table of acts says, as far as the report tells where the case is.
    private mutating func decide(_ number: String, _ act: CaseAct, _ given: CaseFields) -> ActFinding {
        // What a turn says of the case holds for what is done in it, too.
        if case .found(let report) = progress { asked = report }
        let stage = asked?.stage ?? .registered
        guard act.rule.from.contains(stage) else { return .refused(.stage, stage: stage) }
        let isOpen = asked?.acts.contains(act) ?? CaseAct.voices(at: stage).contains(act)
        guard isOpen else { return .refused(.content, stage: stage) }
        // Of those who share a matter one goes, and it goes on.
        let next: CaseStage? =
            switch act.rule.step {
            case .goes(let next): next
            case .goesForAll(let next): asked.map(\.person) ?? 0 > 0 ? nil : next
            default: nil
            }
        if let next {
            asked?.stage = next
            asked?.acts = CaseAct.voices(at: next).filter { !$0.needsOpinion }
        }
        var fields = given
        fields[.text] = nil
        if act.needsOpinion { fields[.on] = today.iso8601 }
        return .allowed(
            CaseDecision(
                number: number, basedOn: 1, entry: CaseEntry(kind: act.kind, text: given[.text] ?? "", fields: fields)),
            acts: asked?.acts ?? CaseAct.voices(at: stage))
    }

    private mutating func apply(_ effect: DialogEffect) {
        switch effect {
        case .identity(let field, let value): identity[field] = value
        case .file(let drafts):
            claims = drafts
            for _ in drafts {
                cases.append(ReceiptNumber(date: today, sequence: 17 + cases.count)?.description ?? "")
            }
        case .handOff: if owner == .bot { owner = .queue }
        case .erase: identity = [:]
        case .seal, .draftIssued, .safety, .answered, .act, .clearScreen: break
        }
    }

    /// Names and numbers belong into the vault. (An address may be where the matter is, and then it is said twice.)
    private func leaks(_ state: [UInt8], _ recorded: String) -> [String] {
        var problems: [String] = []
        for (field, value) in identity where field != .address {
            for part in value.split(separator: "\n") where part.utf8.count >= 6 {
                let bytes = Array(part.utf8)
                if ByteSearch.contains(state, bytes) { problems.append("the state holds the \(field.rawValue)") }
                if ByteSearch.contains(recorded, bytes) { problems.append("the journal holds the \(field.rawValue)") }
            }
        }
        return problems
    }

    private mutating func manners(_ outcome: Outcome) -> [String] {
        var problems: [String] = []
        var said: [String] = []
        for message in outcome.messages {
            if let word = TextChecks.offence(in: Hole.fill(message.text) { _ in "" }), !isQuoted(message) {
                problems.append("says \"\(word)\"")
            }
            switch message.kind {
            case .text, .answer, .notice:
                if before.contains(message.text) { problems.append("says again: \(message.text)") }
                said.append(message.text)
            case .menu, .review, .draft, .receipt, .officer: break
            }
        }
        before = said
        if outcome.messages.isEmpty { problems.append("says nothing") }
        if outcome.expect.kind == .choice || outcome.expect.kind == .confirm, Self.options(outcome.messages) == 0,
            outcome.messages.count != 1
        {
            problems.append("expects a choice and shows none")
        }
        if outcome.ended, outcome.expect.kind != .none { problems.append("is over and expects something") }
        return problems
    }

    /// A review reads back what the person wrote; that may be any words.
    private func isQuoted(_ message: Message) -> Bool {
        if case .review = message.kind { true } else { false }
    }

    private static func options(_ messages: [Message]) -> Int {
        if case .menu(let options)? = messages.last?.kind { options.count } else { 0 }
    }

    private func fill(_ text: String) -> String {
        Hole.fill(text) { hole in
            switch hole {
            case .draftNumber: "12345674"
            case .code(let person): person == 0 ? "4729 8163 0552" : "1000 2000 300\(person)"
            case .number: cases.last ?? "XF202611230000171"
            case .due: today.adding(days: 15).chinese(near: today)
            case .unit: claims.first?.unit ?? script.office.name
            case .firstContact: script.office.dutyBadge(at: now)
            case .filedOn: today.chinese(near: today)
            case .identity(let field): identity[field] ?? "（\(field.rawValue)）"
            }
        }
    }

    /// Holes made visible, as `<identity:name>`.
    static func visible(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 1: out += "<"
            case 2: out += ">"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    static func name(_ kind: Message.Kind) -> String {
        switch kind {
        case .text: "text"
        case .menu: "menu"
        case .answer: "answer"
        case .review: "review"
        case .draft: "draft"
        case .receipt: "receipt"
        case .notice: "notice"
        case .officer: "officer"
        }
    }

    static func describe(_ effect: DialogEffect) -> String {
        switch effect {
        case .seal: "seal"
        case .identity(let field, let value):
            "identity \(field.rawValue) \(value.split(separator: "\n").joined(separator: " "))"
        case .draftIssued: "draft"
        case .file(let drafts): "file \(drafts.count)"
        case .handOff(let reason): "handoff \(reason.rawValue)"
        case .safety(let kind): "safety \(kind.rawValue)"
        case .answered(let id, let resolved): "answered \(id) \(resolved.map { "\($0)" } ?? "shown")"
        case .act(let decision):
            "act \(decision.number) \(decision.entry.kind.rawValue) "
                + (decision.entry.fields.all.map(\.text) + [decision.entry.text]).filter { !$0.isEmpty }
                .joined(separator: " ")
        case .erase: "erase"
        case .clearScreen: "clear"
        }
    }

    private func describe(_ claim: ClaimDraft) -> [String: String] {
        var all: [String: String] = [
            "purpose": claim.purpose.rawValue, "topic": claim.topic, "people": "\(claim.people)",
            "naming": claim.naming.rawValue, "identified": "\(claim.identified)",
            "flags": claim.flags.joined(separator: " "),
        ]
        all["subtopic"] = claim.subtopic
        all["unit"] = claim.unit
        all["place"] = claim.place
        all["respondent"] = claim.respondent
        for particular in claim.particulars { all["\(particular.key)"] = Self.visible(particular.text) }
        return all
    }
}

extension CaseAct {
    /// Only where there is an opinion that a level above can look at: the stage alone does not tell.
    var needsOpinion: Bool { self == .askReview || self == .askRecheck }
}
