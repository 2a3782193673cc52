// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

extension StoreConformance {
    /// A mark whose keys are the positions of its digits: `12` and `23` share one.
    private static func mark(_ digits: String, persons: [Int64] = []) -> RepeatMark {
        RepeatMark(sketch: Array(digits.utf8), keys: digits.utf8.map { Int64($0) }, persons: persons)
    }

    private static func filed(_ fixture: StoreFixture, _ claims: [ClaimDraft] = [wages]) throws -> (Talk, String) {
        let talk = try Talk(fixture)
        return (talk, try some(try talk.say(changes: [.file(claims)]).cases.first))
    }

    static let repeatChecks: [Check] = [
        Check("a case is found by a key that it shares, best first, and not by itself") { fixture in
            let numbers = try (0..<4).map { _ in try filed(fixture).1 }
            let digits = ["123", "345", "129", "7"]
            var looked: [String] = []
            let more = try fixture.store.tendRepeats(limit: 10) { record, _ in
                looked.append(record.number)
                return mark(digits[looked.count - 1])
            }
            try equal(more, false)
            try equal(looked, numbers)
            let found = try fixture.second.repeatCandidates(of: mark("123"), except: numbers[0])
            try equal(found.map(\.number), [numbers[2], numbers[1]])
            try equal(found.map(\.sharedKeys), [2, 1])
            try equal(found.map(\.isSamePerson), [false, false])
            try equal(found.first?.sketch, Array("129".utf8))
            try equal(try fixture.second.repeatCandidates(of: mark("88"), except: ""), [])
            try equal(try fixture.second.repeatCandidates(of: mark("7"), except: "").map(\.number), [numbers[3]])
        },
        Check("each case is marked once, in the order of filing, some at a time") { fixture in
            let numbers = try (0..<3).map { _ in try filed(fixture).1 }
            var looked: [String] = []
            func tend(_ limit: Int) throws -> Bool {
                try fixture.store.tendRepeats(limit: limit) { record, _ in
                    looked.append(record.number)
                    return mark("1")
                }
            }
            try equal(try tend(2), true)
            try equal(looked, Array(numbers.prefix(2)))
            try equal(try tend(2), false)
            try equal(looked, numbers)
            try equal(try tend(2), false)
            try equal(looked, numbers)
            let last = try filed(fixture).1
            try equal(try tend(2), false)
            try equal(looked, numbers + [last])
            try equal(
                try fixture.second.repeatCandidates(of: mark("1"), except: last).map(\.number), numbers.reversed())
        },
        Check("who filed it is known to the mark, and finds it first") { fixture in
            let talk = try Talk(fixture)
            try talk.say(changes: [.identity(.phone, "13800001234"), .identity(.name, "张三丰")])
            let own = try some(try talk.say(changes: [.file([wages])]).cases.first)
            let other = try filed(fixture).1
            var identities: [[IdentityField: String]] = []
            _ = try fixture.store.tendRepeats(limit: 10) { _, identity in
                identities.append(identity)
                return mark("12", persons: identity[.phone] == nil ? [] : [99])
            }
            try equal(identities, [[.phone: "13800001234", .name: "张三丰"], [:]])
            let found = try fixture.second.repeatCandidates(of: mark("1", persons: [99]), except: "")
            try equal(found.map(\.number), [own, other])
            try equal(found.map(\.isSamePerson), [true, false])
            try equal(found.map(\.sharedKeys), [1, 1])
            try equal(
                try fixture.second.repeatCandidates(of: mark("", persons: [99]), except: "").map(\.number), [own])
        },
        Check("a 举报 is not marked, and a case that is sealed later is not found any more") { fixture in
            let report = try filed(fixture, [bribe]).1
            let (talk, number) = try filed(fixture)
            let stays = try filed(fixture).1
            var looked: [String] = []
            _ = try fixture.store.tendRepeats(limit: 10) { record, _ in
                looked.append(record.number)
                return mark("1")
            }
            try equal(looked, [number, stays])
            try equal(
                try fixture.second.repeatCandidates(of: mark("1"), except: "").map(\.number), [stays, number])
            try talk.say("还有，所长收了他家的钱", changes: [.seal])
            let found = try fixture.second.repeatCandidates(of: mark("1"), except: "").map(\.number)
            try equal(found, [stays])
            try require(!found.contains(report))
        },
        Check("a case that is over is no candidate") { fixture in
            let numbers = try (0..<2).map { _ in try filed(fixture).1 }
            _ = try fixture.store.tendRepeats(limit: 10) { _, _ in mark("1") }
            _ = try fixture.store.tendClocks(basis: "a", limit: 10) { record, _ in
                var review = ClockReview()
                review.isDone = record.number == numbers[0]
                return review
            }
            try equal(
                try fixture.second.repeatCandidates(of: mark("1"), except: "").map(\.number), [numbers[1]])
        },
        Check("a key that few share finds an old case among ever so many that share common ones") { fixture in
            let old = try filed(fixture).1
            for _ in 0..<(RepeatMark.mostPerKey + 10) { _ = try filed(fixture) }
            _ = try fixture.store.tendRepeats(limit: 100) { record, _ in
                record.number == old ? mark("129") : mark("12")
            }
            let found = try fixture.second.repeatCandidates(of: mark("129"), except: "")
            try equal(found.count, RepeatMark.mostCandidates)
            try equal(found.first?.number, old)
            // Of the keys that everybody has only the newest cases were read.
            try equal(found.first?.sharedKeys, 1)
            try equal(found.dropFirst().map(\.sharedKeys).allSatisfy { $0 == 2 }, true)
        },
        Check("an open case is found behind more that are over than are compared") { fixture in
            let open = try filed(fixture).1
            for _ in 0..<(RepeatMark.mostCandidates + 5) { _ = try filed(fixture) }
            _ = try fixture.store.tendRepeats(limit: 100) { _, _ in mark("1") }
            _ = try fixture.store.tendClocks(basis: "a", limit: 100) { record, _ in
                var review = ClockReview()
                review.isDone = record.number != open
                return review
            }
            try equal(try fixture.second.repeatCandidates(of: mark("1"), except: "").map(\.number), [open])
        },
        Check("somebody's cases are found under a key, the newest first; those without a mark come after them") {
            fixture in
            let numbers = try (0..<4).map { _ in try filed(fixture).1 }
            var count = 0
            _ = try fixture.store.tendRepeats(limit: 3) { _, _ in
                count += 1
                return RepeatMark(persons: count == 2 ? [70] : [], names: count == 2 ? [] : [77])
            }
            let found = { (key: Int64, limit: Int) in
                try fixture.second.personCases(under: key, limit: limit, viewer: plainOfficer).map(\.number)
            }
            try equal(try found(77, 10), [numbers[2], numbers[0], numbers[3]])
            try equal(try found(77, 1), [numbers[2], numbers[3]])
            try equal(try found(70, 10), [numbers[1], numbers[3]])
            // That two share a name makes them no candidates for one matter.
            try equal(try fixture.second.repeatCandidates(of: RepeatMark(names: [77]), except: ""), [])
            _ = try fixture.store.tendRepeats(limit: 3) { _, _ in RepeatMark(names: [77]) }
            try equal(try found(77, 10), [numbers[3], numbers[2], numbers[0]])
            try equal(try found(5, 10), [])
        },
        Check("what is sealed stands under no key, and is there for the role sealed alone") { fixture in
            let report = try filed(fixture, [bribe]).1
            let (talk, number) = try filed(fixture)
            _ = try fixture.store.tendRepeats(limit: 10) { _, _ in RepeatMark(names: [77]) }
            func found(_ viewer: Viewer) throws -> [String] {
                try fixture.second.personCases(under: 77, limit: 10, viewer: viewer).map(\.number)
            }
            try equal(try found(plainOfficer), [number])
            try equal(try found(sealedOfficer).sorted(), [report, number].sorted())
            try talk.say("还有，所长收了他家的钱", changes: [.seal])
            try equal(try found(plainOfficer), [])
            try equal(try found(sealedOfficer).sorted(), [report, number].sorted())
        },
        Check("who tells another name later is marked once more, and found by it before that") { fixture in
            let (talk, number) = try filed(fixture)
            var names: [String?] = []
            func tend() throws {
                _ = try fixture.store.tendRepeats(limit: 10) { _, identity in
                    names.append(identity[.name])
                    return RepeatMark(names: [identity[.name] == nil ? 1 : 2])
                }
            }
            func found(_ key: Int64) throws -> [String] {
                try fixture.second.personCases(under: key, limit: 10, viewer: plainOfficer).map(\.number)
            }
            try tend()
            try equal(try found(2), [])
            try talk.say(changes: [.identity(.name, "张三丰")])
            // Without a mark it is looked at itself, whoever is looked for.
            try equal(try found(2), [number])
            try equal(try found(1), [number])
            try tend()
            try equal(names, [nil, "张三丰"])
            try equal(try found(2), [number])
            try equal(try found(1), [])
            try tend()
            try equal(names.count, 2)
        },
        Check("an empty mark is not kept, and of very many a bounded number comes") { fixture in
            for _ in 0..<(RepeatMark.mostCandidates + 15) { _ = try filed(fixture) }
            var count = 0
            _ = try fixture.store.tendRepeats(limit: 100) { _, _ in
                count += 1
                return count == 1 ? RepeatMark() : mark("1")
            }
            try equal(count, RepeatMark.mostCandidates + 15)
            let found = try fixture.second.repeatCandidates(of: mark("1"), except: "")
            try equal(found.count, RepeatMark.mostCandidates)
            // The newest first.
            try equal(found.map(\.number), found.map(\.number).sorted(by: >))
        },
    ]
}
