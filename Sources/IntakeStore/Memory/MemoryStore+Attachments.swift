// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension MemoryStore {
    public func attach(
        _ draft: AttachmentDraft, to conversation: ConversationID, by badge: String, viewer: Viewer
    ) throws(StoreError) -> Attachment {
        try write { state throws(StoreError) in
            guard let found = state.conversations[conversation], !found.head.erased, viewer.sees(found.head.lane) else {
                throw StoreError(.invalid, "there is no conversation \(conversation)")
            }
            let kept = state.attachments[conversation] ?? []
            if let same = kept.first(where: { $0.attachment.removal == nil && $0.bytes == draft.bytes }) {
                return same.attachment
            }
            try AttachmentRoom.admit(draft, beside: kept.map(\.attachment))
            let at = state.clock.tick(policy)
            let attachment = Attachment(
                number: kept.count + 1, name: draft.name, kind: draft.kind, size: draft.bytes.count, at: at, by: badge)
            state.attachments[conversation, default: []].append((attachment, draft.bytes))
            state.append(
                Settlement.Audit(attaching: attachment, to: conversation, cases: found.head.cases), at: at)
            return attachment
        }
    }

    public func attachments(of conversation: ConversationID, viewer: Viewer) throws(StoreError) -> [Attachment] {
        read { state in
            guard let found = state.conversations[conversation], viewer.sees(found.head.lane) else { return [] }
            return (state.attachments[conversation] ?? []).map(\.attachment)
        }
    }

    public func content(
        ofAttachment number: Int, of conversation: ConversationID, viewer: Viewer
    ) throws(StoreError) -> [UInt8]? {
        read { state in
            guard let found = state.conversations[conversation], viewer.sees(found.head.lane) else { return nil }
            return state.attachments[conversation]?.first {
                $0.attachment.number == number && $0.attachment.removal == nil
            }?.bytes
        }
    }

    public func removeAttachment(
        _ number: Int, of conversation: ConversationID, by badge: String, reason: String, viewer: Viewer
    ) throws(StoreError) -> Attachment {
        try write { state throws(StoreError) in
            guard let found = state.conversations[conversation], viewer.sees(found.head.lane),
                let index = state.attachments[conversation]?.firstIndex(where: { $0.attachment.number == number }),
                var attachment = state.attachments[conversation]?[index].attachment
            else { throw StoreError(.invalid, "there is no file \(number)") }
            guard attachment.removal == nil else { return attachment }
            let at = state.clock.tick(policy)
            let removal = Attachment.Removal(at: at, by: badge, reason: reason)
            (attachment.name, attachment.removal) = ("", removal)
            state.attachments[conversation]?[index] = (attachment, [])
            state.append(
                Settlement.Audit(removing: attachment, removal, of: conversation, cases: found.head.cases), at: at)
            return attachment
        }
    }
}
