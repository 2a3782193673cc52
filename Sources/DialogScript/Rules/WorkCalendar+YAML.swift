// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension WorkCalendar {
    /// The calendar of several files, as `dialogs/calendars` has them.
    ///
    /// - Returns: weekends only when the files contradict each other; then an error has been added.
    public static func load(
        _ roots: [YAMLValue], folder: String = "calendars", _ diagnostics: Diagnostics
    ) -> WorkCalendar {
        var years: [CalendarYear] = []
        var places: [Int: String] = [:]
        for root in roots {
            guard let year = CalendarYear.load(root) else { continue }
            if let earlier = places[year.year] {
                root.report(.calendarYearTwice, "\(year.year) 年在 \(earlier) 里已经有了；一年一个文件")
                continue
            }
            places[year.year] = root.file
            years.append(year)
        }
        do throws(WorkCalendarError) {
            return try WorkCalendar(years)
        } catch {
            // Only what two files say of one December gets here; a single file was checked with its places.
            diagnostics.report(.calendarBoth, file: roots.last?.file ?? folder, explain(error))
            return .weekendsOnly
        }
    }

    private static func explain(_ error: WorkCalendarError) -> String {
        switch error {
        case .yearTwice(let year): "\(year) 年写了两遍；一年一份"
        case .outsideYear(let date, let year): "\(date) 不在 \(year) 年（也不是上一年 12 月）"
        case .makeUpOnWeekday(let date): "\(date) 不是周末，本来就上班"
        case .offAndWorked(let date): "两份通知里 \(date) 又放假又上班；留一处"
        case .noWorkday(let date): "\(date) 起 \(longestClosure) 天里没有一个上班的日子；日历不对"
        }
    }

    /// Reads the folder `path`, called `name` in diagnostics.
    public static func load(
        directory path: String, as name: String = "calendars", _ diagnostics: Diagnostics
    ) -> WorkCalendar {
        load(YAMLFolder.read(path, as: name, diagnostics), folder: name, diagnostics)
    }
}
