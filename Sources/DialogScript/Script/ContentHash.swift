// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// Names a version of the dialogs, or a set of examples, by its content: SHA-256 (FIPS 180-4). Nothing secret is hashed with it.
enum ContentHash {
    /// 64 hexadecimal digits, small letters.
    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var out: [UInt8] = []
        out.reserveCapacity(2 * SHA256.byteCount)
        for byte in SHA256.hash(data: bytes) {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }
}
