// SPDX-License-Identifier: Apache-2.0

/// One change of one conversation, decided and ready to be committed: a petitioner's line and its reply, an officer's
/// command, a timer. All commit the same way, checked by version.
public struct Turn: Sendable {
    public var conversation: ConversationID
    /// The version this turn was decided on; 0 when it opens the conversation. The commit makes it `version + 1`.
    public var version: Int64
    /// Set when `version` is 0.
    public var opening: Opening?
    /// The leg whose `seq` this turn takes: where its messages go. nil when no leg is bound.
    public var leg: LegReference?
    /// Idempotency: the same id in the same scope commits once and is answered with what was stored. The scope is the
    /// petitioner's leg, or the officer's own (`LegName(name: "staff", conv: badge)`).
    public var key: IdempotencyKey?
    public var source: Source
    /// What was typed, cleaned; where the person named themselves, identity holes. nil when nothing was.
    public var input: String?
    public var messages: [Message]
    public var expect: Expectation
    public var owner: Owner
    /// The dialog's state after this turn, in the engine's own coding.
    public var state: [UInt8]
    public var changes: [Change]
    public var ended: Bool
    /// Answers number and code: the leg took the conversation over with this turn.
    public var resumes = false

    public enum Source: Sendable, Hashable {
        case petitioner
        case officer(badge: String)
        /// Timers, leases, the desk itself.
        case desk
    }

    public struct LegReference: Sendable, Hashable {
        public var id: LegID
        /// This turn's `seq` on the leg.
        public var seq: Int64
        /// Set when the leg is not in the store yet.
        public var name: LegName?
        /// True when the turn answers nobody's message on this leg and so must be acknowledged (a push).
        public var isPush: Bool

        public init(id: LegID, seq: Int64, name: LegName? = nil, isPush: Bool = false) {
            self.id = id
            self.seq = seq
            self.name = name
            self.isPush = isPush
        }
    }

    public struct IdempotencyKey: Sendable, Hashable {
        public var scope: LegID
        public var id: String

        public init(scope: LegID, id: String) {
            self.scope = scope
            self.id = id
        }
    }

    public struct Opening: Sendable, Hashable {
        /// 来信, 走访, 电话, 网上 …
        public var channel: String
        /// Kiosk label or relay name: where the person is.
        public var place: String
        public var locale: String?
        /// Hash of the script version the conversation stays on.
        public var script: String

        public init(channel: String, place: String, locale: String? = nil, script: String) {
            self.channel = channel
            self.place = place
            self.locale = locale
            self.script = script
        }
    }

    /// What else happens in the same transaction.
    public enum Change: Sendable, Hashable {
        /// First 举报 verdict: the conversation, back to its first line, moves to the sealed lane.
        case seal
        case identity(IdentityField, String)
        /// The petitioner now has number and code.
        case draftIssued
        /// Each claim becomes one case; their numbers fill the turn's holes.
        case file([ClaimDraft])
        /// What a petitioner says about a case: it is kept whatever the case has come to.
        case caseEvent(number: String, CaseEvent.Kind, text: String)
        /// An act that was decided on a ledger of a certain length: on another one the turn is refused.
        case caseAct(CaseDecision)
        /// A document goes out: it gets its number, and the case its entry, in this transaction; on another ledger than
        /// the one it was drafted on the turn is refused.
        case issue(DocumentIssue)
        case event(DeskEvent)
        /// A first-contact answer was shown (`resolved` nil) or the petitioner said yes or no to it.
        case answered(id: String, resolved: Bool?)
        case handOff(HandoffReason)
        /// The owner's lease ends then.
        case lease(until: Timestamp)
        /// The petitioner's wish before filing: the data key is destroyed.
        case erase
        /// The conversation goes on on another version of the dialogs.
        case moved(script: String)
        /// What the turn does is kept in the audit trail.
        case audit(badge: String, act: String, subject: String, reason: String)
    }

    public init(
        conversation: ConversationID, version: Int64, opening: Opening? = nil, leg: LegReference? = nil,
        key: IdempotencyKey? = nil, source: Source, input: String? = nil, messages: [Message], expect: Expectation,
        owner: Owner, state: [UInt8], changes: [Change] = [], ended: Bool = false
    ) {
        self.conversation = conversation
        self.version = version
        self.opening = opening
        self.leg = leg
        self.key = key
        self.source = source
        self.input = input
        self.messages = messages
        self.expect = expect
        self.owner = owner
        self.state = state
        self.changes = changes
        self.ended = ended
    }
}

/// A turn as it stands in the store: what is sent is built from this alone, so that a repeated id gets the same reply.
public struct StoredTurn: Sendable, Hashable {
    /// Position in the journal, in commit order over all conversations.
    public var journal: Int64
    public var conversation: ConversationID
    /// The conversation's version after this turn.
    public var version: Int64
    public var leg: LegID?
    public var seq: Int64
    public var isPush: Bool
    public var at: Timestamp
    public var source: Turn.Source
    /// The message id that this turn answers; nil for what came unasked and for kiosks.
    public var key: String?
    /// Opened the conversation on a leg that had an earlier one.
    public var opened: Bool
    /// The leg took the conversation over with this turn.
    public var resumed: Bool
    public var input: String?
    /// Numbers, dates and units filled; code and identity still holes.
    public var messages: [Message]
    public var expect: Expectation
    public var owner: Owner
    /// Numbers of all cases filed in this conversation up to here.
    public var cases: [String]
    public var ended: Bool
    /// Where the acts of this turn stand in the ledgers of their cases.
    public var ledger: [CaseDecision.Place]

    public init(
        journal: Int64, conversation: ConversationID, version: Int64, leg: LegID?, seq: Int64, isPush: Bool,
        at: Timestamp, source: Turn.Source, key: String? = nil, opened: Bool, resumed: Bool = false, input: String?,
        messages: [Message],
        expect: Expectation, owner: Owner, cases: [String], ended: Bool, ledger: [CaseDecision.Place] = []
    ) {
        self.journal = journal
        self.conversation = conversation
        self.version = version
        self.leg = leg
        self.seq = seq
        self.isPush = isPush
        self.at = at
        self.source = source
        self.key = key
        self.opened = opened
        self.resumed = resumed
        self.input = input
        self.messages = messages
        self.expect = expect
        self.owner = owner
        self.cases = cases
        self.ended = ended
        self.ledger = ledger
    }
}

/// What became of one turn of a group. One item's conflict never fails its group.
public enum TurnResult: Sendable {
    case committed(StoredTurn)
    /// The id was committed before: its turn, again; nothing happened.
    case duplicate(StoredTurn)
    /// Another turn came first: load `version` and step again.
    case stale(version: Int64)
    case refused(TurnRefusal)
}

public enum TurnRefusal: Sendable, Hashable {
    /// The conversation is gone (erased or never was).
    case notFound
    /// The case of an act has moved on: its ledger has `version` entries now.
    case caseMoved(version: Int)
    /// The turn itself is not one that can be kept.
    case invalid(String)
}
