// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A document as words in an order, before it is paper, screen or terminal. The 文号 and identity stand in it as holes
/// until it is shown.
public struct DocumentPage: Sendable, Hashable {
    public enum Block: Sendable, Hashable {
        /// 主送: flush left.
        case addressee(String)
        /// 一、……
        case heading(String)
        case paragraph(String)
        /// A row of a table: label and value by turns.
        case row([String])
        /// 附：, and what stands below the text.
        case note(String)
        /// A place for signatures and dates, by hand.
        case signature(String)
    }

    public var kind: DocumentKind
    public var version: Int
    public var title: String
    /// Name of the body it goes out in: letterhead and 落款.
    public var issuer: String
    public var issuedOn: CivilDate
    public var blocks: [Block]

    /// Where the 文号 comes: its own marker, which no text can hold (see ``Hole``).
    public static let numberMarker = "\u{1}document\u{2}"

    public init(
        kind: DocumentKind, version: Int, title: String, issuer: String, issuedOn: CivilDate, blocks: [Block]
    ) {
        self.kind = kind
        self.version = version
        self.title = title
        self.issuer = issuer
        self.issuedOn = issuedOn
        self.blocks = blocks
    }

    /// The same with every text changed.
    public func mapped(_ change: (String) -> String) -> DocumentPage {
        var page = self
        page.title = change(title)
        page.issuer = change(issuer)
        page.blocks = blocks.map { block in
            switch block {
            case .addressee(let text): .addressee(change(text))
            case .heading(let text): .heading(change(text))
            case .paragraph(let text): .paragraph(change(text))
            case .row(let cells): .row(cells.map(change))
            case .note(let text): .note(change(text))
            case .signature(let text): .signature(change(text))
            }
        }
        return page
    }

    /// With what its holes stand for, for whoever is to read it.
    public func filled(_ names: (IdentityField) -> String) -> DocumentPage {
        mapped { text in
            Hole.fill(text) { hole in
                if case .identity(let field) = hole { names(field) } else { nil }
            }
        }
    }

    /// Every text of it in order.
    public var texts: [String] {
        var texts: [String] = []
        _ = mapped { text in
            texts.append(text)
            return text
        }
        return texts
    }

    // MARK: Stored form

    private static let format: UInt8 = 1

    public func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 2048)
        writer.byte(Self.format)
        writer.string(kind.rawValue)
        writer.int(version)
        writer.string(title)
        writer.string(issuer)
        writer.int(issuedOn.daysSince1970)
        writer.array(blocks) { writer, block in
            let (code, texts) = block.coded
            writer.byte(code)
            writer.array(texts) { $0.string($1) }
        }
        return writer.bytes
    }

    /// - Throws: `StoredFormatError` for anything that ``encoded()`` does not write.
    public init(decoding bytes: [UInt8]) throws(StoredFormatError) {
        var reader = ByteReader(bytes)
        guard try reader.byte() == Self.format else { throw StoredFormatError("page of a newer format") }
        guard let kind = DocumentKind(rawValue: try reader.string()) else {
            throw StoredFormatError("unknown document")
        }
        let version = try reader.int()
        let title = try reader.string()
        let issuer = try reader.string()
        let day = CivilDate(daysSince1970: try reader.int())
        let blocks = try reader.array { reader throws(StoredFormatError) in
            let code = try reader.byte()
            return try Block(code, try reader.array { reader throws(StoredFormatError) in try reader.string() })
        }
        guard reader.isAtEnd else { throw StoredFormatError("page too long") }
        self.init(kind: kind, version: version, title: title, issuer: issuer, issuedOn: day, blocks: blocks)
    }
}

extension DocumentPage.Block {
    fileprivate var coded: (UInt8, [String]) {
        switch self {
        case .addressee(let text): (1, [text])
        case .heading(let text): (2, [text])
        case .paragraph(let text): (3, [text])
        case .row(let cells): (4, cells)
        case .note(let text): (5, [text])
        case .signature(let text): (6, [text])
        }
    }

    fileprivate init(_ code: UInt8, _ texts: [String]) throws(StoredFormatError) {
        if code == 4 {
            self = .row(texts)
            return
        }
        guard let text = texts.first, texts.count == 1 else { throw StoredFormatError("block with other parts") }
        switch code {
        case 1: self = .addressee(text)
        case 2: self = .heading(text)
        case 3: self = .paragraph(text)
        case 5: self = .note(text)
        case 6: self = .signature(text)
        default: throw StoredFormatError("unknown block")
        }
    }
}
