// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A legal clock of a case and how it stands, as officers see it.
public struct CaseClock: Sendable, Hashable {
    public var note: ClockNote
    /// open, due_soon, overdue, met or late.
    public var status: String
    /// Days past the effective date; 0 when not overdue.
    public var daysOver: Int
    /// Name of the rule; empty where the reader knows it.
    public var title: String
    /// 为什么是这一天: the counting, a sentence a step. Empty unless asked for, and for a clock whose verdict is kept.
    public var steps: [String]
    /// The same day by day.
    public var days: [String]

    public init(
        note: ClockNote, status: String, daysOver: Int = 0, title: String = "", steps: [String] = [],
        days: [String] = []
    ) {
        self.note = note
        self.status = status
        self.daysOver = daysOver
        self.title = title
        self.steps = steps
        self.days = days
    }
}
