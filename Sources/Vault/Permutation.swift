// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials

/// A keyed permutation of 0 ..< 10⁷: a Feistel network of ten rounds over two halves of 0 ..< 3163, walked on while it
/// leaves the range (once in two thousand times). Round values come from HMAC-SHA256.
struct Permutation {
    static let count = 10_000_000
    private static let half = 3163  // 3163² = 10,004,569, the smallest square that holds the range
    private static let rounds = 10

    let key: SymmetricKey

    func forward(_ value: Int) -> Int {
        var value = value
        repeat {
            var (left, right) = (value / Self.half, value % Self.half)
            for round in 0..<Self.rounds {
                (left, right) = (right, (left + self.value(round, right)) % Self.half)
            }
            value = left * Self.half + right
        } while value >= Self.count
        return value
    }

    func backward(_ value: Int) -> Int {
        var value = value
        repeat {
            var (left, right) = (value / Self.half, value % Self.half)
            for round in (0..<Self.rounds).reversed() {
                (left, right) = ((right + Self.half - self.value(round, left)) % Self.half, left)
            }
            value = left * Self.half + right
        } while value >= Self.count
        return value
    }

    private func value(_ round: Int, _ half: Int) -> Int {
        var input = Array("draft number".utf8)
        input.append(UInt8(round))
        withUnsafeBytes(of: UInt32(half).littleEndian) { input += $0 }
        let digest = HMAC<SHA256>.authenticationCode(for: input, using: key)
        let number = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(number % UInt64(Self.half))
    }
}
