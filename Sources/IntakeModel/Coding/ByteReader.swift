// SPDX-License-Identifier: Apache-2.0

/// Reads what `ByteWriter` wrote. Anything malformed throws `StoredFormatError`; nothing traps.
public struct ByteReader: Sendable {
    private let bytes: [UInt8]
    private var position = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public var isAtEnd: Bool { position == bytes.count }

    public mutating func byte() throws(StoredFormatError) -> UInt8 {
        guard position < bytes.count else { throw StoredFormatError("ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    public mutating func unsigned() throws(StoredFormatError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let b = try byte()
            guard shift < 64 else { throw StoredFormatError("integer too long") }
            value |= UInt64(b & 0x7F) << shift
            if b < 0x80 { return value }
            shift += 7
        }
    }

    public mutating func int64() throws(StoredFormatError) -> Int64 {
        let v = try unsigned()
        return Int64(bitPattern: v >> 1) ^ -Int64(bitPattern: v & 1)
    }

    public mutating func int() throws(StoredFormatError) -> Int { Int(try int64()) }

    public mutating func bool() throws(StoredFormatError) -> Bool { try byte() != 0 }

    private mutating func count() throws(StoredFormatError) -> Int {
        let n = try unsigned()
        guard n <= UInt64(bytes.count - position) else { throw StoredFormatError("length past the end") }
        return Int(n)
    }

    public mutating func string() throws(StoredFormatError) -> String {
        let n = try count()
        defer { position += n }
        return String(decoding: bytes[position..<position + n], as: UTF8.self)
    }

    public mutating func optional() throws(StoredFormatError) -> String? {
        try bool() ? try string() : nil
    }

    public mutating func blob() throws(StoredFormatError) -> [UInt8] {
        let n = try count()
        defer { position += n }
        return Array(bytes[position..<position + n])
    }

    public mutating func array<T>(
        _ read: (inout ByteReader) throws(StoredFormatError) -> T
    ) throws(StoredFormatError) -> [T] {
        let n = try count()
        var values: [T] = []
        values.reserveCapacity(n)
        for _ in 0..<n { values.append(try read(&self)) }
        return values
    }
}

/// A stored value does not have the form it should: damage, or a newer format.
public struct StoredFormatError: Error, Sendable, Hashable, CustomStringConvertible {
    public var reason: String

    public init(_ reason: String) { self.reason = reason }

    public var description: String { "stored value unreadable: \(reason)" }
}
