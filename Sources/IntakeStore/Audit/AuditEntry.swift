// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// One audited act of an officer, as a link of the chain.
public struct AuditEntry: Sendable, Hashable {
    /// From 1, without gaps.
    public var id: Int64
    public var at: Timestamp
    public var badge: String
    /// What was done, as `unmask`; empty when the entry does not open any more (see ``isReadable``).
    public var act: String
    /// What it was done to: a case number, a 文号, a badge. Never anything of a person.
    public var subject: String
    /// Why, in the officer's words, where a reason is asked for.
    public var reason: String
    /// 16 random bytes that are hashed along and kept as secret as the entry, so that its hash, which stands in clear,
    /// tells nothing to who guesses its words.
    public var salt: [UInt8]
    /// ``AuditChain/hash(_:after:)``; empty when it was never chained.
    public var hash: [UInt8]

    public init(
        id: Int64, at: Timestamp, badge: String, act: String, subject: String, reason: String, salt: [UInt8] = [],
        hash: [UInt8] = []
    ) {
        self.id = id
        self.at = at
        self.badge = badge
        self.act = act
        self.subject = subject
        self.reason = reason
        self.salt = salt
        self.hash = hash
    }

    /// False for an entry whose sealed part was changed or moved: only its place is known.
    public var isReadable: Bool { !act.isEmpty }
}

/// Where the chain ends: its last entry and that one's hash. Written down elsewhere, it holds the whole trail up to there.
public struct AuditHead: Sendable, Hashable {
    public var id: Int64
    public var hash: [UInt8]

    public init(id: Int64, hash: [UInt8]) {
        self.id = id
        self.hash = hash
    }

    /// Before the first entry.
    public static let origin = AuditHead(id: 0, hash: AuditChain.origin)
}
