// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Understanding

/// Questions as people put them, in `Tests/Data`: how often the right answer comes first, is among three, and how often
/// something is answered that no answer covers. The bounds are what was measured, a little slack taken off.
@Suite struct AnswerQuestionsTests {
    struct Bounds: Sendable, CustomTestStringConvertible {
        var file: String
        /// Shares of the questions that an answer covers.
        var first: Double
        var three: Double
        /// Share of those that none covers.
        var answered: Double

        var testDescription: String { file }
    }

    @Test(
        "the right answer first, among three, and silence where none fits",
        arguments: [
            Bounds(file: "问答.tsv", first: 0.85, three: 0.9, answered: 0.05),
            Bounds(file: "问答-没见过.tsv", first: 0.7, three: 0.75, answered: 0.15),
        ])
    func answers(_ bounds: Bounds) throws {
        let folder = Shipped.directory.dropLast("dialogs".count) + "Tests/Data/"
        let text = try String(contentsOfFile: folder + bounds.file, encoding: .utf8)
        var (covered, first, three, others, answered) = (0, 0, 0, 0, 0)
        let known = Set(Shipped.answers.map(\.id))
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "\t").map(String.init)
            try #require(parts.count == 2, "\(line)")
            let found = Shipped.understander.ask(parts[1], today: Shipped.today).map(\.id)
            if parts[0] == "-" {
                others += 1
                if !found.isEmpty { answered += 1 }
            } else {
                #expect(known.contains(parts[0]), "\(parts[0])")
                covered += 1
                if found.first == parts[0] { first += 1 }
                if found.contains(parts[0]) { three += 1 }
            }
        }
        func share(_ part: Int, _ whole: Int) -> Double { Double(part) / Double(max(whole, 1)) }
        #expect(covered > 50 && others > 5)
        #expect(share(first, covered) >= bounds.first, "first \(first) of \(covered)")
        #expect(share(three, covered) >= bounds.three, "three \(three) of \(covered)")
        #expect(share(answered, others) <= bounds.answered, "answered \(answered) of \(others)")
    }
}
