// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@Suite struct CheckDigitTests {
    /// The example of the standard (0794 5), and published numbers of systems that use it: German tax identification
    /// numbers and a Croatian OIB.
    @Test(arguments: ["07945", "86095742719", "47036892816", "65929970489", "69435151530"])
    func publishedNumbers(_ text: String) {
        let digits = text.utf8.map { $0 - 0x30 }
        #expect(CheckDigit.isValid(digits))
        #expect(CheckDigit.compute(digits.dropLast()) == digits.last)
    }

    @Test func everySingleSlipIsFound() {
        let digits = "202611230000171".utf8.map { $0 - 0x30 }
        for index in digits.indices {
            for digit in UInt8(0)...9 where digit != digits[index] {
                var wrong = digits
                wrong[index] = digit
                #expect(!CheckDigit.isValid(wrong))
            }
        }
    }

    @Test func tooShortIsInvalid() {
        #expect(!CheckDigit.isValid([]))
        #expect(!CheckDigit.isValid([1]))
        #expect(!CheckDigit.isValid([0, 7, 9, 4, 15]))
    }
}

@Suite struct ReceiptNumberTests {
    private func number(_ date: String, _ sequence: Int) throws -> ReceiptNumber {
        try #require(ReceiptNumber(date: try CivilDate(iso8601: date), sequence: sequence))
    }

    @Test func written() throws {
        #expect(try number("2026-11-23", 17).description == "XF202611230000171")
        #expect(try number("2026-11-23", 999_999).description.utf8.count == 17)
        #expect(ReceiptNumber(date: try CivilDate(iso8601: "2026-11-23"), sequence: 0) == nil)
        #expect(ReceiptNumber(date: try CivilDate(iso8601: "2026-11-23"), sequence: 1_000_000) == nil)
        #expect(try number("2026-11-23", 17) < number("2026-11-23", 18))
        #expect(try number("2026-11-23", 17) < number("2026-11-24", 1))
    }

    @Test func readBack() throws {
        for sequence in [1, 9, 10, 17, 12_345, 999_999] {
            for date in ["2026-11-23", "2024-02-29", "0001-01-01", "9999-12-31"] {
                let one = try number(date, sequence)
                #expect(try ReceiptNumber(typed: one.description) == one)
            }
        }
    }

    @Test(arguments: [
        "XF202611230000171", "xf202611230000171", "202611230000171", "XF 20261123 000017 1",
        "ＸＦ２０２６１１２３０００0171", "XF-20261123-000017-1", " Xf2O261123OOOO171\n",
        "XF\u{3000}20261123\u{3000}0000171", "XF20261l230000171", "X202611230000171",
    ])
    func tolerant(_ text: String) throws {
        #expect(try ReceiptNumber(typed: text) == (try number("2026-11-23", 17)))
    }

    @Test(arguments: [
        ("", NumberError.empty), (" XF ", .empty), ("XF2026", .missingDigits(found: 4, wanted: 15)),
        ("XF2026112300001710", .extraDigits(found: 16, wanted: 15)), ("XF不记得", .notADigit("不")),
        ("FX202611230000171", .notADigit("F")), ("20261123XF000017", .notADigit("X")),
        (String(repeating: "1", count: 65), .tooLong), (String(repeating: " ", count: 100_000), .tooLong),
    ])
    func refused(_ text: String, _ expected: NumberError) {
        #expect(throws: expected) { try ReceiptNumber(typed: text) }
    }

    @Test func noSuchDay() throws {
        var digits = "20261323000017".utf8.map { $0 - 0x30 }
        digits.append(CheckDigit.compute(digits))
        let text = digits.map(String.init).joined()
        #expect(throws: NumberError.noSuchDate("20261323")) { try ReceiptNumber(typed: text) }
    }

    @Test func slips() throws {
        let right = Array(try number("2026-11-23", 4_259).description)
        var swapped = right
        swapped.swapAt(13, 14)
        #expect(throws: NumberError.wrongCheckDigit(slip: .swapped(at: 12))) {
            try ReceiptNumber(typed: String(swapped))
        }
        var found = 0
        // Every single wrong digit is refused, with one hint or the other, never taken for another number.
        for index in 2..<right.count {
            for digit in "0123456789" where digit != right[index] {
                var wrong = right
                wrong[index] = digit
                #expect {
                    try ReceiptNumber(typed: String(wrong))
                } throws: { error in
                    if case NumberError.wrongCheckDigit = error { return true }
                    return false
                }
                found += 1
            }
        }
        #expect(found == 15 * 9)
    }

    @Test(arguments: [
        (NumberError.empty, "还没有写号码。"),
        (.missingDigits(found: 14, wanted: 15), "少了1位：应当是15位数字，这里只有14位。"),
        (.extraDigits(found: 16, wanted: 15), "多了1位：应当是15位数字，这里有16位。"),
        (.notADigit("不"), "号码里没有“不”，只有数字。"), (.notADigit("\u{7}"), "号码里只能有数字。"),
        (.wrongCheckDigit(slip: .swapped(at: 12)), "号码对不上，第12位和第13位可能写反了。"),
        (.wrongCheckDigit(slip: .oneDigit), "号码对不上，可能抄错了一位，请一位一位对一遍。"),
        (.tooLong, "太长了，只写号码就行。"),
        (.noSuchDate("20261323"), "前面八位20261323应当是登记那天的年月日，对不上，请再看一眼。"),
    ])
    func messages(_ error: NumberError, _ message: String) {
        #expect(error.message == message)
    }

    @Test(arguments: [UInt64](1...10)) func anyTextIsAnsweredWithoutTrap(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet: [Unicode.Scalar] = Array("0123456789０９xXfFOlI|-. \u{3000}零不\u{0}\u{10FFFF}".unicodeScalars)
        var refused = 0
        for _ in 0..<500 {
            var text = ""
            for _ in 0..<Int.random(in: 0...24, using: &random) {
                text.unicodeScalars.append(alphabet.randomElement(using: &random) ?? "0")
            }
            do {
                let number = try MatterNumber(typed: text)
                #expect(try MatterNumber(typed: number.description) == number, "seed \(seed)")
            } catch {
                refused += 1
                #expect(!error.message.isEmpty)
            }
        }
        #expect(refused > 0)
    }
}

