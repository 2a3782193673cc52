// SPDX-License-Identifier: Apache-2.0

/// The server's id of a conversation. In staff frames it is written as `c` and the number.
public struct ConversationID: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var value: Int64

    public init(_ value: Int64) { self.value = value }

    /// Reads `c123`; nil when it is anything else.
    public init?(text: some StringProtocol) {
        guard text.utf8.first == UInt8(ascii: "c"), let value = Int64(text.dropFirst()), value > 0 else { return nil }
        self.value = value
    }

    public var description: String { "c\(value)" }

    public static func < (a: ConversationID, b: ConversationID) -> Bool { a.value < b.value }
}

/// The server's id of a leg: what binds a relay's (`name`, `conv`), a kiosk connection or an officer's command line to
/// a conversation. Message ids and `seq` belong to the leg.
public struct LegID: Sendable, Hashable {
    public var value: Int64

    public init(_ value: Int64) { self.value = value }
}

/// How a leg is known from outside: the relay's name and its own id of the conversation. A kiosk connection has the
/// name `kiosk` and an id of its own; an officer has the name `staff` and the badge.
public struct LegName: Sendable, Hashable {
    public var name: String
    public var conv: String

    public init(name: String, conv: String) {
        self.name = name
        self.conv = conv
    }
}
