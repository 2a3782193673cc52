// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

@testable import Reports

@Suite("How reports are written")
struct ReportDocumentTests {
    private typealias Fixture = ReportFixture

    private static func month(minimum: Int = 10) -> ReportDocument {
        let records = (1...12).map { sequence in
            Fixture.record(
                sequence, filed: "2026-11-02", unit: sequence % 2 == 0 ? "县住建局" : "=HYPERLINK(\"x\")",
                sequence > 9 ? [] : [Fixture.event(.forwarded, "2026-11-05")])
        }
        let collector = Fixture.collect(records, Fixture.month("2026-11-30"), Fixture.basis(minimum: minimum))
        return ReportBuilder(collector, ReportExtras(), by: [.unit, .topic]).month()
    }

    @Test func everyFigureStandsBesideItsDefinition() {
        let text = Self.month().text(width: DisplayWidth.of)
        let html = Self.month().html
        for definition in ReportCount.allCases.map(\.definition) + ReportRate.allCases.map(\.definition)
            + ReportTime.allCases.map(\.definition)
        {
            #expect(text.contains("口径：\(definition.line)"), "\(definition.title)")
            #expect(html.contains(definition.line), "\(definition.title)")
            #expect(ReportBuilder.definitions.contains(definition.part), "\(definition.title)")
        }
        #expect(text.contains("75.0%（9/12）"))
        // Six a unit are too few for a rate.
        #expect(text.contains("0/6") && !text.contains("（0/6") && text.contains("（0/12）"))
        #expect(!text.contains("张三") && !html.contains("张三") && !text.contains("3 号"))
    }

    @Test func tablesAreAlignedByWidth() {
        let table = ReportTable(
            "", [.init("单位", isNumber: false), .init("件")],
            [.init([.text("a"), .count(5)]), .init([.text("县住建局"), .count(12)])])
        let text = ReportDocument(title: "题", basis: [], blocks: [.table(table)]).text(width: DisplayWidth.of)
        let lines = text.split(separator: "\n").dropFirst().map(String.init)
        #expect(lines == ["单位      件", "--------  --", "a          5", "县住建局  12"])
    }

    @Test(arguments: [
        ("=1+2", "'=1+2"), ("+86", "+86"), ("-5", "-5"), ("-5件", "'-5件"), ("@a", "'@a"), ("a,b", "\"a,b\""),
        ("他说\"好\"", "\"他说\"\"好\"\"\""), ("\tx", "'\tx"), ("a\nb", "\"a\nb\""), ("\r\n=x", "\"'\r\n=x\""), ("＝1", "'＝1"),
        ("", ""),
    ]) func csvFieldsAreNoFormulas(_ text: String, _ written: String) {
        #expect(ReportDocument.field(text) == written)
    }

    @Test func csvHasAMarkAndOneRowAShape() {
        let csv = Self.month().csv(marked: true)
        #expect(csv.unicodeScalars.first == "\u{feff}" && Self.month().csv(marked: false).unicodeScalars.first == "某")
        #expect(csv.contains("\"'=HYPERLINK(\"\"x\"\")\""))
        #expect(csv.unicodeScalars.contains { $0 == "\r" } && csv.hasSuffix("\r\n"))
        #expect(csv.contains("按期转送率,9,12,75.0%,"))
    }

    @Test func htmlNeedsNothingElseAndHidesNothing() throws {
        let html = Self.month().html
        #expect(!html.contains("<script") && !html.contains("http-equiv=\"refresh\"") && !html.contains("src="))
        #expect(html.contains("&quot;x&quot;") && !html.contains("=HYPERLINK(\"x\")"))
        #expect(html.contains("default-src 'none'"))
        for chart in html.split(separator: "<svg").dropFirst() {
            #expect(chart.contains("<title>") && chart.contains("<desc>"))
        }
        // Every element that is opened is closed again, in order.
        var open: [Substring] = []
        for piece in html.split(separator: "<").dropFirst() where !piece.hasPrefix("!") {
            let name = piece.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
            guard !["meta", "line", "circle", "rect", "polyline"].contains(name) else { continue }
            if piece.hasPrefix("/") {
                let last = open.popLast()
                #expect(last == name)
            } else {
                open.append(name)
            }
        }
        #expect(open == [])
    }

    @Test func percentagesAreRoundedHalfUp() {
        #expect(Ratio(part: 1, whole: 3).percent == "33.3%" && Ratio(part: 2, whole: 3).percent == "66.7%")
        #expect(Ratio(part: 1, whole: 2000).percent == "0.1%" && Ratio(part: 1, whole: 2001).percent == "0.0%")
        #expect(Ratio(part: 7, whole: 7).percent == "100.0%" && Ratio().percent == nil)
        var lengths = Lengths()
        for length in [1, 2, 3, 4, 5, 6, 7, 8, 9, 100] { lengths.add(length) }
        #expect(lengths.percentile(50) == 5 && lengths.percentile(90) == 9 && lengths.percentile(100) == 100)
    }

    @Test func waitsAreCountedOnceAndEndWhenSomebodyComes() {
        var waits = WaitTally(Fixture.month("2026-11-30"))
        let at = { (day: String, hour: Int64) in Fixture.at(day, hour: hour) }
        waits.add(.handoffWaiting, of: ConversationID(1), at: at("2026-11-02", 9))
        waits.add(.handoffWaiting, of: ConversationID(1), at: at("2026-11-02", 10))
        waits.add(.handoffClaimed, of: ConversationID(1), at: at("2026-11-02", 11))
        waits.add(.handoffWaiting, of: ConversationID(2), at: at("2026-11-30", 9))
        waits.add(.handoffClaimed, of: ConversationID(2), at: at("2026-12-01", 9))
        waits.add(.handoffWaiting, of: ConversationID(3), at: at("2026-10-31", 9))
        waits.add(.handoffClaimed, of: ConversationID(3), at: at("2026-11-01", 9))
        #expect(waits.nobodyCame == Ratio(part: 1, whole: 2) && waits.minutes.percentile(50) == 120)
        #expect(waits.isComplete)
        waits.missesEvents(before: at("2026-11-02", 9))
        #expect(!waits.isComplete)
    }
}
