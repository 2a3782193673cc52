// SPDX-License-Identifier: Apache-2.0

/// A JSON value (RFC 8259) as it was read.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// A number written without fraction and exponent that fits.
    case int(Int64)
    /// Any other number; always finite.
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// A whole number; `7.0` is one too.
    public var integer: Int64? {
        switch self {
        case .int(let value): value
        case .double(let value): Self.whole(value)
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// `Int64(exactly:)` would need the C library's mathematics, which nothing else here is linked with.
    private static func whole(_ value: Double) -> Int64? {
        guard value > -0x1p63, value < 0x1p63 else { return nil }
        let whole = Int64(value)
        return Double(whole) == value ? whole : nil
    }

    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    public var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    public var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    public var isNull: Bool { self == .null }

    /// The member `key` when this is an object that has it.
    public subscript(key: String) -> JSONValue? { object?[key] }
}

/// The members of a JSON object in the order they were written. Where a key comes twice, the last one counts.
public struct JSONObject: Sendable, Hashable {
    public struct Member: Sendable, Hashable {
        public var key: String
        public var value: JSONValue

        public init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// As written, repeated keys included.
    public var members: [Member]

    public init(_ members: [Member] = []) { self.members = members }

    /// The value of `key`, or nil when it is not there. Takes time in proportion to the number of members.
    public subscript(key: String) -> JSONValue? {
        members.last { $0.key == key }?.value
    }
}
