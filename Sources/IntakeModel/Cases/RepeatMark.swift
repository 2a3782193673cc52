// SPDX-License-Identifier: Apache-2.0

/// What a case is found again by when the same matter is filed once more: keyed numbers, nothing of its words.
///
/// Never made of a 举报, and only ever shown to officers as something to compare: that two cases are alike is no ground for
/// anything (a repeat in the sense of 信访工作条例 art. 19 para. 3 is for a person to find).
public struct RepeatMark: Sendable, Hashable {
    /// From which the likeness of wording can be told; empty for a text too short to be compared.
    public var sketch: [UInt8]
    /// Keys of its wording and of the firms, places and documents it names: cases that share one are worth comparing.
    public var keys: [Int64]
    /// Keys of the telephone and identity numbers of who filed it (a blind index).
    public var persons: [Int64]
    /// Keys of the beginnings of the names of who filed it (a blind index): officers who look for somebody find it by them,
    /// and it is no likeness of two cases that they share one.
    public var names: [Int64]

    public init(sketch: [UInt8] = [], keys: [Int64] = [], persons: [Int64] = [], names: [Int64] = []) {
        self.sketch = sketch
        self.keys = keys
        self.persons = persons
        self.names = names
    }

    /// Nothing would find it.
    public var isEmpty: Bool { keys.isEmpty && persons.isEmpty && names.isEmpty }

    /// All under which it stands in the index.
    public var indexed: Set<Int64> { Set(keys + persons + names) }

    /// Cases that are read under one key, the newest first: as much work for a million cases as for a thousand.
    public static let mostPerKey = 64
    /// Of the cases found so many are looked at, the best first, until there are enough open ones.
    public static let mostLookedAt = 160
    /// So many candidates are compared.
    public static let mostCandidates = 20
}

/// An open case that shares a key with another.
public struct RepeatCandidate: Sendable, Hashable {
    public var number: String
    /// Keys of wording and names in common.
    public var sharedKeys: Int
    /// Filed under the same telephone or identity number.
    public var isSamePerson: Bool
    /// See ``RepeatMark/sketch``.
    public var sketch: [UInt8]

    public init(number: String, sharedKeys: Int, isSamePerson: Bool, sketch: [UInt8]) {
        self.number = number
        self.sharedKeys = sharedKeys
        self.isSamePerson = isSamePerson
        self.sketch = sketch
    }
}

extension CaseRecord {
    /// What is secret is never found by likeness, and never looks for others.
    public var mayBeMarked: Bool { lane == .general && claim.purpose != .report }
}
