// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore
import NIOConcurrencyHelpers
import NIOCore

/// The one writer of a store: a thread of its own takes whatever waits, commits it as one group, and hands the results
/// back on the desk's loop in one hop. Turns and other writes keep the order in which they were given.
///
/// A group begins when the loop ends a tick, or when enough turns wait; while one is being synced the next gathers. So
/// under load the cost of a sync is shared by many, and an idle desk waits for no timer. A writer that took whatever
/// waits as soon as it is free would take small groups again and again in the middle of long ticks, each paying for a
/// sync of its own.
final class StoreWriter: Sendable {
    enum Item: Sendable {
        case turn(PendingTurn)
        /// Any other write. Runs between groups, on the writer's thread.
        case job(@Sendable () -> Void)
    }

    /// Upper bound of one group, so that the first turn of a flood does not wait for the last.
    static let largestGroup = 512
    /// So many turns wake the writer in the middle of a tick, so that it commits while the loop goes on deciding. Fewer
    /// wait for the end of the tick, and share one sync: a commit costs as much by itself as some ten turns in it.
    private static let enoughToBegin = 12

    private let store: any IntakeStore
    private let loop: any EventLoop
    private let deliver: @Sendable ([Settled]) -> Void
    private let box = ConditionLock(value: 0)
    private let state = NIOLockedValueBox(State())

    private struct State {
        var items: [Item] = []
        var stopped = false
    }

    /// A turn and what became of it.
    struct Settled: Sendable {
        var pending: PendingTurn
        var result: Result<TurnResult, StoreError>
    }

    /// - Parameter deliver: called on `loop`, once a group.
    init(store: any IntakeStore, loop: any EventLoop, deliver: @escaping @Sendable ([Settled]) -> Void) {
        self.store = store
        self.loop = loop
        self.deliver = deliver
    }

    /// Turns and jobs that wait for the writer.
    var backlog: Int { state.withLockedValue { $0.items.count } }

    func enqueue(_ item: Item) {
        let waiting = state.withLockedValue { state in
            state.items.append(item)
            return state.items.count
        }
        if waiting == 1 {
            // At the end of the loop's tick: what the same reads bring goes into one group and one sync.
            loop.execute { [self] in signal() }
        } else if waiting == Self.enoughToBegin {
            signal()
        }
    }

    /// Runs `work` on the writer's thread, in order with the turns, and `then` with its result on the loop.
    func run<T: Sendable>(
        _ work: @escaping @Sendable (any IntakeStore) throws(StoreError) -> T,
        then: @escaping @Sendable (Result<T, StoreError>) -> Void
    ) {
        enqueue(
            .job { [store, loop] in
                let result = Result { () throws(StoreError) -> T in try work(store) }
                loop.execute { then(result) }
            })
    }

    /// Ends the thread after everything that waits now has been written.
    func stop() {
        state.withLockedValue { $0.stopped = true }
        signal()
    }

    private func signal() {
        box.lock()
        box.unlock(withValue: 1)
    }

    /// The writer's thread. Returns after `stop()`.
    func runThread() {
        while true {
            box.lock(whenValue: 1)
            box.unlock(withValue: 0)
            var goesOn = false
            repeat {
                let (items, stopped) = take()
                if items.isEmpty, stopped { return }
                write(items)
                // What gathered meanwhile is the next group at once, if it is enough for one.
                goesOn = stopped || state.withLockedValue { $0.items.count } >= Self.enoughToBegin
            } while goesOn
        }
    }

    private func take() -> (items: [Item], stopped: Bool) {
        state.withLockedValue { state in
            var items: [Item] = []
            items.reserveCapacity(64)
            swap(&items, &state.items)
            return (items, state.stopped)
        }
    }

    private func write(_ items: [Item]) {
        var group: [PendingTurn] = []
        group.reserveCapacity(min(items.count, Self.largestGroup))
        for item in items {
            switch item {
            case .turn(let pending):
                group.append(pending)
                if group.count == Self.largestGroup {
                    commit(group)
                    group.removeAll(keepingCapacity: true)
                }
            case .job(let job):
                if !group.isEmpty {
                    commit(group)
                    group.removeAll(keepingCapacity: true)
                }
                job()
            }
        }
        if !group.isEmpty { commit(group) }
    }

    private func commit(_ group: [PendingTurn]) {
        var settled: [Settled] = []
        settled.reserveCapacity(group.count)
        do {
            let results = try store.commit(group.map(\.turn))
            for (pending, result) in zip(group, results) {
                settled.append(Settled(pending: pending, result: .success(result)))
            }
            for pending in group.dropFirst(results.count) {
                let error = StoreError(.io, "the store answered fewer turns than it was given")
                settled.append(Settled(pending: pending, result: .failure(error)))
            }
        } catch {
            settled = group.map { Settled(pending: $0, result: .failure(error)) }
        }
        let results = settled
        let deliver = deliver
        loop.execute { deliver(results) }
    }
}
