// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The entries of the journal's tail, which no segment holds yet, by conversation. The writer puts them here after each
/// commit; readers take them before they begin their snapshot, so that what was committed is found in one or the other.
final class JournalTail: Sendable {
    private struct State {
        var count = 0
        var entries: [Int64: [IndexEntry]] = [:]
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }

    func entries(of conversation: Int64) -> [IndexEntry] { state.withLock { $0.entries[conversation] ?? [] } }

    var all: [Int64: [IndexEntry]] { state.withLock { $0.entries } }

    func append(_ pending: [(conversation: Int64, entry: IndexEntry)]) {
        state.withLock { state in
            for (conversation, entry) in pending { state.entries[conversation, default: []].append(entry) }
            state.count += pending.count
        }
    }

    func clear() { state.withLock { $0 = State() } }
}
