// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Vault

@Suite struct PasswordTests {
    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.filter { $0 != " " }.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    @Test("scrypt gives the values of RFC 7914 section 12")
    func vectors() throws {
        let first = try PasswordHash.derive(
            "password", PasswordHash.Cost(rounds: 1_024, parallelism: 16), Array("NaCl".utf8), 64)
        #expect(
            first
                == bytes(
                    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                        + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"))
        let second = try PasswordHash.derive(
            "pleaseletmein", PasswordHash.Cost(rounds: 16_384, parallelism: 1), Array("SodiumChloride".utf8), 64)
        #expect(
            second
                == bytes(
                    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                        + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"))
    }

    @Test("A password matches its own hash and no other, and two hashes of it differ")
    func matching() throws {
        let one = try PasswordHash("正确的马 电池 订书钉", cost: .drawn)
        let two = try PasswordHash("正确的马 电池 订书钉", cost: .drawn)
        #expect(one.matches("正确的马 电池 订书钉") && two.matches("正确的马 电池 订书钉"))
        #expect(!one.matches("正确的马 电池 订书针") && !one.matches(""))
        #expect(one.key != two.key && one.salt != two.salt && one.salt.count == PasswordHash.saltBytes)
        var moved = one
        moved.salt = two.salt
        #expect(!moved.matches("正确的马 电池 订书钉"))
        #expect(try PasswordHash("a", cost: .chosen).cost == .chosen)
    }

    @Test("A stored cost that this machine cannot bear is refused and not tried", arguments: [0, 3, 1 << 30])
    func unbearable(rounds: Int) {
        let hash = PasswordHash(cost: .init(rounds: rounds, parallelism: 1), salt: [1], key: [2])
        #expect(!hash.matches("x"))
        #expect(throws: VaultError.self) { try PasswordHash("x", cost: hash.cost) }
    }

    @Test("One-time passwords are four groups of four without look-alikes, and no two the same")
    func oneTime() {
        let made = (0..<200).map { _ in PasswordHash.makeOneTime() }
        #expect(Set(made).count == made.count)
        for text in made {
            #expect(text.split(separator: "-").map(\.count) == [4, 4, 4, 4])
            #expect(text.allSatisfy { !"il1o0".contains($0) })
        }
    }

    // MARK: One-time codes

    private static let rfc = OneTimeCode(secret: Array("12345678901234567890".utf8))

    @Test(
        "TOTP gives the values of RFC 6238 appendix B",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func totp(seconds: Int64, code: String) {
        #expect(Self.rfc.code(step: OneTimeCode.step(at: seconds), digits: 8) == code)
        #expect(Self.rfc.code(step: OneTimeCode.step(at: seconds)) == String(code.suffix(6)))
    }

    @Test("The steps beside the present one count, each code once, and none before a used one")
    func steps() throws {
        let now: Int64 = 1_234_567_890
        let step = OneTimeCode.step(at: now)
        for drift: Int64 in -1...1 {
            #expect(Self.rfc.step(of: Self.rfc.code(step: step + drift), at: now, after: 0) == step + drift)
        }
        #expect(Self.rfc.step(of: Self.rfc.code(step: step + 2), at: now, after: 0) == nil)
        #expect(Self.rfc.step(of: Self.rfc.code(step: step - 2), at: now, after: 0) == nil)
        let code = Self.rfc.code(step: step)
        #expect(Self.rfc.step(of: code, at: now, after: step) == nil)
        #expect(Self.rfc.step(of: code, at: now, after: step + 1) == nil)
        #expect(Self.rfc.step(of: "\(code.prefix(3)) \(code.suffix(3))", at: now, after: step - 1) == step)
        for wrong in ["", "12345", "0000000", code + "0", "一二三四五六"] {
            #expect(Self.rfc.step(of: wrong, at: now, after: 0) == nil)
        }
    }

    @Test("A secret is shown in base 32")
    func shown() {
        #expect(Self.rfc.shown == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
        #expect(OneTimeCode(secret: Array("foob".utf8)).shown == "MZXW 6YQ")
        #expect(OneTimeCode.makeSecret().count == 20 && OneTimeCode.makeSecret() != OneTimeCode.makeSecret())
    }
}
