// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// Days as officers read them, beside the day that it is.
enum CaseDates {
    /// `2026-12-08` as `12月8日 周二`, with the year when it is another one; what is no date as it is.
    static func shown(_ text: String, today: CivilDate) -> String {
        guard let day = try? CivilDate(iso8601: text) else { return text }
        return shown(day, today: today)
    }

    static func shown(_ day: CivilDate, today: CivilDate) -> String {
        let year = day.year == today.year ? "" : "\(day.year)年"
        return "\(year)\(day.month)月\(day.day)日 \(day.weekday.chinese)"
    }

    /// The day of a time on the wire, and the time of day.
    static func moment(_ text: String, today: CivilDate) -> (day: String, clock: String) {
        (shown(String(text.prefix(10)), today: today), String(text.dropFirst(11).prefix(5)))
    }

    /// 还剩 3 天, 今天到期, 已过 2 天: in calendar days, whatever the limit was counted in.
    static func left(until day: CivilDate, today: CivilDate) -> String {
        let days = today.days(to: day)
        if days == 0 { return "今天到期" }
        return days > 0 ? "还剩 \(days) 天" : "已过 \(-days) 天"
    }

    /// How near it is, for the style: `late`, `near`, `far`.
    static func nearness(of day: CivilDate, today: CivilDate) -> String {
        let days = today.days(to: day)
        return days < 0 ? "late" : days <= 3 ? "near" : "far"
    }
}
