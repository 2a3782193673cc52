// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// A run of days that is reported on: a month, a quarter, half a year or a year of the calendar.
public struct ReportPeriod: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case month, quarter, half, year

        /// 1, 3, 6 or 12.
        var months: Int {
            switch self {
            case .month: 1
            case .quarter: 3
            case .half: 6
            case .year: 12
            }
        }
    }

    public let kind: Kind
    public let first: CivilDate
    public let last: CivilDate

    /// The one that `day` is in.
    public init(_ kind: Kind, containing day: CivilDate) {
        let start = (day.month - 1) / kind.months * kind.months
        self.init(kind, monthIndex: day.year * 12 + start)
    }

    /// - Parameter monthIndex: of its first month: months since January of the year 0.
    private init(_ kind: Kind, monthIndex: Int) {
        self.kind = kind
        first = Self.firstDay(monthIndex)
        last = Self.firstDay(monthIndex + kind.months).adding(days: -1)
    }

    private static func firstDay(_ monthIndex: Int) -> CivilDate {
        CivilDate(year: monthIndex / 12, month: monthIndex % 12 + 1, day: 1) ?? .earliest
    }

    private var monthIndex: Int { first.year * 12 + first.month - 1 }

    public var previous: ReportPeriod { ReportPeriod(kind, monthIndex: monthIndex - kind.months) }
    public var yearBefore: ReportPeriod { ReportPeriod(kind, monthIndex: monthIndex - 12) }

    /// `2026年11月`, `2026年第四季度`, `2026年下半年`, `2026年`.
    public var title: String {
        switch kind {
        case .month: "\(first.year)年\(first.month)月"
        case .quarter: "\(first.year)年第\(["一", "二", "三", "四"][min(3, (first.month - 1) / 3)])季度"
        case .half: "\(first.year)年\(first.month < 7 ? "上" : "下")半年"
        case .year: "\(first.year)年"
        }
    }
}

/// A period as it stood at the end of one day in it. What was entered later does not exist for it.
public struct ReportWindow: Sendable, Hashable {
    public let period: ReportPeriod
    /// The last day that counts, in the period.
    public let asOf: CivilDate

    public init(_ kind: ReportPeriod.Kind, asOf: CivilDate) {
        period = ReportPeriod(kind, containing: asOf)
        self.asOf = asOf
    }

    private init(_ period: ReportPeriod, elapsedLike other: ReportWindow) {
        self.period = period
        asOf =
            other.isWhole
            ? period.last : min(period.last, period.first.adding(days: other.period.first.days(to: other.asOf)))
    }

    public var isWhole: Bool { asOf == period.last }

    /// The period before, whole if this one is, else its first days, as many as have gone by of this one.
    public var previous: ReportWindow { ReportWindow(period.previous, elapsedLike: self) }
    public var yearBefore: ReportWindow { ReportWindow(period.yearBefore, elapsedLike: self) }

    public func contains(_ day: CivilDate) -> Bool { period.first <= day && day <= asOf }

    /// `2026-11-01 至 2026-11-30`.
    public var days: String { "\(period.first.iso8601) 至 \(asOf.iso8601)" }
}
