// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What every store holds a new file against.
public enum AttachmentRoom {
    /// - Parameter kept: what the conversation has; files that were taken away take no room.
    /// - Throws: `invalid` with what the officer is told.
    public static func admit(_ draft: AttachmentDraft, beside kept: [Attachment]) throws(StoreError) {
        let there = kept.filter { $0.removal == nil }
        guard there.count < AttachmentLimits.files else {
            throw StoreError(.invalid, AttachmentRefusal.tooMany.description)
        }
        let bytes = there.reduce(0) { $0 + $1.size }
        guard bytes + draft.bytes.count <= AttachmentLimits.allBytes else {
            throw StoreError(.invalid, AttachmentRefusal.noRoom.description)
        }
    }
}

extension Settlement.Audit {
    /// That a file was added: by number and kind, never by its name, which may tell of a person.
    public init(attaching attachment: Attachment, to conversation: ConversationID, cases: [String]) {
        self.init(
            badge: attachment.by, act: "attach", subject: cases.first ?? conversation.description,
            reason: "\(attachment.kind.title) \(attachment.number)")
    }

    /// That a file was taken away, and why.
    public init(
        removing attachment: Attachment, _ removal: Attachment.Removal, of conversation: ConversationID, cases: [String]
    ) {
        self.init(
            badge: removal.by, act: "file.remove", subject: cases.first ?? conversation.description,
            reason: "\(attachment.kind.title) \(attachment.number)：\(removal.reason)")
    }
}
