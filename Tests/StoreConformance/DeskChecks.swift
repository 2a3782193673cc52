// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

extension StoreConformance {
    private static func kinds(_ fixture: StoreFixture, after seq: Int64 = 0) throws -> [DeskEvent.Kind] {
        try fixture.second.seen(after: seq).map(\.event.kind)
    }

    static let deskChecks: [Check] = [
        Check("the owner changes with the turn, and staff are told") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            let asked = try talk.say("转人工", owner: .queue, changes: [.handOff(.asked)])
            var record = try talk.record()
            try equal(record.owner, .queue)
            try equal(record.handOff, .asked)
            try equal(record.waitingSince, asked.at)
            fixture.clock.advance(seconds: 30)
            // The bot goes on speaking; it still waits since then.
            try talk.say("好的")
            try equal(try talk.record().waitingSince, asked.at)
            try talk.say(nil, source: .officer(badge: "012"), owner: .officer(badge: "012"), push: true)
            record = try talk.record()
            try equal(record.owner, .officer(badge: "012"))
            try require(record.waitingSince == nil && record.handOff == nil)
            try talk.say(nil, source: .officer(badge: "012"), owner: .officer(badge: "013"), push: true)
            fixture.clock.advance(seconds: 30)
            let passed = try talk.say(nil, source: .officer(badge: "013"), owner: .queue, push: true)
            record = try talk.record()
            try equal(record.handOff, .passed)
            try equal(record.waitingSince, passed.at)
            try talk.say(nil, source: .officer(badge: "012"), owner: .officer(badge: "012"), push: true)
            try talk.say(nil, source: .officer(badge: "012"), owner: .bot, push: true)
            try equal(try talk.record().owner, .bot)
            let events = try fixture.second.seen()
            try equal(
                events.map { event in
                    "\(event.event.kind.rawValue) "
                        + event.event.fields.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
                },
                [
                    "handoff.waiting reason=asked,kiosk=2号机", "handoff.claimed badge=012",
                    "handoff.released to=officer,badge=012", "handoff.claimed badge=013",
                    "handoff.released to=queue,badge=013", "handoff.waiting reason=passed,kiosk=2号机",
                    "handoff.claimed badge=012", "handoff.released to=bot,badge=012",
                ])
            try require(events.allSatisfy { $0.conversation == talk.id })
        },
        Check("one claim wins") { fixture in
            let talk = try Talk(fixture)
            try talk.say(owner: .queue, changes: [.handOff(.asked)])
            let one = talk.next(nil, source: .officer(badge: "012"), owner: .officer(badge: "012"), push: true)
            talk.undo()
            var two = talk.next(nil, source: .officer(badge: "013"), owner: .officer(badge: "013"), push: true)
            two.leg?.seq += 1
            let results = try fixture.store.commit([one, two])
            _ = try results[0].committed()
            try results[1].stale(2)
            try equal(try talk.record().owner, .officer(badge: "012"))
        },
        Check("the queue is in order of waiting, and pages") { fixture in
            var talks: [Talk] = []
            for index in 0..<5 {
                let talk = try Talk(fixture)
                talks.append(talk)
                try talk.say(
                    changes: index == 1 ? [.file([wages])] : [])
            }
            for index in [3, 1, 4, 0, 2] {
                fixture.clock.advance(seconds: 10)
                try talks[index].say(owner: .queue, changes: [.handOff(index == 4 ? .safety : .stuck)])
            }
            let store = fixture.second
            let all = try store.queue(after: nil, limit: 10, viewer: plainOfficer)
            try equal(all.map(\.conversation), [3, 1, 4, 0, 2].map { talks[$0].id })
            try equal(all.map(\.version), [2, 2, 2, 2, 2])
            try equal(all.map(\.reason), [.stuck, .stuck, .safety, .stuck, .stuck])
            try equal(all[0].place, "2号机")
            try equal(all[0].purpose, nil)
            try equal(all[1].purpose, .relief)
            try equal(all[1].cases.count, 1)
            try equal(all[1].due, CivilDate(fixture.clock.now).adding(days: 15))
            let page = try store.queue(after: nil, limit: 2, viewer: plainOfficer)
            try equal(page, Array(all[..<2]))
            // The one the reader stood at is claimed meanwhile.
            try talks[1].say(nil, source: .officer(badge: "012"), owner: .officer(badge: "012"), push: true)
            try equal(
                try store.queue(after: talks[1].id, limit: 2, viewer: plainOfficer).map(\.conversation),
                [talks[4].id, talks[0].id])
            try equal(
                try store.queue(after: talks[0].id, limit: 5, viewer: plainOfficer).map(\.conversation), [talks[2].id])
            try equal(try store.queue(after: talks[2].id, limit: 5, viewer: plainOfficer).count, 0)
            try equal(try store.statistics().waiting, 4)
        },
        Check("who asked for a person waits though the bot owns, and who leaves waits no more") { fixture in
            let (one, two) = (try Talk(fixture), try Talk(fixture))
            try one.say(changes: [.handOff(.stuck)])
            try two.say(owner: .queue, changes: [.handOff(.asked)])
            try equal(try one.record().owner, .bot)
            try equal(try fixture.second.queue(after: nil, limit: 5, viewer: .desk).count, 2)
            try one.say()
            try equal(try fixture.second.queue(after: nil, limit: 5, viewer: .desk).count, 2)
            try two.say(owner: .bot)
            try equal(
                try fixture.second.queue(after: nil, limit: 5, viewer: .desk).map(\.conversation), [one.id])
            try one.say(ended: true)
            try equal(try fixture.second.queue(after: nil, limit: 5, viewer: .desk).count, 0)
            try require(try one.record().waitingSince == nil)
        },
        Check("a lease ends, is prolonged, and goes with the owner") { fixture in
            let (one, two) = (try Talk(fixture), try Talk(fixture))
            let start = fixture.clock.now
            func at(_ seconds: Int64) -> Timestamp { start.adding(milliseconds: seconds * 1000) }
            for (talk, badge) in [(one, "012"), (two, "013")] {
                try talk.say()
                try talk.say(
                    nil, source: .officer(badge: badge), owner: .officer(badge: badge),
                    changes: [.lease(until: at(60))], push: true)
            }
            try equal(try fixture.second.expiredLeases(at(60)), [])
            try equal(try fixture.second.expiredLeases(at(61)), [one.id, two.id])
            try fixture.store.renewLeases(of: "012", until: at(120))
            try fixture.store.renewLeases(of: "099", until: at(500))
            try equal(try fixture.second.expiredLeases(at(61)), [two.id])
            try equal(try fixture.second.expiredLeases(at(121)), [one.id, two.id])
            // A turn without a lease leaves it as it was prolonged.
            try one.say()
            try equal(try fixture.second.expiredLeases(at(119)), [two.id])
            try one.say(nil, source: .desk, owner: .queue, changes: [.handOff(.dropped)], push: true)
            try equal(try fixture.second.expiredLeases(at(9999)), [two.id])
            try equal(try one.record().handOff, .dropped)
            try two.say(ended: true)
            try equal(try fixture.second.expiredLeases(at(9999)), [])
        },
        Check("events come in commit order, by pages, and nothing is told twice") { fixture in
            let talks = try (0..<4).map { _ in try Talk(fixture) }
            _ = try fixture.store.commit(talks.map { $0.next(changes: [.file([wages, wages])]) })
            try fixture.store.append([
                DeskEvent(.calendarMissing, fields: [.init("year", "2027")]), DeskEvent(.clockJumped),
            ])
            let all = try fixture.second.seen(plainOfficer)
            try equal(all.count, 10)
            try equal(all.map(\.seq), all.map(\.seq).sorted())
            try equal(Set(all.map(\.seq)).count, 10)
            try equal(all.prefix(8).map(\.conversation), talks.flatMap { [$0.id, $0.id] })
            try equal(all[8].event, DeskEvent(.calendarMissing, fields: [.init("year", "2027")]))
            try require(all[8].conversation == nil)
            try equal(all[9].at, fixture.clock.now)
            var read: [StoredEvent] = []
            var last: Int64 = 0
            repeat {
                let page = try fixture.second.events(after: last, limit: 3, viewer: plainOfficer)
                try require(page.gapFrom == nil)
                read += page.events
                guard page.last > last else { break }
                last = page.last
            } while true
            try equal(read, all)
            try equal(try fixture.second.events(after: .max, limit: 1, viewer: .desk).last, all[9].seq)
            try equal(try fixture.second.events(after: .max, limit: 1, viewer: .desk).events, [])
            try fixture.store.append([])
            try equal(try kinds(fixture, after: all[9].seq), [])
        },
        Check("hidden events count for going on") { fixture in
            let (closed, open) = (try Talk(fixture), try Talk(fixture))
            for _ in 0..<5 { try closed.say(changes: [.seal, .file([bribe])]) }
            try open.say(changes: [.file([wages])])
            let page = try fixture.second.events(after: 0, limit: 3, viewer: plainOfficer)
            try equal(page.events, [])
            try require(page.last > 0)
            let next = try fixture.second.events(after: page.last, limit: 3, viewer: plainOfficer)
            try equal(next.events.map(\.conversation), [open.id])
        },
        Check("purged events leave a gap that is told") { fixture in
            try fixture.store.append([DeskEvent(.clockJumped), DeskEvent(.safetyAlert), DeskEvent(.backupStale)])
            fixture.clock.advance(seconds: 100)
            try fixture.store.append([DeskEvent(.calendarMissing)])
            let all = try fixture.second.seen()
            try fixture.store.purgeEvents(before: fixture.clock.now)
            let page = try fixture.second.events(after: 0, limit: 10, viewer: .desk)
            try equal(page.events.map(\.event.kind), [.safetyAlert, .calendarMissing])
            try equal(page.gapFrom, all[1].seq)
            try require(
                try fixture.second.events(after: all[2].seq, limit: 10, viewer: .desk).gapFrom == nil)
            fixture.clock.advance(seconds: 100)
            _ = try fixture.store.acknowledgeAlert(all[1].seq, by: "012")
            try fixture.store.purgeEvents(before: fixture.clock.now)
            let empty = try fixture.second.events(after: 0, limit: 10, viewer: .desk)
            try equal(empty.events, [])
            try require(empty.gapFrom != nil)
            try fixture.store.append([DeskEvent(.clockJumped)])
            try equal(try fixture.second.seen().map(\.seq), [all[3].seq + 1])
        },
        Check("an alert is acknowledged once") { fixture in
            let talk = try Talk(fixture)
            try talk.say(changes: [.event(DeskEvent(.safetyAlert, fields: [.init("kiosk", "2号机")]))])
            try fixture.store.append([DeskEvent(.clockJumped)])
            let alerts = try fixture.second.unacknowledgedAlerts()
            try equal(alerts.map(\.conversation), [talk.id])
            try equal(alerts[0].event.fields, [.init("kiosk", "2号机")])
            try equal(try fixture.store.acknowledgeAlert(alerts[0].seq + 1, by: "012"), false)
            try equal(try fixture.store.acknowledgeAlert(999, by: "012"), false)
            try equal(try fixture.store.acknowledgeAlert(alerts[0].seq, by: "012"), true)
            try equal(try fixture.store.acknowledgeAlert(alerts[0].seq, by: "013"), false)
            try equal(try fixture.second.unacknowledgedAlerts(), [])
            try equal(try fixture.second.seen()[0].acknowledgedBy, "012")
        },
    ]
}
