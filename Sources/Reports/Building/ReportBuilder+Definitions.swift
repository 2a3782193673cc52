// SPDX-License-Identifier: Apache-2.0

extension ReportBuilder {
    /// docs/reports.md: what every figure is, from the code that counts it.
    public static var definitions: String {
        var lines = [
            "# What the reports count", "",
            "<!-- Drawn from the code: shouwen report definitions > docs/reports.md. Do not edit by hand. -->", "",
            "`shouwen report month|quarter|sample|notice --as-of DATE` counts a period as its ledgers stood at the end of that day.",
            "Entries made later do not exist for it, so the same command gives the same bytes next year; the period before and",
            "that of the year before are counted as of their own ends, and say what their own reports said. Each definition",
            "is printed beside its figure. Articles are those of 《信访工作条例》.", "",
            "What can change the figures of a past day: other rules or calendars, for clocks that had not ended (their versions are",
            "printed); conversations that petitioners had erased; and desk events that were removed after at least 90 days, for",
            "which 记录不全 is printed instead of a figure.", "", "## Counts", "", "| 指标 | 口径 |", "| --- | --- |",
        ]
        lines += ReportCount.allCases.map { "| \($0.definition.title) | \($0.definition.line) |" }
        lines += ["", "## Rates", "", "| 指标 | 分子 | 分母 | 不算 | 依据 | 另列 |", "| --- | --- | --- | --- | --- | --- |"]
        for rate in ReportRate.allCases {
            let definition = rate.definition
            let cells = [
                definition.title, definition.part, definition.whole ?? "", definition.excludes, definition.article,
                rate.asideTitle ?? "",
            ]
            lines.append("| " + cells.map { $0.isEmpty ? "—" : $0 }.joined(separator: " | ") + " |")
        }
        lines += ["", "## Times", "", "| 指标 | 口径 |", "| --- | --- |"]
        lines += ReportTime.allCases.map { "| \($0.definition.title) | \($0.definition.line) |" }
        lines += [
            "", "## Small numbers and sealed cases", "",
            "Of fewer cases than the smallest number (10; `--fewest`) no rate is drawn, only part and whole. 举报 cases are in no",
            "table. For whole periods their total is told, from \(fewestSealed) on; below that, and before a period is over, nothing,",
            "since a total of one day more would tell that one came. `--sealed` counts them everywhere, for officers with",
            "the role `sealed`, and the report says so. No report holds a name, a petitioner's words or a place as they wrote it.",
            "",
            "## Topics above their usual level", "",
            "The last seven days of a topic are held against up to \(HotTopics.weeks) weeks before, at least \(UsualLevel.fewestWeeks). The bound is the number that",
            "a Poisson distribution of their mean (taken as one case higher in total) exceeds less often than once in a thousand",
            "weeks; where the weeks differ among themselves more than a Poisson's would, a negative binomial distribution of their",
            "mean and variance. Fewer than \(HotTopics.fewest) cases are never listed. A rise is a hint: 待人工确认.",
            "What an officer says of it (确认 or 排除, with a note: `shouwen report hot`, or the page of the report) stands in the",
            "audit trail, and beside the topic in every report of that day and the six after it, from then on: the one thing in a",
            "report that is added later.", "",
            "## 抽查", "",
            "Cases closed in the half-year, drawn in shares by unit (one at least of each that closed any, the rest by size, largest",
            "remainders). Within a unit those with the smallest lots: FNV-1a of the seed and the number, mixed by the finaliser of",
            "splitmix64. The seed is printed; without `--seed` it is the as-of day, which anybody can foresee.", "",
            "## What they are not", "",
            "Units stand in the order of their names. Nothing ranks units or petitioners, nothing is a quota, and a larger number of",
            "cases is no worse mark (art. 39).", "",
        ]
        return lines.joined(separator: "\n")
    }
}
