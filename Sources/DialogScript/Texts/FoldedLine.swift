// SPDX-License-Identifier: Apache-2.0

import Understanding

/// The beginning of a line in the form in which short answers are compared: full width to half width, lower case,
/// Traditional characters to Simplified ones, blanks left out, marks at both ends left out.
package struct FoldedLine: Sendable, Hashable {
    /// Longer lines are stories, not keys or words.
    package static let limit = 96

    /// UTF-8.
    package private(set) var bytes: [UInt8]

    /// Whether the whole line is in `bytes`.
    package private(set) var isWhole: Bool

    package var isEmpty: Bool { bytes.isEmpty }

    /// - Parameter keepsForms: Traditional characters stay, as in a name; the bytes are as many either way.
    package init(_ text: String, keepsForms: Bool = false) {
        var out: [UInt8] = []
        out.reserveCapacity(min(text.utf8.count, Self.limit) + 4)
        var whole = true
        // Everything up to here stays when marks are cut off the end.
        var kept = 0
        for scalar in text.unicodeScalars {
            var value = scalar.value
            if value >= 0xFF01, value <= 0xFF5E { value -= 0xFEE0 }
            if value <= 0x20 || value == 0x3000 || value == 0xA0 || value == 0x7F || value == 0xFEFF { continue }
            if value >= 0x41, value <= 0x5A { value += 0x20 }
            if !keepsForms { value = SimplifiedForm.of(value) }
            if Self.isMark(value) {
                // "#" and "?" alone are words; a mark before anything else is dropped, one within is kept.
                if out.isEmpty, value != 0x3F, value != 0x23 { continue }
            }
            if out.count >= Self.limit {
                whole = false
                break
            }
            Self.append(value, to: &out)
            if !Self.isMark(value) || kept == 0 && (value == 0x3F || value == 0x23) { kept = out.count }
        }
        if whole { out.removeLast(out.count - kept) }
        bytes = out
        isWhole = whole
    }

    private static func isMark(_ value: UInt32) -> Bool {
        switch value {
        case 0x21, 0x22, 0x27, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F, 0x7E,
            0x3001, 0x3002, 0x300C, 0x300D, 0x300E, 0x300F, 0x2026, 0x201C, 0x201D, 0x2018, 0x2019:
            true
        default: false
        }
    }

    private static func append(_ value: UInt32, to out: inout [UInt8]) {
        switch value {
        case 0..<0x80: out.append(UInt8(value))
        case 0x80..<0x800:
            out.append(UInt8(0xC0 | value >> 6))
            out.append(UInt8(0x80 | value & 0x3F))
        case 0x800..<0x10000:
            out.append(UInt8(0xE0 | value >> 12))
            out.append(UInt8(0x80 | value >> 6 & 0x3F))
            out.append(UInt8(0x80 | value & 0x3F))
        default:
            out.append(UInt8(0xF0 | value >> 18))
            out.append(UInt8(0x80 | value >> 12 & 0x3F))
            out.append(UInt8(0x80 | value >> 6 & 0x3F))
            out.append(UInt8(0x80 | value & 0x3F))
        }
    }

    /// The text that is compared; for tests and messages.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package func hasPrefix(_ other: [UInt8]) -> Bool {
        !other.isEmpty && bytes.starts(with: other)
    }

    package func contains(_ other: [UInt8]) -> Bool { ByteSearch.contains(bytes, other) }
}

/// Plain search in bytes.
package enum ByteSearch {
    /// Whether `needle` (not empty) stands in `hay`.
    package static func contains(_ hay: [UInt8], _ needle: [UInt8]) -> Bool {
        hay.withUnsafeBufferPointer { contains($0, needle) }
    }

    /// Whether `needle` stands in `hay`.
    package static func contains(_ hay: ArraySlice<UInt8>, _ needle: [UInt8]) -> Bool {
        hay.withUnsafeBufferPointer { contains($0, needle) }
    }

    /// Whether `needle` stands in the UTF-8 of `text`.
    package static func contains(_ text: String, _ needle: [UInt8]) -> Bool {
        var text = text
        return text.withUTF8 { contains($0, needle) }
    }

    static func contains(_ hay: UnsafeBufferPointer<UInt8>, _ needle: [UInt8]) -> Bool {
        needle.withUnsafeBufferPointer { needle in
            guard let first = needle.first, hay.count >= needle.count else { return false }
            search: for start in 0...(hay.count - needle.count) where hay[start] == first {
                var i = 1
                while i < needle.count {
                    if hay[start + i] != needle[i] { continue search }
                    i += 1
                }
                return true
            }
            return false
        }
    }
}

/// Stable short numbers for names that are stored.
package enum StableKey {
    /// FNV-1a, 64 bits.
    package static func fnv64(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBufferPointer { fnv64($0) }
    }

    /// FNV-1a of the UTF-8, 64 bits.
    package static func fnv64(utf8 text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { fnv64($0) }
    }

    static func fnv64(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }

    /// Sixteen bits of it: tells texts of one reply from those of the next.
    package static func mark(_ text: String) -> UInt16 {
        let hash = fnv64(utf8: text)
        return UInt16(truncatingIfNeeded: hash ^ hash >> 16 ^ hash >> 32 ^ hash >> 48)
    }

    /// 24 bits of it, never 0: what a state stores instead of the name of a step or a slot. Two names of one script with
    /// the same number are an error of the check.
    package static func short(_ name: String) -> UInt32 {
        let hash = fnv64(utf8: name)
        let folded = UInt32(truncatingIfNeeded: hash ^ hash >> 24 ^ hash >> 48) & 0xFF_FFFF
        return folded == 0 ? 1 : folded
    }
}
