// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import IntakeModel
import LineProtocol

struct Due: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute a legal date and show how it was counted.",
        discussion: """
            Example: shouwen due 转送 2026-09-04
            Rules: 转送 告知 办结 延期 异议 复查 复核 …
            shouwen due 办结 2026-03-02 --extend 30 --without 2026-04-01..2026-04-03 --days
            """)

    @Argument(help: "Rule, as 转送.") var rule: String
    @Argument(help: "Day the clock starts, as 2026-09-04.") var from: String
    @Option(help: "Folder of dialogs, rules and calendars.") var dialogs = "dialogs"
    @Option(help: "Days by which the limit was extended.") var extend = 0
    @Option(help: "Days that do not count (听证), as 2026-04-01..2026-04-03; may be repeated.") var without: [String] = []
    @Flag(help: "Print every day and what it counts for.") var days = false
    @Flag(help: "JSON.") var json = false

    func run() throws {
        let script = try loadScript(dialogs)
        guard let rule = script.rules[self.rule] else {
            let known = script.rules.rules.filter(\.isEnabled).map(\.id).joined(separator: " ")
            throw Failure("there is no rule “\(self.rule)” in force; there are: \(known)")
        }
        let day: CivilDate
        do { day = try CivilDate(iso8601: from) } catch { throw Failure("“\(from)”: \(error)") }
        let deadline: Deadline
        do {
            deadline = try Deadline.compute(
                rule, from: day, calendar: script.calendar, extension: try granted(rule), excluded: try excluded())
        } catch let error as DeadlineError { throw Failure("\(error)") }
        let counted = days ? deadline.days(calendar: script.calendar) : []
        if json {
            return printJSON { writer in
                writer.object { writer in
                    writer.member("rule", rule.id)
                    writer.member("from", day.iso8601)
                    writer.member("nominal_due", deadline.nominalDue.iso8601)
                    writer.member("effective_due", deadline.effectiveDue.iso8601)
                    writer.member("provisional", deadline.provisional)
                    writer.member("steps", deadline.steps)
                    if days { writer.member("days", counted.map(\.chinese)) }
                    writer.member("article", deadline.article)
                    writer.member("calendar", deadline.calendarVersion)
                }
            }
        }
        print("\(rule.title)（\(rule.id)）：\(deadline.nominalDue)，遇休息日顺延到 \(deadline.effectiveDue)")
        for step in deadline.steps { print("  \(step)") }
        for day in counted { print("    \(day.chinese)") }
        print("  依据：\(deadline.article)；日历：\(deadline.calendarVersion)\(deadline.provisional ? "（暂定）" : "")")
    }
    private func granted(_ rule: DeadlineRule) throws -> Int {
        guard extend != 0 else { return 0 }
        guard let allowed = rule.extension else { throw Failure("“\(rule.id)” cannot be extended") }
        guard (1...allowed.maximumDays).contains(extend) else {
            throw Failure(
                "“\(rule.id)” can be extended by 1 to \(allowed.maximumDays) days (\(allowed.citation)), not \(extend)")
        }
        return extend
    }

    private func excluded() throws -> [CivilInterval] {
        try without.map { text in
            let ends = text.split(separator: "..", maxSplits: 1).map(String.init)
            guard let first = ends.first.flatMap({ try? CivilDate(iso8601: $0) }),
                let last = ends.last.flatMap({ try? CivilDate(iso8601: $0) }),
                let run = CivilInterval(first, through: last)
            else { throw Failure("“\(text)”: give days as 2026-04-01..2026-04-03") }
            return run
        }
    }
}
