// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

/// Days, rules and the calendar that the deadline tests share.
enum DeadlineFixture {
    static func day(_ text: some StringProtocol) throws -> CivilDate {
        try CivilDate(iso8601: text)
    }

    static func interval(_ first: some StringProtocol, _ last: some StringProtocol) throws -> CivilInterval {
        try #require(CivilInterval(try day(first), through: try day(last)))
    }

    /// The calendar of ``CalendarFixture``.
    static func calendar() throws -> WorkCalendar {
        var holidays: [Int: [CalendarYear.Holiday]] = [:]
        var workdays: [Int: [CivilDate]] = [:]
        for line in CalendarFixture.table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            try #require(fields.count == 5)
            let year = try #require(Int(fields[0]))
            if fields[1] == "off" {
                holidays[year, default: []].append(
                    CalendarYear.Holiday(name: String(fields[4]), days: try interval(fields[2], fields[3])))
            } else {
                workdays[year, default: []].append(try day(fields[2]))
            }
        }
        return try WorkCalendar(
            holidays.keys.map {
                CalendarYear(
                    year: $0, source: "test", noticeDate: try day("\($0 - 1)-11-04"), holidays: holidays[$0] ?? [],
                    makeUpWorkdays: workdays[$0] ?? [])
            })
    }

    static func rule(
        _ length: Int, _ unit: DeadlineRule.DayUnit = .natural,
        counting: DeadlineRule.Counting = DeadlineRule.Counting(), extension: DeadlineRule.Extension? = nil,
        excludes: [String] = []
    ) -> DeadlineRule {
        rule("测试", length, unit, counting: counting, extension: `extension`, excludes: excludes)
    }

    static func rule(
        _ id: String, _ length: Int, _ unit: DeadlineRule.DayUnit = .natural,
        counting: DeadlineRule.Counting = DeadlineRule.Counting(), extension: DeadlineRule.Extension? = nil,
        excludes: [String] = [], isWindow: Bool = false, isEnabled: Bool = true
    ) -> DeadlineRule {
        DeadlineRule(
            id: id, title: id, length: length, unit: unit, startsOn: "收到",
            isWindow: isWindow, basis: DeadlineRule.Basis(citation: "测试条例第一条", text: "原文"), counting: counting,
            extension: `extension`, excludes: excludes, regime: "测试条例", version: "1", isEnabled: isEnabled)
    }

    static let conclude = rule(
        RuleID.conclude, 60,
        extension: DeadlineRule.Extension(
            rule: RuleID.extend, maximumDays: 30, approver: "负责人", citation: "信访工作条例第三十四条"))
    static let recheckOpinion = rule(RuleID.recheckOpinion, 30, excludes: ["听证"])

    static let book = RuleBook(
        RuleID.required.map {
            switch $0 {
            case RuleID.conclude: conclude
            case RuleID.recheckOpinion: recheckOpinion
            case RuleID.object: rule($0, 5, .working, isWindow: true)
            case RuleID.forward, RuleID.notify: rule($0, 15)
            default: rule($0, 30)
            }
        })
}

/// Splitmix64: random tests print the seed and can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
