// SPDX-License-Identifier: Apache-2.0

/// A filed case: one claim, registered (已登记). The ledger of its events is the truth; clocks are computed from it.
public struct CaseRecord: Sendable, Hashable {
    public var number: String
    public var conversation: ConversationID
    public var lane: Lane
    public var channel: String
    public var filedAt: Timestamp
    public var claim: ClaimDraft
    public var unit: String
    public var officer: String
    /// 首问责任人, by badge.
    public var firstContact: String
    public var events: [CaseEvent]
    /// What was found when clocks of the case closed; filled in by the store. Rules and calendars change nothing in it.
    public var verdicts: [ClockVerdict] = []

    public init(
        number: String, conversation: ConversationID, lane: Lane, channel: String, filedAt: Timestamp,
        claim: ClaimDraft, unit: String, officer: String, firstContact: String, events: [CaseEvent]
    ) {
        self.number = number
        self.conversation = conversation
        self.lane = lane
        self.channel = channel
        self.filedAt = filedAt
        self.claim = claim
        self.unit = unit
        self.officer = officer
        self.firstContact = firstContact
        self.events = events
    }
}

extension CaseRecord {
    /// Positions of entries that a later one made void, from 1.
    var void: Set<Int> {
        Set(events.lazy.filter { $0.kind == .voided }.compactMap { $0.fields.integer(.entry) })
    }

    /// The ledger as people are shown it: what was hidden by a later entry has lost its words.
    public var shown: [CaseEvent] {
        let hidden = Set(events.lazy.filter { $0.kind == .redacted }.compactMap { $0.fields.integer(.entry) })
        guard !hidden.isEmpty else { return events }
        return events.enumerated().map { index, event in
            hidden.contains(index + 1) ? CaseEvent(event.kind, at: event.at, by: event.by, text: "（已遮盖）") : event
        }
    }
}
