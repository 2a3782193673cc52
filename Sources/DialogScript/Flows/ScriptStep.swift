// SPDX-License-Identifier: Apache-2.0

package import IntakeModel

/// One step of a flow, compiled: names are resolved to positions, texts are parsed. A class, so that a turn that looks at
/// a step copies nothing.
package final class ScriptStep: Sendable {
    package enum Kind: Sendable {
        case say(TextVariants)
        case ask(Ask)
        /// Looks for a first-contact answer to what was said.
        case answer(found: Target, none: Target)
        /// Reads back what is going to be registered.
        case review(slots: [Int], text: TextVariants)
        /// A menu of everything said so far; what is chosen is asked again.
        case pick(TextVariants)
        case file
        case handOff(HandoffReason)
        case call(start: Int)
        /// The petitioner does something with the case they asked after; `refused`: where it goes when the table of acts says no.
        case act(CaseAct, given: [Given], refused: Target)
        case erase(TextVariants)
        /// Looks up what number and code lead to.
        case progress(number: Int, code: Int, found: Target, unknown: Target)
        case set([Assignment])
        case go([Branch])
        case end(TextVariants)
    }

    /// A field of an act, and the slot it is filled from.
    package struct Given: Sendable, Hashable {
        package var field: CaseField
        package var slot: Int
    }

    package struct Branch: Sendable {
        package var condition: Condition?
        package var next: Target
    }

    /// Where the talk goes on.
    package enum Target: Sendable, Hashable {
        case step(Int)
        /// Back to who called this flow.
        case back
        /// Nowhere: reported by the check; the engine ends the talk politely.
        case none
    }

    package enum Assignment: Sendable {
        case purpose(Purpose)
        case topic(String)
        case flag(String)
        case naming(ClaimDraft.Naming)
        case value(slot: Int, text: String)
        case clear(slot: Int)
        /// Another matter begins: everything said of the last one is dropped, who talks is kept.
        case newClaim
        /// The talk goes to the sealed lane, back to its first line.
        case seal
    }

    /// `flow.step`.
    package let id: String
    /// What a state stores for it.
    package let key: UInt32
    package let flow: Int
    package let kind: Kind
    /// The step is passed over when this does not hold.
    package let condition: Condition?
    package let next: Target
    /// Number and code are not shown in a reply that ends here; the next one will do.
    package let quiet: Bool
    /// People confer or somebody is being called: no time-out.
    package let patient: Bool
    /// `9` clears the screen here.
    package let clears: Bool
    package let file: String
    package let line: Int
    package let column: Int

    init(
        id: String, flow: Int, kind: Kind, condition: Condition?, next: Target, quiet: Bool, patient: Bool,
        clears: Bool,
        file: String, line: Int, column: Int
    ) {
        self.id = id
        self.key = StableKey.short(id)
        self.flow = flow
        self.kind = kind
        self.condition = condition
        self.next = next
        self.quiet = quiet
        self.patient = patient
        self.clears = clears
        self.file = file
        self.line = line
        self.column = column
    }

    /// Every step it may lead to by itself.
    package var targets: [Target] {
        var all: [Target]
        switch kind {
        case .go(let branches): all = branches.map(\.next)
        case .answer(let found, let none): all = [found, none]
        case .progress(_, _, let found, let unknown): all = [found, unknown]
        case .ask(let ask):
            all = ask.options.map { $0.next ?? next } + (ask.options.isEmpty || ask.takesWords ? [next] : [])
            if case .goOn(let target) = ask.repair.wayOut { all.append(target) }
        case .call(let start): all = [.step(start), next]
        case .end, .erase: all = []
        case .act(_, _, let refused): all = refused == next ? [next] : [next, refused]
        case .say, .review, .pick, .file, .handOff, .set: all = [next]
        }
        if condition != nil { all.append(next) }
        return all
    }
}

