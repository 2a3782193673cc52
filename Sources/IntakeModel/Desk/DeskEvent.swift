// SPDX-License-Identifier: Apache-2.0

/// Something that staff watch (protocol.md: `event`). `seq` is given by the store in commit order.
public struct DeskEvent: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case handoffWaiting = "handoff.waiting"
        case handoffClaimed = "handoff.claimed"
        case handoffReleased = "handoff.released"
        case caseFiled = "case.filed"
        case caseChanged = "case.changed"
        case caseDueSoon = "case.due_soon"
        case caseOverdue = "case.overdue"
        case safetyAlert = "safety.alert"
        case calendarMissing = "calendar.missing"
        case clockJumped = "clock.jumped"
        case backupStale = "backup.stale"
        /// A reminder could not be sent and was given up: `row`, `rule`, `due`, `error`.
        case outboxFailed = "outbox.failed"
        /// A changed version of the dialogs is in force: `version`.
        case dialogsTaken = "dialogs.taken"
        /// A changed version was wrong and is not in force: `errors`, and the `first` of them.
        case dialogsRefused = "dialogs.refused"
    }

    public var kind: Kind
    /// Further fields in the order they are written, as `purpose`, `topic`, `unit`, `due`, `kiosk`, `reason`, `badge`.
    /// Never identity, never words of the petitioner.
    public var fields: [Field]
    /// The case, where the event is about one: its index in the filing turn, or its number once known.
    public var caseNumber: String?

    public struct Field: Sendable, Hashable {
        public var key: String
        public var value: String

        public init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }

    public init(_ kind: Kind, caseNumber: String? = nil, fields: [Field] = []) {
        self.kind = kind
        self.caseNumber = caseNumber
        self.fields = fields
    }
}
