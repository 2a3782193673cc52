// SPDX-License-Identifier: Apache-2.0

/// A strict JSON reader (RFC 8259) over bytes: one text, nothing before or after it but white space, UTF-8 without
/// errors and without a byte order mark, no lone surrogates, at most `WireLimits.depth` levels. No input traps.
public struct JSONReader {
    let bytes: UnsafeRawBufferPointer
    var position = 0
    private var depth = 0

    private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Reads the whole of `bytes` as one value.
    public static func read(_ bytes: UnsafeRawBufferPointer) throws(JSONParseError) -> JSONValue {
        var reader = JSONReader(bytes)
        reader.skipSpace()
        let value = try reader.value()
        try reader.expectEnd()
        return value
    }

    /// The same for an array.
    public static func read(_ bytes: [UInt8]) throws(JSONParseError) -> JSONValue {
        let result = bytes.withUnsafeBytes { raw -> Result<JSONValue, JSONParseError> in
            do throws(JSONParseError) { return .success(try read(raw)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Reads an object into `members`. What was complete before an error stays in `members`, so that a refusal can still
    /// name the message it refuses.
    static func readObject(
        _ bytes: UnsafeRawBufferPointer, into members: inout [JSONObject.Member]
    ) throws(JSONParseError) {
        var reader = JSONReader(bytes)
        reader.skipSpace()
        guard reader.peek() == UInt8(ascii: "{") else {
            // What else stands there decides between "not JSON" and "JSON, but no object".
            _ = try reader.value()
            try reader.expectEnd()
            throw JSONParseError(
                offset: 0, reason: "a frame must be a JSON object, as in {\"type\":\"ping\",\"id\":\"p1\"}")
        }
        reader.depth = 1
        try reader.object(into: &members)
        try reader.expectEnd()
    }

    // MARK: Values

    private mutating func value() throws(JSONParseError) -> JSONValue {
        guard let first = peek() else { throw error("the text ends where a value should stand") }
        switch first {
        case UInt8(ascii: "\""):
            return .string(try string())
        case UInt8(ascii: "{"):
            try enter()
            defer { depth -= 1 }
            var members: [JSONObject.Member] = []
            try object(into: &members)
            return .object(JSONObject(members))
        case UInt8(ascii: "["):
            try enter()
            defer { depth -= 1 }
            return .array(try array())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        default:
            throw error("no JSON value begins like this")
        }
    }

    private mutating func enter() throws(JSONParseError) {
        guard depth < WireLimits.depth else {
            throw error("objects and arrays are nested deeper than \(WireLimits.depth) levels")
        }
        depth += 1
    }

    /// The position is on `{`.
    private mutating func object(into members: inout [JSONObject.Member]) throws(JSONParseError) {
        position += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return }
        if members.isEmpty { members.reserveCapacity(8) }
        while true {
            guard peek() == UInt8(ascii: "\"") else { throw error("a key in quotation marks should stand here") }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw error("a colon should follow the key") }
            skipSpace()
            members.append(JSONObject.Member(key, try value()))
            skipSpace()
            if take(UInt8(ascii: ",")) {
                skipSpace()
                continue
            }
            guard take(UInt8(ascii: "}")) else { throw error("a comma or the end of the object should stand here") }
            return
        }
    }

    /// The position is on `[`.
    private mutating func array() throws(JSONParseError) -> [JSONValue] {
        position += 1
        skipSpace()
        var values: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return values }
        while true {
            values.append(try value())
            skipSpace()
            if take(UInt8(ascii: ",")) {
                skipSpace()
                continue
            }
            guard take(UInt8(ascii: "]")) else { throw error("a comma or the end of the array should stand here") }
            return values
        }
    }

    private mutating func word(_ word: StaticString) throws(JSONParseError) {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw error("the text ends within a word") }
        for offset in 0..<word.utf8CodeUnitCount where bytes[position + offset] != word.utf8Start[offset] {
            throw error("only true, false and null may stand without quotation marks")
        }
        position = end
    }

    // MARK: Bytes

    @inline(__always)
    func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func expectEnd() throws(JSONParseError) {
        skipSpace()
        guard position == bytes.count else { throw error("something follows the end of the value") }
    }

    func error(_ reason: String) -> JSONParseError {
        JSONParseError(offset: position, reason: reason)
    }
}
