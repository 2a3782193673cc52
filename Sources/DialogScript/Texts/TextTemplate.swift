// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// A text as the engine says it: literal parts and places to fill.
///
/// `{slot}` is the person's own words, `{slot+60d}` a date counted from one, `{number}` `{code}` `{due}` … the holes of
/// the model, `{name.X}` `{phone.X}` `{address.X}` `{hours.X}` a unit of `office.yaml`, `{office.name}` the office.
/// A part in `[…]` is left out when one of its places has nothing to say; with a fact that the office has not given it is
/// not there at all.
package struct TextTemplate: Sendable {
    package enum Piece: Sendable {
        case literal(String)
        case slot(Int)
        /// A date slot and days added; nothing when the date is not a whole one.
        case date(slot: Int, days: Int)
        /// Of the unit that the claim as it stands would go to.
        case unit(UnitField)
        case context(ContextField)
        /// A value that the engine hands over for this one text.
        case argument(Argument)
        case optional([Piece])
    }

    package enum UnitField: String, Sendable, CaseIterable {
        case name = "unit.name"
        case phone = "unit.phone"
        case address = "unit.address"
    }

    package enum ContextField: String, Sendable, CaseIterable {
        /// What was said once in the first free text, read back.
        case recap
        /// Badge of the officer on duty, and the label of the kiosk.
        case duty, kiosk
    }

    package enum Argument: String, Sendable, CaseIterable {
        case label, value, days, seconds, date, unit, phone, badge, name, due, article, index, method
    }

    package var pieces: [Piece]
    /// The text when there is nothing to fill in.
    package var literal: String?

    package init(pieces: [Piece]) {
        self.pieces = pieces
        switch pieces.count {
        case 0: literal = ""
        case 1: if case .literal(let text) = pieces[0] { literal = text }
        default: break
        }
    }

    /// Every slot that the text reads.
    package var slots: [Int] { Self.slots(pieces) }

    private static func slots(_ pieces: [Piece]) -> [Int] {
        pieces.flatMap { piece -> [Int] in
            switch piece {
            case .slot(let index), .date(let index, _): [index]
            case .optional(let inner): slots(inner)
            case .literal, .unit, .context, .argument: []
            }
        }
    }

    /// Slots whose answer stands outside every optional part.
    package var plainSlots: [Int] {
        pieces.compactMap { piece in
            if case .slot(let index) = piece { index } else { nil }
        }
    }

    /// What a translation must keep: the places, in any order.
    var places: Set<String> {
        func names(_ pieces: [Piece]) -> [String] {
            pieces.flatMap { piece -> [String] in
                switch piece {
                case .literal: []
                case .slot(let index): ["slot \(index)"]
                case .date(let index, let days): ["date \(index) \(days)"]
                case .unit(let field): [field.rawValue]
                case .context(let field): [field.rawValue]
                case .argument(let argument): [argument.rawValue]
                case .optional(let inner): names(inner)
                }
            }
        }
        return Set(names(pieces))
    }
}

/// Several wordings of one thing, so that the same sentence is never said twice running, and other forms of it.
package struct TextVariants: Sendable {
    /// A form that is said to some only.
    package struct Form: Sendable {
        package var voice: Voice
        package var variants: [TextTemplate]
    }

    /// The ordinary form, in the office's own language.
    package var variants: [TextTemplate]
    /// All others: few, so that looking through them is quicker than any table.
    package private(set) var forms: [Form] = []

    package init(_ variants: [TextTemplate]) { self.variants = variants }

    mutating func add(_ variants: [TextTemplate], as voice: Voice) {
        if !variants.isEmpty { forms.append(Form(voice: voice, variants: variants)) }
    }

    /// The wordings that `voice` says, or the nearest there are.
    package func variants(for voice: Voice) -> [TextTemplate] {
        if forms.isEmpty || voice == .ordinary { return variants }
        if let found = form(voice) { return found }
        if voice.language != 0, voice.style != .ordinary,
            let found = form(Voice(language: voice.language)) ?? form(Voice(voice.style))
        {
            return found
        }
        return variants
    }

    private func form(_ voice: Voice) -> [TextTemplate]? { forms.first { $0.voice == voice }?.variants }

    /// The ordinary wording at `index`, counted round.
    package func variant(_ index: Int) -> TextTemplate {
        variants.isEmpty ? TextTemplate(pieces: []) : variants[index % variants.count]
    }
}

