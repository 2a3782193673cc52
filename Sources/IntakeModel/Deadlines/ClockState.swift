// SPDX-License-Identifier: Apache-2.0

/// What a clock says on one day.
public struct ClockState: Sendable, Hashable {
    /// The raw values go into JSON.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        /// No starting event yet.
        case notStarted = "not_started"
        case open
        /// Near the nominal date, or past it while the effective date is still to come.
        case dueSoon = "due_soon"
        /// Past the effective date, for a duty.
        case overdue
        case met
        case late
        /// Stopped, or a window that lapsed unused.
        case closed

        /// Whether nothing runs any more.
        public var isFinal: Bool {
            switch self {
            case .met, .late, .closed: true
            case .notStarted, .open, .dueSoon, .overdue: false
            }
        }
    }

    /// Rule id.
    public let rule: String
    public let status: Status
    /// The computed dates; nil before the start, and once the verdict is frozen.
    public let deadline: Deadline?
    /// Set once the clock has ended by an event; nil for a window that lapsed unused, for a use in time may still be
    /// entered. Taken from the ledger when it was frozen there.
    public let verdict: ClockVerdict?
    /// Whether ``verdict`` was taken from the ledger.
    public let isFrozen: Bool
    /// Days past the effective date, counted to the as-of day or to the end; 0 when in time.
    public let overdueDays: Int
    /// Facts that could not be honoured, and what is missing, in Chinese for officers.
    public let problems: [String]

    /// The day that counts as the start; nil before it.
    public var from: CivilDate? { verdict?.from ?? deadline?.from }
    public var nominalDue: CivilDate? { verdict?.nominalDue ?? deadline?.nominalDue }
    public var effectiveDue: CivilDate? { verdict?.effectiveDue ?? deadline?.effectiveDue }
    public var provisional: Bool { verdict?.provisional ?? deadline?.provisional ?? false }
}
