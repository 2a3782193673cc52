// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
import IntakeStore
import Vault

extension Writer {
    func commit(_ turns: [Turn]) throws -> [TurnResult] {
        let at = clock.tick(policy)
        var results: [TurnResult] = []
        results.reserveCapacity(turns.count)
        for turn in turns { results.append(try commit(turn, at: at)) }
        return results
    }

    private func commit(_ turn: Turn, at: Timestamp) throws -> TurnResult {
        let leg = try turn.leg.flatMap { try self.leg($0.id.value) }
        if let key = turn.key, try mayBeKnown(key, leg, turn), let found = try find(key) {
            return try repeated(found)
        }
        let known = try conversation(turn.conversation.value)
        if let objection = Admission.objection(
            to: turn, conversation: known.map { Admission.ConversationFacts($0.head) }, leg: try facts(turn.leg, leg))
        {
            return objection
        }
        let conversation: Conversation
        if let known {
            conversation = known
        } else if let opening = turn.opening {
            conversation = Conversation(
                head: ConversationHead(id: turn.conversation, opening: opening, openedAt: at), key: DataKey())
        } else {
            return .refused(.notFound)
        }
        let outcome: Result<Settlement, Settlement.Refused>
        // A copy: a case that the turn acts on may be this conversation's own, and its head is read meanwhile.
        var head = conversation.head
        do {
            outcome = try Settlement.settle(
                turn, head: &head, opened: turn.version == 0 && leg?.hadConversation == true, at: at,
                policy: policy, link: { number throws(StoreError) in try self.link(number) },
                allocate: { day throws(StoreError) in
                    do { return try self.allocate(day) } catch { throw Failures.store(error).error }
                },
                next: { series throws(StoreError) in
                    do { return try self.nextRunning(series) } catch { throw Failures.store(error).error }
                })
        } catch {
            guard error.code == .invalid else { throw error }
            // The day's numbers are used up: this turn's trouble, not its group's.
            return .refused(.invalid(error.message))
        }
        switch outcome {
        case .failure(let refused): return .refused(refused.refusal)
        case .success(let settlement):
            conversation.head = head
            return .committed(try write(settlement, of: turn, to: conversation, isNew: known == nil, leg, at))
        }
    }

    private func write(
        _ settlement: Settlement, of turn: Turn, to conversation: Conversation, isNew: Bool, _ leg: Leg?,
        _ at: Timestamp
    ) throws -> StoredTurn {
        let id = turn.conversation
        // Erased: the turn itself is kept, under a key that opens nothing of what was before.
        let former = conversation.key
        if settlement.erases { conversation.key = DataKey() }
        if isNew {
            conversation.head.leg = turn.leg?.id
            try insert(conversation)
        } else if settlement.erases || settlement.seals {
            try rekey(conversation)
            try forgetRepeats(of: id.value)
        }
        if settlement.moves { try pin(conversation) }
        let bindsLeg = try place(turn, in: conversation, leg)
        if !isNew, settlement.changesHead || bindsLeg || settlement.erases { try update(conversation) }
        if settlement.erases { try eraseHistory(of: conversation, former) }

        let version = conversation.head.version
        let journal = try append(
            turn, version: version, at: at,
            sealed: try conversation.key.seal(settlement.record.encoded(), as: Binding(id, .journal, version)))
        if let key = turn.key { try note(key, turn, leg, journal) }
        if isNew { hold(conversation) }

        for identity in settlement.identity { try write(identity, conversation) }
        if !settlement.identity.isEmpty, !isNew, !conversation.head.cases.isEmpty { try markAgain(id.value) }
        for filed in settlement.filed { try write(filed, conversation) }
        for entry in settlement.entries { try write(entry) }
        for document in settlement.documents { try write(document) }
        for answer in settlement.answers { try write(answer, id, at) }
        for placed in settlement.events {
            let owner = placed.conversation == id ? conversation : try self.conversation(placed.conversation.value)
            try append(placed.event, at: at, conversation: owner)
        }
        for audit in settlement.audits { try write(audit, at: at) }
        return settlement.record.turn(
            journal: journal, conversation: id, version: version, leg: turn.leg?.id, seq: turn.leg?.seq ?? 0,
            isPush: turn.leg?.isPush ?? false, at: at, key: turn.key?.scope == turn.leg?.id ? turn.key?.id : nil)
    }

