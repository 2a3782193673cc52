// SPDX-License-Identifier: Apache-2.0

import GRDB
public import IntakeModel
public import IntakeStore

/// What reports read.
extension SQLiteStore {
    public func cases(after number: String?, limit: Int, viewer: Viewer) throws(StoreError) -> [CaseRecord] {
        try read { [vault] db in try CaseRows.page(after: number, limit: limit, db, vault, viewer) }
    }

    public func sealedCases(filed span: Range<Timestamp>) throws(StoreError) -> Int {
        try read { db in
            let row = try Prepared(
                db,
                """
                SELECT count(*) FROM case_file c JOIN conversation v ON v.id = c.conversation
                WHERE v.lane = ? AND c.filed_at >= ? AND c.filed_at < ?
                """)
            row.bind(1, Lane.sealed.code)
            row.bind(2, span.lowerBound.milliseconds)
            row.bind(3, span.upperBound.milliseconds)
            return try row.first { Int(clamping: $0.int(0)) } ?? 0
        }
    }

    public func answers(in span: Range<Timestamp>) throws(StoreError) -> AnswerCount {
        try read { db in
            // Of what was said in a conversation the lowest counts: a yes beside a no is none.
            let row = try Prepared(
                db,
                """
                SELECT count(*), count(said), coalesce(sum(said), 0) FROM (
                    SELECT min(resolved) AS said FROM answer_record WHERE at >= ? AND at < ? GROUP BY conversation
                )
                """)
            row.bind(1, span.lowerBound.milliseconds)
            row.bind(2, span.upperBound.milliseconds)
            return try row.first { row in
                AnswerCount(
                    shown: Int(clamping: row.int(0)), said: Int(clamping: row.int(1)), yes: Int(clamping: row.int(2)))
            } ?? AnswerCount()
        }
    }
}
