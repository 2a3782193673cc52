// SPDX-License-Identifier: Apache-2.0

import LineProtocol

/// Makes keys out of the bytes of a terminal: UTF-8, the usual escape sequences (ECMA-48, xterm) and bracketed paste.
/// Anything else that begins with ESC is swallowed whole, so that no unknown key types garbage.
public struct KeyDecoder: Sendable {
    /// Longest paste in bytes; the rest of a longer one is dropped. Room for a letter of many pages.
    static let pasteLimit = 65_536
    private static let pasteEnd = Array("\u{1B}[201~".utf8)
    private var pending: [UInt8] = []
    private var paste: [UInt8]?

    public init() {}

    /// True when bytes wait that may be a lone Esc key or the beginning of a sequence: after a short silence the caller
    /// calls `flush()`.
    public var isWaiting: Bool { !pending.isEmpty }

    /// Takes the next bytes; gives the keys that they complete.
    public mutating func feed(_ bytes: [UInt8]) -> [Key] {
        var keys: [Key] = []
        for byte in bytes {
            if paste != nil {
                takePasted(byte, &keys)
                continue
            }
            pending.append(byte)
            decode(&keys)
        }
        return keys
    }

    /// Nothing followed: what waits is an Esc key, or nothing.
    public mutating func flush() -> [Key] {
        defer { pending = [] }
        return pending.first == 0x1B ? [.escape] : []
    }

    private mutating func takePasted(_ byte: UInt8, _ keys: inout [Key]) {
        guard var text = paste else { return }
        text.append(byte)
        if text.suffix(Self.pasteEnd.count) == Self.pasteEnd[...] {
            text.removeLast(Self.pasteEnd.count)
            paste = nil
            keys.append(.paste(TextCleaner.clean(String(decoding: text, as: UTF8.self), lineFeeds: true)))
            return
        }
        // Past the limit only the end is still looked for.
        if text.count > Self.pasteLimit + Self.pasteEnd.count { text.remove(at: Self.pasteLimit) }
        paste = text
    }

    private mutating func decode(_ keys: inout [Key]) {
        guard let first = pending.first else { return }
        switch first {
        case 0x1B: escape(&keys)
        case 0x0D, 0x0A: finish(.enter, &keys)
        case 0x09: finish(.tab, &keys)
        case 0x7F, 0x08: finish(.backspace, &keys)
        case 0x01...0x1A: finish(.control(Character(Unicode.Scalar(first + 0x60))), &keys)
        case 0x00...0x1F: pending = []
        case 0x20...0x7E: finish(.character(Character(Unicode.Scalar(first))), &keys)
        default: multibyte(first, &keys)
        }
    }

    private mutating func finish(_ key: Key, _ keys: inout [Key]) {
        keys.append(key)
        pending = []
    }

    private mutating func multibyte(_ first: UInt8, _ keys: inout [Key]) {
        let length: Int
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default:
            pending = []
            return
        }
        if let last = pending.last, pending.count > 1, last & 0xC0 != 0x80 {
            // Not a continuation: the broken character is dropped, the byte begins anew.
            pending = [last]
            decode(&keys)
            return
        }
        guard pending.count == length else { return }
        let text = String(decoding: pending, as: UTF8.self)
        pending = []
        if !text.unicodeScalars.contains("\u{FFFD}") {
            for character in TextCleaner.clean(text) { keys.append(.character(character)) }
        }
    }

    private mutating func escape(_ keys: inout [Key]) {
        guard pending.count > 1 else { return }
        switch pending[1] {
        case UInt8(ascii: "["), UInt8(ascii: "O"):
            guard pending.count > 2, let last = pending.last else { return }
            guard (0x40...0x7E).contains(last), pending.count > 3 || last != UInt8(ascii: "[") else {
                if pending.count > 32 || last < 0x20 { pending = [] }
                return
            }
            let parameters = pending[2..<pending.count - 1]
            pending = []
            sequence(last, parameters: parameters, &keys)
        case 0x1B:
            // Esc twice: the first was a key.
            pending.removeFirst()
            keys.append(.escape)
        default:
            // Esc typed fast before another key (or Alt and a key): both count.
            let rest = pending[1]
            pending = [rest]
            keys.append(.escape)
            decode(&keys)
        }
    }

    private mutating func sequence(_ final: UInt8, parameters: ArraySlice<UInt8>, _ keys: inout [Key]) {
        switch final {
        case UInt8(ascii: "A"): keys.append(.up)
        case UInt8(ascii: "B"): keys.append(.down)
        case UInt8(ascii: "C"): keys.append(.right)
        case UInt8(ascii: "D"): keys.append(.left)
        case UInt8(ascii: "H"): keys.append(.home)
        case UInt8(ascii: "F"): keys.append(.end)
        case UInt8(ascii: "M"): keys.append(.enter)
        case UInt8(ascii: "~"):
            switch String(decoding: parameters, as: UTF8.self) {
            case "1", "7": keys.append(.home)
            case "4", "8": keys.append(.end)
            case "3": keys.append(.delete)
            case "5": keys.append(.pageUp)
            case "6": keys.append(.pageDown)
            case "200": paste = []
            default: break
            }
        default: break
        }
    }
}
