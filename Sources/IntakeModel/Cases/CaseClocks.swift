// SPDX-License-Identifier: Apache-2.0

/// The legal clocks of a case, as a pure function of its ledger, the rules, the calendar and a day. Nothing is stored.
public enum CaseClocks {
    /// - Parameters:
    ///   - file: the same ledger folded, where that was done already.
    ///   - office: whose desk registered the case: it decides which clock the filing starts.
    ///   - asOf: the day the states are told for.
    /// - Returns: one state a clock, in the order in which they started, and last the day of ``RuleID/track`` where an open
    ///   case has no other duty that runs. A rule that cannot be computed is left out.
    public static func states(
        of record: CaseRecord, file: CaseFile? = nil, office: OfficeKind, rules: RuleBook, calendar: WorkCalendar,
        asOf: CivilDate
    ) -> [ClockState] {
        let states = clocks(of: record, office: office, rules: rules).compactMap { clock -> ClockState? in
            guard let rule = clock.own ?? rules[clock.rule] else { return nil }
            return try? clock.ledger.state(rule: rule, calendar: calendar, asOf: asOf)
        }
        guard !states.contains(where: \.isRunningDuty), let rule = rules[RuleID.track], rule.party == .organ else {
            return states
        }
        let file = file ?? CaseFile(record)
        guard file.stage.isOpen else { return states }
        // It judges nobody: no event ends it, so no verdict of it is ever kept. The next step only moves it.
        let (own, from) = file.tracking(rule)
        let look = try? ClockLedger([.started(on: from)]).state(rule: own, calendar: calendar, asOf: asOf)
        return states + [look].compactMap(\.self)
    }

    /// The facts about each clock of the law, in the order in which they started; dates that a person set are none. A rule comes a second time where a matter came
    /// back from a unit that was not competent and went to another.
    public static func ledgers(
        of record: CaseRecord, office: OfficeKind, rules: RuleBook
    ) -> [(rule: String, ledger: ClockLedger)] {
        clocks(of: record, office: office, rules: rules).filter { $0.own == nil }.map { ($0.rule, $0.ledger) }
    }

    private static func clocks(of record: CaseRecord, office: OfficeKind, rules: RuleBook) -> [Clocks.Clock] {
        var clocks = Clocks(
            record.claim, office: office, rules: rules,
            received: record.events.lazy.filter { $0.kind == .imported }.compactMap { $0.fields.date(.on) }.first)
        let void = record.void
        for (index, event) in record.events.enumerated() where !void.contains(index + 1) {
            clocks.apply(event)
            clocks.applySet(event)
            clocks.overlay(CaseAct(event.kind), event.day)
        }
        // A verdict that stood on an entry which counts no more falls with it.
        for verdict in record.verdicts where void.isEmpty || clocks.ends(verdict) { clocks.freeze(verdict) }
        return clocks.all
    }

    /// The clocks that filing starts on `day`, as a receipt shows them.
    public static func atFiling(
        _ claim: ClaimDraft, on day: CivilDate, office: OfficeKind, rules: RuleBook, calendar: WorkCalendar
    ) -> [ClockNote] {
        ClockStarts.onFiling(office: office, receivedOn: day, identified: claim.identified, rules: rules).starts
            .compactMap { start in
                guard let rule = rules[start.rule],
                    let deadline = try? Deadline.compute(rule, from: start.from, calendar: calendar, explain: false)
                else { return nil }
                return ClockNote(deadline)
            }
    }

    /// The clocks of one case while its ledger is read.
    private struct Clocks {
        struct Clock {
            var rule: String
            let from: CivilDate
            var ledger: ClockLedger
            /// It was stopped, so that the same event may start it anew.
            var isStopped = false
            /// For a date that a person set.
            var own: DeadlineRule?
        }

        let office: OfficeKind
        let rules: RuleBook
        let identified: Bool
        var purpose: Purpose
        var people: Int
        var withdrawals: Set<Int> = []
        /// The real day of receipt of a case that was imported.
        let received: CivilDate?
        var way: HandlingWay?
        var all: [Clock] = []

