// SPDX-License-Identifier: Apache-2.0

import DequeModule
import DialogEngine
import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol

/// A conversation as the desk holds it in memory: a cache of what the store knows, confined to the desk's loop.
final class Conversation: @unchecked Sendable {
    let id: ConversationID
    /// As the store has it.
    var opening: Turn.Opening
    /// The script version it began with, and stays on unless the office moves it.
    var script: Script
    /// 0 until its first turn is committed.
    var version: Int64
    var state: DialogState
    var expect: Expectation
    var owner: Owner
    var lane: Lane
    var handOff: HandoffReason?
    var waitingSince: Timestamp?
    var draftIssued: Bool
    var ended: Bool
    var cases: [String]
    /// The leg bound to it now: where replies and pushes go.
    var leg: Leg?
    /// Identity fields, for filling holes towards the petitioner. Loaded with the conversation.
    var identity: [IdentityField: String] = [:]
    /// Number and code as they are shown, once they were.
    var derived: [Hole: String] = [:]
    /// Resumed by number and code: identity is shown masked from then on.
    var masked = false
    /// The petitioner had everything erased: only who still holds it in memory sees it.
    var erased = false
    /// A turn is on its way through the writer, or a look-up is out.
    var busy = false
    /// What waits for that, in order.
    var waiting: Deque<Request> = []
    var lastUsed: UInt64 = 0
    /// Officers who follow it without owning it.
    var followers: [StaffSession] = []

    init(id: ConversationID, opening: Turn.Opening, script: Script, state: DialogState) {
        self.id = id
        self.opening = opening
        self.script = script
        self.version = 0
        self.state = state
        self.expect = Expectation(.text)
        self.owner = .bot
        self.lane = .general
        self.draftIssued = false
        self.ended = false
        self.cases = []
    }

    init(
        record: ConversationRecord, script: Script, identity: [IdentityField: String]
    ) throws(StoredFormatError) {
        id = record.id
        opening = record.opening
        self.script = script
        version = record.version
        state = try DialogState(decoding: record.state)
        expect = record.expect
        owner = record.owner
        lane = record.lane
        handOff = record.handOff
        waitingSince = record.waitingSince
        draftIssued = record.draftIssued
        ended = record.ended
        cases = record.cases
        self.identity = identity
    }

    /// Whether it began at a telnet screen of the office: only those legs have a line of their own.
    var isAtKiosk: Bool { leg?.name.name == Desk.kioskName }

    /// Whether it is held on the page for petitioners.
    var isInBrowser: Bool { leg?.name.name == Desk.browserName }

    /// The door it came in by, for the next conversation on the same leg.
    var door: Desk.Door {
        Desk.Door(
            channel: opening.channel, place: opening.place, locale: opening.locale, isKiosk: isAtKiosk,
            isGreeted: isInBrowser)
    }
}

/// What binds a petitioner's line to a conversation; confined to the desk's loop.
final class Leg: @unchecked Sendable {
    let id: LegID
    let name: LegName
    /// False until a turn that names it is committed.
    var stored: Bool
    /// Taken for new without a look into the store: the commit of its first turn tells whether it was.
    var isAssumed = false
    /// Who wants the leg as the store has it, while it is only assumed.
    var awaiting: [(Result<Leg, WireError>) -> Void] = []
    var lastSeq: Int64
    var conversation: Conversation?
    /// A new conversation on its way through the writer; becomes `conversation` when its first turn is committed.
    var opening: Conversation?
    /// A kiosk's connection. Relays are found by name, since pushes go to their latest connection.
    weak var line: (any PetitionerLine)?
    /// Where a browser's words come from, for counting wrong codes; nil: the leg's own name counts.
    var source: String?
    /// `seq` up to which a browser's forms were answered: what is answered with an earlier one is a repeat.
    var answered: Int64
    /// Messages of one conversation: 100 at once, 20 a second in the long run.
    var bucket = TokenBucket(capacity: 100, perSecond: 20, now: 0)

    init(id: LegID, name: LegName, stored: Bool, lastSeq: Int64) {
        self.id = id
        self.name = name
        self.stored = stored
        self.lastSeq = lastSeq
        answered = lastSeq
    }
}

/// Somebody who talks with a petitioner: a kiosk's connection, a relay's connection, an officer who dictates.
protocol PetitionerLine: AnyObject, Sendable {
    /// The committed turn that answers request `re` (nil at a kiosk).
    func answer(_ turn: StoredTurn, re: String?, on leg: Leg, in conversation: Conversation)
    /// Something unasked: an officer's words, a notice.
    func push(_ turn: StoredTurn, on leg: Leg, in conversation: Conversation)
    func refuse(_ refusal: WireError, re: String?)
    /// The leg was taken over elsewhere: this line's talk is over.
    func takenOver(_ turn: StoredTurn, leg: Leg, in conversation: Conversation)
    /// Wipe the screen at once (kiosk).
    func clearScreen()
}