/// Reads the markup of texts.
package struct TextParser {
    package var slotIndex: [String: Int]
    package var office: Office
    /// Arguments that the text may use (phrases only).
    package var arguments: Set<TextTemplate.Argument> = []

    package init(slotIndex: [String: Int], office: Office) {
        self.slotIndex = slotIndex
        self.office = office
    }

    /// A problem in a text.
    package struct Problem: Error {
        package var code: DiagnosticCode
        package var message: String
        package var suggestion: String?
        /// The part of the text that is wrong, when it can be told.
        package var excerpt: String?
    }

    private static func unpaired(_ message: String) -> Problem { Problem(code: .markup, message: message) }

    package func parse(_ text: String) throws(Problem) -> TextTemplate {
        var scalars = text.unicodeScalars[...]
        // A block scalar ends in a line feed that nobody wants to see.
        while let last = scalars.last, last == "\n" || last == " " { scalars.removeLast() }
        let isPlain = !text.utf8.contains { $0 == 0x5B || $0 == 0x5D || $0 == 0x7B || $0 == 0x7D }
        if isPlain { return TextTemplate(pieces: scalars.isEmpty ? [] : [.literal(String(scalars))]) }
        var isNamed = false
        let pieces = try parse(&scalars, inOptional: false, isNamed: &isNamed)
        return TextTemplate(pieces: pieces)
    }

    /// - Parameter isNamed: set when a place is named, whatever comes of it.
    private func parse(
        _ rest: inout Substring.UnicodeScalarView, inOptional: Bool, isNamed: inout Bool
    ) throws(Problem) -> [TextTemplate.Piece] {
        var pieces: [TextTemplate.Piece] = []
        var literal = String.UnicodeScalarView()
        // A part with a fact that nobody gave.
        var isSilent = false
        func flush(_ literal: inout String.UnicodeScalarView) {
            guard !literal.isEmpty else { return }
            if case .literal(let before)? = pieces.last {
                pieces[pieces.count - 1] = .literal(before + String(literal))
            } else {
                pieces.append(.literal(String(literal)))
            }
            literal = String.UnicodeScalarView()
        }
        while let scalar = rest.popFirst() {
            switch scalar {
            case "{":
                guard let end = rest.firstIndex(of: "}") else { throw Self.unpaired("「{」后面没有「}」") }
                let name = String(rest[rest.startIndex..<end])
                rest = rest[rest.index(after: end)...]
                isNamed = true
                guard let place = try place(name, inOptional: inOptional) else {
                    isSilent = true
                    continue
                }
                switch place {
                case .literal(let text): literal.append(contentsOf: text.unicodeScalars)
                case let piece:
                    flush(&literal)
                    pieces.append(piece)
                }
            case "}": throw Self.unpaired("「}」前面没有「{」")
            case "[":
                if inOptional { throw Self.unpaired("「[」里面又有「[」；可有可无的部分不能套着写") }
                flush(&literal)
                var names = false
                let inner = try parse(&rest, inOptional: true, isNamed: &names)
                if names, inner.count == 1, case .literal(let text) = inner[0] {
                    // All its places are facts of the office, and they are there.
                    literal.append(contentsOf: text.unicodeScalars)
                } else if !inner.isEmpty {
                    pieces.append(.optional(inner))
                }
            case "]":
                guard inOptional else { throw Self.unpaired("「]」前面没有「[」") }
                flush(&literal)
                return isSilent ? [] : pieces
            default: literal.append(scalar)
            }
        }
        if inOptional { throw Self.unpaired("「[」后面没有「]」") }
        flush(&literal)
        return pieces
    }

    private static let holes: [(String, Hole)] = [
        ("draft", .draftNumber), ("code", .code(0)), ("number", .number(0)), ("due", .due(0)), ("unit", .unit(0)),
        ("first", .firstContact), ("filed", .filedOn),
    ]

    /// - Returns: nil for a fact that the office has not given, which only an optional part may name.
    private func place(_ name: String, inOptional: Bool) throws(Problem) -> TextTemplate.Piece? {
        if let argument = TextTemplate.Argument(rawValue: name), arguments.contains(argument) {
            return .argument(argument)
        }
        if let hole = Self.holes.first(where: { $0.0 == name })?.1 { return .literal(hole.marker) }
        if let field = TextTemplate.UnitField(rawValue: name) { return .unit(field) }
        if let field = TextTemplate.ContextField(rawValue: name) { return .context(field) }
        if let slot = slotIndex[name] { return .slot(slot) }
        if name.utf8.last == UInt8(ascii: "d"), let plus = name.firstIndex(of: "+"),
            let days = Int(name[name.index(after: plus)...].dropLast())
        {
            let slot = String(name[..<plus])
            guard let index = slotIndex[slot] else {
                throw Problem(
                    code: .unknownPlace, message: "没有「\(slot)」这个格子",
                    suggestion: Suggestion.nearest(to: slot, among: slotIndex.keys.sorted()), excerpt: "{\(name)}")
            }
            return .date(slot: index, days: days)
        }
        if let text = office.text(of: name) { return .literal(text) }
        if office.lacks(name) {
            if inOptional { return nil }
            throw Problem(
                code: .unknownPlace, message: "office.yaml 没给 {\(name)}；补上，或者把这一句放进 [ ]，没给就不说", suggestion: nil,
                excerpt: "{\(name)}")
        }
        let known =
            Array(slotIndex.keys).sorted() + Self.holes.map(\.0) + TextTemplate.UnitField.allCases.map(\.rawValue)
            + TextTemplate.ContextField.allCases.map(\.rawValue) + arguments.map(\.rawValue).sorted()
            + office.placeholders
        throw Problem(
            code: .unknownPlace, message: "不知道 {\(name)} 填什么",
            suggestion: Suggestion.nearest(to: name, among: known).map { "{\($0)}" }, excerpt: "{\(name)}")
    }
}
