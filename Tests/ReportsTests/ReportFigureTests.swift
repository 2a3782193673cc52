// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import Reports

@Suite("What reports count")
struct ReportFigureTests {
    private typealias Fixture = ReportFixture

    @Test func periods() {
        let window = Fixture.month("2026-11-23")
        #expect(window.days == "2026-11-01 至 2026-11-23" && window.period.title == "2026年11月")
        #expect(
            window.previous.days == "2026-10-01 至 2026-10-23" && window.yearBefore.days == "2025-11-01 至 2025-11-23")
        let whole = Fixture.month("2026-02-28")
        #expect(whole.isWhole && whole.previous.days == "2026-01-01 至 2026-01-31")
        #expect(Fixture.month("2026-03-30").previous.days == "2026-02-01 至 2026-02-28")
        #expect(ReportPeriod(.quarter, containing: Fixture.day("2026-01-01")).previous.title == "2025年第四季度")
        #expect(ReportPeriod(.half, containing: Fixture.day("2026-07-01")).last == Fixture.day("2026-12-31"))
        #expect(ReportWindow(.half, asOf: Fixture.day("2026-06-30")).yearBefore.days == "2025-01-01 至 2025-06-30")
        #expect(ReportPeriod(.year, containing: Fixture.day("2028-02-29")).title == "2028年")
    }

    @Test func aCaseFromEndToEnd() {
        let record = Fixture.record(
            1, filed: "2026-11-02",
            [
                Fixture.event(.forwarded, "2026-11-05", [.to: "县城管局"]),
                Fixture.event(.notified, "2026-11-10"),
                Fixture.event(.accepted, "2026-11-11", [.way: "6"]),
                Fixture.event(.replied, "2026-11-20", [.outcome: "支持"]),
                Fixture.event(.reported, "2026-11-21"), Fixture.event(.sentBack, "2026-11-22"),
                Fixture.event(.reported, "2026-11-23"), Fixture.event(.concluded, "2026-11-24"),
                Fixture.event(.rated, "2026-11-25", [.rateOffice: "满意", .rateUnit: "不满意"]),
                Fixture.event(.followedUp, "2026-11-26", [.result: "联系不上"]),
                Fixture.event(.followedUp, "2026-11-27", [.result: "基本满意"]),
            ])
        let figures = Fixture.collect([record], Fixture.month("2026-11-30"))
        let total = figures.now.total
        for count in [ReportCount.registered, .forwarded, .notified, .accepted, .replied, .sentBack, .concluded] {
            #expect(total[count] == 1, "\(count)")
        }
        #expect(total[.open] == 0 && total[.overdue] == 0)
        #expect(total[.accepted] == Ratio(part: 1, whole: 1))
        // 15 days from 2 November end on Tuesday the 17th; the 60 days of 办结 are not up.
        #expect(total[.forwardedInTime] == Ratio(part: 1, whole: 1))
        #expect(total[.notifiedInTime] == Ratio(part: 1, whole: 1))
        #expect(total[.concludedInTime] == Ratio())
        #expect(total[.officeContent] == Ratio(part: 1, whole: 1, aside: 1))
        #expect(total[.unitContent] == Ratio(part: 0, whole: 1, aside: 1))
        #expect(total[.followedUpContent] == Ratio(part: 1, whole: 1, aside: 2))
        #expect(total[.toForward].percentile(50) == 3 && total[.toReply].percentile(90) == 9)
        #expect(total[.toClose].percentile(50) == 22)
        #expect(figures.now.groups[.unit]?.keys.sorted() == ["县城管局"])
        #expect(figures.now.groups[.region]?.keys.sorted() == ["东街"])
        // 60 days from 11 November: Sunday 10 January, so the 11th; said in the month in which the next day lies.
        let january = Fixture.collect([record], Fixture.month("2027-01-12")).now.total
        #expect(january[.concludedInTime] == Ratio(part: 1, whole: 1) && january[.registered] == 0)
        #expect(Fixture.collect([record], Fixture.month("2027-01-11")).now.total[.concludedInTime] == Ratio())
    }

    @Test func aDateThatIsMissedIsOneUntilItIsDoneAndLateAfter() {
        let record = Fixture.record(1, filed: "2026-11-02", [Fixture.event(.forwarded, "2026-11-19", [.to: "县城管局"])])
        let open = Fixture.collect([record], Fixture.month("2026-11-18"))
        #expect(open.now.total[.overdue] == 1 && open.now.total[.forwardedInTime] == Ratio(part: 0, whole: 1))
        #expect(open.overdue.map(\.days) == [1] && open.overdue.map(\.number) == [record.number])
        let done = Fixture.collect([record], Fixture.month("2026-11-30"))
        #expect(done.now.total[.overdue] == 0 && done.now.total[.forwardedInTime] == Ratio(part: 0, whole: 1))
    }

    @Test func whatIsEnteredLaterChangesNoReportOfBefore() {
        var record = Fixture.record(1, filed: "2026-11-02")
        let before = Fixture.collect([record], Fixture.month("2026-11-30")).now.total
        record.events.append(Fixture.event(.forwarded, "2026-12-01", on: "2026-11-05", [.to: "县城管局"]))
        #expect(Fixture.collect([record], Fixture.month("2026-11-30")).now.total == before)
        let later = Fixture.collect([record], Fixture.month("2026-12-31")).before.total
        // The period before is told as it stood at its own end.
        #expect(later == before)
    }

    @Test func aFrozenVerdictOutlivesTheRules() throws {
        var record = Fixture.record(1, filed: "2026-11-02", [Fixture.event(.forwarded, "2026-11-16", [.to: "县城管局"])])
        let strict = RuleBook(
            Fixture.rules.rules.map { rule in
                DeadlineRule(
                    id: rule.id, title: rule.title, length: 5, unit: .natural, startsOn: rule.startsOn,
                    basis: rule.basis,
                    regime: rule.regime, version: "2")
            })
        var basis = Fixture.basis()
        basis.rules = strict
        let window = Fixture.month("2026-11-30")
        #expect(Fixture.collect([record], window, basis).now.total[.forwardedInTime].part == 0)
        let day = Fixture.day
        record.verdicts = [
            ClockVerdict(
                outcome: .met, on: day("2026-11-16"), from: day("2026-11-02"), nominalDue: day("2026-11-17"),
                effectiveDue: day("2026-11-17"), provisional: false, rule: RuleID.forward, ruleVersion: "1",
                article: "",
                calendarVersion: "")
        ]
        #expect(Fixture.collect([record], window, basis).now.total[.forwardedInTime].part == 1)
        // Before that end was entered there was nothing to freeze.
        #expect(Fixture.collect([record], Fixture.month("2026-11-10"), basis).overdue.count == 1)
    }

    @Test func importedCasesCountWhenTheyWereReceived() {
        let record = Fixture.record(
            1, filed: "2026-11-02", [Fixture.event(.imported, "2026-11-02", on: "2025-03-04", [.source: "旧系统"])])
        let total = Fixture.collect([record], Fixture.month("2026-11-30")).now.total
        #expect(total[.registered] == 0 && total[.open] == 1 && total[.overdue] == 1)
    }

    @Test func repeatsAreThoseThatSomebodyLinked() {
        let plain = Fixture.record(1, filed: "2026-11-02")
        let again = Fixture.record(
            2, filed: "2026-11-03", [Fixture.event(.linked, "2026-11-04", [.number: plain.number, .relation: "重复"])])
        #expect(
            Fixture.collect([plain, again], Fixture.month("2026-11-30")).now.total[.repeated]
                == Ratio(part: 1, whole: 2))
    }

    @Test func sealedCasesAreNowhereUnlessAskedFor() {
        let records = [
            Fixture.record(1, filed: "2026-11-02"),
            Fixture.record(2, filed: "2026-11-03", purpose: .report, unit: "县纪委监委信访室", lane: .sealed),
        ]
        let window = Fixture.month("2026-11-30")
        let plain = Fixture.collect(records, window)
        #expect(plain.now.total[.registered] == 1 && plain.now.groups[.unit]?["县纪委监委信访室"] == nil)
        let sealed = Fixture.collect(records, window, Fixture.basis(sealed: true))
        #expect(sealed.now.total[.registered] == 2)
        for (count, told) in [(0, "本期不足 5 件"), (4, "本期不足 5 件"), (5, "本期 5 件")] {
            let document = ReportBuilder(plain, ReportExtras(sealed: count), by: [.unit]).month()
            #expect(document.text(width: \.count).contains(told))
        }
        #expect(ReportBuilder(plain, ReportExtras(), by: []).month().text(width: \.count).contains("整期过完"))
    }

    /// What a random ledger makes of every figure: groups of one dimension add up to the whole, whatever the order.
    @Test(arguments: [UInt64](1...12)) func groupsAddUp(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let kinds: [CaseEvent.Kind] = [
            .forwarded, .notified, .accepted, .replied, .extended, .reported, .concluded, .withdrawn, .rated, .urged,
            .guided, .followedUp, .supervised, .reopened,
        ]
        var records: [CaseRecord] = []
        for sequence in 1...120 {
            var date = Fixture.day("2026-08-01").adding(days: Int.random(in: 0..<130, using: &random))
            let filed = date.iso8601
            let events = (0..<Int.random(in: 0...9, using: &random)).map { _ in
                date = date.adding(days: Int.random(in: 0...20, using: &random))
                let fields: CaseFields = [
                    .way: "6", .days: "10", .to: ["县城管局", "县水利局"].randomElement(using: &random) ?? "",
                    .rateOffice: ["满意", "不满意"].randomElement(using: &random) ?? "", .approver: "局长", .reason: "情况复杂",
                    .result: "满意",
                ]
                return Fixture.event(kinds.randomElement(using: &random) ?? .noted, date.iso8601, fields)
            }
            records.append(
                Fixture.record(
                    sequence, filed: filed, purpose: Purpose.allCases.randomElement(using: &random) ?? .relief,
                    topic: ["城乡建设", "民政", "教育文体"].randomElement(using: &random) ?? "",
                    place: ["东街", "西乡", "别处", nil].randomElement(using: &random) ?? nil, events))
        }
        let window = Fixture.month("2026-10-31")
        let figures = Fixture.collect(records, window)
        for dimension in ReportDimension.allCases {
            var sum = ReportTally()
            for tally in (figures.now.groups[dimension] ?? [:]).values { sum.add(tally) }
            #expect(sum == figures.now.total, "seed \(seed): \(dimension)")
        }
        #expect(figures.now.total[.registered] > 0, "seed \(seed) counts nothing")
        let other = Fixture.collect(records.shuffled(using: &random), window)
        let builders = [figures, other].map { ReportBuilder($0, ReportExtras(), by: ReportDimension.allCases) }
        #expect(builders[0].month().html == builders[1].month().html, "seed \(seed)")
        #expect(builders[0].notice() == builders[1].notice(), "seed \(seed)")
        // Every clock is judged in one month, so months add up to the year.
        var months = ReportTally()
        for month in 8...12 {
            let last = ReportPeriod(.month, containing: Fixture.day("2026-\(month < 10 ? "0" : "")\(month)-01")).last
            months.add(Fixture.collect(records, ReportWindow(.month, asOf: last)).now.total)
        }
        let year = Fixture.collect(records, ReportWindow(.year, asOf: Fixture.day("2026-12-31"))).now.total
        for count in ReportCount.allCases where !count.kinds.isEmpty || count == .registered {
            #expect(months[count] == year[count], "seed \(seed): \(count)")
        }
    }
}
