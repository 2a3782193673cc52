// SPDX-License-Identifier: Apache-2.0

/// A place in a text that is filled late: at commit (numbers, dates, units) or only when it is sent to the petitioner
/// (code, identity). A hole is written into the text between the control characters U+0001 and U+0002, which
/// `TextCleaner` removes from everything a person types, so no input can make one.
public enum Hole: Sendable, Hashable {
    /// The 续办号 of the draft (eight digits). Filled when sent.
    case draftNumber
    /// The query code of person `n` (0 is the one who talks). Filled only when sent to the petitioner; stays a hole in
    /// storage, transcripts, events and logs.
    case code(Int)
    /// The receipt number of claim `n` of this filing. Filled at commit.
    case number(Int)
    /// The nominal due date of the clock that starts when claim `n` is filed, as 12月8日. Filled at commit.
    case due(Int)
    /// The unit that claim `n` is routed to. Filled at commit.
    case unit(Int)
    /// The badge of the 首问责任人. Filled at commit.
    case firstContact
    /// The day of filing. Filled at commit.
    case filedOn
    /// An identity field out of the vault. Filled only when sent to the petitioner or unmasked.
    case identity(IdentityField)

    public static let open: UInt8 = 0x01
    public static let close: UInt8 = 0x02

    /// The hole as it stands in a text.
    public var marker: String { "\u{1}\(name)\u{2}" }

    public var name: String {
        switch self {
        case .draftNumber: "draft"
        case .code(let n): "code:\(n)"
        case .number(let n): "number:\(n)"
        case .due(let n): "due:\(n)"
        case .unit(let n): "unit:\(n)"
        case .firstContact: "first"
        case .filedOn: "filed"
        case .identity(let field): "identity:\(field.rawValue)"
        }
    }

    public init?(name: some StringProtocol) {
        let colon = name.utf8.firstIndex(of: UInt8(ascii: ":"))
        let head = name.utf8[..<(colon ?? name.utf8.endIndex)]
        let argument = colon.map { name[name.utf8.index(after: $0)...] }
        func isNamed(_ word: StaticString) -> Bool { word.withUTF8Buffer { head.elementsEqual($0) } }
        // Told apart by the first letter, since texts are filled with every turn.
        switch (head.first, argument) {
        case (UInt8(ascii: "d"), nil) where isNamed("draft"): self = .draftNumber
        case (UInt8(ascii: "f"), nil) where isNamed("first"): self = .firstContact
        case (UInt8(ascii: "f"), nil) where isNamed("filed"): self = .filedOn
        case (UInt8(ascii: "i"), let field?) where isNamed("identity"):
            guard let field = IdentityField(rawValue: String(field)) else { return nil }
            self = .identity(field)
        case (_, let number?):
            guard let n = Int(number) else { return nil }
            if isNamed("code") {
                self = .code(n)
            } else if isNamed("number") {
                self = .number(n)
            } else if isNamed("due") {
                self = .due(n)
            } else if isNamed("unit") {
                self = .unit(n)
            } else {
                return nil
            }
        default: return nil
        }
    }

    /// Fills the holes of `text` for which `value` gives something; the others stay. A text without holes comes back as
    /// it is, after one scan of its bytes.
    public static func fill(_ text: String, _ value: (Hole) -> String?) -> String {
        guard text.utf8.contains(open) else { return text }
        var out = ""
        out.reserveCapacity(text.utf8.count + 24)
        var rest = text[...]
        while let start = rest.utf8.firstIndex(of: open) {
            out += rest[..<start]
            let inside = rest.utf8.index(after: start)
            guard let end = rest[inside...].utf8.firstIndex(of: close) else {
                out += rest[start...]
                return out
            }
            if let hole = Hole(name: rest[inside..<end]), let filled = value(hole) {
                out += filled
            } else {
                out += rest[start...end]
            }
            rest = rest[rest.utf8.index(after: end)...]
        }
        out += rest
        return out
    }
}

/// What the identity vault keeps apart from the talk.
public enum IdentityField: String, Sendable, Hashable, CaseIterable {
    case name, phone, address
    case idNumber = "idnumber"
    /// Names of further petitioners on the same matter, one a line.
    case companions
}
