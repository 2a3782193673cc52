// SPDX-License-Identifier: Apache-2.0

/// One cue as written in a cue file: words that must stand in the text, in order.
///
/// Written form: plain words; `(甲|乙)` for alternatives, `(甲)?` for what may be missing; `~` for a gap of up to
/// ``tightGap`` scalars, `…` for one of up to ``shortGap`` and `……` for one of up to ``longGap``. A gap never crosses the
/// end of a sentence. `(低保|补助)…(停|取消)` is one cue of two slots.
public struct CuePattern: Sendable, Hashable {
    /// Scalars that `~` may skip: 了, 的, 我家.
    public static let tightGap = 2
    /// Scalars that `…` may skip: a few words of one clause.
    public static let shortGap = 8
    /// Scalars that `……` may skip: the rest of a spoken sentence.
    public static let longGap = 20
    /// Alternatives a slot may expand to; more is surely a slip.
    public static let mostAlternatives = 400
    /// Slots a cue may have.
    public static let mostSlots = 4

    /// Words that may fill one place, folded.
    public struct Slot: Sendable, Hashable {
        /// The longest gap before this slot; 0 for the first.
        public let gap: Int
        /// Folded words, none empty, in the order written.
        public let words: [[UInt16]]

        /// Enough to tell most apart: a slot may hold hundreds of words.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(words.count)
            hasher.combine(words.first)
        }
    }

    /// Why a written cue cannot be used.
    public enum Failure: Error, Sendable, Hashable {
        /// Nothing is left after folding, or a slot or an alternative is empty.
        case empty
        /// Brackets do not pair or are nested.
        case brackets
        /// More than ``CuePattern/mostSlots`` or ``CuePattern/mostAlternatives``.
        case tooMany
    }

    /// The cue as written.
    public let source: String
    /// At least one slot.
    public let slots: [Slot]

    /// Reads the written form.
    public init(_ source: String) throws(Failure) {
        self.source = source
        var slots: [Slot] = []
        var gap = 0
        var dots = 0
        var part: [Unicode.Scalar] = []
        func close() throws(Failure) {
            let words = try CuePattern.expand(part)
            slots.append(Slot(gap: gap, words: words))
            guard slots.count <= CuePattern.mostSlots else { throw .tooMany }
            part.removeAll()
        }
        for scalar in source.unicodeScalars {
            if scalar == "~" {
                guard dots == 0, !part.isEmpty else { throw .empty }
                try close()
                gap = CuePattern.tightGap
                continue
            }
            if scalar == "…" {
                if dots == 0 { try close() }
                dots += 1
                continue
            }
            if dots > 0 {
                gap = dots == 1 ? CuePattern.shortGap : CuePattern.longGap
                dots = 0
            }
            part.append(scalar)
        }
        guard dots == 0 else { throw .empty }
        try close()
        self.slots = slots
    }

    /// All the words that one part with alternatives stands for.
    private static func expand(_ part: [Unicode.Scalar]) throws(Failure) -> [[UInt16]] {
        var results: [[UInt16]] = [[]]
        var index = 0
        while index < part.count {
            let scalar = part[index]
            if scalar == ")" || scalar == "|" { throw .brackets }
            guard scalar == "(" else {
                if let letter = Normaliser.letter(scalar) {
                    for position in results.indices { results[position].append(letter) }
                }
                index += 1
                continue
            }
            guard let end = part[index...].firstIndex(of: ")") else { throw .brackets }
            let inner = part[(index + 1)..<end]
            if inner.contains("(") { throw .brackets }
            var choices = inner.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.compactMap(Normaliser.letter)
            }
            guard !choices.contains(where: \.isEmpty) else { throw .empty }
            index = end + 1
            if index < part.count, part[index] == "?" {
                choices.append([])
                index += 1
            }
            guard results.count * choices.count <= mostAlternatives else { throw .tooMany }
            results = results.flatMap { result in choices.map { result + $0 } }
        }
        guard !results.contains(where: \.isEmpty) else { throw .empty }
        guard results.count > 1 else { return results }
        var seen: Set<[UInt16]> = []
        return results.filter { seen.insert($0).inserted }
    }
}
