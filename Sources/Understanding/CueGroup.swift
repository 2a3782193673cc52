// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Cues that say the same, with what they say: the unit in which weights are given and reasons are told.
public struct CueGroup: Sendable, Hashable {
    /// What a hit of the group does.
    public enum Role: Sendable, Hashable {
        /// Votes for and against purposes.
        case purpose([Purpose: Double])
        /// Votes for a topic.
        case topic(Topic, weight: Double)
        /// Points to a danger; a kind is reported when its weights reach ``SafetyWatch/threshold``.
        case safety(SafetyKind, weight: Double)
        /// Says nothing itself; rules refer to it by its id.
        case structure
        /// Raises a flag of the given name.
        case flag(String)
        /// Hides every other hit inside its span: set phrases and figures of speech.
        case mask
        /// Denies what follows it closely.
        case negator
    }

    /// Unique among all cue files.
    public var id: String
    public var role: Role
    /// How many scalars may stand between a negator and a cue that it denies; nil if the cues cannot be denied.
    public var negationReach: Int?
    public var cues: [CuePattern]

    public init(id: String, role: Role, negationReach: Int? = nil, cues: [CuePattern]) {
        self.id = id
        self.role = role
        self.negationReach = negationReach
        self.cues = cues
    }
}

/// Votes given when groups stand together or apart.
public struct CueRule: Sendable, Hashable {
    /// Unique among rules.
    public var id: String
    /// Ids of groups that must all be hit; inside a condition `a|b` means either.
    public var all: [[String]]
    /// Ids of groups of which none may be hit.
    public var none: [String]
    /// If not nil, the first two conditions of `all` must have hits at most so many scalars apart, in either order.
    public var within: Int?
    /// If true, the first two conditions of `all` must be hit in that order.
    public var ordered: Bool
    public var votes: [Purpose: Double]
    /// Flags raised when the rule holds.
    public var flags: [String]

    public init(
        id: String, all: [[String]], none: [String] = [], within: Int? = nil, ordered: Bool = false,
        votes: [Purpose: Double], flags: [String] = []
    ) {
        self.id = id
        self.all = all
        self.none = none
        self.within = within
        self.ordered = ordered
        self.votes = votes
        self.flags = flags
    }
}