        init(_ claim: ClaimDraft, office: OfficeKind, rules: RuleBook, received: CivilDate?) {
            self.office = office
            self.rules = rules
            identified = claim.identified
            purpose = claim.purpose
            people = max(1, claim.people)
            self.received = received
        }

        mutating func apply(_ event: CaseEvent) {
            let day = event.day
            switch event.kind {
            case .filed:
                start(
                    .onFiling(
                        office: office, receivedOn: received ?? CivilDate(event.at), identified: identified,
                        rules: rules))
            case .forwarded, .entrusted:
                record(RuleID.forward, .satisfied(on: day))
                start(.onTransfer(receivedOn: day, identified: identified, rules: rules))
            case .objected: record(RuleID.object, .satisfied(on: day))
            case .returned:
                for rule in [RuleID.notify, RuleID.object] { stop(rule, day, "异议成立，退回") }
            case .notified: record(RuleID.notify, .satisfied(on: day))
            case .declined, .barred:
                // The notice of it is the notice that art. 23 wants.
                record(RuleID.notify, .satisfied(on: day))
                for rule in [RuleID.object, RuleID.forward] { stop(rule, day, CaseAct(event.kind).rawValue) }
            case .classified:
                way = event.handlingWay
            case .accepted:
                // Who takes it on objects no more.
                stop(RuleID.object, day, "已经受理")
                // Who takes it on itself has nothing to transfer.
                stop(RuleID.forward, day, "本机关受理")
                start(.onAcceptance(on: day, purpose: purpose, way: event.handlingWay ?? way, rules: rules))
            case .guided:
                for rule in [RuleID.conclude, RuleID.object, RuleID.forward] { stop(rule, day, "导入程序") }
            case .extended:
                record(
                    RuleID.conclude,
                    .extended(
                        ClockExtension(
                            on: day, days: event.fields.integer(.days) ?? 0,
                            approver: event.fields[.approver] ?? "", reason: event.fields[.reason] ?? "",
                            document: event.fields[.document])))
            case .paused:
                guard let first = event.fields.date(.from), let last = event.fields.date(.through),
                    let days = CivilInterval(first, through: last)
                else { return }
                record(event.fields[.rule] ?? "", .excluded(days, reason: event.fields[.reason] ?? ""))
            case .replied, .concluded: record(RuleID.conclude, .satisfied(on: day))
            case .delivered: delivered(event.fields[.paper].flatMap(CasePaper.init(rawValue:)), day)
            case .reviewAsked:
                record(RuleID.review, .satisfied(on: day))
                start(.onReviewRequested(on: day, rules: rules))
            case .reviewed: record(RuleID.reviewOpinion, .satisfied(on: day))
            case .recheckAsked:
                record(RuleID.recheck, .satisfied(on: day))
                start(.onRecheckRequested(on: day, rules: rules))
            case .rechecked: record(RuleID.recheckOpinion, .satisfied(on: day))
            case .withdrawn:
                if let person = event.withdrawer(of: people) {
                    withdrawals.insert(person)
                    guard withdrawals.count >= people else { return }
                }
                for index in all.indices { all[index].ledger.record(.stopped(on: day, reason: "撤回")) }
            case .corrected:
                if event.fields[.field] == CaseCorrection.purpose.rawValue,
                    let purpose = event.fields[.value].flatMap(Purpose.init(rawValue:))
                {
                    self.purpose = purpose
                }
                if event.fields[.field] == CaseCorrection.people.rawValue {
                    people = max(1, event.fields.integer(.value) ?? people)
                }
            default: break
            }
        }

