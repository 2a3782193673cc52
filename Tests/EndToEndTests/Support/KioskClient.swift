// SPDX-License-Identifier: Apache-2.0

import Foundation
import LineProtocol

/// A person at a kiosk, as a program: reads a screen up to the prompt, types a line.
final class KioskClient {
    enum Encoding { case utf8, gb18030 }

    private let terminal: any ByteTerminal
    private let codec: TextCodec
    private var pending: [UInt8] = []
    /// Everything that was on the screen.
    private(set) var everything = ""
    /// Bytes as they came.
    private(set) var raw: [UInt8] = []

    init(_ terminal: any ByteTerminal, _ encoding: Encoding = .utf8) {
        self.terminal = terminal
        codec = TextCodec(encoding == .utf8 ? .utf8 : .gb18030, converter: TextConverter())
    }

    func close() { terminal.close() }

    // MARK: Reading

    /// Takes the telnet commands out of `pending`; one that is unfinished stays.
    private func plain() -> (text: [UInt8], rest: [UInt8]) {
        var out: [UInt8] = []
        var index = 0
        while index < pending.count {
            guard pending[index] == 0xFF else {
                out.append(pending[index])
                index += 1
                continue
            }
            guard index + 1 < pending.count else { break }
            switch pending[index + 1] {
            case 0xFF:
                out.append(0xFF)
                index += 2
            case 0xFB...0xFE:
                guard index + 2 < pending.count else { return (out, Array(pending[index...])) }
                index += 3
            case 0xFA:
                var end = index + 2
                while end + 1 < pending.count, !(pending[end] == 0xFF && pending[end + 1] == 0xF0) { end += 1 }
                guard end + 1 < pending.count else { return (out, Array(pending[index...])) }
                index = end + 2
            default: index += 2
            }
        }
        return (out, index < pending.count ? Array(pending[index...]) : [])
    }

    /// What comes up to the next prompt.
    func screen(within seconds: Double = Socket.patience) throws -> String {
        try screen(until: { $0.suffix(2) == [0x3E, 0x20] && ($0.count == 2 || $0[$0.count - 3] == 0x0A) }, seconds)
    }

    /// What comes until the text is there and then a prompt.
    func screen(containing text: String, within seconds: Double = Socket.patience) throws -> String {
        var seen = ""
        while !seen.contains(text) { seen += try screen(within: seconds) }
        return seen
    }

    private func screen(until isComplete: ([UInt8]) -> Bool, _ seconds: Double) throws -> String {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while true {
            let (text, rest) = plain()
            if rest.isEmpty, isComplete(text) {
                pending = []
                let decoded = codec.decode(text)
                everything += decoded
                return decoded
            }
            let left = deadline.timeIntervalSinceNow
            guard left > 0, let bytes = terminal.receive(within: left) else {
                throw TestFailure("no prompt. On the screen: \(codec.decode(text).suffix(1_000))")
            }
            guard !bytes.isEmpty else {
                throw TestFailure("the line ended. On the screen: \(codec.decode(text).suffix(1_000))")
            }
            raw += bytes
            pending += bytes
        }
    }

    /// What comes until the server closes.
    func screenToEnd(within seconds: Double = Socket.patience) throws -> String {
        while let bytes = terminal.receive(within: seconds) {
            guard !bytes.isEmpty else {
                let text = codec.decode(plain().text)
                everything += text
                return text
            }
            raw += bytes
            pending += bytes
        }
        throw TestFailure("the server does not close the line")
    }

    // MARK: Typing

    func type(_ line: String, end: String? = nil) throws {
        try terminal.send(codec.encode(line + (end ?? terminal.enter)))
    }

    func send(_ bytes: [UInt8]) throws { try terminal.send(bytes) }

    func encode(_ text: String) -> [UInt8] { codec.encode(text) }

    /// Types a line and reads the reply.
    @discardableResult
    func say(_ line: String, end: String? = nil) throws -> String {
        try type(line, end: end)
        return try screen()
    }
}

/// A person at a kiosk who knows nothing of the dialogs: takes the first key wherever there is a menu, and answers a
/// question by the words in it.
struct KioskVisitor {
    var petitioner = Petitioner()
    private var menus: [String: Int] = [:]
    private var texts = 0

    init(_ petitioner: Petitioner = Petitioner()) { self.petitioner = petitioner }

    static func receiptNumber(in screen: String) -> String? {
        screen.firstMatch(of: /XF20[0-9]{13}/).map { String($0.output) }
    }

    static func code(in screen: String) -> String? {
        screen.firstMatch(of: /[0-9]{4} [0-9]{4} [0-9]{4}/).map { String($0.output) }
    }

    /// A 续办号: eight digits that stand alone and carry their check digit.
    static func draftNumber(in screen: String) -> String? {
        screen.matches(of: /[0-9]+/).map { String($0.output) }
            .first { $0.count == 8 && Receipts.hasCheckDigit(Receipts.digits($0)) }
    }

    mutating func answer(to screen: String) -> String {
        let lines = screen.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let menu = lines.filter { $0.prefixMatch(of: #/[0-9]\. /#) != nil && !$0.hasPrefix("0") }
        if !menu.isEmpty {
            let name = menu.joined(separator: "\n")
            let seen = menus[name, default: 0]
            menus[name] = seen + 1
            return String(menu[min(seen / 2, menu.count - 1)].prefix(1))
        }
        let question = lines.last { !$0.isEmpty && $0 != ">" } ?? ""
        func asks(_ words: String...) -> Bool { words.contains { question.contains($0) } }
        if asks("称呼", "姓名", "名字", "叫什么", "贵姓") { return petitioner.name }
        if asks("电话", "手机", "号码") { return petitioner.phone }
        if asks("住", "地址", "哪个村", "哪个小区", "哪儿", "哪里", "什么地方") { return petitioner.place }
        if asks("多少钱", "欠多少", "金额", "大概多少") { return petitioner.amount }
        if asks("几位", "几个人", "多少人", "几个") { return petitioner.number }
        if asks("哪年", "什么时候", "哪天", "日子", "几月", "几号") { return petitioner.date }
        texts += 1
        return petitioner.texts[min(texts, petitioner.texts.count) - 1]
    }
}
