// SPDX-License-Identifier: Apache-2.0

public import DialogScript
public import IntakeModel

extension ConversationTest {
    /// Plays the conversation and gives everything that went otherwise; empty when it went as written.
    public func run(_ script: Script) -> [Failure] {
        var desk = TestDesk(script: script, today: today, minuteOfDay: minuteOfDay, kiosk: kiosk, staff: staff)
        var failures: [Failure] = []
        for turn in turns {
            if let owner = turn.owner { desk.owner = owner }
            if let staff = turn.staff { desk.staff = staff }
            desk.progress = turn.progress
            let reply = desk.take(turn.input)
            let problems = reply.problems + problems(turn, reply)
            failures += problems.map {
                Failure(file: file, line: turn.line, message: "\($0) [\(turn.input)]", reply: reply.text)
            }
        }
        return failures
    }

    private func problems(_ turn: Turn, _ reply: TestDesk.Reply) -> [String] {
        var problems: [String] = []
        for word in turn.has where !ByteSearch.contains(reply.text, Array(word.utf8)) {
            problems.append("the reply should have \"\(word)\"")
        }
        for word in turn.lacks where ByteSearch.contains(reply.text, Array(word.utf8)) {
            problems.append("the reply should not have \"\(word)\"")
        }
        if let expect = turn.expect, reply.outcome.expect.kind != expect {
            problems.append("expects \(reply.outcome.expect.kind.rawValue), not \(expect.rawValue)")
        }
        if let secret = turn.secret, reply.outcome.expect.secret != secret {
            problems.append("secret should be \(secret)")
        }
        if let patient = turn.patient, reply.outcome.expect.patient != patient {
            problems.append("patient should be \(patient)")
        }
        if let options = turn.options, reply.options != options {
            problems.append("has \(reply.options) options, not \(options)")
        }
        for kind in turn.kinds where !reply.kinds.contains(kind) {
            problems.append("no message of kind \(kind), only \(reply.kinds.joined(separator: ", "))")
        }
        for effect in turn.effects where !reply.effects.contains(effect) {
            problems.append("no effect \"\(effect)\", only \(reply.effects.joined(separator: " | "))")
        }
        for effect in turn.lacksEffects where reply.effects.contains(where: { $0.hasPrefix(effect) }) {
            problems.append("the effect \"\(effect)\" should not be")
        }
        if turn.ended != reply.outcome.ended { problems.append("ended should be \(turn.ended)") }
        if let recorded = turn.recorded, reply.recorded != recorded {
            problems.append("recorded is \"\(reply.recorded)\", not \"\(recorded)\"")
        }
        for (key, value) in turn.filed where reply.filed[key] != value {
            problems.append("filed \(key) is \"\(reply.filed[key] ?? "nothing")\", not \"\(value)\"")
        }
        return problems
    }
}

/// A desk in memory: plays the part of session and store, so that a script can be tried without either.
public struct TestDesk: Sendable {
    let script: Script
    var state: DialogState
    let today: CivilDate
    let now: Timestamp
    let kiosk: String?
    var staff: Bool
    var owner: Owner = .bot
    var cases: [String] = []
    var progress: Progress?
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
    }

    public init(script: Script, today: CivilDate, minuteOfDay: Int = 570, kiosk: String? = nil, staff: Bool = false) {
        self.script = script
        self.today = today
        self.kiosk = kiosk
        self.staff = staff
        now = Timestamp(startOf: today).adding(milliseconds: Int64(minuteOfDay) * 60_000)
        state = DialogEngine.begin(script)
    }

    /// The state as it is stored.
    public var storedState: [UInt8] { state.encode() }

    public mutating func take(_ input: DialogInput) -> Reply {
        let context = DialogContext(
            now: now, today: today, channel: kiosk == nil ? "网上" : "走访", place: kiosk ?? "wechat-gw",
            atKiosk: kiosk != nil, cases: cases, owner: owner, dutyBadge: script.office.dutyBadge(at: now),
            staffPresent: staff)
        var facts: [Fact] = []
        var problems: [String] = []
        var outcome: Outcome?
        for _ in 0..<4 {
            switch DialogEngine.step(script, state, input, context, facts) {
            case .done(let done): outcome = done
            case .lookup(.understand(let text)): facts.append(.verdict(script.understand(text, today: today)))
            case .lookup(.progress): facts.append(.progress(progress ?? .unknown))
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
            problems: problems)
    }

    private mutating func apply(_ effect: DialogEffect) {
        switch effect {
        case .identity(let field, let value): identity[field] = value
        case .file(let drafts):
            claims = drafts
            cases += drafts.map { _ in "XF2026112300001\(70 + cases.count)" }
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
        case .act(let number, let act, let text): "act \(number) \(act.rawValue) \(text)"
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
