// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import IntakeModel
import LineProtocol

struct Due: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute a legal date and show how it was counted.",
        discussion: "Example: shouwen due 转送 2026-09-04\nRules: 转送 告知 办结 延期 异议 复查 复核 …")

    @Argument(help: "Rule, as 转送.") var rule: String
    @Argument(help: "Day the clock starts, as 2026-09-04.") var from: String
    @Option(help: "Folder of dialogs, rules and calendars.") var dialogs = "dialogs"
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
            deadline = try Deadline.compute(rule, from: day, calendar: script.calendar)
        } catch { throw Failure("\(error)") }
        if json {
            return printJSON { writer in
                writer.object { writer in
                    writer.member("rule", rule.id)
                    writer.member("from", day.iso8601)
                    writer.member("nominal_due", deadline.nominalDue.iso8601)
                    writer.member("effective_due", deadline.effectiveDue.iso8601)
                    writer.member("provisional", deadline.provisional)
                    writer.member("steps", deadline.steps)
                    writer.member("article", deadline.article)
                    writer.member("calendar", deadline.calendarVersion)
                }
            }
        }
        print("\(rule.title)（\(rule.id)）：\(deadline.nominalDue)，遇休息日顺延到 \(deadline.effectiveDue)")
        for step in deadline.steps { print("  \(step)") }
        print("  依据：\(deadline.article)；日历：\(deadline.calendarVersion)\(deadline.provisional ? "（暂定）" : "")")
    }
}
