// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import Reports

/// 百分制: only where an office has set it, of rates alone.
@Suite struct ScoreTests {
    private func text(_ plan: ScorePlan, minimum: Int = 1) -> String {
        // One told in time and one late, of two units.
        let records = [("县住建局", "2026-03-10"), ("县住建局", "2026-03-30"), ("县人社局", "2026-03-05")].enumerated().map {
            ReportFixture.record(
                $0.offset + 1, filed: "2026-03-02", unit: $0.element.0,
                [
                    ReportFixture.event(.forwarded, "2026-03-03", [.to: $0.element.0]),
                    ReportFixture.event(.notified, $0.element.1),
                ])
        }
        var basis = ReportFixture.basis(minimum: minimum)
        basis.score = plan
        let window = ReportWindow(.month, asOf: ReportFixture.day("2026-03-31"))
        let builder = ReportBuilder(ReportFixture.collect(records, window, basis), ReportExtras(), by: [.unit])
        return builder.notice().text(width: \.count)
    }

    @Test func nothingIsScoredUnlessTheOfficeSaysSo() { #expect(!text(.none).contains("百分制")) }

    @Test func aShareOfAHundredForARate() throws {
        let plan = try #require(ScorePlan([.init(.notifiedInTime, points: 100)]))
        let told = text(plan)
        #expect(told.contains("百分制") && told.contains("50.0") && told.contains("100.0"), "\(told)")
        // Of few cases nothing is said.
        #expect(text(plan, minimum: 5).contains("件少不打"))
    }

    @Test func pointsMakeAHundredAndEachMeasureComesOnce() {
        #expect(ScorePlan([]) == nil)
        #expect(ScorePlan([.init(.notifiedInTime, points: 60)]) == nil)
        #expect(ScorePlan([.init(.notifiedInTime, points: 60), .init(.notifiedInTime, points: 40)]) == nil)
        #expect(ScorePlan([.init(.notifiedInTime, points: 120), .init(.unitContent, points: -20)]) == nil)
        #expect(ScorePlan([.init(.notifiedInTime, points: 60), .init(.unitContent, points: 40)]) != nil)
    }

    /// A score that is better for fewer petitions is none.
    @Test func onlyRatesOfUnitsCanBeScored() {
        for measure in ScorePlan.Measure.allCases {
            #expect(measure.rate.definition.title == measure.rawValue && measure.rate.isTold(by: .unit))
            #expect(measure.rate != .accepted && measure.rate != .repeated && measure.rate != .extended)
        }
    }
}
