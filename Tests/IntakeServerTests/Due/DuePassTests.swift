// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Foundation
import IntakeModel
import IntakeStore
import SQLiteStore
import StoreConformance
import Testing

@testable import IntakeServer

/// What the desk says by the date, on its own clock: nobody waits for a day to pass.
@Suite("Looking at what is due")
struct DuePassTests {
    /// A desk's store with the dialogs of this repository, and a clock that is moved by hand.
    private final class Place {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("due-\(UUID().uuidString)").path
        let clock: TestClock
        let script: Script
        var store: SQLiteStore

        /// - Parameter day: the clock begins at 10:00 of it.
        init(_ day: String) throws {
            var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
            parts.removeLast(4)
            script = try #require(Script.load(parts.joined(separator: "/") + "/dialogs").script)
            let start = Timestamp(startOf: try CivilDate(iso8601: day)).adding(milliseconds: 10 * 3_600_000)
            clock = TestClock(start)
            store = try Self.open(folder, script, clock)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        static func open(_ folder: String, _ script: Script, _ clock: TestClock) throws -> SQLiteStore {
            let desk = DeskClock(now: { clock.now }, monotonic: { clock.monotonic })
            return try SQLiteStore.open(folder: folder, mode: .serve, policy: .desk(script: script, clock: desk))
        }

        func restart() throws {
            try store.close()
            store = try Self.open(folder, script, clock)
        }

        /// Every pass that waits, as the timer runs them.
        @discardableResult
        func look(staleAfter: Int64? = 48 * 3_600_000, script: Script? = nil) throws -> [DuePass.Outcome] {
            var outcomes: [DuePass.Outcome] = []
            repeat {
                let pass = DuePass(
                    script: script ?? self.script, now: clock.now, staleAfter: staleAfter, isFirst: outcomes.isEmpty)
                outcomes.append(try pass.run(store))
            } while outcomes.last?.clocks.more == true
            return outcomes
        }

        @discardableResult
        func file(_ count: Int = 1, sealed: Bool = false) throws -> [String] {
            let ids = try store.reserveIDs(1)
            let claim = ClaimDraft(
                purpose: sealed ? .report : .relief, topic: "劳动和社会保障", identified: true, unit: "县人社局")
            let turn = Turn(
                conversation: ConversationID(ids.lowerBound), version: 0,
                opening: Turn.Opening(channel: "网上", place: "wx", locale: nil, script: "s"), leg: nil, key: nil,
                source: .petitioner, input: "老板欠我三个月工资", messages: [], expect: Expectation(.text), owner: .bot,
                state: [1], changes: [.file(Array(repeating: claim, count: count))], ended: false)
            guard case .committed(let stored) = try #require(try store.commit([turn]).first) else { return [] }
            return stored.cases
        }

        func told(_ viewer: Viewer = .desk) throws -> [String] {
            try store.events(after: 0, limit: 10_000, viewer: viewer).events.compactMap { stored in
                switch stored.event.kind {
                case .caseDueSoon, .caseOverdue, .backupStale:
                    let due = stored.event.fields.first { $0.key == "due" }?.value ?? ""
                    return "\(CivilDate(stored.at)) \(stored.event.kind.rawValue) \(due)"
                default: return nil
                }
            }
        }
    }

    @Test("A case is told of once as near and once as overdue, however often the server starts")
    func onceEach() throws {
        let place = try Place("2026-03-02")
        try place.look(staleAfter: nil)
        let number = try #require(try place.file().first)
        var told = 0
        for day in 0..<40 {
            for _ in 0..<3 { told += try place.look(staleAfter: nil).reduce(0) { $0 + $1.clocks.told } }
            if day % 4 == 0 { try place.restart() }
            place.clock.advance(seconds: 86_400)
        }
        // 转送: 15 days from 03-02 is Tuesday 03-17; three days' reminder.
        #expect(
            try place.told() == ["2026-03-14 case.due_soon 2026-03-17", "2026-03-18 case.overdue 2026-03-17"])
        #expect(told == 2)
        let events = try place.store.events(after: 0, limit: 100, viewer: .desk).events
        #expect(events.filter { $0.event.kind == .caseOverdue }.map(\.event.caseNumber) == [number])
    }

