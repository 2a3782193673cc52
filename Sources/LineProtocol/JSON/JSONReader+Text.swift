// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Reads a string; the position is on its opening quotation mark.
    mutating func string() throws(JSONParseError) -> String {
        position += 1
        let start = position
        try skipClean()
        if peek() == UInt8(ascii: "\"") {
            defer { position += 1 }
            return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        }
        var text: [UInt8] = []
        text.reserveCapacity(min(bytes.count - start, 256))
        var runStart = start
        while true {
            text.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[runStart..<position]))
            if take(UInt8(ascii: "\"")) { return String(decoding: text, as: UTF8.self) }
            // `skipClean` stops only at a quotation mark or a backslash.
            position += 1
            try escape(into: &text)
            runStart = position
            try skipClean()
        }
    }

    /// Moves to the next quotation mark or backslash; throws at what may not stand in a string.
    private mutating func skipClean() throws(JSONParseError) {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            if byte < 0x20 { throw error("a control character in a string must be written as an escape") }
            if byte < 0x80 {
                position += 1
            } else {
                let length = sequenceLength(byte)
                guard length > 0 else { throw error("the bytes are not UTF-8") }
                position += length
            }
        }
        throw error("the text ends within a string")
    }

    /// Length of the well-formed multi-byte sequence at the position, 0 when there is none (Unicode, table 3-7).
    private func sequenceLength(_ first: UInt8) -> Int {
        func trail(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            position + offset < bytes.count && range.contains(bytes[position + offset])
        }
        switch first {
        case 0xC2...0xDF: return trail(1) ? 2 : 0
        case 0xE0: return trail(1, 0xA0...0xBF) && trail(2) ? 3 : 0
        case 0xE1...0xEC, 0xEE...0xEF: return trail(1) && trail(2) ? 3 : 0
        case 0xED: return trail(1, 0x80...0x9F) && trail(2) ? 3 : 0
        case 0xF0: return trail(1, 0x90...0xBF) && trail(2) && trail(3) ? 4 : 0
        case 0xF1...0xF3: return trail(1) && trail(2) && trail(3) ? 4 : 0
        case 0xF4: return trail(1, 0x80...0x8F) && trail(2) && trail(3) ? 4 : 0
        default: return 0
        }
    }

    /// Reads what follows a backslash.
    private mutating func escape(into text: inout [UInt8]) throws(JSONParseError) {
        guard let byte = peek() else { throw error("the text ends within a string") }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            position += 1
            let scalar = try escapedScalar()
            text.append(contentsOf: String(scalar).utf8)
            return
        default: throw error("there is no such escape; \\\\ writes a backslash")
        }
        position += 1
    }

    /// Reads `XXXX` or `XXXX\uXXXX`.
    private mutating func escapedScalar() throws(JSONParseError) -> Unicode.Scalar {
        let start = position
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A surrogate: the first half must be followed by the second (RFC 8259, section 7).
        let lone = JSONParseError(offset: start, reason: "half of a surrogate pair stands alone")
        guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw lone }
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw lone }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONParseError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch peek() {
            case .some(let byte) where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
                digit = byte - UInt8(ascii: "0")
            case .some(let byte) where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte):
                digit = byte - UInt8(ascii: "a") + 10
            case .some(let byte) where (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte):
                digit = byte - UInt8(ascii: "A") + 10
            default: throw error("\\u must be followed by four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
