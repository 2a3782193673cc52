// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

#if canImport(Glibc)
    import Glibc
#endif

/// The one clock of a server, injected everywhere.
public struct DeskClock: Sendable {
    /// The time of day.
    public var now: @Sendable () -> Timestamp
    /// Milliseconds that never jump, for measuring spans and for noticing that `now` has jumped.
    public var monotonic: @Sendable () -> Int64

    public init(now: @escaping @Sendable () -> Timestamp, monotonic: @escaping @Sendable () -> Int64) {
        self.now = now
        self.monotonic = monotonic
    }

    public static let system = DeskClock(
        now: { Timestamp(milliseconds: milliseconds(of: CLOCK_REALTIME)) },
        monotonic: { milliseconds(of: CLOCK_MONOTONIC) })

    private static func milliseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
