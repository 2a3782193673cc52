// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
import IntakeStore

/// Legs: their names, their places in turns, and what they are bound to.
extension Writer {
    func facts(_ reference: Turn.LegReference?, _ leg: Leg?) throws -> Admission.LegFacts? {
        guard let reference else { return nil }
        var nameIsTaken = false
        if let name = reference.name, leg?.name != name {
            nameIsTaken = try self.leg(named: name).map { $0 != reference.id.value } ?? false
        }
        return Admission.LegFacts(
            isKnown: leg != nil, nameIsTaken: nameIsTaken, conversation: leg?.conversation.map(ConversationID.init),
            lastSeq: leg?.lastSeq ?? 0)
    }

    /// Gives the turn its place on its leg; makes or binds the leg where the turn does that.
    ///
    /// - Returns: whether the conversation's own leg changed.
    func place(_ turn: Turn, in conversation: Conversation, _ leg: Leg?) throws -> Bool {
        guard let reference = turn.leg else { return false }
        var placed = leg
        var binds = false
        if let leg {
            if turn.version == 0 {
                try bind(leg, conversation)
                binds = true
            }
        } else if let name = reference.name {
            placed = try make(reference.id.value, name, for: conversation, seq: reference.seq)
            binds = true
        }
        placed?.lastSeq = reference.seq
        if reference.isPush {
            let update = statements.pushLeg
            update.bind(1, reference.seq)
            update.bind(2, reference.id.value)
            try update.run()
        }
        return binds
    }

    /// A new leg, bound to nothing yet.
    func make(_ id: Int64, _ name: LegName) throws -> Leg { try insertLeg(id, name, conversation: nil, seq: 0) }

    /// A new leg that is bound as it is made; the conversation's row is the caller's to write.
    private func make(_ id: Int64, _ name: LegName, for conversation: Conversation, seq: Int64) throws -> Leg {
        try unbind(conversation, except: id)
        let leg = try insertLeg(id, name, conversation: conversation.head.id.value, seq: seq)
        noteBinding(of: leg, to: conversation)
        return leg
    }

    private func insertLeg(_ id: Int64, _ name: LegName, conversation: Int64?, seq: Int64) throws -> Leg {
        let insert = statements.insertLeg
        insert.bind(1, id)
        insert.bind(2, name.name)
        insert.bind(3, name.conv)
        insert.bind(4, conversation)
        insert.bind(5, seq)
        try insert.run()
        let leg = Leg(
            id: id, name: name, conversation: conversation, lastSeq: seq, acked: 0, hadConversation: false, keys: [])
        hold(leg)
        return leg
    }

    /// Binds the leg to the conversation; the conversation's row is the caller's to write.
    func bind(_ leg: Leg, _ conversation: Conversation) throws {
        let id = conversation.head.id.value
        try unbind(conversation, except: leg.id)
        if let former = leg.conversation, former != id, let left = try self.conversation(former) {
            left.head.leg = nil
            try self.update(left)
        }
        try set(leg, id)
        noteBinding(of: leg, to: conversation)
    }

    /// Takes the conversation from the leg it is bound to, unless it is that one.
    private func unbind(_ conversation: Conversation, except id: Int64) throws {
        if let other = conversation.head.leg?.value, other != id, let unbound = try self.leg(other) {
            try set(unbound, nil)
        }
    }

    private func set(_ leg: Leg, _ conversation: Int64?) throws {
        if let former = leg.conversation, former != conversation {
            let insert = statements.insertLegConversation
            insert.bind(1, leg.id)
            insert.bind(2, former)
            try insert.run()
        }
        leg.conversation = conversation
        let update = statements.bindLeg
        update.bind(1, conversation)
        update.bind(2, leg.lastSeq)
        update.bind(3, leg.id)
        try update.run()
    }

    private func noteBinding(of leg: Leg, to conversation: Conversation) {
        conversation.head.leg = LegID(leg.id)
        leg.hadConversation = true
    }

    /// The id of the leg of that name.
    func leg(named name: LegName) throws -> Int64? {
        statements.legNamed.bind(1, name.name)
        statements.legNamed.bind(2, name.conv)
        return try statements.legNamed.first { $0.int(0) }
    }
}
