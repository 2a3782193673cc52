// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
public import IntakeModel

/// Keys by which filings of one matter find each other: without the keys folder nobody can compare what is stored with a
/// guessed text or number.
extension Vault {
    /// What sketches of texts are made with; the same as long as the keys are.
    public var sketchKey: UInt64 { UInt64(bitPattern: hash("repeat sketch ", "")) }

    /// A blind index of a telephone or identity number: equal for equal numbers however they were typed, and nothing else.
    ///
    /// - Returns: nil for other fields, and for what has too few digits to stand for anybody.
    public func personKey(_ field: IdentityField, _ value: String) -> Int64? {
        guard field == .phone || field == .idNumber else { return nil }
        var kept: [UInt8] = []
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): kept.append(byte)
            case UInt8(ascii: "x"), UInt8(ascii: "X"): kept.append(UInt8(ascii: "X"))
            default: continue
            }
        }
        // +86 138… and 138… are one telephone.
        if field == .phone { kept = kept.suffix(11) }
        guard kept.count >= (field == .phone ? 7 : 15) else { return nil }
        return hash("same person \(field.rawValue) ", String(decoding: kept, as: UTF8.self))
    }

    /// Scalars of a name's beginning under which it is found, at least and at most.
    static let beginnings = 2...4

    /// A blind index of a name: a key for each of its beginnings of two to four characters, so that 王小 finds 王小明. What was
    /// typed longer is compared with the name itself.
    ///
    /// - Parameter name: without blanks and dots between its parts.
    public func nameKeys(_ name: String) -> [Int64] {
        let scalars = Array(name.unicodeScalars)
        return Self.beginnings.filter { $0 <= scalars.count }.map { nameKey(scalars.prefix($0)) }
    }

    /// The key under which names that begin so stand.
    ///
    /// - Returns: nil for what is too short to look for anybody.
    public func nameKey(beginning text: String) -> Int64? {
        let scalars = Array(text.unicodeScalars.prefix(Self.beginnings.upperBound))
        return scalars.count < Self.beginnings.lowerBound ? nil : nameKey(scalars[...])
    }

    private func nameKey(_ beginning: ArraySlice<Unicode.Scalar>) -> Int64 {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: beginning)
        return hash("name beginning ", String(text))
    }

    private func hash(_ purpose: String, _ text: String) -> Int64 {
        let digest = HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8) + Array(text.utf8), using: codeKey)
        return digest.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }
}
