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
                root.error("CAL006", "the year \(year.year) is in \(earlier) already; keep one file a year")
                continue
            }
            places[year.year] = root.file
            years.append(year)
        }
        do throws(WorkCalendarError) {
            return try WorkCalendar(years)
        } catch {
            // Only what two files say of one December gets here; a single file was checked with its places.
            diagnostics.error("CAL005", file: folder, "\(error)")
            return .weekendsOnly
        }
    }

    /// Reads the folder `path`, called `name` in diagnostics.
    public static func load(
        directory path: String, as name: String = "calendars", _ diagnostics: Diagnostics
    ) -> WorkCalendar {
        load(YAMLFolder.read(path, as: name, diagnostics), folder: name, diagnostics)
    }
}
