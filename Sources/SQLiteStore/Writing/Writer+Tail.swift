// SPDX-License-Identifier: Apache-2.0

import GRDB

/// Moving the journal's tail to segments.
extension Writer {
    /// Moves a slice of the journal's tail to segments, one row a conversation: a batch is begun when enough is there
    /// and spread over the commits that follow, so that none of them waits for all of it. The slices are so large that
    /// a batch is done long before the next one is there.
    ///
    /// - Returns: whether this was the last slice of a batch.
    func moveTail() throws -> Bool {
        if moving == nil, tail.count >= indexBatch, let (runs, through) = tail.beginMoving() {
            moving = Moving(runs: runs, through: through)
        }
        guard let batch = moving else { return false }
        let end = min(batch.runs.count, batch.next + max(16, 4 * pending.count))
        for run in batch.runs[batch.next..<end] { try write(run.entries, of: run.conversation) }
        moving?.next = end
        guard end == batch.runs.count else { return false }
        try noteIndexed(through: batch.through)
        return true
    }

    /// Writes what waits and moves all of the journal's tail to segments, at the end of a drain.
    func finish() throws {
        try transaction { writer in
            guard !tail.isEmpty else { return }
            for (conversation, run) in tail.all.sorted(by: { $0.key < $1.key }) {
                try writer.write(run, of: conversation)
            }
            try writer.noteIndexed(through: nextJournal - 1)
        } committed: {
            moving = nil
            tail.clear()
        }
    }

    private func write(_ run: [IndexEntry], of conversation: Int64) throws {
        guard let first = run.first else { return }
        statements.insertSegment.bind(1, conversation)
        statements.insertSegment.bind(2, first.version)
        statements.insertSegment.bind(3, Segment.encode(run))
        try statements.insertSegment.run()
    }

    private func noteIndexed(through journal: Int64) throws {
        try db.execute(sql: "UPDATE meta SET value = ? WHERE key = 'indexed_through'", arguments: [journal])
    }
}
