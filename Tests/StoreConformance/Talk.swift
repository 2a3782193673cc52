// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

/// A conversation as a session leads it: knows its version and its leg's `seq`, and makes the next turn.
final class Talk {
    let store: any IntakeStore
    let id: ConversationID
    var leg: LegID
    var name: LegName
    var version: Int64 = 0
    var seq: Int64 = 0
    private var isLegStored: Bool
    private var messages = 0
    var owner = Owner.bot

    /// - Parameter leg: a leg that the store has; nil for a new one.
    init(_ fixture: StoreFixture, relay: String = "wechat-gw", leg known: LegRecord? = nil) throws {
        store = fixture.store
        let ids = try fixture.store.reserveIDs(2)
        id = ConversationID(ids.lowerBound)
        leg = known?.id ?? LegID(ids.upperBound)
        name = known?.name ?? LegName(name: relay, conv: "wx-\(ids.upperBound)")
        seq = known?.lastSeq ?? 0
        isLegStored = known != nil
    }

    static let opening = Turn.Opening(channel: "网上", place: "2号机", locale: "zh-CN", script: "script-1")

    func key(_ id: String) -> Turn.IdempotencyKey { Turn.IdempotencyKey(scope: leg, id: id) }

    /// The next turn, not yet committed; it counts on.
    func next(
        _ input: String? = "老板欠我三个月工资", key: Turn.IdempotencyKey?? = nil, source: Turn.Source = .petitioner,
        messages: [Message] = [Message(.text, "记下了。")], expect: Expectation = Expectation(.text),
        owner: Owner? = nil, changes: [Turn.Change] = [], push: Bool = false, ended: Bool = false
    ) -> Turn {
        self.messages += 1
        seq += 1
        self.owner = owner ?? self.owner
        let chosen = key ?? (push ? nil : Turn.IdempotencyKey(scope: leg, id: "m\(self.messages)"))
        let turn = Turn(
            conversation: id, version: version, opening: version == 0 ? Self.opening : nil,
            leg: Turn.LegReference(id: leg, seq: seq, name: isLegStored ? nil : name, isPush: push), key: chosen,
            source: source, input: input, messages: messages, expect: expect, owner: self.owner,
            state: Array("state \(version + 1)".utf8), changes: changes, ended: ended)
        version += 1
        isLegStored = true
        return turn
    }

    /// Commits the next turn and gives what was stored.
    @discardableResult
    func say(
        _ input: String? = "老板欠我三个月工资", key: Turn.IdempotencyKey?? = nil, source: Turn.Source = .petitioner,
        messages: [Message] = [Message(.text, "记下了。")], owner: Owner? = nil, changes: [Turn.Change] = [],
        push: Bool = false, ended: Bool = false, file: StaticString = #fileID, line: UInt = #line
    ) throws -> StoredTurn {
        let turn = next(
            input, key: key, source: source, messages: messages, owner: owner, changes: changes, push: push,
            ended: ended)
        return try store.commitOne(turn).committed(file: file, line: line)
    }

    /// Forgets a turn that was made and not kept.
    func undo() {
        version -= 1
        seq -= 1
    }

    func record(_ viewer: Viewer = .desk) throws -> ConversationRecord {
        try some(try store.conversation(id, viewer: viewer))
    }
}

extension IntakeStore {
    func commitOne(_ turn: Turn) throws -> TurnResult {
        try some(try commit([turn]).first)
    }

    /// Events after `seq` that `viewer` sees.
    func seen(_ viewer: Viewer = .desk, after seq: Int64 = 0) throws -> [StoredEvent] {
        try events(after: seq, limit: 1000, viewer: viewer).events
    }
}

let plainOfficer = Viewer.officer(badge: "012", unit: "信访局", roles: [.intake, .cases])
let sealedOfficer = Viewer.officer(badge: "007", unit: "信访局", roles: [.intake, .cases, .sealed])

let wages = ClaimDraft(
    purpose: .relief, topic: "劳动和社会保障", subtopic: "劳动报酬",
    particulars: [
        .init(key: "fact", label: "事情", text: "在建设路工地干活，三个月没发工资"),
        .init(key: "wish", label: "要求", text: "把一万二千元发下来"),
    ],
    respondent: "某建筑公司", place: "东城区建设路", people: 12, naming: .named, identified: true, flags: ["农民工", "集体"],
    unit: nil, officer: nil)

let bribe = ClaimDraft(
    purpose: .report, topic: "纪检监察", particulars: [.init(key: "fact", label: "事情", text: "收了人家两万块")],
    naming: .anonymous)
