// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// A text as the engine says it: literal parts and places to fill.
///
/// `{slot}` is the person's own words, `{slot+60d}` a date counted from one, `{number}` `{code}` `{due}` … the holes of
/// the model, `{name.X}` `{phone.X}` `{address.X}` `{hours.X}` a unit of `office.yaml`, `{office.name}` the office.
/// A part in `[…]` is left out when one of its places has nothing to say.
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
        case label, value, days, seconds, date, unit, phone, badge, due, article, index
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
}

/// Several wordings of one thing, so that the same sentence is never said twice running.
package struct TextVariants: Sendable {
    package var variants: [TextTemplate]

    package init(_ variants: [TextTemplate]) { self.variants = variants }

    package var count: Int { variants.count }

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

    /// A problem in a text: how far into it (UTF-8) and what.
    package struct Problem: Error {
        package var message: String
    }

    package func parse(_ text: String) throws(Problem) -> TextTemplate {
        var scalars = text.unicodeScalars[...]
        // A block scalar ends in a line feed that nobody wants to see.
        while let last = scalars.last, last == "\n" || last == " " { scalars.removeLast() }
        let pieces = try parse(&scalars, inOptional: false)
        return TextTemplate(pieces: pieces)
    }

    private func parse(
        _ rest: inout Substring.UnicodeScalarView, inOptional: Bool
    ) throws(Problem) -> [TextTemplate.Piece] {
        var pieces: [TextTemplate.Piece] = []
        var literal = String.UnicodeScalarView()
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
                guard let end = rest.firstIndex(of: "}") else { throw Problem(message: "\"{\" without \"}\"") }
                let name = String(rest[rest.startIndex..<end])
                rest = rest[rest.index(after: end)...]
                switch try place(name) {
                case .literal(let text): literal.append(contentsOf: text.unicodeScalars)
                case let piece:
                    flush(&literal)
                    pieces.append(piece)
                }
            case "}": throw Problem(message: "\"}\" without \"{\"")
            case "[":
                if inOptional { throw Problem(message: "\"[\" within \"[\"; optional parts do not nest") }
                flush(&literal)
                pieces.append(.optional(try parse(&rest, inOptional: true)))
            case "]":
                guard inOptional else { throw Problem(message: "\"]\" without \"[\"") }
                flush(&literal)
                return pieces
            default: literal.append(scalar)
            }
        }
        if inOptional { throw Problem(message: "\"[\" without \"]\"") }
        flush(&literal)
        return pieces
    }

    private static let holes: [(String, Hole)] = [
        ("draft", .draftNumber), ("code", .code(0)), ("number", .number(0)), ("due", .due(0)), ("unit", .unit(0)),
        ("first", .firstContact), ("filed", .filedOn),
    ]

    private func place(_ name: String) throws(Problem) -> TextTemplate.Piece {
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
                throw Problem(message: "unknown slot \"\(slot)\"" + Suggestion.phrase(for: slot, among: slotIndex.keys))
            }
            return .date(slot: index, days: days)
        }
        if let text = office.text(of: name) { return .literal(text) }
        let known =
            Array(slotIndex.keys).sorted() + Self.holes.map(\.0) + TextTemplate.UnitField.allCases.map(\.rawValue)
            + TextTemplate.ContextField.allCases.map(\.rawValue) + arguments.map(\.rawValue).sorted()
            + office.placeholders
        throw Problem(message: "unknown place \"{\(name)}\"" + Suggestion.phrase(for: name, among: known))
    }
}
