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
    struct Tally: Sendable {
        var group: Int32
        /// Where the last of them ended.
        var end: Int32
        var count: Int32
        /// Position of the first of them in ``hits``; -1 for a computed group.
        var first: Int32
        /// Whether any of them stands in the title of a letter.
        var isInTitle: Bool
    }

    /// By group, in the order of their first hits; computed groups follow the listed ones. A text hits few of them, however
    /// many there are.
    let tallies: [Tally]
    /// Groups with a tally, a bit each, where rules ask after hundreds of groups in every text; empty for a book without
    /// rules, so that a cue more costs the others nothing.
    private let present: [UInt64]

    /// A word found that is, or completes, a cue.
    private struct Candidate {
        var cue: Int32
        var start: Int32
        var end: Int32
    }

    init(_ text: NormalisedText, book: CueBook) {
        self.text = text
        var found: [Candidate] = []
        var masks: [Range<Int>] = []
        var negators: [Range<Int>] = []
        var unfinished = UnfinishedCues()
        let words = book.matcher.find(in: text.units)
        found.reserveCapacity(words.count)
        book.uses.withUnsafeBufferPointer { uses in
            withUnsafeTemporaryAllocation(of: CueBook.Use.self, capacity: words.count) { first in
                // The first use of every word, before any is looked at: they lie far apart.
                for at in 0..<words.count { first.initializeElement(at: at, to: uses[Int(words[at].word)]) }
                unfinished.expect(words, first, uses)
                for at in 0..<words.count {
                    let word = words[at]
                    var position = Int(word.word)
                    var use = first[at]
                    while true {
                        if let start = use.lastSlot == 0
                            ? word.start : unfinished.go(on: use, from: word.start, to: word.end, in: text)
                        {
                            switch use.effect {
                            case .masks: masks.append(Int(start)..<Int(word.end))
                            case .negates: negators.append(Int(start)..<Int(word.end))
                            case .votes: found.append(Candidate(cue: use.cue, start: start, end: word.end))
                            }
                        }
                        if use.isLast { break }
                        position += 1
                        use = uses[position]
                    }
                }
            }
        }
        if !masks.isEmpty {
            negators.removeAll { negator in masks.contains { $0.covers(negator) } }
        }
        var hits: [Hit] = []
        hits.reserveCapacity(found.count)
        var tallies: [Tally] = []
        tallies.reserveCapacity(min(found.count, 24) + 2)
        let title = text.firstSentenceEnd < text.count ? text.firstSentenceEnd : -1
        for candidate in found {
            let range = Int(candidate.start)..<Int(candidate.end)
            if !masks.isEmpty, masks.contains(where: { $0.covers(range) && $0.count > range.count }) { continue }
            let group = book.groupOf[Int(candidate.cue)]
            let reach = Int(book.plans[Int(group)].reach)
            let isNegated = reach >= 0 && CueEvidence.isDenied(range, negators, reach: reach, text)
            if !isNegated {
                let isInTitle = range.upperBound <= title
                if let known = tallies.firstIndex(where: { $0.group == group }) {
                    if candidate.start < tallies[known].end {
                        tallies[known].end = max(tallies[known].end, candidate.end)
                        continue
                    }
                    tallies[known].end = candidate.end
                    tallies[known].count += 1
                    if isInTitle { tallies[known].isInTitle = true }
                } else {
                    tallies.append(
                        Tally(
                            group: group, end: candidate.end, count: 1, first: Int32(hits.count), isInTitle: isInTitle))
                }
            }
            hits.append(Hit(group: Int(group), cue: Int(candidate.cue), range: range, isNegated: isNegated))
        }
        let base = Int32(book.groups.count)
        func compute(_ group: Int32) {
            tallies.append(Tally(group: base + group, end: 0, count: 1, first: -1, isInTitle: false))
        }
        if CueEvidence.asks(text) { compute(0) }
        if text.count <= CueEvidence.shortText { compute(1) }
        if text.count > CueEvidence.longText { compute(2) }
        var present: [UInt64] = []
        if !book.rules.isEmpty {
            present = [UInt64](repeating: 0, count: (book.groups.count + CueBook.computedGroups.count + 63) / 64)
            for tally in tallies { present[Int(tally.group) / 64] |= 1 << UInt64(tally.group % 64) }
        }
        self.hits = hits
        self.tallies = tallies
        self.present = present
    }

    /// Whether one of the negators stands so near before a range, in the same clause.
    private static func isDenied(
        _ range: Range<Int>, _ negators: [Range<Int>], reach: Int, _ text: NormalisedText
    ) -> Bool {
        for negator in negators where negator.upperBound <= range.lowerBound {
            if range.lowerBound - negator.upperBound <= reach,
                text.strongestBreak(in: negator.upperBound..<min(range.lowerBound + 1, text.count)) == .none
            {
                return true
            }
        }
        return false
    }

    /// Whether the text ends in a question: a mark, or one of 吗 呢 么 with nothing after it.
    private static func asks(_ text: NormalisedText) -> Bool {
        var index = text.units.count
        while index > 0 {
            index -= 1
            switch text.units[index].scalar {
            case 0x3F, 0x5417, 0x5462, 0x4E48, 0x561B: return true
            case 0x2E, 0x21, 0x2C, 0x7E, 0x20, 0x22: continue
            default: return false
            }
        }
        return false
    }

    /// Whether the group at this position has a hit that is not denied.
    func has(_ group: Int) -> Bool {
        if present.isEmpty { return count(of: group) > 0 }
        let part = group >> 6
        return part < present.count && present[part] >> UInt64(group & 63) & 1 == 1
    }

    /// Number of hits of the group at this position that are not denied, overlapping ones counted once.
    func count(of group: Int) -> Int {
        for tally in tallies where tally.group == Int32(truncatingIfNeeded: group) { return Int(tally.count) }
        return 0
    }
}

extension Range<Int> {
    /// Whether `other` lies within this range.
    func covers(_ other: Range<Int>) -> Bool { lowerBound <= other.lowerBound && other.upperBound <= upperBound }
}
