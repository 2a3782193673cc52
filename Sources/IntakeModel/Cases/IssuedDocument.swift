// SPDX-License-Identifier: Apache-2.0

/// A document as it went out. Nothing of it ever changes; what is put right goes out as a further version.
public struct IssuedDocument: Sendable, Hashable {
    public var caseNumber: String
    /// Its entry in the ledger of the case, from 1.
    public var entry: Int
    /// 文号.
    public var number: String
    public var series: DocumentSeries
    /// Which document: 信访处理意见书 …
    public var paper: String
    public var version: Int
    public var at: Timestamp
    /// Badge of the officer who issued it.
    public var by: String
    /// The page in its stored form, see `DocumentPage` of the target Documents.
    public var content: [UInt8]
    /// What the holes of the page stand for.
    public var names: [IdentityField: String]

    public init(
        caseNumber: String, entry: Int, number: String, series: DocumentSeries, paper: String, version: Int,
        at: Timestamp, by: String, content: [UInt8], names: [IdentityField: String]
    ) {
        self.caseNumber = caseNumber
        self.entry = entry
        self.number = number
        self.series = series
        self.paper = paper
        self.version = version
        self.at = at
        self.by = by
        self.content = content
        self.names = names
    }

    private static let format: UInt8 = 1

    /// What a store seals of it; the rest stands beside it in clear.
    public var sealedPart: [UInt8] {
        var writer = ByteWriter(reserving: content.count + 128)
        writer.byte(Self.format)
        writer.string(paper)
        writer.int(version)
        writer.blob(content)
        writer.array(names.sorted { $0.key.rawValue < $1.key.rawValue }) { writer, pair in
            writer.string(pair.key.rawValue)
            writer.string(pair.value)
        }
        return writer.bytes
    }

    /// - Throws: ``StoredFormatError`` for anything that ``sealedPart`` does not give.
    public init(
        sealedPart bytes: [UInt8], caseNumber: String, entry: Int, number: String, series: DocumentSeries,
        at: Timestamp, by: String
    ) throws(StoredFormatError) {
        var reader = ByteReader(bytes)
        guard try reader.byte() == Self.format else { throw StoredFormatError("document of a newer format") }
        let paper = try reader.string()
        let version = try reader.int()
        let content = try reader.blob()
        var names: [IdentityField: String] = [:]
        for (key, value) in try reader.array({ reader throws(StoredFormatError) in
            (try reader.string(), try reader.string())
        }) {
            guard let field = IdentityField(rawValue: key) else {
                throw StoredFormatError("unknown name in a document")
            }
            names[field] = value
        }
        guard reader.isAtEnd else { throw StoredFormatError("document too long") }
        self.init(
            caseNumber: caseNumber, entry: entry, number: number, series: series, paper: paper, version: version,
            at: at, by: by, content: content, names: names)
    }
}

extension CaseRecord {
    /// The last document of each kind that went out in this case, by kind: its 文号, its version and its day.
    public func lastIssued(_ paper: String) -> (number: String, version: Int, on: CivilDate)? {
        let issued = events.filter { $0.kind == .issued && $0.fields[.paper] == paper }
        guard let last = issued.last, let number = last.fields[.document] else { return nil }
        return (number, issued.count, last.day)
    }
}
