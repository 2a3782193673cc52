// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

extension StoreConformance {
    static let commitChecks: [Check] = [
        Check("an opened conversation is read back whole") { fixture in
            let talk = try Talk(fixture)
            let stored = try talk.say("我要反映工资", changes: [.draftIssued])
            try equal(stored.version, 1)
            try equal(stored.seq, 1)
            try equal(stored.key, "m1")
            try equal(stored.input, "我要反映工资")
            try equal(stored.at, fixture.clock.now)
            try require(!stored.opened && !stored.isPush && !stored.ended)
            let record = try some(try fixture.second.conversation(talk.id, viewer: .desk))
            try equal(record.version, 1)
            try equal(record.opening, Talk.opening)
            try equal(record.openedAt, fixture.clock.now)
            try equal(record.lastAt, fixture.clock.now)
            try equal(record.lane, .general)
            try equal(record.owner, .bot)
            try equal(record.state, Array("state 1".utf8))
            try equal(record.expect, Expectation(.text))
            try require(record.draftIssued && !record.erased && !record.ended && record.cases.isEmpty)
            let leg = try some(record.leg)
            try equal(
                leg, LegRecord(id: talk.leg, name: talk.name, conversation: talk.id, lastSeq: 1, acknowledged: 0))
            try equal(try fixture.second.leg(talk.name), leg)
            try equal(try fixture.second.transcript(talk.id, after: 0, limit: 10, viewer: .desk), [stored])
            try equal(try fixture.second.turns(leg: talk.leg, after: 0, limit: 10), [stored])
        },
        Check("every kind of message, expectation and source comes back as it was") { fixture in
            let messages = [
                Message(.text, "一"), Message(.menu([.init(key: "1", text: "是"), .init(key: "0", text: "")]), "1. 是"),
                Message(.answer(id: "a1", basis: "第三条"), "答"),
                Message(.review([.init(key: "name", label: "姓名", value: Hole.identity(.name).marker)]), "核对"),
                Message(.draft, Hole.draftNumber.marker + Hole.code(0).marker), Message(.notice, ""),
                Message(.officer(badge: "012"), "您好"),
                Message(.receipt(.init(claim: 0, person: 1)), "回执"),
            ]
            let talk = try Talk(fixture)
            for (index, kind) in Expectation.Kind.allCases.enumerated() {
                let turn = talk.next(
                    index == 0 ? nil : "", source: [.petitioner, .desk, .officer(badge: "012")][index % 3],
                    messages: messages, expect: Expectation(kind, secret: index % 2 == 0, patient: index % 3 == 0))
                let stored = try fixture.store.commitOne(turn).committed()
                try equal(stored.messages, messages)
                try equal(stored.expect, turn.expect)
                try equal(stored.source, turn.source)
                try equal(stored.input, turn.input)
                try equal(
                    try fixture.second.transcript(talk.id, after: Int64(index), limit: 1, viewer: .desk), [stored])
            }
        },
        Check("a repeated id gets the stored turn and changes nothing") { fixture in
            let talk = try Talk(fixture)
            let first = try talk.say()
            let second = try talk.say("第二句")
            let before = try talk.record()
            let events = try fixture.store.seen()
            fixture.clock.advance(seconds: 60)
            for (id, stored) in [("m1", first), ("m2", second)] {
                let again = talk.next(
                    "别的话", key: talk.key(id), messages: [Message(.text, "别的")], changes: [.file([wages])])
                talk.undo()
                try equal(try fixture.store.commitOne(again).duplicate(), stored)
            }
            try equal(try talk.record(), before)
            try equal(try fixture.store.seen(), events)
            try equal(try fixture.store.cases(viewer: .desk).count, 0)
            try equal(try fixture.store.statistics().turns, 2)
        },
        Check("a repeated opening opens nothing") { fixture in
            let talk = try Talk(fixture)
            let opening = talk.next()
            let stored = try fixture.store.commitOne(opening).committed()
            var again = opening
            again.conversation = ConversationID(try fixture.store.reserveIDs(1).lowerBound)
            again.leg?.name = nil
            try equal(try fixture.store.commitOne(again).duplicate(), stored)
            try equal(try fixture.store.statistics().conversations, 1)
        },
        Check("an id repeated within its group is a duplicate") { fixture in
            let talk = try Talk(fixture)
            let turn = talk.next()
            let results = try fixture.store.commit([turn, turn])
            try equal(results.count, 2)
            let stored = try results[0].committed()
            try equal(try results[1].duplicate(), stored)
            try equal(try fixture.store.statistics().turns, 1)
        },
        Check("the same id on another leg is another message") { fixture in
            let (one, two) = (try Talk(fixture), try Talk(fixture))
            try one.say()
            try two.say()
            try equal(try fixture.store.statistics().turns, 2)
        },
        Check("turns without an id are never duplicates") { fixture in
            let talk = try Talk(fixture)
            for _ in 0..<3 { try talk.say(key: .some(nil)) }
            let turns = try fixture.second.transcript(talk.id, after: 0, limit: 10, viewer: .desk)
            try equal(turns.map(\.key), [nil, nil, nil])
        },
        Check("an officer's ids count over all conversations") { fixture in
            let scope = try fixture.store.ensureLeg(LegName(name: "staff", conv: "012"))
            let (one, two) = (try Talk(fixture), try Talk(fixture))
            try one.say()
            try two.say()
            let key = Turn.IdempotencyKey(scope: scope.id, id: "x1")
            let stored = try one.say(
                nil, key: key, source: .officer(badge: "012"), owner: .officer(badge: "012"), push: true)
            try equal(stored.key, nil)
            let elsewhere = two.next(nil, key: key, source: .officer(badge: "012"), push: true)
            try equal(try fixture.store.commitOne(elsewhere).duplicate(), stored)
        },
        Check("the version decides: an older or newer one is stale") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            try talk.say()
            for version in [1, 3] as [Int64] {
                var turn = talk.next(key: .some(nil))
                talk.undo()
                turn.version = version
                try fixture.store.commitOne(turn).stale(2)
            }
            var opening = talk.next(key: .some(nil))
            talk.undo()
            opening.version = 0
            opening.opening = Talk.opening
            try fixture.store.commitOne(opening).stale(2)
            try talk.say()
        },
        Check("what is not there is not found, and an opening needs its opening") { fixture in
            let talk = try Talk(fixture)
            var turn = talk.next()
            turn.version = 4
            try fixture.store.commitOne(turn).refused(.notFound)
            turn.version = 0
            turn.opening = nil
            try fixture.store.commitOne(turn).invalid()
            try require(try fixture.store.conversation(talk.id, viewer: .desk) == nil)
            try equal(try fixture.store.transcript(talk.id, after: 0, limit: 5, viewer: .desk), [])
            try require(try fixture.store.leg(talk.name) == nil)
        },
        Check("one item's conflict does not fail its group") { fixture in
            let (one, two, three) = (try Talk(fixture), try Talk(fixture), try Talk(fixture))
            let first = try one.say()
            var stale = one.next("晚了", key: .some(nil))
            one.undo()
            stale.version = 0
            stale.opening = Talk.opening
            let again = one.next(key: one.key("m1"))
            one.undo()
            var lost = three.next()
            lost.version = 9
            let results = try fixture.store.commit([two.next(), stale, again, lost, one.next(), two.next()])
            try equal(results.count, 6)
            _ = try results[0].committed()
            try results[1].stale(1)
            try equal(try results[2].duplicate(), first)
            try results[3].refused(.notFound)
            try equal(try results[4].committed().version, 2)
            try equal(try results[5].committed().version, 2)
            try equal(try fixture.second.statistics().turns, 4)
        },
        Check("within a group a later turn builds on an earlier one") { fixture in
            let talk = try Talk(fixture)
            let results = try fixture.store.commit((0..<20).map { _ in talk.next() })
            let stored = try results.map { try $0.committed() }
            try equal(stored.map(\.version), Array(1...20))
            try equal(Set(stored.map(\.journal)).count, 20)
            try equal(stored.map(\.journal), stored.map(\.journal).sorted())
            try equal(try fixture.second.transcript(talk.id, after: 0, limit: 100, viewer: .desk), stored)
        },
        Check("long conversations page, and their old ids are still known") { fixture in
            let talk = try Talk(fixture)
            var stored: [StoredTurn] = []
            for _ in 0..<30 {
                stored += try fixture.store.commit((0..<10).map { _ in talk.next() }).map { try $0.committed() }
            }
            var read: [StoredTurn] = []
            while true {
                let page = try fixture.second.transcript(
                    talk.id, after: read.last?.version ?? 0, limit: 77, viewer: plainOfficer)
                read += page
                if page.count < 77 { break }
            }
            try equal(read, stored)
            try equal(try fixture.second.turns(leg: talk.leg, after: 290, limit: 100), Array(stored[290...]))
            let again = talk.next(key: talk.key("m3"))
            talk.undo()
            try equal(try fixture.store.commitOne(again).duplicate(), stored[2])
            try talk.say()
        },
        Check("time never runs backwards, and a jump of the clock is told once") { fixture in
            let talk = try Talk(fixture)
            let first = try talk.say()
            try require(fixture.store.takeClockJump() == nil)
            fixture.clock.advance(seconds: 3600)
            let second = try talk.say()
            try require(fixture.store.takeClockJump() == nil, "an hour that went by is no jump")
            fixture.clock.jump(seconds: -7200)
            let third = try talk.say()
            try require(first.at < second.at)
            try equal(third.at, second.at)
            let jump = try some(fixture.store.takeClockJump())
            try equal(jump.seconds, -7200)
            try require(fixture.store.takeClockJump() == nil)
            fixture.clock.jump(seconds: 200)
            try talk.say()
            try require(fixture.store.takeClockJump() == nil, "small steps are no jump")
            fixture.clock.jump(seconds: 86_400)
            try equal(try talk.say().at, fixture.clock.now)
            try equal(try some(fixture.store.takeClockJump()).seconds, 86_400)
        },
    ]
}
