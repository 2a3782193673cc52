// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A conversation that waits for a person, as the queue shows it.
public struct QueueRow: Sendable, Hashable {
    public var conversation: ConversationID
    public var version: Int64
    public var since: Timestamp
    public var reason: HandoffReason
    /// Kiosk label or relay name: where the person is.
    public var kiosk: String
    /// Of the first case; nil before filing.
    public var purpose: String?
    public var caseNumber: String?
    public var due: CivilDate?

    public init(
        conversation: ConversationID, version: Int64, since: Timestamp, reason: HandoffReason, kiosk: String,
        purpose: String?, caseNumber: String?, due: CivilDate?
    ) {
        self.conversation = conversation
        self.version = version
        self.since = since
        self.reason = reason
        self.kiosk = kiosk
        self.purpose = purpose
        self.caseNumber = caseNumber
        self.due = due
    }
}
