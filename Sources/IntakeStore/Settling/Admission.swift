// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// Whether a turn may be committed on what the store has. Asked after the idempotency key was looked up.
public enum Admission {
    /// The leg as the turn finds it.
    public struct LegFacts: Sendable, Hashable {
        /// The store has a leg of this id.
        public var isKnown: Bool
        /// The turn names a new leg, and another id already has that name.
        public var nameIsTaken: Bool
        public var conversation: ConversationID?
        public var lastSeq: Int64

        public init(isKnown: Bool, nameIsTaken: Bool, conversation: ConversationID?, lastSeq: Int64) {
            self.isKnown = isKnown
            self.nameIsTaken = nameIsTaken
            self.conversation = conversation
            self.lastSeq = lastSeq
        }
    }

    /// The conversation as the turn finds it.
    public struct ConversationFacts: Sendable, Hashable {
        public var version: Int64
        public var erased: Bool
        public var hasCases: Bool

        public init(_ head: ConversationHead) {
            version = head.version
            erased = head.erased
            hasCases = !head.cases.isEmpty
        }
    }

    /// - Parameters:
    ///   - conversation: nil when the store does not have it.
    ///   - leg: facts about `turn.leg`; nil when the turn has none.
    /// - Returns: what stands against the turn; nil when nothing does.
    public static func objection(
        to turn: Turn, conversation: ConversationFacts?, leg: LegFacts?
    ) -> TurnResult? {
        let version: Int64
        if let found = conversation {
            guard !found.erased else { return .refused(.notFound) }
            guard turn.version == found.version else { return .stale(version: found.version) }
            version = found.version
        } else {
            guard turn.version == 0 else { return .refused(.notFound) }
            guard turn.opening != nil, turn.conversation.value > 0 else {
                return .refused(.invalid("a conversation opens with its opening"))
            }
            version = 0
        }
        if let reference = turn.leg, let leg {
            guard !leg.nameIsTaken else { return .stale(version: version) }
            guard leg.isKnown || reference.name != nil else { return .refused(.invalid("the leg is not known")) }
            guard reference.seq > leg.lastSeq else { return .stale(version: version) }
            if leg.isKnown, turn.version > 0, !reference.isPush, leg.conversation != turn.conversation {
                return .stale(version: version)
            }
        }
        var files = false
        for change in turn.changes {
            if case .file(let claims) = change, !claims.isEmpty { files = true }
        }
        if turn.changes.contains(.erase), files || conversation?.hasCases == true {
            return .refused(.invalid("what is registered cannot be erased"))
        }
        return nil
    }
}
