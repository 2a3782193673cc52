// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DialogScript
import Foundation
import IntakeModel
import IntakeServer
import IntakeStore
import SQLiteStore

struct CalendarVerbs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar", abstract: "The days off of a year.", subcommands: [CalendarImport.self])
}

struct CalendarImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take a year's days off from holiday-cn JSON or iCal: shows what would move; --write does it.",
        discussion: """
            A running server takes the new file within seconds and counts every open clock anew; what moves stands in the \
            cases' ledgers.
            Example: shouwen calendar import 2027.json --source '国务院办公厅关于2027年部分节假日安排的通知' \
            --notice-date 2026-11-05 --write
            """)

    @Argument(help: "File: the JSON of holiday-cn, or an iCal calendar.") var file: String
    @Option(help: "Year, when the file has several.") var year: Int?
    @Option(help: "Title and number of the notice. (default: what the file says)") var source: String?
    @Option(help: "Day of the notice. (default: today)") var noticeDate: String?
    @Flag(help: "Write dialogs/calendars/YEAR.yaml.") var write = false
    @OptionGroup var options: DataOptions

    func run() throws {
        let script = try loadScript(options.dialogs)
        let published = try chosen()
        let text = published.yaml(
            source: source ?? published.papers.first ?? "导入自 \(URL(fileURLWithPath: file).lastPathComponent)",
            noticeDate: try day(noticeDate) ?? today())
        let notice = try checked(text, published.year)
        let change: CalendarChange
        do { change = try CalendarChange(script.calendar, taking: notice) } catch { throw Failure("\(error)") }
        print("\(notice.year)年：放假 \(notice.holidays.count) 段，调休上班 \(notice.makeUpWorkdays.count) 天")
        for holiday in notice.holidays {
            print("  \(holiday.name) \(holiday.days.chinese())，共 \(holiday.days.count) 天")
        }
        if !notice.makeUpWorkdays.isEmpty {
            print("  上班 " + notice.makeUpWorkdays.map { $0.chinese(near: $0) }.joined(separator: "、"))
        }
        let isNew = !script.calendar.years.contains { $0.year == notice.year }
        print(isNew ? "这一年还没有日历。" : "这一年已有日历，写入会换掉它。")
        print("跟现在的日历比，有 \(change.days.count) 天上班、休息不一样。")
        try tellMoves(change, script)
        let path = "\(options.dialogs)/calendars/\(notice.year).yaml"
        guard write else {
            print("以上是试算，什么也没有写。加 --write 写入 \(path)。")
            return
        }
        do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
            throw Failure("\(path) cannot be written: \(error.localizedDescription)")
        }
        print("已写入 \(path)。")
    }

    private func chosen() throws -> PublishedCalendar {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw Failure("\(file) cannot be read as UTF-8 text")
        }
        let diagnostics = Diagnostics()
        let all = PublishedCalendar.read(text, file: file, diagnostics).filter { !$0.days.isEmpty }
        try refuse(diagnostics)
        let years = all.map { "\($0.year)" }.joined(separator: ", ")
        if let year {
            guard let one = all.first(where: { $0.year == year }) else {
                throw Failure("\(file) has nothing of \(year); it has: \(years)")
            }
            return one
        }
        guard let one = all.first else { throw Failure("\(file) names no day off: is it the right file?") }
        guard all.count == 1 else { throw Failure("\(file) has several years (\(years)): choose one with --year") }
        return one
    }

    /// What would be written, read as it will be read.
    private func checked(_ text: String, _ year: Int) throws -> CalendarYear {
        let diagnostics = Diagnostics()
        let notice = YAMLValue.parse(text, file: "\(year).yaml", diagnostics).flatMap(CalendarYear.load)
        try refuse(diagnostics)
        guard let notice else { throw Failure("\(file) cannot be taken") }
        return notice
    }

    private func refuse(_ diagnostics: Diagnostics) throws {
        let errors = diagnostics.sorted.filter { $0.severity == .error }
        guard !errors.isEmpty else { return }
        throw Failure(errors.prefix(20).map { "\($0)" }.joined(separator: "\n"))
    }

    private func day(_ text: String?) throws -> CivilDate? {
        guard let text else { return nil }
        do { return try CivilDate(iso8601: text) } catch { throw Failure("“\(text)”: \(error)") }
    }

    /// Cases whose clocks end before the first changed day are not read.
    private func tellMoves(_ change: CalendarChange, _ script: Script) throws {
        guard FileManager.default.fileExists(atPath: "\(options.data)/desk.db") else { return }
        let store = try options.openReading(script)
        let viewer = try options.viewer(store)
        let first = change.days.first ?? .latest
        let touched = try store.nearestDues(limit: .max, viewer: viewer).filter { row in
            row.clock.effectiveDue >= first || row.clock.provisional
        }
        var moves: [CalendarChange.Move] = []
        var settled = 0
        for number in Set(touched.map(\.number)).sorted() {
            guard let record = try store.caseRecord(number: number, viewer: viewer) else { continue }
            for move in change.moves(
                of: record, office: script.office.kind, rules: script.rules, now: DeskClock.system.now())
            {
                if move.moves { moves.append(move) } else { settled += 1 }
            }
        }
        print("在走的期限：会变 \(moves.count) 个，日子不变、不再是暂定的 \(settled) 个。")
        for move in moves.prefix(20) {
            print("  \(move.number) \(move.from.rule)：\(Self.dates(move.from)) → \(Self.dates(move.to))")
        }
        if moves.count > 20 { print("  ……还有 \(moves.count - 20) 个") }
    }

    private static func dates(_ clock: OpenClock) -> String {
        clock.nominalDue == clock.effectiveDue
            ? clock.nominalDue.iso8601 : "\(clock.nominalDue)（顺延到 \(clock.effectiveDue)）"
    }
}
