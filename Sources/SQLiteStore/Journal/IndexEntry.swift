// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// Where one turn of a conversation stands in the journal, and by what it is found.
struct IndexEntry: Sendable, Hashable {
    var journal: Int64
    var version: Int64
    /// 0 without a leg.
    var leg: Int64
    var seq: Int64
    var isPush: Bool
    /// 0 without a message id.
    var scope: Int64
    var mid: String

    func has(_ key: Turn.IdempotencyKey) -> Bool { scope == key.scope.value && mid == key.id }
}

/// Runs of entries as `segment.entries` holds them: versions follow one another from the row's own.
enum Segment {
    private static let format: UInt8 = 1

    static func encode(_ entries: some Collection<IndexEntry>) -> [UInt8] {
        var writer = ByteWriter(reserving: entries.count * 16 + 8)
        writer.byte(format)
        writer.unsigned(UInt64(entries.count))
        var journal: Int64 = 0
        for entry in entries {
            let ownScope = entry.scope == entry.leg
            writer.byte((entry.isPush ? 1 : 0) | (entry.scope != 0 ? 2 : 0) | (ownScope ? 4 : 0))
            writer.int64(entry.journal - journal)
            writer.int64(entry.leg)
            writer.int64(entry.seq)
            if entry.scope != 0 {
                if !ownScope { writer.int64(entry.scope) }
                writer.string(entry.mid)
            }
            journal = entry.journal
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8], from version: Int64) throws(StoredFormatError) -> [IndexEntry] {
        var reader = ByteReader(bytes)
        guard try reader.byte() == format else { throw StoredFormatError("segment of a newer format") }
        let count = try reader.unsigned()
        guard count <= UInt64(bytes.count) else { throw StoredFormatError("segment too short") }
        var entries: [IndexEntry] = []
        entries.reserveCapacity(Int(count))
        var journal: Int64 = 0
        for index in 0..<Int64(count) {
            let flags = try reader.byte()
            journal += try reader.int64()
            let leg = try reader.int64()
            let seq = try reader.int64()
            var scope: Int64 = 0
            var mid = ""
            if flags & 2 != 0 {
                scope = flags & 4 != 0 ? leg : try reader.int64()
                mid = try reader.string()
            }
            entries.append(
                IndexEntry(
                    journal: journal, version: version + index, leg: leg, seq: seq, isPush: flags & 1 != 0,
                    scope: scope, mid: mid))
        }
        guard reader.isAtEnd else { throw StoredFormatError("segment too long") }
        return entries
    }
}
