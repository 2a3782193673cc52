// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

extension DeskModel {
    /// A frame of the server.
    public mutating func receive(_ frame: DeskFrame) -> [DeskCommand] {
        switch frame {
        case .welcome(let server): return greeted(server)
        case .ok(let re, let object): return answered(re, object)
        case .error(let re, let code, let text, let retryAfter): return refused(re, code, text, retryAfter)
        case .event(let notice): return happened(notice)
        case .line(let conv, let line): return heard(line, in: conv)
        case .gap:
            say("有一段时间的提醒已经清掉了，期限请以事项列表为准。")
            return []
        case .pong, .unknown: return []
        }
    }

    private mutating func happened(_ notice: DeskNotice) -> [DeskCommand] {
        // A replay after a broken connection may send again what was seen; an alert that rings again is meant to.
        let isNew = notice.seq > lastEvent ?? 0
        lastEvent = max(lastEvent ?? 0, notice.seq)
        if notice.kind == .safetyAlert { return alarmed(notice) }
        guard isNew else { return [] }
        tell(.notice(notice))
        switch notice.kind {
        case .handoffWaiting: return [.bell] + refresh()
        case .handoffClaimed, .handoffReleased: return refresh()
        case .caseDueSoon, .caseOverdue:
            reminders.removeAll { $0.caseNumber == notice.caseNumber && $0.fields["rule"] == notice.fields["rule"] }
            remind(notice)
            return []
        case .calendarMissing, .clockJumped, .backupStale, .dialogsRefused:
            reminders.removeAll { $0.kind == notice.kind }
            remind(notice)
            return []
        case .outboxFailed:
            remind(notice)
            return []
        case .caseChanged:
            note = notice.text
            guard case .sheet = page, let number = sheet?.number, number == notice.caseNumber else { return [] }
            return request(.caseRecord(number: number))
        case .dialogsTaken:
            reminders.removeAll { $0.kind == .dialogsRefused }
            note = notice.text
            return []
        case .caseFiled:
            note = notice.text
            return []
        case .safetyAlert, nil: return []
        }
    }

    private mutating func remind(_ notice: DeskNotice) {
        reminders.append(notice)
        if reminders.count > Self.noticesKept { reminders.removeFirst(reminders.count - Self.noticesKept) }
        note = notice.text
    }

    private mutating func alarmed(_ notice: DeskNotice) -> [DeskCommand] {
        if let index = alarms.firstIndex(where: { $0.seq == notice.seq }) {
            alarms[index] = notice
        } else {
            alarms.append(notice)
        }
        tell(.alarm(notice))
        return [.bell]
    }

    private mutating func heard(_ line: SpokenLine, in conv: String) -> [DeskCommand] {
        var commands: [DeskCommand] = []
        if openIndex(conv) == nil {
            if let version = released[conv], line.seq <= version { return [] }
            // Lines come to the owner without asking: a colleague passed it on.
            open.append(OpenConversation(conv: conv, part: .owner))
            say("\(conv) 转到您手上了。")
            commands = [.bell] + request(.transcript(conv: conv, after: 0, limit: WireLimits.page))
        }
        guard let index = openIndex(conv), open[index].heard(line) else { return commands }
        tell(.said(conv: conv, line))
        let isOnScreen = page == .conversation(conv)
        if !isOnScreen { open[index].unread += 1 }
        if isOnScreen, scroll > 0 { scroll += 1 }
        if line.from == .petitioner, open[index].part == .owner, !isOnScreen { commands.append(.bell) }
        return commands
    }
}
