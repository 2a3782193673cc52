// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Foundation
import IntakeModel
import IntakeStore
import StoreConformance
import Synchronization
import Testing

@testable import IntakeServer

/// Reminders on their way out, on a clock that is moved by hand.
@Suite("Outbox") struct OutboxTests {
    private let item = OutboxItem(
        id: 7, number: "XF202611220000017", rule: "办结", stage: "after:3", due: CivilDate(daysSince1970: 20_000),
        rung: "分管领导", badge: "001", createdAt: Timestamp(milliseconds: 0), nextAt: Timestamp(milliseconds: 0))

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("outbox-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test("The spool folder has one file a row, however often it is sent") func spool() throws {
        try withFolder { folder in
            let sender = SpoolSender(folder: folder)
            let today = item.due.adding(days: 4)
            for _ in 0..<2 { try sender.send(item, today: today) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["outbox-7.json"])
            let text = try String(contentsOfFile: "\(folder)/outbox-7.json", encoding: .utf8)
            #expect(text.contains("\"case\":\"XF202611220000017\"") && text.contains("已经过了 4 天"))
            #expect(text.contains("分管领导 001 号") && text.hasSuffix("}\n"))
        }
    }

    @Test("A folder that cannot be written is a failure") func unwritable() throws {
        try withFolder { folder in
            _ = FileManager.default.createFile(atPath: folder, contents: Data())
            #expect(throws: OutboxFailure.self) { try SpoolSender(folder: folder).send(item, today: item.due) }
        }
    }

    @Test("A program gets the row on its input; only exit code 0 means that it arrived") func command() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try CommandSender(command: ["/usr/bin/tee", "\(folder)/got"]).send(item, today: item.due)
            let got = try String(contentsOfFile: "\(folder)/got", encoding: .utf8)
            #expect(got.contains("今天到期") && got.split(separator: "\n").count == 1)
            for command in [["/bin/false"], ["\(folder)/none"], []] {
                #expect(throws: OutboxFailure.self) {
                    try CommandSender(command: command).send(item, today: item.due)
                }
            }
        }
    }

    /// Counts what it is given, and fails as long as it is told to.
    private final class Counter: OutboxSender {
        let sent = Mutex<[Int64]>([])
        let fails = Mutex(false)

        func send(_ item: OutboxItem, today: CivilDate) throws(OutboxFailure) {
            if fails.withLock({ $0 }) { throw OutboxFailure("not now") }
            sent.withLock { $0.append(item.id) }
        }
    }

    @Test("Nothing leaves outside the hours of reminding; what fails is tried again") func passes() throws {
        // 2026-11-23 is a Monday.
        let monday = Timestamp(startOf: try CivilDate(iso8601: "2026-11-23"))
        let clock = TestClock(monday.adding(milliseconds: 9 * 3_600_000))
        let store = MemoryStore(policy: clock.policy)
        let plan = ReminderPlan(stages: [], minutes: 510..<1050, badges: [:], delivers: true)
        let turn = Turn(
            conversation: ConversationID(try store.reserveIDs(1).lowerBound), version: 0,
            opening: Turn.Opening(channel: "网上", place: "wx", locale: nil, script: "s"), source: .petitioner,
            messages: [], expect: Expectation(.text), owner: .bot, state: [1],
            changes: [.file([ClaimDraft(purpose: .relief, topic: "劳动和社会保障")])])
        _ = try store.commit([turn])
        let due = try CivilDate(iso8601: "2026-11-24")
        _ = try store.tendClocks(basis: "a", limit: 1) { record, _ in
            var review = ClockReview()
            review.open = [
                OpenClock(
                    rule: "转送", from: due, nominalDue: due, effectiveDue: due, provisional: false, isDuty: true)
            ]
            review.notices = [
                .init(
                    rule: "转送", stage: "before:1", due: due, event: DeskEvent(.caseDueSoon),
                    addressee: .init(rung: "经办", badge: ""))
            ]
            return review
        }
        let sender = Counter()
        func look() throws -> OutboxPass.Outcome {
            let pass = OutboxPass(sender: sender, plan: plan, calendar: try WorkCalendar([]), now: clock.now)
            return try pass.settle(pass.send(try pass.take(store)), store)
        }
        sender.fails.withLock { $0 = true }
        #expect(try look().failed == 1)
        sender.fails.withLock { $0 = false }
        // Sixty seconds later is in time again, and so is the next morning; the night between is not.
        clock.advance(seconds: 12 * 3_600)
        #expect(try look() == OutboxPass.Outcome())
        clock.advance(seconds: 12 * 3_600)
        #expect(try look().sent == 1)
        #expect(try look().sent == 0)
        #expect(sender.sent.withLock { $0.count } == 1)
    }
}
