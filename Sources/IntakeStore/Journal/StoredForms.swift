// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// The sealed forms of what stands beside the journal. Each begins with a format version of its own.
public enum StoredForms {
    static let format: UInt8 = 1

    static func reader(_ bytes: [UInt8]) throws(StoredFormatError) -> ByteReader {
        var reader = ByteReader(bytes)
        guard try reader.byte() == format else { throw StoredFormatError("record of a newer format") }
        return reader
    }

    static func finished<T>(_ value: T, _ reader: ByteReader) throws(StoredFormatError) -> T {
        guard reader.isAtEnd else { throw StoredFormatError("record too long") }
        return value
    }

    // MARK: Opening

    /// Channel, place and locale; the script's hash stands in clear.
    public static func encode(_ opening: Turn.Opening) -> [UInt8] {
        var writer = ByteWriter(reserving: 48)
        writer.byte(format)
        writer.string(opening.channel)
        writer.string(opening.place)
        writer.optional(opening.locale)
        return writer.bytes
    }

    public static func opening(_ bytes: [UInt8], script: String) throws(StoredFormatError) -> Turn.Opening {
        var reader = try reader(bytes)
        let opening = Turn.Opening(
            channel: try reader.string(), place: try reader.string(), locale: try reader.optional(), script: script)
        return try finished(opening, reader)
    }

    // MARK: Claim

    /// The claim of a case with the channel it came by, its unit, officer and 首问责任人.
    public static func encode(_ record: CaseRecord) -> [UInt8] {
        let claim = record.claim
        var writer = ByteWriter(reserving: 512)
        writer.byte(format)
        writer.string(record.channel)
        writer.string(record.unit)
        writer.string(record.officer)
        writer.string(record.firstContact)
        writer.string(claim.purpose.rawValue)
        writer.string(claim.topic)
        writer.optional(claim.subtopic)
        writer.array(claim.particulars) { writer, particular in
            writer.string(particular.key)
            writer.string(particular.label)
            writer.string(particular.text)
        }
        writer.optional(claim.respondent)
        writer.optional(claim.place)
        writer.int(claim.people)
        writer.string(claim.naming.rawValue)
        writer.bool(claim.identified)
        writer.array(claim.flags) { writer, flag in writer.string(flag) }
        writer.optional(claim.unit)
        writer.optional(claim.officer)
        return writer.bytes
    }

    /// Fills a record's channel, claim, unit, officer and 首问责任人.
    public static func caseRecord(
        _ bytes: [UInt8], number: String, conversation: ConversationID, lane: Lane, filedAt: Timestamp,
        events: [CaseEvent]
    ) throws(StoredFormatError) -> CaseRecord {
        var reader = try reader(bytes)
        let channel = try reader.string()
        let unit = try reader.string()
        let officer = try reader.string()
        let firstContact = try reader.string()
        guard let purpose = Purpose(rawValue: try reader.string()) else { throw StoredFormatError("unknown purpose") }
        let topic = try reader.string()
        let subtopic = try reader.optional()
        let particulars = try reader.array { reader throws(StoredFormatError) in
            ClaimDraft.Particular(key: try reader.string(), label: try reader.string(), text: try reader.string())
        }
        let respondent = try reader.optional()
        let place = try reader.optional()
        let people = try reader.int()
        guard let naming = ClaimDraft.Naming(rawValue: try reader.string()) else {
            throw StoredFormatError("unknown naming")
        }
        let claim = ClaimDraft(
            purpose: purpose, topic: topic, subtopic: subtopic, particulars: particulars, respondent: respondent,
            place: place, people: people, naming: naming, identified: try reader.bool(),
            flags: try reader.array { reader throws(StoredFormatError) in try reader.string() },
            unit: try reader.optional(), officer: try reader.optional())
        return try finished(
            CaseRecord(
                number: number, conversation: conversation, lane: lane, channel: channel, filedAt: filedAt,
                claim: claim, unit: unit, officer: officer, firstContact: firstContact, events: events), reader)
    }

    // MARK: Fields, texts

    public static func encode(_ fields: [DeskEvent.Field]) -> [UInt8] {
        var writer = ByteWriter(reserving: 96)
        writer.byte(format)
        writer.array(fields) { writer, field in
            writer.string(field.key)
            writer.string(field.value)
        }
        return writer.bytes
    }

    public static func fields(_ bytes: [UInt8]) throws(StoredFormatError) -> [DeskEvent.Field] {
        var reader = try reader(bytes)
        let fields = try reader.array { reader throws(StoredFormatError) in
            DeskEvent.Field(try reader.string(), try reader.string())
        }
        return try finished(fields, reader)
    }

    public static func encode(_ texts: [String]) -> [UInt8] {
        var writer = ByteWriter(reserving: 96)
        writer.byte(format)
        writer.array(texts) { writer, text in writer.string(text) }
        return writer.bytes
    }

    public static func texts(_ bytes: [UInt8]) throws(StoredFormatError) -> [String] {
        var reader = try reader(bytes)
        return try finished(try reader.array { reader throws(StoredFormatError) in try reader.string() }, reader)
    }
}
