// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension StoredForms {
    /// Entries of one ledger that follow one another.
    public static func encode(_ entries: [CaseEvent]) -> [UInt8] {
        var writer = ByteWriter(reserving: 96 * entries.count)
        writer.byte(format)
        writer.array(entries) { writer, entry in
            writer.int64(entry.at.milliseconds)
            writer.optional(entry.by)
            writer.blob(entry.encoded())
        }
        return writer.bytes
    }

    public static func ledger(_ bytes: [UInt8]) throws(StoredFormatError) -> [CaseEvent] {
        var reader = try reader(bytes)
        let entries = try reader.array { reader throws(StoredFormatError) in
            let at = Timestamp(milliseconds: try reader.int64())
            let by = try reader.optional()
            return try CaseEvent(decoding: try reader.blob(), at: at, by: by)
        }
        return try finished(entries, reader)
    }
}
