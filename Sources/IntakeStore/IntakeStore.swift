// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// The store of a desk. Writes come from one writer; reads from any thread. Every call is synchronous and may touch the
/// disk, so none is made on an event loop.
///
/// After a failed sync or commit I/O error the store stops writing: every later write throws `readOnly`.
public protocol IntakeStore: Sendable {
    // MARK: Writing (one writer)

    /// Commits a group in one transaction, synced to disk before it returns. Results stand in the order of the turns;
    /// one item's conflict never fails its group. Within a group a later turn may build on an earlier one.
    func commit(_ turns: [Turn]) throws(StoreError) -> [TurnResult]

    /// Ids for new conversations and legs, never given twice; gaps mean nothing.
    func reserveIDs(_ count: Int) throws(StoreError) -> ClosedRange<Int64>

    /// The relay acknowledges every push of the leg up to `seq` (cumulative).
    /// Not synced by itself: it reaches the disk with the next write, and a lost one only repeats a push.
    func acknowledge(leg: LegID, through seq: Int64) throws(StoreError)

    /// The leg of that name, made unbound when it is not there: the scope of an officer's message ids.
    func ensureLeg(_ name: LegName) throws(StoreError) -> LegRecord

    /// Binds the leg to a conversation (resume by number and code at another window); other legs are unbound from it.
    func bind(leg: LegID, name: LegName, to conversation: ConversationID) throws(StoreError)

    /// Events that no turn makes (calendar.missing, clock.jumped, case.due_soon …).
    func append(_ events: [DeskEvent]) throws(StoreError)

    /// The officer has acknowledged a safety.alert. False when it was acknowledged before.
    func acknowledgeAlert(_ seq: Int64, by badge: String) throws(StoreError) -> Bool

    /// Prolongs every lease of the officer.
    func renewLeases(of badge: String, until: Timestamp) throws(StoreError)

    /// Counts a wrong number-and-code try under both keys and gives the seconds to wait before the next one is heard.
    /// `right` true clears the count of the number. While a wait is in force nothing is counted or cleared and the
    /// seconds that are left come back: a right code may only be accepted when this returns 0.
    func recordCodeTry(number: String, source: String, right: Bool) throws(StoreError) -> Int

    /// Adds or changes an officer. An empty `tokenHash` keeps the one that is there.
    func save(officer: Officer, tokenHash: [UInt8]) throws(StoreError)

    /// Keeps how an officer logs in with a browser, in the place of what was kept before.
    ///
    /// - Throws: `invalid` when there is no officer of that badge.
    func save(account: OfficerAccount) throws(StoreError)

    /// Keeps a script version by its hash; keeping it again changes nothing.
    func saveScript(hash: String, source: [UInt8]) throws(StoreError)

    /// An audited act of an officer that is not a turn (unmask with reason, export …), added to the chain.
    func audit(badge: String, act: String, subject: String, reason: String) throws(StoreError)

    /// Keeps a file with a conversation, sealed under its key and erased with it, and that it was done in the audit trail.
    /// The same bytes again in the same conversation change nothing and give what is there.
    ///
    /// - Throws: `invalid` when there is no such conversation that `viewer` may see, it was erased, or a limit of
    ///   ``AttachmentLimits`` is passed.
    func attach(
        _ draft: AttachmentDraft, to conversation: ConversationID, by badge: String, viewer: Viewer
    ) throws(StoreError) -> Attachment

    /// Takes a file away that does not belong there: its name and its bytes are overwritten, its number, kind and size stay with
    /// the reason, and the audit trail has it. A file that was taken away before is given as it is.
    ///
    /// - Throws: `invalid` when there is no such file that `viewer` may see.
    func removeAttachment(
        _ number: Int, of conversation: ConversationID, by badge: String, reason: String, viewer: Viewer
    ) throws(StoreError) -> Attachment

    /// Forgets events older than `time` (at least 90 days are to be kept); later reads from before it report the gap.
    /// Safety alerts that nobody has acknowledged stay.
    func purgeEvents(before time: Timestamp) throws(StoreError)

    /// Looks at the clocks of cases whose time has come, or that were last looked at under another basis, and writes
    /// what `review` finds, in one transaction: which clocks run, verdicts, entries about dates that moved, and for each
    /// stage that was not noted before its event. A case whose ledger grew counts as one whose time has come; one that
    /// was filed is looked at when ``FilingPolicy/firstLook`` says, and after midnight at the latest.
    ///
    /// - Parameters:
    ///   - basis: tells the rules and calendars apart by which `review` counts.
    ///   - limit: cases at most; nothing is read of any other.
    ///   - review: a pure function, called inside the transaction.
    func tendClocks(
        basis: String, limit: Int, review: (CaseRecord, ClockSheet) -> ClockReview
    ) throws(StoreError) -> ClockTending

