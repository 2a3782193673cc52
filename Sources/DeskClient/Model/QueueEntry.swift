// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
import LineProtocol

/// A conversation that waits for a person.
public struct QueueEntry: Sendable, Hashable {
    public var conv: String
    public var version: Int64
    public var since: Timestamp
    /// Code as on the wire.
    public var reason: String
    public var kiosk: String
    public var purpose: String?
    public var caseNumber: String?
    /// As on the wire, `2026-12-08`.
    public var due: String?

    public init(
        conv: String, version: Int64, since: Timestamp, reason: String, kiosk: String, purpose: String? = nil,
        caseNumber: String? = nil, due: String? = nil
    ) {
        self.conv = conv
        self.version = version
        self.since = since
        self.reason = reason
        self.kiosk = kiosk
        self.purpose = purpose
        self.caseNumber = caseNumber
        self.due = due
    }

    init?(_ object: JSONObject) {
        guard let conv = object.shown("conv"), let since = object["since"]?.string.flatMap(Timestamp.init(wire:)) else {
            return nil
        }
        self.init(
            conv: conv, version: object["version"]?.integer ?? 0, since: since, reason: object.shown("reason") ?? "",
            kiosk: object.shown("kiosk") ?? "", purpose: object.shown("purpose"), caseNumber: object.shown("case"),
            due: object.shown("due"))
    }

    /// Danger first, then who has waited longest.
    static func isBefore(_ a: QueueEntry, _ b: QueueEntry) -> Bool {
        let danger = HandoffReason.safety.rawValue
        if (a.reason == danger) != (b.reason == danger) { return a.reason == danger }
        return (a.since, a.conv) < (b.since, b.conv)
    }
}
