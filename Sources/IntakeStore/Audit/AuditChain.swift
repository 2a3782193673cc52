// SPDX-License-Identifier: Apache-2.0

public import IntakeModel
import Vault

/// How the entries of the audit trail hang together: each holds the SHA-256 of itself and of the one before it, so that
/// none can be changed, put in or taken out without changing every one after it (docs/decisions/0020).
public enum AuditChain {
    /// What the first entry is chained to.
    public static let origin = Vault.digest(Array("shouwen audit 1".utf8))

    /// SHA-256 over the hash before, the entry's number, its time (milliseconds since 1970), badge, act, subject, reason
    /// and salt: each as text (hashes and salt in lower-case hexadecimal) in the form `LENGTH:TEXT,`, LENGTH in bytes of
    /// UTF-8. Whoever has an export can work it out with a few lines of any language.
    public static func hash(_ entry: AuditEntry, after previous: [UInt8]) -> [UInt8] {
        let parts = [
            hexadecimal(previous), "\(entry.id)", "\(entry.at.milliseconds)", entry.badge, entry.act, entry.subject,
            entry.reason, hexadecimal(entry.salt),
        ]
        var bytes: [UInt8] = []
        for part in parts {
            bytes += "\(part.utf8.count):".utf8
            bytes += part.utf8
            bytes.append(UInt8(ascii: ","))
        }
        return Vault.digest(bytes)
    }

    /// The next entry, with a salt of its own.
    public static func entry(
        _ audit: Settlement.Audit, after head: AuditHead, at: Timestamp
    ) -> AuditEntry {
        var random = SystemRandomNumberGenerator()
        var entry = AuditEntry(
            id: head.id + 1, at: at, badge: audit.badge, act: audit.act, subject: audit.subject, reason: audit.reason,
            salt: (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        entry.hash = hash(entry, after: head.hash)
        return entry
    }

    /// Lower-case, two digits a byte.
    public static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: nil for anything but pairs of hexadecimal digits.
    public static func bytes(hexadecimal text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in text.utf8 {
            let value: UInt8
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = character - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = character - UInt8(ascii: "A") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }
}
