// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

extension StoreConformance {
    /// A review that finds one clock with these dates, and tells of a stage it reached.
    private static func review(
        due: CivilDate, stage: String = "due_soon", tells: Bool = true, next: Timestamp? = nil
    ) -> (CaseRecord, ClockSheet) -> ClockReview {
        { record, _ in
            var review = ClockReview()
            review.open = [
                OpenClock(
                    rule: "转送", from: CivilDate(record.filedAt), nominalDue: due, effectiveDue: due, provisional: false,
                    isDuty: true)
            ]
            review.notices = [
                .init(
                    rule: "转送", stage: stage, due: due,
                    event: tells ? DeskEvent(.caseDueSoon, fields: [.init("rule", "转送")]) : nil)
            ]
            review.nextLook = next
            return review
        }
    }

    private static func told(_ fixture: StoreFixture, _ viewer: Viewer = .desk) throws -> [StoredEvent] {
        try fixture.second.seen(viewer).filter { $0.event.kind == .caseDueSoon }
    }

    static let day: Int64 = 86_400

    static let clockChecks: [Check] = [
        Check("what filing starts is listed at once, and looked at after midnight") { fixture in
            let talk = try Talk(fixture)
            let filed = try talk.say(changes: [.file([wages])])
            let number = try some(filed.cases.first)
            let today = CivilDate(fixture.clock.now)
            let rows = try fixture.second.nearestDues(limit: 10, viewer: plainOfficer)
            try equal(rows.map(\.number), [number, number])
            try equal(rows.map(\.clock.rule), ["转送", "办结"])
            try equal(rows.map(\.clock.nominalDue), [today.adding(days: 15), today.adding(days: 60)])
            try equal(try fixture.second.nearestDues(limit: 1, viewer: plainOfficer), [rows[0]])
            var looked = 0
            func tend() throws -> ClockTending {
                try fixture.store.tendClocks(basis: "a", limit: 10) { _, sheet in
                    looked += 1
                    var review = ClockReview()
                    review.open = sheet.open
                    return review
                }
            }
            // The first tending ever counts everything by a basis that is new.
            _ = try tend()
            looked = 0
            try equal(try tend().looked, 0)
            let second = try Talk(fixture)
            try second.say(changes: [.file([wages])])
            try equal(try tend().looked, 0)
            // 09:00 to midnight is fifteen hours.
            fixture.clock.advance(seconds: 15 * 3600 - 1)
            try equal(try tend().looked, 0)
            fixture.clock.advance(seconds: 1)
            try equal(try tend().looked, 1)
            fixture.clock.advance(seconds: 400 * day)
            try equal(try tend().looked, 0)
            try equal(looked, 1)
        },
        Check("what is near as it is filed is looked at on that day, and told once") { fixture in
            _ = try fixture.store.tendClocks(basis: "a", limit: 9) { _, _ in ClockReview() }
            let due = CivilDate(fixture.clock.now).adding(days: 1)
            func tend() throws -> ClockTending {
                try fixture.store.tendClocks(basis: "a", limit: 9, review: review(due: due))
            }
            // Reached before it was filed.
            fixture.clock.look(at: fixture.clock.now.adding(milliseconds: -day * 1000))
            try Talk(fixture).say(changes: [.file([wages])])
            try equal(try tend().told, 1)
            try equal(try tend().looked, 0)
            // Later on this day: not before, and then once.
            fixture.clock.look(at: fixture.clock.now.adding(milliseconds: 3_600_000))
            try Talk(fixture).say(changes: [.file([wages])])
            try equal(try tend().looked, 0)
            fixture.clock.advance(seconds: 3600)
            try equal(try tend().told, 1)
            try equal(try tend().looked, 0)
            // No case waits longer than until midnight, wherever its first stage lies.
            fixture.clock.look(at: fixture.clock.now.adding(milliseconds: 9 * day * 1000))
            try Talk(fixture).say(changes: [.file([wages])])
            fixture.clock.advance(seconds: 14 * 3600 - 1)
            try equal(try tend().looked, 0)
            fixture.clock.advance(seconds: 1)
            try equal(try tend().looked, 1)
            try equal(try told(fixture).count, 3)
        },
        Check("a stage is told once, and again when its date moved") { fixture in
            let talk = try Talk(fixture)
            let number = try some(try talk.say(changes: [.file([wages])]).cases.first)
            let due = CivilDate(fixture.clock.now).adding(days: 3)
            var result = try fixture.store.tendClocks(basis: "a", limit: 10, review: review(due: due))
            try equal(result.told, 1)
            for _ in 0..<3 {
                try talk.say(changes: [.caseEvent(number: number, .urged, text: "")])
                result = try fixture.store.tendClocks(basis: "a", limit: 10, review: review(due: due))
                try equal(result.looked, 1)
                try equal(result.told, 0)
            }
            let later = due.adding(days: 2)
            try talk.say(changes: [.caseEvent(number: number, .noted, text: "")])
            try equal(try fixture.store.tendClocks(basis: "a", limit: 10, review: review(due: later)).told, 1)
            let events = try told(fixture)
            try equal(events.map(\.event.caseNumber), [number, number])
            try equal(events.map(\.conversation), [talk.id, talk.id])
            try equal(events[0].event.fields, [.init("rule", "转送")])
            try equal(try fixture.second.nearestDues(limit: 5, viewer: .desk).map(\.clock.nominalDue), [later])
        },
        Check("a stage that was passed over is noted without a word") { fixture in
            let talk = try Talk(fixture)
            let number = try some(try talk.say(changes: [.file([wages])]).cases.first)
            let due = CivilDate(fixture.clock.now)
            try equal(
                try fixture.store.tendClocks(basis: "a", limit: 9, review: review(due: due, tells: false)).told, 0)
            try talk.say(changes: [.caseEvent(number: number, .urged, text: "")])
            try equal(try fixture.store.tendClocks(basis: "a", limit: 9, review: review(due: due)).told, 0)
            try equal(try told(fixture).count, 0)
        },
        Check("a look comes when it was asked for, and not before") { fixture in
            let talk = try Talk(fixture)
            try talk.say(changes: [.file([wages])])
            let due = CivilDate(fixture.clock.now).adding(days: 9)
            let next = fixture.clock.now.adding(milliseconds: 3 * day * 1000)
            _ = try fixture.store.tendClocks(basis: "a", limit: 9, review: review(due: due, next: next))
            fixture.clock.advance(seconds: 3 * day - 1)
            try equal(try fixture.store.tendClocks(basis: "a", limit: 9, review: review(due: due)).looked, 0)
            fixture.clock.advance(seconds: 1)
            try equal(try fixture.store.tendClocks(basis: "a", limit: 9, review: review(due: due)).looked, 1)
            try equal(try fixture.store.tendClocks(basis: "a", limit: 9, review: review(due: due)).looked, 0)
        },
        Check("many cases are tended piece by piece") { fixture in
            let talk = try Talk(fixture)
            for _ in 0..<7 { try talk.say(changes: [.file([wages])]) }
            var seen: Set<String> = []
            var pieces: [Int] = []
            var more = true
            while more, pieces.count < 10 {
                let result = try fixture.store.tendClocks(basis: "a", limit: 3) { record, _ in
                    seen.insert(record.number)
                    return ClockReview()
                }
                pieces.append(result.looked)
                more = result.more
            }
            try equal(pieces, [3, 3, 1])
            try equal(seen.count, 7)
        },
        Check("clocks of sealed matters are for those who may see them") { fixture in
            let talk = try Talk(fixture)
            try talk.say(changes: [.seal, .file([bribe])])
            let due = CivilDate(fixture.clock.now).adding(days: 1)
            try equal(try fixture.store.tendClocks(basis: "a", limit: 9, review: review(due: due)).told, 1)
            try equal(try told(fixture, plainOfficer).count, 0)
            try equal(try told(fixture, sealedOfficer).count, 1)
            try equal(try fixture.second.nearestDues(limit: 9, viewer: plainOfficer), [])
            try equal(try fixture.second.nearestDues(limit: 9, viewer: sealedOfficer).count, 1)
        },
        Check("another basis has every open clock counted anew, and what moved stands in the ledger") { fixture in
            let talk = try Talk(fixture)
            let number = try some(try talk.say(changes: [.file([wages])]).cases.first)
            let due = CivilDate(fixture.clock.now).adding(days: 40)
            var sheets: [ClockSheet] = []
            func tend(_ basis: String, moved: [String] = []) throws -> ClockTending {
                try fixture.store.tendClocks(basis: basis, limit: 9) { record, sheet in
                    sheets.append(sheet)
                    var found = review(due: due, tells: false)(record, sheet)
                    found.moved = moved
                    return found
                }
            }
            _ = try tend("a")
            try equal(try tend("a").looked, 0)
            try equal(try tend("b", moved: ["转送：一 → 二"]).moved, 1)
            try equal(sheets.last?.isOutdated, true)
            try equal(sheets.last?.open.map(\.nominalDue), [due])
            try equal(try tend("b").looked, 0)
            // Back again is a change, too.
            try equal(try tend("a").looked, 1)
            let record = try some(try fixture.second.caseRecord(number: number, viewer: plainOfficer))
            try equal(record.events.map(\.kind), [.filed, .redated])
            try equal(record.events[1].text, "转送：一 → 二")
            let changed = try fixture.second.seen().filter { $0.event.kind == .caseChanged }
            try equal(changed.map(\.event.caseNumber), [number])
            try equal(changed.first?.event.fields, [.init("act", "redated")])
        },
        Check("verdicts are kept, and a case that is done is left alone") { fixture in
            let talk = try Talk(fixture)
            let number = try some(try talk.say(changes: [.file([wages])]).cases.first)
            let day = CivilDate(fixture.clock.now)
            let verdict = ClockVerdict(
                outcome: .closed, on: day, from: day, nominalDue: day.adding(days: 15),
                effectiveDue: day.adding(days: 16), provisional: true, rule: "转送", ruleVersion: "条例 1",
                article: "第二十二条", calendarVersion: "2026@1", reason: "撤回")
            func tend(_ ended: [ClockVerdict]) throws -> ClockTending {
                try fixture.store.tendClocks(basis: "a", limit: 9) { _, _ in
                    var review = ClockReview()
                    review.ended = ended
                    review.isDone = true
                    return review
                }
            }
            _ = try tend([verdict])
            let record = try some(try fixture.second.caseRecord(number: number, viewer: plainOfficer))
            try equal(record.verdicts, [verdict])
            try equal(try fixture.second.nearestDues(limit: 9, viewer: .desk), [])
            try equal(try fixture.store.tendClocks(basis: "b", limit: 9) { _, _ in ClockReview() }.looked, 0)
            // Something happens to it all the same: it is looked at once more.
            try talk.say(changes: [.caseEvent(number: number, .rated, text: "满意")])
            try equal(try tend([]).looked, 1)
        },
        Check("an event by mark is told once a mark, and only admins hear of backups") { fixture in
            let stale = DeskEvent(.backupStale, fields: [.init("hours", "48")])
            try equal(try fixture.store.append(stale, once: "backup", mark: 20_000), true)
            try equal(try fixture.store.append(stale, once: "backup", mark: 20_000), false)
            try equal(try fixture.store.append(stale, once: "backup", mark: 19_999), false)
            try equal(try fixture.store.append(DeskEvent(.calendarMissing), once: "calendar", mark: 1), true)
            try equal(try fixture.store.append(stale, once: "backup", mark: 20_001), true)
            let admin = Viewer.officer(badge: "000", unit: "信访局", roles: [.intake, .admin])
            try equal(
                try fixture.second.seen(admin).map(\.event.kind), [.backupStale, .calendarMissing, .backupStale])
            try equal(try fixture.second.seen(plainOfficer).map(\.event.kind), [.calendarMissing])
            let page = try fixture.second.events(after: 0, limit: 10, viewer: plainOfficer)
            try equal(page.last, try fixture.second.seen().last?.seq)
        },
        Check("the first case and the last backup are known") { fixture in
            try equal(try fixture.second.firstCase(), nil)
            try equal(try fixture.second.lastBackup(), nil)
            let at = fixture.clock.now
            let talk = try Talk(fixture)
            try talk.say(changes: [.file([wages])])
            fixture.clock.advance(seconds: 100)
            try talk.say(changes: [.file([wages])])
            try equal(try fixture.second.firstCase(), at)
        },
    ]
}