@Suite struct DraftNumberTests {
    @Test(arguments: [0, 1, 794, 1_234_567, 9_999_999]) func writtenAndReadBack(_ value: Int) throws {
        let number = try #require(DraftNumber(value))
        #expect(number.description.utf8.count == 8)
        #expect(try DraftNumber(typed: number.description) == number)
        let spaced = number.description.prefix(4) + " " + number.description.suffix(4)
        #expect(try DraftNumber(typed: spaced) == number)
        #expect(try MatterNumber(typed: number.description) == .draft(number))
    }

    @Test func refused() {
        #expect(DraftNumber(-1) == nil)
        #expect(DraftNumber(10_000_000) == nil)
        #expect(throws: NumberError.missingDigits(found: 7, wanted: 8)) { try DraftNumber(typed: "1234567") }
        #expect(throws: NumberError.extraDigits(found: 9, wanted: 8)) { try DraftNumber(typed: "123456789") }
        #expect(throws: NumberError.notADigit("X")) { try DraftNumber(typed: "XF123456") }
    }

    @Test func theKindFollowsFromTheDigits() throws {
        let receipt = try #require(ReceiptNumber(date: try CivilDate(iso8601: "2026-11-23"), sequence: 17))
        #expect(try MatterNumber(typed: receipt.description) == .receipt(receipt))
        #expect(try MatterNumber(typed: receipt.description.dropFirst(2)) == .receipt(receipt))
        #expect(throws: NumberError.missingDigits(found: 8, wanted: 15)) { try MatterNumber(typed: "XF20261123") }
        #expect(throws: NumberError.missingDigits(found: 5, wanted: 8)) { try MatterNumber(typed: "20261") }
        #expect(throws: NumberError.missingDigits(found: 14, wanted: 15)) { try MatterNumber(typed: "20261123000017") }
    }
}

@Suite struct QueryCodeTests {
    @Test func shownInFours() throws {
        let code = try #require(QueryCode(value: 472_981_630_552))
        #expect(code.shown == "4729 8163 0552")
        #expect(code.digits == "472981630552")
        #expect(try QueryCode(typed: "4729 8163 0552").matches(code))
        #expect(try QueryCode(typed: "４７２９-8163-O552").matches(code))
        #expect(!(try QueryCode(typed: "4729 8163 0553").matches(code)))
        #expect(try #require(QueryCode(value: 7)).shown == "0000 0000 0007")
        #expect(QueryCode(value: 1_000_000_000_000) == nil)
    }

    /// A secret must not reach a log through interpolation, dumping or reflection.
    @Test func staysHidden() throws {
        let code = try #require(QueryCode(value: 472_981_630_552))
        var dumped = ""
        dump(code, to: &dumped)
        for text in ["\(code)", String(reflecting: code), dumped, "\([code])", "\(Optional(code) as Any)"] {
            #expect(!text.contains("4729"))
        }
    }

    @Test func outOfADigest() throws {
        let digest: [UInt8] = [0, 0, 0, 0x6E, 0x20, 0x3D, 0xD4, 0x18, 0xFF]
        #expect(QueryCode(digest: digest.prefix(7)) == nil)
        #expect(try #require(QueryCode(digest: digest)).digits == "472987325464")
        #expect(try #require(QueryCode(digest: [UInt8](repeating: 0xFF, count: 32))).digits == "073709551615")
    }

    @Test(arguments: [
        ("", NumberError.empty), ("4729 8163 055", .missingDigits(found: 11, wanted: 12)),
        ("4729 8163 0552 1", .extraDigits(found: 13, wanted: 12)), ("XF4729", .notADigit("X")),
    ])
    func refused(_ text: String, _ expected: NumberError) {
        #expect(throws: expected) { try QueryCode(typed: text) }
    }
}
