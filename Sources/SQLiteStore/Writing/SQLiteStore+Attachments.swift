// SPDX-License-Identifier: Apache-2.0

import GRDB
public import IntakeModel
public import IntakeStore
import Vault

extension SQLiteStore {
    public func attach(
        _ draft: AttachmentDraft, to conversation: ConversationID, by badge: String, viewer: Viewer
    ) throws(StoreError) -> Attachment {
        try write { writer in
            guard let owner = try writer.conversation(conversation.value), !owner.head.erased,
                viewer.sees(owner.head.lane)
            else { throw StoreError(.invalid, "there is no conversation \(conversation)") }
            let kept = try AttachmentRows.all(of: conversation, writer.db, owner.key)
            for same in kept where same.removal == nil && same.size == draft.bytes.count {
                if try AttachmentRows.content(same.number, of: conversation, writer.db, owner.key) == draft.bytes {
                    return same
                }
            }
            try AttachmentRoom.admit(draft, beside: kept)
            let at = writer.clock.tick(writer.policy)
            let attachment = Attachment(
                number: (kept.last?.number ?? 0) + 1, name: draft.name, kind: draft.kind, size: draft.bytes.count,
                at: at, by: badge)
            try AttachmentRows.write(attachment, draft.bytes, of: conversation, writer.db, owner.key)
            try writer.write(
                Settlement.Audit(attaching: attachment, to: conversation, cases: owner.head.cases), at: at)
            return attachment
        }
    }

    public func removeAttachment(
        _ number: Int, of conversation: ConversationID, by badge: String, reason: String, viewer: Viewer
    ) throws(StoreError) -> Attachment {
        try write { writer in
            guard let owner = try writer.conversation(conversation.value), viewer.sees(owner.head.lane),
                var attachment = try AttachmentRows.all(of: conversation, writer.db, owner.key)
                    .first(where: { $0.number == number })
            else { throw StoreError(.invalid, "there is no file \(number)") }
            guard attachment.removal == nil else { return attachment }
            let at = writer.clock.tick(writer.policy)
            let removal = Attachment.Removal(at: at, by: badge, reason: reason)
            (attachment.name, attachment.removal) = ("", removal)
            try AttachmentRows.empty(attachment, of: conversation, writer.db, owner.key)
            try writer.write(
                Settlement.Audit(removing: attachment, removal, of: conversation, cases: owner.head.cases), at: at)
            writer.noteErasure()
            return attachment
        }
    }

    public func attachments(of conversation: ConversationID, viewer: Viewer) throws(StoreError) -> [Attachment] {
        try read { [vault] db in
            guard try db.tableExists("attachment"),
                let owner = try StoredConversation.load(conversation.value, db, vault), viewer.sees(owner.head.lane)
            else { return [] }
            return try AttachmentRows.all(of: conversation, db, owner.key)
        }
    }

    public func content(
        ofAttachment number: Int, of conversation: ConversationID, viewer: Viewer
    ) throws(StoreError) -> [UInt8]? {
        try read { [vault] db in
            guard try db.tableExists("attachment"),
                let owner = try StoredConversation.load(conversation.value, db, vault), viewer.sees(owner.head.lane)
            else { return nil }
            return try AttachmentRows.content(number, of: conversation, db, owner.key)
        }
    }
}

/// Rows of files.
enum AttachmentRows {
    static func all(of conversation: ConversationID, _ db: Database, _ key: DataKey) throws -> [Attachment] {
        let rows = try Prepared(
            db, "SELECT n, at, by, size, about FROM attachment WHERE conversation = ? ORDER BY n")
        rows.bind(1, conversation.value)
        return try rows.all { row in
            let number = row.int(0)
            let texts = try StoredForms.texts(
                try key.open(row.blob(4), as: Binding(conversation, .attachment, number)))
            guard texts.count == 2 || texts.count == 5, let code = UInt8(texts[1]),
                let kind = AttachmentKind(rawValue: code)
            else {
                throw StoredFormatError("a file's row was changed")
            }
            return Attachment(
                number: Int(number), name: texts[0], kind: kind, size: Int(row.int(3)),
                at: Timestamp(milliseconds: row.int(1)), by: row.text(2), removal: removal(texts))
        }
    }

    static func content(
        _ number: Int, of conversation: ConversationID, _ db: Database, _ key: DataKey
    ) throws -> [UInt8]? {
        let row = try Prepared(
            db, "SELECT content FROM attachment WHERE conversation = ? AND n = ? AND length(content) > 0")
        row.bind(1, conversation.value)
        row.bind(2, Int64(number))
        return try row.first { row in
            try key.open(row.blob(0), as: Binding(conversation, .attachmentContent, Int64(number)))
        }
    }

    private static func about(
        _ attachment: Attachment, of conversation: ConversationID, _ key: DataKey
    ) throws -> [UInt8] {
        var texts = [attachment.name, "\(attachment.kind.rawValue)"]
        if let removal = attachment.removal {
            texts += ["\(removal.at.milliseconds)", removal.by, removal.reason]
        }
        return try key.seal(
            StoredForms.encode(texts), as: Binding(conversation, .attachment, Int64(attachment.number)))
    }

    private static func removal(_ texts: [String]) -> Attachment.Removal? {
        guard texts.count == 5, let at = Int64(texts[2]) else { return nil }
        return Attachment.Removal(at: Timestamp(milliseconds: at), by: texts[3], reason: texts[4])
    }

    /// Overwrites name and bytes of a file that was taken away (`secure_delete` zeroes what is freed).
    static func empty(
        _ attachment: Attachment, of conversation: ConversationID, _ db: Database, _ key: DataKey
    ) throws {
        let update = try Prepared(
            db, "UPDATE attachment SET about = ?, content = zeroblob(0) WHERE conversation = ? AND n = ?")
        update.bind(1, try about(attachment, of: conversation, key))
        update.bind(2, conversation.value)
        update.bind(3, Int64(attachment.number))
        try update.run()
    }

    static func write(
        _ attachment: Attachment, _ bytes: [UInt8], of conversation: ConversationID, _ db: Database, _ key: DataKey
    ) throws {
        let number = Int64(attachment.number)
        let insert = try Prepared(db, "INSERT INTO attachment VALUES (?, ?, ?, ?, ?, ?, ?)")
        insert.bind(1, conversation.value)
        insert.bind(2, number)
        insert.bind(3, attachment.at.milliseconds)
        insert.bind(4, attachment.by)
        insert.bind(5, Int64(attachment.size))
        insert.bind(6, try about(attachment, of: conversation, key))
        try insert.run(binding: try key.seal(bytes, as: Binding(conversation, .attachmentContent, number)), at: 7)
    }
}
