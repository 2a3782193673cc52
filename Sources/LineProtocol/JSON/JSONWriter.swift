// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Appends JSON to a buffer: members in the order they are written, no white space, text as UTF-8 with only the escapes
/// that RFC 8259 asks for.
///
/// Commas set themselves: one is needed unless the last byte opens something, ends a key or ends a line.
public struct JSONWriter: Sendable {
    /// What was written; the caller may take it and empty it.
    public var bytes: [UInt8]

    public init(reserving capacity: Int = 512) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// Writes an object whose members `body` writes.
    @inlinable
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        body(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes an array whose items `body` writes.
    @inlinable
    public mutating func array(_ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "["))
        body(&self)
        bytes.append(UInt8(ascii: "]"))
    }

    /// Writes an object and ends the line: one frame.
    @inlinable
    public mutating func line(_ body: (inout JSONWriter) -> Void) {
        object(body)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes a key that needs no escaping, as those of the protocol.
    public mutating func key(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// Writes a key known only at run time.
    public mutating func key(dynamic key: String) {
        string(key)
        bytes.append(UInt8(ascii: ":"))
    }

    // MARK: Values

    public mutating func string(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { contents($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    public mutating func integer(_ value: Int64) {
        separate()
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var magnitude = value.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(magnitude % 10))
            magnitude /= 10
        } while magnitude > 0
        bytes[start...].reverse()
    }

    public mutating func bool(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes a value that was read; a number that is not finite becomes null.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .int(let value): integer(value)
        case .double(let value):
            separate()
            bytes.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
        case .string(let value): string(value)
        case .array(let values): array { writer in for value in values { writer.value(value) } }
        case .object(let object): self.object { $0.members(of: object) }
        }
    }

    /// Writes the members of an object into the one that is open.
    public mutating func members(of object: JSONObject) {
        for member in object.members {
            key(dynamic: member.key)
            value(member.value)
        }
    }

    // MARK: Members

    public mutating func member(_ key: StaticString, _ value: String) {
        self.key(key)
        string(value)
    }

    public mutating func member(_ key: StaticString, _ value: Int64) {
        self.key(key)
        integer(value)
    }

    public mutating func member(_ key: StaticString, _ value: Bool) {
        self.key(key)
        bool(value)
    }

    /// Writes the member, or nothing when there is no value.
    public mutating func member(ifPresent key: StaticString, _ value: String?) {
        if let value { member(key, value) }
    }

    public mutating func member(ifPresent key: StaticString, _ value: Int64?) {
        if let value { member(key, value) }
    }

    /// Writes the member with null when there is no value.
    public mutating func member(orNull key: StaticString, _ value: String?) {
        self.key(key)
        if let value { string(value) } else { null() }
    }

    public mutating func member(_ key: StaticString, _ values: [String]) {
        self.key(key)
        array { writer in for value in values { writer.string(value) } }
    }

    /// Writes a text with its holes filled; a hole without a value stays. A hole begins with a control character, so a
    /// text that needs no escape has none and is looked at only once.
    mutating func member(_ key: StaticString, _ text: String, filling fill: ServerFrame.Fill) {
        self.key(key)
        separate()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            if Self.isClean(utf8) { return bytes.append(contentsOf: utf8) }
            Hole.pieces(of: utf8) {
                contents($0)
            } hole: { hole, marker in
                guard var value = fill(hole) else { return contents(marker) }
                value.withUTF8 { contents($0) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    // MARK: Bytes

    private mutating func contents(_ text: UnsafeBufferPointer<UInt8>) {
        if Self.isClean(text) { bytes.append(contentsOf: text) } else { escape(text) }
    }

    @usableFromInline
    mutating func separate() {
        switch bytes.last {
        case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "\n"): break
        default: bytes.append(UInt8(ascii: ","))
        }
    }

    /// Whether nothing in the text needs an escape: the rule, so that it is looked at eight bytes at a time ("has a byte
    /// less than n" and "has a zero byte" of Bit Twiddling Hacks).
    static func isClean(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(text)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var index = 0
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            let control = (word &- ones &* 0x20) & ~word
            let found = control | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
            if found & highs != 0 { return false }
            index += 8
        }
        while index < raw.count {
            let byte = raw[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
            index += 1
        }
        return true
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
            case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
            case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
            case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
            case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
            case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
            case 0..<0x20:
                bytes.append(contentsOf: #"\u00"#.utf8)
                bytes.append(UInt8(ascii: "0") + byte >> 4)
                let low = byte & 0x0F
                bytes.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
            default: bytes.append(byte)
            }
        }
    }
}
