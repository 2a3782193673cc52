// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

extension MemoryState {
    mutating func post(
        _ notice: ClockReview.Notice, to addressee: ClockReview.Addressee, of number: String, at: Timestamp
    ) {
        outbox.append(
            OutboxItem(
                id: Int64(outbox.count + 1), number: number, rule: notice.rule, stage: notice.stage, due: notice.due,
                rung: addressee.rung, badge: addressee.badge, createdAt: at, nextAt: at))
    }

    /// Reminders end with their cause.
    mutating func endOutbox(of number: String, _ open: [OpenClock]) {
        for index in outbox.indices where outbox[index].number == number && outbox[index].state == .waiting {
            let item = outbox[index]
            let isCalledFor = open.contains {
                $0.rule == item.rule && (item.due == $0.nominalDue || item.due == $0.effectiveDue)
            }
            if !isCalledFor { outbox[index].state = .ended }
        }
    }

    mutating func takeOutbox(limit: Int, at now: Timestamp) -> [OutboxItem] {
        var taken: [OutboxItem] = []
        for index in outbox.indices where taken.count < limit {
            let item = outbox[index]
            guard item.state == .waiting, item.nextAt <= now, clocks.looks[item.number].map({ $0.at > 0 }) ?? true
            else { continue }
            outbox[index].attempts += 1
            outbox[index].nextAt = now.adding(milliseconds: OutboxRetry.hold)
            taken.append(outbox[index])
        }
        return taken
    }

    mutating func settleOutbox(_ id: Int64, error: String?, at now: Timestamp) -> Bool {
        guard let index = outbox.firstIndex(where: { $0.id == id }), outbox[index].state == .waiting else {
            return false
        }
        guard let error else {
            outbox[index].state = .sent
            return false
        }
        outbox[index].error = error
        guard outbox[index].attempts >= OutboxRetry.attempts else {
            outbox[index].nextAt = now.adding(milliseconds: OutboxRetry.wait(after: outbox[index].attempts))
            return false
        }
        outbox[index].state = .failed
        append(outbox[index].failure, at: now, conversation: cases[outbox[index].number]?.record.conversation)
        return true
    }

    mutating func orderOutbox(_ id: Int64, _ order: OutboxOrder, badge: String, at now: Timestamp) -> Bool {
        guard let index = outbox.firstIndex(where: { $0.id == id }),
            outbox[index].state == .waiting || outbox[index].state == .failed
        else { return false }
        switch order {
        case .retry:
            outbox[index].state = .waiting
            outbox[index].attempts = min(outbox[index].attempts, 1)
            outbox[index].nextAt = now
        case .done: outbox[index].state = .done
        }
        append(Settlement.Audit(outbox[index], order, badge), at: now)
        return true
    }
}

extension MemoryStore {
    public func takeOutbox(limit: Int) throws(StoreError) -> [OutboxItem] {
        try write { state throws(StoreError) in
            let at = state.clock.tick(policy)
            return state.takeOutbox(limit: limit, at: at)
        }
    }

    public func settleOutbox(_ id: Int64, error: String?) throws(StoreError) -> Bool {
        try write { state throws(StoreError) in
            let at = state.clock.tick(policy)
            return state.settleOutbox(id, error: error, at: at)
        }
    }

    public func orderOutbox(_ id: Int64, _ order: OutboxOrder, badge: String) throws(StoreError) -> Bool {
        try write { state throws(StoreError) in
            let at = state.clock.tick(policy)
            return state.orderOutbox(id, order, badge: badge, at: at)
        }
    }

    public func outbox(after id: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> [OutboxItem] {
        read { state in
            Array(
                state.outbox.filter { $0.id > id && state.caseRecord($0.number, viewer) != nil }.prefix(max(0, limit)))
        }
    }
}

extension OutboxItem {
    /// What those who watch are told when it is given up.
    public var failure: DeskEvent {
        DeskEvent(
            .outboxFailed, caseNumber: number,
            fields: [
                .init("row", "\(id)"), .init("rule", rule), .init("due", due.iso8601), .init("for", rung),
                .init("error", error),
            ])
    }
}

extension Settlement.Audit {
    /// An officer's order about a row of the outbox.
    public init(_ item: OutboxItem, _ order: OutboxOrder, _ badge: String) {
        self.init(badge: badge, act: "outbox.\(order.rawValue)", subject: item.number, reason: "\(item.id)")
    }
}
