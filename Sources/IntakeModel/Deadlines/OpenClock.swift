// SPDX-License-Identifier: Apache-2.0

/// A running clock of a case as the store keeps it beside the ledger: an index for finding what is near. The dates are
/// always computed anew from the ledger; these are what they were at the last look.
public struct OpenClock: Sendable, Hashable {
    /// Rule id.
    public var rule: String
    /// The day that counts as the start.
    public var from: CivilDate
    public var nominalDue: CivilDate
    public var effectiveDue: CivilDate
    public var provisional: Bool
    /// Whether the office must act by then; false for a right of the petitioner (复查, 复核).
    public var isDuty: Bool

    public init(
        rule: String, from: CivilDate, nominalDue: CivilDate, effectiveDue: CivilDate, provisional: Bool, isDuty: Bool
    ) {
        self.rule = rule
        self.from = from
        self.nominalDue = nominalDue
        self.effectiveDue = effectiveDue
        self.provisional = provisional
        self.isDuty = isDuty
    }

    /// A clock that filing starts; those bind the office.
    public init(_ note: ClockNote) {
        self.init(
            rule: note.rule, from: note.from, nominalDue: note.nominalDue, effectiveDue: note.effectiveDue,
            provisional: note.provisional, isDuty: true)
    }
}

/// A running clock with its case: a line of the list of what is due next.
public struct DueRow: Sendable, Hashable {
    /// Receipt number.
    public var number: String
    public var clock: OpenClock

    public init(number: String, clock: OpenClock) {
        self.number = number
        self.clock = clock
    }
}
