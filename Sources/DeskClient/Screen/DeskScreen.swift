// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// Draws the model: a pure function from it and the size of the terminal to lines and the place of the cursor.
public struct DeskScreen: Sendable, Hashable {
    /// Exactly as many as the terminal has rows, none wider than it.
    public var lines: [ScreenLine]
    /// Row and column of the cursor from 0; nil when nothing is typed.
    public var cursor: Cursor?
    /// How far the page can be scrolled.
    public var maxScroll: Int

    public struct Cursor: Sendable, Hashable {
        public var row: Int
        public var column: Int
    }

    /// Smallest size that is drawn for; a smaller terminal shows the upper left part.
    static let smallest = (columns: 40, rows: 10)
    static let alarmsShown = 3

    public static func render(_ model: DeskModel, columns: Int, rows: Int) -> DeskScreen {
        let width = max(columns, smallest.columns)
        let height = max(rows, smallest.rows)
        var top = [title(model, width)]
        top += alarms(model)
        var bottom: [ScreenLine] = []
        var cursor: Cursor?
        if let (label, input) = typed(model) {
            let shown = input.shown(columns: width - DisplayWidth.of(label))
            bottom.append(ScreenLine(label + shown.text))
            cursor = Cursor(row: height - 3, column: DisplayWidth.of(label) + shown.cursorColumn)
        }
        bottom.append(ScreenLine(model.note, .note))
        bottom.append(ScreenLine(help(model), .dim))
        let room = height - top.count - bottom.count
        let body = body(model, columns: width, rows: room)
        var lines = top + body.lines.prefix(room)
        lines += repeatElement(ScreenLine(""), count: max(0, room - body.lines.count))
        lines += bottom
        lines = lines.prefix(rows).map { line in
            var text = ScreenText.fit(line.text, columns: columns)
            // Bars go from edge to edge.
            if line.style == .title || line.style == .alarm || line.style == .selected {
                text = ScreenText.pad(text, columns: columns)
            }
            return ScreenLine(text, line.style)
        }
        if let place = cursor, place.row >= rows || place.column >= columns { cursor = nil }
        return DeskScreen(lines: lines, cursor: cursor, maxScroll: body.maxScroll)
    }

    // MARK: Frame

    private static func title(_ model: DeskModel, _ columns: Int) -> ScreenLine {
        let link =
            switch model.link {
            case .connecting: "正在连接"
            case .online: "已连接"
            case .offline(let seconds): "断线，\(seconds) 秒后重连"
            }
        let owned = model.owned.count
        let unread = model.open.reduce(0) { $0 + $1.unread }
        var right = "等候 \(model.queue.count)  在谈 \(owned)"
        if unread > 0 { right += "  新话 \(unread)" }
        return ScreenLine(
            ScreenText.between(" 首问接待台  \(link)", "\(right)  \(model.now.clockText) ", columns: columns), .title)
    }

    /// Alarms stay on top until somebody acknowledges them.
    private static func alarms(_ model: DeskModel) -> [ScreenLine] {
        var lines = model.alarms.prefix(alarmsShown).map { alarm in
            ScreenLine("!! 警报 \(alarm.text)  按 a 确认（打字时 Ctrl-A）", .alarm)
        }
        let more = model.alarms.count - alarmsShown
        if more > 0 { lines.append(ScreenLine("!! 还有 \(more) 条警报没有确认", .alarm)) }
        return lines
    }

    private static func typed(_ model: DeskModel) -> (label: String, input: InputLine)? {
        switch model.prompt {
        case .transfer: return ("转给几号工作人员（工号）：", model.promptInput)
        case .caseNumber: return ("事项编号：", model.promptInput)
        case nil: break
        }
        if let current = model.current, model.focus == .speak { return ("说> ", current.input) }
        if model.page == .acts, let acts = model.acts, let need = acts.draft?.next {
            return ("\(need.label)> ", acts.input)
        }
        if model.page == .dictation, let channel = model.dictation.channel, !model.dictation.ended {
            return ("\(channel)> ", model.dictation.input)
        }
        return nil
    }

    private static func help(_ model: DeskModel) -> String {
        if model.prompt != nil { return "回车 确定  Esc 算了" }
        switch model.page {
        case .queue:
            return "↑↓ 选  回车 接/看  f 旁听  v 事项  d 代录  a 确认警报  r 刷新  ? 帮助  ^C 退出"
        case .conversation:
            if model.focus == .speak { return "回车 发给群众  Esc 出命令  PgUp/PgDn 翻  Ctrl-A 确认警报" }
            if model.current?.part == .owner {
                return "回车 说话  b 交回程序  q 放回队列  t 转给同事  v 事项  Esc 返回"
            }
            return "回车 接过来  x 不听了  v 事项  a 确认警报  Esc 返回"
        case .dictation:
            if model.dictation.channel == nil { return "按 1 2 3 选  Esc 返回" }
            if model.dictation.ended { return "回车 录下一件  Esc 返回" }
            return "回车 录入  Esc 返回（录着的留着）"
        case .acts:
            guard let draft = model.acts?.draft else { return "↑↓ 选  回车 办  Esc 返回" }
            return draft.next == nil ? "回车 办  Esc 改上一格" : "回车 下一格  Esc 改上一格"
        case .sheet: return "c 办  j k 翻  Esc 返回  a 确认警报"
        case .help: return "j k 翻  Esc 返回  a 确认警报"
        }
    }

