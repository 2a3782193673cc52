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

/// One entry of a case's ledger. Append-only.
public struct CaseEvent: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// 登记
        case filed
        /// 转送 to a unit
        case forwarded
        /// 告知 given in writing
        case notified
        /// 受理 by an officer: starts 办结 for a 第31条第6项 matter
        case accepted
        /// 办结
        case concluded
        /// By the petitioner: 催, 补充, 撤回, 评价
        case urged, supplemented, withdrawn, rated
        /// A note of an officer
        case noted
        /// A date moved because rules or calendar changed
        case redated
    }

    public var kind: Kind
    public var at: Timestamp
    /// Badge of the officer; nil when the petitioner or the desk did it.
    public var by: String?
    public var text: String

    public init(_ kind: Kind, at: Timestamp, by: String? = nil, text: String = "") {
        self.kind = kind
        self.at = at
        self.by = by
        self.text = text
    }
}
