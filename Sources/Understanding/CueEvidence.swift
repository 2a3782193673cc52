// SPDX-License-Identifier: Apache-2.0

/// The cues found in one text, after set phrases have hidden what they hide and negation has struck what it denies.
public struct CueEvidence: Sendable {
    /// A cue found.
    public struct Hit: Sendable, Hashable {
        /// Position of its group in ``CueBook/groups``.
        public let group: Int
        /// Position of the cue in the book.
        public let cue: Int
        /// Units covered, gaps included.
        public let range: Range<Int>
        /// Whether a negator denies it.
        public let isNegated: Bool
    }

    /// A line of a kiosk, not a letter.
    static let shortText = 40
    /// A letter.
    static let longText = 200

    /// The text.
    public let text: NormalisedText
    /// Hits by ascending end, overlapping hits of one group counted once, hidden ones left out, denied ones marked.
    public let hits: [Hit]
    /// Hits of one group that are not negated, overlapping ones counted once.
    private struct Tally {
        var group: Int32
        /// Where the last of them ended.
        var end: Int32
        var count: Int32
    }

    /// By group; computed groups follow the listed ones. A text hits few of them, however many there are.
    private let tallies: [Tally]
    /// The same by position, where rules look up hundreds of groups in every text; empty for a book without rules, so that
    /// a cue more costs the others nothing.
    private let counts: [Int32]

    init(_ text: NormalisedText, book: CueBook) {
        self.text = text
        var found: [(cue: Int32, start: Int32, end: Int32)] = []
        found.reserveCapacity(32)
        var masks: [Range<Int>] = []
        var negators: [Range<Int>] = []
        var scratch = [Int32](repeating: -1, count: book.scratchSize)
        book.matcher.forEachMatch(in: text) { word, range in
            for position in Int(book.useStart[word])..<Int(book.useStart[word + 1]) {
                let use = book.uses[position]
                let cue = book.cues[Int(use.cue)]
                var start = range.lowerBound
                if cue.slotCount > 1 {
                    let base = Int(cue.base)
                    if use.slot == 0 {
                        scratch[base] = Int32(range.lowerBound)
                        scratch[base + 1] = Int32(range.upperBound)
                        for later in 2..<max(Int(cue.slotCount), 2) { scratch[base + later] = -1 }
                        continue
                    }
                    let before = Int(scratch[base + Int(use.slot)])
                    guard before >= 0, before <= range.lowerBound, range.lowerBound - before <= Int(use.gap),
                        text.strongestBreak(in: before..<range.lowerBound) < .sentence
                    else { continue }
                    if use.slot + 1 < cue.slotCount {
                        scratch[base + Int(use.slot) + 1] = Int32(range.upperBound)
                        continue
                    }
                    start = Int(scratch[base])
                }
                switch cue.effect {
                case .masks: masks.append(start..<range.upperBound)
                case .negates: negators.append(start..<range.upperBound)
                case .votes: found.append((use.cue, Int32(start), Int32(range.upperBound)))
                }
            }
        }
        var hits: [Hit] = []
        hits.reserveCapacity(found.count)
        if !masks.isEmpty {
            negators.removeAll { negator in masks.contains { $0.covers(negator) } }
        }
        var tallies: [Tally] = []
        for (cue, start, end) in found {
            let range = Int(start)..<Int(end)
            if !masks.isEmpty, masks.contains(where: { $0.covers(range) && $0.count > range.count }) { continue }
            let group = Int(book.cues[Int(cue)].group)
            var negated = false
            let reach = book.reaches[group]
            if reach >= 0 {
                for negator in negators where negator.upperBound <= range.lowerBound {
                    if range.lowerBound - negator.upperBound <= reach,
                        text.strongestBreak(in: negator.upperBound..<min(range.lowerBound + 1, text.count)) == .none
                    {
                        negated = true
                        break
                    }
                }
            }
            if !negated {
                if let known = tallies.firstIndex(where: { $0.group == Int32(group) }) {
                    if start < tallies[known].end {
                        tallies[known].end = max(tallies[known].end, end)
                        continue
                    }
                    tallies[known].end = end
                    tallies[known].count += 1
                } else {
                    tallies.append(Tally(group: Int32(group), end: end, count: 1))
                }
            }
            hits.append(Hit(group: group, cue: Int(cue), range: range, isNegated: negated))
        }
        let base = Int32(book.groups.count)
        if CueEvidence.asks(text) { tallies.append(Tally(group: base, end: 0, count: 1)) }
        if text.count <= CueEvidence.shortText { tallies.append(Tally(group: base + 1, end: 0, count: 1)) }
        if text.count > CueEvidence.longText { tallies.append(Tally(group: base + 2, end: 0, count: 1)) }
        self.hits = hits
        self.tallies = tallies
        var counts: [Int32] = []
        if !book.rules.isEmpty {
            counts = [Int32](repeating: 0, count: book.groups.count + CueBook.computedGroups.count)
            for tally in tallies { counts[Int(tally.group)] = tally.count }
        }
        self.counts = counts
    }

    /// Whether the text ends in a question: a mark, or one of 吗 呢 么 with nothing after it.
    private static func asks(_ text: NormalisedText) -> Bool {
        for unit in text.units.reversed() {
            switch unit.scalar {
            case 0x3F, 0x5417, 0x5462, 0x4E48, 0x561B: return true
            case 0x2E, 0x21, 0x2C, 0x7E, 0x20, 0x22: continue
            default: return false
            }
        }
        return false
    }

    /// Whether the group at this position has a hit that is not denied.
    func has(_ group: Int) -> Bool { count(of: group) > 0 }

    /// Number of hits of the group at this position that are not denied, overlapping ones counted once.
    func count(of group: Int) -> Int {
        if counts.indices.contains(group) { return Int(counts[group]) }
        return tallies.first { $0.group == Int32(group) }.map { Int($0.count) } ?? 0
    }
}

extension Range<Int> {
    /// Whether `other` lies within this range.
    func covers(_ other: Range<Int>) -> Bool { lowerBound <= other.lowerBound && other.upperBound <= upperBound }
}
