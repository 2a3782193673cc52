// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

/// What leaves the system: one row a stage, tried again, ended with its cause.
extension StoreConformance {
    private static let addressee = ClockReview.Addressee(rung: "科长", badge: "015")

    /// A review that finds one clock due then, if it runs still, and has somebody reminded of it.
    private static func review(due: CivilDate, runs: Bool = true) -> (CaseRecord, ClockSheet) -> ClockReview {
        { record, _ in
            var review = ClockReview()
            guard runs else { return review }
            review.open = [
                OpenClock(
                    rule: "转送", from: CivilDate(record.filedAt), nominalDue: due, effectiveDue: due, provisional: false,
                    isDuty: true)
            ]
            review.notices = [
                .init(
                    rule: "转送", stage: "before:1", due: due,
                    event: DeskEvent(.caseDueSoon, fields: [.init("rule", "转送"), .init("for", "科长")]),
                    addressee: addressee)
            ]
            return review
        }
    }

    private static func tend(
        _ fixture: StoreFixture, _ review: (CaseRecord, ClockSheet) -> ClockReview
    ) throws {
        _ = try fixture.store.tendClocks(basis: "a", limit: 9, review: review)
    }

    private static func rows(_ fixture: StoreFixture, _ viewer: Viewer = .desk) throws -> [OutboxItem] {
        try fixture.second.outbox(after: 0, limit: 99, viewer: viewer)
    }

