// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
public import Reports

extension OfficeYear {
    /// What a finished year has to show; every failure is a line.
    public struct Findings: Sendable {
        public var failures: [String] = []
        /// What was looked at, for people.
        public var seen: [String] = []

        mutating func expect(_ holds: Bool, _ what: @autoclosure () -> String) {
            if !holds, failures.count < 50 { failures.append(what()) }
        }
    }

    private var last: CivilDate { date(plan.days - 1) }

    /// Holds the store against the lives that were planned.
    public func check(_ basis: ReportBasis) throws -> Findings {
        var findings = Findings()
        var stages: [CaseStage: Int] = [:]
        var looks: [Look] = []
        var open = 0
        var count = 0
        var quarters: [Int: ReportTally] = [:]
        var collector = ReportCollector(basis, ReportWindow(.year, asOf: last), by: ReportDimension.allCases)
        var number: String?
        while true {
            let page = try store.cases(after: number, limit: 500, viewer: .desk)
            guard let next = page.last?.number else { break }
            number = next
            for record in page {
                count += 1
                let file = CaseFile(record)
                stages[file.stage, default: 0] += 1
                guard let index = record.claim.particulars.first.flatMap({ Int($0.text) }), let state = states[index]
                else { throw Failure("\(record.number) is none of this year") }
                findings.expect(state.done == lives[index].steps.count, "case \(index) has \(state.done) steps done")
                findings.expect(
                    state.file.encoded() == file.encoded(), "case \(index): the ledger gives another case than was led")
                if file.stage.isOpen {
                    open += 1
                    if let look = look(record, file, basis, &findings) { looks.append(look) }
                }
                collector.add(record)
                for quarter in 0..<4 {
                    let within = CivilDate(year: plan.first.year, month: quarter * 3 + 1, day: 1) ?? plan.first
                    let window = ReportWindow(
                        .quarter, asOf: min(ReportPeriod(.quarter, containing: within).last, last))
                    if let fact = ReportFact(record, asOf: window.asOf, basis: basis) {
                        quarters[quarter, default: ReportTally()].add(fact, in: window)
                    }
                }
            }
        }
        findings.expect(count == plan.cases, "\(count) cases of \(plan.cases)")
        findings.seen.append(
            "\(count) cases, \(open) open, each with an owner and a next date, for \(looks.count) the office's own")
        checkReport(collector, quarters, stages, basis, &findings)
        try checkReminders(basis, looks, &findings)
        return findings
    }

    /// When the office looks again at a case that the law sets no date.
    private struct Look {
        var number: String
        var due: CivilDate
        var isPast: Bool
    }

    /// Holds an open case to its owner and its next date; nil where that date is no look of the office.
    private func look(_ record: CaseRecord, _ file: CaseFile, _ basis: ReportBasis, _ findings: inout Findings)
        -> Look?
    {
        findings.expect(!file.owner(fallback: "").title.isEmpty, "\(record.number) has no owner")
        let clocks = CaseClocks.states(
            of: record, office: basis.office, rules: basis.rules, calendar: basis.calendar, asOf: last)
        switch file.next(clocks: clocks, rules: basis.rules) {
        case .due(_, let what, _): findings.expect(!what.isEmpty, "\(record.number): a date for nothing")
        case .undated(let reason, let look):
            findings.expect(!reason.isEmpty, "\(record.number): no date of the law, and no reason")
            findings.expect(look != nil, "\(record.number), \(file.stage.title), has no next date")
            guard let clock = clocks.last(where: { $0.rule == RuleID.track }), let due = clock.effectiveDue else {
                return nil
            }
            return Look(number: record.number, due: due, isPast: due < last)
        case .nothing: findings.expect(false, "\(record.number) is open and nothing comes next")
        }
        return nil
    }

    // MARK: Reports