    // MARK: Message ids

    /// False when the id is certainly new: no look-up then.
    private func mayBeKnown(_ key: Turn.IdempotencyKey, _ leg: Leg?, _ turn: Turn) throws -> Bool {
        guard turn.leg?.id == key.scope else { return true }
        guard let leg else { return false }
        return leg.keys?.contains(key.id.hashValue) ?? true
    }

    private func find(_ key: Turn.IdempotencyKey) throws -> (conversation: Int64, journal: Int64)? {
        let row = try Prepared(
            db,
            """
            SELECT j.conversation, j.id FROM message_key k JOIN journal j ON j.id = k.journal
            WHERE k.scope = ? AND k.mid = ?
            """)
        row.bind(1, key.scope.value)
        row.bind(2, key.id)
        if let found = try row.first({ (conversation: $0.int(0), journal: $0.int(1)) }) { return found }
        for conversation in try JournalIndex.conversations(ofLeg: key.scope.value, db) {
            if let entry = try entries(of: conversation).first(where: { $0.has(key) }) {
                return (conversation, entry.journal)
            }
        }
        return nil
    }

    private func repeated(_ found: (conversation: Int64, journal: Int64)) throws -> TurnResult {
        guard let conversation = try conversation(found.conversation),
            let stored = try JournalRows.read(found.journal, conversation.key, db)
        else { return .refused(.notFound) }
        return .duplicate(stored.turn)
    }

    private func note(_ key: Turn.IdempotencyKey, _ turn: Turn, _ leg: Leg?, _ journal: Int64) throws {
        let isOwn = turn.leg?.id == key.scope
        if !isOwn {
            let insert = try Prepared(db, "INSERT INTO message_key VALUES (?, ?, ?)")
            insert.bind(1, key.scope.value)
            insert.bind(2, key.id)
            insert.bind(3, journal)
            try insert.run()
        }
        // The leg may just have been made.
        guard let holder = try isOwn ? leg ?? self.leg(key.scope.value) : self.leg(key.scope.value) else { return }
        holder.keys?.insert(key.id.hashValue)
        if let count = holder.keys?.count, count > Self.largestKeySet { holder.keys = nil }
    }

    // MARK: The conversation's row

    private func insert(_ conversation: Conversation) throws {
        let head = conversation.head
        let insertConversation = statements.insertConversation
        HeadColumns.bind(head, to: insertConversation, from: 1)
        let next = HeadColumns.count + 1
        insertConversation.bind(next, head.id.value)
        insertConversation.bind(next + 1, head.openedAt.milliseconds)
        insertConversation.bind(next + 2, head.opening.script)
        insertConversation.bind(next + 3, try sealedOpening(conversation))
        insertConversation.bind(
            next + 4, try vault.wrap(conversation.key, lane: head.lane, conversation: head.id))
        try insertConversation.run()
    }

    func update(_ conversation: Conversation) throws {
        let updateConversation = statements.updateConversation
        HeadColumns.bind(conversation.head, to: updateConversation, from: 1)
        updateConversation.bind(HeadColumns.count + 1, conversation.head.id.value)
        try updateConversation.run()
    }

    /// Writes the version of the dialogs that the conversation is on.
    private func pin(_ conversation: Conversation) throws {
        let update = try Prepared(db, "UPDATE conversation SET script = ? WHERE id = ?")
        update.bind(1, conversation.head.opening.script)
        update.bind(2, conversation.head.id.value)
        try update.run()
    }

    private func sealedOpening(_ conversation: Conversation) throws -> [UInt8] {
        try conversation.key.seal(
            StoredForms.encode(conversation.head.opening), as: Binding(conversation.head.id, .opening, 0))
    }

    /// Writes the conversation's data key anew: another key (erased), or the same under another lane's.
    private func rekey(_ conversation: Conversation) throws {
        let head = conversation.head
        let update = try Prepared(db, "UPDATE conversation SET key = ?, opening = ? WHERE id = ?")
        update.bind(1, try vault.wrap(conversation.key, lane: head.lane, conversation: head.id))
        update.bind(2, try sealedOpening(conversation))
        update.bind(3, head.id.value)
        try update.run()
        noteSealing()
    }