        /// Dates that a person set: a new one takes the place of the one before, and what was wanted ends it.
        mutating func applySet(_ event: CaseEvent) {
            let day = event.day
            switch event.kind {
            case .deferred: set(.recheck, event)
            case .entrusted:
                stop(SetDate.assigned.rawValue, day, "转到别处")
                set(.entrusted, event)
            case .assigned: set(.assigned, event)
            case .supervised: set(.supervised, event)
            case .directed: set(.directed, event)
            case .resumed, .reviewAsked, .recheckAsked: record(SetDate.recheck.rawValue, .satisfied(on: day))
            // What was asked of the one who had it is asked of nobody when it goes on.
            case .returned: for date in [SetDate.entrusted, .assigned] { stop(date.rawValue, day, "异议成立，退回") }
            case .forwarded: for date in [SetDate.entrusted, .assigned] { stop(date.rawValue, day, "转到别处") }
            case .reported:
                for date in SetDate.allCases where date != .recheck { record(date.rawValue, .satisfied(on: day)) }
            case .concluded, .archived, .declined, .barred:
                for date in SetDate.allCases { stop(date.rawValue, day, CaseAct(event.kind).rawValue) }
            default: break
            }
        }

        private mutating func set(_ date: SetDate, _ event: CaseEvent) {
            guard let due = event.fields.date(.due), let rule = date.rule(from: event.day, due: due) else { return }
            stop(date.rawValue, event.day, "另定了日子")
            all.append(
                Clock(rule: rule.id, from: event.day, ledger: ClockLedger([.started(on: event.day)]), own: rule))
        }

        private mutating func delivered(_ paper: CasePaper?, _ day: CivilDate) {
            switch paper {
            case .notice: record(RuleID.notify, .satisfied(on: day))
            case .opinion: start(.onOpinionReceived(on: day, rules: rules))
            case .review: start(.onReviewReceived(on: day, rules: rules))
            case .recheck, .other, nil: break
            }
        }

        /// Of a rule that runs or has run already nothing starts again, unless it was stopped.
        private mutating func start(_ starts: ClockStarts) {
            for start in starts.starts { self.start(start.rule, start.from) }
        }

        private mutating func start(_ rule: String, _ from: CivilDate) {
            guard !all.contains(where: { $0.rule == rule && !$0.isStopped }) else { return }
            all.append(Clock(rule: rule, from: from, ledger: ClockLedger([.started(on: from)])))
        }

        /// Rules of regimes that the office has switched on name the acts that begin and end their clocks.
        mutating func overlay(_ act: CaseAct, _ day: CivilDate) {
            let named = rules.named(act)
            for rule in named?.ended ?? [] { record(rule, .satisfied(on: day)) }
            // What follows a closing falls with it.
            if [.reopen, .askReview, .askRecheck].contains(act) {
                for rule in rules.afterClosing { stop(rule, day, act.rawValue) }
            }
            for rule in named?.begun ?? [] { start(rule, day) }
        }

        /// Whether the clock of a verdict still ends on its day.
        func ends(_ verdict: ClockVerdict) -> Bool {
            guard let clock = all.first(where: { $0.rule == verdict.rule && $0.from == verdict.from }) else {
                return false
            }
            return clock.ledger.events.contains { fact in
                switch fact {
                case .satisfied(let on), .stopped(let on, _): on == verdict.on
                case .started, .excluded, .extended, .frozen: false
                }
            }
        }

        /// What was told at its end stays so, whatever becomes of rules and calendars.
        mutating func freeze(_ verdict: ClockVerdict) {
            guard let index = all.firstIndex(where: { $0.rule == verdict.rule && $0.from == verdict.from })
            else { return }
            all[index].ledger.record(.frozen(verdict))
        }

        private mutating func record(_ rule: String, _ fact: ClockEvent) {
            guard let index = all.lastIndex(where: { $0.rule == rule }) else { return }
            all[index].ledger.record(fact)
        }

        private mutating func stop(_ rule: String, _ day: CivilDate, _ reason: String) {
            guard let index = all.lastIndex(where: { $0.rule == rule && !$0.isStopped }) else { return }
            all[index].ledger.record(.stopped(on: day, reason: reason))
            all[index].isStopped = true
        }
    }
}

extension ClockState {
    /// Something that the office has to do by a day that is known.
    fileprivate var isRunningDuty: Bool {
        guard !status.isFinal, let rule = deadline?.rule else { return false }
        return rule.party == .organ && !rule.isWindow
    }
}

extension CaseRecord {
    /// How far the matter has come, in one word, as lists show it.
    public var state: String { CaseFile(self).stage.title }
}
