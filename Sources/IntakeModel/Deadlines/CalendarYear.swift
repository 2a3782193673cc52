// SPDX-License-Identifier: Apache-2.0

/// What one yearly notice of the State Council's office says: holidays, and the weekend days that are worked instead.
public struct CalendarYear: Sendable, Hashable {
    /// A run of days off, weekend days included where the notice names them.
    public struct Holiday: Sendable, Hashable {
        /// `国庆节`.
        public let name: String
        public let days: CivilInterval

        public init(name: String, days: CivilInterval) {
            self.name = name
            self.days = days
        }
    }

    /// The year the notice is about. Its days may reach into the last December before it.
    public let year: Int

    /// Where the days come from: title and number of the notice.
    public let source: String

    /// When the notice was issued.
    public let noticeDate: CivilDate

    /// The last day that this notice settles on its own. Later days of the year are known once the next year's notice
    /// is loaded, for that one may reach back into December. Default: the last day of the year.
    public let coversUntil: CivilDate

    public let holidays: [Holiday]

    /// Saturdays and Sundays that are worked (调休上班).
    public let makeUpWorkdays: [CivilDate]

    public init(
        year: Int, source: String, noticeDate: CivilDate, coversUntil: CivilDate? = nil, holidays: [Holiday],
        makeUpWorkdays: [CivilDate]
    ) {
        self.year = year
        self.source = source
        self.noticeDate = noticeDate
        self.coversUntil = coversUntil ?? CivilDate(year: year, month: 12, day: 31) ?? .latest
        self.holidays = holidays
        self.makeUpWorkdays = makeUpWorkdays
    }
}