    private func checkReport(
        _ collector: ReportCollector, _ quarters: [Int: ReportTally], _ stages: [CaseStage: Int], _ basis: ReportBasis,
        _ findings: inout Findings
    ) {
        let total = collector.now.total
        for dimension in ReportDimension.allCases {
            var sum = ReportTally()
            for tally in (collector.now.groups[dimension] ?? [:]).values { sum.add(tally) }
            findings.expect(sum == total, "the groups by \(dimension.rawValue) do not add up to the whole")
        }
        var year = ReportTally()
        for tally in quarters.values { year.add(tally) }
        let stocks: Set<ReportCount> = [.open, .overdue]
        for count in ReportCount.allCases where !stocks.contains(count) {
            findings.expect(
                year[count] == total[count], "\(count): the quarters have \(year[count]), the year \(total[count])")
        }
        for rate in [ReportRate.forwardedInTime, .notifiedInTime, .concludedInTime] {
            findings.expect(
                year[rate].whole == total[rate].whole,
                "\(rate): the quarters judge \(year[rate].whole), the year \(total[rate].whole)")
        }
        findings.expect(stages.values.reduce(0, +) == plan.cases, "the stages do not add up to the cases")
        let open = stages.filter { $0.key.isOpen }.values.reduce(0, +)
        findings.expect(total[.open] == open, "\(total[.open]) open by the report, \(open) by their stages")
        // What was planned, quarter by quarter, against what the ledgers tell.
        let planned: [(ReportCount, [CaseAct])] = [
            (.forwarded, [.forward]), (.notified, [.notify]), (.accepted, [.accept]), (.guided, [.guide]),
            (.met, [.visit]), (.replied, [.reply]), (.extended, [.extend]), (.reviewAsked, [.askReview]),
            (.recheckAsked, [.askRecheck]), (.reminded, [.remind]), (.urged, [.urge]), (.sentBack, [.sendBack]),
            (.withdrawn, [.withdraw]), (.concluded, [.conclude]),
        ]
        for quarter in 0..<4 {
            func isOf(_ day: Int) -> Bool { (date(day).month - 1) / 3 == quarter }
            let tally = quarters[quarter] ?? ReportTally()
            let filed = lives.count { isOf($0.day) }
            findings.expect(
                tally[.registered] == filed, "quarter \(quarter + 1): \(tally[.registered]) registered, \(filed) came")
            for (count, acts) in planned {
                let wanted = lives.reduce(0) { $0 + $1.steps.count { acts.contains($0.act) && isOf($0.day) } }
                findings.expect(
                    tally[count] == wanted, "quarter \(quarter + 1), \(count): \(tally[count]), \(wanted) done")
            }
        }
        for (rate, clock) in [(ReportRate.forwardedInTime, Self.forward), (.concludedInTime, Self.conclude)] {
            var wanted = Ratio()
            for life in lives {
                guard let run = clock(self, life, basis), run.due.adding(days: 1) <= last else { continue }
                if let stop = run.stop, run.end.map({ stop < $0 }) ?? true { continue }
                wanted.whole += 1
                if let end = run.end, end <= run.due { wanted.part += 1 }
            }
            let found = total[rate]
            findings.expect(
                found.part == wanted.part && found.whole == wanted.whole,
                "\(rate): \(found.part) of \(found.whole) by the report, \(wanted.part) of \(wanted.whole) as lived")
            findings.seen.append("\(rate): \(found.part) of \(found.whole)")
        }
        findings.seen.append(
            ReportCount.allCases.map { "\($0.definition.title) \(total[$0])" }.joined(separator: ", "))
    }

    private struct Run {
        var due: CivilDate
        /// Done on.
        var end: CivilDate?
        /// Stopped on, without being done.
        var stop: CivilDate?
    }

    /// 转送, as it ought to have run.
    private static func forward(_ year: OfficeYear, _ life: CaseLife, _ basis: ReportBasis) -> Run? {
        guard let rule = basis.rules[RuleID.forward],
            let due = try? Deadline.compute(rule, from: year.date(life.day), calendar: basis.calendar)
        else { return nil }
        return Run(due: due.effectiveDue, end: life.firstDay(.forward).map(year.date), stop: nil)
    }

    /// 办结, as it ought to have run.
    private static func conclude(_ year: OfficeYear, _ life: CaseLife, _ basis: ReportBasis) -> Run? {
        guard life.claim.purpose == .relief || life.claim.purpose == .appeal, let rule = basis.rules[RuleID.conclude],
            let from = life.firstDay(.accept).map(year.date),
            var due = try? Deadline.compute(rule, from: from, calendar: basis.calendar)
        else { return nil }
        if let step = life.steps.first(where: { $0.act == .extend }), year.date(step.day) <= due.effectiveDue,
            let days = step.fields[.days].flatMap({ Int($0) }),
            let longer = try? Deadline.compute(rule, from: from, calendar: basis.calendar, extension: days)
        {
            due = longer
        }
        let end = [life.firstDay(.reply), life.firstDay(.conclude)].compactMap { $0 }.min().map(year.date)
        return Run(due: due.effectiveDue, end: end, stop: life.firstDay(.withdraw).map(year.date))
    }

    // MARK: Reminders

