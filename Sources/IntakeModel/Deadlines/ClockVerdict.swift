// SPDX-License-Identifier: Apache-2.0

/// How a clock ended, with everything that decided it: kept for good, whatever rules and calendars say later.
public struct ClockVerdict: Sendable, Hashable {
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// Done on or before the effective date.
        case met
        /// Done after it.
        case late
        /// Stopped without being done.
        case closed
    }

    public let outcome: Outcome
    /// The day the clock ended.
    public let on: CivilDate
    public let from: CivilDate
    public let nominalDue: CivilDate
    public let effectiveDue: CivilDate
    public let provisional: Bool
    /// Rule id.
    public let rule: String
    public let ruleVersion: String
    public let article: String
    public let calendarVersion: String
    /// Why it was stopped; empty otherwise.
    public let reason: String

    public init(
        outcome: Outcome, on: CivilDate, from: CivilDate, nominalDue: CivilDate, effectiveDue: CivilDate,
        provisional: Bool, rule: String, ruleVersion: String, article: String, calendarVersion: String,
        reason: String = ""
    ) {
        self.outcome = outcome
        self.on = on
        self.from = from
        self.nominalDue = nominalDue
        self.effectiveDue = effectiveDue
        self.provisional = provisional
        self.rule = rule
        self.ruleVersion = ruleVersion
        self.article = article
        self.calendarVersion = calendarVersion
        self.reason = reason
    }

    /// Days after the effective date on which it ended; 0 when in time.
    public var daysLate: Int { max(0, effectiveDue.days(to: on)) }
}