/// A question.
package final class Ask: Sendable {
    package struct Option: Sendable {
        /// One wording in each form.
        package var texts: TextVariants
        /// What is stored in the slot.
        package var value: String
        /// nil: the `next` of the step.
        package var next: ScriptStep.Target?
        /// Choosing it says whether the last answer settled the matter.
        package var resolved: Bool?

        /// The ordinary form.
        package var text: TextTemplate { texts.variant(0) }
    }

    /// nil: the answer only decides where to go.
    package let slot: Int?
    package let type: SlotType
    package let texts: TextVariants
    package let example: TextVariants?
    package let options: [Option]
    /// The menu in its ordinary form, ready to be sent, when no option has places to fill.
    package let menu: Message?
    /// Whether options have other forms, too.
    package let hasForms: Bool
    /// Words of the options, by position.
    package let words: WordTable
    /// The option that 不清楚 counts as.
    package let unsure: Int?
    /// A yes or no rather than a choice.
    package let isConfirm: Bool
    /// The answer is understood as the matter itself: purpose, topic, names, numbers.
    package let classifies: Bool
    /// Words that fit no option are an answer too: they are kept with the matter and the talk goes on.
    package let takesWords: Bool
    /// A slot whose answer may come with this one.
    package let also: Int?
    /// What the matter may have told already, so that it is said back and not asked.
    package let heard: Heard?
    /// What is done with answers that do not fit.
    package let repair: Repair
    /// How long an answer in words may be; nil: as long as one likes.
    package let limits: Limits?

    /// Where an answer may stand in what was told before the question came: a date, or one of the office's units where the
    /// answer is a text, in one part of a sentence with one of the words.
    package struct Heard: Sendable {
        package var words: PhraseSet
        /// The slots that hold the matter in the person's own words.
        package var slots: [Int]
    }

    /// How long an answer to a question in words may be. One that is not is answered like any that does not fit.
    package struct Limits: Sendable {
        /// More than anybody writes, in characters.
        package static let most = 10_000

        /// In characters, blanks left out.
        package var least = 1
        package var longest = Limits.most
        /// What is said instead of the usual; nil: the usual.
        package var tooShort: TextVariants?
        package var tooLong: TextVariants?
    }

    init(
        slot: Int?, type: SlotType, texts: TextVariants, example: TextVariants?, options: [Option], menu: Message?,
        words: WordTable, unsure: Int?, isConfirm: Bool, classifies: Bool, takesWords: Bool, also: Int?,
        heard: Heard? = nil, repair: Repair, limits: Limits? = nil
    ) {
        self.slot = slot
        self.type = type
        self.texts = texts
        self.example = example
        self.options = options
        hasForms = options.contains { !$0.texts.forms.isEmpty }
        self.menu = menu
        self.words = words
        self.unsure = unsure
        self.isConfirm = isConfirm
        self.classifies = classifies
        self.takesWords = takesWords
        self.also = also
        self.heard = heard
        self.repair = repair
        self.limits = limits
    }

    package var expectation: Expectation.Kind {
        if isConfirm { return .confirm }
        return options.isEmpty ? type.expectation : .choice
    }

    /// A menu message, `KEY. TEXT` a line.
    package static func menu(_ lines: [String]) -> Message {
        var text = ""
        var options: [Message.Option] = []
        options.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated() {
            if index > 0 { text += "\n" }
            text += "\(index + 1). \(line)"
            options.append(Message.Option(key: "\(index + 1)", text: line))
        }
        return Message(.menu(options), text)
    }
}

/// What sort of answer a question wants.
package enum SlotType: String, Sendable, CaseIterable {
    case text, choice, phone, date, number, amount, place, name, people, names, receipt, code
    /// A citizen's identity number (GB 11643), checked by its check character. Always in the vault.
    case idNumber = "idnumber"

    package var expectation: Expectation.Kind {
        switch self {
        case .text, .receipt: .text
        case .choice: .choice
        case .phone: .phone
        case .idNumber: .idNumber
        case .date: .date
        case .number, .people, .code: .number
        case .amount: .amount
        case .place: .place
        case .name, .names: .name
        }
    }
}

/// Something that is asked or picked up.
package struct SlotInfo: Sendable {
    package enum Scope: String, Sendable, CaseIterable {
        /// Stays for the whole talk: name, phone, address.
        case person
        /// Shared by all flows and fresh for every claim.
        case matter
        /// Of one run of the flow that declares it: fresh whenever that flow is entered, and for every claim.
        case run
    }

    package var id: String
    package var key: UInt32
    package var type: SlotType
    /// nil: technical, neither read back nor registered.
    package var label: String?
    package var scope: Scope
    /// Kept in the vault, and only referred to here.
    package var identity: IdentityField?
    /// Picked up when it is said in passing.
    package var entity: Entity.Kind?
    /// How it is read back when it was picked up; `{}` is the value.
    package var recap: Recap?
    /// The question that is asked to change it when the answer to none is to be changed: the one that `edit` names, else
    /// the first that there is.
    package var step: Int?
    /// Whether `edit` names it.
    package var isStepGiven = false
    /// What the values of a choice are called.
    package var options: [(value: String, text: String)]
    /// Label and recap in other languages.
    package var others: [Other] = []
    /// What values are called in other languages.
    package var otherOptions: [OtherOption] = []

    package struct Recap: Sendable {
        package var before: String
        package var after: String
    }

    package struct Other: Sendable {
        package var language: Int
        package var label: String?
        package var recap: Recap?
    }

    package struct OtherOption: Sendable {
        package var language: Int
        package var value: String
        package var text: String
    }

    /// What it is called in a language; in the office's own where there is no other.
    package func label(in language: Int) -> String? {
        if language == 0 || others.isEmpty { return label }
        return others.first { $0.language == language }?.label ?? label
    }

    package func recap(in language: Int) -> Recap? {
        if language == 0 || others.isEmpty { return recap }
        return others.first { $0.language == language }?.recap ?? recap
    }

    /// What a value of a choice is called; nil when no question has it.
    package func text(of value: String, in language: Int) -> String? {
        if language != 0, let other = otherOptions.first(where: { $0.language == language && $0.value == value }) {
            return other.text
        }
        return options.first { $0.value == value }?.text
    }
}

/// One flow: a file under `flows/`.
package struct FlowInfo: Sendable {
    package var name: String
    package var title: String
    package var start: Int
    package var file: String
    /// Slots that are emptied when the flow is entered: at its first step, from another flow or by a call.
    package var fresh: [Int] = []
    /// Whether coming back from a call to the first step is an entry: only other flows call with it as their next.
    package var isEnteredByReturn = false
}
