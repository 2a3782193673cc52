// SPDX-License-Identifier: Apache-2.0

/// A short digest that tells two versions of data apart: FNV-1a, 64 bits, over length-prefixed fields.
///
/// Against mistakes, not against an adversary. It is written into stored deadlines, so its result for given fields
/// never changes.
struct Fingerprint {
    private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    private mutating func byte(_ byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    mutating func add(_ text: String) {
        add(text.utf8.count)
        for unit in text.utf8 { byte(unit) }
    }

    mutating func add(_ number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        for _ in 0..<8 {
            byte(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// Eight hexadecimal digits, the two halves folded.
    var text: String {
        let folded = UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
        let digits = String(folded, radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }
}
