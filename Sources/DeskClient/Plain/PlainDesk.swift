// SPDX-License-Identifier: Apache-2.0

import LineProtocol

/// The line mode: words in, lines out, over the same model as the screen.
public struct PlainDesk: Sendable {
    public var model: DeskModel
    /// The conversation that words without a number are for: the one taken last.
    private var own: String? { model.owned.last?.conv }
    private var isQueueWanted = false
    private var out: [String] = []

    public init(_ model: DeskModel) { self.model = model }

    /// Lines to print since this was last asked.
    public mutating func takeLines() -> [String] {
        for item in model.takeNews() { print(item) }
        defer { out = [] }
        return out
    }

    /// A typed line.
    public mutating func enter(_ line: String) -> [DeskCommand] {
        switch PlainCommand(TextCleaner.clean(line)) {
        case .queue:
            isQueueWanted = true
            return model.askQueue()
        case .claim(let conv):
            let entry = model.queue.first { $0.conv == conv } ?? (conv == nil ? model.queue.first : nil)
            guard let target = conv ?? entry?.conv else {
                out.append("现在没有人等。")
                return []
            }
            return model.claim(target, version: entry?.version)
        case .follow(let conv): return model.follow(conv)
        case .say(let conv, let text): return withOwn(conv) { model, conv in model.speak(text, in: conv) }
        case .giveBack(let conv): return withOwn(conv) { model, conv in model.release(conv, to: .bot) }
        case .requeue(let conv): return withOwn(conv) { model, conv in model.release(conv, to: .queue) }
        case .transfer(let conv, let badge):
            return withOwn(conv) { model, conv in model.release(conv, to: .officer(badge: badge)) }
        case .look(let number): return model.look(number)
        case .dictate(let channel, let text): return model.dictate(text, channel: channel)
        case .dictateOn(let text): return model.dictate(text, channel: nil)
        case .acknowledge(let event): return model.acknowledge(event)
        case .help:
            out += PlainCommand.manual
            return []
        case .quit: return model.leave()
        case .nothing: return []
        case .wrong(let sentence):
            out.append(sentence)
            return []
        }
    }

    private mutating func withOwn(
        _ conv: String?, _ act: (inout DeskModel, String) -> [DeskCommand]
    ) -> [DeskCommand] {
        guard let conv = conv ?? own else {
            out.append("您手上没有会话，先写「接」。")
            return []
        }
        return act(&model, conv)
    }

    private mutating func print(_ item: DeskNews) {
        switch item {
        case .note(let text): out.append(text)
        case .refused(let text): out.append("没办成：\(text)")
        case .alarm(let notice): out.append("!! 警报 \(notice.seq)：\(notice.text)。写「确认 \(notice.seq)」")
        case .notice(let notice): out.append("* \(notice.text)")
        case .queue(let entries):
            guard isQueueWanted else { return }
            isQueueWanted = false
            if entries.isEmpty { out.append("现在没有人等。") }
            for entry in entries {
                let waiting = DeskWords.waiting(since: entry.since, now: model.now)
                let due = DeskWords.date(entry.due).map { "期限\($0)" }
                out.append(
                    DeskWords.join(
                        entry.conv, "等了\(waiting)", entry.kiosk, DeskWords.reason(entry.reason), entry.purpose, due))
            }
        case .said(let conv, let line):
            let text = line.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
            out.append("[\(conv)] \(line.at.clockText) \(line.speaker)：\(text)")
        case .sheet(let sheet): out += sheet.lines
        }
    }
}
