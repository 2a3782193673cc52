// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// What a checked database or backup holds.
public struct BackupReport: Sendable, Hashable {
    public var path: String
    public var bytes: Int
    public var epoch: String
    public var conversations: Int
    public var turns: Int
    public var cases: Int
    /// Time of the last turn in it; nil when there is none.
    public var lastTurnAt: Timestamp?
    /// The data folder could be told that this backup was made; without it the desk goes on warning that there is none.
    public var isNoted = true

    public init(
        path: String, bytes: Int, epoch: String, conversations: Int, turns: Int, cases: Int, lastTurnAt: Timestamp?
    ) {
        self.path = path
        self.bytes = bytes
        self.epoch = epoch
        self.conversations = conversations
        self.turns = turns
        self.cases = cases
        self.lastTurnAt = lastTurnAt
    }
}
