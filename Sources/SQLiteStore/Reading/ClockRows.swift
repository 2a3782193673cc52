// SPDX-License-Identifier: Apache-2.0

import GRDB
import IntakeModel
import IntakeStore
import Vault

/// Reads and writes the rows of clocks.
enum ClockRows {
    static let columns = "rule, started, nominal, effective, provisional, duty"

    /// - Parameter first: the column at which ``columns`` begin.
    static func clock(_ row: Prepared, from first: Int32 = 0) -> OpenClock {
        func day(_ column: Int32) -> CivilDate { CivilDate(daysSince1970: Int(clamping: row.int(first + column))) }
        return OpenClock(
            rule: row.text(first), from: day(1), nominalDue: day(2), effectiveDue: day(3),
            provisional: row.bool(first + 4), isDuty: row.bool(first + 5))
    }

    static func clocks(of id: Int64, _ db: Database) throws -> [OpenClock] {
        let rows = try Prepared(db, "SELECT \(columns) FROM clock WHERE case_file = ? ORDER BY nominal, rule")
        rows.bind(1, id)
        return try rows.all { clock($0) }
    }

    static func insert(_ clock: OpenClock, _ id: Int64, _ db: Database) throws {
        let insert = try Prepared(db, "INSERT INTO clock VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
        insert.bind(1, id)
        insert.bind(2, clock.rule)
        insert.bind(3, Int64(clock.from.daysSince1970))
        insert.bind(4, Int64(clock.nominalDue.daysSince1970))
        insert.bind(5, Int64(clock.effectiveDue.daysSince1970))
        insert.bind(6, clock.provisional)
        insert.bind(7, clock.isDuty)
        try insert.run()
    }

    // MARK: Verdicts

    static func encode(_ verdict: ClockVerdict) -> [UInt8] {
        StoredForms.encode([
            verdict.outcome.rawValue, verdict.on.iso8601, verdict.from.iso8601, verdict.nominalDue.iso8601,
            verdict.effectiveDue.iso8601, verdict.provisional ? "1" : "0", verdict.rule, verdict.ruleVersion,
            verdict.article, verdict.calendarVersion, verdict.reason,
        ])
    }

    static func verdict(_ bytes: [UInt8]) throws -> ClockVerdict {
        let texts = try StoredForms.texts(bytes)
        guard texts.count == 11, let outcome = ClockVerdict.Outcome(rawValue: texts[0]) else {
            throw StoredFormatError("unknown verdict of a clock")
        }
        func day(_ index: Int) throws -> CivilDate {
            do { return try CivilDate(iso8601: texts[index]) } catch {
                throw StoredFormatError("a verdict's date was changed")
            }
        }
        return ClockVerdict(
            outcome: outcome, on: try day(1), from: try day(2), nominalDue: try day(3), effectiveDue: try day(4),
            provisional: texts[5] == "1", rule: texts[6], ruleVersion: texts[7], article: texts[8],
            calendarVersion: texts[9], reason: texts[10])
    }

    static func verdicts(
        of id: Int64, _ conversation: ConversationID, _ key: DataKey, _ db: Database
    ) throws -> [ClockVerdict] {
        // A database that is read before the server has brought it up to this program's format.
        guard try db.tableExists("clock_verdict") else { return [] }
        let rows = try Prepared(db, "SELECT rule, blob FROM clock_verdict WHERE case_file = ? ORDER BY rule, started")
        rows.bind(1, id)
        return try rows.all { row in
            let found = try verdict(try key.open(row.blob(1), as: Binding(conversation, .verdict, id)))
            guard found.rule == row.text(0) else { throw StoredFormatError("a verdict was moved") }
            return found
        }
    }
}
