// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import IntakeStore

/// What one look at the outbox does: rows whose time has come are taken, sent one after the other, and settled. Nothing is
/// sent outside the hours in which the office reminds.
struct OutboxPass: Sendable {
    /// Rows of one pass.
    static let rowsAtOnce = 16

    let sender: any OutboxSender
    let plan: ReminderPlan
    let calendar: WorkCalendar
    let now: Timestamp

    struct Outcome: Sendable, Hashable {
        var sent = 0
        var failed = 0
        /// Given up for good: those who watch have something to see.
        var givenUp = 0
        /// As many as one pass takes: more may wait.
        var more = false
    }

    var isOpen: Bool { plan.isOpen(now, calendar) }

    func take(_ store: any IntakeStore) throws(StoreError) -> [OutboxItem] {
        guard isOpen else { return [] }
        return try store.takeOutbox(limit: Self.rowsAtOnce)
    }

    /// Sends what was taken: the reason of each failure, by row.
    func send(_ items: [OutboxItem]) -> [(id: Int64, error: String?)] {
        items.map { item -> (id: Int64, error: String?) in
            do throws(OutboxFailure) {
                try sender.send(item, today: CivilDate(now))
                return (item.id, nil)
            } catch {
                return (item.id, error.reason)
            }
        }
    }

    func settle(_ results: [(id: Int64, error: String?)], _ store: any IntakeStore) throws(StoreError) -> Outcome {
        var outcome = Outcome()
        for result in results {
            let isGivenUp = try store.settleOutbox(result.id, error: result.error)
            if result.error == nil { outcome.sent += 1 } else { outcome.failed += 1 }
            if isGivenUp { outcome.givenUp += 1 }
        }
        outcome.more = results.count >= Self.rowsAtOnce
        return outcome
    }
}
