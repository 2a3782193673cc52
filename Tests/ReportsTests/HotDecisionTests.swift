// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Reports
import Testing

/// A rise waits for a person; what the person says stands beside it.
@Suite struct HotDecisionTests {
    private func report(asOf day: String, _ said: [HotDecision]) -> String {
        let asOf = ReportFixture.day(day)
        var collector = ReportCollector(ReportFixture.basis(), ReportWindow(.quarter, asOf: asOf), by: [])
        var sequence = 0
        for week in 0...12 {
            for _ in 0..<(week == 0 ? 25 : 3) {
                sequence += 1
                collector.add(
                    ReportFixture.record(sequence, filed: asOf.adding(days: -7 * week).iso8601, topic: "供暖"))
            }
        }
        return ReportBuilder(collector, ReportExtras(hot: said), by: []).quarter().text { $0.unicodeScalars.count }
    }

    private func said(
        _ verdict: HotDecision.Verdict, _ day: String, topic: String = "供暖", note: String = "换热站停了"
    ) throws -> HotDecision {
        try #require(
            HotDecision(
                topic: topic, asOf: ReportFixture.day(day), verdict: verdict, note: note, badge: "012",
                on: ReportFixture.day(day)))
    }

    @Test func aRiseWaitsForAPersonAndKeepsWhatTheySay() throws {
        #expect(report(asOf: "2026-11-29", []).contains(HotDecision.pending))
        let told = report(asOf: "2026-11-29", [try said(.confirmed, "2026-11-29")])
        #expect(!told.contains(HotDecision.pending))
        #expect(told.contains("确认：换热站停了（012 号，2026-11-29）"))
        // What was said later counts.
        let later = [try said(.confirmed, "2026-11-28"), try said(.dismissed, "2026-11-29", note: "重复登记")]
        #expect(report(asOf: "2026-11-29", later).contains("排除：重复登记"))
    }

    @Test func itIsSaidOfThatWeekAndThatTopicOnly() throws {
        for other in [
            try said(.confirmed, "2026-11-22"), try said(.confirmed, "2026-11-30"),
            try said(.confirmed, "2026-11-29", topic: "供水"),
        ] {
            #expect(report(asOf: "2026-11-29", [other]).contains(HotDecision.pending), "\(other.subject)")
        }
        #expect(!report(asOf: "2026-11-29", [try said(.confirmed, "2026-11-23")]).contains(HotDecision.pending))
    }

    @Test func theAuditTrailGivesItBack() throws {
        let decision = try said(.dismissed, "2026-11-29", note: "同一个人：报了三回")
        #expect(
            HotDecision(subject: decision.subject, reason: decision.reason, badge: "012", on: decision.on) == decision)
        for (subject, reason) in [
            ("XF1", "确认：好"), ("2026-11-29", "确认：好"), ("2026-11-29 供暖", "也许：好"), ("2026-11-29 供暖", "确认"),
        ] {
            #expect(HotDecision(subject: subject, reason: reason, badge: "012", on: decision.on) == nil, "\(subject)")
        }
    }

    @Test(arguments: ["", "一行\n两行", String(repeating: "长", count: 201)]) func aNoteIsOneShortLine(_ note: String) {
        #expect(
            HotDecision(
                topic: "供暖", asOf: ReportFixture.day("2026-11-29"), verdict: .confirmed, note: note, badge: "012",
                on: ReportFixture.day("2026-11-29")) == nil)
    }
}
