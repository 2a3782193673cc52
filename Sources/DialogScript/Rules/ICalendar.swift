// SPDX-License-Identifier: Apache-2.0

import IntakeModel

/// As much of RFC 5545 as calendars of days off use: unfolded lines, `VEVENT` with `SUMMARY`, `DTSTART`, `DTEND`.
enum ICalendar {
    /// The days off and the worked weekend days; other events are passed over.
    static func days(_ text: String) -> [PublishedCalendar.Day] {
        var days: [PublishedCalendar.Day] = []
        var event: [String: String]?
        for line in lines(text) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            // Parameters (`DTSTART;VALUE=DATE`) do not matter for whole days.
            let name = line[..<colon].prefix { $0 != ";" }.uppercased()
            let value = String(line[line.index(after: colon)...])
            switch (name, value.uppercased()) {
            case ("BEGIN", "VEVENT"): event = [:]
            case ("END", "VEVENT"):
                if let event { days += self.days(of: event) }
                event = nil
            default:
                if event?[name] == nil { event?[name] = value }
            }
        }
        return days
    }

    /// Lines that begin with a blank go on the one before (RFC 5545, 3.1).
    private static func lines(_ text: String) -> [String] {
        var lines: [String] = []
        for piece in text.unicodeScalars.split(whereSeparator: { $0 == "\n" || $0 == "\r" }) {
            if let first = piece.first, first == " " || first == "\t" {
                if !lines.isEmpty { lines[lines.count - 1] += String(piece.dropFirst()) }
            } else {
                lines.append(String(piece))
            }
        }
        return lines
    }

    private static func days(of event: [String: String]) -> [PublishedCalendar.Day] {
        guard let summary = event["SUMMARY"], let isOff = isOff(summary, event["X-APPLE-SPECIAL-DAY"]),
            let first = event["DTSTART"].flatMap(date)
        else { return [] }
        // The end is the day after the last one; without it the event is one day.
        let end = event["DTEND"].flatMap(date) ?? first.adding(days: 1)
        let count = min(max(1, first.days(to: end)), CalendarYear.longestHoliday + 1)
        let name = name(summary)
        return (0..<count).map { .init(name: name, date: first.adding(days: $0), isOff: isOff) }
    }

    /// Nil for an event that is neither: 二十四节气, 植树节.
    private static func isOff(_ summary: String, _ special: String?) -> Bool? {
        switch special?.uppercased() {
        case "WORK-HOLIDAY": return true
        case "ALTERNATE-WORKDAY": return false
        default: break
        }
        if summary.contains("班") { return false }
        return summary.contains("假") || summary.contains("休") ? true : nil
    }

    /// `国庆节（休）`, `国庆节假期`, `上班(补国庆节假期)`: the holiday's own name.
    private static func name(_ summary: String) -> String {
        var name = summary
        for part in ["上班(补", "上班（补", "假期", "放假", "补班", "（休）", "（班）", "(休)", "(班)", ")", "）", " "] {
            name = name.split(separator: part, omittingEmptySubsequences: true).joined()
        }
        return name.isEmpty ? summary : name
    }

    /// `20261001`, with or without a time of day.
    private static func date(_ text: String) -> CivilDate? {
        let digits = text.utf8.prefix(8).compactMap { $0 >= 0x30 && $0 <= 0x39 ? Int($0 - 0x30) : nil }
        guard digits.count == 8 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        return CivilDate(year: number(0..<4), month: number(4..<6), day: number(6..<8))
    }
}