    /// Empties what was sealed under the former key. Rows of the journal stay for their ids, so that a repeated
    /// message does not happen anew.
    private func eraseHistory(of conversation: Conversation, _ former: DataKey) throws {
        let id = conversation.head.id
        let empty = try Prepared(db, "UPDATE journal SET blob = zeroblob(0) WHERE id = ?")
        for entry in try entries(of: id.value) {
            empty.bind(1, entry.journal)
            try empty.run()
        }
        for table in ["identity", "answer_record", "attachment"] {
            try db.execute(sql: "DELETE FROM \(table) WHERE conversation = ?", arguments: [id.value])
        }
        // A danger outlasts the wish: alerts keep their fields, which hold no words of anybody.
        let alerts = try Prepared(
            db, "SELECT id, blob FROM event WHERE conversation = ? AND kind = 'safety.alert' AND own = 1")
        alerts.bind(1, id.value)
        let kept = try alerts.all { row in
            (row.int(0), try former.open(row.blob(1), as: Binding(id, .deskEvent, row.int(0))))
        }
        try db.execute(
            sql: "UPDATE event SET blob = NULL WHERE conversation = ? AND own = 1", arguments: [id.value])
        let keep = try Prepared(db, "UPDATE event SET own = 0, blob = ? WHERE id = ?")
        for (event, fields) in kept {
            keep.bind(1, try deskKey.seal(fields, as: Binding(nil, .deskEvent, event)))
            keep.bind(2, event)
            try keep.run()
        }
        noteErasure()
    }

    // MARK: Cases

    private func link(_ number: String) throws(StoreError) -> Settlement.CaseLink? {
        do {
            let row = statements.caseNamed
            row.bind(1, number)
            guard let (id, version) = try row.first({ ($0.int(0), $0.int(1)) }), let owner = try conversation(id) else {
                return nil
            }
            return Settlement.CaseLink(
                number: number, conversation: owner.head.id, lane: owner.head.lane, version: Int(version))
        } catch {
            throw Failures.store(error).error
        }
    }

    private func write(_ filed: Settlement.Filed, _ conversation: Conversation) throws {
        let record = filed.record
        let id = nextCase
        nextCase += 1
        let insert = statements.insertCase
        insert.bind(1, id)
        insert.bind(2, record.number)
        insert.bind(3, record.conversation.value)
        insert.bind(4, record.filedAt.milliseconds)
        insert.bind(5, filed.due.map { Int64($0.daysSince1970) })
        insert.bind(
            6, try conversation.key.seal(StoredForms.encode(record), as: Binding(record.conversation, .claim, id)))
        try insert.run()
        let link = statements.insertCaseConversation
        link.bind(1, id)
        link.bind(2, record.conversation.value)
        try link.run()
        let person = statements.insertCasePerson
        for index in 0..<filed.people where filed.people > 1 {
            person.bind(1, id)
            person.bind(2, Int64(index))
            person.bind(3, record.conversation.value)
            person.bind(4, index == 0 ? "信访人" : "共同信访人")
            try person.run()
        }
        let implied = CaseRows.impliedFiling(at: record.filedAt)
        for (index, event) in record.events.enumerated() where index > 0 || event != implied {
            try write(event, id, Int64(index + 1), conversation)
        }
        try noteFiling(id, filed)
        // What comes with a history may have dates that are near, or past.
        if record.events.count > 1 { try noteEntry(id) }
    }

    private func write(_ entry: Settlement.Entry) throws {
        guard let owner = try conversation(entry.link.conversation.value) else { return }
        let last = statements.lastCaseEvent
        last.bind(1, entry.link.number)
        guard let (id, n) = try last.first({ ($0.int(0), $0.int(1)) }) else { return }
        try write(entry.event, id, n + 1, owner)
        try noteEntry(id)
    }

    private func write(_ identity: Settlement.Identity, _ conversation: Conversation) throws {
        let id = conversation.head.id
        let insert = statements.putIdentity
        insert.bind(1, id.value)
        insert.bind(2, identity.field.code)
        insert.bind(
            3,
            try conversation.key.seal(
                StoredForms.encode([identity.value]), as: Binding(id, .identity, identity.field.code)))
        try insert.run()
    }
}
