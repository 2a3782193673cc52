// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

extension StoreConformance {
    static let legChecks: [Check] = [
        Check("ids are never given twice") { fixture in
            var seen: Set<Int64> = []
            for count in [1, 5, 100] {
                let ids = try fixture.store.reserveIDs(count)
                try equal(ids.count, count)
                try require(seen.isDisjoint(with: ids) && ids.lowerBound > 0)
                seen.formUnion(ids)
                try equal(try fixture.second.lastID(), ids.upperBound)
            }
            let leg = try fixture.store.ensureLeg(LegName(name: "staff", conv: "012"))
            try require(!seen.contains(leg.id.value))
            try refuses(.invalid) { _ = try fixture.store.reserveIDs(0) }
        },
        Check("a leg is made once for its name") { fixture in
            let name = LegName(name: "staff", conv: "012")
            try require(try fixture.second.leg(name) == nil)
            let leg = try fixture.store.ensureLeg(name)
            try equal(leg, LegRecord(id: leg.id, name: name, conversation: nil, lastSeq: 0, acknowledged: 0))
            try equal(try fixture.store.ensureLeg(name), leg)
            try equal(try fixture.second.leg(name), leg)
            try require(try fixture.second.leg(LegName(name: "staff", conv: "013")) == nil)
        },
        Check("a turn out of its leg's order is stale") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            try talk.say()
            var late = talk.next(key: .some(nil))
            talk.undo()
            late.leg?.seq = 2
            try fixture.store.commitOne(late).stale(2)
            var lost = late
            lost.leg = Turn.LegReference(id: LegID(999_999), seq: 1)
            try fixture.store.commitOne(lost).invalid()
            // Another id for a name that is taken: two sessions made the leg at once.
            var taken = late
            taken.leg = Turn.LegReference(id: LegID(999_999), seq: 1, name: talk.name)
            try fixture.store.commitOne(taken).stale(2)
            try talk.say()
        },
        Check("a new conversation on the same leg goes on with its seq") { fixture in
            let one = try Talk(fixture)
            try one.say()
            try one.say(ended: true)
            let leg = try some(try fixture.store.leg(one.name))
            let two = try Talk(fixture, leg: leg)
            let opened = try two.say(key: two.key("n1"))
            try require(opened.opened)
            try equal(opened.seq, 3)
            try two.say(key: two.key("n2"))
            try equal(try some(try fixture.second.leg(one.name)).conversation, two.id)
            try equal(try fixture.second.turns(leg: one.leg, after: 0, limit: 10).map(\.seq), [1, 2, 3, 4])
            try equal(try fixture.second.turns(leg: one.leg, after: 1, limit: 2).map(\.seq), [2, 3])
            try equal(
                try fixture.second.turns(leg: one.leg, after: 0, limit: 10).map(\.opened), [false, false, true, false])
            // Ids of the former conversation are still the leg's.
            let again = two.next(key: two.key("m1"))
            two.undo()
            try equal(try fixture.store.commitOne(again).duplicate().conversation, one.id)
            // Nothing but pushes goes to the former conversation on this leg now.
            let late = one.next(key: .some(nil))
            one.undo()
            var moved = late
            moved.leg?.seq = 9
            try fixture.store.commitOne(moved).stale(2)
        },
        Check("a resumed conversation moves to the new leg") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            let (oldLeg, oldName) = (talk.leg, talk.name)
            let other = try Talk(fixture, relay: "kiosk")
            try other.say()
            let newLeg = try some(try fixture.store.leg(other.name))
            try fixture.store.bind(leg: newLeg.id, name: newLeg.name, to: talk.id)

