// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import LineProtocol

/// Answers to what this client asked.
extension DeskModel {
    private mutating func settle(_ id: String?) -> StaffFrame.Command? {
        guard let index = pending.firstIndex(where: { $0.id == id }) else { return nil }
        return pending.remove(at: index).command
    }

    mutating func answered(_ re: String, _ object: JSONObject) -> [DeskCommand] {
        guard let command = settle(re) else { return [] }
        let version = object["version"]?.integer
        switch command {
        case .watch: lastEvent = lastEvent ?? object["seq"]?.integer
        case .queue: return queueAnswered(object)
        case .claim(let conv, _): return opened(conv, .owner, note: "\(conv) 现在由您接待。")
        case .follow(let conv): return opened(conv, .follower, note: "\(conv) 旁听中，您的话不会发出去。")
        // A line comes back to its owner by itself.
        case .say, .note, .correct, .addOfficer, .account, .outbox, .document, .audit, .today, .find: break
        case .release(let conv, let destination, _):
            released[conv] = version ?? .max
            close(conv)
            say(Self.releasedNote(conv, destination))
            return refresh()
        case .transcript(let conv, _, _): return transcribed(conv, object)
        case .caseRecord: sheetAnswered(object)
        case .dictate(let dictation): dictated(dictation, object)
        case .acknowledge(let event):
            alarms.removeAll { $0.seq == event }
            say(object["first"]?.bool == false ? "这条警报已经有人确认过。" : "警报已确认。")
        case .act(let act):
            let code = object.shown("code").map { "新的查询码 \($0)，请当面交给本人。" } ?? ""
            say("\(act.number) \(act.act)：办好了。\(code)")
            // What may be done next is another list.
            if page == .sheet, sheet?.number == act.number { return request(.caseRecord(number: act.number)) }
        }
        return []
    }

    private mutating func queueAnswered(_ object: JSONObject) -> [DeskCommand] {
        queuePages += object.objects("items").compactMap { QueueEntry($0) }
        // A queue of more than ten pages is not read further: the oldest are there.
        if let next = object["next"]?.string, queuePages.count < WireLimits.page * 10 {
            return request(.queue(after: next, limit: WireLimits.page))
        }
        var seen: Set<String> = []
        queue = queuePages.filter { seen.insert($0.conv).inserted }.sorted(by: QueueEntry.isBefore)
        queuePages = []
        tell(.queue(queue))
        guard isQueueStale else { return [] }
        isQueueStale = false
        return refresh()
    }

    private mutating func opened(_ conv: String, _ part: OpenConversation.Part, note: String) -> [DeskCommand] {
        released[conv] = nil
        let entry = queue.first { $0.conv == conv }
        var isNews = true
        if let index = openIndex(conv) {
            // A repeated `follow` after a broken connection leaves the screen as it is.
            isNews = open[index].part != part
            open[index].part = part
        } else {
            open.append(
                OpenConversation(conv: conv, part: part, kiosk: entry?.kiosk ?? "", caseNumber: entry?.caseNumber))
        }
        if part == .owner { queue.removeAll { $0.conv == conv } }
        if isNews {
            show(conv)
            say(note)
        }
        let after = open.first { $0.conv == conv }?.lastKnown ?? 0
        return request(.transcript(conv: conv, after: after, limit: WireLimits.page))
    }

    mutating func close(_ conv: String) {
        open.removeAll { $0.conv == conv }
        if page == .conversation(conv) {
            page = .queue
            focus = .command
            scroll = 0
        }
    }

    private static func releasedNote(_ conv: String, _ destination: StaffFrame.Destination) -> String {
        switch destination {
        case .bot: "\(conv) 交回自动接待程序了。"
        case .queue: "\(conv) 放回队列了。"
        case .officer(let badge): "\(conv) 转给 \(badge) 号了。"
        }
    }

    private mutating func transcribed(_ conv: String, _ object: JSONObject) -> [DeskCommand] {
        guard let index = openIndex(conv) else { return [] }
        let lines = object.objects("items").compactMap { SpokenLine($0) }
        let known = Set(open[index].lines)
        open[index].merge(lines)
        for line in lines where !known.contains(line) { tell(.said(conv: conv, line)) }
        guard let next = object["next"]?.integer, next > 0 else { return [] }
        return request(.transcript(conv: conv, after: next, limit: WireLimits.page))
    }

    private mutating func sheetAnswered(_ object: JSONObject) {
        guard let sheet = CaseSheet(object["case"]?.object ?? object) else {
            say("服务器的回答看不懂，请升级客户端。")
            return
        }
        acts = ActSheet(object["case"]?.object ?? object, number: sheet.number, version: object["version"]?.integer)
        if page != .sheet, page != .acts {
            pageBefore = page
            scroll = 0
        }
        self.sheet = sheet
        page = .sheet
        tell(.sheet(sheet))
    }

    private mutating func dictated(_ asked: StaffFrame.Dictation, _ object: JSONObject) {
        dictation.conv = object.shown("conv") ?? asked.conv
        let seq = object["version"]?.integer ?? 0
        var lines: [SpokenLine] = []
        if !asked.text.isEmpty {
            let text = TextCleaner.clean(asked.text, lineFeeds: true)
            lines.append(SpokenLine(seq: seq, at: now, from: .petitioner, text: text))
        }
        for message in object.objects("messages") {
            guard let text = message.shownLines("text") else { continue }
            lines.append(SpokenLine(seq: seq, at: now, from: .bot, text: text))
        }
        dictation.lines += lines
        dictation.ended = object["ended"]?.bool ?? false
        for line in lines where line.from == .bot { tell(.said(conv: dictation.conv ?? "", line)) }
        if dictation.ended { say("这一件录完了。") }
    }

    mutating func refused(_ re: String?, _ code: String, _ text: String, _ retryAfter: Int64?) -> [DeskCommand] {
        if case .online = link {} else if code == ErrorCode.unauthorized.rawValue { return [.giveUp(text)] }
        let wait = retryAfter.map { "（\($0) 秒后再试）" } ?? ""
        let command = settle(re)
        refusals += 1
        note = text + wait
        tell(.refused(note))
        switch command {
        case .say(let conv, let said, _):
            guard let index = openIndex(conv) else { break }
            // What was typed is not lost.
            if open[index].input.isEmpty { open[index].input = InputLine(said) }
            if code == ErrorCode.conflict.rawValue {
                open[index].part = .follower
                if page == .conversation(conv) { focus = .command }
            }
        case .claim(let conv, _):
            if code == ErrorCode.notFound.rawValue { close(conv) }
            return refresh()
        case .release(let conv, _, _):
            if code == ErrorCode.conflict.rawValue, let index = openIndex(conv) { open[index].part = .follower }
            return refresh()
        case .follow(let conv), .transcript(let conv, _, _):
            if code == ErrorCode.notFound.rawValue { close(conv) }
        case .dictate(let asked): if dictation.input.isEmpty { dictation.input = InputLine(asked.text) }
        case .acknowledge(let event): if code == ErrorCode.notFound.rawValue { alarms.removeAll { $0.seq == event } }
        case .queue: queuePages = []
        case .watch, .caseRecord, .act, .document, .audit, .addOfficer, .account, .outbox, .today, .find, .note,
            .correct, nil:
            break
        }
        return []
    }
}
