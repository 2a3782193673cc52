// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Documents
import IntakeModel
import Testing

@Suite struct TemplateTests {
    private func problems(_ text: String, _ kind: DocumentKind = .urge) -> [DocumentTemplate.Problem] {
        var problems: [DocumentTemplate.Problem] = []
        _ = DocumentTemplate(kind, text, problems: &problems)
        return problems
    }

    private let good = "@ {{去向单位}}：\n{{办理要求}}\n{{反馈期限}}\n"

    @Test func placesAreTold() {
        #expect(problems(good) == [])
        let field = problems(good + "写 {{编码}}。")
        #expect(problems("{{编码}}").map(\.cause) == [.field("编码")])
        #expect(field.map(\.cause) == [.field("编码")] && field.first?.line == 4 && field.first?.column == 3)
        #expect(problems(good + "{{#编号}}").map(\.cause) == [.tag])
        #expect(problems(good + "{{#编号}}{{#事项}}{{/编号}}{{/事项}}").contains { $0.cause == .tag })
        for tag in ["{{{编号}}}", "{{&编号}}", "{{>编号}}", "{{=<% %>=}}", "{{% CONTENT_TYPE:HTML}}", "{{编号"] {
            #expect(problems(good + tag).contains { $0.cause == .tag }, "\(tag)")
        }
        #expect(problems("@ {{去向单位}}：\n{{办理要求}}\n").map(\.cause) == [.missing(.reportBy)])
        // A section that asks for it does not show it.
        #expect(problems("@ {{去向单位}}：\n{{办理要求}}\n{{#反馈期限}}有{{/反馈期限}}\n").map(\.cause) == [.missing(.reportBy)])
    }

    @Test func noTemplateTakesAnythingAwayFromTheLaw() throws {
        let book = try PaperFixture.book()
        for kind in DocumentKind.allCases {
            #expect(book.needs(kind).starts(with: kind.needs))
            for need in kind.needs where need.field.isGiven { #expect(!need.mend.isEmpty) }
        }
        #expect(book.needs(.opinion).map(\.field).contains(.answers))
    }

    @Test func numbersAreData() throws {
        let numbering = DocumentNumbering(mark: "某信", marks: [.forward: "某信转字"], pattern: "{mark}（{year}）第{n}号")
        let day = try CivilDate(iso8601: "2027-01-01")
        #expect(numbering.series(.opinion, on: day).number(12) == "某信处（2027）第12号")
        #expect(numbering.series(.forward, on: day).number(1) == "某信转字（2027）第1号")
        // What goes out in another body's name has its mark, or its name; what the office set for its own is the office's.
        #expect(numbering.series(.opinion, of: "县住建局", on: day).number(3) == "县住建局处（2027）第3号")
        #expect(DocumentNumbering.objection(to: DocumentSeries.usualPattern) == nil)
        for bad in ["{mark}{n}", "{mark}{year}", "{year}{n}", "{mark}{year}{n}{n}", "{mark}{year}{n}{x}"] {
            #expect(DocumentNumbering.objection(to: bad) != nil, "\(bad)")
        }
        let script = try #require(PaperFixture.script)
        #expect(script.office.facts.numbering.mark == "某信")
        #expect(script.office.facts.review?.name == "县政府复查复核窗口")
    }
}
