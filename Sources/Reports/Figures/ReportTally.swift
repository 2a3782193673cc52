// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// The figures of one group of cases in one window. Tallies of groups that share no case add up to that of all.
public struct ReportTally: Sendable, Hashable {
    private var counts = [Int](repeating: 0, count: ReportCount.allCases.count)
    private var rates = [Ratio](repeating: Ratio(), count: ReportRate.allCases.count)
    private var times = [Lengths](repeating: Lengths(), count: ReportTime.allCases.count)

    public init() {}

    public internal(set) subscript(_ count: ReportCount) -> Int {
        get { counts[count.rawValue] }
        set { counts[count.rawValue] = newValue }
    }

    public internal(set) subscript(_ rate: ReportRate) -> Ratio {
        get { rates[rate.rawValue] }
        set { rates[rate.rawValue] = newValue }
    }

    public internal(set) subscript(_ time: ReportTime) -> Lengths {
        get { times[time.rawValue] }
        set { times[time.rawValue] = newValue }
    }

    public mutating func add(_ other: ReportTally) {
        for count in ReportCount.allCases { self[count] += other[count] }
        for rate in ReportRate.allCases { self[rate].add(other[rate]) }
        for time in ReportTime.allCases { self[time].add(other[time]) }
    }

    /// Counts a case.
    public mutating func add(_ fact: ReportFact, in window: ReportWindow) {
        let isNew = window.contains(fact.receivedOn)
        if isNew { self[.registered] += 1 }
        if fact.stage.isOpen {
            self[.open] += 1
            if fact.isOverdue { self[.overdue] += 1 }
        }
        for act in fact.acts where window.contains(act.on) {
            if let count = ReportCount.byKind[act.kind] { self[count] += 1 }
        }
        if isNew {
            self[.repeated].count(fact.isRepeat)
            if fact.purpose == .appeal || fact.purpose == .relief { countAcceptance(fact) }
        }
        countDates(fact, window)
        countVoices(fact, window)
        countTimes(fact, window)
    }

    private mutating func countAcceptance(_ fact: ReportFact) {
        guard fact.stage != .withdrawn, fact.stage != .guided else { return }
        self[.accepted].count(fact.acceptedOn != nil)
        if fact.acceptedOn == nil, fact.stage.isOpen { self[.accepted].aside += 1 }
    }

    private mutating func countDates(_ fact: ReportFact, _ window: ReportWindow) {
        for clock in fact.clocks where window.contains(clock.effectiveDue.adding(days: 1)) {
            guard clock.end != .closed else { continue }
            for rate in ReportRate.allCases where rate.rule == clock.rule {
                self[rate].count(rate == .extended ? fact.extensionDays > 0 : clock.end == .met)
            }
        }
    }

    private mutating func countVoices(_ fact: ReportFact, _ window: ReportWindow) {
        for (rate, isOfUnit) in [(ReportRate.officeContent, false), (.unitContent, true)] {
            if let last = fact.ratings.last(where: { $0.isOfUnit == isOfUnit && window.contains($0.on) }) {
                self[rate].count(ReportFact.content.contains(last.word))
            }
            if let closed = fact.closedOn, window.contains(closed) { self[rate].aside += 1 }
        }
        for followUp in fact.followUps where window.contains(followUp.on) {
            self[.followedUpContent].aside += 1
            if ReportFact.words.contains(followUp.result) {
                self[.followedUpContent].count(ReportFact.content.contains(followUp.result))
            }
        }
    }

    private mutating func countTimes(_ fact: ReportFact, _ window: ReportWindow) {
        func day(_ day: CivilDate?) -> CivilDate? { day.flatMap { window.contains($0) ? $0 : nil } }
        if let end = day(fact.forwardedOn) { self[.toForward].add(fact.receivedOn.days(to: end)) }
        if let end = day(fact.notifiedOn) { self[.toNotice].add(fact.receivedOn.days(to: end)) }
        if let end = day(fact.acceptedOn) { self[.toAccept].add(fact.receivedOn.days(to: end)) }
        if let end = day(fact.repliedOn), let start = fact.acceptedOn { self[.toReply].add(start.days(to: end)) }
        if let end = day(fact.closedOn) { self[.toClose].add(fact.receivedOn.days(to: end)) }
    }
}
