// SPDX-License-Identifier: Apache-2.0

/// The commands of the line mode, as words: for screen readers, scripts and terminals that cannot be drawn on.
public enum PlainCommand: Sendable, Hashable {
    case queue
    /// nil: the one that has waited longest.
    case claim(String?)
    case follow(String)
    /// nil: the conversation that was taken last.
    case say(conv: String?, text: String)
    case giveBack(String?)
    case requeue(String?)
    case transfer(conv: String?, badge: String)
    case look(String)
    case dictate(channel: String, text: String)
    case dictateOn(String)
    case acknowledge(Int64?)
    case help
    case quit
    case nothing
    /// Not understood; the sentence says how it is written.
    case wrong(String)

    public static let manual = [
        "队列                      看谁在等            (queue)",
        "接 [会话号]               接过来，不写就接最急的  (claim)",
        "听 会话号                 旁听                (follow)",
        "说 [会话号] 话            说给群众            (say)",
        "交回 [会话号]             交回自动接待程序    (bot)",
        "放回 [会话号]             放回队列            (requeue)",
        "转 [会话号] 工号          转给同事            (transfer)",
        "事项 编号                 看事项              (case)",
        "代录 来信|走访|电话 话    代群众录入          (dictate)",
        "续录 话                   接着录              (more)",
        "确认 [警报号]             确认警报            (ack)",
        "退出                                          (quit)",
    ]

    /// Reads a line, cleaned.
    public init(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard let verb = words.first else {
            self = .nothing
            return
        }
        let rest = words.count > 1 ? words[1].drop { $0 == " " } : ""
        // A conversation's number may stand before what follows.
        let parts = rest.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        let conv = parts.first.flatMap { Self.isConversation($0) ? String($0) : nil }
        let text = conv == nil ? String(rest) : String(parts.count > 1 ? parts[1] : "")
        switch verb.lowercased() {
        case "队列", "queue": self = .queue
        case "接", "claim": self = .claim(conv)
        case "听", "旁听", "follow": self = conv.map { .follow($0) } ?? .wrong("写成：听 会话号，像「听 c12」。")
        case "说", "say": self = text.isEmpty ? .wrong("写成：说 话。") : .say(conv: conv, text: text)
        case "交回", "bot": self = .giveBack(conv)
        case "放回", "requeue": self = .requeue(conv)
        case "转", "transfer":
            self = text.isEmpty ? .wrong("写成：转 工号，像「转 012」。") : .transfer(conv: conv, badge: text)
        case "事项", "case": self = rest.isEmpty ? .wrong("写成：事项 编号。") : .look(String(rest))
        case "代录", "dictate":
            guard let channel = parts.first, DictationSheet.channels.contains(String(channel)) else {
                self = .wrong("写成：代录 来信（或走访、电话） 话。")
                return
            }
            self = .dictate(channel: String(channel), text: parts.count > 1 ? String(parts[1]) : "")
        case "续录", "more": self = .dictateOn(String(rest))
        case "确认", "ack":
            if rest.isEmpty {
                self = .acknowledge(nil)
            } else if let seq = Int64(rest), seq > 0 {
                self = .acknowledge(seq)
            } else {
                self = .wrong("写成：确认，或确认 警报号。")
            }
        case "帮助", "help", "?", "？": self = .help
        case "退出", "quit", "exit": self = .quit
        default: self = .wrong("没有「\(verb.prefix(20))」这个命令，写「帮助」看有哪些。")
        }
    }

    private static func isConversation(_ word: Substring) -> Bool {
        word.count > 1 && word.first == "c" && word.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }
}
