// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Gives commit times that never run backwards, and notices when the clock was set.
public struct CommitClock: Sendable {
    public private(set) var last: Timestamp
    private var reference: (wall: Timestamp, monotonic: Int64)?
    private var jump: ClockJump?

    /// - Parameter last: the time of the last commit in the store.
    public init(last: Timestamp) { self.last = last }

    /// The time of a commit now: the clock's, or that of the last commit when the clock is behind it.
    public mutating func tick(_ policy: FilingPolicy) -> Timestamp {
        let wall = policy.now()
        let monotonic = policy.monotonic()
        if let reference {
            let expected = reference.wall.adding(milliseconds: monotonic - reference.monotonic)
            note(expected: expected, found: wall)
        } else {
            // Before the first commit only standing behind the last one can be told.
            if wall < last { note(expected: last, found: wall) }
        }
        reference = (wall, monotonic)
        if wall > last { last = wall }
        return last
    }

    private mutating func note(expected: Timestamp, found: Timestamp) {
        guard abs(found.milliseconds - expected.milliseconds) > ClockJump.threshold else { return }
        jump = ClockJump(expected: expected, found: found)
    }

    public mutating func takeJump() -> ClockJump? {
        defer { jump = nil }
        return jump
    }
}
