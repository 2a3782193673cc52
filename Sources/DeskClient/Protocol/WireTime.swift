// SPDX-License-Identifier: Apache-2.0

import IntakeModel

extension Timestamp {
    /// Reads the times of the protocol, `2026-11-22T09:30:00+08:00`; nil when it is anything else. Every server writes
    /// them at +08:00.
    init?(wire text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 25, bytes[10] == UInt8(ascii: "T"), bytes[19...].elementsEqual("+08:00".utf8),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let date = try? CivilDate(iso8601: text.prefix(10)),
            let hour = Self.twoDigits(bytes, 11), let minute = Self.twoDigits(bytes, 14),
            let second = Self.twoDigits(bytes, 17), hour < 24, minute < 60, second < 61
        else { return nil }
        self = date.startOfDay.adding(milliseconds: ((hour * 60 + minute) * 60 + second) * 1000)
    }

    private static func twoDigits(_ bytes: [UInt8], _ start: Int) -> Int64? {
        let digits = bytes[start..<start + 2]
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    /// `09:30` at +08:00.
    var clockText: String {
        let (hour, minute, _) = timeOfDay
        return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }
}
