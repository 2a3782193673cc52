// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
public import LineProtocol

/// One thing said in a conversation, as the desk shows it.
public struct SpokenLine: Sendable, Hashable {
    /// Lines of one turn share it.
    public var seq: Int64
    public var at: Timestamp
    public var from: TranscriptLine.Source
    public var badge: String?
    /// May have several lines.
    public var text: String

    public init(seq: Int64, at: Timestamp, from: TranscriptLine.Source, badge: String? = nil, text: String) {
        self.seq = seq
        self.at = at
        self.from = from
        self.badge = badge
        self.text = text
    }

    /// A line from a speaker that this client does not know is shown as the system's.
    init?(_ object: JSONObject) {
        guard let seq = object["seq"]?.integer, let text = object.shownLines("text"),
            let at = object["at"]?.string.flatMap(Timestamp.init(wire:))
        else { return nil }
        self.init(
            seq: seq, at: at, from: object["from"]?.string.flatMap(TranscriptLine.Source.init(rawValue:)) ?? .system,
            badge: object.shown("badge"), text: text)
    }

    /// Who speaks, in four columns or six.
    public var speaker: String {
        switch from {
        case .petitioner: "群众"
        case .bot: "程序"
        case .officer: badge.map { "\($0)号" } ?? "人工"
        case .system: "--"
        case .note: "备注"
        }
    }
}
