// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
import IntakeStore
import Vault

/// Reads what cases are found again by.
enum RepeatRows {
    /// Eight bytes a key, the highest first.
    static func bytes(_ keys: [Int64]) -> [UInt8] {
        keys.flatMap { key in (0..<8).map { UInt8(truncatingIfNeeded: key >> (56 - 8 * Int64($0))) } }
    }

    static func keys(_ bytes: [UInt8]) -> [Int64] {
        stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
            bytes[start..<start + 8].reduce(0) { $0 << 8 | Int64($1) }
        }
    }

    /// Who the petitioner of a conversation of the general lane is.
    static func identity(
        of id: ConversationID, _ db: Database, _ vault: Vault
    ) throws -> [IdentityField: String] {
        let owner = try Prepared(db, "SELECT key FROM conversation WHERE id = ? AND lane = 0")
        owner.bind(1, id.value)
        guard let wrapped = try owner.first({ $0.blob(0) }) else { return [:] }
        let key = try vault.unwrap(wrapped, lane: .general, conversation: id)
        let rows = try Prepared(db, "SELECT field, blob FROM identity WHERE conversation = ?")
        rows.bind(1, id.value)
        var found: [IdentityField: String] = [:]
        for (code, sealed) in try rows.all({ ($0.int(0), $0.blob(1)) }) {
            guard let field = IdentityField.allCases.first(where: { $0.code == code }) else { continue }
            found[field] = try StoredForms.texts(try key.open(sealed, as: Binding(id, .identity, code))).first
        }
        return found
    }

    /// Cases of the general lane that stand under a key, the newest first.
    static func marked(under key: Int64, limit: Int, _ db: Database) throws -> [CasePlace] {
        guard try db.tableExists("repeat_key") else { return [] }
        let rows = try Prepared(
            db,
            """
            SELECT c.number, c.conversation
            FROM (SELECT case_file FROM repeat_key WHERE key = ?1 ORDER BY case_file DESC LIMIT ?2) k
            JOIN case_file c ON c.id = k.case_file JOIN conversation v ON v.id = c.conversation
            WHERE v.lane = 0 ORDER BY c.id DESC
            """)
        rows.bind(1, key)
        rows.bind(2, Int64(limit))
        return try rows.all { CasePlace(number: $0.text(0), conversation: ConversationID($0.int(1))) }
    }

    /// Cases that have no mark: filed just now, to be marked once more, sealed.
    static func unmarked(isCleared: Bool, _ db: Database) throws -> [CasePlace] {
        let rows: Prepared
        if try db.tableExists("repeat_again") {
            rows = try Prepared(
                db,
                """
                SELECT c.number, c.conversation FROM case_file c JOIN conversation v ON v.id = c.conversation
                WHERE v.lane = 0 AND c.id > (SELECT value FROM meta WHERE key = 'repeats_through')
                UNION ALL SELECT c.number, c.conversation FROM repeat_again a JOIN case_file c ON c.id = a.case_file
                JOIN conversation v ON v.id = c.conversation WHERE v.lane = 0
                UNION ALL SELECT c.number, c.conversation FROM conversation v
                JOIN case_conversation l ON l.conversation = v.id
                JOIN case_file c ON c.id = l.case_file AND c.conversation = v.id WHERE v.lane = 1 AND ?1
                """)
        } else {
            // A backup that an older program wrote, opened to be read.
            rows = try Prepared(
                db,
                """
                SELECT c.number, c.conversation FROM case_file c JOIN conversation v ON v.id = c.conversation
                WHERE v.lane = 0 OR ?1 ORDER BY c.id DESC
                """)
        }
        rows.bind(1, isCleared ? 1 : 0)
        return try rows.all { CasePlace(number: $0.text(0), conversation: ConversationID($0.int(1))) }
    }

    /// Open cases of the general lane that share a key, in the order of ``RepeatRanking``. Reads at most
    /// ``RepeatMark/mostPerKey`` rows a key, which lie side by side, and looks at no more than
    /// ``RepeatMark/mostLookedAt`` cases, each on pages of its own.
    static func candidates(
        of mark: RepeatMark, except number: String, _ db: Database
    ) throws -> [RepeatCandidate] {
        guard try db.tableExists("repeat_key") else { return [] }
        let rows = try Prepared(
            db, "SELECT case_file FROM repeat_key WHERE key = ? ORDER BY case_file DESC LIMIT ?")
        func filed(under key: Int64) throws -> [Int64] {
            rows.bind(1, key)
            rows.bind(2, Int64(RepeatMark.mostPerKey))
            return try rows.all { $0.int(0) }
        }
        var ranking = RepeatRanking()
        for key in Set(mark.keys) { ranking.add(try filed(under: key)) }
        for key in Set(mark.persons) { ranking.add(ofSamePerson: try filed(under: key)) }
        let row = try Prepared(
            db,
            """
            SELECT c.number, m.sketch FROM clock_look l JOIN case_file c ON c.id = l.case_file
            JOIN conversation v ON v.id = c.conversation JOIN repeat_mark m ON m.case_file = c.id
            WHERE l.case_file = ? AND v.lane = 0 AND c.number <> ?
            """)
        var found: [RepeatCandidate] = []
        for what in ranking.ranked().prefix(RepeatMark.mostLookedAt) {
            row.bind(1, what.id)
            row.bind(2, number)
            guard let (other, sketch) = try row.first({ ($0.text(0), $0.blob(1)) }) else { continue }
            found.append(
                RepeatCandidate(
                    number: other, sharedKeys: what.keys, isSamePerson: what.isSamePerson, sketch: sketch))
            if found.count == RepeatMark.mostCandidates { break }
        }
        return found
    }
}
