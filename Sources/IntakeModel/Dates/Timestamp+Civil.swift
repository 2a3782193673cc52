// SPDX-License-Identifier: Apache-2.0

extension Timestamp {
    /// Seconds by which civil time in China is ahead of UTC; fixed, see ``CivilDate``.
    public static let offsetSeconds: Int64 = 8 * 3600

    /// The first instant of `date` at +08:00.
    public init(startOf date: CivilDate) {
        self.init(milliseconds: (Int64(date.daysSince1970) * 86_400 - Self.offsetSeconds) * 1000)
    }

    /// The first instant of the day this one belongs to, at +08:00.
    public var startOfDay: Timestamp { Timestamp(startOf: CivilDate(self)) }

    /// ISO 8601 text at +08:00 to the second, `2026-11-22T09:30:00+08:00`; fractions are cut off.
    public var iso8601: String {
        let (hour, minute, second) = timeOfDay
        var text = CivilDate(self).iso8601
        text.reserveCapacity(25)
        text += "T"
        text.appendPadded(hour, width: 2)
        text += ":"
        text.appendPadded(minute, width: 2)
        text += ":"
        text.appendPadded(second, width: 2)
        text += "+08:00"
        return text
    }

    /// Hour (0–23), minute and second (0–59) of the day at +08:00.
    public var timeOfDay: (hour: Int, minute: Int, second: Int) {
        let (seconds, _) = milliseconds.quotientAndFloorRemainder(by: 1000)
        let (_, rest) = (seconds + Self.offsetSeconds).quotientAndFloorRemainder(by: 86_400)
        return (Int(rest / 3600), Int(rest % 3600 / 60), Int(rest % 60))
    }
}

extension CivilDate {
    /// The first instant of this day at +08:00.
    public var startOfDay: Timestamp { Timestamp(startOf: self) }
}
