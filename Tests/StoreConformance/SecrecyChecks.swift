// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

extension StoreConformance {
    static let secrecyChecks: [Check] = [
        Check("a sealed conversation is not there for who may not see it, back to its first line") { fixture in
            let talk = try Talk(fixture)
            try talk.say(changes: [.identity(.name, "张三丰")])
            try talk.say(owner: .queue, changes: [.handOff(.asked)])
            try equal(try fixture.second.seen(plainOfficer).count, 1)
            try equal(try fixture.second.queue(after: nil, limit: 10, viewer: plainOfficer).count, 1)
            try talk.say("他收了人家两万块", changes: [.seal])
            let number = try talk.say(changes: [.file([bribe])]).cases[0]
            try talk.say(
                changes: [.event(DeskEvent(.safetyAlert, fields: [.init("kiosk", "2号机")]))])

            let store = fixture.second
            for (viewer, sees) in [(plainOfficer, false), (sealedOfficer, true), (Viewer.desk, true)] {
                try equal(try store.conversation(talk.id, viewer: viewer) != nil, sees)
                try equal(try store.transcript(talk.id, after: 0, limit: 10, viewer: viewer).count, sees ? 5 : 0)
                try equal(try store.queue(after: nil, limit: 10, viewer: viewer).count, sees ? 1 : 0)
                try equal(try store.cases(viewer: viewer).map(\.number), sees ? [number] : [])
                try equal(try store.caseRecord(number: number, viewer: viewer)?.lane, sees ? .sealed : nil)
                try equal(try store.identity(talk.id, .name, viewer: viewer), sees ? "张三丰" : nil)
                let page = try store.events(after: 0, limit: 10, viewer: viewer)
                try equal(page.events.map(\.event.kind), sees ? [.handoffWaiting, .caseFiled, .safetyAlert] : [])
                try equal(page.last, 3)
            }
            try equal(try talk.record().lane, .sealed)
            try equal(try store.queue(after: nil, limit: 10, viewer: sealedOfficer).first?.lane, .sealed)
            // The petitioner goes on as before.
            try equal(try store.turns(leg: talk.leg, after: 0, limit: 10).count, 5)
            let again = talk.next(key: talk.key("m1"))
            talk.undo()
            try equal(try fixture.store.commitOne(again).duplicate().version, 1)
        },
        Check("others are not sealed with it") { fixture in
            let (open, closed) = (try Talk(fixture), try Talk(fixture))
            try open.say(changes: [.file([wages])])
            try closed.say(changes: [.seal, .file([bribe])])
            try equal(try fixture.second.cases(viewer: plainOfficer).map(\.conversation), [open.id])
            try equal(try fixture.second.cases(viewer: sealedOfficer).map(\.conversation), [open.id, closed.id])
        },
        Check("a 举报 is sealed even when the dialog forgot it") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            let number = try talk.say(changes: [.file([bribe])]).cases[0]
            try equal(try talk.record().lane, .sealed)
            try require(try fixture.second.caseRecord(number: number, viewer: plainOfficer) == nil)
            try equal(try fixture.second.seen(plainOfficer), [])
            try equal(try fixture.second.seen(sealedOfficer).count, 1)
        },
        Check("words about a sealed case seal the conversation they were said in") { fixture in
            let report = try Talk(fixture)
            let number = try report.say(changes: [.file([bribe])]).cases[0]
            let other = try Talk(fixture)
            try other.say("我来问进度")
            try other.say(changes: [.caseEvent(number: number, .supplemented, text: "又收了一次")])
            try require(try fixture.second.conversation(other.id, viewer: plainOfficer) == nil)
            try equal(try fixture.second.seen(plainOfficer), [])
        },
        Check("identity is kept by field, replaced, and told of no one else") { fixture in
            let (one, two) = (try Talk(fixture), try Talk(fixture))
            let all: [(IdentityField, String)] = [
                (.name, "𠮷田㐂"), (.phone, "13800000000"), (.address, "东城区建设路1号"), (.idNumber, "11010119900101001X"),
                (.companions, "李四\n王五"),
            ]
            try one.say(changes: all.map { .identity($0.0, $0.1) })
            try two.say()
            for (field, value) in all {
                try equal(try fixture.second.identity(one.id, field, viewer: plainOfficer), value)
                try require(try fixture.second.identity(two.id, field, viewer: .desk) == nil)
            }
            try one.say(changes: [.identity(.phone, "13900000000")])
            try equal(try fixture.second.identity(one.id, .phone, viewer: .desk), "13900000000")
            try equal(try fixture.second.identity(one.id, .name, viewer: .desk), "𠮷田㐂")
        },
        Check("what is erased is gone, and only the last word stays") { fixture in
            let talk = try Talk(fixture)
            try talk.say("我叫张三丰", changes: [.identity(.name, "张三丰"), .draftIssued])
            try talk.say(
                changes: [
                    .event(DeskEvent(.safetyAlert, fields: [.init("kiosk", "2号机")])), .handOff(.safety),
                    .answered(id: "a1", resolved: true),
                ])
            let gone = try talk.say(
                "都删掉", messages: [Message(.notice, "已经删掉了。")], changes: [.erase, .identity(.phone, "1")], ended: true)
            let store = fixture.second
            let record = try some(try store.conversation(talk.id, viewer: .desk))
            try require(record.erased && record.ended)
            try equal(record.version, 3)
            for field in IdentityField.allCases {
                try require(try store.identity(talk.id, field, viewer: .desk) == nil)
            }
            try equal(try store.transcript(talk.id, after: 0, limit: 10, viewer: .desk), [gone])
            try equal(try store.turns(leg: talk.leg, after: 0, limit: 10), [gone])
            let events = try store.seen()
            try equal(events.map(\.event.kind), [.safetyAlert, .handoffWaiting])
            try equal(events.map(\.event.fields), [[.init("kiosk", "2号机")], []])
            try equal(try store.unacknowledgedAlerts().map(\.event.fields), [[.init("kiosk", "2号机")]])
            try equal(try store.queue(after: nil, limit: 10, viewer: .desk).count, 0)
            try equal(try store.scriptsInUse(), [])

            let again = talk.next(key: talk.key("m3"))
            talk.undo()
            try equal(try fixture.store.commitOne(again).duplicate(), gone)
            let older = talk.next(key: talk.key("m1"))
            talk.undo()
            try fixture.store.commitOne(older).refused(.notFound)
            try fixture.store.commitOne(talk.next(key: talk.key("new"))).refused(.notFound)
            try refuses(.invalid) { try fixture.store.bind(leg: talk.leg, name: talk.name, to: talk.id) }
        },
        Check("what is registered cannot be erased") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            try fixture.store.commitOne(talk.next(changes: [.erase, .file([wages])])).invalid()
            talk.undo()
            try talk.say(changes: [.file([wages])])
            try fixture.store.commitOne(talk.next(changes: [.erase])).invalid()
            talk.undo()
            try talk.say()
            try equal(try fixture.second.transcript(talk.id, after: 0, limit: 10, viewer: .desk).count, 3)
        },
        Check("a sealed conversation can be erased before filing") { fixture in
            let talk = try Talk(fixture)
            try talk.say(changes: [.seal, .identity(.name, "张三丰")])
            try talk.say(changes: [.erase], ended: true)
            try require(try fixture.second.conversation(talk.id, viewer: plainOfficer) == nil)
            try require(try some(try fixture.second.conversation(talk.id, viewer: .desk)).erased)
            try require(try fixture.second.identity(talk.id, .name, viewer: .desk) == nil)
        },
    ]
}
