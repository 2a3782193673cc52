// SPDX-License-Identifier: Apache-2.0

/// The repertoire of GB 2312-80: what every Chinese terminal can show. Texts of the desk keep to it.
package enum GB2312 {
    /// Whether `scalar` is ASCII or one of the 7,445 characters of the standard.
    ///
    /// The middle dot and the dash are taken in both mappings in use (U+00B7 and U+30FB, U+2014 and U+2015).
    package static func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x80 { return true }
        if value >= 0x4E00, value <= 0x9FFF {
            let bit = Int(value - 0x4E00)
            let byte = bit >> 3
            guard byte < han.count else { return false }
            return han[byte] & (1 << UInt8(bit & 7)) != 0
        }
        var low = 0
        var high = others.count
        while low < high {
            let middle = (low + high) / 2
            if others[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < others.count && others[low].contains(value)
    }

    /// One bit for each scalar of the block U+4E00–U+9FFF, low bit first, decoded once from `text`.
    private static let han: [UInt8] = decode(text)

    private static func decode(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(2624)
        var buffer: UInt32 = 0
        var bits = 0
        for byte in text.utf8 {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            default: continue
            }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        return out
    }

    /// The bitmap in base 64, generated from the standard's table.
    private static let text = """
        i397f7Q9Ve+o+13zQwILQED7Po33eyyM/2764zod7agC5oPP9YxVNUjgq/+5klnYGKuSKOnXIIA4xIP1SucKRQCwFJdidwBUiNEg
        FCAQwMghIQAAqBMEDACAQATAcCgIwAgEAAIAAIB7K3IUJHn7Oycz5Bo1mO840ZoCKBOoab/PZcYvEWvJrw80U1CihgSgBgEJ6A8/
        DsCICkWBEAABxmGh4SZLRADOqsfu1N/Ku4V0OiClbENAiAY/0ot5/+87Wvfv6Mv7NltJDf0bVAHuOVXYdS7Yvxqp1/O/9uBnDLTC
        ghMIndSL0FoGYRDydOBZn48Ss4AAqmowMl6wep2sYAPTAMmYMFaKAHCQExQfQhhgwAgACICAEAAEkOwXKDPmWAcAkAj3CU6F9IP8
        U6/IGHwYDAjfahQBDMg0pxGgECfFKCJCEwQhABAwEkEgGABAKwIMxgADABAiACIAEFhJApSgcJaw7pIXlsvyBSUAWCPeJcxCOM8E
        SkAMnzUoEQCK+hMKkSkCVhBBBiAEhATwhAAABAwABCxBBhJUEUsKAgAAAsAAAACUAAEAu798Fisku5uof38MeeP0EA3gMkEBn1KG
        cjW0EBL/J88jQmvAAoYGMdMfDDqqoRIIBAJyJQEIzEBQSNBiEGCAHAApAJoQAAQAACIAAIAAICAAaObLnmBukXM/wGCCOTQQMEgG
        AFy90Yz71uEg6EMABk4IAAXQxB+NqonhpgIWAQDtIVY2ixq3H6UTAmWgMHiyxyOTbCLpf+R0OuOPIJgOKCUmnL9JvxgyVKxJuRYZ
        YAwitcH7WQZD4yCE2QgAgABVIiCEAaEAAEgQIIATgEAEDRYAQAAggED95402VJjgi3seCcj+SdIRBu6NNxkiuvR33Z/s89rwhkNC
        7D+NBCZs+iHAjmLCDIXXRQGtd5lVUOJFQAsmVKEnmBlYQzQQpPIFFEGAIgAHtABmQhByoRUlYIVBVAAAAAECBAEgyHDLIJNiakwY
        lQCAGIuasqoBMnrYxADl88METdQ4oqGhclAKmPyEUsHRRJQQwiCAQRBCAAAAOkACndIBL7GoQL0yJE3TS9Ajp63Qkgqhdayt6QEa
        gB93JZIboKHfyiACBoxzf1c7AP8L0ABqgIgAxKEpAAUqJAUJQCMWImgFgBEgEaIEAJBkSUiCE9UjMBmAKZIIAlQRiAEgBKAABICB
        AoUiYJAAAQsiAAISEUCDAAEaAAAAAAAAAAAAAAAAAACfAIRGyBIAAvwEABreLkwMAgS4gCao/AoCjCgi4KB7j9bHNSHHBrH4EwdV
        Ym6TGYr6bg77MBb5SC/N632SWIROoEwueurtHlZJxpARJFM66NvPJIHxGEJjU1iKGiB00yQ7qhQFGGBYiQBIAMBoggGRpITWLIaI
        usR3AxACRII4ABGuSkDAKABRRGAUFRBzABCCAEgCBQIGQAPAAAAAAAIMCAAgAgCQAEAAuGHRIUZ0MgD4ijsPBQCL0LuAIgAGaQdA
        gEMAIFQAUNBBDCUQhBCDAREoAghAMAChQAACQAAAIAAV46uAMUSqxsIkxhOsBIAAsNEDHmGFQgPznx0KROh4Jl6SwwAghQABsABA
        kEpCiATKjQwFpwNCoSIEAGiGAQxkVXkQAgCg3gAgwUCLSAFQgAMABAAABFBdwNCAEKAKlyC7r00h2RAeYAQUg0iI1qY72D9zvCd0
        SdwNE5IrFKGLdS450QkwUFAIiABp1ElKAhBAFoBk5deJIMAWU5IrAIZFo+AViwADDG4ZAOIxcAaApRYpqAAggBisekjhBzLWtegy
        kV+hUOUgAHyAEIByip2qAB9CIg4xAgARlAQiAAhAEAAQXEMDyPyloYAFM4QABIAACG5LKiaB2KoBKU1okEQJAIi6QACCAAAA0Ydb
        IeaxYTEIgAAIQMJpoACmWI0ySnFdClWgmlctBUCmSiEgsTDGPxIBwhAKJmJEglCAmECAwAQAgQMgAAAAABg4AAKm8TREDnKiNeCS
        AYEACQAEAACFiAAAAAAAAABAgAAAAAAAQEAAAAAAAAAAAAAAAAAAAAAAAAiCAAAAAAAAAAQAAIj/v+/n//+//+/v//3/+/6///9/
        BTQAs4UGRxZCAlQQ5JKABbMiVDCBY0ILGHs49RPlB+qpTDwUBQAGAoDZGki9N+6W9F9wwH6yv181ROZfRQCQRkFAHTsGoWIT/gWF
        AjlIBQgMTxQAAIg0GFh3MBXYDr37S5CKAIUAwR3mFO2Gs3L/m2OS/b7Ze4iSCv7TshyAuXoXyYIX3Pv/gDlgQgxZAQ/fN6OUULEj
        BgcjWvgCMfABAjFAAIIeCjpqBYRbgBICgBSnEiZLoGkQAZAAEIqEAhiAPwgHQEIQARROsIAAGBDFgQICgikQEAIAiCAAQgCAAgAR
        AOATRARYAv4HPCgwmJdzBNHOE8sQYh9DjSesVS5CksiAU4gCOUBReCwpiIAAuSgkQQwOCCFEAEIIBGgIBgAEEjEwkAI+W4XgNilE
        EBQoghBmQjSDPAEbUwQEDQ4iDFEAEgAAwEAAAIhKAAAAAAAAAPbfR1RoiAgAgQAAAAAAAEAAAQAAAAAAAgAGCAAAAAAAAAAAAAAA
        AACAAAAAQAAAAAAAAABAEAAAAAAAAP/v/fd///7///v////9/7////8AwhIgBAYMCAckFhABAAAAAAAAAAAAAAAAAAAA4P7/////
        /3l/3yj5ADIMEoAIADrVWNjC7BidqC8glhDgDNYiJpcPBgJAslWQooARUACYBAQAQAAAAAAAAAAAAAAAAAAAAAAAAMD7///+7/vf
        CAtDYrZBO/t0b4kjf67X7EfgYFmWoI8JLGEwoA0JqipO1HtPssSLOMapEGEUAABCDIACAkj+hWQ+1vfjoDoHDAzkMASA9gIQAAAA
        AAAAAAAAAAAAAAAAAAAAEAAAQAAAAEAAAAABAAAAAAAAAAAAAAAAAEAAAAAAAAQAAACAAAAAAAAAAARAAAAAAAAAAAAAAAAAQAAA
        AAAACAAA4P+9/v////9/f+f7v///9////+9+//ff9/bf+/6/T4AAAAAAAAAAAAAAAAAA7/9/f//3tgZEfrj1OzGIlhf0AGCpkROA
        AEly8/IkAAGHyELT40hQACQFQwAATEonAlgQICgWAQmoFAAAAAAAwD5oAAAAAAAAAAAAAAAAAAAA4P//t9v99wAAAABALseAAQAA
        ACABAABAAAAAADAAqP/3tPOt/wMgAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA8Pv/953P/b8BwxUnGAqBQqgACgiBCIAIgAQYvqMS
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAkOZpN9z/a/89+Pz58wQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        AAAAAAAAAAAAAAAAAIBvv+7n/t+iXdg/C8CECQygQAAQaRDiErmlhgBaAGiJAgWQgGoQAAMAAAAAgPkfAI4BAAAAAAAAAAAAAAA=
        """

    /// Everything outside that block, as ranges in rising order.
    private static let others: [ClosedRange<UInt32>] = [
        0x00A4...0x00A4, 0x00A7...0x00A8, 0x00B0...0x00B1, 0x00B7...0x00B7, 0x00D7...0x00D7, 0x00E0...0x00E1,
        0x00E8...0x00EA, 0x00EC...0x00ED, 0x00F2...0x00F3, 0x00F7...0x00F7, 0x00F9...0x00FA, 0x00FC...0x00FC,
        0x0101...0x0101, 0x0113...0x0113, 0x011B...0x011B, 0x012B...0x012B, 0x014D...0x014D, 0x016B...0x016B,
        0x01CE...0x01CE, 0x01D0...0x01D0, 0x01D2...0x01D2, 0x01D4...0x01D4, 0x01D6...0x01D6, 0x01D8...0x01D8,
        0x01DA...0x01DA, 0x01DC...0x01DC, 0x02C7...0x02C7, 0x02C9...0x02C9, 0x0391...0x03A1, 0x03A3...0x03A9,
        0x03B1...0x03C1, 0x03C3...0x03C9, 0x0401...0x0401, 0x0410...0x044F, 0x0451...0x0451, 0x2014...0x2016,
        0x2018...0x2019, 0x201C...0x201D, 0x2026...0x2026, 0x2030...0x2030, 0x2032...0x2033, 0x203B...0x203B,
        0x2103...0x2103, 0x2116...0x2116, 0x2160...0x216B, 0x2190...0x2193, 0x2208...0x2208, 0x220F...0x220F,
        0x2211...0x2211, 0x221A...0x221A, 0x221D...0x221E, 0x2220...0x2220, 0x2225...0x2225, 0x2227...0x222B,
        0x222E...0x222E, 0x2234...0x2237, 0x223D...0x223D, 0x2248...0x2248, 0x224C...0x224C, 0x2260...0x2261,
        0x2264...0x2265, 0x226E...0x226F, 0x2299...0x2299, 0x22A5...0x22A5, 0x2312...0x2312, 0x2460...0x2469,
        0x2474...0x249B, 0x2500...0x254B, 0x25A0...0x25A1, 0x25B2...0x25B3, 0x25C6...0x25C7, 0x25CB...0x25CB,
        0x25CE...0x25CF, 0x2605...0x2606, 0x2640...0x2640, 0x2642...0x2642, 0x3000...0x3003, 0x3005...0x3005,
        0x3008...0x3011, 0x3013...0x3017, 0x3041...0x3093, 0x30A1...0x30F6, 0x30FB...0x30FB, 0x3105...0x3129,
        0x3220...0x3229, 0xFF01...0xFF5E, 0xFFE0...0xFFE1, 0xFFE3...0xFFE3, 0xFFE5...0xFFE5,
    ]
}
