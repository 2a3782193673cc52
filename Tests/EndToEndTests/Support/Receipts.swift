// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Checks written from the contract alone, apart from the program's own code.
enum Receipts {
    /// ISO 7064 MOD 11,10 over digits of which the last is the check digit.
    static func hasCheckDigit(_ digits: [Int]) -> Bool {
        guard let last = digits.last, digits.count > 1 else { return false }
        var product = 10
        for digit in digits.dropLast() {
            let sum = (product + digit) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        return (product + last) % 10 == 1
    }

    static func digits(_ text: some StringProtocol) -> [Int] { text.compactMap(\.wholeNumberValue) }

    /// Today at +08:00, `days` later.
    static func day(after days: Int = 0) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt
        let date = Date(timeIntervalSinceNow: Double(days) * 86_400)
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
    }

    /// A receipt as the contract has it: number with its check digit, code in fours, unit, 首问责任人, clocks.
    static func check(_ receipt: JSON, clocks wantsClocks: Bool = true, _ context: String = "") {
        let number = receipt["number"]?.string ?? ""
        #expect(number.wholeMatch(of: /XF20[0-9]{13}/) != nil, "number \(number) \(context)")
        #expect(hasCheckDigit(digits(number)), "check digit of \(number) \(context)")
        // A turn just after midnight may have been filed the day before.
        let days = [day(), day(after: -1)].map { $0.filter { $0 != "-" } }
        #expect(days.contains(String(number.dropFirst(2).prefix(8))), "date of \(number) \(context)")
        let code = receipt["code"]?.string ?? ""
        #expect(code.wholeMatch(of: /[0-9]{4} [0-9]{4} [0-9]{4}/) != nil, "code \(code) \(context)")
        #expect(receipt["unit"]?.string?.isEmpty == false, "unit \(context)")
        #expect(receipt["first_contact"]?.string?.isEmpty == false, "first_contact \(context)")
        let text = receipt["text"]?.string ?? ""
        #expect(!text.isEmpty && !text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" }, "text \(context)")
        let clocks = receipt["clocks"]?.array
        #expect(clocks != nil, "clocks \(context)")
        if wantsClocks { #expect(clocks?.isEmpty == false, "clocks \(context)") }
        for clock in clocks ?? [] {
            #expect(clock["rule"]?.string?.isEmpty == false, "\(context)")
            #expect(clock["article"]?.string?.isEmpty == false, "\(context)")
            let due = clock["nominal_due"]?.string ?? ""
            #expect(due.wholeMatch(of: /20[0-9]{2}-[0-9]{2}-[0-9]{2}/) != nil && due > day(), "due \(due) \(context)")
        }
    }
}
