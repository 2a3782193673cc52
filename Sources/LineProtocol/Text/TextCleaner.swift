// SPDX-License-Identifier: Apache-2.0

/// Takes out of a text what no petitioner types and no sink may pass on: control characters, escape sequences,
/// direction overrides, invisible characters. The same function guards what comes in and every place text goes out.
///
/// - TAB becomes a space. LF stays where the caller allows it, else it becomes a space; CR LF and a lone CR are one LF.
///   U+2028 and U+2029 become a space.
/// - All other C0 controls, DEL and the C1 controls (as scalars, U+0080–U+009F) go.
/// - CSI sequences (`ESC [ … final` and U+009B), the strings OSC, DCS, SOS, PM, APC up to BEL or ST, `ESC O x` and
///   `ESC ( B` (ECMA-48, ECMA-35) go whole. Of a string that is never ended only the introducer goes: what follows may
///   be somebody's words.
/// - Bidi controls U+061C, U+200E, U+200F, U+202A–U+202E, U+2066–U+2069; zero-width U+200B–U+200D, U+2060–U+2065,
///   U+206A–U+206F, U+FEFF; U+FFF9–U+FFFB; tags U+E0000–U+E007F; noncharacters go. Variation selectors stay: names
///   are written with them.
public enum TextCleaner {
    /// Cleans a text. A clean one is returned as it is, without a copy.
    /// - Parameter lineFeeds: whether LF is kept.
    public static func clean(_ text: String, lineFeeds: Bool = false) -> String {
        isClean(text, lineFeeds: lineFeeds) ? text : slowClean(text, lineFeeds: lineFeeds)
    }

    /// Whether ``clean(_:lineFeeds:)`` would change nothing.
    public static func isClean(_ text: String, lineFeeds: Bool = false) -> Bool {
        let fast = text.utf8.withContiguousStorageIfAvailable { isClean($0, lineFeeds: lineFeeds) }
        return fast ?? text.unicodeScalars.allSatisfy { verdict($0, lineFeeds: lineFeeds) == .keep }
    }

    /// Scans UTF-8: only five lead bytes can begin something unwanted, so Chinese text passes at memory speed.
    private static func isClean(_ utf8: UnsafeBufferPointer<UInt8>, lineFeeds: Bool) -> Bool {
        var position = 0
        let end = utf8.count
        while position < end {
            let byte = utf8[position]
            position += 1
            if byte >= 0x20, byte < 0x7F { continue }
            switch byte {
            case 0x0A:
                if !lineFeeds { return false }
            case 0x00...0x1F, 0x7F:
                return false
            case 0xC2:
                if position < end, utf8[position] < 0xA0 { return false }
            case 0xD8:
                if position < end, utf8[position] == 0x9C { return false }
            case 0xE2, 0xEF, 0xF0...0xF4:
                let length = byte >= 0xF0 ? 4 : 3
                guard position + length - 1 <= end else { return false }
                var value = UInt32(byte) & (byte >= 0xF0 ? 0x07 : 0x0F)
                for offset in 0..<(length - 1) { value = value << 6 | UInt32(utf8[position + offset] & 0x3F) }
                guard let scalar = Unicode.Scalar(value), verdict(scalar, lineFeeds: lineFeeds) == .keep else {
                    return false
                }
                position += length - 1
            default:
                break
            }
        }
        return true
    }

    private enum Verdict {
        case keep, drop, space, newline, escape
    }

    private static func verdict(_ scalar: Unicode.Scalar, lineFeeds: Bool) -> Verdict {
        switch scalar.value {
        case 0x20...0x7E: .keep
        case 0x09, 0x2028, 0x2029: .space
        case 0x0A: lineFeeds ? .keep : .newline
        case 0x0D: .newline
        case 0x1B, 0x90, 0x98, 0x9B, 0x9D...0x9F: .escape
        case 0x00...0x1F, 0x7F...0x9F: .drop
        case 0x061C, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: .drop
        case 0xFDD0...0xFDEF, 0xE0000...0xE007F: .drop
        default: scalar.value & 0xFFFE == 0xFFFE ? .drop : .keep
        }
    }

    private static func slowClean(_ text: String, lineFeeds: Bool) -> String {
        let scalars = Array(text.unicodeScalars)
        var out = String.UnicodeScalarView()
        out.reserveCapacity(text.utf8.count)
        var position = 0
        // Strings that are never ended would make the search for their end quadratic: after one miss none is sought.
        var endMayFollow = true
        while position < scalars.count {
            let scalar = scalars[position]
            switch verdict(scalar, lineFeeds: lineFeeds) {
            case .keep:
                out.append(scalar)
                position += 1
            case .drop:
                position += 1
            case .space:
                out.append(" ")
                position += 1
            case .newline:
                let paired = scalar == "\r" && position + 1 < scalars.count && scalars[position + 1] == "\n"
                out.append(lineFeeds ? "\n" : " ")
                position += paired ? 2 : 1
            case .escape:
                position = afterEscape(scalars, position, &endMayFollow)
            }
        }
        return String(out)
    }

    /// The position after the escape sequence at `start`.
    private static func afterEscape(_ scalars: [Unicode.Scalar], _ start: Int, _ endMayFollow: inout Bool) -> Int {
        var position = start + 1
        var introducer = scalars[start].value
        if introducer == 0x1B {
            guard position < scalars.count else { return position }
            switch scalars[position].value {
            case 0x50, 0x58, 0x5B, 0x5D...0x5F:  // P X [ ] ^ _ are the 7-bit forms of C1
                introducer = scalars[position].value + 0x40
                position += 1
            case 0x4F:  // SS3: ESC O and one key
                let key = position + 1
                guard key < scalars.count, (0x40...0x7E).contains(scalars[key].value) else { return position }
                return key + 1
            case 0x20...0x2F:  // ESC, intermediates, final: a designation such as ESC ( B
                var end = position
                while end < scalars.count, end < position + 4, (0x20...0x2F).contains(scalars[end].value) { end += 1 }
                guard end < scalars.count, (0x30...0x7E).contains(scalars[end].value) else { return position }
                return end + 1
            default:
                return position
            }
        }
        if introducer == 0x9B {
            while position < scalars.count, (0x30...0x3F).contains(scalars[position].value) { position += 1 }
            while position < scalars.count, (0x20...0x2F).contains(scalars[position].value) { position += 1 }
            if position < scalars.count, (0x40...0x7E).contains(scalars[position].value) { position += 1 }
            return position
        }
        guard endMayFollow else { return position }
        var end = position
        while end < scalars.count {
            switch scalars[end].value {
            case 0x07, 0x9C: return end + 1
            case 0x1B where end + 1 < scalars.count && scalars[end + 1] == "\\": return end + 2
            default: end += 1
            }
        }
        endMayFollow = false
        return position
    }
}
