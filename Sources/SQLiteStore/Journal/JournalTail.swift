// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The entries of the journal's tail, which no segment holds yet. The writer puts them here after each commit; readers
/// take them before they begin their snapshot, so that what was committed is found in one or the other.
///
/// Entries stand in the order of the journal, each with the place of the one before it in the same conversation: to add
/// one takes no memory of its own. A batch that is being moved to segments stands apart until all of it is there.
final class JournalTail: Sendable {
    /// Entries in journal order.
    private struct Run {
        var entries: [(conversation: Int64, former: Int32, entry: IndexEntry)] = []
        /// Place of the conversation's last entry.
        var last: [Int64: Int32] = [:]

        mutating func append(_ conversation: Int64, _ entry: IndexEntry) {
            let place = Int32(truncatingIfNeeded: entries.count)
            let former = last.updateValue(place, forKey: conversation) ?? -1
            entries.append((conversation, former, entry))
        }

        func newest(_ conversation: Int64) -> IndexEntry? {
            guard let place = last[conversation], entries.indices.contains(Int(place)) else { return nil }
            return entries[Int(place)].entry
        }

        /// Entries of the conversation, the newest first.
        func collect(_ conversation: Int64, into found: inout [IndexEntry]) {
            var place = last[conversation] ?? -1
            while entries.indices.contains(Int(place)) {
                found.append(entries[Int(place)].entry)
                place = entries[Int(place)].former
            }
        }
    }

    private struct State {
        /// What is being moved to segments.
        var moving = Run()
        var growing = Run()
    }

    private let state = Mutex(State())

    /// Entries that are not being moved yet.
    var count: Int { state.withLock { $0.growing.entries.count } }

    var isEmpty: Bool { state.withLock { $0.growing.entries.isEmpty && $0.moving.entries.isEmpty } }

    func entries(of conversation: Int64) -> [IndexEntry] {
        state.withLock { state in
            var found: [IndexEntry] = []
            state.growing.collect(conversation, into: &found)
            state.moving.collect(conversation, into: &found)
            found.reverse()
            return found
        }
    }

    /// The conversation's newest entry.
    func last(of conversation: Int64) -> IndexEntry? {
        state.withLock { state in
            state.growing.newest(conversation) ?? state.moving.newest(conversation)
        }
    }

    var all: [Int64: [IndexEntry]] {
        let (moving, growing) = state.withLock { ($0.moving, $0.growing) }
        var all: [Int64: [IndexEntry]] = [:]
        for run in [moving, growing] {
            for (conversation, _, entry) in run.entries { all[conversation, default: []].append(entry) }
        }
        return all
    }

    func append(_ pending: [(conversation: Int64, entry: IndexEntry)]) {
        state.withLock { state in
            for (conversation, entry) in pending { state.growing.append(conversation, entry) }
        }
    }

    /// Sets the entries there are apart, to be moved; what comes from now on grows anew.
    ///
    /// - Returns: their runs by conversation, ordered by it, and the last row of the journal among them; nil while an
    ///   earlier batch is not finished, or when there is nothing.
    func beginMoving() -> (runs: [(conversation: Int64, entries: [IndexEntry])], through: Int64)? {
        let entries = state.withLock { state in
            guard state.moving.entries.isEmpty, !state.growing.entries.isEmpty else {
                return [] as [(conversation: Int64, former: Int32, entry: IndexEntry)]
            }
            swap(&state.moving, &state.growing)
            return state.moving.entries
        }
        guard let through = entries.last?.entry.journal else { return nil }
        let order = entries.indices.sorted { (entries[$0].conversation, $0) < (entries[$1].conversation, $1) }
        var runs: [(conversation: Int64, entries: [IndexEntry])] = []
        for place in order {
            let (conversation, _, entry) = entries[place]
            if runs.last?.conversation == conversation {
                runs[runs.count - 1].entries.append(entry)
            } else {
                runs.append((conversation, [entry]))
            }
        }
        return (runs, through)
    }

    /// The batch is in segments, committed.
    func endMoving() {
        state.withLock { state in
            state.moving.entries.removeAll(keepingCapacity: true)
            state.moving.last.removeAll(keepingCapacity: true)
        }
    }

    func clear() { state.withLock { $0 = State() } }
}
