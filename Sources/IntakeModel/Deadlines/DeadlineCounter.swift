// SPDX-License-Identifier: Apache-2.0

/// Counts the days of one rule, and says in words how.
struct DeadlineCounter {
    struct Count {
        var nominal: CivilDate
        var effective: CivilDate
        var provisional = false
        /// Runs of days that were passed over.
        var excluded: [CivilInterval] = []
        /// The days counted, for working-day rules of at most ``listedWorkdays`` days.
        var workdays: [WorkCalendar.Day] = []
        /// Names of holidays passed over by a working-day rule, in order.
        var holidays: [String] = []
    }

    /// Up to so many workdays the steps name each.
    static let listedWorkdays = 10

    let rule: DeadlineRule
    let from: CivilDate
    let length: Int
    let calendar: WorkCalendar
    /// In order and joined.
    let excluded: [CivilInterval]

    private var firstDay: CivilDate { from.adding(days: rule.counting.excludesStartDay ? 1 : 0) }

    func count() throws(DeadlineError) -> Count {
        switch rule.unit {
        case .natural: try countNatural()
        case .working: try countWorking()
        }
    }

    private func countNatural() throws(DeadlineError) -> Count {
        let firstDay = firstDay
        var due = firstDay.adding(days: length - 1)
        var passed: [CivilInterval] = []
        for run in excluded where run.first <= due {
            guard let run = CivilInterval(max(run.first, firstDay), through: run.last) else { continue }
            due = due.adding(days: run.count)
            passed.append(run)
        }
        guard due < .latest else { throw .outOfRange(rule: rule.id, from: from) }
        var count = Count(nominal: due, effective: due, provisional: !calendar.isKnown(due), excluded: passed)
        if rule.counting.rollsOver {
            let day: WorkCalendar.Day
            do throws(WorkCalendarError) {
                day = try calendar.workday(onOrAfter: due)
            } catch {
                throw .calendar(error)
            }
            count.effective = day.date
            if !day.isKnown { count.provisional = true }
        }
        return count
    }

    private func countWorking() throws(DeadlineError) -> Count {
        var count = Count(nominal: from, effective: from)
        var cursor = firstDay
        var left = length
        var closed = 0
        var runs = excluded[...]
        while true {
            guard cursor < .latest else { throw .outOfRange(rule: rule.id, from: from) }
            while let run = runs.first, run.last < cursor { runs.removeFirst() }
            if let run = runs.first, run.contains(cursor) {
                if let passed = CivilInterval(cursor, through: run.last) { count.excluded.append(passed) }
                cursor = run.last.adding(days: 1)
                continue
            }
            let day = calendar.day(cursor)
            if !day.isKnown { count.provisional = true }
            if day.isWorkday {
                closed = 0
                left -= 1
                if length <= Self.listedWorkdays { count.workdays.append(day) }
                if left == 0 { break }
            } else {
                closed += 1
                guard closed < WorkCalendar.longestClosure else { throw .calendar(.noWorkday(after: cursor)) }
                if let name = day.holiday, count.holidays.last != name { count.holidays.append(name) }
            }
            cursor = cursor.adding(days: 1)
        }
        count.nominal = cursor
        count.effective = cursor
        return count
    }

    // MARK: In words

    func explain(_ count: Count, extension added: Int) -> [String] {
        let unit = rule.unit == .natural ? "日" : "个工作日"
        let counting = rule.counting
        let basis = counting.startCitation.isEmpty ? "" : "，依\(counting.startCitation)"
        var steps = [
            counting.excludesStartDay
                ? "\(rule.startsOn)：\(words(from, near: nil))，起算日不计入，从\(words(firstDay))开始数\(basis)"
                : "\(rule.startsOn)：\(words(from, near: nil))，起算日计入，从当日开始数\(basis)"
        ]
        if added > 0 { steps.append("期限\(rule.length)\(unit)，批准延长\(added)\(unit)，共\(length)\(unit)") }
        for run in count.excluded {
            steps.append("\(run.chinese(near: from))不计算在期限内，共\(run.count)日")
        }
        var sum = "+\(length)\(unit) = \(words(count.nominal))"
        if !count.workdays.isEmpty, length > 1 {
            let names = count.workdays.map { $0.date.chinese(near: from) + ($0.isMakeUp ? "（调休上班）" : "") }
            sum += "，工作日依次为" + names.joined(separator: "、")
        }
        if !count.holidays.isEmpty { sum += "，其间\(count.holidays.joined(separator: "、"))放假不计" }
        steps.append(sum)
        if rule.unit == .natural, counting.rollsOver {
            let nominal = calendar.day(count.nominal)
            if count.effective != count.nominal {
                let why = nominal.holiday.map { "遇\($0)放假" } ?? "遇休息日（\(count.nominal.weekday.chinese)）"
                let basis = counting.rollCitation.isEmpty ? "" : "，依\(counting.rollCitation)"
                steps.append("\(why)，顺延到\(words(count.effective))\(basis)")
            } else if nominal.isMakeUp {
                steps.append("这天是\(nominal.date.weekday.chinese)，但调休上班，算工作日，不顺延")
            }
        }
        if count.provisional {
            let year = count.effective.year
            let unknown = calendar.isKnown(count.nominal) ? year : count.nominal.year
            steps.append("\(unknown)年的放假安排还没有录入，暂按周末推算，录入后重新计算")
        }
        return steps
    }

    /// `9月19日（周六，调休上班）`.
    private func words(_ date: CivilDate) -> String { words(date, near: from) }

    private func words(_ date: CivilDate, near reference: CivilDate?) -> String {
        let day = calendar.day(date)
        var text = date.chinese(near: reference) + "（" + date.weekday.chinese
        if let holiday = day.holiday { text += "，\(holiday)放假" }
        if day.isMakeUp { text += "，调休上班" }
        return text + "）"
    }
}
