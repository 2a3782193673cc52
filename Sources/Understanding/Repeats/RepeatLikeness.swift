// SPDX-License-Identifier: Apache-2.0

public import IntakeModel

/// How far two texts are about the same matter, with what they have in common: shown to officers side by side, and never
/// held against anybody.
public struct RepeatLikeness: Sendable, Hashable {
    /// From here two texts are called the same matter.
    public static let same = 0.35
    /// From here they are, where the same person wrote both.
    public static let sameOfOnePerson = 0.12
    /// Words in common shorter than this are not told.
    static let leastShared = 8
    /// So many are told, longest first.
    static let mostShared = 5
    /// What each name in common adds, and all of them at most.
    static let nameShare = 0.1
    static let mostNameShare = 0.2

    /// Something that stands in both texts.
    public struct Reason: Sendable, Hashable {
        public enum Kind: Sendable, Hashable {
            /// The same words, marks and set phrases aside.
            case words
            /// The same firm, place or document.
            case name(Entity.Kind)
        }
        public var kind: Kind
        /// UTF-8 offsets in the first text and in the second, as typed.
        public var left: Range<Int>
        public var right: Range<Int>
    }

    /// 0…1.
    public let score: Double
    /// The share of runs in common, of all of both texts (Jaccard).
    public let jaccard: Double
    /// The share of the runs of the shorter text that stand in the longer one too.
    public let containment: Double
    /// What they have in common: names first, then words, longest first.
    public let reasons: [Reason]

    /// Whether an officer should be shown the one with the other.
    public func isSameMatter(samePerson: Bool) -> Bool {
        score >= (samePerson ? Self.sameOfOnePerson : Self.same)
    }

    /// - Parameter withReasons: Leaves ``reasons`` empty if false; the score is the same.
    public init(_ left: RepeatText, _ right: RepeatText, withReasons: Bool = true) {
        var shared = 0
        var (i, j) = (0, 0)
        while i < left.distinct.count, j < right.distinct.count {
            if left.distinct[i] == right.distinct[j] {
                shared += 1
                i += 1
                j += 1
            } else if left.distinct[i] < right.distinct[j] {
                i += 1
            } else {
                j += 1
            }
        }
        let all = left.distinct.count + right.distinct.count - shared
        let shorter = min(left.distinct.count, right.distinct.count)
        jaccard = all > 0 ? Double(shared) / Double(all) : 0
        containment = shorter > 0 ? Double(shared) / Double(shorter) : 0
        var reasons: [Reason] = []
        for name in left.names {
            guard let twin = right.names.first(where: { $0.kind == name.kind && $0.text == name.text }),
                !reasons.contains(where: { $0.right == twin.range })
            else { continue }
            reasons.append(Reason(kind: .name(name.kind), left: name.range, right: twin.range))
        }
        // A letter that was taken over and gone on with says all of the first and more.
        let isLong = shorter >= RepeatSketch.leastRuns
        let words = isLong ? max(jaccard, containment * containment * 0.8) : jaccard
        let names = words > 0.03 ? min(Double(reasons.count) * Self.nameShare, Self.mostNameShare) : 0
        score = min(1, words + names)
        if withReasons { reasons += Self.sharedWords(left, right) }
        self.reasons = withReasons ? reasons : []
    }

    /// The longest words in common, none inside another.
    private static func sharedWords(_ left: RepeatText, _ right: RepeatText) -> [Reason] {
        var places: [UInt64: [Int]] = [:]
        for (position, run) in right.runs.enumerated() { places[run.fingerprint, default: []].append(position) }
        var found: [(length: Int, reason: Reason)] = []
        var position = 0
        while position < left.runs.count {
            var best: (length: Int, at: Int) = (0, 0)
            // What stands in many places is no find; the first few are enough.
            for start in places[left.runs[position].fingerprint, default: []].prefix(4) {
                var length = 0
                while position + length < left.runs.count, start + length < right.runs.count,
                    left.runs[position + length].fingerprint == right.runs[start + length].fingerprint
                { length += 1 }
                if length > best.length { best = (length, start) }
            }
            let scalars = best.length + RepeatText.length - 1
            if best.length > 0, scalars >= leastShared {
                let reason = Reason(
                    kind: .words,
                    left: left.normalised.original(
                        left.runs[position].start..<left.runs[position + best.length - 1].end),
                    right: right.normalised.original(
                        right.runs[best.at].start..<right.runs[best.at + best.length - 1].end))
                found.append((scalars, reason))
            }
            position += max(best.length, 1)
        }
        return found.sorted { ($1.length, $0.reason.left.lowerBound) < ($0.length, $1.reason.left.lowerBound) }
            .prefix(mostShared).map(\.reason)
    }
}
