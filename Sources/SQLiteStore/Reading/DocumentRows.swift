// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
import IntakeStore
import Vault

/// Reads documents as they went out.
enum DocumentRows {
    /// Name of the floor under the running numbers of a series.
    static func counter(_ series: DocumentSeries) -> String { "document:\(series.year):\(series.mark)" }

    private static let query = """
        SELECT d.case_file, d.n, d.number, d.series, d.year, d.at, d.by, d.blob, c.number, v.id, v.lane, v.key
        FROM document d JOIN case_file c ON c.id = d.case_file JOIN conversation v ON v.id = c.conversation
        WHERE (v.lane = 0 OR ?1) AND
        """

    static func all(
        ofCase number: String, _ db: Database, _ vault: Vault, _ viewer: Viewer
    ) throws -> [IssuedDocument] {
        // Read before the server has brought it up to date, a database has no documents.
        guard try db.tableExists("document") else { return [] }
        let rows = try Prepared(db, "\(query) c.number = ?2 ORDER BY d.n")
        rows.bind(1, viewer.sees(.sealed))
        rows.bind(2, number)
        return try rows.all { try document($0, vault) }
    }

    static func one(_ number: String, _ db: Database, _ vault: Vault, _ viewer: Viewer) throws -> IssuedDocument? {
        guard try db.tableExists("document") else { return nil }
        let row = try Prepared(db, "\(query) d.number = ?2")
        row.bind(1, viewer.sees(.sealed))
        row.bind(2, number)
        return try row.first { try document($0, vault) }
    }

    private static func document(_ row: Prepared, _ vault: Vault) throws -> IssuedDocument {
        let conversation = ConversationID(row.int(9))
        let key = try vault.unwrap(row.blob(11), lane: Lane(code: row.int(10)), conversation: conversation)
        let entry = row.int(1)
        return try IssuedDocument(
            sealedPart: try key.open(
                row.blob(7), as: Binding(conversation, .document, CaseRows.binding(row.int(0), entry))),
            caseNumber: row.text(8), entry: Int(entry), number: row.text(2),
            series: DocumentSeries(mark: row.text(3), year: Int(row.int(4))),
            at: Timestamp(milliseconds: row.int(5)), by: row.text(6))
    }
}
