// SPDX-License-Identifier: Apache-2.0

/// The legal clocks of a case, as a pure function of its ledger, the rules, the calendar and a day. Nothing is stored.
public enum CaseClocks {
    /// - Parameters:
    ///   - office: whose desk registered the case: it decides which clock the filing starts.
    ///   - asOf: the day the states are told for.
    /// - Returns: one state a clock, in the order in which they started. A rule that cannot be computed is left out.
    public static func states(
        of record: CaseRecord, office: OfficeKind, rules: RuleBook, calendar: WorkCalendar, asOf: CivilDate
    ) -> [ClockState] {
        var clocks: [(rule: String, ledger: ClockLedger)] = []
        func start(_ starts: ClockStarts) {
            for start in starts.starts where !clocks.contains(where: { $0.rule == start.rule }) {
                clocks.append((start.rule, ClockLedger([.started(on: start.from)])))
            }
        }
        func satisfy(_ rule: String, _ on: CivilDate) {
            guard let index = clocks.firstIndex(where: { $0.rule == rule }) else { return }
            clocks[index].ledger.record(.satisfied(on: on))
        }
        /// Overlays that the office has switched on name the acts that begin and end them.
        func overlays(_ act: String?, _ on: CivilDate) {
            guard let act else { return }
            for rule in rules.rules where rule.isEnabled && rule.ends.contains(act) { satisfy(rule.id, on) }
            for rule in rules.rules
            where rule.isEnabled && rule.begins == act && !clocks.contains(where: { $0.rule == rule.id }) {
                clocks.append((rule.id, ClockLedger([.started(on: on)])))
            }
        }
        let claim = record.claim
        for event in record.events {
            let day = CivilDate(event.at)
            defer { overlays(event.act, day) }
            switch event.kind {
            case .filed:
                start(.onFiling(office: office, receivedOn: day, identified: claim.identified, rules: rules))
            case .forwarded:
                satisfy(RuleID.forward, day)
                start(.onTransfer(receivedOn: day, identified: claim.identified, rules: rules))
            case .notified:
                satisfy(RuleID.notify, day)
            case .accepted:
                start(.onAcceptance(on: day, purpose: claim.purpose, way: event.handlingWay, rules: rules))
            case .concluded:
                satisfy(RuleID.conclude, day)
            case .withdrawn:
                for index in clocks.indices { clocks[index].ledger.record(.stopped(on: day, reason: "撤回")) }
            case .urged, .supplemented, .rated, .noted, .redated:
                break
            }
        }
        for verdict in record.verdicts {
            guard let index = clocks.firstIndex(where: { $0.rule == verdict.rule }) else { continue }
            clocks[index].ledger.record(.frozen(verdict))
        }
        return clocks.compactMap { clock in
            guard let rule = rules[clock.rule] else { return nil }
            return try? clock.ledger.state(rule: rule, calendar: calendar, asOf: asOf)
        }
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
}

extension CaseEvent {
    /// The step as rules name it (``DeadlineRule/acts``); nil for what no rule begins or ends with.
    var act: String? {
        switch kind {
        case .filed: "登记"
        case .forwarded: "转送"
        case .notified: "告知"
        case .accepted: "受理"
        case .concluded: "办结"
        case .urged, .supplemented, .withdrawn, .rated, .noted, .redated: nil
        }
    }

    /// 受理 names the item of 第三十一条 by which the matter is handled: the text begins with `31(6)`.
    public var handlingWay: HandlingWay? {
        guard kind == .accepted, text.utf8.starts(with: "31(".utf8) else { return nil }
        return Int(text.dropFirst(3).prefix { $0 != ")" }).flatMap(HandlingWay.init(rawValue:))
    }
}

extension CaseRecord {
    /// How far the matter has come: the latest step of the office.
    public var stage: CaseEvent {
        events.last { event in
            switch event.kind {
            case .filed, .forwarded, .notified, .accepted, .concluded, .withdrawn: true
            case .urged, .supplemented, .rated, .noted, .redated: false
            }
        } ?? CaseEvent(.filed, at: filedAt)
    }

    /// The same in one word, as lists show it.
    public var state: String {
        switch stage.kind {
        case .forwarded: "已转送"
        case .notified: "已告知"
        case .accepted: "已受理"
        case .concluded: "已办结"
        case .withdrawn: "已撤回"
        case .filed, .urged, .supplemented, .rated, .noted, .redated: "已登记"
        }
    }
}
