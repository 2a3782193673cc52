// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not the JSON text they should be.
public struct JSONParseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Offset in bytes from the beginning of the text, 0 for the first.
    public var offset: Int
    /// What is wrong, as the rest of a sentence. Never quotes the text, which may be somebody's words.
    public var reason: String

    public init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }

    public var description: String { "at byte \(offset): \(reason)" }
}
