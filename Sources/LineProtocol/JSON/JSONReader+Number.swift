// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Reads a number; the position is on its first digit or its minus sign.
    mutating func number() throws(JSONParseError) -> JSONValue {
        let start = position
        let isNegative = take(UInt8(ascii: "-"))
        let digits = position
        var magnitude: UInt64 = 0
        var fits = true
        while let digit = digit() {
            let (product, productOverflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) = product.addingReportingOverflow(UInt64(digit))
            fits = fits && !productOverflow && !sumOverflow
            magnitude = sum
        }
        guard position > digits else { throw error("a digit should stand here") }
        guard position == digits + 1 || bytes[digits] != UInt8(ascii: "0") else {
            throw JSONParseError(offset: digits, reason: "a number may not begin with 0")
        }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            guard digit() != nil else { throw error("a digit should follow the decimal point") }
            while digit() != nil {}
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
            guard digit() != nil else { throw error("a digit should follow the exponent sign") }
            while digit() != nil {}
        }
        if isWhole, fits {
            if !isNegative, let value = Int64(exactly: magnitude) { return .int(value) }
            if isNegative, magnitude <= Int64.min.magnitude { return .int(Int64(truncatingIfNeeded: 0 &- magnitude)) }
        }
        let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw JSONParseError(offset: start, reason: "the number is too large")
        }
        return .double(value)
    }

    /// Takes one digit, if there is one.
    @inline(__always)
    private mutating func digit() -> UInt8? {
        guard let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
        position += 1
        return byte - UInt8(ascii: "0")
    }
}
