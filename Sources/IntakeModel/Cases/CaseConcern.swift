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
    /// What leaders were told and have ordered.
    case leaders
    /// What the petitioner is told of.
    case news
    /// Only other entries of the same kind.
    case own(CaseEvent.Kind)
}

extension CaseEvent.Kind {
    public var concerns: Set<CaseConcern> {
        CaseRule.telling.contains(self) || self == .told ? matters.union([.news]) : matters
    }

    private var matters: Set<CaseConcern> {
        switch self {
        case .filed, .imported: [.stage, .people, .clocks, .closing, .record]
        case .forwarded, .entrusted, .returned: [.stage, .people, .clocks]
        case .objected, .notified, .accepted, .declined, .barred, .guided, .replied, .reviewed, .rechecked,
            .withdrawn:
            [.stage, .clocks]
        case .reviewAsked, .recheckAsked, .concluded, .reopened: [.stage, .clocks, .closing]
        case .retained: [.stage]
        // Dates that a person set begin and end by these.
        case .deferred, .resumed, .archived: [.stage, .clocks]
        case .reported: [.stage, .closing, .clocks]
        case .sentBack: [.stage, .closing]
        // A step of the case ends the day that was set.
        case .tracked: [.stage, .clocks]
        case .assigned: [.people, .clocks]
        case .joined, .handedOver: [.people]
        case .classified, .extended, .paused, .delivered: [.clocks]
        case .examined, .signed: [.closing]
        case .corrected: [.record, .clocks, .stage]
        // Which entry it is stands in it by its place.
        case .voided: [.stage, .people, .clocks, .closing, .record, .news]
        case .briefed, .proposed: [.leaders]
        case .directed: [.leaders, .clocks]
        case .supervised, .followedUp: [.own(self), .clocks]
        case .reminded, .met, .visited, .mediated, .opined, .settled, .linked, .redacted,
            .urged, .supplemented, .rated, .noted, .redated, .told, .recoded,
            .questioned, .sponsored, .consulted, .issued:
            [.own(self)]
        }
    }

    /// Whether the order of two entries of these kinds can matter.
    public func isRelated(to other: CaseEvent.Kind) -> Bool {
        // One that makes another void names it by its place.
        self == .voided || other == .voided || !concerns.isDisjoint(with: other.concerns)
    }
}
