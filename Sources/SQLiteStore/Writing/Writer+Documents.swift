// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
import IntakeStore
import Vault

extension Writer {
    /// The next running number of a series: after the last one that is kept, and after the floor of a restore.
    func nextRunning(_ series: DocumentSeries) throws -> Int {
        let floor = try Int.fetchOne(
            db, sql: "SELECT value FROM counter WHERE name = ?", arguments: [DocumentRows.counter(series)])
        let last = try Int.fetchOne(
            db, sql: "SELECT max(running) FROM document WHERE series = ? AND year = ?",
            arguments: [series.mark, series.year])
        return max(floor ?? 0, last ?? 0) + 1
    }

    func write(_ issued: Settlement.Document) throws {
        let document = issued.document
        guard let owner = try conversation(issued.link.conversation.value) else { return }
        let named = statements.lastCaseEvent
        named.bind(1, document.caseNumber)
        guard let id = try named.first({ $0.int(0) }) else { return }
        let insert = try Prepared(db, "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        insert.bind(1, id)
        insert.bind(2, Int64(document.entry))
        insert.bind(3, document.number)
        insert.bind(4, document.series.mark)
        insert.bind(5, Int64(document.series.year))
        insert.bind(6, Int64(issued.running))
        insert.bind(7, document.at.milliseconds)
        insert.bind(8, document.by)
        insert.bind(
            9,
            try owner.key.seal(
                document.sealedPart,
                as: Binding(owner.head.id, .document, CaseRows.binding(id, Int64(document.entry)))))
        try insert.run()
    }
}
