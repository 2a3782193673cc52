// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import IntakeModel
import IntakeStore
import StoreConformance
import Testing

@testable import SQLiteStore

@Suite("Clocks on disk")
struct ClockTests {
    private func review(_ record: CaseRecord, _ sheet: ClockSheet) -> ClockReview {
        let due = CivilDate(record.filedAt).adding(days: 9)
        var review = ClockReview()
        review.open = [
            OpenClock(
                rule: "转送", from: CivilDate(record.filedAt), nominalDue: due, effectiveDue: due, provisional: false,
                isDuty: true)
        ]
        review.notices = [.init(rule: "转送", stage: "due_soon", due: due, event: DeskEvent(.caseDueSoon))]
        return review
    }

    private func told(_ store: SQLiteStore) throws -> Int {
        try store.events(after: 0, limit: 1000, viewer: .desk).events.count { $0.event.kind == .caseDueSoon }
    }

    @Test("Cases of a database from before are looked at once after the update")
    func migration() throws {
        let scratch = DataScratch()
        var store = try scratch.open()
        let desk = Desk(store)
        for _ in 0..<3 { _ = try desk.open(changes: [.file([wageClaim])]) }
        try store.close()
        // As the version before left it.
        let file = try DatabaseQueue(path: scratch.database)
        try file.write { db in
            try db.execute(
                sql: """
                    DROP TABLE clock_look; DROP TABLE clock; DROP TABLE clock_notice; DROP TABLE clock_verdict;
                    DROP TABLE outbox;
                    DELETE FROM grdb_migrations WHERE identifier IN ('clocks', 'outbox'); PRAGMA user_version = 2;
                    """)
        }
        try file.close()
        // Read, and copied, before the server has brought it up to date.
        let reader = try scratch.open(mode: .readOnly)
        #expect(try reader.cases(viewer: .desk).count == 3)
        #expect(try reader.nearestDues(limit: 5, viewer: .desk).isEmpty)
        let copy = scratch.path + "-old.db"
        defer { DataFolder.remove(copy) }
        #expect(try reader.backup(to: copy).cases == 3)
        try reader.close()
        store = try scratch.open()
        let result = try store.tendClocks(basis: "a", limit: 10, review: review)
        #expect(result.looked == 3)
        #expect(try told(store) == 3)
        #expect(try store.verify() == [])
        try store.close()
    }

    @Test("What was told is known after a restart, and goes into a backup")
    func restart() throws {
        let scratch = DataScratch()
        let clock = TestClock()
        var store = try scratch.open(clock)
        let desk = Desk(store)
        let id = try desk.open(changes: [.file([wageClaim])])
        #expect(try store.tendClocks(basis: "a", limit: 10, review: review).told == 1)
        let number = try #require(try store.cases(viewer: .desk).first?.number)
        try desk.say(id, changes: [.caseEvent(number: number, .urged, text: "")])
        try store.close()
        store = try scratch.open(clock)
        let again = try store.tendClocks(basis: "a", limit: 10, review: review)
        #expect(again.looked == 1)
        #expect(again.told == 0)
        // The same basis after a restart is no change, another one is.
        #expect(try store.tendClocks(basis: "a", limit: 10, review: review).looked == 0)
        #expect(try store.tendClocks(basis: "b", limit: 10, review: review).looked == 1)
        #expect(try told(store) == 1)
        let copy = scratch.path + "-copy.db"
        defer { DataFolder.remove(copy) }
        #expect(try store.backup(to: copy).isNoted)
        #expect(try store.lastBackup() == clock.now)
        let reader = try scratch.open(clock, mode: .readOnly)
        #expect(try reader.lastBackup() == clock.now)
        try reader.close()
        let file = try DatabaseQueue(path: copy)
        #expect(try file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM clock_notice") } == 1)
        try file.close()
        try store.close()
    }

    @Test("What a look reads is found by an index, never by going through all cases")
    func plans() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        try store.read { db in
            for (sql, index) in [
                (
                    "SELECT case_file, basis FROM clock_look WHERE at <= 5 ORDER BY at, case_file LIMIT 3",
                    "clock_look_at"
                ),
                (
                    "SELECT case_file, basis FROM clock_look WHERE basis < 5 AND at > 5 ORDER BY basis LIMIT 3",
                    "clock_look_basis"
                ),
                ("SELECT rule FROM clock WHERE case_file = 5 ORDER BY nominal, rule", "PRIMARY KEY"),
            ] {
                let plan = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
                #expect(plan.contains { $0.hasPrefix("SEARCH") && $0.contains(index) }, "\(plan)")
                #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
            }
            let nearest = try Row.fetchAll(
                db,
                sql: """
                    EXPLAIN QUERY PLAN SELECT c.number FROM clock k JOIN case_file c ON c.id = k.case_file
                    JOIN conversation v ON v.id = c.conversation
                    WHERE k.duty = 1 AND (v.lane = 0 OR 0) ORDER BY k.nominal, k.case_file LIMIT 5
                    """
            ).map { $0["detail"] as String }
            // In the order of the index, and only as far as the limit.
            #expect(nearest.first == "SCAN k USING INDEX clock_due", "\(nearest)")
            #expect(!nearest.contains { $0.contains("TEMP B-TREE") }, "\(nearest)")
        }
        try store.close()
    }

    @Test("A note about a backup that is no number is no backup")
    func brokenNote() throws {
        let scratch = DataScratch()
        let store = try scratch.open()
        #expect(try store.lastBackup() == nil)
        try "yesterday\n".write(toFile: "\(scratch.path)/backup.time", atomically: true, encoding: .utf8)
        #expect(try store.lastBackup() == nil)
        try store.close()
    }
}
