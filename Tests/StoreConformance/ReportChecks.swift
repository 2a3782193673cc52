// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeStore

extension StoreConformance {
    static let reportChecks: [Check] = [
        Check("cases come page by page in the order of filing, each once") { fixture in
            let talk = try Talk(fixture)
            var numbers: [String] = []
            for _ in 0..<7 { numbers += try talk.say(changes: [.file([wages])]).cases.suffix(1) }
            let secret = try Talk(fixture)
            let hidden = try some(try secret.say(changes: [.seal, .file([bribe])]).cases.last)
            numbers += try talk.say(changes: [.file([wages])]).cases.suffix(1)
            func walk(_ viewer: Viewer, _ limit: Int) throws -> [String] {
                var found: [String] = []
                while found.count < 100 {
                    let page = try fixture.second.cases(after: found.last, limit: limit, viewer: viewer)
                    try require(page.count <= limit)
                    if page.isEmpty { break }
                    found += page.map(\.number)
                }
                return found
            }
            for limit in [1, 3, 8, 50] {
                try equal(try walk(plainOfficer, limit), numbers)
                try equal(try walk(sealedOfficer, limit), numbers.dropLast() + [hidden] + numbers.suffix(1))
            }
            try equal(
                try fixture.second.cases(after: nil, limit: 50, viewer: plainOfficer),
                try fixture.second.cases(viewer: plainOfficer))
            // One that a viewer may not see is a place in the order all the same; one that is not there is the end.
            try equal(
                try fixture.second.cases(after: hidden, limit: 9, viewer: plainOfficer).map(\.number),
                Array(numbers.suffix(1)))
            try equal(try fixture.second.cases(after: "XF000", limit: 9, viewer: plainOfficer).count, 0)
            try equal(try fixture.second.cases(after: nil, limit: -1, viewer: plainOfficer).count, 0)
        },
        Check("of sealed cases there is a total of a span of time, and nothing else") { fixture in
            let start = fixture.clock.now
            for _ in 0..<3 { try Talk(fixture).say(changes: [.seal, .file([bribe])]) }
            try Talk(fixture).say(changes: [.file([wages])])
            fixture.clock.advance(seconds: day)
            let later = fixture.clock.now
            try Talk(fixture).say(changes: [.seal, .file([bribe])])
            fixture.clock.advance(seconds: day)
            let end = fixture.clock.now
            try equal(try fixture.second.sealedCases(filed: start..<later), 3)
            try equal(try fixture.second.sealedCases(filed: later..<end), 1)
            try equal(try fixture.second.sealedCases(filed: end..<end), 0)
        },
        Check("answers on the spot are counted by conversation, and a yes beside a no is none") { fixture in
            let start = fixture.clock.now
            let said: [[Bool?]] = [[nil], [nil, true], [nil, false], [nil, true, nil, false], [true, true], []]
            for answers in said {
                let talk = try Talk(fixture)
                for answer in answers { try talk.say(changes: [.answered(id: "a", resolved: answer)]) }
            }
            let gone = try Talk(fixture)
            try gone.say(changes: [.answered(id: "a", resolved: true)])
            try gone.say(changes: [.erase])
            fixture.clock.advance(seconds: day)
            let later = fixture.clock.now
            try Talk(fixture).say(changes: [.answered(id: "b", resolved: true)])
            fixture.clock.advance(seconds: 1)
            try equal(
                try fixture.second.answers(in: start..<later), AnswerCount(shown: 5, said: 4, yes: 2))
            try equal(
                try fixture.second.answers(in: later..<fixture.clock.now), AnswerCount(shown: 1, said: 1, yes: 1))
        },
    ]
}
