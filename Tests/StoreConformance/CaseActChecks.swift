// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

/// Acts of officers on the ledger of a case.
extension StoreConformance {
    private static func accepting(_ number: String, basedOn version: Int) -> CaseDecision {
        CaseDecision(
            number: number, basedOn: version,
            entry: CaseEntry(kind: .accepted, text: "好", fields: [.way: "6", .document: "受1号"]))
    }

    static let caseActChecks: [Check] = [
        Check("an act is added to the ledger with its fields, and says what version it made") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            let stored = try talk.say(
                nil, source: .officer(badge: "021"), changes: [.caseAct(accepting(number, basedOn: 1))], push: true)
            try equal(stored.ledger, [.init(number: number, version: 2)])
            let record = try some(try fixture.second.caseRecord(number: number, viewer: .desk))
            try equal(
                record.events[1],
                CaseEvent(.accepted, at: stored.at, by: "021", text: "好", fields: [.way: "6", .document: "受1号"]))
            try equal(CaseFile(record).stage, .accepted)
            try equal(CaseFile(record).version, 2)
            let changed = try fixture.second.seen().filter { $0.event.kind == .caseChanged }
            try equal(changed.map(\.event.fields), [[.init("act", "accepted")]])
            try equal(try fixture.second.transcript(talk.id, after: 1, limit: 9, viewer: .desk), [stored])
        },
        Check("of two acts decided on the same ledger one is done, and nothing comes of the other") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            let first = talk.next(
                nil, source: .officer(badge: "021"), changes: [.caseAct(accepting(number, basedOn: 1))], push: true)
            let second = talk.next(
                nil, source: .officer(badge: "022"), owner: .queue,
                changes: [.seal, .caseAct(accepting(number, basedOn: 1))], push: true)
            talk.undo()
            talk.owner = .bot
            // Also within one group.
            let results = try fixture.store.commit([first, second])
            try equal(results.count, 2)
            _ = try results[0].committed()
            try equal(results[1].movedTo, 2)
            try equal(try some(try fixture.second.caseRecord(number: number, viewer: plainOfficer)).events.count, 2)
            try talk.say()
        },
        Check("what a petitioner says in between makes an act that was decided before it void") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            let other = try Talk(fixture)
            try other.say(changes: [.caseEvent(number: number, .withdrawn, text: "")])
            let late = talk.next(
                nil, source: .officer(badge: "021"), changes: [.caseAct(accepting(number, basedOn: 1))], push: true)
            talk.undo()
            try equal(try fixture.store.commitOne(late).movedTo, 2)
            try equal(CaseFile(try some(try fixture.store.caseRecord(number: number, viewer: .desk))).stage, .withdrawn)
        },
        Check("a ledger of a hundred entries comes back whole and in order, however few came at once") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            var expected = try some(try fixture.store.caseRecord(number: number, viewer: .desk)).events
            for count in [1, 29, 1, 1, 2, 40, 26] {
                let before = expected.count
                let badge: String? = count == 26 ? nil : "02\(count)"
                let texts = (0..<count).map { "第\(before + $0 + 1)笔" }
                let stored = try talk.say(
                    nil, source: badge.map { .officer(badge: $0) } ?? .petitioner,
                    changes: texts.map { .caseEvent(number: number, .noted, text: $0) }, push: badge != nil)
                expected += texts.map { CaseEvent(.noted, at: stored.at, by: badge, text: $0) }
                try equal(
                    try some(try fixture.second.caseRecord(number: number, viewer: .desk)).events, expected)
            }
            let stored = try talk.say(
                nil, source: .officer(badge: "021"),
                changes: [.caseAct(accepting(number, basedOn: expected.count))], push: true)
            try equal(stored.ledger, [.init(number: number, version: 102)])
        },
        Check("an act is done once, however often its id comes, and answers the same") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            let scope = try fixture.store.ensureLeg(LegName(name: "staff", conv: "021")).id
            let turn = talk.next(
                nil, key: .some(Turn.IdempotencyKey(scope: scope, id: "x1")), source: .officer(badge: "021"),
                changes: [.caseAct(accepting(number, basedOn: 1))], push: true)
            let stored = try fixture.store.commitOne(turn).committed()
            try talk.say(changes: [.caseEvent(number: number, .urged, text: "")])
            for _ in 0..<2 {
                let again = try fixture.store.commitOne(turn).duplicate()
                try equal(again, stored)
                try equal(again.ledger.map(\.version), [2])
            }
            try equal(try some(try fixture.second.caseRecord(number: number, viewer: .desk)).events.count, 3)
        },
        Check("a case from another system begins with its history, and is looked at without waiting") { fixture in
            let talk = try Talk(fixture)
            func imported(_ on: String) -> CaseDecision {
                CaseDecision(
                    number: "0", basedOn: 1,
                    entry: CaseEntry(kind: .imported, fields: [.source: "旧系统", .original: "1", .on: on]))
            }
            func tend() throws -> Int {
                let tending = try fixture.store.tendClocks(basis: "a", limit: 9) { _, _ in ClockReview() }
                return tending.looked
            }
            _ = try tend()
            let stored = try talk.say(changes: [.file([wages]), .caseAct(imported("2026-10-01"))])
            let number = try some(stored.cases.first)
            try equal(stored.ledger, [.init(number: number, version: 2)])
            let record = try some(try fixture.second.caseRecord(number: number, viewer: .desk))
            try equal(record.events.map(\.kind), [.filed, .imported])
            try equal(CaseFile(record).receivedOn, try CivilDate(iso8601: "2026-10-01"))
            try equal(try tend(), 1)
            // What follows is decided on the ledger as it was filed.
            try talk.say(
                nil, source: .officer(badge: "021"), changes: [.caseAct(accepting(number, basedOn: 2))], push: true)
            try equal(try some(try fixture.second.caseRecord(number: number, viewer: .desk)).events.count, 3)
        },
        Check("acts on two cases stand or fall together") { fixture in
            let talk = try Talk(fixture)
            let one = try talk.say(changes: [.file([wages])]).cases[0]
            let other = try Talk(fixture)
            let two = try other.say(changes: [.file([wages])]).cases[0]
            func linked(_ number: String, _ to: String, basedOn version: Int) -> Turn.Change {
                .caseAct(
                    CaseDecision(
                        number: number, basedOn: version,
                        entry: CaseEntry(kind: .linked, fields: [.number: to, .relation: "相关"])))
            }
            let late = talk.next(
                nil, source: .officer(badge: "021"),
                changes: [linked(one, two, basedOn: 1), linked(two, one, basedOn: 2)],
                push: true)
            talk.undo()
            try equal(try fixture.store.commitOne(late).movedTo, 1)
            try talk.say(
                nil, source: .officer(badge: "021"),
                changes: [linked(one, two, basedOn: 1), linked(two, one, basedOn: 1)],
                push: true)
            for (number, to) in [(one, two), (two, one)] {
                let file = CaseFile(try some(try fixture.second.caseRecord(number: number, viewer: .desk)))
                try equal(file.links, [CaseFile.Link(relation: "相关", number: to)])
            }
        },
        Check("an act on a case that is not there is refused") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            let turn = talk.next(nil, changes: [.caseAct(accepting("XF1", basedOn: 1))])
            talk.undo()
            try fixture.store.commitOne(turn).invalid()
        },
        Check("an act on a sealed matter is seen only by those who may see it") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([bribe])]).cases[0]
            let noted = CaseDecision(number: number, basedOn: 1, entry: CaseEntry(kind: .noted, text: "核实中"))
            try talk.say(nil, source: .officer(badge: "007"), changes: [.caseAct(noted)], push: true)
            try require(try fixture.second.caseRecord(number: number, viewer: plainOfficer) == nil)
            try equal(
                try some(try fixture.second.caseRecord(number: number, viewer: sealedOfficer)).events[1].text, "核实中")
            try equal(try fixture.second.seen(plainOfficer), [])
        },
    ]
}

extension TurnResult {
    /// The version that the case of a refused act has now; nil for every other result.
    fileprivate var movedTo: Int? {
        if case .refused(.caseMoved(let version)) = self { version } else { nil }
    }
}
