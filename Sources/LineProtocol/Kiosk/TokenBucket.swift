// SPDX-License-Identifier: Apache-2.0

/// A rate by tokens: so many at once, so many a second after that. Pure; the time is given in milliseconds of any
/// steady clock, and one that runs backwards adds nothing.
public struct TokenBucket: Sendable, Hashable {
    /// Most tokens the bucket holds.
    public let capacity: UInt32
    /// Tokens that come back each second; 0 means never.
    public let perSecond: UInt32
    /// Thousandths of a token; below zero after ``spend(_:now:)``.
    private var level: Int64
    private var filledAt: Int64

    /// A full bucket.
    public init(capacity: Int, perSecond: Int, now: Int64) {
        self.capacity = UInt32(clamping: capacity)
        self.perSecond = UInt32(clamping: perSecond)
        self.level = Int64(self.capacity) * 1000
        self.filledAt = now
    }

    /// Takes tokens if they are there; else takes none.
    public mutating func take(_ count: Int = 1, now: Int64) -> Bool {
        refill(now)
        let cost = Self.thousandths(count)
        guard cost <= level else { return false }
        level -= cost
        return true
    }

    /// Takes tokens for what has already come, into debt if need be.
    /// - Returns: milliseconds until the debt is paid (0: none); so long the reader should pause. `Int64.max`: never.
    public mutating func spend(_ count: Int, now: Int64) -> Int64 {
        refill(now)
        level -= Self.thousandths(count)
        // A debt is bounded, so that one huge read does not silence a connection for good.
        level = max(level, -Int64(capacity) * 1000)
        return wait(toReach: 0)
    }

    /// Milliseconds until so many tokens are there (0: now). `Int64.max` if that can never be.
    public mutating func wait(for count: Int = 1, now: Int64) -> Int64 {
        refill(now)
        let cost = Self.thousandths(count)
        return cost > Int64(capacity) * 1000 ? .max : wait(toReach: cost)
    }

    private func wait(toReach wanted: Int64) -> Int64 {
        guard wanted > level else { return 0 }
        guard perSecond > 0 else { return .max }
        return (wanted - level + Int64(perSecond) - 1) / Int64(perSecond)
    }

    private static func thousandths(_ count: Int) -> Int64 {
        Int64(min(max(count, 0), Int(UInt32.max))) * 1000
    }

    private mutating func refill(_ now: Int64) {
        let (elapsed, overflow) = now.subtractingReportingOverflow(filledAt)
        filledAt = now
        guard overflow || elapsed > 0 else { return }
        let full = Int64(capacity) * 1000
        guard perSecond > 0 else { return }
        // One millisecond brings one thousandth of a token for each token a second.
        guard !overflow, elapsed < (full - level) / Int64(perSecond) + 1 else {
            level = full
            return
        }
        level = min(full, level + elapsed * Int64(perSecond))
    }
}