    // MARK: Pages

    private static func body(_ model: DeskModel, columns: Int, rows: Int) -> (lines: [ScreenLine], maxScroll: Int) {
        switch model.page {
        case .queue: return (list(model, columns: columns, rows: rows), 0)
        case .conversation:
            guard let current = model.current else { return ([], 0) }
            let header = "\(current.conv)  \(current.kiosk)  \(current.part == .owner ? "您在接待" : "旁听")"
            return talk(current.lines, header: header, model: model, columns: columns, rows: rows)
        case .sheet: return reading(model.sheet?.lines ?? [], model: model, columns: columns, rows: rows)
        case .acts: return reading(model.acts?.lines ?? [], model: model, columns: columns, rows: rows)
        case .help: return reading(helpText, model: model, columns: columns, rows: rows)
        case .dictation:
            guard let channel = model.dictation.channel else {
                let lines = DictationSheet.channels.enumerated().map { ScreenLine("  \($0.offset + 1). \($0.element)") }
                return ([ScreenLine("代录：群众是怎么来的？"), ScreenLine("")] + lines, 0)
            }
            let header = "代录\(channel)  \(model.dictation.conv ?? "新的一件")"
            return talk(model.dictation.lines, header: header, model: model, columns: columns, rows: rows)
        }
    }

    /// A conversation, its end at the bottom.
    private static func talk(
        _ spoken: [SpokenLine], header: String, model: DeskModel, columns: Int, rows: Int
    ) -> (lines: [ScreenLine], maxScroll: Int) {
        // Enough lines for what is seen, so that a long talk costs no more than a short one.
        let needed = max(0, rows - 1) + model.scroll
        var wrapped: [[ScreenLine]] = []
        var count = 0
        var isWhole = true
        for line in spoken.reversed() {
            if count > needed {
                isWhole = false
                break
            }
            let block = block(line, columns: columns)
            wrapped.append(block)
            count += block.count
        }
        let lines = wrapped.reversed().flatMap(\.self)
        let room = max(0, rows - 1)
        let most = max(0, lines.count - room)
        let scroll = min(model.scroll, most)
        let end = lines.count - scroll
        let shown = lines[max(0, end - room)..<end]
        let mark = scroll > 0 ? "  （下面还有 \(scroll) 行）" : ""
        return ([ScreenLine(header + mark, .title)] + shown, isWhole ? most : .max)
    }

    private static func block(_ line: SpokenLine, columns: Int) -> [ScreenLine] {
        let speaker =
            "\(line.at.clockText) " + ScreenText.pad(line.speaker, columns: max(4, DisplayWidth.of(line.speaker)))
        let indent = DisplayWidth.of(speaker) + 1
        let style: ScreenLine.Style =
            switch line.from {
            case .petitioner: .plain
            case .officer, .note: .officer
            case .bot, .system: .dim
            }
        return LineWrapper.wrap(line.text, columns: max(10, columns - indent)).enumerated().map { index, text in
            ScreenLine((index == 0 ? speaker + " " : String(repeating: " ", count: indent)) + text, style)
        }
    }

    private static func reading(
        _ text: [String], model: DeskModel, columns: Int, rows: Int
    ) -> (lines: [ScreenLine], maxScroll: Int) {
        let lines = text.flatMap { LineWrapper.wrap($0, columns: columns) }
        let most = max(0, lines.count - rows)
        return (lines.dropFirst(min(model.scroll, most)).prefix(rows).map { ScreenLine($0) }, most)
    }

    static let helpText = [
        "首问接待台：按键",
        "",
        "列表    ↑ ↓ 或 j k 选；回车 接过来，已经开着的就打开；f 旁听，不出声",
        "        v 看事项；d 代录来信、走访、电话；r 刷新；a 确认警报",
        "会话    打字，回车发给群众；Esc 出命令，再按 Esc 回列表，会话仍在您手上",
        "        b 交回自动接待程序；q 放回队列；t 转给同事，写工号；v 看事项",
        "旁听    回车 接过来；x 不听了",
        "事项    c 列出现在能办的和各要写什么，选一样，一格一格填，回车办",
        "警报    一直在最上面，直到按 a（打字时 Ctrl-A）确认；一分钟没人确认，转下一位",
        "粘贴    粘进来的分行不会误发，按回车才发；一次最多 2000 字",
        "退出    Ctrl-C；手上还有会话时要按两次，会话回去等人接",
        "",
        "屏幕上看不到身份和查询码。断线会自己重连，没送到的话连上再送，不会送两遍。",
    ]
}
