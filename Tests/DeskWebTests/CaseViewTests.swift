// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import IntakeServer
import LineProtocol
import Reports
import Testing

@testable import DeskWeb

@Suite("Parts of a case's page")
struct CaseViewTests {
    private func today() throws -> CivilDate { try CivilDate(iso8601: "2026-11-23") }

    private func object(_ text: String) throws -> JSONObject {
        try #require(JSONReader.read(Array(text.utf8)).object)
    }

    @Test(
        "A clock tells how it stands in words, not by a colour alone",
        arguments: [
            ("open", "2026-12-08", 0, "○ 还剩 15 天", "far"), ("open", "2026-11-25", 0, "○ 还剩 2 天", "near"),
            ("due_soon", "2026-11-23", 0, "◔ 今天到期", "near"), ("overdue", "2026-11-20", 3, "! 超期 3 天", "late"),
            ("met", "2026-11-20", 0, "✓ 按期办了", "done"), ("late", "2026-11-20", 2, "✗ 办了，超期 2 天", "done"),
            ("closed", "2026-11-20", 0, "— 不再计", "done"),
        ])
    func clocks(_ status: String, _ due: String, _ over: Int, _ standing: String, _ look: String) throws {
        let clock = ClockView(
            try object(
                """
                {"rule":"告知","title":"书面告知","from":"2026-11-08","nominal_due":"\(due)","effective_due":"\(due)",
                "status":"\(status)","days_over":\(over),"provisional":false,"article":"第二十三条","steps":["一"],"days":["二"]}
                """), today: try today())
        #expect(clock.standing == standing && clock.look == look && clock.isFinal == (look == "done"))
        #expect(clock.title == "书面告知" && clock.hasWhy && clock.hasDays && clock.moved == nil)
    }

