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
        if let leg = legs[name] { return body(.success(leg)) }
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
            if let known = legs[leg.name] {
                if known.conversation == nil { known.conversation = conversation }
                conversation.leg = known
            } else if loadingLegs[leg.name] == nil {
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
