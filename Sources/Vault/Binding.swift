// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What a sealed record is bound to (the additional data of AES-GCM): a record that was moved to another conversation,
/// another place or another kind does not open.
public struct Binding: Sendable, Hashable {
    /// The kind of record; the raw values are part of what is stored.
    public enum Kind: UInt8, Sendable, Hashable, CaseIterable {
        case journal = 1
        case opening = 2
        case identity = 3
        case claim = 4
        case caseEvent = 5
        case deskEvent = 6
        case audit = 7
        case officer = 8
        case verdict = 9
        case document = 10
        case account = 11
        case auditHead = 12
        case attachment = 13
        case attachmentContent = 14
        case ledgerPack = 15
    }

    /// 0 for what belongs to no conversation (desk events without one, audit, officers).
    public var conversation: Int64
    public var kind: Kind
    /// Which record of that kind: version of a turn, row of a case or event, index of an identity field.
    public var record: Int64

    public init(_ conversation: ConversationID?, _ kind: Kind, _ record: Int64) {
        self.conversation = conversation?.value ?? 0
        self.kind = kind
        self.record = record
    }
}
