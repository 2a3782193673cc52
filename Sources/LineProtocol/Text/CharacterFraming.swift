// SPDX-License-Identifier: Apache-2.0

/// Where characters begin and end in encoded bytes, without decoding them.
enum CharacterFraming {
    /// The character at the start of some bytes: its length, and whether it could still grow with more bytes.
    struct Character: Equatable {
        var length: Int
        var isComplete: Bool
    }

    /// The first character of `bytes` from `start`: one UTF-8 scalar, or a GB18030 character of 1, 2 or 4 bytes. Bytes
    /// that form no character are one character each (UTF-8: up to the byte that breaks the sequence).
    static func character(in bytes: [UInt8], at start: Int, encoding: TextEncoding) -> Character? {
        guard start >= 0, start < bytes.count else { return nil }
        switch encoding {
        case .utf8: return utf8(bytes, start)
        case .gb18030: return gb18030(bytes, start)
        }
    }

    private static func utf8(_ bytes: [UInt8], _ start: Int) -> Character {
        let wanted =
            switch bytes[start] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        var length = 1
        while length < wanted {
            guard start + length < bytes.count else { return Character(length: length, isComplete: false) }
            guard bytes[start + length] & 0xC0 == 0x80 else { break }
            length += 1
        }
        return Character(length: length, isComplete: true)
    }

    private static func gb18030(_ bytes: [UInt8], _ start: Int) -> Character {
        guard (0x81...0xFE).contains(bytes[start]) else { return Character(length: 1, isComplete: true) }
        guard start + 1 < bytes.count else { return Character(length: 1, isComplete: false) }
        switch bytes[start + 1] {
        case 0x40...0x7E, 0x80...0xFE:
            return Character(length: 2, isComplete: true)
        case 0x30...0x39:
            guard start + 2 < bytes.count else { return Character(length: 2, isComplete: false) }
            guard (0x81...0xFE).contains(bytes[start + 2]) else { return Character(length: 1, isComplete: true) }
            guard start + 3 < bytes.count else { return Character(length: 3, isComplete: false) }
            guard (0x30...0x39).contains(bytes[start + 3]) else { return Character(length: 1, isComplete: true) }
            return Character(length: 4, isComplete: true)
        default:
            return Character(length: 1, isComplete: true)
        }
    }
}
