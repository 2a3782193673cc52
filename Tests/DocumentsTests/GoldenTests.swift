// SPDX-License-Identifier: Apache-2.0

import Documents
import Foundation
import IntakeModel
import Testing

/// Every document as it reads, byte for byte: a change of template, wording or layout is seen before it goes out. Written
/// anew by WRITE_GOLDEN=1 swift test --filter GoldenTests, and read by a person then.
@Suite struct GoldenTests {
    private static let folder = PaperFixture.root + "/Tests/Data/documents"

    private static func name(_ kind: DocumentKind) -> String { "\(folder)/\(kind.rawValue).txt" }

    @Test(arguments: DocumentKind.allCases) func readsAsItDid(_ kind: DocumentKind) throws {
        let (record, given) = PaperFixture.whole(kind)
        let draft = try PaperFixture.draft(kind, record, given: given)
        #expect(draft.problems.map(\.description) == [])
        let number = try draft.issue().get().series.number(1)
        let text = draft.page.filled { PaperFixture.identity[$0] ?? "" }.text(number: number)
        if ProcessInfo.processInfo.environment["WRITE_GOLDEN"] != nil {
            try FileManager.default.createDirectory(atPath: Self.folder, withIntermediateDirectories: true)
            try text.write(toFile: Self.name(kind), atomically: true, encoding: .utf8)
            return
        }
        let golden = try String(contentsOfFile: Self.name(kind), encoding: .utf8)
        let lines = zip(
            text.split(separator: "\n", omittingEmptySubsequences: false),
            golden.split(separator: "\n", omittingEmptySubsequences: false))
        for (index, (found, wanted)) in lines.enumerated() where found != wanted {
            Issue.record("\(kind.rawValue), line \(index + 1): \(found)\nwas: \(wanted)")
        }
        #expect(Array(text.utf8) == Array(golden.utf8))
    }

    @Test func noneIsLeftOver() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".txt") }
        #expect(Set(files) == Set(DocumentKind.allCases.map { "\($0.rawValue).txt" }))
    }
}
