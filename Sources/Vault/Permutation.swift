// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import Synchronization

/// A keyed permutation of 0 ..< 10⁷: a Feistel network of ten rounds over two halves of 0 ..< 3163, walked on while it
/// leaves the range (once in two thousand times). Round values come from HMAC-SHA256; there are few enough (63 KB) to be
/// kept once they were asked for.
final class Permutation: Sendable {
    static let count = 10_000_000
    private static let half = 3163  // 3163² = 10,004,569, the smallest square that holds the range
    private static let rounds = 10

    /// A round value that was not asked for yet.
    private static let unknown = UInt16.max

    private let key: SymmetricKey
    /// Round values by round, then half.
    private let known = Mutex([UInt16](repeating: unknown, count: rounds * half))

    init(key: SymmetricKey) { self.key = key }

    func forward(_ value: Int) -> Int {
        known.withLock { known in
            var value = value
            repeat {
                var (left, right) = (value / Self.half, value % Self.half)
                for round in 0..<Self.rounds {
                    (left, right) = (right, (left + self.value(round, right, &known)) % Self.half)
                }
                value = left * Self.half + right
            } while value >= Self.count
            return value
        }
    }

    func backward(_ value: Int) -> Int {
        known.withLock { known in
            var value = value
            repeat {
                var (left, right) = (value / Self.half, value % Self.half)
                for round in (0..<Self.rounds).reversed() {
                    (left, right) = ((right + Self.half - self.value(round, left, &known)) % Self.half, left)
                }
                value = left * Self.half + right
            } while value >= Self.count
            return value
        }
    }

    private func value(_ round: Int, _ half: Int, _ known: inout [UInt16]) -> Int {
        let place = round * Self.half + half
        if known[place] == Self.unknown { known[place] = UInt16(value(round, half)) }
        return Int(known[place])
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
