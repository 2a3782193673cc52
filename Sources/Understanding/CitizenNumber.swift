// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Citizen identity numbers, GB 11643-1999.
package enum CitizenNumber {
    /// Whether 18 characters are a number with the right check character, or 15 digits one of the kind that was given
    /// out until 1999, which has none. `x` may be written large or small.
    package static func isValid(_ text: String) -> Bool {
        let characters = text.utf8.map { $0 == UInt8(ascii: "X") ? UInt16(0x78) : UInt16($0) }
        return characters.count == 15
            ? characters.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && hasDate(characters, at: 6, centuryGiven: false)
            : isValid(characters)
    }

    /// Whether 18 characters (17 digits and a digit or x) hold a birth date of the calendar and the right check
    /// character (ISO 7064 MOD 11-2).
    static func isValid(_ characters: [UInt16]) -> Bool {
        guard characters.count == 18 else { return false }
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        var sum = 0
        for (weight, character) in zip(weights, characters) {
            guard character >= 0x30, character <= 0x39 else { return false }
            sum += weight * Int(character - 0x30)
        }
        // 1 0 x 9 8 7 6 5 4 3 2
        let expected: [UInt16] = [0x31, 0x30, 0x78, 0x39, 0x38, 0x37, 0x36, 0x35, 0x34, 0x33, 0x32]
        guard characters[17] == expected[sum % 11] else { return false }
        return hasDate(characters, at: 6, centuryGiven: true)
    }

    /// Whether the birth date of an 18-digit (`centuryGiven`) or a 15-digit number is one of the calendar.
    static func hasDate(_ characters: [UInt16], at start: Int, centuryGiven: Bool) -> Bool {
        func number(_ from: Int, _ count: Int) -> Int? {
            guard from + count <= characters.count else { return nil }
            var value = 0
            for character in characters[from..<(from + count)] {
                guard character >= 0x30, character <= 0x39 else { return nil }
                value = value * 10 + Int(character - 0x30)
            }
            return value
        }
        let width = centuryGiven ? 4 : 2
        guard let year = number(start, width), let month = number(start + width, 2),
            let day = number(start + width + 2, 2)
        else { return false }
        let full = centuryGiven ? year : 1900 + year
        return full >= 1850 && full <= 2150 && CivilDate(year: full, month: month, day: day) != nil
    }
}
