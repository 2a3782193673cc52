// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What a store keeps about a conversation beside its journal. Written only when something here changes; the version
/// is that of the last journal row.
public struct ConversationHead: Sendable, Hashable {
    public var id: ConversationID
    public var version: Int64
    public var opening: Turn.Opening
    public var openedAt: Timestamp
    public var lane: Lane = .general
    public var owner: Owner = .bot
    public var handOff: HandoffReason?
    /// Set while the conversation waits for a person.
    public var waitingSince: Timestamp?
    /// The last `waitingSince` there was: where a reader of the queue goes on after the conversation left it.
    public var lastWaitingSince: Timestamp?
    public var leaseUntil: Timestamp?
    public var draftIssued = false
    public var erased = false
    public var ended = false
    public var cases: [String] = []
    /// The leg bound to it now.
    public var leg: LegID?

    /// The head of a conversation that is being opened; its first turn makes it version 1.
    public init(id: ConversationID, opening: Turn.Opening, openedAt: Timestamp) {
        self.id = id
        self.version = 0
        self.opening = opening
        self.openedAt = openedAt
    }

    /// Whether all that is kept with the conversation alone is the same: version, cases and the dialogs' version stand
    /// elsewhere, and the rest of the opening never changes.
    func isKept(as other: ConversationHead) -> Bool {
        lane == other.lane && owner == other.owner && handOff == other.handOff && waitingSince == other.waitingSince
            && lastWaitingSince == other.lastWaitingSince && leaseUntil == other.leaseUntil
            && draftIssued == other.draftIssued && erased == other.erased && ended == other.ended && leg == other.leg
    }
}
