// SPDX-License-Identifier: Apache-2.0

/// What the server expects next (protocol.md: `expect`).
public struct Expectation: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case text, choice, confirm, phone, date, number, amount, place, name, none
        case idNumber = "idnumber"
    }

    public var kind: Kind
    /// The terminal shall not echo the answer.
    public var secret: Bool
    /// People are conferring or somebody is being called: the kiosk does not time the person out.
    public var patient: Bool

    public init(_ kind: Kind, secret: Bool = false, patient: Bool = false) {
        self.kind = kind
        self.secret = secret
        self.patient = patient
    }
}

/// Who owns a conversation. Every change is one atomic command checked by version in the store.
public enum Owner: Sendable, Hashable {
    case bot
    case queue
    case officer(badge: String)

    /// As on the wire.
    public var name: String {
        switch self {
        case .bot: "bot"
        case .queue: "queue"
        case .officer: "officer"
        }
    }

    public var badge: String? {
        if case .officer(let badge) = self { badge } else { nil }
    }
}

/// Which key wraps a conversation's data key, and so who may read it.
public enum Lane: String, Sendable, Hashable {
    case general, sealed
}

/// Why a conversation waits for a person.
public enum HandoffReason: String, Sendable, Hashable, CaseIterable {
    /// The petitioner asked for one.
    case asked
    /// The dialog could not go on.
    case stuck
    /// Danger to life was heard.
    case safety
    /// An officer passed it on, or the officer's line dropped.
    case passed
    case dropped
}
