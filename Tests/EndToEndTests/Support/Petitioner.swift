// SPDX-License-Identifier: Apache-2.0

/// What an invented person answers when a form asks. The generic clients know nothing of the dialogs; they have these.
struct Petitioner: Sendable {
    var name = "王秀兰"
    var place = "幸福镇团结村三组12号"
    var phone = "13800001234"
    var amount = "三万两千块"
    var date = "2026年6月18日"
    var number = "3"
    /// Answers to open questions, in turn.
    var texts = [
        "从今年六月开始的，跟他们说过好几回，一直没人管。",
        "希望早点解决，该怎么办就怎么办，给我一个准话。",
        "有照片，也有当时写的条子。",
        "就这些，没有了。",
    ]

    /// What to type, going by what is expected alone.
    /// - Parameters:
    ///   - texts: how many open questions were answered before.
    func answer(to expect: String, texts asked: Int) -> String {
        switch expect {
        case "name": name
        case "place": place
        case "phone": phone
        case "amount": amount
        case "date": date
        case "number": number
        case "idnumber": "不清楚"
        case "confirm", "choice": "1"
        default: texts.isEmpty ? "没有了" : texts[min(asked, texts.count - 1)]
        }
    }
}

/// A client that knows nothing of the dialogs: it follows `expect`, takes the first key wherever a menu is open (the
/// next one when the same menu comes again and again), and stops when it holds a receipt.
struct GenericClient {
    static let mostTurns = 30

    var petitioner = Petitioner()
    private(set) var said: [String] = []
    private(set) var turns: [Frame] = []
    private var menus: [String: Int] = [:]
    private var textsSaid = 0

    init(_ petitioner: Petitioner = Petitioner()) { self.petitioner = petitioner }

    var receipts: [JSON] {
        turns.flatMap(\.messages).filter { $0["kind"]?.string == "receipt" }
    }

    var isDone: Bool { !receipts.isEmpty || turns.last?.ended == true || turns.count >= Self.mostTurns }

    /// The talk as a person would read it.
    var transcript: String {
        zip(said, turns).map { "> \($0)\n\($1.said)  [\($1.expect)]" }.joined(separator: "\n")
    }

    /// Notes what was said and what came back.
    mutating func note(_ text: String, _ turn: Frame) {
        said.append(text)
        turns.append(turn)
    }

    /// What to say next.
    mutating func next() -> String {
        guard let turn = turns.last else { return "" }
        if let options = turn.messages.last(where: { $0["kind"]?.string == "menu" })?["options"]?.array,
            !options.isEmpty,
            ["choice", "confirm", "text"].contains(turn.expect)
        {
            let keys = options.compactMap { $0["key"]?.string }
            let menu = options.compactMap { $0["text"]?.string }.joined(separator: "\n")
            let seen = menus[menu, default: 0]
            menus[menu] = seen + 1
            return keys[min(seen / 2, keys.count - 1)]
        }
        let answer = petitioner.answer(to: turn.expect, texts: textsSaid)
        if turn.expect == "text" { textsSaid += 1 }
        return answer
    }

    /// Talks until there is a receipt, the end, or too many turns.
    mutating func run(_ first: String, say: (String) throws -> Frame) throws {
        note(first, try say(first))
        while !isDone {
            let text = next()
            note(text, try say(text))
        }
    }
}
