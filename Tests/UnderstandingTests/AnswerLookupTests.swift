// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Understanding

/// `dialogs/tests/answers.tsv`: questions worded otherwise than the examples of the answers, and the answer that must come
/// first. A line is the id of an answer (`-` for none), a tab and the question; lines that begin with `#` say nothing.
@Suite struct AnswerLookupTests {
    /// One line of the file.
    private struct Row {
        /// Counted from 1.
        var line: Int
        /// Of the answer; nil when none may be found.
        var id: String?
        var question: String
    }

    private func rows() throws -> [Row] {
        let path = Shipped.directory + "/tests/answers.tsv"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var rows: [Row] = []
        var line = 0
        for content in text.split(separator: "\n", omittingEmptySubsequences: false) {
            line += 1
            if content.isEmpty || content.hasPrefix("#") { continue }
            let parts = content.split(separator: "\t", omittingEmptySubsequences: false)
            try #require(parts.count == 2, "answers.tsv:\(line): id, one tab, question")
            rows.append(Row(line: line, id: parts[0] == "-" ? nil : String(parts[0]), question: String(parts[1])))
        }
        return rows
    }

    @Test("the right answer comes first, and none where nothing fits") func found() throws {
        let rows = try rows()
        #expect(rows.contains { $0.id == nil } && rows.contains { $0.id != nil })
        for row in rows {
            let first = Shipped.understander.ask(row.question, today: Shipped.today).first?.id
            #expect(first == row.id, "answers.tsv:\(row.line): \(row.question)")
        }
    }

    @Test("every shipped answer is asked for, each one asked for is shipped, nothing twice")
    func complete() throws {
        let rows = try rows()
        let asked = Set(rows.compactMap(\.id))
        let shipped = Set(Shipped.answers.map(\.id))
        #expect(asked.symmetricDifference(shipped).sorted() == [])
        #expect(Set(rows.map(\.question)).count == rows.count)
    }
}
