// SPDX-License-Identifier: Apache-2.0

/// What of a case an entry is about. Entries that share no concern may stand in either order: the case is the same.
public enum CaseConcern: Sendable, Hashable {
    /// Where it stands.
    case stage
    /// Who answers for it, and by when that was asked.
    case people
    /// When a clock starts, ends, or counts.
    case clocks
    /// What was examined and signed.
    case closing
    /// What was registered.
    case record
    /// Only other entries of the same kind.
    case own(CaseEvent.Kind)
}

extension CaseEvent.Kind {
    public var concerns: Set<CaseConcern> {
        switch self {
        case .filed, .imported: [.stage, .people, .clocks, .closing, .record]
        case .forwarded, .entrusted, .returned: [.stage, .people, .clocks]
        case .objected, .notified, .accepted, .declined, .barred, .guided, .replied, .reviewed, .rechecked,
            .withdrawn:
            [.stage, .clocks]
        case .reviewAsked, .recheckAsked, .concluded, .reopened: [.stage, .clocks, .closing]
        case .retained, .deferred, .resumed, .archived: [.stage]
        case .reported, .sentBack: [.stage, .closing]
        case .assigned, .joined, .handedOver: [.people]
        case .classified, .extended, .paused, .delivered: [.clocks]
        case .examined, .signed: [.closing]
        case .corrected: [.record, .clocks]
        case .reminded, .supervised, .met, .visited, .mediated, .opined, .settled, .followedUp, .linked, .redacted,
            .urged, .supplemented, .rated, .noted, .redated, .issued:
            [.own(self)]
        }
    }

    /// Whether the order of two entries of these kinds can matter.
    public func isRelated(to other: CaseEvent.Kind) -> Bool { !concerns.isDisjoint(with: other.concerns) }
}
