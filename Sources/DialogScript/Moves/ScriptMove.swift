// SPDX-License-Identifier: Apache-2.0

/// How running conversations of older versions come onto this one: the office's wish, written in `moves.yaml`.
///
/// Without it every conversation stays on the version it began with until it ends.
public struct ScriptMove: Sendable, Hashable {
    /// First digits of the versions that are moved (at least ``shortestPrefix``); empty: every older one.
    public var from: [String]
    /// Ids of steps (`flow.step`) that have another name now: old to new.
    public var steps: [String: String]
    /// Ids of slots that have another name now: old to new.
    public var slots: [String: String]

    /// So many digits of a version's hash at least, that no other is meant.
    public static let shortestPrefix = 6

    public init(from: [String], steps: [String: String] = [:], slots: [String: String] = [:]) {
        self.from = from
        self.steps = steps
        self.slots = slots
    }

    /// Whether conversations of that version are moved.
    public func covers(_ hash: String) -> Bool { from.isEmpty || from.contains { hash.hasPrefix($0) } }

    /// Number of the step that a stored number means now.
    package func step(_ key: UInt32) -> UInt32 { renamed(key, steps) }

    /// Number of the slot that a stored number means now.
    package func slot(_ key: UInt32) -> UInt32 { renamed(key, slots) }

    private func renamed(_ key: UInt32, _ names: [String: String]) -> UInt32 {
        for (old, new) in names where StableKey.short(old) == key { return StableKey.short(new) }
        return key
    }
}
