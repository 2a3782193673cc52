// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials

/// Codes that change every half minute (TOTP, RFC 6238), as the usual programs on a phone show them: SHA-1, six digits.
public struct OneTimeCode: Sendable {
    /// Seconds that one code holds.
    public static let period: Int64 = 30
    public static let digits = 6
    /// Steps before and after the present one that are taken, for clocks that run apart.
    public static let drift: Int64 = 1
    /// 160 bits, as RFC 4226 section 4 recommends.
    public static let secretBytes = 20

    private let secret: [UInt8]

    public init(secret: [UInt8]) { self.secret = secret }

    public static func makeSecret() -> [UInt8] {
        Array(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }.prefix(secretBytes))
    }

    /// The step that a time lies in.
    ///
    /// - Parameter seconds: since 1970, UTC.
    public static func step(at seconds: Int64) -> Int64 { seconds / period }

    /// The code of a step (RFC 4226 section 5.3).
    public func code(step: Int64, digits: Int = OneTimeCode.digits) -> String {
        let counter = withUnsafeBytes(of: UInt64(bitPattern: step).bigEndian) { Array($0) }
        let digest = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int((digest.last ?? 0) & 15)
        var value = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        var text: [UInt8] = []
        for _ in 0..<digits {
            text.append(UInt8(ascii: "0") + UInt8(value % 10))
            value /= 10
        }
        return String(decoding: text.reversed(), as: UTF8.self)
    }

    /// The step whose code was typed, blanks left out; nil when it is none of the present ones, or one that was used.
    ///
    /// - Parameter last: the last step that was used: neither it nor one before it counts again (RFC 6238 section 5.2).
    public func step(of typed: String, at seconds: Int64, after last: Int64) -> Int64? {
        let typed = Array(typed.utf8.filter { $0 != UInt8(ascii: " ") })
        let now = Self.step(at: seconds)
        var found: Int64?
        for step in (now - Self.drift)...(now + Self.drift) where step > last {
            // Every step is compared, so that the time tells nothing.
            if Vault.equal(typed, Array(code(step: step).utf8)) { found = found ?? step }
        }
        return found
    }

    /// The secret as it is typed into a program: base 32 (RFC 4648 section 6) in groups of four.
    public var shown: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var held = 0
        var count = 0
        func put(_ value: UInt32) {
            if count > 0, count % 4 == 0 { text.append(UInt8(ascii: " ")) }
            text.append(alphabet[Int(value & 31)])
            count += 1
        }
        for byte in secret {
            bits = bits << 8 | UInt32(byte)
            held += 8
            while held >= 5 {
                held -= 5
                put(bits >> UInt32(held))
            }
        }
        if held > 0 { put(bits << UInt32(5 - held)) }
        return String(decoding: text, as: UTF8.self)
    }
}
