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
        /// Folded words, none empty and none twice, in the order written.
        public let words: [[UInt16]]
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
    /// The cue as read: folded letters with ``Mark``s between them. Spelled out it would be many times as long.
    let code: [UInt16]
    /// 1…``mostSlots``.
    let slotCount: Int

    /// What stands between the letters of a cue. No letter is so small: control characters vanish in folding.
    enum Mark {
        /// Begins alternatives, stands between them, ends them, and ends those of which none need be there.
        static let open: UInt16 = 1
        static let or: UInt16 = 2
        static let close: UInt16 = 3
        static let closeOptional: UInt16 = 4
        /// Begins another slot after a gap.
        static let tight: UInt16 = 5
        static let short: UInt16 = 6
        static let long: UInt16 = 7

        /// The longest gap that a mark stands for; nil if it begins no slot.
        static func gap(_ mark: UInt16) -> Int? {
            switch mark {
            case tight: CuePattern.tightGap
            case short: CuePattern.shortGap
            case long: CuePattern.longGap
            default: nil
            }
        }
    }

    /// Reads the written form.
    public init(_ source: String) throws(Failure) {
        self.source = source
        var code: [UInt16] = []
        code.reserveCapacity(source.utf8.count / 2)
        var slotCount = 0
        var dots = 0
        var part: [Unicode.Scalar] = []
        part.reserveCapacity(source.utf8.count / 3 + 1)
        func close() throws(Failure) {
            try CuePattern.read(part, into: &code)
            slotCount += 1
            guard slotCount <= CuePattern.mostSlots else { throw .tooMany }
            part.removeAll(keepingCapacity: true)
        }
        for scalar in source.unicodeScalars {
            if scalar == "~" {
                guard dots == 0, !part.isEmpty else { throw .empty }
                try close()
                code.append(Mark.tight)
                continue
            }
            if scalar == "…" {
                if dots == 0 { try close() }
                dots += 1
                continue
            }
            if dots > 0 {
                code.append(dots == 1 ? Mark.short : Mark.long)
                dots = 0
            }
            part.append(scalar)
        }
        guard dots == 0 else { throw .empty }
        try close()
        self.code = code
        self.slotCount = slotCount
    }

    /// Reads one part with alternatives.
    private static func read(_ part: [Unicode.Scalar], into code: inout [UInt16]) throws(Failure) {
        var ways = 1
        // Whether nothing but what may be missing was read so far.
        var mayBeEmpty = true
        var index = 0
        while index < part.count {
            let scalar = part[index]
            if scalar == ")" || scalar == "|" { throw .brackets }
            index += 1
            guard scalar == "(" else {
                if let letter = Normaliser.letter(scalar) {
                    code.append(letter)
                    mayBeEmpty = false
                }
                continue
            }
            guard let end = part[index...].firstIndex(of: ")") else { throw .brackets }
            if part[index..<end].contains("(") { throw .brackets }
            let opened = code.count
            code.append(Mark.open)
            var choices = 1
            for scalar in part[index..<end] {
                if scalar == "|" {
                    guard let before = code.last, before > Mark.long else { throw .empty }
                    code.append(Mark.or)
                    choices += 1
                } else if let letter = Normaliser.letter(scalar) {
                    code.append(letter)
                }
            }
            guard let before = code.last, before > Mark.long else { throw .empty }
            index = end + 1
            if index < part.count, part[index] == "?" {
                code.append(Mark.closeOptional)
                choices += 1
                index += 1
            } else {
                mayBeEmpty = false
                // 甲(乙) is 甲乙.
                if choices == 1 { code.remove(at: opened) } else { code.append(Mark.close) }
            }
            guard ways * choices <= mostAlternatives else { throw .tooMany }
            ways *= choices
        }
        if mayBeEmpty { throw .empty }
    }

    /// The slots, with all the words that each stands for.
    public var slots: [Slot] { CuePattern.slots(of: code) }

    private static func slots(of code: [UInt16]) -> [Slot] {
        var slots: [Slot] = []
        var gap = 0
        var words: [[UInt16]] = [[]]
        var choices: [[UInt16]]?
        func close() {
            var seen: Set<[UInt16]> = []
            slots.append(Slot(gap: gap, words: words.filter { seen.insert($0).inserted }))
            words = [[]]
        }
        for letter in code {
            switch letter {
            case Mark.open: choices = [[]]
            case Mark.or: choices?.append([])
            case Mark.close, Mark.closeOptional:
                let given = (choices ?? []) + (letter == Mark.closeOptional ? [[]] : [])
                words = words.flatMap { word in given.map { word + $0 } }
                choices = nil
            default:
                if let next = Mark.gap(letter) {
                    close()
                    gap = next
                } else if let last = choices?.indices.last {
                    choices?[last].append(letter)
                } else {
                    for index in words.indices { words[index].append(letter) }
                }
            }
        }
        close()
        return slots
    }

    /// What a cue stands for: equal for cues that are written otherwise and have the same words in the same order.
    public struct Meaning: Sendable, Hashable {
        private let code: [UInt16]
        /// Of the first word of every slot, which cues of the same meaning share.
        private let digest: UInt64

        fileprivate init(_ code: [UInt16]) {
            self.code = code
            var digest: UInt64 = 0xCBF2_9CE4_8422_2325
            var isSkipped = false
            for letter in code {
                switch letter {
                case Mark.open, Mark.close, Mark.closeOptional: isSkipped = false
                case Mark.or: isSkipped = true
                default:
                    if !isSkipped { digest = (digest ^ UInt64(letter)) &* 0x0000_0100_0000_01B3 }
                }
            }
            self.digest = digest
        }

        public static func == (left: Meaning, right: Meaning) -> Bool {
            left.digest == right.digest
                && (left.code == right.code || CuePattern.slots(of: left.code) == CuePattern.slots(of: right.code))
        }

        public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
    }

    /// To tell whether a cue has been given already.
    public var meaning: Meaning { Meaning(code) }
}
