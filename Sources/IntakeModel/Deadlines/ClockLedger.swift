// SPDX-License-Identifier: Apache-2.0

/// All facts about one clock of one case.
///
/// ``state(rule:calendar:asOf:dueSoonWithin:explain:)`` is a pure fold over them: no order, no counter, no hidden now.
public struct ClockLedger: Sendable, Hashable {
    public private(set) var events: [ClockEvent]

    public init(_ events: [ClockEvent] = []) {
        self.events = events
    }

    public mutating func record(_ event: ClockEvent) {
        events.append(event)
    }

    /// What the clock says at the end of `asOf`.
    ///
    /// - Parameters:
    ///   - rule: the rule the clock runs by, in the version of now.
    ///   - asOf: events of later days have not happened yet; planned exclusions count, being known.
    ///   - dueSoonWithin: days before the nominal date; the rule's own ``DeadlineRule/remindDays`` when nil.
    /// - Throws: ``DeadlineError`` when the dates cannot be computed.
    public func state(
        rule: DeadlineRule, calendar: WorkCalendar, asOf: CivilDate, dueSoonWithin: Int? = nil, explain: Bool = false
    ) throws(DeadlineError) -> ClockState {
        let facts = Facts(events, asOf: asOf)
        if let frozen = facts.frozen {
            return ClockState(
                rule: rule.id, status: frozen.outcome.status, deadline: nil, verdict: frozen, isFrozen: true,
                overdueDays: frozen.daysLate, problems: [])
        }
        guard let start = facts.start else {
            return ClockState(
                rule: rule.id, status: .notStarted, deadline: nil, verdict: nil, isFrozen: false, overdueDays: 0,
                problems: facts.end == nil ? [] : ["没有起算日，无法判断是否按期"])
        }
        var problems: [String] = []
        var excluded: [CivilInterval] = []
        for exclusion in facts.exclusions {
            guard rule.excludes.contains(exclusion.reason) else {
                problems.append("“\(exclusion.reason)”不是\(rule.id)期限可以扣除的事由，没有扣除")
                continue
            }
            // What begins after the end can no longer move anything.
            if let end = facts.end, exclusion.days.first > end.on { continue }
            excluded.append(exclusion.days)
        }
        var added = 0
        var deadline = try Deadline.compute(
            rule, from: start, calendar: calendar, excluded: excluded, explain: explain)
        for approval in facts.extensions {
            let granted = Self.granted(approval, rule: rule, added: added, due: deadline.effectiveDue, &problems)
            guard granted > 0 else { continue }
            added += granted
            deadline = try Deadline.compute(
                rule, from: start, calendar: calendar, extension: added, excluded: excluded, explain: explain)
        }
        return Self.judge(
            deadline, end: facts.end, asOf: asOf, dueSoonWithin: max(0, dueSoonWithin ?? rule.remindDays), problems)
    }

    /// Closes the books: computes the verdict and records it, once the clock has ended by `asOf`.
    ///
    /// - Returns: the verdict now on record; nil while the clock runs.
    @discardableResult
    public mutating func freeze(
        rule: DeadlineRule, calendar: WorkCalendar, asOf: CivilDate
    ) throws(DeadlineError) -> ClockVerdict? {
        let state = try state(rule: rule, calendar: calendar, asOf: asOf)
        if let verdict = state.verdict, !state.isFrozen { record(.frozen(verdict)) }
        return state.verdict
    }

    /// Days of `approval` that count, with what is wrong about it added to `problems`.
    private static func granted(
        _ approval: ClockExtension, rule: DeadlineRule, added: Int, due: CivilDate, _ problems: inout [String]
    ) -> Int {
        let name = "\(approval.on.iso8601)批准的延期"
        guard let allowed = rule.extension else {
            problems.append("\(rule.id)期限不能延长，\(name)没有计入")
            return 0
        }
        guard !approval.approver.isEmpty, !approval.reason.isEmpty, approval.days > 0 else {
            problems.append("\(name)缺批准人、理由或日数，没有计入（须经\(allowed.approver)批准）")
            return 0
        }
        guard approval.on <= due else {
            problems.append("\(name)晚于到期日\(due.iso8601)，没有计入")
            return 0
        }
        let granted = min(approval.days, max(0, allowed.maximumDays - added))
        if granted < approval.days {
            problems.append("\(name)使延长合计超过\(allowed.maximumDays)日，只计入\(granted)日（\(allowed.citation)）")
        }
        if approval.document == nil, granted > 0 {
            problems.append("\(name)还没有告知信访人的文书（\(allowed.citation)）")
        }
        return granted
    }

