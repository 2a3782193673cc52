// SPDX-License-Identifier: Apache-2.0

import LineProtocol

extension DeskModel {
    /// A key of the officer.
    public mutating func key(_ key: Key) -> [DeskCommand] {
        if key == .control("c") { return leave() }
        isLeaving = false
        if key == .control("a") { return acknowledge() }
        if prompt != nil { return promptKey(key) }
        switch page {
        case .queue: return queueKey(key)
        case .conversation(let conv):
            guard let index = openIndex(conv) else {
                page = .queue
                return []
            }
            if focus == .speak { return speakKey(key, index) }
            return conversationKey(key, index)
        case .dictation: return dictationKey(key)
        case .acts: return actsKey(key)
        case .sheet:
            if key == .character("c") {
                openActs()
                return []
            }
            return readingKey(key)
        case .help: return readingKey(key)
        }
    }

    // MARK: The list

    private mutating func queueKey(_ key: Key) -> [DeskCommand] {
        switch key {
        case .up, .character("k"): move(-1)
        case .down, .character("j"): move(1)
        case .home: selected = rows.first?.conv
        case .end: selected = rows.last?.conv
        case .enter:
            switch selectedRow {
            case .open(let conversation): show(conversation.conv)
            case .waiting(let entry): return claim(entry.conv, version: entry.version)
            case nil: say("现在没有人等。")
            }
        case .character("f"):
            if case .waiting(let entry) = selectedRow { return follow(entry.conv) }
        case .character("v"):
            if let number = selectedRow?.caseNumber { return look(number) }
            ask(.caseNumber)
        case .character("d"): openDictation()
        case .character("a"): return acknowledge()
        case .character("r"): return askQueue()
        case .character("?"): openHelp()
        default: break
        }
        return []
    }

    private mutating func move(_ step: Int) {
        let rows = rows
        guard !rows.isEmpty else { return }
        let index = rows.firstIndex { $0.conv == selected } ?? 0
        selected = rows[min(max(index + step, 0), rows.count - 1)].conv
    }

    private mutating func openHelp() {
        pageBefore = page
        page = .help
        scroll = 0
    }

    private mutating func openDictation() {
        if dictation.ended { dictation = DictationSheet() }
        page = .dictation
        scroll = 0
    }

    private mutating func ask(_ question: Prompt) {
        prompt = question
        promptInput.clear()
    }

    // MARK: A conversation

    private mutating func speakKey(_ key: Key, _ index: Int) -> [DeskCommand] {
        let conv = open[index].conv
        switch key {
        case .enter:
            let text = open[index].input.text
            guard Self.fits(text) else {
                say(Self.tooLong)
                return []
            }
            let commands = speak(text, in: conv)
            open[index].input.clear()
            scroll = 0
            return commands
        case .escape: focus = .command
        case .up: scroll += 1
        case .down: scroll = max(0, scroll - 1)
        case .pageUp: scroll += 10
        case .pageDown: scroll = max(0, scroll - 10)
        default: _ = open[index].input.edit(key)
        }
        return []
    }

    private mutating func conversationKey(_ key: Key, _ index: Int) -> [DeskCommand] {
        let conversation = open[index]
        let conv = conversation.conv
        let isOwner = conversation.part == .owner
        switch key {
        case .escape:
            page = .queue
            scroll = 0
            selected = conv
        case .enter, .character("i"):
            if !isOwner { return claim(conv) }
            focus = .speak
        case .character("b") where isOwner: return release(conv, to: .bot)
        case .character("q") where isOwner: return release(conv, to: .queue)
        case .character("t") where isOwner: ask(.transfer(conv: conv))
        case .character("b"), .character("q"), .character("t"): say("这个会话不在您手上，按回车先接过来。")
        case .character("f") where !isOwner: return follow(conv)
        case .character("x") where !isOwner: close(conv)
        case .character("v"):
            if let number = conversation.caseNumber { return look(number) }
            ask(.caseNumber)
        case .character("a"): return acknowledge()
        case .character("?"): openHelp()
        case .up, .character("k"): scroll += 1
        case .down, .character("j"): scroll = max(0, scroll - 1)
        case .pageUp: scroll += 10
        case .pageDown: scroll = max(0, scroll - 10)
        case .end: scroll = 0
        default: break
        }
        return []
    }

    // MARK: Dictation

    private mutating func dictationKey(_ key: Key) -> [DeskCommand] {
        guard let channel = dictation.channel else {
            switch key {
            case .escape: page = .queue
            case .character(let character):
                if let number = character.wholeNumberValue, DictationSheet.channels.indices.contains(number - 1) {
                    dictation.channel = DictationSheet.channels[number - 1]
                }
            default: break
            }
            return []
        }
        switch key {
        case .escape:
            page = .queue
            scroll = 0
        case .enter:
            if dictation.ended {
                dictation = DictationSheet()
                return []
            }
            let text = dictation.input.text
            guard Self.fits(text) else {
                say(Self.tooLong)
                return []
            }
            guard !isDictating else {
                say("请等上一句的回答。")
                return []
            }
            let commands = dictate(text, channel: dictation.conv == nil ? channel : nil)
            dictation.input.clear()
            scroll = 0
            return commands
        case .up: scroll += 1
        case .down: scroll = max(0, scroll - 1)
        case .pageUp: scroll += 10
        case .pageDown: scroll = max(0, scroll - 10)
        default: _ = dictation.input.edit(key)
        }
        return []
    }

    // MARK: Reading and prompts

    private mutating func readingKey(_ key: Key) -> [DeskCommand] {
        switch key {
        case .escape, .enter, .character("q"):
            page = pageBefore
            scroll = 0
        case .up, .character("k"): scroll = max(0, scroll - 1)
        case .down, .character("j"): scroll += 1
        case .pageUp: scroll = max(0, scroll - 10)
        case .pageDown, .character(" "): scroll += 10
        case .home: scroll = 0
        case .character("a"): return acknowledge()
        default: break
        }
        return []
    }

    private mutating func promptKey(_ key: Key) -> [DeskCommand] {
        switch key {
        case .escape: prompt = nil
        case .enter:
            let question = prompt
            let text = promptInput.text.split(separator: " ").joined()
            prompt = nil
            promptInput.clear()
            guard !text.isEmpty else { return [] }
            switch question {
            case .transfer(let conv): return release(conv, to: .officer(badge: text))
            case .caseNumber: return look(text)
            case nil: break
            }
        default: _ = promptInput.edit(key)
        }
        return []
    }
}
