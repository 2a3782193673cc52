// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Foundation
import IntakeModel
import IntakeStore
import OfficeYear
import Reports
import SQLiteStore
import Testing

@testable import IntakeServer

/// A small office through a year, with the rules and calendars of this repository and the server's own look at what is due.
/// The large one is scripts/simulate.
@Suite("A simulated year")
struct OfficeYearTests {
    private final class Place {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("year-\(UUID().uuidString)").path
        let clock = OfficeYear.Clock()
        let script: Script
        let first: CivilDate

        init() throws {
            var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
            parts.removeLast(4)
            script = try #require(Script.load(parts.joined(separator: "/") + "/dialogs").script)
            first = try CivilDate(iso8601: "2025-01-01")
            clock.now = Timestamp(startOf: first)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        private var policy: FilingPolicy {
            let (script, clock) = (script, clock)
            return FilingPolicy(
                place: { claim, _ in .init(unit: claim.unit ?? script.office.name, officer: "", firstContact: "012") },
                clocks: { claim, day in
                    CaseClocks.atFiling(
                        claim, on: day, office: script.office.kind, rules: script.rules, calendar: script.calendar)
                }, now: { clock.now }, monotonic: { clock.monotonic })
        }

        func open() throws -> SQLiteStore {
            try SQLiteStore.open(folder: folder, mode: .serve, policy: policy)
        }

        func year(_ seed: UInt64, _ cases: Int, _ store: any IntakeStore) -> OfficeYear {
            let script = script
            return OfficeYear(.init(seed: seed, cases: cases, first: first), store: store, clock: clock) { store, now in
                try DuePass(script: script, now: now, staleAfter: nil, isFirst: false).run(store).clocks.more
            }
        }

        var basis: ReportBasis { ReportBasis(script, minimum: 10, includesSealed: true) }
    }

    @Test("Nothing is left without owner or date, every reminder comes once, and the reports add up")
    func aYear() throws {
        let seed: UInt64 = 2025
        let place = try Place()
        let store = try place.open()
        let year = place.year(seed, 800, store)
        #expect(try year.live())
        let findings = try year.check(place.basis)
        #expect(findings.failures == [], "seed \(seed)")
        // A year in which nothing happened would find nothing, either.
        #expect(year.acts > 6_000, "seed \(seed)")
        // The same day told again, and told when more is in the store, is the same to the byte.
        let window = ReportWindow(.month, asOf: try CivilDate(iso8601: "2025-06-30"))
        func report(_ store: any IntakeStore) throws -> String {
            let reading = ReportReading(store, viewer: .officer(badge: "012", unit: "县信访局", roles: [.cases]))
            var basis = place.basis
            basis.includesSealed = false
            var collector = ReportCollector(basis, window, by: ReportDimension.allCases)
            try reading.read(into: &collector)
            return ReportBuilder(collector, try reading.extras(window, basis), by: ReportDimension.allCases).month()
                .html
        }
        let told = try report(store)
        #expect(told.contains("举报件单独存放，本期"))
        #expect(!told.contains("XF") && !told.contains("第 0 件"))
        let twin = try Place()
        let half = try twin.open()
        let other = twin.year(seed, 800, half)
        // July the first is begun and not lived through.
        _ = try other.live(stopAfter: other.actsThrough(window.asOf))
        #expect(try report(half) == told, "seed \(seed)")
        try store.close()
        try half.close()
    }

    @Test("It comes to the same when it breaks off at random moments", arguments: [UInt64](1...2))
    func brokenOff(_ seed: UInt64) throws {
        var random = SystemRandomNumberGenerator()
        let place = try Place()
        var day = 0
        var runs = 0
        var moments: [Int] = []
        while true {
            runs += 1
            let store = try place.open()
            let year = place.year(seed, 150, store)
            let stop = runs < 8 ? Int.random(in: 1...300, using: &random) : nil
            moments += [stop].compactMap { $0 }
            let isOver = try year.live(from: day, stopAfter: stop) { day = $0 }
            if isOver {
                let findings = try year.check(place.basis)
                #expect(findings.failures == [], "seed \(seed), broken off after \(moments)")
                try store.close()
                break
            }
            try store.close()
        }
        #expect(runs > 1, "seed \(seed) was never broken off")
    }
}
