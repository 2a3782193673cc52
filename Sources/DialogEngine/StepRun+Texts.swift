// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

extension StepRun {
    typealias Arguments = [TextTemplate.Argument: String]

    /// Says what the engine itself says.
    mutating func say(_ phrase: Phrase, _ arguments: Arguments = [:]) {
        emit(program.phrases[phrase], arguments)
    }

    mutating func emit(_ texts: TextVariants, _ arguments: Arguments = [:]) {
        let text = fresh(texts, arguments)
        if !text.isEmpty { messages.append(Message(.text, text)) }
    }

    /// The first wording; another one, turning with every reply, when the first was in the last reply. Empty when there
    /// is none.
    func fresh(_ texts: TextVariants, _ arguments: Arguments = [:]) -> String {
        let variants = texts.variants(for: voice)
        guard let first = variants.first else { return "" }
        let text = compose(first, arguments)
        guard variants.count > 1, state.said.contains(Self.hash(text)) else { return text }
        return compose(variants[1 + Int(state.turn) % (variants.count - 1)], arguments)
    }

    /// A part of a text that the engine puts together.
    func phrase(_ phrase: Phrase, _ arguments: Arguments = [:]) -> String {
        program.phrases[phrase].variants(for: voice).first.map { compose($0, arguments) } ?? ""
    }

    /// The text with its places filled.
    func compose(_ template: TextTemplate, _ arguments: Arguments = [:]) -> String {
        if let literal = template.literal { return literal }
        var out = ""
        for piece in template.pieces {
            if case .optional(let inner) = piece {
                var part = ""
                var complete = true
                for piece in inner {
                    guard let text = fill(piece, arguments) else {
                        complete = false
                        break
                    }
                    part += text
                }
                if complete { out += part }
            } else if let text = fill(piece, arguments) {
                out += text
            } else if case .slot(let slot) = piece, let value = value(slot) {
                out += display(value)
            }
        }
        return Self.withoutEmptyLines(out)
    }

    /// An optional part that stood alone on its line takes the line with it.
    private static func withoutEmptyLines(_ text: String) -> String {
        var text = text
        var last: UInt8 = 0x0A
        let tidy = text.withUTF8 { utf8 -> Bool in
            for byte in utf8 {
                if byte == 0x0A, last == 0x0A { return false }
                last = byte
            }
            return last != 0x0A || utf8.isEmpty
        }
        if tidy { return text }
        return text.utf8.split(separator: 0x0A).map { String(Substring($0)) }.joined(separator: "\n")
    }

    /// What a place stands for; nil when there is nothing to say.
    private func fill(_ piece: TextTemplate.Piece, _ arguments: Arguments) -> String? {
        switch piece {
        case .literal(let text): return text
        case .slot(let slot):
            guard has(slot), let value = value(slot) else { return nil }
            return display(value)
        case .date(let slot, let days):
            guard let date = date(slot) else { return nil }
            return written(date.adding(days: days))
        case .unit(let field):
            // This office itself is no news to one who stands in it.
            guard let unit = currentRoute().unit, unit.id != program.office.fallback else { return nil }
            switch field {
            case .name: return unit.name
            case .phone: return unit.phone
            case .address: return unit.address
            }
        case .context(.recap): return recap()
        case .context(.duty): return context.dutyBadge.isEmpty ? nil : context.dutyBadge
        case .context(.kiosk): return context.atKiosk && !context.place.isEmpty ? context.place : nil
        case .argument(let argument): return arguments[argument]
        case .optional(let inner):
            var part = ""
            for piece in inner {
                guard let text = fill(piece, arguments) else { return nil }
                part += text
            }
            return part
        }
    }

    /// The marker of an identity hole, made once.
    static func marker(_ field: IdentityField) -> String { markers[field] ?? Hole.identity(field).marker }

    private static let markers: [IdentityField: String] = Dictionary(
        uniqueKeysWithValues: IdentityField.allCases.map { ($0, Hole.identity($0).marker) })

