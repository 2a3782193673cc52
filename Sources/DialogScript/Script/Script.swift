// SPDX-License-Identifier: Apache-2.0

public import Documents
public import IntakeModel
public import Understanding

/// Everything under `dialogs/`, read and checked: one immutable value that conversations are pinned to by its hash.
public struct Script: Sendable {
    package let program: Program

    init(_ program: Program) { self.program = program }

    /// SHA-256 over all source files, 64 hexadecimal digits; the same files give the same hash everywhere.
    public var hash: String { program.hash }

    /// The source files as one blob: what `load(sources:)` rebuilds this very script from.
    public var sources: [UInt8] { program.sources }

    public var office: Office { program.office }
    public var routing: Routing { program.routing }
    public var understander: Understander { program.understander }
    public var rules: RuleBook { program.rules }
    public var calendar: WorkCalendar { program.calendar }
    /// Templates of documents; none in a version that was rebuilt from its sources.
    public var documents: DocumentBook { program.documents }
    /// How conversations of older versions come onto this one; empty: they stay on theirs.
    public var moves: [ScriptMove] { program.moves }

    /// Names of the flows, in order of their files.
    public var flowNames: [String] { program.flows.map(\.name) }

    /// Reads a text: the answer to the engine's question for understanding.
    public func understand(_ text: String, today: CivilDate) -> Verdict {
        program.understander.understand(text, today: today)
    }

    /// What a whole line means at every step; nil for everything else.
    public func wordKind(_ line: String) -> GlobalWord? {
        program.words[FoldedLine(line)].flatMap(GlobalWord.init(rawValue:))
    }

    /// Unit, officer and 首问责任人 of a claim filed at `now`.
    public func place(_ claim: ClaimDraft, at now: Timestamp) -> Placement {
        let unit = claim.unit.flatMap(office.unit) ?? office.fallbackUnit
        let duty = office.dutyBadge(at: now)
        return Placement(
            unit: unit?.name ?? claim.unit ?? office.name, officer: claim.officer ?? unit?.officer ?? duty,
            firstContact: duty)
    }
}

/// The compiled script. A class, so that handing it on costs one count.
package final class Program: Sendable {
    package let hash: String
    package let sources: [UInt8]
    package let office: Office
    package let routing: Routing
    package let understander: Understander
    package let rules: RuleBook
    package let calendar: WorkCalendar
    package let flows: [FlowInfo]
    package let steps: [ScriptStep]
    package let slots: [SlotInfo]
    package let words: WordTable
    package let replies: WordTable
    /// Beginnings of a correction: 不对, 写错了.
    package let corrections: PhraseSet
    /// What makes a line a question.
    package let questions: PhraseSet
    /// Longer words for 不清楚, which may begin a line: 不知道, 记不清.
    package let unsure: PhraseSet
    package let phrases: PhraseBook
    /// The office's own language first.
    package let languages: [Language]
    /// What they are called, by position.
    package let languageNames: WordTable
    /// First-contact answers as they are said, by id.
    package let answers: [String: RenderedAnswer]
    package let known: KnownNames
    package let moves: [ScriptMove]
    package let documents: DocumentBook

    private let stepByKey: [UInt32: Int32]
    private let slotByKey: [UInt32: Int32]
    package let slotByEntity: [Entity.Kind: Int]
    /// The slot in which a part of somebody's identity is kept.
    package let slotByIdentity: [IdentityField: Int]

    package struct RenderedAnswer: Sendable {
        package var text: String
        package var basis: String
        /// In other languages.
        package var others: [Other] = []

        package struct Other: Sendable {
            package var language: Int
            package var text: String
        }

        /// As it is said in a language; in the office's own where there is no other.
        package func text(in language: Int) -> String {
            if language == 0 || others.isEmpty { return text }
            return others.first { $0.language == language }?.text ?? text
        }
    }

    init(
        hash: String, sources: [UInt8], office: Office, routing: Routing, understander: Understander,
        rules: RuleBook, calendar: WorkCalendar, flows: [FlowInfo], steps: [ScriptStep], slots: [SlotInfo],
        locale: LocaleReader,
        answers: [String: RenderedAnswer], known: KnownNames, moves: [ScriptMove], documents: DocumentBook
    ) {
        self.hash = hash
        self.sources = sources
        self.office = office
        self.routing = routing
        self.understander = understander
        self.rules = rules
        self.calendar = calendar
        self.flows = flows
        self.steps = steps
        self.slots = slots
        words = locale.words
        replies = locale.replies
        corrections = PhraseSet(locale.corrections)
        questions = PhraseSet(locale.questions)
        unsure = PhraseSet(
            locale.replies.words.filter { $0.value == ReplyWord.unsure.rawValue && $0.bytes.count >= 9 }.map(\.bytes))
        phrases = PhraseBook(texts: locale.phrases)
        languages = locale.languages
        languageNames = locale.languageNames
        self.answers = answers
        self.known = known
        self.moves = moves
        self.documents = documents
        stepByKey = Dictionary(steps.enumerated().map { ($0.element.key, Int32($0.offset)) }) { a, _ in a }
        slotByKey = Dictionary(slots.enumerated().map { ($0.element.key, Int32($0.offset)) }) { a, _ in a }
        slotByEntity = Dictionary(
            slots.enumerated().compactMap { slot in slot.element.entity.map { ($0, slot.offset) } }
        ) { a, _ in a }
        slotByIdentity = Dictionary(
            slots.enumerated().compactMap { slot in slot.element.identity.map { ($0, slot.offset) } }
        ) { a, _ in a }
    }

    /// The position of the language that suits `tag` best; 0, the office's own, when none does.
    package func language(for tag: String) -> Int { Language.best(for: tag, among: languages) }

    package func step(key: UInt32) -> Int? { stepByKey[key].map(Int.init) }
    package func slot(key: UInt32) -> Int? { slotByKey[key].map(Int.init) }
}

/// Flows and slots that the engine refers to by name.
package struct KnownNames: Sendable {
    package static let flows = ["start", "progress", "change", "safety"]
    package static let slots = [
        "story", "more", "name", "phone", "address", "companions", "people", "place", "respondent", "number", "code",
        "naming", "clock",
    ]

    /// First steps of the flows above.
    package var start = 0
    package var progress = 0
    package var change = 0
    package var safety = 0
    package var safetyFlow = 0
    package var progressFlow = 0
    package var startFlow = 0

    package var story = 0
    package var more = 0
    package var name = 0
    package var phone = 0
    package var address = 0
    package var companions = 0
    package var people = 0
    package var place = 0
    package var respondent = 0
    package var number = 0
    package var code = 0
    package var naming = 0
    package var clock = 0
}