    /// Tells an event when `mark` is higher than the last one it was told under this key with.
    ///
    /// - Returns: whether it was told.
    func append(_ event: DeskEvent, once key: String, mark: Int64) throws(StoreError) -> Bool

    /// Takes what is to be sent now, oldest first: an attempt is counted, and for ``OutboxRetry/hold`` nobody else gets it.
    /// What a case's last entry may have ended is left until the case was looked at.
    func takeOutbox(limit: Int) throws(StoreError) -> [OutboxItem]

    /// What became of an attempt: sent when `error` is nil, else tried again later; at the last attempt given up, with the
    /// event `outbox.failed`. A row that is not waiting any more stays as it is.
    ///
    /// - Parameter error: a word of the program, never of anybody's.
    /// - Returns: whether it was given up.
    func settleOutbox(_ id: Int64, error: String?) throws(StoreError) -> Bool

    /// An officer's order, kept in the audit trail.
    ///
    /// - Returns: false when there is no such row that is waiting or failed.
    func orderOutbox(_ id: Int64, _ order: OutboxOrder, badge: String) throws(StoreError) -> Bool

    /// Keeps what cases are found again by, for those filed since the last time, in the order of filing, in one
    /// transaction. No 举报 and nothing sealed is given to `mark`, and what becomes sealed later loses its mark.
    ///
    /// - Parameters:
    ///   - limit: cases at most.
    ///   - mark: a pure function of the case and of who filed it, called inside the transaction; an empty mark is not kept.
    /// - Returns: whether more wait.
    func tendRepeats(
        limit: Int, mark: (CaseRecord, [IdentityField: String]) -> RepeatMark
    ) throws(StoreError) -> Bool

    // MARK: Reading