    @Test("The later of two dates is told beside the earlier one") func moved() throws {
        let clock = ClockView(
            try object(
                #"{"rule":"办结","nominal_due":"2026-12-31","effective_due":"2027-01-04","status":"open"}"#),
            today: try today())
        #expect(clock.due == "12月31日 周四" && clock.moved == "2027年1月4日 周一")
        #expect(clock.title == "办结" && !clock.hasWhy)
    }

    private static let accept = """
        {"act":"受理","needs":[{"field":"way","label":"第三十一条第几项","hint":"1–6","required":false},
        {"field":"on","label":"日期","hint":"日期，不晚于今天","required":false},
        {"field":"text","label":"说明","hint":"文字","required":false}]}
        """

    @Test("What an act needs is asked for by the kind of the table") func fields() throws {
        let act = ActView(try object(Self.accept), index: 3, clocks: [], sent: nil)
        #expect(act.isPossible && act.moves && act.tells && !act.isOpen && act.id == "act3")
        #expect(act.basis?.contains("第三十一条") == true)
        #expect(act.fields.map(\.name) == ["f.way", "f.on", "f.text"])
        #expect(act.fields[0].isChoice && act.fields[0].options.map(\.value) == ["1", "2", "3", "4", "5", "6"])
        #expect(act.fields[0].options.allSatisfy { !$0.title.isEmpty && !$0.isChosen })
        #expect(act.fields[1].isDate && act.fields[1].hint == "不写就是今天")
        #expect(act.fields[2].isLong)
    }

    @Test("Every act of the table can be asked for: each field is of exactly one kind") func everyAct() throws {
        for act in CaseAct.allCases {
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("act", act.rawValue)
                writer.key("needs")
                writer.array { writer in
                    for need in act.rule.needs {
                        writer.object { writer in
                            writer.member("field", need.field.rawValue)
                            writer.member("label", need.field.label)
                            writer.member("hint", need.hint)
                            writer.member("required", need.isRequired)
                            if !need.choices.isEmpty { writer.member("choices", need.choices) }
                        }
                    }
                }
            }
            let view = ActView(try #require(JSONReader.read(writer.bytes).object), index: 0, clocks: [], sent: nil)
            #expect(view.fields.count == act.rule.needs.count)
            for field in view.fields {
                let kinds = [field.isChoice, field.isLong, field.isDate, field.isNumber, field.isLine]
                #expect(kinds.count { $0 } == 1, "\(act.rawValue) \(field.name)")
            }
        }
    }

    @Test("A refused form stays open with what was written, and only that one") func refused() throws {
        let sent = ActView.Sent(act: "受理", values: ["way": "6", "text": "<b>写好的</b>"], trouble: "还缺文号。")
        let act = ActView(try object(Self.accept), index: 0, clocks: [], sent: sent)
        #expect(act.isOpen && act.refusal == "还缺文号。" && act.fields[2].value == "<b>写好的</b>")
        #expect(act.fields[0].options.filter(\.isChosen).map(\.value) == ["6"])
        let other = ActView(try object(#"{"act":"备注","needs":[]}"#), index: 1, clocks: [], sent: sent)
        #expect(!other.isOpen && other.refusal == nil)
    }

    @Test("An act that is blocked says by what") func blocked() throws {
        let act = ActView(try object(#"{"act":"办结","missing":["还没有答复"],"needs":[]}"#), index: 0, clocks: [], sent: nil)
        #expect(!act.isPossible && act.missing == ["还没有答复"])
    }

    @Test("An entry says who made it, and what was given with it in words") func events() throws {
        let event = EventView(
            try object(
                """
                {"kind":"forwarded","at":"2026-11-24T10:05:00+08:00","by":"021","text":"",
                "fields":{"to":"县住建局","on":"2026-11-23"}}
                """), today: try today())
        #expect(event.title == "转送" && event.who == "021 号" && event.day == "11月24日 周二" && event.clock == "10:05")
        #expect(event.text == nil && event.fields.map(\.label) == ["去向单位", "日期"])
        #expect(event.fields.map(\.value) == ["县住建局", "11月23日 周一"])
        let voice = EventView(
            try object(#"{"kind":"urged","at":"2026-11-24T08:00:00+08:00","text":"?"}"#), today: try today())
        #expect(voice.who == "本人" && voice.isVoice && voice.title == "来催")
        let unknown = EventView(try object(#"{"kind":"later","at":""}"#), today: try today())
        #expect(unknown.title == "later" && unknown.who == "系统")
    }

    @Test("Sizes of files", arguments: [(900, "900 字节"), (2_048, "2 KB"), (1_572_864, "1.5 MB"), (8 << 20, "8.0 MB")])
    func sizes(_ bytes: Int, _ shown: String) { #expect(FileView.size(bytes) == shown) }

    @Test("A menu's lines are not told twice: its keys stand under it") func menus() throws {
        let message = DictationView.MessageView(
            try object(
                #"{"kind":"menu","text":"住哪儿？\n1. 城里\n2. 乡下","options":[{"key":"1","text":"城里"},{"key":"2","text":"乡下"}]}"#
            ),
            today: try today())
        #expect(message.isText && message.text == "住哪儿？")
    }

    @Test("Numbers of this period lead to their cases, by group and by figure; others lead nowhere") func drill() throws
    {
        let order = ReportOrder(.month, asOf: try today(), by: [.unit])
        let groups = ReportTable(
            "", [.init("承办单位", isNumber: false), .init("登记"), .init("别的")],
            [.init([.text("县住建局&"), .count(3), .count(2)]), .init([.text("合计"), .count(0), .count(2)])])
        let block = ReportView.Block(.table(groups), order)
        let address = try #require(block.rows[0].cells[1].address)
        #expect(address.contains("figure=registered") && address.contains("by=unit"))
        #expect(address.contains("value=") && !address.contains("&value=县") && address.hasSuffix("%26"))
        #expect(block.rows[0].cells[2].address == nil && block.rows[1].cells[1].address == nil)
        let figures = ReportTable(
            "", [.init("指标", isNumber: false), .init("本期"), .init("上期")], [.init([.text("办结"), .count(2), .count(5)])])
        let row = ReportView.Block(.table(figures), order).rows[0]
        #expect(row.cells[1].address?.contains("figure=concluded") == true && row.cells[2].address == nil)
    }
}
