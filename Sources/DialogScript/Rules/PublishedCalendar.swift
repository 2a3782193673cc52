// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A yearly notice as others publish it: the JSON of holiday-cn (`year`, `days: [{name, date, isOffDay}]`), or iCal, where
/// the word decides (…假期, …休: off; …班: worked) or Apple's `X-APPLE-SPECIAL-DAY`.
public struct PublishedCalendar: Sendable, Hashable {
    public struct Day: Sendable, Hashable {
        public var name: String
        public var date: CivilDate
        public var isOff: Bool

        public init(name: String, date: CivilDate, isOff: Bool) {
            self.name = name
            self.date = date
            self.isOff = isOff
        }
    }

    public var year: Int
    /// In the order of their dates, each once.
    public var days: [Day]
    /// Addresses of the notice, where the file names them.
    public var papers: [String]

    /// Reads a file; what it does not understand is reported, what is not about days off is passed over.
    ///
    /// - Returns: one calendar a year, in order.
    public static func read(_ text: String, file: String, _ diagnostics: Diagnostics) -> [PublishedCalendar] {
        let head = text.unicodeScalars.drop { $0 == "\u{FEFF}" || $0.properties.isWhitespace }
        if String(head.prefix(15)).uppercased() == "BEGIN:VCALENDAR" {
            return years(ICalendar.days(String(head)))
        }
        // JSON is YAML, and the reader of YAML names the place of what is wrong.
        guard let root = YAMLValue.parse(text, file: file, diagnostics) else { return [] }
        return holidayCN(root).map { [$0] } ?? []
    }

    private static func holidayCN(_ root: YAMLValue) -> PublishedCalendar? {
        guard let map = root.mapping(.publishedYear), let year = map.int("year", in: 1949...9998) else { return nil }
        var days: [Day] = []
        for item in map.sequence("days") {
            guard let day = item.mapping(.publishedDay), let name = day.string("name"), let date = day.date("date")
            else { continue }
            days.append(Day(name: name, date: date, isOff: day.bool("isOffDay", default: true)))
        }
        return PublishedCalendar(year: year, days: unique(days), papers: map.strings("papers"))
    }

    /// The days of an iCal file belong to the year they lie in; 元旦 in December to the next one.
    private static func years(_ days: [Day]) -> [PublishedCalendar] {
        var byYear: [Int: [Day]] = [:]
        for day in days {
            let (year, month, _) = day.date.components
            byYear[month == 12 && day.name.contains("元旦") ? year + 1 : year, default: []].append(day)
        }
        return byYear.keys.sorted().map { year in
            PublishedCalendar(year: year, days: unique(byYear[year] ?? []), papers: [])
        }
    }

    private static func unique(_ days: [Day]) -> [Day] {
        var seen: Set<CivilDate> = []
        return days.sorted { $0.date < $1.date }.filter { seen.insert($0.date).inserted }
    }

    // MARK: As a file of dialogs/calendars

    /// Runs of days off of one name, in order.
    public var holidays: [CalendarYear.Holiday] {
        var runs: [(name: String, first: CivilDate, last: CivilDate)] = []
        for day in days where day.isOff {
            if let last = runs.last, last.name == day.name, last.last.adding(days: 1) == day.date {
                runs[runs.count - 1].last = day.date
            } else {
                runs.append((day.name, day.date, day.date))
            }
        }
        return runs.compactMap { run in
            CivilInterval(run.first, through: run.last).map { CalendarYear.Holiday(name: run.name, days: $0) }
        }
    }

    public var makeUpWorkdays: [CivilDate] { days.filter { !$0.isOff }.map(\.date) }

    /// The file `calendars/YEAR.yaml`.
    ///
    /// - Parameters:
    ///   - source: title and number of the notice, or where the data came from.
    ///   - noticeDate: when the notice was issued.
    public func yaml(source: String, noticeDate: CivilDate) -> String {
        var lines = [
            "# SPDX-License-Identifier: Apache-2.0",
            "# yaml-language-server: $schema=../schema/calendar.schema.json",
            "# \(year)年放假和调休上班。由 shouwen calendar import 录入。",
            "year: \(year)", "source: \(Self.quoted(source))", "notice_date: \(noticeDate)",
            "# 这份通知管到哪一天；再往后的日子，要等下一年的通知。", "covers_until: \(year)-12-31", "off:",
        ]
        for holiday in holidays {
            lines.append(
                "  - {name: \(Self.quoted(holiday.name)), from: \(holiday.days.first), to: \(holiday.days.last)}")
        }
        let worked = makeUpWorkdays
        lines.append(worked.isEmpty ? "workdays: []" : "workdays:")
        lines += worked.map { "  - \($0)" }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A text that needs no quotes stands without them, as people write it.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            scalar.value > 0x2E80 || (scalar >= "0" && scalar <= "9") || (scalar >= "a" && scalar <= "z")
                || (scalar >= "A" && scalar <= "Z")
        }
        if isPlain, let first = text.unicodeScalars.first, first.value > 0x2E80 { return text }
        var result = "\""
        for scalar in text.unicodeScalars where scalar.value >= 0x20 {
            if scalar == "\"" || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }
}
