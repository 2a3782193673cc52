// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What every store holds a new file against.
public enum AttachmentRoom {
    /// - Parameters:
    ///   - files: how many the conversation has.
    ///   - bytes: how large they are together.
    /// - Throws: `invalid` with what the officer is told.
    public static func admit(_ draft: AttachmentDraft, files: Int, bytes: Int) throws(StoreError) {
        guard files < AttachmentLimits.files else {
            throw StoreError(.invalid, AttachmentRefusal.tooMany.description)
        }
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
}
