// SPDX-License-Identifier: Apache-2.0

import Documents
import IntakeModel
import LineProtocol
import Testing

@Suite struct PageTests {
    private static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</td></tr></table><h1>假的</h1>", "&lt;b&gt;",
        "@ 假的主送\n# 假的标题\n| 假的 | 表 |\n~ 假签字", "{{编号}}{{{f1}}}", "\u{1}identity:name\u{2}", "\u{202E}倒着写",
        "\u{E000}\u{E002}\u{E005}", "' onload='x",
    ]

    @Test(arguments: hostile) func hostileTextIsShownAsItIs(_ text: String) throws {
        var (record, given) = PaperFixture.whole(.urge)
        given[.demand] = text
        let plain = try PaperFixture.draft(.urge, record, given: PaperFixture.whole(.urge).given)
        let draft = try PaperFixture.draft(.urge, record, given: given)
        // It makes no block of its own but paragraphs, no mark-up, no hole, no field.
        func others(_ page: DocumentPage) -> [DocumentPage.Block] {
            page.blocks.filter { if case .paragraph = $0 { false } else { true } }
        }
        #expect(others(draft.page) == others(plain.page))
        #expect(!draft.page.texts.joined().contains("\u{1}"))
        let html = draft.page.filled { _ in "林桂香" }.html(number: "<b>1</b>")
        #expect(
            !html.contains("<script") && !html.contains("<img") && !html.contains("<b>") && !html.contains("\u{202E}"))
        #expect(!html.contains("林桂香") && !html.contains("\u{E000}"))
        let tags = html.matches(of: /<[^>]*>/).map { String($0.output) }
        let wanted = plain.page.html(number: "1").matches(of: /<[^>]*>/).map { String($0.output) }
        #expect(
            tags.filter { !$0.hasPrefix("<p") && !$0.hasPrefix("</p") }
                == wanted.filter { !$0.hasPrefix("<p") && !$0.hasPrefix("</p") })
        record.claim.respondent = text
        let form = try PaperFixture.draft(.register, record)
        #expect(
            others(form.page).count
                == others(try PaperFixture.draft(.register, PaperFixture.whole(.urge).record).page).count)
    }

    @Test func theNumberComesWhenItIsShown() throws {
        let (record, given) = PaperFixture.whole(.urge)
        let page = try PaperFixture.draft(.urge, record, given: given).page
        #expect(page.text(number: nil).contains("草稿") && page.html(number: nil).contains("草稿"))
        #expect(page.text(number: "某信催〔2026〕1号").contains("某信催〔2026〕1号"))
        #expect(!page.html(number: "某信催〔2026〕1号").contains("草稿"))
        #expect(!page.html(number: "1").contains("://"))
    }

    @Test(arguments: DocumentKind.allCases) func damagedPagesAreRefusedAndNeverTrap(_ kind: DocumentKind) throws {
        let (record, given) = PaperFixture.whole(kind)
        let bytes = try PaperFixture.draft(kind, record, given: given).page.encoded()
        for end in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: StoredFormatError.self) { try DocumentPage(decoding: Array(bytes[..<end])) }
        }
        for index in stride(from: 0, to: bytes.count, by: 5) {
            var damaged = bytes
            damaged[index] ^= 0x55
            _ = try? DocumentPage(decoding: damaged)
        }
    }

    @Test func namesAreKeptWithWhatWentOut() throws {
        let (record, given) = PaperFixture.whole(.opinion)
        let issue = try PaperFixture.draft(.opinion, record, given: given).issue().get()
        #expect(issue.names == [.name: "林桂香"])
        let document = IssuedDocument(
            caseNumber: record.number, entry: 4, number: "某信处〔2026〕1号", series: issue.series, paper: issue.paper,
            version: 1, at: record.filedAt, by: "012", content: issue.content, names: issue.names)
        #expect(try ShownDocument.page(document).text(number: document.number).contains("林桂香："))
        #expect(try !ShownDocument.page(document) { _, _ in "〔姓名〕" }.text(number: document.number).contains("林桂香"))
        let again = try IssuedDocument(
            sealedPart: document.sealedPart, caseNumber: record.number, entry: 4, number: document.number,
            series: document.series, at: document.at, by: "012")
        #expect(again == document)
    }
}
