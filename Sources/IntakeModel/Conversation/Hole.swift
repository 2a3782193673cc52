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

    /// The hole of a name; nil when there is none of that name.
    init?(name: UnsafeBufferPointer<UInt8>) {
        let colon = name.firstIndex(of: UInt8(ascii: ":"))
        let head = name[..<(colon ?? name.endIndex)]
        func isNamed(_ word: StaticString) -> Bool { word.withUTF8Buffer { head.elementsEqual($0) } }
        guard let colon else {
            // Told apart by the first letter, since texts are filled with every turn.
            switch head.first {
            case UInt8(ascii: "d") where isNamed("draft"): self = .draftNumber
            case UInt8(ascii: "f") where isNamed("first"): self = .firstContact
            case UInt8(ascii: "f") where isNamed("filed"): self = .filedOn
            default: return nil
            }
            return
        }
        let argument = name[(colon + 1)...]
        if isNamed("identity") {
            guard let field = IdentityField(rawValue: String(decoding: argument, as: UTF8.self)) else { return nil }
            self = .identity(field)
            return
        }
        guard !argument.isEmpty, argument.count <= 6, argument.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        let number = argument.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        if isNamed("code") {
            self = .code(number)
        } else if isNamed("number") {
            self = .number(number)
        } else if isNamed("due") {
            self = .due(number)
        } else if isNamed("unit") {
            self = .unit(number)
        } else {
            return nil
        }
    }

    /// Fills the holes of `text` for which `value` gives something; the others stay. A text without holes comes back as
    /// it is, after one scan of its bytes.
    public static func fill(_ text: String, _ value: (Hole) -> String?) -> String {
        var text = text
        let filled: String? = text.withUTF8 { utf8 in
            guard utf8.contains(open) else { return nil }
            var out = ""
            out.reserveCapacity(utf8.count + 24)
            pieces(of: utf8) {
                out += String(decoding: $0, as: UTF8.self)
            } hole: { hole, marker in
                out += value(hole) ?? String(decoding: marker, as: UTF8.self)
            }
            return out
        }
        return filled ?? text
    }

    /// The parts of a text in their order: what stands between its holes, and each hole with its marker. What looks like
    /// a hole and is none belongs to the text.
    public static func pieces(
        of text: UnsafeBufferPointer<UInt8>, text literal: (UnsafeBufferPointer<UInt8>) -> Void,
        hole found: (Hole, _ marker: UnsafeBufferPointer<UInt8>) -> Void
    ) {
        func part(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[range]) }
        var begin = 0
        var at = 0
        while at < text.count {
            guard text[at] == open, let end = text[at...].firstIndex(of: close),
                let hole = Hole(name: part(at + 1..<end))
            else {
                at += 1
                continue
            }
            if begin < at { literal(part(begin..<at)) }
            found(hole, part(at..<end + 1))
            at = end + 1
            begin = at
        }
        if begin < text.count { literal(part(begin..<text.count)) }
    }
}

/// What the identity vault keeps apart from the talk.
public enum IdentityField: String, Sendable, Hashable, CaseIterable {
    case name, phone, address
    case idNumber = "idnumber"
    /// Names of further petitioners on the same matter, one a line.
    case companions
}
