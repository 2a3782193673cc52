// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Testing

@Suite struct RuleLoadingTests {
    /// The repository's `dialogs`, found from this file.
    static let dialogs: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(4)
        return parts.joined(separator: "/") + "/dialogs"
    }()

    private func load(_ text: String, needed: [String] = []) -> (RuleBook, [String]) {
        let diagnostics = Diagnostics()
        let roots = YAMLValue.parse(text, file: "rules/x.yaml", diagnostics).map { [$0] } ?? []
        let book = RuleBook.load(roots, needed: needed, diagnostics)
        return (book, diagnostics.sorted.map(\.brief))
    }

    // MARK: What is shipped

    @Test func shippedRules() throws {
        let diagnostics = Diagnostics()
        let book = RuleBook.load(directory: Self.dialogs + "/rules", diagnostics)
        #expect(diagnostics.all == [])
        let expected: [(String, Int, DeadlineRule.DayUnit, String)] = [
            ("转送", 15, .natural, "信访工作条例第二十二条第一款"), ("告知", 15, .natural, "信访工作条例第二十三条第二款、第三款"),
            ("异议", 5, .working, "信访工作条例第二十三条第三款"), ("办结", 60, .natural, "信访工作条例第三十四条"),
            ("延期", 30, .natural, "信访工作条例第三十四条"), ("复查", 30, .natural, "信访工作条例第三十五条"),
            ("复查意见", 30, .natural, "信访工作条例第三十五条"), ("复核", 30, .natural, "信访工作条例第三十六条第一款"),
            ("复核意见", 30, .natural, "信访工作条例第三十六条第一款、第二款"),
            ("行政复议申请", 60, .natural, "行政复议法第二十条第一款"),
        ]
        for (id, length, unit, citation) in expected {
            let rule = try #require(book[id], "\(id)")
            #expect(rule.length == length && rule.unit == unit && rule.basis.citation == citation, "\(id)")
            #expect(rule.isVerified)
        }
        // Nothing else runs but the office's own day to look again, which is no term of the law: what nobody has verified is off.
        #expect(book.rules.filter(\.isEnabled).map(\.id).sorted() == (expected.map(\.0) + ["跟进"]).sorted())
        for id in [
            "简易受理", "简易办结", "浙江处理", "浙江受理", "浙江办结", "浙江延期", "山东复查受理", "山东复核受理", "纪检受理告知", "热线办理",
        ] {
            let rule = try #require(book.rule(id), "\(id)")
            #expect(!rule.isEnabled && !rule.isVerified)
        }
        // What was verified and belongs to other roads is off until the office switches it on.
        let switched = book.enabling(["政府信息公开条例", "劳动保障监察条例", "浙江省信访条例"])
        #expect(book["公开答复"] == nil && switched["公开答复"]?.extension?.approver == "政府信息公开工作机构负责人")
        #expect(switched["监察调查"]?.length == 60 && switched["浙江处理"] == nil)
        #expect(book.rule("浙江处理")?.begins == "登记")
        #expect(book["办结"]?.extension?.maximumDays == 30)
        #expect(book["办结"]?.extension?.approver == "本机关、单位负责人")
        #expect(book["复核意见"]?.excludes == ["听证"])
        #expect(book["复查"]?.party == .petitioner)
        #expect(book["异议"]?.petitionerMaySee == false)
        #expect(
            book.rules.filter { $0.isEnabled && $0.isWindow }.map(\.id).sorted()
                == ["异议", "复查", "复核", "行政复议申请"].sorted())
    }

    @Test func shippedCalendars() throws {
        let diagnostics = Diagnostics()
        let calendar = WorkCalendar.load(directory: Self.dialogs + "/calendars", diagnostics)
        #expect(diagnostics.all == [])
        // The same as the calendar that the deadline vectors are counted with.
        #expect(calendar.version == "2024-2026@d84aa7dc")
        #expect(calendar.years.map(\.year) == [2024, 2025, 2026])
        #expect(calendar.years.last?.source.contains("国办发明电〔2025〕7号") == true)
        #expect(calendar.years.last?.noticeDate == (try CivilDate(iso8601: "2025-11-04")))
    }

    @Test func shippedRulesAndCalendarsTogether() throws {
        let diagnostics = Diagnostics()
        let book = RuleBook.load(directory: Self.dialogs + "/rules", diagnostics)
        let calendar = WorkCalendar.load(directory: Self.dialogs + "/calendars", diagnostics)
        let forward = try Deadline.compute(
            try #require(book["转送"]), from: try CivilDate(iso8601: "2026-11-23"), calendar: calendar)
        #expect(forward.nominalDue.chinese(near: forward.from) == "12月8日")
        #expect(
            forward.steps == [
                "收到信访事项：2026年11月23日（周一），起算日不计入，从11月24日（周二）开始数，依民法典第二百零一条第一款",
                "+15日 = 12月8日（周二）",
            ])
        let appeal = try Deadline.compute(
            try #require(book["行政复议申请"]), from: try CivilDate(iso8601: "2026-11-03"), calendar: calendar)
        #expect(appeal.nominalDue.chinese(near: appeal.from) == "2027年1月2日")
        #expect(appeal.provisional)
    }

    // MARK: Bad rules

    static let head = """
        regime: 测试
        version: "1"
        title: 测试条例
        source: 无

        """

    @Test func rulesWithMistakes() {
        let (book, found) = load(
            Self.head + """
                rules:
                  - {id: 甲, title: 甲, length: 0, unit: 日, starts_on: 收到, party: 机关, article: 第一条, text: 原文}
                  - {id: 乙, title: 乙, length: 15, unit: 天, starts_on: 收到, party: 机关, article: 第一条, text: 原文}
                  - {id: 丙, title: 丙, lenght: 15, unit: 日, starts_on: 收到, party: 个人, article: 第一条, text: []}
                  - {id: 丁, title: 丁, length: 15, unit: 日, starts_on: 收到, party: 机关, article: 第一条, text: 原文}
                  - {id: 丁, title: 丁, length: 16, unit: 日, starts_on: 收到, party: 机关, article: 第一条, text: 原文}
                """)
        #expect(book.rules.map(\.id) == ["丁"])
        #expect(book["丁"]?.length == 15)
        #expect(
            found == [
                "rules/x.yaml:6:31 D013",
                "rules/x.yaml:7:41 D014",
                "rules/x.yaml:8:23 D011",
                "rules/x.yaml:8:66 D014",
                "rules/x.yaml:8:90 D906",
                "rules/x.yaml:10:10 D017",
            ])
    }

    @Test func extensionsWithMistakes() {
        func rule(_ id: String, _ unit: String, _ more: String) -> String {
            "  - {id: \(id), title: x, length: 30, unit: \(unit), starts_on: x, party: 机关, article: x, text: x\(more)}\n"
        }
        let (book, found) = load(
            Self.head + "rules:\n" + rule("办结", "日", ", extension: 延其") + rule("延期", "日", "")
                + rule("甲", "日", ", extension: 甲") + rule("乙", "工作日", ", extension: 延期")
                + rule("丙", "日", ", extension: 延期"))
        #expect(book.rules.allSatisfy { $0.extension == nil })
        #expect(
            found == [
                "rules/x.yaml:6:102 D901",
                "rules/x.yaml:7:10 D904",
                "rules/x.yaml:8:101 D901",
                "rules/x.yaml:9:103 D902",
            ])
    }

    @Test func anUnverifiedRuleCannotRun() {
        let (book, found) = load(
            Self.head + """
                verified: false
                rules:
                  - {id: 甲, title: x, length: 1, unit: 日, starts_on: x, party: 机关, article: x, text: x, enabled: true}
                """)
        #expect(book["甲"] == nil)
        #expect(book.rule("甲")?.isEnabled == false)
        #expect(
            found == [
                "rules/x.yaml:7:98 D903"
            ])
    }

    @Test func neededRules() {
        let (_, found) = load(
            Self.head + """
                rules:
                  - {id: 转送, title: x, length: 1, unit: 日, starts_on: x, party: 机关, article: x, text: x, enabled: false}
                  - {id: 告之, title: x, length: 1, unit: 日, starts_on: x, party: 机关, article: x, text: x}
                  - {id: 办结, title: x, length: x, unit: 日, starts_on: x, party: 机关, article: x, text: x}
                """, needed: ["转送", "告知", "办结"])
        #expect(
            found == [
                "rules/x.yaml:1:1 D905",
                "rules/x.yaml:1:1 D905",
                "rules/x.yaml:8:32 D010",
            ])
    }

    @Test func aMissingFolder() {
        let diagnostics = Diagnostics()
        let book = RuleBook.load(directory: "/nonexistent", as: "dialogs/rules", diagnostics)
        #expect(book == .empty)
        #expect(
            diagnostics.all.first?.brief
                == "dialogs/rules:1:1 D001")
        #expect(diagnostics.all.count == 1 + RuleID.required.count)
    }

    // MARK: Bad calendars

    private func calendar(_ texts: String...) -> (WorkCalendar, [String]) {
        let diagnostics = Diagnostics()
        let roots = texts.enumerated().compactMap {
            YAMLValue.parse($0.element, file: "calendars/\($0.offset + 1).yaml", diagnostics)
        }
        let calendar = WorkCalendar.load(roots, diagnostics)
        return (calendar, diagnostics.sorted.map(\.brief))
    }

    private func year(_ year: Int, off: String = "[]", workdays: String = "[]") -> String {
        """
        year: \(year)
        source: 通知
        notice_date: 2025-11-04
        covers_until: \(year)-12-31
        off: \(off)
        workdays: \(workdays)
        """
    }

    @Test func calendarsWithMistakes() {
        let (calendar, found) = calendar(
            year(
                2026,
                off: """
                    # one a line
                      - {name: 元旦, from: 2026-01-03, to: 2026-01-01}
                      - {name: 春节, from: 2026-02-15, to: 2026-12-23}
                      - {name: 清明, from: 2026-04-04, to: 2027-04-06}
                      - {name: 劳动节, from: 2026-05-01, to: 2026-05-05}
                      - {name: 端午节, from: 2026-05-05, to: 2026-05-06}
                      - {name: 国庆节, from: 2025-10-01, to: 2025-10-07}
                    """, workdays: "[2026-02-13, 2026-05-02, 2027-01-02, 2026-05-09, 2026-05-09, 2026-02-30]"))
        #expect(
            found == [
                "calendars/1.yaml:6:38 D912",
                "calendars/1.yaml:7:38 D913",
                "calendars/1.yaml:8:38 D913",
                "calendars/1.yaml:10:5 D917",
                "calendars/1.yaml:11:23 D911",
                "calendars/1.yaml:12:12 D914",
                "calendars/1.yaml:12:24 D915",
                "calendars/1.yaml:12:36 D911",
                "calendars/1.yaml:12:60 D917",
                "calendars/1.yaml:12:72 D015",
            ])
        #expect(calendar.years.first?.makeUpWorkdays.count == 1)
    }

    @Test func aYearTwiceAndAWrongCover() {
        let (calendar, found) = calendar(
            year(2026), year(2026),
            "year: 2027\nsource: 通知\nnotice_date: 2026-11-04\ncovers_until: 2026-12-31\noff: []\nworkdays: []\n")
        #expect(calendar.years.map(\.year) == [2026, 2027])
        #expect(
            found == [
                "calendars/2.yaml:1:1 D916",
                "calendars/3.yaml:4:15 D911",
            ])
    }

    @Test func twoNoticesAboutOneDecember() {
        let (calendar, found) = calendar(
            year(2026, workdays: "[2026-12-27]"),
            year(2027, off: "[{name: 元旦, from: 2026-12-27, to: 2027-01-01}]"))
        #expect(found == ["calendars/2.yaml:1:1 D915"])
        #expect(calendar == .weekendsOnly)
    }
}
