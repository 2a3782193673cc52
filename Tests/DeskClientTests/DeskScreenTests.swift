// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol
import Testing

@testable import DeskClient

@Suite("The desk on a screen")
struct DeskScreenTests {
    @Test("the list at 80 by 24")
    func list() throws {
        var desk = try DeskFixture.busy()
        try desk.event(57, "safety.alert", #""conv":"c9","kind":"自伤","kiosk":"2号机""#)
        try desk.event(58, "case.due_soon", #""case":"XF202611200000034","rule":"转送","due":"2026-11-25","unit":"县人社局""#)
        var expected = [
            " 首问接待台  已连接                                       等候 2  在谈 0  09:30",
            "!! 警报 09:29 2号机 自伤 c9  按 a 确认（打字时 Ctrl-A）",
            "  等了      在哪里            为什么      目的      期限      会话",
            "> 30秒      2号机             !! 有危险                       c9",
            "  12分      1号机             要人工      求决      12月8日   c5",
        ]
        expected += Array(repeating: "", count: 15)
        expected += [
            String(repeating: "-", count: 80),
            "  XF202611200000034 快到期，11月25日 转送 县人社局",
            "XF202611200000034 快到期，11月25日 转送 县人社局",
            "↑↓ 选  回车 接/看  f 旁听  v 事项  d 代录  a 确认警报  r 刷新  ? 帮助  ^C 退出",
        ]
        #expect(desk.screen() == expected)
        let screen = DeskScreen.render(desk.model, columns: 80, rows: 24)
        #expect(screen.cursor == nil)
        #expect(screen.lines[1].style == .alarm)
        #expect(screen.lines[3].style == .selected)
    }

    @Test("a conversation at 80 by 24, with the cursor after what is typed")
    func conversation() throws {
        var desk = try DeskFixture.talking()
        desk.type("请您慢慢说")
        var expected = [
            " 首问接待台  已连接                                       等候 1  在谈 1  09:30",
            "c5  1号机  您在接待",
            "09:10 群众 老板欠我三个月工资",
            "09:10 程序 干了活拿不到钱，谁都急。",
            "           要不要登记？",
            "           1. 要",
            "           2. 先不用",
            "09:30 --   012 号工作人员来了",
        ]
        expected += Array(repeating: "", count: 13)
        expected += [
            "说> 请您慢慢说",
            "c5 现在由您接待。",
            "回车 发给群众  Esc 出命令  PgUp/PgDn 翻  Ctrl-A 确认警报",
        ]
        #expect(desk.screen() == expected)
        let cursor = DeskScreen.render(desk.model, columns: 80, rows: 24).cursor
        #expect(cursor == DeskScreen.Cursor(row: 21, column: 14))
    }

    @Test("a long talk ends at the bottom and can be scrolled")
    func scrolling() throws {
        var desk = try DeskFixture.talking()
        for number in 5..<60 {
            try desk.line(
                #"{"type":"line","conv":"c5","seq":\#(number),"at":"2026-11-23T09:31:00+08:00","from":"bot","text":"第\#(number)句"}"#
            )
        }
        #expect(desk.screen()[20] == "09:31 程序 第59句")
        desk.press(.pageUp)
        #expect(desk.screen()[20] == "09:31 程序 第49句")
        #expect(desk.screen()[1].hasSuffix("（下面还有 10 行）"))
        // What is read stays where it is when more is said.
        try desk.line(
            #"{"type":"line","conv":"c5","seq":60,"at":"2026-11-23T09:31:00+08:00","from":"bot","text":"又一句"}"#)
        #expect(desk.screen()[20] == "09:31 程序 第49句")
        for _ in 0..<30 {
            desk.press(.pageUp)
            desk.model.limitScroll(DeskScreen.render(desk.model, columns: 80, rows: 24).maxScroll)
        }
        #expect(desk.screen()[2] == "09:10 群众 老板欠我三个月工资")
        desk.press(.escape, .end)
        #expect(desk.screen()[21] == "09:31 程序 又一句")
    }

    @Test(
        "every page, at many sizes, keeps within the terminal",
        arguments: [(80, 24), (40, 10), (132, 50), (20, 5), (1, 1)])
    func sizes(columns: Int, rows: Int) throws {
        var desk = try DeskFixture.talking()
        try desk.event(57, "safety.alert", #""conv":"c9","kind":"自伤","kiosk":"2号机""#)
        let visits: [[Key]] = [
            [], [.character("长"), .paste(String(repeating: "话", count: 100))], [.escape], [.character("t")], [.escape],
            [.character("?")], [.escape], [.escape], [.character("d")], [.character("2")], [.escape],
        ]
        for keys in visits {
            for key in keys { desk.press(key) }
            let screen = DeskScreen.render(desk.model, columns: columns, rows: rows)
            #expect(screen.lines.count == rows)
            for line in screen.lines {
                #expect(DisplayWidth.of(line.text) <= columns, "\(line.text)")
                #expect(line.text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
            }
            if let cursor = screen.cursor {
                #expect(cursor.row < rows)
                #expect(cursor.column < columns)
            }
        }
    }

    @Test("only what changed is painted")
    func painting() throws {
        var desk = try DeskFixture.talking()
        var painter = ScreenPainter()
        let first = painter.paint(DeskScreen.render(desk.model, columns: 80, rows: 24))
        #expect(first.contains("老板欠我三个月工资"))
        desk.type("好")
        let second = painter.paint(DeskScreen.render(desk.model, columns: 80, rows: 24))
        #expect(second.contains("说> 好"))
        #expect(!second.contains("老板"))
        #expect(second.hasSuffix("\u{1B}[22;7H\u{1B}[?25h"))
        painter.forget()
        #expect(painter.paint(DeskScreen.render(desk.model, columns: 80, rows: 24)).contains("老板"))
    }

    @Test("cut and filled by columns")
    func fitting() {
        #expect(ScreenText.fit("工资", columns: 4) == "工资")
        #expect(ScreenText.fit("工资表", columns: 4) == "工~")
        #expect(ScreenText.fit("工资表", columns: 5) == "工资~")
        #expect(ScreenText.pad("工a", columns: 5) == "工a  ")
        #expect(ScreenText.fit("abc", columns: 0) == "")
        #expect(ScreenText.between("左边很长", "右", columns: 7) == "左边~右")
    }
}
