// SPDX-License-Identifier: Apache-2.0

/// A conversation that this client has open: owned, or followed.
public struct OpenConversation: Sendable, Hashable {
    public enum Part: Sendable, Hashable {
        /// This officer speaks with the petitioner.
        case owner
        case follower
    }

    /// Lines kept; the oldest go first.
    static let limit = 2000

    public let conv: String
    public var part: Part
    public var kiosk: String
    public var caseNumber: String?
    public private(set) var lines: [SpokenLine] = []
    /// What is being typed to the petitioner.
    public var input = InputLine()
    /// Lines that came while it was not on the screen.
    public var unread = 0
    /// Everything up to this turn is known from transcripts.
    private var known: Int64 = 0

    public init(conv: String, part: Part, kiosk: String = "", caseNumber: String? = nil) {
        self.conv = conv
        self.part = part
        self.kiosk = kiosk
        self.caseNumber = caseNumber
    }

    /// A live line; false when a transcript had it already.
    mutating func heard(_ line: SpokenLine) -> Bool {
        guard line.seq > known else { return false }
        lines.append(line)
        if lines.count > Self.limit { lines.removeFirst(lines.count - Self.limit) }
        return true
    }

    /// A page of the transcript, whole turns each: it takes the place of what was heard live of the same turns.
    mutating func merge(_ page: [SpokenLine]) {
        guard let first = page.first?.seq, let last = page.last?.seq else { return }
        let before = lines.filter { $0.seq < first }
        let after = lines.filter { $0.seq > last }
        lines = (before + page + after).suffix(Self.limit)
        known = max(known, last)
    }

    /// Where a transcript asked for again goes on.
    var lastKnown: Int64 { known }
}
