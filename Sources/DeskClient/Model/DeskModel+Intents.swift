// SPDX-License-Identifier: Apache-2.0

public import LineProtocol

/// What an officer can want, whether by key or by word.
extension DeskModel {
    /// Takes a conversation over, so that what is typed goes to the petitioner. `version` makes sure that nothing has
    /// changed since the officer saw it.
    public mutating func claim(_ conv: String, version: Int64? = nil) -> [DeskCommand] {
        request(.claim(conv: conv, version: version))
    }

    /// Listens without speaking.
    public mutating func follow(_ conv: String) -> [DeskCommand] {
        request(.follow(conv: conv))
    }

    /// Puts an open conversation on the screen.
    mutating func show(_ conv: String) {
        guard let index = openIndex(conv) else { return }
        page = .conversation(conv)
        open[index].unread = 0
        focus = open[index].part == .owner ? .speak : .command
        scroll = 0
    }

    /// Speaks to the petitioner of `conv`, 1–2,000 characters.
    public mutating func speak(_ text: String, in conv: String) -> [DeskCommand] {
        let text = TextCleaner.clean(text, lineFeeds: true)
        guard !text.isEmpty else { return [] }
        guard Self.fits(text) else {
            say(Self.tooLong)
            return []
        }
        return request(.say(conv: conv, text: text, version: nil))
    }

    static func fits(_ text: String) -> Bool { text.unicodeScalars.count <= WireLimits.text }

    static let tooLong = "一次最多 \(WireLimits.text) 个字，请分几次发。"

    public mutating func release(_ conv: String, to destination: StaffFrame.Destination) -> [DeskCommand] {
        request(.release(conv: conv, to: destination, version: nil))
    }

    /// Asks for a case by its number.
    public mutating func look(_ number: String) -> [DeskCommand] {
        let number = TextCleaner.clean(number)
        guard (1...64).contains(number.unicodeScalars.count) else {
            say("事项编号写全，像 XF 加十五位数字。")
            return []
        }
        return request(.caseRecord(number: number))
    }

    /// Enters a text of a letter, a visit or a call: begins anew with a channel, goes on with the dictation that runs
    /// without one.
    public mutating func dictate(_ text: String, channel: String?) -> [DeskCommand] {
        guard Self.fits(text) else {
            say(Self.tooLong)
            return []
        }
        if let channel {
            dictation = DictationSheet()
            dictation.channel = channel
            return request(.dictate(.init(channel: channel, text: text)))
        }
        guard let conv = dictation.conv, !dictation.ended else {
            say("没有在录的。先说是来信、走访还是电话。")
            return []
        }
        return request(.dictate(.init(conv: conv, text: text)))
    }

    var isDictating: Bool {
        pending.contains { if case .dictate = $0.command { true } else { false } }
    }

    /// Acknowledges an alert: the oldest when none is named.
    public mutating func acknowledge(_ event: Int64? = nil) -> [DeskCommand] {
        guard let event = event ?? alarms.first?.seq else {
            say("现在没有警报。")
            return []
        }
        return request(.acknowledge(event: event))
    }

    /// Asks for the queue now.
    public mutating func askQueue() -> [DeskCommand] { refresh() }

    /// Wants to leave. While conversations are owned it takes a second time.
    public mutating func leave() -> [DeskCommand] {
        if owned.isEmpty || isLeaving { return [.quit] }
        isLeaving = true
        say("还有 \(owned.count) 个会话在您手上。再按一次就退出，会话回去等人接。")
        return []
    }
}