    @Test("What passed while the server was down is told when it comes back, the latest only")
    func afterADownTime() throws {
        let place = try Place("2026-03-02")
        try place.look(staleAfter: nil)
        try place.file()
        place.clock.advance(seconds: 30 * 86_400)
        try place.restart()
        try place.look(staleAfter: nil)
        #expect(try place.told() == ["2026-04-01 case.overdue 2026-03-17"])
    }

    @Test("Of many cases a pass looks at a few, and all are looked at")
    func piecemeal() throws {
        let place = try Place("2026-03-02")
        try place.look(staleAfter: nil)
        try place.file(100)
        place.clock.advance(seconds: 12 * 86_400)
        let outcomes = try place.look(staleAfter: nil)
        #expect(outcomes.allSatisfy { $0.clocks.looked <= DuePass.casesAtOnce })
        #expect(outcomes.reduce(0) { $0 + $1.clocks.told } == 100)
        // An hour later nothing is read.
        place.clock.advance(seconds: 3600)
        #expect(try place.look(staleAfter: nil).map(\.clocks.looked) == [0])
    }

    @Test("Clocks of a 举报 are told to those who may see it")
    func sealed() throws {
        let place = try Place("2026-03-02")
        try place.look(staleAfter: nil)
        try place.file(sealed: true)
        place.clock.advance(seconds: 12 * 86_400)
        try place.look(staleAfter: nil)
        func officer(_ roles: Set<Role>) -> Viewer { .officer(badge: "012", unit: "接访科", roles: roles) }
        #expect(try place.told(officer([.intake, .cases, .admin])).isEmpty)
        #expect(try place.told(officer([.intake, .sealed])).count == 1)
    }

    @Test("Without a backup admins are told two days after the first case, once a day, until one is made")
    func staleBackup() throws {
        let place = try Place("2026-03-02")
        let outcome = try place.look()
        #expect(outcome.first?.backupAge == nil)
        place.clock.advance(seconds: 10 * 86_400)
        // Nothing is in the store yet that could be lost.
        try place.look()
        #expect(try place.told().isEmpty)
        try place.file()
        place.clock.advance(seconds: 48 * 3600)
        try place.look()
        #expect(try place.told().isEmpty)
        place.clock.advance(seconds: 1)
        for _ in 0..<3 { try place.look() }
        try place.restart()
        try place.look()
        #expect(try place.told() == ["2026-03-14 backup.stale "])
        place.clock.advance(seconds: 86_400)
        try place.look()
        try place.look()
        #expect(try place.told().count == 2)
        let plain = Viewer.officer(badge: "012", unit: "接访科", roles: [.intake, .cases, .sealed, .audit])
        #expect(try place.told(plain).isEmpty)

        place.clock.advance(seconds: 86_400)
        let copy = place.folder + "-copy.db"
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let report = try place.store.backup(to: copy)
        #expect(report.isNoted)
        #expect(try place.look().first?.backupAge == 0)
        #expect(try place.told().count == 2)
        place.clock.advance(seconds: 49 * 3600)
        try place.restart()
        #expect(try place.look().first?.backupAge == 49 * 3_600_000)
        #expect(try place.told().count == 3)
        #expect(try place.look(staleAfter: nil).first?.backupTold == false)
    }

    @Test("A missing calendar is said once a week")
    func missingCalendar() throws {
        let place = try Place("2026-03-02")
        let until = try #require(place.script.calendar.coversUntil)
        place.clock.advance(seconds: Int64(CivilDate(place.clock.now).days(to: until) - 60) * 86_400)
        func told() throws -> Int {
            try place.store.events(after: 0, limit: 100, viewer: .desk).events.count {
                $0.event.kind == .calendarMissing
            }
        }
        // Today sixty days ahead are known still, tomorrow they are not.
        try place.look()
        #expect(try told() == 0)
        place.clock.advance(seconds: 86_400)
        for _ in 0..<3 { try place.look() }
        #expect(try told() == 1)
        place.clock.advance(seconds: 7 * 86_400)
        for _ in 0..<3 { try place.look() }
        #expect(try told() == 2)
    }

    @Test("The timer rings at midnight and never waits longer than it may")
    func delay() throws {
        let midnight = Timestamp(startOf: try CivilDate(iso8601: "2026-03-02"))
        for (before, delay) in [(500, 500), (299_999, 299_999), (300_001, 300_000), (86_400_000, 300_000), (1, 1)] {
            #expect(
                DuePass.delay(after: midnight.adding(milliseconds: -Int64(before)), longest: 300_000) == Int64(delay))
        }
    }
}
