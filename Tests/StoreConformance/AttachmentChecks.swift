// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

/// Scans that are kept with a conversation.
extension StoreConformance {
    static func scan(_ length: Int = 100, seed: UInt8 = 7) -> [UInt8] {
        [0xFF, 0xD8, 0xFF, 0xE0] + (0..<max(0, length - 4)).map { UInt8(truncatingIfNeeded: $0) ^ seed }
    }

    static let attachmentChecks: [Check] = [
        Check("a file is read back as it came, and its keeping is in the audit trail without its name") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            let draft = try AttachmentDraft(name: "C:\\桌面\\王小明 来信.jpg", bytes: scan())
            let kept = try fixture.store.attach(draft, to: talk.id, by: "021", viewer: plainOfficer)
            try equal(
                kept,
                Attachment(
                    number: 1, name: "王小明 来信.jpg", kind: .jpeg, size: 100, at: fixture.clock.now, by: "021"))
            let second = try fixture.store.attach(
                try AttachmentDraft(name: "", bytes: Array("%PDF-1.7\n…".utf8)), to: talk.id, by: "021",
                viewer: plainOfficer)
            try equal(second.name, "附件.pdf")
            try equal(try fixture.second.attachments(of: talk.id, viewer: plainOfficer), [kept, second])
            try equal(
                try fixture.second.content(ofAttachment: 1, of: talk.id, viewer: plainOfficer), scan())
            try require(try fixture.second.content(ofAttachment: 3, of: talk.id, viewer: plainOfficer) == nil)
            let trail = try fixture.second.auditTrail(after: 0, limit: 10, viewer: .desk)
            try equal(trail.map(\.act), ["attach", "attach"])
            try equal(trail.map(\.subject), [number, number])
            try require(!trail.contains { $0.reason.contains("王小明") })
        },
        Check("the same bytes again are the same file, however they are called") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            let first = try fixture.store.attach(
                try AttachmentDraft(name: "信.jpg", bytes: scan()), to: talk.id, by: "021", viewer: plainOfficer)
            let again = try fixture.store.attach(
                try AttachmentDraft(name: "信2.jpg", bytes: scan()), to: talk.id, by: "022", viewer: plainOfficer)
            try equal(again, first)
            try equal(try fixture.second.attachments(of: talk.id, viewer: .desk).count, 1)
            try equal(try fixture.second.auditTrail(after: 0, limit: 10, viewer: .desk).count, 1)
            // In another conversation it is another file.
            let other = try Talk(fixture)
            try other.say()
            _ = try fixture.store.attach(
                try AttachmentDraft(name: "信.jpg", bytes: scan()), to: other.id, by: "021", viewer: plainOfficer)
            try equal(try fixture.second.attachments(of: other.id, viewer: .desk).count, 1)
        },
        Check("files of a sealed conversation are there for the role sealed only, those from before the seal too") {
            fixture in
            let talk = try Talk(fixture)
            try talk.say()
            let draft = try AttachmentDraft(name: "信.jpg", bytes: scan())
            let kept = try fixture.store.attach(draft, to: talk.id, by: "021", viewer: plainOfficer)
            try talk.say(changes: [.seal])
            try equal(try fixture.second.attachments(of: talk.id, viewer: plainOfficer), [])
            try require(try fixture.second.content(ofAttachment: 1, of: talk.id, viewer: plainOfficer) == nil)
            try equal(try fixture.second.attachments(of: talk.id, viewer: sealedOfficer), [kept])
            try equal(try fixture.second.content(ofAttachment: 1, of: talk.id, viewer: sealedOfficer), scan())
            let more = try AttachmentDraft(name: "信.jpg", bytes: scan(seed: 9))
            try refuses(.invalid) {
                _ = try fixture.store.attach(more, to: talk.id, by: "021", viewer: plainOfficer)
            }
            _ = try fixture.store.attach(more, to: talk.id, by: "007", viewer: sealedOfficer)
        },
        Check("files are erased with their conversation, and none comes after") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            let draft = try AttachmentDraft(name: "信.jpg", bytes: scan())
            _ = try fixture.store.attach(draft, to: talk.id, by: "021", viewer: plainOfficer)
            try talk.say(changes: [.erase], ended: true)
            try equal(try fixture.second.attachments(of: talk.id, viewer: .desk), [])
            try require(try fixture.second.content(ofAttachment: 1, of: talk.id, viewer: .desk) == nil)
            try refuses(.invalid) { _ = try fixture.store.attach(draft, to: talk.id, by: "021", viewer: plainOfficer) }
        },
        Check("a file that is taken away leaves its row and the reason, and neither its name nor its bytes") {
            fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            let draft = try AttachmentDraft(name: "王小明 来信.jpg", bytes: scan())
            let kept = try fixture.store.attach(draft, to: talk.id, by: "021", viewer: plainOfficer)
            let gone = try fixture.store.removeAttachment(
                1, of: talk.id, by: "022", reason: "传到别人那件上了", viewer: plainOfficer)
            try equal(gone.removal?.by, "022")
            try equal(gone.removal?.reason, "传到别人那件上了")
            try equal(gone.name, "")
            try equal([gone.number, gone.size], [kept.number, kept.size])
            try equal(gone.kind, kept.kind)
            try equal(try fixture.second.attachments(of: talk.id, viewer: plainOfficer), [gone])
            try require(try fixture.second.content(ofAttachment: 1, of: talk.id, viewer: plainOfficer) == nil)
            // Once more changes nothing.
            try equal(
                try fixture.store.removeAttachment(1, of: talk.id, by: "021", reason: "再撤", viewer: plainOfficer), gone)
            let trail = try fixture.second.auditTrail(after: 0, limit: 10, viewer: .desk)
            try equal(trail.map(\.act), ["attach", "file.remove"])
            try equal(trail.last?.subject, number)
            try equal(trail.last?.badge, "022")
            try require(trail.last?.reason.contains("传到别人那件上了") == true)
            // The same bytes again are another file, and it takes the next number.
            try equal(
                try fixture.store.attach(draft, to: talk.id, by: "021", viewer: plainOfficer).number, 2)
            try refuses(.invalid) {
                _ = try fixture.store.removeAttachment(3, of: talk.id, by: "021", reason: "没有", viewer: plainOfficer)
            }
            try talk.say(changes: [.seal])
            try refuses(.invalid) {
                _ = try fixture.store.removeAttachment(2, of: talk.id, by: "021", reason: "看不到", viewer: plainOfficer)
            }
        },
        Check("no more files than the limit, and none without a conversation") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            for index in 0..<AttachmentLimits.files {
                let draft = try AttachmentDraft(name: "\(index).jpg", bytes: scan(20, seed: UInt8(index)))
                try equal(
                    try fixture.store.attach(draft, to: talk.id, by: "021", viewer: plainOfficer).number, index + 1)
            }
            let more = try AttachmentDraft(name: "还有.jpg", bytes: scan(30))
            try refuses(.invalid) { _ = try fixture.store.attach(more, to: talk.id, by: "021", viewer: plainOfficer) }
            try refuses(.invalid) {
                _ = try fixture.store.attach(more, to: ConversationID(77), by: "021", viewer: plainOfficer)
            }
            try equal(try fixture.second.attachments(of: ConversationID(77), viewer: .desk), [])
            // A refused file leaves the store as it was.
            try require(fixture.store.isWritable)
            try equal(try fixture.second.attachments(of: talk.id, viewer: .desk).count, AttachmentLimits.files)
        },
    ]
}
