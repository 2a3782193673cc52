// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel

/// Puts something invented in the place of whatever tells who somebody is. The same thing is always replaced by the
/// same, and what was invented stays as it is, so that a saved talk can be saved again.
struct TalkMask: Sendable {
    private let script: Script
    private let today: CivilDate
    /// What was found so far and what stands for it.
    private var known: [(plain: String, invented: String)] = []
    private var names = 0

    init(script: Script, today: CivilDate) {
        self.script = script
        self.today = today
    }

    private static let inventedNames = ["张三", "李四", "王五", "赵六", "孙七", "周八", "吴九", "郑十"]
    private static let phone = "13900000000"
    private static let idNumber = "110101199001010015"
    private static let address = "城关镇东门村1号"
    private static let receipt = "XF202511030000420"

    /// What stands for a thing hidden in a transcript, by the label that officers see.
    private static let labels: [(label: String, invented: String)] = [
        ("〔姓名〕", "张三"), ("〔电话〕", phone), ("〔住址〕", address), ("〔证件号〕", idNumber),
        ("〔同来的人〕", "李四 王五"), ("〔查询码〕", TestDesk.code), ("〔续办号〕", "12345674"),
        ("[查询码]", TestDesk.code), ("＊＊", "张三"),
    ]

    /// Takes note of what went to the vault.
    mutating func learn(_ field: IdentityField, _ value: String) {
        switch field {
        case .name, .companions:
            for name in value.split(separator: "\n") { learnName(String(name)) }
        case .phone: learn(value, Self.phone)
        case .address: learn(value, Self.address)
        case .idNumber: learn(value, Self.idNumber)
        }
    }

    private mutating func learnName(_ name: String) {
        guard !known.contains(where: { $0.plain == name }) else { return }
        if Self.inventedNames.contains(name) { return learn(name, name) }
        let free = Self.inventedNames.first { candidate in !known.contains { $0.invented == candidate } }
        names += 1
        learn(name, free ?? "张小\(names)")
    }

    private mutating func learn(_ plain: String, _ invented: String) {
        // One character stands in too many other words.
        guard plain.unicodeScalars.count > 1, !known.contains(where: { $0.plain == plain }) else { return }
        known.append((plain, invented))
        known.sort { $0.plain.utf8.count > $1.plain.utf8.count }
    }

    /// A line of a transcript, with something invented where a label stands.
    func unlabelled(_ text: String) -> String {
        var text = text
        for (label, invented) in Self.labels { text = Self.replacing(label, in: text, with: invented) }
        return text
    }

    /// A line as it was journalled, with nothing in it that tells who somebody is.
    ///
    /// - Parameter identity: what went to the vault with it, and has its holes in the line.
    func apply(_ recorded: String, _ identity: [IdentityField: String]) -> String {
        var text = Hole.fill(recorded) { hole in
            switch hole {
            case .identity(.name): invented(for: identity[.name] ?? "")
            case .identity(.phone): Self.phone
            case .identity(.address): Self.address
            case .identity(.idNumber): Self.idNumber
            case .identity(.companions):
                (identity[.companions] ?? "").split(separator: "\n").map { invented(for: String($0)) }
                    .joined(separator: " ")
            case .code: TestDesk.code
            case .draftNumber: "12345674"
            case .number: Self.receipt
            case .due, .unit, .firstContact, .filedOn: ""
            }
        }
        text = unlabelled(text)
        for (plain, invented) in known { text = Self.replacing(plain, in: text, with: invented) }
        for entity in script.understand(text, today: today).entities.sorted(by: {
            $0.range.lowerBound > $1.range.lowerBound
        }) {
            guard let invented = Self.invented(entity.kind) else { continue }
            text = Self.replacing(entity.range, in: text, with: invented)
        }
        return Self.withoutLongNumbers(text)
    }

    private func invented(for name: String) -> String {
        known.first { $0.plain == name }?.invented ?? Self.inventedNames[0]
    }

    /// What stands for an entity; nil where it tells nothing of a person. A name in a text was taken out before.
    private static func invented(_ kind: Entity.Kind) -> String? {
        switch kind {
        case .phone: phone
        case .idNumber: idNumber
        case .account: "6222000000000000"
        case .documentNumber: "某局〔2026〕1号"
        case .receiptNumber: receipt
        case .code: TestDesk.code
        case .name, .people, .amount, .monthsOfPay, .date, .place, .firm: nil
        }
    }

    private static let harmless: Set<String> = [phone, idNumber, "6222000000000000", TestDesk.code, "12345674"]

    /// Runs of seven digits and more, in whatever writing, that nobody invented here.
    private static func withoutLongNumbers(_ text: String) -> String {
        var out = ""
        var run = ""
        var before: Unicode.Scalar = " "
        func digit(_ scalar: Unicode.Scalar) -> Bool {
            (0x30...0x39).contains(scalar.value) || (0xFF10...0xFF19).contains(scalar.value)
        }
        func finish() {
            let count = run.unicodeScalars.count
            let isReceipt = before == "F" && "XF" + run == receipt
            out += count < 7 || harmless.contains(run) || isReceipt ? run : String(repeating: "1", count: count)
            run = ""
        }
        for scalar in text.unicodeScalars {
            if digit(scalar) {
                run.unicodeScalars.append(scalar)
            } else {
                finish()
                out.unicodeScalars.append(scalar)
                before = scalar
            }
        }
        finish()
        return out
    }

    private static func replacing(_ range: Range<Int>, in text: String, with other: String) -> String {
        let bytes = Array(text.utf8)
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return text }
        return String(decoding: bytes[..<range.lowerBound], as: UTF8.self) + other
            + String(decoding: bytes[range.upperBound...], as: UTF8.self)
    }

    /// Every place of `plain`, from the left.
    private static func replacing(_ plain: String, in text: String, with other: String) -> String {
        let needle = Array(plain.utf8)
        let hay = Array(text.utf8)
        guard !needle.isEmpty, hay.count >= needle.count, plain != other else { return text }
        var out: [UInt8] = []
        var at = 0
        while at < hay.count {
            if at + needle.count <= hay.count, hay[at..<at + needle.count].elementsEqual(needle) {
                out.append(contentsOf: other.utf8)
                at += needle.count
            } else {
                out.append(hay[at])
                at += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
