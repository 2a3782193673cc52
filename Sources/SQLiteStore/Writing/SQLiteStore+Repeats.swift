// SPDX-License-Identifier: Apache-2.0

import GRDB
public import IntakeModel
public import IntakeStore

extension SQLiteStore {
    public func tendRepeats(
        limit: Int, mark: (CaseRecord, [IdentityField: String]) -> RepeatMark
    ) throws(StoreError) -> Bool {
        try write { writer in try writer.tendRepeats(limit: max(0, limit), mark: mark) }
    }

    public func repeatCandidates(of mark: RepeatMark, except number: String) throws(StoreError) -> [RepeatCandidate] {
        try read { db in try RepeatRows.candidates(of: mark, except: number, db) }
    }

    public func personCases(under key: Int64, limit: Int, viewer: Viewer) throws(StoreError) -> [CasePlace] {
        try read { db in
            try RepeatRows.marked(under: key, limit: limit, db)
                + RepeatRows.unmarked(isCleared: viewer.sees(.sealed), db)
        }
    }
}
