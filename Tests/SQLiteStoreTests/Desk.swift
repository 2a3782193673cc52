// SPDX-License-Identifier: Apache-2.0

import Foundation
import IntakeModel
import IntakeStore
import Testing

@testable import SQLiteStore

/// Conversations on one store, for tests that are not about conversations.
final class Desk {
    let store: SQLiteStore
    private(set) var seqs: [ConversationID: (leg: LegID, version: Int64)] = [:]

    init(_ store: SQLiteStore) { self.store = store }

    func open(_ input: String = "我要反映工资", changes: [Turn.Change] = []) throws -> ConversationID {
        let ids = try store.reserveIDs(2)
        let id = ConversationID(ids.lowerBound)
        seqs[id] = (LegID(ids.upperBound), 0)
        try say(id, input, changes: changes)
        return id
    }

    /// The next turn of the conversation, not committed.
    func turn(
        _ id: ConversationID, _ input: String = "好的", state: [UInt8] = [1], changes: [Turn.Change] = [],
        ended: Bool = false
    ) throws -> Turn {
        let (leg, version) = try #require(seqs[id])
        seqs[id] = (leg, version + 1)
        return Turn(
            conversation: id, version: version,
            opening: version == 0
                ? Turn.Opening(channel: "网上", place: "西大厅2号机", locale: nil, script: "script-in-clear") : nil,
            leg: .init(
                id: leg, seq: version + 1, name: version == 0 ? LegName(name: "wx", conv: "c\(leg.value)") : nil),
            key: .init(scope: leg, id: "m\(version)"), source: .petitioner, input: input,
            messages: [Message(.text, "记下了：" + input)], expect: Expectation(.text), owner: .bot, state: state,
            changes: changes, ended: ended)
    }

    @discardableResult
    func say(
        _ id: ConversationID, _ input: String = "好的", state: [UInt8] = [1], changes: [Turn.Change] = [],
        ended: Bool = false
    ) throws -> StoredTurn {
        let results = try store.commit([
            try turn(id, input, state: state, changes: changes, ended: ended)
        ])
        guard case .committed(let stored) = try #require(results.first) else {
            Issue.record("not committed: \(results)")
            throw StoreError(.invalid, "not committed")
        }
        return stored
    }
}

let wageClaim = ClaimDraft(
    purpose: .relief, topic: "劳动和社会保障",
    particulars: [.init(key: "fact", label: "事情", text: "在建设路工地干了三个月")], respondent: "宏远建筑队")
