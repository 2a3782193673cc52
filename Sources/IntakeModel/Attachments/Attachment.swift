// SPDX-License-Identifier: Apache-2.0

/// A file that is kept with a conversation, and so with the cases that it filed: a scan of a letter, a photograph.
public struct Attachment: Sendable, Hashable {
    /// In its conversation, from 1.
    public var number: Int
    /// Cleaned, see ``AttachmentName``.
    public var name: String
    public var kind: AttachmentKind
    /// Bytes.
    public var size: Int
    public var at: Timestamp
    /// Badge of the officer who added it.
    public var by: String
    /// That it was taken away: its row stays, its name and its bytes do not. nil while it is there.
    public var removal: Removal?

    /// A file that does not belong there was taken away.
    public struct Removal: Sendable, Hashable {
        public var at: Timestamp
        /// Badge of the officer who did it.
        public var by: String
        public var reason: String

        public init(at: Timestamp, by: String, reason: String) {
            self.at = at
            self.by = by
            self.reason = reason
        }
    }

    public init(
        number: Int, name: String, kind: AttachmentKind, size: Int, at: Timestamp, by: String, removal: Removal? = nil
    ) {
        self.number = number
        self.name = name
        self.kind = kind
        self.size = size
        self.at = at
        self.by = by
        self.removal = removal
    }
}

/// A file before it is kept: within the limit, of a known kind, with a clean name.
public struct AttachmentDraft: Sendable, Hashable {
    public let name: String
    public let kind: AttachmentKind
    public let bytes: [UInt8]

    /// - Parameter name: as it came with the file.
    public init(name: String, bytes: [UInt8]) throws(AttachmentRefusal) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= AttachmentLimits.fileBytes else { throw .tooLarge }
        guard let kind = AttachmentKind(telling: bytes) else { throw .unknownKind }
        self.kind = kind
        self.name = AttachmentName.clean(name, kind: kind)
        self.bytes = bytes
    }
}

/// What may be kept with one conversation. A page of a letter at 200 dpi is about half a megabyte.
public enum AttachmentLimits {
    /// One file: 8 MiB. It is written in one transaction, and everybody's next turn waits for it.
    public static let fileBytes = 8 << 20
    public static let files = 20
    /// All files of one conversation: 64 MiB.
    public static let allBytes = 64 << 20
}

/// Why a file is not kept, as the officer is told.
public enum AttachmentRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    case empty, tooLarge, unknownKind, tooMany, noRoom

    public var description: String {
        switch self {
        case .empty: "这个文件是空的，没有存。"
        case .tooLarge: "这个文件太大（一个不超过 \(AttachmentLimits.fileBytes >> 20) MB），没有存。扫描时清晰度调到 200 dpi 就够。"
        case .unknownKind: "只收 JPEG、PNG 图片和 PDF，这个文件不是（看的是内容，不看后缀），没有存。"
        case .tooMany: "一件最多存 \(AttachmentLimits.files) 个文件，这个没有存。"
        case .noRoom: "这一件的文件加起来太大（不超过 \(AttachmentLimits.allBytes >> 20) MB），这个没有存。"
        }
    }
}
