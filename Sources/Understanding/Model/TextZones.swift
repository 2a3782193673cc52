// SPDX-License-Identifier: Apache-2.0

/// The two places of a letter that say what it is after: how it begins (a title, or the first sentence) and how it ends
/// (请查处, 望解决, 请问). A letter is read as its whole, its beginning and its end, each with a weight; a line is all of one.
struct TextZones: Sendable {
    /// Texts of more scalars than this are letters.
    static let line = 60
    /// The beginning is the first sentence, if it is no longer than this, or so many scalars.
    static let longestTitle = 45
    static let title = 40
    /// The end is about so many scalars, from a mark on.
    static let close = 65
    static let shortestClose = 15
    /// What the whole, the beginning and the end count.
    static let wholeWeight = 0.6
    static let titleWeight = 0.5
    static let closeWeight = 0.5

    let begin: Range<Int>
    let end: Range<Int>

    /// - Returns: nil for a line.
    init?(_ units: [TextUnit]) {
        let count = units.count
        guard count > Self.line else { return nil }
        var title = Self.title
        for index in 1...Self.longestTitle where units[index].separation == .sentence {
            title = index
            break
        }
        var close = count - Self.close
        for index in max(1, close)..<(count - Self.shortestClose) where units[index].separation >= .clause {
            close = index + 1
            break
        }
        begin = 0..<title
        end = max(0, close)..<count
    }

    /// Positions of the groups that have a hit within the range that nothing denies, ascending.
    static func groups(of evidence: CueEvidence, in range: Range<Int>) -> [Int] {
        var groups: [Int] = []
        for hit in evidence.hits where !hit.isNegated && range.covers(hit.range) {
            if !groups.contains(hit.group) { groups.append(hit.group) }
        }
        return groups.sorted()
    }
}
