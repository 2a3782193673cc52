// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

/// Documents that go out: their numbers, their entries, and who may see them.
extension StoreConformance {
    private static func issue(
        _ number: String, basedOn version: Int, mark: String = "某信处", year: Int = 2026, edition: Int = 1,
        replaces: String? = nil
    ) -> DocumentIssue {
        DocumentIssue(
            caseNumber: number, basedOn: version, paper: "信访处理意见书", version: edition, replaces: replaces,
            series: DocumentSeries(mark: mark, year: year), content: Array("第 \(edition) 版的话".utf8),
            names: [.name: "王小明"])
    }

    static let documentChecks: [Check] = [
        Check("a document goes out with its number, its entry and its words, and is read back as it went out") {
            fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            let stored = try talk.say(
                nil, source: .officer(badge: "021"), changes: [.issue(issue(number, basedOn: 1))], push: true)
            try equal(stored.ledger, [.init(number: number, version: 2)])
            let document = IssuedDocument(
                caseNumber: number, entry: 2, number: "某信处〔2026〕1号", series: DocumentSeries(mark: "某信处", year: 2026),
                paper: "信访处理意见书", version: 1, at: stored.at, by: "021", content: Array("第 1 版的话".utf8),
                names: [.name: "王小明"])
            try equal(try fixture.second.documents(ofCase: number, viewer: plainOfficer), [document])
            try equal(try fixture.second.document(number: "某信处〔2026〕1号", viewer: plainOfficer), document)
            try require(try fixture.second.document(number: "某信处〔2026〕2号", viewer: .desk) == nil)
            let record = try some(try fixture.second.caseRecord(number: number, viewer: .desk))
            try equal(record.events[1].kind, .issued)
            try equal(record.events[1].by, "021")
            try equal(record.events[1].fields, [.paper: "信访处理意见书", .document: "某信处〔2026〕1号"])
            try require(record.lastIssued("信访处理意见书").map { $0.number == "某信处〔2026〕1号" && $0.version == 1 } ?? false)
        },
        Check("numbers run by series and year, over all cases, and a further version leaves the older one") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            let other = try Talk(fixture)
            let second = try other.say(changes: [.file([wages])]).cases[0]
            try talk.say(nil, source: .officer(badge: "021"), changes: [.issue(issue(number, basedOn: 1))], push: true)
            try other.say(nil, source: .officer(badge: "021"), changes: [.issue(issue(second, basedOn: 1))], push: true)
            let again = issue(number, basedOn: 2, edition: 2, replaces: "某信处〔2026〕1号")
            try talk.say(nil, source: .officer(badge: "021"), changes: [.issue(again)], push: true)
            for (offset, change) in [issue(number, basedOn: 3, mark: "某信转"), issue(number, basedOn: 4, year: 2027)]
                .enumerated()
            {
                let turn = try talk.say(nil, source: .officer(badge: "021"), changes: [.issue(change)], push: true)
                try equal(turn.ledger.map(\.version), [4 + offset])
            }
            let documents = try fixture.second.documents(ofCase: number, viewer: .desk)
            try equal(
                documents.map(\.number), ["某信处〔2026〕1号", "某信处〔2026〕3号", "某信转〔2026〕1号", "某信处〔2027〕1号"])
            try equal(documents.map(\.version), [1, 2, 1, 1])
            try equal(documents[0].content, Array("第 1 版的话".utf8))
            try equal(try fixture.second.documents(ofCase: second, viewer: .desk).map(\.number), ["某信处〔2026〕2号"])
            let record = try some(try fixture.second.caseRecord(number: number, viewer: .desk))
            try equal(record.events[2].text, "第 2 版，代替 某信处〔2026〕1号")
        },
        Check("of two issues drafted on one ledger one goes out, and the other takes no number") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            let first = talk.next(
                nil, source: .officer(badge: "021"), changes: [.issue(issue(number, basedOn: 1))], push: true)
            let second = talk.next(
                nil, source: .officer(badge: "022"), changes: [.issue(issue(number, basedOn: 1))], push: true)
            talk.undo()
            let results = try fixture.store.commit([first, second])
            _ = try results[0].committed()
            try results[1].refused(.caseMoved(version: 2))
            try equal(try fixture.second.documents(ofCase: number, viewer: .desk).count, 1)
            // No gap: the next one is 2.
            try talk.say(
                nil, source: .officer(badge: "022"), changes: [.issue(issue(number, basedOn: 2, edition: 2))],
                push: true)
            try equal(
                try fixture.second.documents(ofCase: number, viewer: .desk).map(\.number),
                ["某信处〔2026〕1号", "某信处〔2026〕2号"])
        },
        Check("a document goes out once, however often its id comes") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([wages])]).cases[0]
            let scope = try fixture.store.ensureLeg(LegName(name: "staff", conv: "021")).id
            let turn = talk.next(
                nil, key: .some(Turn.IdempotencyKey(scope: scope, id: "d1")), source: .officer(badge: "021"),
                changes: [.issue(issue(number, basedOn: 1))], push: true)
            let stored = try fixture.store.commitOne(turn).committed()
            for _ in 0..<2 { try equal(try fixture.store.commitOne(turn).duplicate(), stored) }
            try equal(try fixture.second.documents(ofCase: number, viewer: .desk).count, 1)
        },
        Check("a document of a sealed matter is seen only by those who may see it") { fixture in
            let talk = try Talk(fixture)
            let number = try talk.say(changes: [.file([bribe])]).cases[0]
            try talk.say(nil, source: .officer(badge: "007"), changes: [.issue(issue(number, basedOn: 1))], push: true)
            try equal(try fixture.second.documents(ofCase: number, viewer: plainOfficer), [])
            try require(try fixture.second.document(number: "某信处〔2026〕1号", viewer: plainOfficer) == nil)
            try equal(try fixture.second.documents(ofCase: number, viewer: sealedOfficer).count, 1)
            try require(try fixture.second.document(number: "某信处〔2026〕1号", viewer: sealedOfficer) != nil)
        },
        Check("a document for a case that is not there is refused") { fixture in
            let talk = try Talk(fixture)
            try talk.say()
            let turn = talk.next(nil, changes: [.issue(issue("XF1", basedOn: 1))])
            talk.undo()
            try fixture.store.commitOne(turn).invalid()
        },
    ]
}
