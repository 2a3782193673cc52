// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A legal clock of a case and how it stands, as officers see it.
public struct CaseClock: Sendable, Hashable {
    public var note: ClockNote
    /// open, due_soon, overdue, met or late.
    public var status: String
    /// Days past the effective date; 0 when not overdue.
    public var daysOver: Int

    public init(note: ClockNote, status: String, daysOver: Int = 0) {
        self.note = note
        self.status = status
        self.daysOver = daysOver
    }
}
