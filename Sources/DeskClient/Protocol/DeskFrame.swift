// SPDX-License-Identifier: Apache-2.0

import IntakeModel
public import LineProtocol

/// A frame of the server as the desk client takes it. Every text in it is cleaned of control characters: nothing that
/// comes over the line can steer the officer's terminal.
public enum DeskFrame: Sendable, Hashable {
    case welcome(server: String)
    case ok(re: String, JSONObject)
    case error(re: String?, code: String, text: String, retryAfter: Int64?)
    case event(DeskNotice)
    case line(conv: String, SpokenLine)
    case gap
    case pong
    /// A type that this client does not know: ignored (protocol.md).
    case unknown

    /// Reads one frame; nil when it is not one, or lacks what its type needs.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard let value = try? JSONReader.read(bytes), let object = value.object else { return nil }
        self.init(object)
    }

    /// The same for an array.
    public init?(_ bytes: [UInt8]) {
        guard let frame = bytes.withUnsafeBytes({ DeskFrame($0) }) else { return nil }
        self = frame
    }

    private init?(_ object: JSONObject) {
        guard let type = object["type"]?.string else { return nil }
        switch type {
        case "welcome": self = .welcome(server: object.shown("server") ?? "")
        case "ok":
            guard let re = object["re"]?.string else { return nil }
            self = .ok(re: re, object)
        case "error":
            guard let code = object.shown("code") else { return nil }
            self = .error(
                re: object["re"]?.string, code: code, text: object.shown("text") ?? code,
                retryAfter: object["retry_after"]?.integer)
        case "event":
            guard let notice = DeskNotice(object) else { return nil }
            self = .event(notice)
        case "line":
            guard let conv = object.shown("conv"), let line = SpokenLine(object) else { return nil }
            self = .line(conv: conv, line)
        case "gap": self = .gap
        case "pong": self = .pong
        default: self = .unknown
        }
    }
}

extension JSONObject {
    /// A text for one line of the screen.
    func shown(_ key: String) -> String? {
        self[key]?.string.map { TextCleaner.clean($0) }
    }

    /// A text that may have several lines.
    func shownLines(_ key: String) -> String? {
        self[key]?.string.map { TextCleaner.clean($0, lineFeeds: true) }
    }

    func objects(_ key: String) -> [JSONObject] {
        self[key]?.array?.compactMap(\.object) ?? []
    }
}
