// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What one step of the dialog yields: a finished outcome, or a question that the session answers with a `Fact` before it
/// steps again with the same state and input and all facts so far.
public enum Step: Sendable {
    case done(Outcome)
    case lookup(Lookup)
}

/// What a step needs to be told first.
public enum Lookup: Sendable, Hashable {
    /// Classify a free text (short ones inline, long ones on a pool).
    case understand(String)
    /// 进度, or the draft, behind a number and a code typed by the petitioner. When it is an unfinished draft the session
    /// itself moves the leg to that conversation and never steps this one again.
    case progress(number: String, code: String)
    /// Whether the petitioner may do this with their case now: the table of acts tells.
    case act(number: String, CaseAct, given: CaseFields)
}

/// The answer to a `Lookup`.
public enum Fact: Sendable, Hashable {
    case verdict(Verdict)
    case progress(Progress)
    case act(ActFinding)
}

/// What the table of acts said to what a petitioner wants to do with their case.
public enum ActFinding: Sendable, Hashable {
    /// It may be entered; `acts` are those that they may do after it.
    case allowed(CaseDecision, acts: [CaseAct])
    /// It may not, with where the case stands.
    case refused(CaseRefusal.Cause, stage: CaseStage)
}

/// What number and code led to.
public enum Progress: Sendable, Hashable {
    /// Number and code do not belong together, or there is no such number: which one is never said.
    case unknown
    /// Too many wrong tries: wait so many seconds.
    case wait(seconds: Int)
    case found(ProgressReport)
}

/// Stage, where it went, who answers for it, what comes next, by when and why. Nothing of the content.
public struct ProgressReport: Sendable, Hashable {
    public var number: String
    public var filedOn: CivilDate
    public var stage: CaseStage
    public var stageOn: CivilDate
    public var unit: String
    public var unitPhone: String?
    public var officerBadge: String
    /// How the office lets petitioners call that officer; nil: by the badge alone.
    public var officerName: String?
    /// Telephone of the office where that officer is; nil where it is not known.
    public var officerPhone: String?
    /// Badge of whoever has it in hand; nil where it is a unit, or is over.
    public var handlerBadge: String?
    /// Papers for the petitioner, oldest first.
    public var letters: [CaseLetter] = []
    /// Why it is put off; nil where it is not.
    public var reason: String?
    public var clocks: [Clock]
    /// What comes next, as the ledger tells it.
    public var next = CaseNext.nothing
    /// What happened that the petitioner was not told of yet, oldest first.
    public var news: [CaseNews] = []
    /// Entered with the turn that tells the news; nil when there are none.
    public var telling: CaseDecision?
    /// What the petitioner may do with the case now.
    public var acts: [CaseAct] = []
    /// Which of those who share the matter asks, from 1; 0 for a matter of one.
    public var person = 0
    /// Whoever asks took back their own part, and the case goes on for the others.
    public var isOut = false

    public struct Clock: Sendable, Hashable {
        public var note: ClockNote
        /// open, due_soon, overdue, met, late
        public var status: String
        /// Days past the effective date; 0 when not overdue.
        public var daysOver: Int
        /// The petitioner's own time to ask for something, no duty of an office.
        public var isOwn: Bool

        public init(note: ClockNote, status: String, daysOver: Int, isOwn: Bool = false) {
            self.note = note
            self.status = status
            self.daysOver = daysOver
            self.isOwn = isOwn
        }

        /// It runs still.
        public var isRunning: Bool { status == "open" || status == "due_soon" || status == "overdue" }
    }

    public init(
        number: String, filedOn: CivilDate, stage: CaseStage, stageOn: CivilDate, unit: String,
        unitPhone: String?, officerBadge: String, clocks: [Clock]
    ) {
        self.number = number
        self.filedOn = filedOn
        self.stage = stage
        self.stageOn = stageOn
        self.unit = unit
        self.unitPhone = unitPhone
        self.officerBadge = officerBadge
        self.clocks = clocks
    }
}

/// A finished step: what is said, what is expected, the state after it, and what else must happen in the same commit.
public struct Outcome: Sendable {
    public var messages: [Message]
    public var expect: Expectation
    public var state: DialogState
    public var effects: [DialogEffect]
    /// The input as it shall be journalled: identity replaced by holes. nil: as typed.
    public var recordedInput: String?
    /// The conversation is over.
    public var ended: Bool

    public init(
        messages: [Message], expect: Expectation, state: DialogState, effects: [DialogEffect] = [],
        recordedInput: String? = nil, ended: Bool = false
    ) {
        self.messages = messages
        self.expect = expect
        self.state = state
        self.effects = effects
        self.recordedInput = recordedInput
        self.ended = ended
    }
}

/// What a step wants done; the session turns it into changes of the turn.
public enum DialogEffect: Sendable, Hashable {
    /// First 举报 verdict: seal the conversation back to its first line.
    case seal
    /// Keep an identity field in the vault.
    case identity(IdentityField, String)
    /// The petitioner is shown number and code of the draft (once, after the first answer that is kept).
    case draftIssued
    /// Register: one case a claim.
    case file([ClaimDraft])
    /// Put the conversation into the queue for a person. The bot goes on speaking until one claims it.
    case handOff(HandoffReason)
    /// Danger was heard: ring the officer on duty.
    case safety(SafetyKind)
    /// A first-contact answer was shown (nil), or the petitioner said yes or no to it. Only a yes is 当场解答.
    case answered(id: String, resolved: Bool?)
    /// An entry for the ledger of the petitioner's own case: what they do with it, or that they were told of it.
    case act(CaseDecision)
    /// Erase this conversation (only before filing).
    case erase
    /// Wipe screen and scroll-back of a kiosk at once.
    case clearScreen
}