    static let outboxChecks: [Check] = [
        Check("a reminder that leaves the system has one row, however often its case is looked at") { fixture in
            let talk = try Talk(fixture)
            let number = try some(try talk.say(changes: [.file([wages])]).cases.first)
            let due = CivilDate(fixture.clock.now).adding(days: 3)
            for _ in 0..<3 {
                try tend(fixture, review(due: due))
                try talk.say(changes: [.caseEvent(number: number, .urged, text: "")])
            }
            let found = try rows(fixture)
            try equal(found.map(\.number), [number])
            try equal(found.map(\.stage), ["before:1"])
            try equal(found[0].rung, "科长")
            try equal(found[0].badge, "015")
            try equal(found[0].due, due)
            try equal(found[0].state, .waiting)
            try tend(fixture, review(due: due.adding(days: 2)))
            try equal(try rows(fixture).map(\.state), [.ended, .waiting])
        },
        Check("what is taken is nobody else's for two minutes, and is tried again then") { fixture in
            let talk = try Talk(fixture)
            try talk.say(changes: [.file([wages])])
            try tend(fixture, review(due: CivilDate(fixture.clock.now)))
            let taken = try fixture.store.takeOutbox(limit: 9)
            try equal(taken.map(\.attempts), [1])
            try equal(try fixture.store.takeOutbox(limit: 9), [])
            fixture.clock.advance(seconds: OutboxRetry.hold / 1000 - 1)
            try equal(try fixture.store.takeOutbox(limit: 9), [])
            fixture.clock.advance(seconds: 1)
            let again = try fixture.store.takeOutbox(limit: 9)
            try equal(again.map(\.id), taken.map(\.id))
            try equal(again.map(\.attempts), [2])
            try require(try !fixture.store.settleOutbox(again[0].id, error: nil))
            fixture.clock.advance(seconds: 30 * day)
            try equal(try fixture.store.takeOutbox(limit: 9), [])
            try equal(try rows(fixture).map(\.state), [.sent])
            // What comes too late changes nothing.
            try require(try !fixture.store.settleOutbox(again[0].id, error: "late"))
            try equal(try rows(fixture).map(\.state), [.sent])
        },
        Check("failures wait longer each time, are given up at last, and are told once") { fixture in
            let talk = try Talk(fixture)
            let number = try some(try talk.say(changes: [.file([wages])]).cases.first)
            try tend(fixture, review(due: CivilDate(fixture.clock.now)))
            for attempt in 1...OutboxRetry.attempts {
                let item = try some(try fixture.store.takeOutbox(limit: 1).first)
                try equal(item.attempts, attempt)
                let isLast = try fixture.store.settleOutbox(item.id, error: "no program")
                try equal(isLast, attempt == OutboxRetry.attempts)
                guard !isLast else { break }
                fixture.clock.advance(seconds: OutboxRetry.wait(after: attempt) / 1000 - 1)
                try equal(try fixture.store.takeOutbox(limit: 1), [])
                fixture.clock.advance(seconds: 1)
            }
            fixture.clock.advance(seconds: 30 * day)
            try equal(try fixture.store.takeOutbox(limit: 9), [])
            let failed = try some(try rows(fixture).first)
            try equal(failed.state, .failed)
            try equal(failed.error, "no program")
            let told = try fixture.second.seen().filter { $0.event.kind == .outboxFailed }
            try equal(told.map(\.event.caseNumber), [number])
            try equal(told.map(\.conversation), [talk.id])
        },
        Check("an officer sends a row again or takes it off the list, which is kept") { fixture in
            let talk = try Talk(fixture)
            let number = try some(try talk.say(changes: [.file([wages])]).cases.first)
            try tend(fixture, review(due: CivilDate(fixture.clock.now)))
            let row = try some(try fixture.store.takeOutbox(limit: 1).first).id
            try require(try fixture.store.orderOutbox(row, .retry, badge: "001"))
            // All attempts before it, but for the one that nobody knows the end of.
            try equal(try fixture.store.takeOutbox(limit: 1).map(\.isRepeat), [true])
            try require(try fixture.store.orderOutbox(row, .done, badge: "001"))
            try require(try !fixture.store.orderOutbox(row, .retry, badge: "001"))
            try require(try !fixture.store.orderOutbox(row + 1, .done, badge: "001"))
            fixture.clock.advance(seconds: 30 * day)
            try equal(try fixture.store.takeOutbox(limit: 9), [])
            try equal(try rows(fixture).map(\.state), [.done])
            let trail = try fixture.second.auditTrail(after: 0, limit: 9, viewer: .desk)
            try equal(trail.map(\.act), ["outbox.retry", "outbox.done"])
            try equal(Set(trail.map(\.subject)), [number])
        },
        Check("reminders end with their cause, and none leaves before the case was looked at") { fixture in
            let talk = try Talk(fixture)
            let number = try some(try talk.say(changes: [.file([wages])]).cases.first)
            let due = CivilDate(fixture.clock.now)
            try tend(fixture, review(due: due))
            try talk.say(changes: [.caseEvent(number: number, .forwarded, text: "县人社局")])
            try equal(try fixture.store.takeOutbox(limit: 9), [])
            try tend(fixture, review(due: due, runs: false))
            try equal(try fixture.store.takeOutbox(limit: 9), [])
            try equal(try rows(fixture).map(\.state), [.ended])
        },
        Check("rows of sealed matters are for those who may see them") { fixture in
            let talk = try Talk(fixture)
            try talk.say(changes: [.file([bribe])])
            try tend(fixture, review(due: CivilDate(fixture.clock.now)))
            try equal(try rows(fixture, plainOfficer), [])
            try equal(try rows(fixture, sealedOfficer).count, 1)
        },
        Check("what a turn does is kept in the audit trail with it, once") { fixture in
            let talk = try Talk(fixture)
            let number = try some(try talk.say(changes: [.file([wages])]).cases.first)
            let scope = try fixture.store.ensureLeg(LegName(name: "staff", conv: "021")).id
            let decision = CaseDecision(
                number: number, basedOn: 1,
                entry: CaseEntry(kind: .recoded, fields: [.method: "身份证", .reason: "条子丢了"]))
            let turn = talk.next(
                nil, key: .some(Turn.IdempotencyKey(scope: scope, id: "r1")), source: .officer(badge: "021"),
                changes: [
                    .caseAct(decision),
                    .audit(badge: "021", act: "recode", subject: number, reason: "身份证：条子丢了"),
                ], push: true)
            _ = try fixture.store.commitOne(turn).committed()
            _ = try fixture.store.commitOne(turn).duplicate()
            let trail = try fixture.second.auditTrail(after: 0, limit: 9, viewer: .desk)
            try equal(trail.map(\.act), ["recode"])
            try equal(trail.map(\.badge), ["021"])
            let record = try some(try fixture.second.caseRecord(number: number, viewer: .desk))
            try equal(CaseFile(record).recodings, [1: 1])
        },
    ]
}
