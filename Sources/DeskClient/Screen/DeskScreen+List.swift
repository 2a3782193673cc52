// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

extension DeskScreen {
    static let remindersShown = 5
    private static let widths = (state: 10, kiosk: 18, reason: 12, purpose: 10, due: 10)

    /// The first page: what is open, what waits, and what is due.
    static func list(_ model: DeskModel, columns: Int, rows: Int) -> [ScreenLine] {
        let reminders = model.reminders.suffix(remindersShown)
        let room = max(1, rows - 1 - (reminders.isEmpty ? 0 : reminders.count + 1))
        var lines = [ScreenLine(row("", "等了", "在哪里", "为什么", "目的", "期限", "会话"), .dim)]
        let all = model.rows
        if all.isEmpty {
            lines.append(ScreenLine("  现在没有人等。"))
        } else {
            let index = all.firstIndex { $0.conv == model.selectedRow?.conv } ?? 0
            // The window follows the cursor.
            let start = max(0, min(index - room / 2, all.count - room))
            for place in start..<min(all.count, start + room) {
                let text = text(of: all[place], now: model.now, isSelected: place == index)
                lines.append(ScreenLine(text, place == index ? .selected : .plain))
            }
        }
        guard !reminders.isEmpty else { return lines }
        lines += repeatElement(ScreenLine(""), count: max(0, rows - lines.count - reminders.count - 1))
        lines.append(ScreenLine(String(repeating: "-", count: columns), .dim))
        lines += reminders.map { ScreenLine("  " + $0.text) }
        return lines
    }

    private static func text(of row: DeskModel.Row, now: Timestamp, isSelected: Bool) -> String {
        let mark = isSelected ? "> " : "  "
        switch row {
        case .open(let conversation):
            let state = conversation.part == .owner ? "在谈" : "旁听"
            let unread = conversation.unread > 0 ? "新话 \(conversation.unread)" : ""
            return Self.row(mark, state, conversation.kiosk, unread, "", "", conversation.conv)
        case .waiting(let entry):
            let danger = entry.reason == HandoffReason.safety.rawValue ? "!! " : ""
            return Self.row(
                mark, DeskWords.waiting(since: entry.since, now: now), entry.kiosk,
                danger + DeskWords.reason(entry.reason), entry.purpose ?? "", DeskWords.date(entry.due) ?? "",
                entry.conv)
        }
    }

    private static func row(
        _ mark: String, _ state: String, _ kiosk: String, _ reason: String, _ purpose: String, _ due: String,
        _ conv: String
    ) -> String {
        ScreenText.pad(mark, columns: 2) + ScreenText.pad(state, columns: widths.state - 1) + " "
            + ScreenText.pad(kiosk, columns: widths.kiosk - 1) + " "
            + ScreenText.pad(reason, columns: widths.reason - 1) + " "
            + ScreenText.pad(purpose, columns: widths.purpose - 1) + " "
            + ScreenText.pad(due, columns: widths.due - 1) + " " + conv
    }
}
