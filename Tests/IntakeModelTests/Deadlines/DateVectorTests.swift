// SPDX-License-Identifier: Apache-2.0

import Foundation
import IntakeModel
import Testing

/// Tests/Data/deadlines.tsv: more than a thousand deadlines counted by two other packages, see scripts/make-date-vectors.
@Suite("Deadlines that others counted")
struct DateVectorTests {
    private struct Vector {
        var line: String
        var group: String
        var start: CivilDate
        var length: Int
        var unit: DeadlineRule.DayUnit
        var added: Int
        var excluded: [CivilInterval]
        var years: [Int]
        var nominal: String
        var effective: String
        var isProvisional: Bool
    }

    /// Day or moment; which day a moment belongs to is what the program says.
    private static func start(_ text: Substring) throws -> CivilDate {
        guard text.contains("T") else { return try DeadlineFixture.day(text) }
        let seconds = try Date(String(text), strategy: .iso8601).timeIntervalSince1970
        return CivilDate(Timestamp(milliseconds: Int64(seconds) * 1000))
    }

    private static func load() throws -> [Vector] {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        let text = try String(contentsOfFile: parts.joined(separator: "/") + "/Data/deadlines.tsv", encoding: .utf8)
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let fields = line.split(separator: "\t")
            try #require(fields.count == 10, "\(line)")
            return Vector(
                line: String(line), group: String(fields[0]), start: try start(fields[1]),
                length: try #require(Int(fields[2])),
                unit: try #require(DeadlineRule.DayUnit(rawValue: String(fields[3]))),
                added: try #require(Int(fields[4])),
                excluded: fields[5] == "-"
                    ? []
                    : try fields[5].split(separator: ",").map {
                        try DeadlineFixture.interval($0.prefix(10), $0.suffix(10))
                    },
                years: fields[6] == "-" ? [] : fields[6].split(separator: ",").compactMap { Int($0) },
                nominal: String(fields[7]), effective: String(fields[8]), isProvisional: fields[9] == "provisional")
        }
    }

    @Test(
        "Every line of the table",
        arguments: [
            ("month", 200), ("leap", 10), ("last-day", 90), ("first-day", 200), ("across", 90), ("make-up", 45),
            ("instant", 36), ("extension", 80), ("pause", 130), ("notice", 30), ("year-end", 110),
        ])
    func table(_ group: String, _ atLeast: Int) throws {
        let vectors = try Self.load().filter { $0.group == group }
        #expect(vectors.count >= atLeast)
        let whole = try DeadlineFixture.calendar()
        for vector in vectors {
            let calendar = try WorkCalendar(whole.years.filter { vector.years.contains($0.year) })
            let deadline = try Deadline.compute(
                DeadlineFixture.rule(vector.length, vector.unit), from: vector.start, calendar: calendar,
                extension: vector.added, excluded: vector.excluded, explain: false)
            #expect(deadline.nominalDue.iso8601 == vector.nominal, "\(vector.line)")
            #expect(deadline.effectiveDue.iso8601 == vector.effective, "\(vector.line)")
            #expect(deadline.provisional == vector.isProvisional, "\(vector.line)")
            // Explaining changes no date, and names the day it comes to.
            let explained = try Deadline.compute(
                DeadlineFixture.rule(vector.length, vector.unit), from: vector.start, calendar: calendar,
                extension: vector.added, excluded: vector.excluded)
            #expect(explained.effectiveDue == deadline.effectiveDue)
            #expect(explained.steps.count >= 2)
            // Day by day it comes to the same: as many counted days as the limit has, the last of them the nominal date.
            let days = explained.days(calendar: calendar)
            let counted = days.filter { if case .counted = $0.role { true } else { false } }
            #expect(counted.map(\.role) == (1...vector.length + vector.added).map { .counted($0) }, "\(vector.line)")
            #expect(counted.last?.date.iso8601 == vector.nominal && days.last?.date.iso8601 == vector.effective)
            #expect(days.first?.role == .start)
            #expect(zip(days, days.dropFirst()).allSatisfy { $0.date.adding(days: 1) == $1.date })
        }
    }

    @Test("The table has what it is meant to have")
    func coverage() throws {
        let vectors = try Self.load()
        #expect(vectors.count >= 1000)
        let calendar = try DeadlineFixture.calendar()
        // Every day off and every make-up workday is somebody's first day, and somebody's last.
        let starts = Set(vectors.map(\.start))
        let ends = Set(vectors.map(\.nominal))
        for year in calendar.years {
            for holiday in year.holidays {
                for offset in 0..<holiday.days.count {
                    let day = holiday.days.first.adding(days: offset)
                    #expect(starts.contains(day) && ends.contains(day.iso8601), "\(day)")
                }
            }
            for day in year.makeUpWorkdays { #expect(starts.contains(day) && ends.contains(day.iso8601), "\(day)") }
        }
    }
}
