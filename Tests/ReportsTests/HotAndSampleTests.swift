// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import Reports

@Suite("Rising topics, and samples")
struct HotAndSampleTests {
    private typealias Fixture = ReportFixture

    /// Against tables of the Poisson distribution: the smallest number exceeded less often than once in a thousand.
    @Test(arguments: [(1, 5), (2, 8), (4, 11), (9, 20), (16, 30)]) func poissonBounds(_ mean: Int, _ bound: Int) {
        // A sum one short of the mean's, spread evenly, gives the mean itself.
        var weeks = Array(repeating: mean, count: 20)
        weeks[0] -= 1
        #expect(UsualLevel(weeks)?.bound == bound)
    }

    @Test func exponential() {
        for (x, value) in [
            (0.0, 1.0), (1, 0.367879441171442), (10, 4.539992976248485e-5), (100, 3.720075976020836e-44),
        ] {
            #expect(abs(UsualLevel.exponential(minus: x) - value) < value * 1e-9)
        }
    }

    @Test func weeksThatDifferMuchNeedMore() throws {
        let even = try #require(UsualLevel(Array(repeating: 10, count: 26)))
        let uneven = try #require(UsualLevel((0..<26).map { $0 % 2 == 0 ? 0 : 20 }))
        #expect(even.meanHundredths == uneven.meanHundredths && uneven.bound > even.bound * 2)
        #expect(UsualLevel(Array(repeating: 3, count: 7)) == nil)
        #expect(UsualLevel(Array(repeating: 0, count: 26)).map(\.bound).map { $0 < 5 } == true)
    }

    @Test(arguments: [UInt64](1...5)) func aRiseIsFoundAndTheUsualIsNot(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let asOf = Fixture.day("2026-11-29")
        var hot = HotTopics(asOf: asOf)
        var sequence = 0
        func add(_ topic: String, _ weeksAgo: Int, _ count: Int, _ lane: Lane = .general) {
            for _ in 0..<count {
                sequence += 1
                let day = asOf.adding(days: -7 * weeksAgo - Int.random(in: 0...6, using: &random))
                let record = Fixture.record(sequence % 900_000 + 1, filed: day.iso8601, topic: topic, lane: lane)
                if let fact = ReportFact(record, asOf: asOf, basis: Fixture.basis(sealed: true)) { hot.add(fact) }
            }
        }
        for week in 0...26 {
            add("供暖", week, week == 0 ? 25 : 4)
            add("环境保护", week, 6)
            add("纪检监察", week, week == 0 ? 40 : 1, .sealed)
            if week == 0 { add("少见", week, 4) }
        }
        #expect(hot.rises.map(\.topic) == ["供暖"], "seed \(seed)")
        #expect(hot.rises.first?.units == [HotTopics.Share(unit: "县住建局", cases: 25)], "seed \(seed)")
        #expect(hot.knownWeeks >= 25)
    }

    // MARK: Samples

    private static func closed(_ count: Int, units: Int) -> [CaseRecord] {
        (1...count).map { sequence in
            Fixture.record(
                sequence, filed: "2026-08-03", unit: "单位\(sequence % units)",
                [Fixture.event(.concluded, sequence % 10 == 0 ? "2027-01-04" : "2026-09-01")])
        }
    }

    @Test(arguments: [UInt64](1...10)) func theSameSeedDrawsTheSame(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let window = ReportWindow(.half, asOf: Fixture.day("2026-12-31"))
        let records = Self.closed(300, units: 7)
        func draw(_ records: [CaseRecord], _ seed: UInt64) -> CaseSample {
            var sample = CaseSample(window, seed: seed, size: 30)
            for record in records {
                if let fact = ReportFact(record, asOf: window.asOf, basis: Fixture.basis()) { sample.add(fact) }
            }
            return sample
        }
        let one = draw(records, seed)
        #expect(one.drawn == draw(records.shuffled(using: &random), seed).drawn)
        #expect(one.drawn != draw(records, seed &+ 1).drawn)
        #expect(one.drawn.reduce(0) { $0 + $1.items.count } == 30 && one.drawn.count == 7)
        for stratum in one.drawn {
            #expect(stratum.items.allSatisfy { $0.unit == stratum.unit && $0.closedOn == Fixture.day("2026-09-01") })
            #expect(Set(stratum.items.map(\.number)).count == stratum.items.count)
        }
    }

    @Test func sharesFollowSizes() {
        #expect(CaseSample.shares([50, 30, 20], size: 10) == [5, 3, 2])
        #expect(CaseSample.shares([97, 2, 1], size: 10) == [8, 1, 1])
        #expect(CaseSample.shares([3, 2], size: 10) == [3, 2])
        #expect(CaseSample.shares([1, 1, 1], size: 2).allSatisfy { $0 == 1 })
        #expect(CaseSample.shares([], size: 5) == [])
    }

    /// Every case is drawn about as often as another: 1000 seeds, 60 cases, 6 drawn.
    @Test func lotsAreFair() {
        let numbers = (1...60).map { "XF2026110200\($0)" }
        var drawn: [String: Int] = [:]
        for seed in UInt64(1)...1000 {
            let lots = numbers.map { (lot: CaseSample.lot($0, seed), number: $0) }.sorted { $0.lot < $1.lot }
            for (_, number) in lots.prefix(6) {
                drawn[number, default: 0] += 1
            }
        }
        // 100 expected each, with a standard deviation of 9.5.
        #expect(numbers.allSatisfy { (50...150).contains(drawn[$0] ?? 0) })
    }
}