    /// Rows of the outbox after a row, in their order; of cases that the viewer may see.
    func outbox(after id: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> [OutboxItem]

    /// Open cases of the general lane that share a key with `mark`, at most ``RepeatMark/mostCandidates``: those of the
    /// same person first, then in the order of ``RepeatRanking``. Found by an index, however many cases there are.
    func repeatCandidates(of mark: RepeatMark, except number: String) throws(StoreError) -> [RepeatCandidate]
    /// Cases that may be somebody's, found by an index, however many cases there are: those of the general lane under a key of
    /// ``RepeatMark/persons`` or ``RepeatMark/names``, the newest first, and all that have no mark (filed just now, sealed),
    /// as far as the viewer may see them. Whether they are is for the caller to see in who filed them.
    ///
    /// - Parameter limit: of those under the key.
    func personCases(under key: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> [CasePlace]
    /// The running clocks of duties with the nearest nominal dates, in their order.
    func nearestDues(limit: Int, viewer: Viewer) throws(StoreError) -> [DueRow]
    /// When the last backup was made that was found good; nil when there is none, or the store keeps nothing.
    func lastBackup() throws(StoreError) -> Timestamp?
    /// When the first case was filed.
    func firstCase() throws(StoreError) -> Timestamp?
    func leg(_ name: LegName) throws(StoreError) -> LegRecord?
    func conversation(_ id: ConversationID, viewer: Viewer) throws(StoreError) -> ConversationRecord?
    /// Turns of one leg after `seq`, oldest first (resume, catch-up).
    func turns(leg: LegID, after seq: Int64, limit: Int) throws(StoreError) -> [StoredTurn]
    /// Legs of the name that have pushes not yet acknowledged, with the first unacknowledged `seq` - 1.
    func unacknowledged(name: String) throws(StoreError) -> [(LegRecord, after: Int64)]
    /// The conversation's turns after `version`, oldest first: the transcript. Code and identity stay holes.
    func transcript(
        _ id: ConversationID, after version: Int64, limit: Int, viewer: Viewer
    ) throws(StoreError) -> [StoredTurn]
    /// Conversations that wait for a person, oldest first.
    func queue(after: ConversationID?, limit: Int, viewer: Viewer) throws(StoreError) -> [QueueItem]
    /// Conversations whose owner's lease ended before `now`.
    func expiredLeases(_ now: Timestamp) throws(StoreError) -> [ConversationID]
    func cases(viewer: Viewer) throws(StoreError) -> [CaseRecord]
    /// Cases in the order of filing, at most `limit`, those after the one of this number, or from the first on when nil:
    /// what looks at all of them without holding all.
    func cases(after number: String?, limit: Int, viewer: Viewer) throws(StoreError) -> [CaseRecord]
    /// How many sealed cases were filed in a span of time: a number and nothing else, for totals. Whoever prints it sees to
    /// it that the span is long and the number not small.
    func sealedCases(filed span: Range<Timestamp>) throws(StoreError) -> Int
    /// Conversations that were shown an answer on the spot in a span of time.
    func answers(in span: Range<Timestamp>) throws(StoreError) -> AnswerCount
    func caseRecord(number: String, viewer: Viewer) throws(StoreError) -> CaseRecord?
    /// The documents of a case in the order in which they went out, as they went out.
    func documents(ofCase number: String, viewer: Viewer) throws(StoreError) -> [IssuedDocument]
    /// The document of that 文号.
    func document(number: String, viewer: Viewer) throws(StoreError) -> IssuedDocument?
    /// The files of a conversation, in the order in which they came.
    func attachments(of conversation: ConversationID, viewer: Viewer) throws(StoreError) -> [Attachment]
    /// The bytes of one of them. Nothing of the look is kept: who shows it to somebody audits it first.
    func content(
        ofAttachment number: Int, of conversation: ConversationID, viewer: Viewer
    ) throws(StoreError) -> [UInt8]?
    /// The conversation behind a receipt number, for number-and-code checks. Draft numbers are derived (Vault).
    func conversation(forCase number: String) throws(StoreError) -> ConversationID?
    func identity(_ id: ConversationID, _ field: IdentityField, viewer: Viewer) throws(StoreError) -> String?
    /// Events after `seq` in commit order. With nothing left to show, `last` of the page is the newest `seq` there is.
    func events(after seq: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> EventPage
    func unacknowledgedAlerts() throws(StoreError) -> [StoredEvent]
    func officer(tokenHash: [UInt8]) throws(StoreError) -> Officer?
    func officers() throws(StoreError) -> [Officer]
    /// How that officer logs in with a browser; nil when they cannot.
    func account(badge: String) throws(StoreError) -> OfficerAccount?
    /// Whether anybody can log in with a browser.
    func hasAccounts() throws(StoreError) -> Bool
    func script(hash: String) throws(StoreError) -> [UInt8]?
    /// Hashes of scripts that some open conversation is on.
    func scriptsInUse() throws(StoreError) -> [String]
    /// Changes when the store was restored from a backup.
    func epoch() throws(StoreError) -> String
    /// False after a failed sync or commit error, or when the disk is full.
    var isWritable: Bool { get }
    func statistics() throws(StoreError) -> StoreStatistics
    /// Seconds to wait before a number-and-code try of this number from this source is heard; 0: now.
    func codeTryWait(number: String, source: String) throws(StoreError) -> Int
    /// The audit trail after entry `after`, oldest first; empty for a viewer that is no auditor.
    func auditTrail(after: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> [AuditEntry]
    /// Where the audit trail ends, without a look at it; nil for a viewer that is no auditor, or when it is gone.
    func auditHead(viewer: Viewer) throws(StoreError) -> AuditHead?
    /// The whole audit trail, looked through from its start to its end; nil for a viewer that is no auditor.
    ///
    /// - Parameter noted: an earlier head that was written down elsewhere.
    func checkAudit(noted: AuditHead?, viewer: Viewer) throws(StoreError) -> AuditCheck?
    /// The highest id reserved so far: bound for finding the conversation of a 续办号.
    func lastID() throws(StoreError) -> Int64
    /// The last jump of the clock that nobody has taken yet; nil when it ran true.
    func takeClockJump() -> ClockJump?
}

/// A case, and the conversation that filed it.
public struct CasePlace: Sendable, Hashable {
    public var number: String
    public var conversation: ConversationID

    public init(number: String, conversation: ConversationID) {
        self.number = number
        self.conversation = conversation
    }
}

/// The clock was set: against a monotonic reference it moved by more than ``threshold``, or it stands behind the last
/// commit by more than that. Commit times do not run backwards for it.
public struct ClockJump: Sendable, Hashable {
    /// Five minutes, in milliseconds: above what time services correct in one step.
    public static let threshold: Int64 = 300_000

    /// What the clock should have shown, and what it showed.
    public var expected: Timestamp
    public var found: Timestamp

    public init(expected: Timestamp, found: Timestamp) {
        self.expected = expected
        self.found = found
    }

    /// Seconds by which it jumped; negative when it was set back.
    public var seconds: Int { Int((found.milliseconds - expected.milliseconds) / 1000) }
}

public struct LegRecord: Sendable, Hashable {
    public var id: LegID
    public var name: LegName
    /// The conversation it is bound to now; nil when another leg took it over.
    public var conversation: ConversationID?
    /// Last `seq` given out on the leg.
    public var lastSeq: Int64
    public var acknowledged: Int64

    public init(id: LegID, name: LegName, conversation: ConversationID?, lastSeq: Int64, acknowledged: Int64) {
        self.id = id
        self.name = name
        self.conversation = conversation
        self.lastSeq = lastSeq
        self.acknowledged = acknowledged
    }
}

/// A conversation as a cold start reads it: one row and the last journal row, never the whole history.
public struct ConversationRecord: Sendable, Hashable {
    public var id: ConversationID
    public var version: Int64
    public var opening: Turn.Opening
    public var openedAt: Timestamp
    public var lane: Lane
    public var owner: Owner
    /// Why and since when it waits, when it is in the queue or was asked to be.
    public var handOff: HandoffReason?
    public var waitingSince: Timestamp?
    public var draftIssued: Bool
    public var erased: Bool
    public var ended: Bool
    public var cases: [String]
    public var state: [UInt8]
    public var expect: Expectation
    public var lastAt: Timestamp
    /// The leg bound to it now.
    public var leg: LegRecord?

    public init(
        id: ConversationID, version: Int64, opening: Turn.Opening, openedAt: Timestamp, lane: Lane, owner: Owner,
        handOff: HandoffReason?, waitingSince: Timestamp?, draftIssued: Bool, erased: Bool, ended: Bool,
        cases: [String], state: [UInt8], expect: Expectation, lastAt: Timestamp, leg: LegRecord?
    ) {
        self.id = id
        self.version = version
        self.opening = opening
        self.openedAt = openedAt
        self.lane = lane
        self.owner = owner
        self.handOff = handOff
        self.waitingSince = waitingSince
        self.draftIssued = draftIssued
        self.erased = erased
        self.ended = ended
        self.cases = cases
        self.state = state
        self.expect = expect
        self.lastAt = lastAt
        self.leg = leg
    }
}

public struct QueueItem: Sendable, Hashable {
    public var conversation: ConversationID
    public var version: Int64
    public var since: Timestamp
    public var reason: HandoffReason
    public var place: String
    public var lane: Lane
    public var cases: [String]
    /// Purpose of the first case, its number's earliest nominal date; nil before filing.
    public var purpose: Purpose?
    public var due: CivilDate?

    public init(
        conversation: ConversationID, version: Int64, since: Timestamp, reason: HandoffReason, place: String,
        lane: Lane, cases: [String], purpose: Purpose?, due: CivilDate?
    ) {
        self.conversation = conversation
        self.version = version
        self.since = since
        self.reason = reason
        self.place = place
        self.lane = lane
        self.cases = cases
        self.purpose = purpose
        self.due = due
    }
}

public struct StoredEvent: Sendable, Hashable {
    public var seq: Int64
    public var at: Timestamp
    public var conversation: ConversationID?
    public var event: DeskEvent
    /// Badge of the officer who acknowledged it (safety.alert).
    public var acknowledgedBy: String?

    public init(
        seq: Int64, at: Timestamp, conversation: ConversationID?, event: DeskEvent, acknowledgedBy: String? = nil
    ) {
        self.seq = seq
        self.at = at
        self.conversation = conversation
        self.event = event
        self.acknowledgedBy = acknowledgedBy
    }
}

public struct EventPage: Sendable, Hashable {
    /// Set when events after the asked `seq` were purged: the first one kept.
    public var gapFrom: Int64?
    public var events: [StoredEvent]
    /// Highest seq looked at, hidden ones included: go on from here.
    public var last: Int64

    public init(gapFrom: Int64?, events: [StoredEvent], last: Int64) {
        self.gapFrom = gapFrom
        self.events = events
        self.last = last
    }
}

public struct StoreStatistics: Sendable, Hashable {
    public var conversations: Int
    public var open: Int
    public var waiting: Int
    public var cases: Int
    public var turns: Int

    public init(conversations: Int, open: Int, waiting: Int, cases: Int, turns: Int) {
        self.conversations = conversations
        self.open = open
        self.waiting = waiting
        self.cases = cases
        self.turns = turns
    }
}
