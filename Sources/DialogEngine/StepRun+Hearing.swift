// SPDX-License-Identifier: Apache-2.0

import DialogScript
import IntakeModel
import Understanding

/// What was told before its question came: 11月3号收到县人社局的决定书 answers when, and whose.
extension StepRun {
    /// Bytes of UTF-8 on either side of an answer in which one of the question's words makes it the answer.
    private static let reach = 30

    /// Keeps what the matter tells of the question, and says it back. False when it is to be asked.
    mutating func hears(_ ask: Ask) -> Bool {
        guard let heard = ask.heard, let slot = ask.slot else { return false }
        for story in heard.slots {
            guard let place = place(of: story), state.values[place].kind == .text else { continue }
            let text = state.values[place].text
            guard let words = ask.type == .date ? day(in: text, heard.words) : unit(in: text, heard.words) else {
                continue
            }
            set(slot, .text, words, inPassing: true)
            if let value = value(slot) { say(.heard, [.label: label(slot), .value: display(value)]) }
            return true
        }
        return false
    }

    private func day(in text: String, _ near: PhraseSet) -> String? {
        guard near.occurs(in: text) else { return nil }
        let bytes = Array(text.utf8)
        for entity in EntityFinder(today: context.today).entities(in: NormalisedText(text)) where entity.kind == .date {
            let around = Self.part(bytes, entity.range)
            let window =
                max(
                    around.lowerBound, entity.range.lowerBound - Self.reach)..<min(
                    around.upperBound, entity.range.upperBound + Self.reach)
            if near.occurs(in: bytes[window]) { return words(entity, text) }
        }
        return nil
    }

    /// The unit in the person's words, with the level before it: 市人社局 where the office knows 人社局.
    private func unit(in text: String, _ near: PhraseSet) -> String? {
        guard near.occurs(in: text) else { return nil }
        let bytes = Array(text.utf8)
        var best: Range<Int>?
        for unit in program.office.units {
            for name in [unit.name] + unit.aliases {
                let name = Array(name.utf8)
                guard !name.isEmpty else { continue }
                var at = 0
                while let found = Self.find(name, in: bytes, from: at) {
                    at = found.upperBound
                    let part = Self.part(bytes, found)
                    let after = found.upperBound..<min(part.upperBound, found.upperBound + Self.reach)
                    guard near.occurs(in: bytes[after]) else { continue }
                    if let known = best, known.lowerBound < found.lowerBound || known.count >= found.count { continue }
                    best = found
                }
            }
        }
        guard var found = best else { return nil }
        if let level = Self.levels.first(where: { bytes[..<found.lowerBound].suffix(3).elementsEqual($0) }) {
            found = (found.lowerBound - level.count)..<found.upperBound
        }
        return String(decoding: bytes[found], as: UTF8.self)
    }

    private static let levels = ["省", "市", "县", "区", "镇", "乡"].map { Array($0.utf8) }

    private static func find(_ name: [UInt8], in bytes: [UInt8], from start: Int) -> Range<Int>? {
        guard bytes.count >= name.count, start <= bytes.count - name.count else { return nil }
        for at in start...(bytes.count - name.count) where bytes[at..<(at + name.count)].elementsEqual(name) {
            return at..<(at + name.count)
        }
        return nil
    }

    /// The part of the sentence around a range: up to the marks on both sides.
    private static func part(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        let marks = ["，", "。", "；", "！", "？", ",", ";", "!", "?", "\n"].map { Array($0.utf8) }
        var lower = range.lowerBound
        while lower > 0, !marks.contains(where: { bytes[..<lower].suffix($0.count).elementsEqual($0) }) { lower -= 1 }
        var upper = range.upperBound
        while upper < bytes.count, !marks.contains(where: { bytes[upper...].starts(with: $0) }) { upper += 1 }
        return lower..<upper
    }
}
