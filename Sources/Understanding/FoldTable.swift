// SPDX-License-Identifier: Apache-2.0

/// The folding of every scalar of the basic plane, as one flat table (128 KiB, built once).
enum FoldTable {
    /// Marks scalars that vanish.
    static let dropped: UInt16 = 0
    /// Marks blanks of every width.
    static let blank: UInt16 = 0x20
    /// A line end, until it is written as a full stop.
    static let lineEnd: UInt16 = 0x0A

    @inline(__always)
    static func fold(_ scalar: UInt16) -> UInt16 { table[Int(scalar)] }

    /// The Simplified form of a Han character of the basic plane, itself when it has none; anything else as it is.
    static func simplified(_ scalar: UInt32) -> UInt32 {
        scalar >= 0x3400 && scalar <= 0x9FFF ? UInt32(table[Int(scalar)]) : scalar
    }

    /// Calls `body` with the bare table, which has a place for every scalar of the basic plane.
    @inline(__always)
    static func withTable<Result>(_ body: (UnsafeBufferPointer<UInt16>) -> Result) -> Result {
        table.withUnsafeBufferPointer(body)
    }

    /// How strongly a folded mark separates.
    @inline(__always)
    static func breakStrength(_ folded: UInt16) -> TextUnit.Break {
        guard folded < 0x80 else { return .none }
        switch folded {
        case 0x0A, 0x21, 0x2E, 0x3B, 0x3F: return .sentence
        case 0x22, 0x28, 0x29, 0x2C, 0x3A, 0x3C, 0x3E, 0x5B, 0x5D, 0x7E: return .clause
        default: return .none
        }
    }

    private static let table: [UInt16] = {
        var table = [UInt16](repeating: 0, count: 0x10000)
        for index in table.indices { table[index] = UInt16(index) }
        func map(_ from: String, to target: UInt16) {
            for scalar in from.unicodeScalars where scalar.value <= 0xFFFF { table[Int(scalar.value)] = target }
        }
        for upper in 0x41...0x5A { table[upper] = UInt16(upper + 0x20) }
        for control in 0..<0x20 { table[control] = dropped }
        table[0x09] = blank
        table[0x0A] = lineEnd
        table[0x0D] = lineEnd
        table[0x2028] = lineEnd
        table[0x2029] = lineEnd
        for mark in 0x7F...0x9F { table[mark] = dropped }
        table[0x85] = lineEnd
        // Full-width ASCII, letters straight to lower case.
        for wide in 0xFF01...0xFF5E {
            let plain = wide - 0xFEE0
            table[wide] = UInt16(plain >= 0x41 && plain <= 0x5A ? plain + 0x20 : plain)
        }
        // Enclosed digits ①…⑨ and ⑴…⑼ as people use them in lists.
        for digit in 1...9 {
            table[0x2460 + digit - 1] = UInt16(0x30 + digit)
            table[0x2474 + digit - 1] = UInt16(0x30 + digit)
        }
        for space in [0xA0, 0x1680, 0x202F, 0x205F, 0x3000] + Array(0x2000...0x200A) { table[space] = blank }
        for mark in [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF] + Array(0x202A...0x202E)
            + Array(0x2066...0x2069) + Array(0xFE00...0xFE0F)
        {
            table[mark] = dropped
        }
        map("。．｡", to: 0x2E)
        map("，、､﹐", to: 0x2C)
        map("？﹖", to: 0x3F)
        map("！﹗", to: 0x21)
        map("；﹔", to: 0x3B)
        map("：﹕︰", to: 0x3A)
        map("“”„‟「」『』﹁﹂〝〞＂«»", to: 0x22)
        map("（〔【﹙〖", to: 0x28)
        map("）〕】﹚〗", to: 0x29)
        map("《〈", to: 0x3C)
        map("》〉", to: 0x3E)
        map("‘’‛＇", to: 0x27)
        map("—–‐‑‒―－", to: 0x2D)
        map("…⋯", to: 0x2C)
        map("～〜∼", to: 0x7E)
        map("·•・", to: 0xB7)
        map("￥", to: 0xA5)
        var pending: UInt16? = nil
        for scalar in TraditionalForms.pairs.unicodeScalars where scalar.value > 0x7F && scalar.value <= 0xFFFF {
            if let from = pending {
                table[Int(from)] = UInt16(scalar.value)
                pending = nil
            } else {
                pending = UInt16(scalar.value)
            }
        }
        return table
    }()
}