    /// A date slot that holds a whole date.
    func date(_ slot: Int) -> CivilDate? {
        guard let value = value(slot), value.kind == .text, value.text.utf8.count == 10 else { return nil }
        return try? CivilDate(iso8601: value.text)
    }

    /// What was picked up in passing, read back; nil when nothing was.
    private func recap() -> String? {
        var parts: [String] = []
        for value in state.values where value.inPassing {
            guard let slot = program.slot(key: value.slot),
                let recap = program.slots[slot].recap(in: voice.language)
            else { continue }
            parts.append(recap.before + display(value) + recap.after)
        }
        return parts.isEmpty ? nil : parts.joined(separator: phrase(.recapJoin))
    }

    /// An answer as it is shown to the person who gave it.
    func display(_ value: DialogState.Value) -> String {
        switch value.kind {
        case .unknown: return phrase(.valueUnknown)
        case .nothing: return phrase(.valueNone)
        case .declined: return phrase(.valueDeclined)
        case .masked: return phrase(.valueMasked)
        case .vault:
            guard let slot = program.slot(key: value.slot), let field = program.slots[slot].identity else { return "" }
            return Self.marker(field)
        case .text: break
        }
        guard let slot = program.slot(key: value.slot) else { return value.text }
        let info = program.slots[slot]
        if info.type == .choice { return info.text(of: value.text, in: voice.language) ?? value.text }
        if info.type == .date, value.text.utf8.count == 10, let date = try? CivilDate(iso8601: value.text) {
            return written(date)
        }
        if state.flags.contains(.masked) {
            let masked = phrase(.valueMasked)
            return Hole.fill(value.text) { hole in
                if case .identity = hole { masked } else { nil }
            }
        }
        return value.text
    }

    /// Whether a condition holds now.
    func holds(_ condition: Condition) -> Bool {
        switch condition {
        case .all(let parts):
            for part in parts where !holds(part) { return false }
            return true
        case .any(let parts):
            for part in parts where holds(part) { return true }
            return false
        case .not(let inner): return !holds(inner)
        case .purpose(let purposes): return state.purpose.map(purposes.contains) ?? false
        case .topic(let topics):
            for topic in topics where Routing.covers(topic, state.topic) { return true }
            return false
        case .said(let words, let slots):
            for slot in slots {
                guard let place = place(of: slot), state.values[place].kind == .text else { continue }
                let text = state.values[place].text
                if words.occurs(in: text) { return true }
                if let simplified = SimplifiedForm.of(text), words.occurs(in: simplified) { return true }
            }
            return false
        case .has(let slot): return has(slot)
        case .asked(let slot): return place(of: slot) != nil
        case .value(let slot, let texts):
            guard let value = value(slot) else { return false }
            return value.kind == .text && texts.contains(value.text)
        case .flag(let flag): return state.marks.contains(flag)
        case .people(let least):
            guard let value = value(program.known.people), value.kind == .text, let count = Int(value.text) else {
                return false
            }
            return count >= least
        case .kiosk(let wanted): return context.atKiosk == wanted
        case .channel(let channels): return channels.contains(context.channel)
        case .office(let kind): return program.office.kind == kind
        case .safety(let kinds): return state.safety.map(kinds.contains) ?? false
        case .filed(let wanted): return (state.filed > 0) == wanted
        case .staff(let wanted): return context.staffPresent == wanted
        case .queued(let wanted): return (context.owner == .queue) == wanted
        case .sealed(let wanted): return state.flags.contains(.sealed) == wanted
        case .may(let acts): return state.number != nil && acts.contains(where: state.acts.contains)
        case .shared(let wanted): return (state.number != nil && state.person > 0) == wanted
        case .past(let slot, let days):
            guard let date = latestDate(slot) else { return false }
            return context.today > date.adding(days: days)
        }
    }
}
