// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

extension StoreConformance {
    static let keepingChecks: [Check] = [
        Check("a conversation that is moved to other dialogs stays on those") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            try equal(try some(try fixture.second.conversation(talk.id, viewer: .desk)).opening, Talk.opening)
            let old = try fixture.second.scriptsInUse()
            try talk.say(changes: [.moved(script: "another")])
            try talk.say()
            var moved = Talk.opening
            moved.script = "another"
            try equal(try some(try fixture.second.conversation(talk.id, viewer: .desk)).opening, moved)
            try equal(old, [Talk.opening.script])
            try equal(try fixture.second.scriptsInUse(), ["another"])
        },
        Check("wrong codes make one wait, ever longer") { fixture in
            let store = fixture.store
            func wrong(_ number: String, _ source: String) throws -> Int {
                try store.recordCodeTry(number: number, source: source, right: false)
            }
            try equal(try fixture.second.codeTryWait(number: "N", source: "a"), 0)
            for index in 0..<3 { try equal(try wrong("N", "a\(index)"), 0) }
            var waits: [Int] = []
            for index in 3..<14 {
                let wait = try wrong("N", "a\(index)")
                waits.append(wait)
                try equal(try fixture.second.codeTryWait(number: "N", source: "other"), wait)
                // Not heard, not counted, not cleared while it lasts.
                fixture.clock.advance(seconds: 1)
                try equal(try wrong("N", "b"), wait - 1)
                try equal(try store.recordCodeTry(number: "N", source: "b", right: true), wait - 1)
                fixture.clock.advance(seconds: Int64(wait - 1))
                try equal(try fixture.second.codeTryWait(number: "N", source: "other"), 0)
            }
            try equal(waits, [5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900])
            try equal(try fixture.second.codeTryWait(number: "M", source: "other"), 0)
            try equal(try store.recordCodeTry(number: "N", source: "b", right: true), 0)
            for _ in 0..<3 { try equal(try wrong("N", "b"), 0) }
        },
        Check("a place that tries many numbers waits too, and a right one does not clear it") { fixture in
            for index in 0..<10 {
                try equal(
                    try fixture.store.recordCodeTry(number: "n\(index)", source: "kiosk 2", right: false), 0)
            }
            try equal(try fixture.store.recordCodeTry(number: "own", source: "kiosk 2", right: true), 0)
            try equal(try fixture.store.recordCodeTry(number: "n10", source: "kiosk 2", right: false), 5)
            try equal(try fixture.second.codeTryWait(number: "own", source: "kiosk 2"), 5)
            try equal(try fixture.second.codeTryWait(number: "own", source: "kiosk 3"), 0)
            // A day without tries, and it is forgotten.
            fixture.clock.advance(seconds: 86_401)
            for index in 0..<10 {
                try equal(
                    try fixture.store.recordCodeTry(number: "m\(index)", source: "kiosk 2", right: false), 0)
            }
        },
        Check("officers are found by their token, changed, and keep it") { fixture in
            var wang = Officer(badge: "012", name: "王㐂", unit: "办信科", roles: [.intake, .cases, .sealed])
            let li = Officer(badge: "007", name: "李", unit: "督查科", roles: [])
            try fixture.store.save(officer: wang, tokenHash: [1, 2, 3])
            try fixture.store.save(officer: li, tokenHash: [4, 5, 6])
            try equal(try fixture.second.officer(tokenHash: [1, 2, 3]), wang)
            try equal(try fixture.second.officers(), [li, wang])
            try require(try fixture.second.officer(tokenHash: [1, 2]) == nil)
            try require(try fixture.second.officer(tokenHash: []) == nil)
            wang.disabled = true
            wang.roles = [.audit, .admin]
            try fixture.store.save(officer: wang, tokenHash: [])
            try equal(try fixture.second.officer(tokenHash: [1, 2, 3]), wang)
            try fixture.store.save(officer: wang, tokenHash: [7])
            try require(try fixture.second.officer(tokenHash: [1, 2, 3]) == nil)
            try equal(try fixture.second.officer(tokenHash: [7]), wang)
            try refuses(.invalid) { try fixture.store.save(officer: wang, tokenHash: [4, 5, 6]) }
            try equal(try fixture.second.officer(tokenHash: [4, 5, 6]), li)
            let nobody = Officer(badge: "000", name: "", unit: "", roles: [.intake])
            try fixture.store.save(officer: nobody, tokenHash: [])
            try equal(try fixture.second.officers().map(\.badge), ["000", "007", "012"])
        },
        Check("scripts are kept by hash while somebody is on them") { fixture in
            try fixture.store.saveScript(hash: "h1", source: Array("flow: 一".utf8))
            try fixture.store.saveScript(hash: "h1", source: [9])
            try fixture.store.saveScript(hash: "empty", source: [])
            try equal(try fixture.second.script(hash: "h1"), Array("flow: 一".utf8))
            try equal(try fixture.second.script(hash: "empty"), [])
            try require(try fixture.second.script(hash: "h2") == nil)
            try equal(try fixture.second.scriptsInUse(), [])
            let (one, two) = (try Talk(fixture), try Talk(fixture))
            try one.say()
            try two.say()
            try equal(try fixture.second.scriptsInUse(), ["script-1"])
            try one.say(ended: true)
            try equal(try fixture.second.scriptsInUse(), ["script-1"])
            try two.say(ended: true)
            try equal(try fixture.second.scriptsInUse(), [])
        },
        Check("statistics count what there is") { fixture in
            try equal(
                try fixture.second.statistics(),
                StoreStatistics(conversations: 0, open: 0, waiting: 0, cases: 0, turns: 0))
            let talks = try (0..<3).map { _ in try Talk(fixture) }
            for talk in talks { try talk.say() }
            try talks[0].say(changes: [.file([wages, wages])], ended: true)
            try talks[1].say(owner: .queue, changes: [.handOff(.asked)])
            try equal(
                try fixture.second.statistics(),
                StoreStatistics(conversations: 3, open: 2, waiting: 1, cases: 2, turns: 5))
        },
        Check("the epoch stays, and the store is writable") { fixture in
            let epoch = try fixture.store.epoch()
            try require(!epoch.isEmpty)
            try Talk(fixture).say()
            try equal(try fixture.second.epoch(), epoch)
            try require(fixture.store.isWritable)
            try equal(try fixture.store.commit([]).count, 0)
        },
        Check("reading what is not there gives nothing") { fixture in
            let store = fixture.second
            let nobody = ConversationID(77)
            try require(try store.conversation(nobody, viewer: .desk) == nil)
            try equal(try store.transcript(nobody, after: 0, limit: 9, viewer: .desk), [])
            try equal(try store.turns(leg: LegID(5), after: 0, limit: 9), [])
            try require(try store.identity(nobody, .name, viewer: .desk) == nil)
            try require(try store.caseRecord(number: "", viewer: .desk) == nil)
            try equal(try store.queue(after: nobody, limit: 9, viewer: .desk), [])
            try equal(try store.events(after: 0, limit: 9, viewer: .desk), EventPage(gapFrom: nil, events: [], last: 0))
            try equal(try store.unacknowledgedAlerts(), [])
            try equal(try store.expiredLeases(fixture.clock.now), [])
            try equal(try store.officers(), [])
            try equal(try store.cases(viewer: .desk), [])
            try equal(try store.lastID(), 0)
        },
    ]
}