    private static func judge(
        _ deadline: Deadline, end: Facts.End?, asOf: CivilDate, dueSoonWithin: Int, _ problems: [String]
    ) -> ClockState {
        if let end {
            let outcome: ClockVerdict.Outcome =
                end.isStop ? .closed : end.on <= deadline.effectiveDue ? .met : .late
            let verdict = ClockVerdict(
                outcome: outcome, on: end.on, from: deadline.from, nominalDue: deadline.nominalDue,
                effectiveDue: deadline.effectiveDue, provisional: deadline.provisional, rule: deadline.rule.id,
                ruleVersion: "\(deadline.rule.regime) \(deadline.rule.version)", article: deadline.article,
                calendarVersion: deadline.calendarVersion, reason: end.reason)
            return ClockState(
                rule: deadline.rule.id, status: outcome.status, deadline: deadline, verdict: verdict, isFrozen: false,
                overdueDays: verdict.daysLate, problems: problems)
        }
        let status: ClockState.Status =
            if asOf > deadline.effectiveDue {
                deadline.rule.isWindow ? .closed : .overdue
            } else if asOf >= deadline.nominalDue.adding(days: -dueSoonWithin) {
                .dueSoon
            } else {
                .open
            }
        return ClockState(
            rule: deadline.rule.id, status: status, deadline: deadline, verdict: nil, isFrozen: false,
            overdueDays: status == .overdue ? deadline.effectiveDue.days(to: asOf) : 0, problems: problems)
    }

    /// The events sorted into kinds, each in an order of its own, so that the order of entry cannot matter.
    private struct Facts {
        struct End {
            var on: CivilDate
            var isStop: Bool
            var reason: String
        }

        struct Exclusion {
            var days: CivilInterval
            var reason: String
        }

        var start: CivilDate?
        var end: End?
        var exclusions: [Exclusion] = []
        var extensions: [ClockExtension] = []
        var frozen: ClockVerdict?

        init(_ events: [ClockEvent], asOf: CivilDate) {
            for event in events {
                switch event {
                case .started(let on) where on <= asOf: start = min(start ?? on, on)
                case .satisfied(let on) where on <= asOf: note(End(on: on, isStop: false, reason: ""))
                case .stopped(let on, let reason) where on <= asOf: note(End(on: on, isStop: true, reason: reason))
                case .excluded(let days, let reason): exclusions.append(Exclusion(days: days, reason: reason))
                case .extended(let approval) where approval.on <= asOf: extensions.append(approval)
                case .frozen(let verdict) where verdict.on <= asOf:
                    if let known = frozen, known.key < verdict.key { continue }
                    frozen = verdict
                case .started, .satisfied, .stopped, .extended, .frozen: continue
                }
            }
            exclusions.sort { ($0.days, $0.reason) < ($1.days, $1.reason) }
            extensions.sort {
                ($0.on, $0.days, $0.approver, $0.reason, $0.document ?? "")
                    < ($1.on, $1.days, $1.approver, $1.reason, $1.document ?? "")
            }
        }

        /// The earliest end counts; on one day, doing it counts before stopping it.
        private mutating func note(_ next: End) {
            guard let known = end else {
                end = next
                return
            }
            let before =
                if next.on != known.on {
                    next.on < known.on
                } else if next.isStop != known.isStop {
                    known.isStop
                } else {
                    next.reason < known.reason
                }
            if before { end = next }
        }
    }
}

extension ClockVerdict.Outcome {
    /// The status that a clock with this outcome has.
    public var status: ClockState.Status {
        switch self {
        case .met: .met
        case .late: .late
        case .closed: .closed
        }
    }
}

extension ClockVerdict {
    /// Of two frozen verdicts the one with the smaller key counts: the earlier end, then whatever tells them apart.
    fileprivate var key: (CivilDate, CivilDate, CivilDate, String, String, String) {
        (on, effectiveDue, nominalDue, outcome.rawValue, ruleVersion, calendarVersion)
    }
}
