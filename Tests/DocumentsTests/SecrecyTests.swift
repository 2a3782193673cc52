// SPDX-License-Identifier: Apache-2.0

import Documents
import IntakeModel
import LineProtocol
import Testing

/// Who reported is on no document, whatever the kind, the encoding or the officer's words.
@Suite struct SecrecyTests {
    private static let told =
        "我叫\(Hole.identity(.name).marker)，住\(Hole.identity(.address).marker)，电话\(Hole.identity(.phone).marker)。镇长收了修路的钱。"

    private func report(_ kind: DocumentKind, _ naming: ClaimDraft.Naming) -> CaseRecord {
        var record = PaperFixture.record(.report, respondent: "青石镇政府", naming: naming, story: Self.told)
        record.events += PaperFixture.whole(kind).record.events.dropFirst()
        return record
    }

    private func contains(_ bytes: [UInt8], _ needle: [UInt8]) -> Bool {
        guard !needle.isEmpty, bytes.count >= needle.count else { return false }
        return (0...(bytes.count - needle.count)).contains { bytes[$0..<$0 + needle.count].elementsEqual(needle) }
    }

    @Test(arguments: DocumentKind.allCases, [ClaimDraft.Naming.named, .confidential])
    func nothingOfTheReporterIsInTheBytes(_ kind: DocumentKind, _ naming: ClaimDraft.Naming) throws {
        let record = report(kind, naming)
        let draft = try PaperFixture.draft(kind, record, given: PaperFixture.whole(kind).given)
        // Filled with everything there is: there is no hole that could take it.
        let page = draft.page.filled { PaperFixture.identity[$0] ?? "" }
        let utf8 = Array((page.text(number: nil) + page.html(number: nil)).utf8) + page.encoded()
        let gb = TextCodec(.gb18030, converter: TextConverter())
        for value in PaperFixture.identity.values.flatMap({ $0.split(separator: "\n") }) {
            #expect(!contains(utf8, Array(value.utf8)), "\(kind.rawValue)")
            #expect(!contains(gb.encode(page.text(number: nil)), gb.encode(String(value))), "\(kind.rawValue)")
        }
        if case .success(let issue) = draft.issue() { #expect(issue.names.isEmpty) }
    }

    /// The same search finds them where they may stand: it can fail.
    @Test func theSearchFindsWhatIsThere() throws {
        let (record, given) = PaperFixture.whole(.forward)
        let page = try PaperFixture.draft(.forward, record, given: given).page.filled {
            PaperFixture.identity[$0] ?? ""
        }
        let gb = TextCodec(.gb18030, converter: TextConverter())
        #expect(contains(Array(page.text(number: nil).utf8), Array("林桂香".utf8)))
        #expect(contains(gb.encode(page.text(number: nil)), gb.encode("林桂香")))
    }

    @Test(arguments: ["林桂香说得对", "请打 139 0000 6789", "住在青石镇柳荫村七组12号", "问问林小河"])
    func anOfficersWordsDoNotCarryItEither(_ words: String) throws {
        var given = PaperFixture.whole(.entrust).given
        given[.to] = "县纪委监委信访室"
        let record = report(.entrust, .named)
        #expect(try PaperFixture.draft(.entrust, record, given: given).problems.map(\.description) == [])
        given[.demand] = words
        let draft = try PaperFixture.draft(.entrust, record, given: given)
        #expect(draft.problems.contains { $0.basis.contains("第三十条") })
        guard case .failure = draft.issue() else {
            Issue.record("it went out")
            return
        }
    }

    @Test(arguments: ["青石镇政府", "青石镇财政所", "青石镇"]) func nothingGoesToWhomItIsAbout(_ unit: String) throws {
        for kind in DocumentKind.allCases where kind.audience == .unit {
            var given = PaperFixture.whole(kind).given
            given[.to] = unit
            let draft = try PaperFixture.draft(kind, report(kind, .anonymous), given: given)
            #expect(draft.problems.contains { $0.field == .to && $0.basis.contains("第三十条第三款") }, "\(kind.rawValue)")
        }
    }

    @Test func whatWasToldStaysWithThoseWhoLookIntoIt() throws {
        for kind in DocumentKind.allCases where ![.register, .forward, .entrust].contains(kind) {
            let draft = try PaperFixture.draft(kind, report(kind, .anonymous), given: PaperFixture.whole(kind).given)
            #expect(!draft.page.texts.joined().contains("镇长收了修路的钱"), "\(kind.rawValue)")
        }
        let forward = try PaperFixture.draft(.forward, report(.forward, .anonymous), given: [.to: "县纪委监委信访室"])
        #expect(forward.problems.map(\.description) == [])
        #expect(forward.page.texts.joined().contains("镇长收了修路的钱"))
        #expect(forward.page.texts.joined().contains("第三十条第三款"))
    }

    @Test func aThirdBodyReadsNoMoreThanItNeeds() throws {
        for kind in [DocumentKind.object, .urge, .supervise, .improvement] {
            let (record, given) = PaperFixture.whole(kind)
            let draft = try PaperFixture.draft(kind, record, given: given)
            let text = draft.page.filled { PaperFixture.identity[$0] ?? "" }.texts.joined()
            for value in ["林桂香", "13900006789", "柳荫村"] { #expect(!text.contains(value), "\(kind.rawValue)") }
            #expect(try draft.issue().get().names.isEmpty)
        }
    }

    /// A petitioner is never told in writing that a date of theirs has passed, nor is the word for a 举报 on a paper
    /// that may lie on a table.
    @Test func wordsThatArePassedOver() throws {
        for kind in DocumentKind.allCases where kind.audience == .petitioner {
            let (record, given) = PaperFixture.whole(kind)
            let text = try PaperFixture.draft(kind, record, given: given).page.texts.joined()
            for phrase in DocumentPhrases.forbidden { #expect(!text.contains(phrase), "\(kind.rawValue) \(phrase)") }
            let sealed = try PaperFixture.draft(kind, report(kind, .confidential), given: given)
            #expect(!sealed.page.texts.joined().contains("举报"), "\(kind.rawValue)")
        }
        var given = PaperFixture.whole(.opinion).given
        given[.decision] = "您的请求已经过期。"
        let draft = try PaperFixture.draft(.opinion, PaperFixture.whole(.opinion).record, given: given)
        #expect(draft.problems.contains { $0.message.contains("过期") })
    }
}
