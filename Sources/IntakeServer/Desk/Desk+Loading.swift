// SPDX-License-Identifier: Apache-2.0

import DialogEngine
import DialogScript
import IntakeModel
import IntakeStore
import LineProtocol
import Logging

extension Desk {
    /// Gives the leg of that name, out of memory, out of the store, or new; nil conversation when it has none yet.
    func withLeg(_ name: LegName, _ body: @escaping (Result<Leg, WireError>) -> Void) {
        if let leg = legs[name] {
            if leg.isAssumed { leg.awaiting.append(body) } else { body(.success(leg)) }
            return
        }
        if loadingLegs[name] != nil {
            loadingLegs[name]?.append(body)
            return
        }
        loadingLegs[name] = [body]
        read { store throws(StoreError) in
            try store.leg(name)
        } then: { [self] result in
            switch result {
            case .failure(let error):
                loaded(name, .failure(WireError(error)))
            case .success(nil):
                guard let id = nextID() else {
                    return loaded(name, .failure(WireError(.overloaded, "服务器正忙，请稍后再试。", retryAfter: 1)))
                }
                loaded(name, .success(Leg(id: LegID(id), name: name, stored: false, lastSeq: 0)))
            case .success(let record?):
                let leg = Leg(id: record.id, name: name, stored: true, lastSeq: record.lastSeq)
                guard let id = record.conversation else { return loaded(name, .success(leg)) }
                withConversation(id) { [self] conversation in
                    leg.conversation = conversation
                    if let conversation, conversation.leg == nil { conversation.leg = leg }
                    loaded(name, .success(leg))
                }
            }
        }
    }

    private func loaded(_ name: LegName, _ result: Result<Leg, WireError>) {
        if case .success(let leg) = result { legs[name] = leg }
        for body in loadingLegs.removeValue(forKey: name) ?? [] { body(result) }
    }

    /// Gives the leg that a petitioner's words came on: out of memory, else as a new one. Most names that are not awake
    /// are new, and a look into the store for each would cost more than the turn itself; the store refuses the first
    /// turn of a name that it has (`stale`), and then the leg is loaded. Nil while that name is being loaded, or when no
    /// id is to be had.
    func assumedLeg(_ name: LegName) -> Leg? {
        if let leg = legs[name] { return leg }
        guard loadingLegs[name] == nil, let id = nextID() else { return nil }
        let leg = Leg(id: LegID(id), name: name, stored: false, lastSeq: 0)
        leg.isAssumed = true
        legs[name] = leg
        return leg
    }

    /// The first turn of an assumed leg was committed: it was new.
    func confirm(_ leg: Leg) {
        leg.isAssumed = false
        let awaiting = leg.awaiting
        leg.awaiting = []
        for body in awaiting { body(.success(leg)) }
    }

    /// The store has that name, or the first turn came to nothing: the leg is forgotten, and those who await it get it as
    /// the store has it.
    func forget(assumed leg: Leg) {
        leg.isAssumed = false
        if legs[leg.name] === leg { legs[leg.name] = nil }
        let awaiting = leg.awaiting
        leg.awaiting = []
        for body in awaiting { withLeg(leg.name, body) }
    }

    /// Gives the conversation, out of memory or the store; nil when there is none, or it was erased.
    func withConversation(_ id: ConversationID, _ body: @escaping (Conversation?) -> Void) {
        if let conversation = conversations[id] { return body(conversation) }
        if loading[id] != nil {
            loading[id]?.append(body)
            return
        }
        loading[id] = [body]
        read { store throws(StoreError) in
            try Loaded(id, from: store)
        } then: { [self] result in
            if case .success(let loaded?) = result {
                finish(loaded)
            } else {
                done(id, nil)
            }
        }
    }

    /// All that a cold start of one conversation reads: a row, its last turn, and the identity it may have to show.
    private struct Loaded: Sendable {
        var record: ConversationRecord
        var identity: [IdentityField: String]
        var source: [UInt8]?

        init?(_ id: ConversationID, from store: any IntakeStore) throws(StoreError) {
            guard let record = try store.conversation(id, viewer: .desk), !record.erased else { return nil }
            self.record = record
            identity = [:]
            for field in IdentityField.allCases {
                if let value = try store.identity(id, field, viewer: .desk) { identity[field] = value }
            }
            source = try store.script(hash: record.opening.script)
        }
    }

    private func finish(_ loaded: Loaded) {
        let record = loaded.record
        guard let script = script(record.opening.script, source: loaded.source),
            let conversation = try? Conversation(record: record, script: script, identity: loaded.identity)
        else {
            logger.error(
                "conversation unreadable",
                metadata: ["conversation.id": "\(record.id)", "script": "\(record.opening.script)"])
            return done(record.id, nil)
        }
        if let leg = record.leg {
            if let known = legs[leg.name], !known.isAssumed {
                if known.conversation == nil { known.conversation = conversation }
                conversation.leg = known
            } else if legs[leg.name] == nil, loadingLegs[leg.name] == nil {
                let known = Leg(id: leg.id, name: leg.name, stored: true, lastSeq: leg.lastSeq)
                known.conversation = conversation
                legs[leg.name] = known
                conversation.leg = known
            }
        }
        conversations[record.id] = conversation
        touch(conversation)
        done(record.id, conversation)
    }

    private func done(_ id: ConversationID, _ conversation: Conversation?) {
        for body in loading.removeValue(forKey: id) ?? [] { body(conversation) }
    }

    /// The script version of that hash: the current one, one already awake, or rebuilt from the store's sources.
    private func script(_ hash: String, source: [UInt8]?) -> Script? {
        if let script = scripts[hash] { return script }
        guard let source, let old = Script.load(sources: source).script else { return nil }
        scripts[hash] = old
        return old
    }

    /// Lets the least recently used idle conversations and their legs go when there are too many.
    func shed() {
        guard conversations.count > limits.conversations else { return }
        let ages = conversations.values.map(\.lastUsed).sorted()
        let keep = limits.conversations * 3 / 4
        let bound = ages[ages.count - keep]
        for (id, conversation) in conversations
        where conversation.lastUsed < bound && !conversation.busy && conversation.waiting.isEmpty
            && conversation.leg?.line == nil && conversation.owner.badge == nil && conversation.followers.isEmpty
        {
            conversations[id] = nil
            if let leg = conversation.leg, leg.conversation === conversation, leg.opening == nil {
                legs[leg.name] = nil
            }
            conversation.leg = nil
        }
    }
}
