// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

extension StoreConformance {
    static let filingChecks: [Check] = [
        Check("filing fills what is known at commit, and nothing else") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            var second = wages
            second.unit = "住建局"
            let everything = [
                Hole.number(0), .number(1), .unit(0), .unit(1), .due(1), .firstContact, .filedOn, .draftNumber,
                .code(0),
                .identity(.name), .number(2), .due(7),
            ].map(\.marker).joined(separator: "|")
            let stored = try talk.say(
                messages: [
                    Message(.receipt(.init(claim: 1)), everything),
                    Message(.menu([.init(key: "1", text: Hole.unit(0).marker)]), "菜单"),
                    Message(.review([.init(key: "n", label: "编号", value: Hole.number(0).marker)]), "核对"),
                ], changes: [.file([wages, second])])
            try equal(stored.cases.count, 2)
            let day = CivilDate(fixture.clock.now)
            let due = day.adding(days: 15)
            try equal(
                stored.messages[0].text,
                [
                    stored.cases[0], stored.cases[1], "信访局办信科", "住建局", due.chinese(near: day), "012", day.chinese(),
                    Hole.draftNumber.marker, Hole.code(0).marker, Hole.identity(.name).marker, Hole.number(2).marker,
                    Hole.due(7).marker,
                ].joined(separator: "|"))
            guard case .receipt(let receipt) = stored.messages[0].kind else {
                throw CheckFailure("no receipt", #fileID, #line)
            }
            try equal(receipt.number, stored.cases[1])
            try equal(receipt.unit, "住建局")
            try equal(receipt.firstContact, "012")
            try equal(receipt.clocks.map(\.rule), ["办结", "转送"])
            try equal(stored.messages[1].kind, .menu([.init(key: "1", text: "信访局办信科")]))
            try equal(
                stored.messages[2].kind, .review([.init(key: "n", label: "编号", value: stored.cases[0])]))
            try equal(try fixture.second.transcript(talk.id, after: 1, limit: 1, viewer: .desk), [stored])
            // Later turns may still name the case.
            let later = try talk.say(messages: [Message(.text, Hole.number(1).marker + Hole.due(0).marker)])
            try equal(later.messages[0].text, stored.cases[1] + Hole.due(0).marker)
            try equal(later.cases, stored.cases)
        },
        Check("a case is kept as it was filed, with its ledger and its event") { fixture in
            let talk = try Talk(fixture)
            var claim = wages
            claim.particulars.append(.init(key: "who", label: "名字", text: "𠮷田㐂、龘䶮、\u{3007}\u{1F600}、Иван"))
            let stored = try talk.say(changes: [.file([claim])])
            let record = try some(try fixture.second.caseRecord(number: stored.cases[0], viewer: plainOfficer))
            try equal(
                record,
                CaseRecord(
                    number: stored.cases[0], conversation: talk.id, lane: .general, channel: "网上",
                    filedAt: stored.at, claim: claim, unit: "信访局办信科", officer: "021", firstContact: "012",
                    events: [CaseEvent(.filed, at: stored.at)]))
            try equal(try fixture.second.cases(viewer: plainOfficer), [record])
            try equal(try fixture.second.conversation(forCase: record.number), talk.id)
            try require(try fixture.second.conversation(forCase: "XF000") == nil)
            try equal(try talk.record().cases, [record.number])
            let events = try fixture.second.seen(plainOfficer)
            try equal(events.count, 1)
            try equal(events[0].conversation, talk.id)
            try equal(
                events[0].event,
                DeskEvent(
                    .caseFiled, caseNumber: record.number,
                    fields: [
                        .init("purpose", "求决"), .init("topic", "劳动和社会保障"), .init("unit", "信访局办信科"),
                        .init("due", CivilDate(stored.at).adding(days: 15).iso8601),
                    ]))
        },
        Check("receipt numbers run on without a gap and begin anew each day") { fixture in
            var numbers: [String] = []
            let talks = try (0..<3).map { _ in try Talk(fixture) }
            let results = try fixture.store.commit(talks.map { $0.next(changes: [.file([wages, wages])]) })
            for result in results { numbers += try result.committed().cases }
            numbers += try talks[0].say(changes: [.file([wages])]).cases.suffix(1)
            let parsed = try numbers.map { try ReceiptNumber(typed: $0) }
            try equal(parsed.map(\.sequence), Array(1...7))
            try equal(Set(parsed.map(\.date)), [CivilDate(fixture.clock.now)])
            try equal(parsed.map(\.description), numbers)
            fixture.clock.advance(seconds: 86_400)
            let next = try ReceiptNumber(typed: try some(try talks[1].say(changes: [.file([wages])]).cases.last))
            try equal(next.sequence, 1)
            try equal(next.date, CivilDate(fixture.clock.now))
        },
        Check("a claim is filed once, however often the message comes") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            let filing = talk.next(changes: [.file([wages])])
            let stored = try fixture.store.commitOne(filing).committed()
            for _ in 0..<3 { try equal(try fixture.store.commitOne(filing).duplicate(), stored) }
            try equal(try fixture.store.commit([filing, filing]).map { try $0.duplicate() }, [stored, stored])
            try equal(try fixture.second.cases(viewer: .desk).count, 1)
            let other = try Talk(fixture)
            let number = try ReceiptNumber(typed: try other.say(changes: [.file([wages])]).cases[0])
            try equal(number.sequence, 2)
        },
        Check("a stale filing files nothing and takes no number") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            var late = talk.next(changes: [.file([wages])])
            talk.undo()
            late.version = 0
            late.opening = Talk.opening
            try fixture.store.commitOne(late).stale(1)
            try equal(try fixture.store.cases(viewer: .desk).count, 0)
            let number = try ReceiptNumber(typed: try talk.say(changes: [.file([wages])]).cases[0])
            try equal(number.sequence, 1)
        },
        Check("what happens to a case is added to its ledger") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            fixture.clock.advance(seconds: 60)
            let urged = try talk.say(changes: [.caseEvent(number: number, .urged, text: "")])
            // From another conversation, by number and code.
            let other = try Talk(fixture)
            let more = try other.say(changes: [.caseEvent(number: number, .supplemented, text: "还有两个人也没拿到")])
            let accepted = try talk.say(
                nil, source: .officer(badge: "021"), changes: [.caseEvent(number: number, .accepted, text: "31(6)")],
                push: true)
            let record = try some(try fixture.second.caseRecord(number: number, viewer: .desk))
            try equal(
                Array(record.events.dropFirst()),
                [
                    CaseEvent(.urged, at: urged.at),
                    CaseEvent(.supplemented, at: more.at, text: "还有两个人也没拿到"),
                    CaseEvent(.accepted, at: accepted.at, by: "021", text: "31(6)"),
                ])
            let changed = try fixture.second.seen().filter { $0.event.kind == .caseChanged }
            try equal(changed.map(\.event.caseNumber), [number, number, number])
            try equal(changed.map(\.conversation), [talk.id, talk.id, talk.id])
            try equal(changed[1].event.fields, [.init("act", "supplemented")])
            try equal(try other.record().cases, [])
        },
        Check("acting on a case that is not there is refused and changes nothing") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            let before = try talk.record()
            let turn = talk.next(
                owner: .queue, changes: [.seal, .file([wages]), .caseEvent(number: "XF1", .urged, text: "")])
            talk.undo()
            talk.owner = .bot
            try fixture.store.commitOne(turn).invalid()
            try equal(try talk.record(), before)
            try equal(try fixture.store.cases(viewer: .desk).count, 0)
            try talk.say()
        },
        Check("an event about a claim of its own turn gets the number, and the store's own gives way") { fixture in
            let talk = try Talk(fixture)
            let stored = try talk.say(
                changes: [
                    .event(DeskEvent(.caseFiled, caseNumber: "1", fields: [.init("note", "自带")])),
                    .file([wages, wages]),
                ])
            let events = try fixture.second.seen()
            try equal(events.map(\.event.kind), [.caseFiled])
            try equal(events[0].event.caseNumber, stored.cases[1])
            try equal(events[0].event.fields, [.init("note", "自带")])
        },
    ]
}
