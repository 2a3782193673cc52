// SPDX-License-Identifier: Apache-2.0

/// The state of one option on one side, after the Q method of RFC 1143 section 7.
///
/// The RFC keeps a state and a queue bit apart; here both are one value, so that no impossible pair exists.
/// "Affirmative" is WILL or DO, "negative" is WONT or DONT, whichever belongs to the side.
public enum TelnetOptionState: UInt8, CaseIterable, Sendable {
    /// Disabled.
    case no = 0
    /// Enabled.
    case yes = 1
    /// We asked to disable and wait for the answer (queue empty).
    case wantNo = 2
    /// We asked to disable and want it enabled again afterwards (queue opposite).
    case wantNoThenYes = 3
    /// We asked to enable and wait for the answer (queue empty).
    case wantYes = 4
    /// We asked to enable and want it disabled again afterwards (queue opposite).
    case wantYesThenNo = 5

    /// What must be sent because of a transition.
    public enum Reply: Sendable, Equatable {
        /// Nothing.
        case none
        /// WILL for the server's side, DO for the client's.
        case affirmative
        /// WONT for the server's side, DONT for the client's.
        case negative
    }

    /// The other side sent an affirmative. Only a request that changes the state is answered, so no loop can form.
    /// - Parameter allowed: whether the option may be enabled when it is not our own wish.
    public mutating func hearAffirmative(allowed: Bool) -> Reply {
        switch self {
        case .no:
            guard allowed else { return .negative }
            self = .yes
            return .affirmative
        case .yes:
            return .none
        case .wantNo:
            // RFC 1143: error, a negative answered by an affirmative.
            self = .no
            return .none
        case .wantNoThenYes:
            // RFC 1143: error too, but the outcome is what we want now.
            self = .yes
            return .none
        case .wantYes:
            self = .yes
            return .none
        case .wantYesThenNo:
            self = .wantNo
            return .negative
        }
    }

    /// The other side sent a negative. It must always be obeyed (RFC 854).
    public mutating func hearNegative() -> Reply {
        switch self {
        case .no:
            return .none
        case .yes:
            self = .no
            return .negative
        case .wantNo:
            self = .no
            return .none
        case .wantNoThenYes:
            self = .wantYes
            return .affirmative
        case .wantYes, .wantYesThenNo:
            self = .no
            return .none
        }
    }

    /// We want the option enabled.
    public mutating func enable() -> Reply {
        switch self {
        case .no:
            self = .wantYes
            return .affirmative
        case .yes, .wantNoThenYes, .wantYes:
            return .none
        case .wantNo:
            self = .wantNoThenYes
            return .none
        case .wantYesThenNo:
            self = .wantYes
            return .none
        }
    }

    /// We want the option disabled.
    public mutating func disable() -> Reply {
        switch self {
        case .no, .wantNo, .wantYesThenNo:
            return .none
        case .yes:
            self = .wantNo
            return .negative
        case .wantNoThenYes:
            self = .wantNo
            return .none
        case .wantYes:
            self = .wantYesThenNo
            return .none
        }
    }
}
