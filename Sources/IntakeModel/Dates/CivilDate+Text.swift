// SPDX-License-Identifier: Apache-2.0

extension CivilDate: CustomStringConvertible {
    /// ISO 8601 text, `2026-11-23`.
    public var description: String { iso8601 }

    /// ISO 8601 text, `2026-11-23`.
    public var iso8601: String {
        let (year, month, day) = components
        var text = ""
        text.reserveCapacity(10)
        text.appendPadded(year, width: 4)
        text += "-"
        text.appendPadded(month, width: 2)
        text += "-"
        text.appendPadded(day, width: 2)
        return text
    }

    /// Eight digits, `20261123`, as receipt numbers carry it.
    public var yyyymmdd: String {
        let (year, month, day) = components
        var text = ""
        text.reserveCapacity(8)
        text.appendPadded(year, width: 4)
        text.appendPadded(month, width: 2)
        text.appendPadded(day, width: 2)
        return text
    }

    /// Text for people, `2027年1月2日`; the year is left out when it is the year of `reference` (`12月8日`).
    ///
    /// - Parameter reference: usually today; nil (the default) always writes the year.
    public func chinese(near reference: CivilDate? = nil) -> String {
        let (year, month, day) = components
        if let reference, reference.year == year { return "\(month)月\(day)日" }
        return "\(year)年\(month)月\(day)日"
    }

    /// Reads ISO 8601 text, exactly `YYYY-MM-DD` in ASCII digits.
    ///
    /// - Throws: ``CivilDateError``, whose text says how to mend it.
    public init(iso8601 text: some StringProtocol) throws(CivilDateError) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = asciiNumber(bytes[0..<4]), let month = asciiNumber(bytes[5..<7]),
            let day = asciiNumber(bytes[8..<10])
        else { throw .notADate(String(text)) }
        try self.init(checkedYear: year, month: month, day: day)
    }

    /// Reads a day as people and tables write it: 2026-11-23, 2026/11/3, 2026.11.3, 2026年11月3日; nil for anything else.
    public init?(written text: some StringProtocol) {
        let parts = text.split { "-/.年月日 ".contains($0) }
        guard parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]) else {
            return nil
        }
        self.init(year: year, month: month, day: day)
    }

    /// Reads eight ASCII digits, `20261123`.
    ///
    /// - Throws: ``CivilDateError``, whose text says how to mend it.
    public init(yyyymmdd text: some StringProtocol) throws(CivilDateError) {
        let bytes = Array(text.utf8)
        guard bytes.count == 8, let year = asciiNumber(bytes[0..<4]), let month = asciiNumber(bytes[4..<6]),
            let day = asciiNumber(bytes[6..<8])
        else { throw .notADate(String(text)) }
        try self.init(checkedYear: year, month: month, day: day)
    }

    private init(checkedYear year: Int, month: Int, day: Int) throws(CivilDateError) {
        guard year >= 1 else { throw .noSuchYear(year) }
        guard (1...12).contains(month) else { throw .noSuchMonth(month) }
        guard let date = CivilDate(year: year, month: month, day: day) else {
            throw .noSuchDay(year: year, month: month, day: day)
        }
        self = date
    }
}

/// Why a text is not a ``CivilDate``.
public enum CivilDateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text has another shape; carries its beginning (40 characters at most are shown).
    case notADate(String)
    /// There is no year 0.
    case noSuchYear(Int)
    /// A month outside 1–12.
    case noSuchMonth(Int)
    /// A day that this month does not have.
    case noSuchDay(year: Int, month: Int, day: Int)

    public var description: String {
        switch self {
        case .notADate(let text): "\"\(text.prefix(40))\" is not a date; write YYYY-MM-DD, as in 2026-11-23"
        case .noSuchYear(let year): "there is no year \(year)"
        case .noSuchMonth(let month): "there is no month \(month); months are 01 to 12"
        case .noSuchDay(let year, let month, let day):
            "there is no day \(day) in month \(month) of \(year); "
                + "it has \(CivilDate.length(ofMonth: month, year: year)) days"
        }
    }
}

/// The value of a run of ASCII digits, or nil when anything else is in it; at most nine digits.
func asciiNumber(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
    var value = 0
    for byte in bytes {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte - 0x30)
    }
    return value
}

extension String {
    /// Appends a number that is not negative, filled with zeros on the left to `width` digits.
    mutating func appendPadded(_ number: Int, width: Int) {
        let digits = String(number)
        for _ in 0..<max(0, width - digits.utf8.count) { self += "0" }
        self += digits
    }
}
