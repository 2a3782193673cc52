// SPDX-License-Identifier: Apache-2.0

/// One day on the way from the start of a clock to its end, and what it counts for.
public struct DeadlineDay: Sendable, Hashable {
    public enum Role: Sendable, Hashable {
        /// The day of the event, when it is left out.
        case start
        /// The `n`th day of the limit.
        case counted(Int)
        /// Not counted for a reason that the rule names.
        case excluded
        /// A day off of a limit in working days.
        case off
        /// After the last day: off, so the end moves past it.
        case passed
        /// The workday to which the end moved.
        case movedTo
    }

    public let date: CivilDate
    public let role: Role
    /// Holiday, weekend or make-up workday, in Chinese; empty for an ordinary workday.
    public let kind: String
    /// No notice covers the day.
    public let isKnown: Bool

    /// One line for people: `2026-09-19 周六 第15日 休息日`.
    public var chinese: String {
        let words =
            switch role {
            case .start: "起算日，不计入"
            case .counted(let n): "第\(n)日"
            case .excluded: "不计算在期限内"
            case .off: "不计"
            case .passed: "届满遇休息日，顺延"
            case .movedTo: "顺延到这天届满"
            }
        var text = "\(date.iso8601) \(date.weekday.chinese) \(words)"
        if !kind.isEmpty { text += "，\(kind)" }
        if !isKnown { text += "（放假安排未录入，暂按周末）" }
        return text
    }
}

extension Deadline {
    /// Every day from the start to the effective date.
    ///
    /// - Parameter calendar: the one that the deadline was counted by; with another the days would not come to its end.
    public func days(calendar: WorkCalendar) -> [DeadlineDay] {
        var days: [DeadlineDay] = []
        var counted = 0
        var date = from
        while date <= effectiveDue {
            let day = calendar.day(date)
            let role: DeadlineDay.Role
            if date == from, rule.counting.excludesStartDay {
                role = .start
            } else if date > nominalDue {
                role = date == effectiveDue ? .movedTo : .passed
            } else if excluded.contains(where: { $0.contains(date) }) {
                role = .excluded
            } else if rule.unit == .working, !day.isWorkday {
                role = .off
            } else {
                counted += 1
                role = .counted(counted)
            }
            days.append(DeadlineDay(date: date, role: role, kind: Self.kind(of: day), isKnown: day.isKnown))
            date = date.adding(days: 1)
        }
        return days
    }

    private static func kind(of day: WorkCalendar.Day) -> String {
        if let holiday = day.holiday { return "\(holiday)放假" }
        if day.isMakeUp { return "调休上班" }
        return day.isWorkday ? "" : "休息日"
    }
}
