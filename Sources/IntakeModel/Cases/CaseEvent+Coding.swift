// SPDX-License-Identifier: Apache-2.0

/// The stored form of an entry; the time and the badge stand beside it in clear.
///
/// Format 1 is kind and text. Format 2 adds the fields. An entry that format 1 can hold is written in it, so that the
/// program before this one still reads what it knows.
extension CaseEvent {
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 64 + text.utf8.count)
        if fields.isEmpty, Kind.inProgress.contains(kind) {
            writer.byte(1)
            writer.array([kind.rawValue, text]) { writer, text in writer.string(text) }
        } else {
            writer.byte(2)
            writer.string(kind.rawValue)
            writer.string(text)
            writer.array(fields.all) { writer, pair in
                writer.string(pair.field.rawValue)
                writer.string(pair.text)
            }
        }
        return writer.bytes
    }

    /// - Throws: ``StoredFormatError`` for anything that no ``encoded()`` of this or an earlier version writes.
    public init(decoding bytes: [UInt8], at: Timestamp, by: String?) throws(StoredFormatError) {
        var reader = ByteReader(bytes)
        let code: String
        let text: String
        var fields = CaseFields()
        switch try reader.byte() {
        case 1:
            let texts = try reader.array { reader throws(StoredFormatError) in try reader.string() }
            guard texts.count == 2 else { throw StoredFormatError("entry of a case's ledger with other parts") }
            (code, text) = (texts[0], texts[1])
        case 2:
            code = try reader.string()
            text = try reader.string()
            let pairs = try reader.array { reader throws(StoredFormatError) in
                (try reader.string(), try reader.string())
            }
            for (key, value) in pairs {
                guard let field = CaseField.named[key] else {
                    throw StoredFormatError("unknown field in a case's ledger")
                }
                fields[field] = value
            }
        default: throw StoredFormatError("entry of a case's ledger of a newer format")
        }
        guard let kind = Kind.named[code] else { throw StoredFormatError("unknown entry in a case's ledger") }
        guard reader.isAtEnd else { throw StoredFormatError("entry of a case's ledger too long") }
        self.init(kind, at: at, by: by, text: text, fields: fields)
    }
}

// The compiler's own way from a raw value walks through all of them, which a long ledger pays for each entry.

extension CaseEvent.Kind {
    fileprivate static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}

extension CaseField {
    fileprivate static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}