            try require(try some(try fixture.second.leg(oldName)).conversation == nil)
            try equal(try some(try fixture.second.leg(other.name)).conversation, talk.id)
            try equal(try talk.record().leg?.id, newLeg.id)
            try require(try other.record().leg == nil)
            // The old leg speaks no more for it, but is told so.
            var late = talk.next(key: .some(nil))
            talk.undo()
            late.leg?.seq = 2
            try fixture.store.commitOne(late).stale(1)
            var notice = talk.next(nil, messages: [Message(.notice, "已经换到别的窗口了。")], push: true)
            notice.leg?.seq = 2
            _ = try fixture.store.commitOne(notice).committed()
            (talk.leg, talk.name, talk.seq) = (newLeg.id, newLeg.name, newLeg.lastSeq)
            let next = try talk.say(key: talk.key("r1"))
            try equal(next.version, 3)
            try equal(next.seq, 2)
            try equal(try fixture.second.turns(leg: oldLeg, after: 0, limit: 10).map(\.version), [1, 2])
            try equal(
                try fixture.second.turns(leg: newLeg.id, after: 0, limit: 10).map(\.conversation), [other.id, talk.id])
            try equal(try some(try fixture.second.leg(oldName)).lastSeq, 2)
        },
        Check("a conversation can be bound to a leg that is new") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            let id = LegID(try fixture.store.reserveIDs(1).lowerBound)
            let name = LegName(name: "kiosk", conv: "k-1")
            try fixture.store.bind(leg: id, name: name, to: talk.id)
            try equal(
                try fixture.second.leg(name),
                LegRecord(id: id, name: name, conversation: talk.id, lastSeq: 0, acknowledged: 0))
            (talk.leg, talk.name, talk.seq) = (id, name, 0)
            try talk.say()
            try refuses(.invalid) { try fixture.store.bind(leg: id, name: name, to: ConversationID(999_999)) }
            try refuses(.invalid) { try fixture.store.bind(leg: LegID(888_888), name: name, to: talk.id) }
        },
        Check("pushes wait until they are acknowledged") { fixture in
            let (one, two) = (try Talk(fixture), try Talk(fixture, relay: "another"))
            for talk in [one, two] {
                try talk.say()
                try talk.say(nil, source: .officer(badge: "012"), push: true)
                try talk.say()
                try talk.say(nil, source: .officer(badge: "012"), push: true)
            }
            func waiting(_ name: String) throws -> [[Int64]] {
                try fixture.second.unacknowledged(name: name).map { [$0.0.id.value, $0.after] }
            }
            try equal(try waiting("wechat-gw"), [[one.leg.value, 1]])
            try equal(try waiting("another"), [[two.leg.value, 1]])
            try equal(try waiting("nobody"), [])
            try fixture.store.acknowledge(leg: one.leg, through: 2)
            try equal(try fixture.store.unacknowledged(name: "wechat-gw").map(\.after), [3])
            try equal(try some(try fixture.store.leg(one.name)).acknowledged, 2)
            // Cumulative, never back, never past what was sent.
            try fixture.store.acknowledge(leg: one.leg, through: 1)
            try equal(try fixture.store.unacknowledged(name: "wechat-gw").map(\.after), [3])
            try fixture.store.acknowledge(leg: one.leg, through: 1_000_000)
            try equal(try fixture.store.unacknowledged(name: "wechat-gw").count, 0)
            try equal(try some(try fixture.store.leg(one.name)).acknowledged, 4)
            try one.say(nil, source: .desk, push: true)
            try equal(try waiting("wechat-gw"), [[one.leg.value, 4]])
            try equal(try waiting("another"), [[two.leg.value, 1]])
            try fixture.store.acknowledge(leg: LegID(999_999), through: 3)
            try equal(
                try fixture.second.turns(leg: two.leg, after: 1, limit: 10).map(\.isPush), [true, false, true])
        },
        Check("a conversation may have no leg") { fixture in
            let talk = try Talk(fixture)
            var turn = talk.next(key: .some(nil))
            turn.leg = nil
            let stored = try fixture.store.commitOne(turn).committed()
            try require(stored.leg == nil && stored.seq == 0 && stored.key == nil)
            try require(try talk.record().leg == nil)
            try equal(try fixture.second.transcript(talk.id, after: 0, limit: 5, viewer: .desk), [stored])
        },
    ]
}
