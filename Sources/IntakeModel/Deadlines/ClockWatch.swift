// SPDX-License-Identifier: Apache-2.0

/// Looks at the clocks of a case: which stages are reached, which dates moved, when to look again. Pure; the store keeps
/// what was told before.
public struct ClockWatch: Sendable {
    public var office: OfficeKind
    public var rules: RuleBook
    public var calendar: WorkCalendar
    public var plan: ReminderPlan

    public init(office: OfficeKind, rules: RuleBook, calendar: WorkCalendar, plan: ReminderPlan = .none) {
        self.office = office
        self.rules = rules
        self.calendar = calendar
        self.plan = plan
    }

    /// Tells two sets of rules, calendars and reminders apart: when it changes, every open clock is counted anew.
    public var basis: String {
        let reminders = rules.rules.filter(\.isEnabled).map { "\($0.remindDays)" }.joined(separator: ",")
        return "\(office.rawValue) \(rules.version) \(calendar.version) \(reminders) \(plan.version)"
    }

    /// The name of the stage at which a date draws near: ``DeadlineRule/remindDays`` before the nominal date.
    public static let dueSoon = "due_soon"
    /// The name of the stage at which a duty is overdue: the day after the effective date.
    public static let overdue = "overdue"

    /// - Parameters:
    ///   - record: with its whole ledger and the verdicts that are kept.
    ///   - sheet: what the store knew at the last look.
    public func review(_ record: CaseRecord, _ sheet: ClockSheet, now: Timestamp) -> ClockReview {
        let today = CivilDate(now)
        let file = CaseFile(record)
        var review = ClockReview()
        var looks: [Timestamp] = []
        let isOpen = plan.isOpen(now, calendar)
        let states = CaseClocks.states(
            of: record, file: file, office: office, rules: rules, calendar: calendar, asOf: today)
        for state in states {
            if let verdict = state.verdict {
                if !state.isFrozen { review.ended.append(verdict) }
                continue
            }
            guard let deadline = state.deadline, !state.status.isFinal else { continue }
            let clock = OpenClock(
                rule: state.rule, from: deadline.from, nominalDue: deadline.nominalDue,
                effectiveDue: deadline.effectiveDue, provisional: deadline.provisional,
                isDuty: deadline.rule.party == .organ)
            review.open.append(clock)
            if let former = sheet.open.first(where: { $0.rule == clock.rule && $0.from == clock.from }),
                sheet.isOutdated,
                let words = Self.words(moved: former, to: clock, calendar: calendar)
            {
                review.moved.append(words)
            }
            let lapse = Timestamp(startOf: clock.effectiveDue.adding(days: 1))
            if lapse > now { looks.append(lapse) }
            guard clock.isDuty else { continue }
            let stages = stages(of: clock, deadline.rule)
            looks += stages.map(\.at).filter { $0 > now }
            var reached = stages.filter { $0.at <= now }
            if !isOpen, reached.contains(where: { $0.to != nil }) {
                // Reminders wait until somebody works; what is the case is said at once.
                reached.removeAll { $0.to != nil }
                looks.append(plan.nextOpening(after: now, calendar))
            }
            for (index, stage) in reached.enumerated() {
                // Of several that were reached since the last look only the latest is told.
                let event = index == reached.count - 1 ? event(stage, clock, file, today) : nil
                var notice = ClockReview.Notice(rule: clock.rule, stage: stage.name, due: stage.due, event: event)
                if plan.delivers, event != nil, let rung = stage.to {
                    notice.addressee = ClockReview.Addressee(
                        rung: rung.rawValue, badge: plan.badge(rung, handler: file.officer))
                }
                review.notices.append(notice)
            }
        }
        review.nextLook = looks.min()
        review.isDone = review.open.isEmpty && !file.stage.isOpen
        return review
    }

    /// When a case that was just filed is to be looked at for the first time: at the first stage of the clocks that filing
    /// started, which may be past already where a date is short or a reminder comes early; nil where none has a stage.
    public func firstLook(of notes: [ClockNote]) -> Timestamp? {
        notes.compactMap { note -> Timestamp? in
            guard let rule = rules.rule(note.rule) else { return nil }
            return stages(of: OpenClock(note), rule).first?.at
        }.min()
    }

    private struct Stage {
        var name: String
        var kind: DeskEvent.Kind
        var due: CivilDate
        var at: Timestamp
        /// Whom a reminder is for; nil for what is so, whoever hears it.
        var to: ReminderPlan.Rung?
    }

    /// The stages of a duty in the order of time.
    private func stages(of clock: OpenClock, _ rule: DeadlineRule) -> [Stage] {
        var stages = [
            Stage(
                name: Self.dueSoon, kind: .caseDueSoon, due: clock.nominalDue,
                at: Timestamp(startOf: clock.nominalDue.adding(days: -max(0, rule.remindDays))))
        ]
        // A right that was not used is nobody's delay.
        if !rule.isWindow {
            stages.append(
                Stage(
                    name: Self.overdue, kind: .caseOverdue, due: clock.effectiveDue,
                    at: Timestamp(startOf: clock.effectiveDue.adding(days: 1))))
        }
        for stage in plan.stages where stage.isBefore || !rule.isWindow {
            stages.append(
                Stage(
                    name: stage.name, kind: stage.isBefore ? .caseDueSoon : .caseOverdue,
                    due: stage.isBefore ? clock.nominalDue : clock.effectiveDue,
                    at: plan.moment(stage, of: clock, calendar), to: stage.to))
        }
        return stages.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    private func event(_ stage: Stage, _ clock: OpenClock, _ file: CaseFile, _ today: CivilDate) -> DeskEvent {
        var fields = [
            DeskEvent.Field("rule", clock.rule), DeskEvent.Field("stage", stage.name),
            DeskEvent.Field("due", stage.due.iso8601),
            DeskEvent.Field("days", "\(abs(today.days(to: stage.due)))"), DeskEvent.Field("unit", file.unit),
        ]
        if let rung = stage.to {
            fields.append(DeskEvent.Field("for", rung.rawValue))
            let badge = plan.badge(rung, handler: file.officer)
            if !badge.isEmpty { fields.append(DeskEvent.Field("badge", badge)) }
        }
        if clock.provisional { fields.append(DeskEvent.Field("provisional", "true")) }
        return DeskEvent(stage.kind, caseNumber: file.number, fields: fields)
    }

    /// What the ledger says of a date that moved; nil when it did not.
    private static func words(moved former: OpenClock, to clock: OpenClock, calendar: WorkCalendar) -> String? {
        guard former.nominalDue != clock.nominalDue || former.effectiveDue != clock.effectiveDue else { return nil }
        func dates(_ clock: OpenClock) -> String {
            let nominal = clock.nominalDue.iso8601
            return clock.nominalDue == clock.effectiveDue
                ? nominal : "\(nominal)（顺延到\(clock.effectiveDue.iso8601)）"
        }
        return "\(clock.rule)：\(dates(former)) → \(dates(clock))，规则或日历有变（日历 \(calendar.version)）"
    }
}

extension CaseRecord {
    /// Closed in one way or another: no further clock starts by itself.
    public var isOver: Bool { !CaseFile(self).stage.isOpen }
}
