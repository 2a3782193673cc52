// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// The count of wrong number-and-code tries under one key, and how long it makes one wait: a few are free, then five
/// seconds, doubled with each further one up to a quarter of an hour. Twelve digits cannot be guessed at that rate.
public struct CodeTries: Sendable, Hashable {
    /// What is counted.
    public enum Key: Int64, Sendable, Hashable {
        /// Tries of one number, from anywhere.
        case number = 0
        /// Tries from one place: more are free, for a kiosk serves many people.
        case source = 1

        public var free: Int {
            switch self {
            case .number: 3
            case .source: 10
            }
        }
    }

    public static let firstWait = 5
    public static let longestWait = 900
    /// A key that nobody tried for so long starts anew: a day, in milliseconds.
    public static let memory: Int64 = 86_400_000

    public var count: Int
    public var lastAt: Timestamp

    public init(count: Int = 0, lastAt: Timestamp = Timestamp(milliseconds: 0)) {
        self.count = count
        self.lastAt = lastAt
    }

    /// Seconds still to wait at `now`.
    public func wait(_ key: Key, at now: Timestamp) -> Int {
        let extra = count - key.free
        guard extra > 0 else { return 0 }
        let seconds = extra > 8 ? Self.longestWait : min(Self.longestWait, Self.firstWait << (extra - 1))
        let left = lastAt.milliseconds + Int64(seconds) * 1000 - now.milliseconds
        // A clock set back must not lock anybody out for longer than the wait itself.
        return left <= 0 ? 0 : min(seconds, Int((left + 999) / 1000))
    }

    public mutating func addWrong(at now: Timestamp) {
        if now.milliseconds - lastAt.milliseconds > Self.memory { count = 0 }
        count = min(count + 1, 1_000)
        lastAt = now
    }
}
