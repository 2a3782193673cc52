// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@Suite struct DeadlineTests {
    /// Every line of the table, counted by another program day by day.
    @Test func vectors() throws {
        let calendar = try DeadlineFixture.calendar()
        let lines = DeadlineVectors.table.split(separator: "\n")
        #expect(lines.count >= 200)
        for line in lines {
            let fields = line.split(separator: " ")
            try #require(fields.count == 7, "\(line)")
            let unit = try #require(DeadlineRule.DayUnit(rawValue: String(fields[2])))
            let rule = DeadlineFixture.rule(try #require(Int(fields[1])), unit)
            var excluded: [CivilInterval] = []
            if fields[3] != "-" {
                for run in fields[3].split(separator: ",") {
                    excluded.append(try DeadlineFixture.interval(run.prefix(10), run.suffix(10)))
                }
            }
            let deadline = try Deadline.compute(
                rule, from: try DeadlineFixture.day(fields[0]), calendar: calendar, excluded: excluded)
            #expect(deadline.nominalDue.iso8601 == fields[4], "\(line)")
            #expect(deadline.effectiveDue.iso8601 == fields[5], "\(line)")
            #expect(deadline.provisional == (fields[6] == "provisional"), "\(line)")
        }
    }

    /// The dates that the reference of the field works out, apart from the table and readable.
    @Test(arguments: [
        ("2025-09-22", 15, DeadlineRule.DayUnit.natural, "2025-10-07", "2025-10-09"),
        ("2025-09-08", 30, .natural, "2025-10-08", "2025-10-09"),
        ("2025-12-20", 60, .natural, "2026-02-18", "2026-02-24"),
        ("2026-01-30", 15, .natural, "2026-02-14", "2026-02-14"),
        ("2026-03-02", 60, .natural, "2026-05-01", "2026-05-06"),
        ("2026-09-04", 15, .natural, "2026-09-19", "2026-09-20"),
        ("2024-12-29", 30, .natural, "2025-01-28", "2025-02-05"),
        ("2026-02-12", 5, .working, "2026-02-26", "2026-02-26"),
        ("2025-09-29", 3, .working, "2025-10-10", "2025-10-10"),
        ("2025-09-26", 10, .working, "2025-10-16", "2025-10-16"),
        ("2026-04-29", 5, .working, "2026-05-09", "2026-05-09"),
        ("2025-01-24", 15, .working, "2025-02-20", "2025-02-20"),
        ("2026-11-23", 15, .natural, "2026-12-08", "2026-12-08"),
        ("2026-11-03", 60, .natural, "2027-01-02", "2027-01-04"),
        ("2025-11-12", 15, .natural, "2025-11-27", "2025-11-27"),
    ])
    func worked(
        _ from: String, _ length: Int, _ unit: DeadlineRule.DayUnit, _ nominal: String, _ effective: String
    ) throws {
        let deadline = try Deadline.compute(
            DeadlineFixture.rule(length, unit), from: try DeadlineFixture.day(from),
            calendar: try DeadlineFixture.calendar())
        #expect(deadline.nominalDue.iso8601 == nominal)
        #expect(deadline.effectiveDue.iso8601 == effective)
    }

    private func steps(
        _ from: String, _ length: Int, _ unit: DeadlineRule.DayUnit = .natural, extension added: Int = 0,
        excluded: [CivilInterval] = [], counting: DeadlineRule.Counting = DeadlineRule.Counting()
    ) throws -> [String] {
        try Deadline.compute(
            DeadlineFixture.rule(length, unit, counting: counting), from: try DeadlineFixture.day(from),
            calendar: try DeadlineFixture.calendar(), extension: added, excluded: excluded
        ).steps
    }

    @Test func stepsOfARolledDate() throws {
        #expect(
            try steps("2026-09-04", 15) == [
                "收到：2026年9月4日（周五），起算日不计入，从9月5日（周六）开始数，依民法典第二百零一条第一款",
                "+15日 = 9月19日（周六）",
                "遇休息日（周六），顺延到9月20日（周日，调休上班），依民法典第二百零三条第一款",
            ])
        #expect(
            try steps("2025-09-22", 15).suffix(2) == [
                "+15日 = 10月7日（周二，国庆节、中秋节放假）",
                "遇国庆节、中秋节放假，顺延到10月9日（周四），依民法典第二百零三条第一款",
            ])
    }

    @Test func stepsOfAMakeUpDay() throws {
        #expect(
            try steps("2026-01-30", 15).suffix(2) == [
                "+15日 = 2月14日（周六，调休上班）", "这天是周六，但调休上班，算工作日，不顺延",
            ])
    }

    @Test func stepsOfWorkdays() throws {
        #expect(
            try steps("2026-02-12", 5, .working) == [
                "收到：2026年2月12日（周四），起算日不计入，从2月13日（周五）开始数，依民法典第二百零一条第一款",
                "+5个工作日 = 2月26日（周四），工作日依次为2月13日、2月14日（调休上班）、2月24日、2月25日、2月26日，其间春节放假不计",
            ])
    }

    @Test func stepsOfAYearWithoutNotice() throws {
        #expect(
            try steps("2026-11-03", 60).suffix(3) == [
                "+60日 = 2027年1月2日（周六）",
                "遇休息日（周六），顺延到2027年1月4日（周一），依民法典第二百零三条第一款",
                "2027年的放假安排还没有录入，暂按周末推算，录入后重新计算",
            ])
    }

    @Test func stepsOfExtensionAndExclusion() throws {
        let hearing = try DeadlineFixture.interval("2026-03-10", "2026-03-12")
        #expect(
            try steps("2026-03-02", 60, extension: 30, excluded: [hearing]).dropFirst() == [
                "期限60日，批准延长30日，共90日", "3月10日至3月12日不计算在期限内，共3日", "+90日 = 6月3日（周三）",
            ])
    }

    @Test func dayByDay() throws {
        let calendar = try DeadlineFixture.calendar()
        func days(_ from: String, _ length: Int, _ unit: DeadlineRule.DayUnit) throws -> [String] {
            try Deadline.compute(
                DeadlineFixture.rule(length, unit), from: try DeadlineFixture.day(from), calendar: calendar
            ).days(calendar: calendar).map(\.chinese)
        }
        #expect(
            try days("2025-10-01", 5, .natural) == [
                "2025-10-01 周三 起算日，不计入，国庆节、中秋节放假", "2025-10-02 周四 第1日，国庆节、中秋节放假",
                "2025-10-03 周五 第2日，国庆节、中秋节放假", "2025-10-04 周六 第3日，国庆节、中秋节放假",
                "2025-10-05 周日 第4日，国庆节、中秋节放假", "2025-10-06 周一 第5日，国庆节、中秋节放假",
                "2025-10-07 周二 届满遇休息日，顺延，国庆节、中秋节放假", "2025-10-08 周三 届满遇休息日，顺延，国庆节、中秋节放假",
                "2025-10-09 周四 顺延到这天届满",
            ])
        #expect(
            try days("2026-12-30", 3, .working) == [
                "2026-12-30 周三 起算日，不计入", "2026-12-31 周四 第1日", "2027-01-01 周五 第2日（放假安排未录入，暂按周末）",
                "2027-01-02 周六 不计，休息日（放假安排未录入，暂按周末）", "2027-01-03 周日 不计，休息日（放假安排未录入，暂按周末）",
                "2027-01-04 周一 第3日（放假安排未录入，暂按周末）",
            ])
    }

    @Test func otherWaysOfCounting() throws {
        let counting = DeadlineRule.Counting(excludesStartDay: false, startCitation: "", rollsOver: false)
        let calendar = try DeadlineFixture.calendar()
        let natural = try Deadline.compute(
            DeadlineFixture.rule(15, counting: counting), from: try DeadlineFixture.day("2026-09-05"),
            calendar: calendar)
        #expect(natural.nominalDue.iso8601 == "2026-09-19")
        #expect(natural.effectiveDue.iso8601 == "2026-09-19")
        #expect(natural.steps == ["收到：2026年9月5日（周六），起算日计入，从当日开始数", "+15日 = 9月19日（周六）"])
        let working = try Deadline.compute(
            DeadlineFixture.rule(2, .working, counting: counting), from: try DeadlineFixture.day("2026-09-18"),
            calendar: calendar)
        #expect(working.nominalDue.iso8601 == "2026-09-20")
    }

    @Test func stepsOnlyWhenAskedFor() throws {
        let deadline = try Deadline.compute(
            DeadlineFixture.rule(15), from: try DeadlineFixture.day("2026-09-04"),
            calendar: try DeadlineFixture.calendar(), explain: false)
        #expect(deadline.steps.isEmpty)
        #expect(deadline.article == "测试条例第一条")
        #expect(deadline.calendarVersion == (try DeadlineFixture.calendar().version))
    }

    @Test func refusesWhatCannotBeCounted() throws {
        let from = try DeadlineFixture.day("2026-09-04")
        let none = WorkCalendar.weekendsOnly
        #expect(throws: DeadlineError.badLength(rule: "测试", 0, extension: 0)) {
            try Deadline.compute(DeadlineFixture.rule(0), from: from, calendar: none)
        }
        #expect(throws: DeadlineError.badLength(rule: "测试", 15, extension: -1)) {
            try Deadline.compute(DeadlineFixture.rule(15), from: from, calendar: none, extension: -1)
        }
        for unit in DeadlineRule.DayUnit.allCases {
            #expect(throws: DeadlineError.outOfRange(rule: "测试", from: .latest)) {
                try Deadline.compute(DeadlineFixture.rule(15, unit), from: .latest, calendar: none)
            }
            let forever = try #require(CivilInterval(from, through: .latest))
            #expect(throws: DeadlineError.outOfRange(rule: "测试", from: from)) {
                try Deadline.compute(DeadlineFixture.rule(15, unit), from: from, calendar: none, excluded: [forever])
            }
        }
    }

    // MARK: Properties

    @Test(arguments: [UInt64](1...8)) func properties(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let calendar = try DeadlineFixture.calendar()
        let base = try DeadlineFixture.day("2023-11-01")
        for _ in 0..<200 {
            let from = base.adding(days: Int.random(in: 0...1300, using: &random))
            let length = Int.random(in: 1...90, using: &random)
            let note = Comment(rawValue: "seed \(seed), \(length) from \(from)")
            func due(
                _ unit: DeadlineRule.DayUnit, _ from: CivilDate, _ length: Int, _ excluded: [CivilInterval] = []
            ) throws -> Deadline {
                try Deadline.compute(
                    DeadlineFixture.rule(length, unit), from: from, calendar: calendar, excluded: excluded)
            }
            let natural = try due(.natural, from, length)
            let working = try due(.working, from, length)
            // A later start or a longer limit never ends earlier.
            for unit in DeadlineRule.DayUnit.allCases {
                let one = unit == .natural ? natural : working
                #expect(try due(unit, from.adding(days: 1), length).effectiveDue >= one.effectiveDue, note)
                #expect(try due(unit, from, length + 1).effectiveDue >= one.effectiveDue, note)
                #expect(try due(unit, from, length + 1).nominalDue > one.nominalDue, note)
            }
            #expect(working.nominalDue >= natural.nominalDue, note)
            #expect(working.effectiveDue >= natural.effectiveDue, note)
            #expect(natural.effectiveDue >= natural.nominalDue, note)
            #expect(calendar.isWorkday(natural.effectiveDue).isWorkday, note)
            #expect(calendar.isWorkday(working.effectiveDue).isWorkday, note)
            // An extension is a longer limit.
            let extended = try Deadline.compute(
                DeadlineFixture.rule(length), from: from, calendar: calendar, extension: 30)
            #expect(extended.nominalDue == natural.nominalDue.adding(days: 30), note)
            // A run of excluded days is the same whole, split, doubled or in another order, and never shortens.
            let first = from.adding(days: Int.random(in: -5...100, using: &random))
            let count = Int.random(in: 2...20, using: &random)
            let cut = Int.random(in: 1..<count, using: &random)
            let whole = try #require(CivilInterval(first, through: first.adding(days: count - 1)))
            let head = try #require(CivilInterval(first, through: first.adding(days: cut - 1)))
            let tail = try #require(CivilInterval(first.adding(days: cut), through: whole.last))
            for unit in DeadlineRule.DayUnit.allCases {
                let one = try due(unit, from, length, [whole])
                for parts in [[head, tail], [tail, head], [tail, whole, head]] {
                    let other = try due(unit, from, length, parts)
                    #expect(other.nominalDue == one.nominalDue && other.steps == one.steps, note)
                }
                #expect(one.nominalDue >= (unit == .natural ? natural : working).nominalDue, note)
                if first > one.nominalDue {
                    #expect(one.nominalDue == (unit == .natural ? natural : working).nominalDue, note)
                }
            }
        }
    }
}
