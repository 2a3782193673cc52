// SPDX-License-Identifier: Apache-2.0

/// What an officer may do (protocol.md, Staff).
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Watch, queue, claim and speak.
    case intake
    /// See and act on cases.
    case cases = "case"
    /// See sealed (举报) matters.
    case sealed
    /// Read the audit trail; unmask identities with a reason.
    case audit
    /// Add and remove officers, change settings.
    case admin
}

/// Who reads. Every read of the store takes one; what a viewer may not see does not exist for them.
public enum Viewer: Sendable, Hashable {
    /// The desk itself, serving the conversation to its own petitioner. Never used for anything an officer is shown.
    case desk
    case officer(badge: String, unit: String, roles: Set<Role>)

    public func sees(_ lane: Lane) -> Bool {
        switch self {
        case .desk: true
        case .officer(_, _, let roles): lane == .general || roles.contains(.sealed)
        }
    }

    /// Whether an event of this kind is for them: what only an admin can mend is told to admins only.
    public func hears(_ kind: DeskEvent.Kind) -> Bool {
        switch self {
        case .desk: true
        case .officer(_, _, let roles): kind != .backupStale || roles.contains(.admin)
        }
    }
}

/// An officer of the office. The token itself is shown once and only its hash is kept.
public struct Officer: Sendable, Hashable {
    public var badge: String
    public var name: String
    public var unit: String
    public var roles: Set<Role>
    public var disabled: Bool

    public init(badge: String, name: String, unit: String, roles: Set<Role>, disabled: Bool = false) {
        self.badge = badge
        self.name = name
        self.unit = unit
        self.roles = roles
        self.disabled = disabled
    }

    public var viewer: Viewer { .officer(badge: badge, unit: unit, roles: roles) }

    /// Nobody is both: who changes accounts does not read what became of it, and the other way round.
    public static let apart: Set<Role> = [.admin, .audit]
}
