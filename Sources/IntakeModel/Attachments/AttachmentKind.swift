// SPDX-License-Identifier: Apache-2.0

/// What a scan may be. It is told by its first bytes and by nothing else: neither by its name nor by what a browser says.
public enum AttachmentKind: UInt8, Sendable, Hashable, CaseIterable {
    case jpeg = 1
    case png = 2
    case pdf = 3

    /// nil for anything that is none of them.
    public init?(telling bytes: [UInt8]) {
        for kind in Self.allCases where bytes.count > kind.signature.count && bytes.starts(with: kind.signature) {
            self = kind
            return
        }
        return nil
    }

    private var signature: [UInt8] {
        switch self {
        // ITU T.81: SOI, then the first byte of another marker.
        case .jpeg: [0xFF, 0xD8, 0xFF]
        // ISO/IEC 15948, 5.2, and the chunk that has to come first.
        case .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        // ISO 32000-1, 7.5.2.
        case .pdf: Array("%PDF-".utf8)
        }
    }

    public var mediaType: String {
        switch self {
        case .jpeg: "image/jpeg"
        case .png: "image/png"
        case .pdf: "application/pdf"
        }
    }

    /// Without the dot.
    public var suffix: String {
        switch self {
        case .jpeg: "jpg"
        case .png: "png"
        case .pdf: "pdf"
        }
    }

    /// As officers call it.
    public var title: String {
        switch self {
        case .jpeg, .png: "图片"
        case .pdf: "PDF"
        }
    }
}