    private func checkReminders(_ basis: ReportBasis, _ looks: [Look], _ findings: inout Findings) throws {
        struct Key: Hashable { var number: String, rule: String, stage: String, due: String }
        var told: [Key: Int] = [:]
        var after: Int64 = 0
        while true {
            let page = try store.events(after: after, limit: 2000, viewer: .desk)
            for event in page.events where event.event.kind == .caseDueSoon || event.event.kind == .caseOverdue {
                func field(_ key: String) -> String { event.event.fields.first { $0.key == key }?.value ?? "" }
                told[
                    Key(
                        number: event.event.caseNumber ?? "", rule: field("rule"), stage: field("stage"),
                        due: field("due")), default: 0] += 1
            }
            guard page.last > after else { break }
            after = page.last
        }
        for (key, times) in told {
            findings.expect(times == 1, "\(key.number): \(key.rule) \(key.stage) told \(times) times")
        }
        var wanted: Set<Key> = []
        for life in lives {
            guard let number = states[life.index]?.file.number else { continue }
            for (rule, clock) in [(RuleID.forward, Self.forward), (RuleID.conclude, Self.conclude)] {
                guard let run = clock(self, life, basis), run.due < last else { continue }
                let end = [run.end, run.stop].compactMap { $0 }.min()
                // Told in the morning of the day after the date, if it was not over by the evening before.
                if end.map({ $0 > run.due }) ?? true {
                    wanted.insert(Key(number: number, rule: rule, stage: ClockWatch.overdue, due: run.due.iso8601))
                }
            }
        }
        let found = Set(
            told.keys.filter {
                $0.stage == ClockWatch.overdue && ($0.rule == RuleID.forward || $0.rule == RuleID.conclude)
            })
        findings.expect(
            found == wanted,
            "overdue: \(wanted.subtracting(found).count) not told, \(found.subtracting(wanted).count) told for nothing: \(found.symmetricDifference(wanted).prefix(3))"
        )
        for look in looks where look.isPast {
            let key = Key(number: look.number, rule: RuleID.track, stage: ClockWatch.overdue, due: look.due.iso8601)
            findings.expect(told[key] == 1, "\(look.number): nobody was told that \(look.due) passed")
        }
        var near: Set<Key> = []
        for life in lives {
            guard let number = states[life.index]?.file.number else { continue }
            for (rule, due) in Self.near(self, life, basis) {
                near.insert(Key(number: number, rule: rule, stage: ClockWatch.dueSoon, due: due.iso8601))
            }
        }
        let soon = Set(
            told.keys.filter {
                $0.stage == ClockWatch.dueSoon && ($0.rule == RuleID.forward || $0.rule == RuleID.conclude)
            })
        findings.expect(
            soon == near,
            "near: \(near.subtracting(soon).count) not told, \(soon.subtracting(near).count) told for nothing: \(soon.symmetricDifference(near).prefix(3))"
        )
        findings.seen.append(
            "\(told.count) reminders, each once; of 转送 and 办结 \(soon.count) near and \(found.count) overdue")
    }

    /// The dates of 转送 and 办结 that drew near while the duty was open: told in the morning of the first day of the reminder.
    private static func near(_ year: OfficeYear, _ life: CaseLife, _ basis: ReportBasis) -> [(String, CivilDate)] {
        var near: [(String, CivilDate)] = []
        /// - Parameter until: the last day on whose morning the date was still this one; nil: it stayed so.
        func add(_ rule: DeadlineRule, from: CivilDate, extension days: Int = 0, until: CivilDate?) {
            guard let due = try? Deadline.compute(rule, from: from, calendar: basis.calendar, extension: days) else {
                return
            }
            let morning = due.nominalDue.adding(days: -rule.remindDays)
            if morning <= year.last, until.map({ $0 >= morning }) ?? true { near.append((rule.id, due.nominalDue)) }
        }
        if let rule = basis.rules[RuleID.forward] {
            add(rule, from: year.date(life.day), until: life.firstDay(.forward).map(year.date))
        }
        guard let rule = basis.rules[RuleID.conclude], let run = conclude(year, life, basis),
            let from = life.firstDay(.accept).map(year.date)
        else { return near }
        let step = life.steps.first { $0.act == .extend && year.date($0.day) <= run.due }
        add(rule, from: from, until: [step.map { year.date($0.day) }, run.end].compactMap { $0 }.min())
        if let step, let days = step.fields[.days].flatMap({ Int($0) }) {
            add(rule, from: from, extension: days, until: run.end)
        }
        return near
    }
}
