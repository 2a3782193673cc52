// SPDX-License-Identifier: Apache-2.0

/// A day of the week; the raw value counts from Monday = 1 as ISO 8601 does.
public enum Weekday: Int, Sendable, Hashable, CaseIterable {
    case monday = 1
    case tuesday
    case wednesday
    case thursday
    case friday
    case saturday
    case sunday

    /// Saturday or Sunday, whatever a holiday notice says about that day.
    public var isWeekend: Bool { self == .saturday || self == .sunday }

    /// `周一` … `周日`.
    public var chinese: String {
        switch self {
        case .monday: "周一"
        case .tuesday: "周二"
        case .wednesday: "周三"
        case .thursday: "周四"
        case .friday: "周五"
        case .saturday: "周六"
        case .sunday: "周日"
        }
    }
}
