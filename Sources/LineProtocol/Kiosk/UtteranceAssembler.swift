// SPDX-License-Identifier: Apache-2.0

/// Makes utterances of lines: the lines that wait for their turn, and the rule by which they are joined.
///
/// Add every line as it comes, and take whenever the conversation is ready for the next utterance: after an added line,
/// after a reply, and when a returned time is reached. While a reply is on its way lines simply wait here.
///
/// - Short answers (a menu, a yes or no, a date) are delivered at once, a line each.
/// - Open text is delivered when no line has followed for a moment; its lines are joined by LF, empty lines around it
///   are left out. An empty line alone is the empty utterance.
/// - A line that is one of the long-text words (`长文`) begins a long text: it goes on, without any time, until a line
///   that is only `完`.
///
/// What is too long is never cut in silence and never taken in part by itself: the whole burst (or long text) becomes
/// one refusal, which tells how much there was and carries the first characters that fit. The caller tells the person,
/// and may offer to go on with that part. In a long text the caller is told at the line that does not fit any more
/// (``Notice``), so that nobody types on in vain. Memory is bounded by the limit, whatever is pasted.
public struct UtteranceAssembler: Sendable {
    /// The words for a long text, compared with the whole line, blanks and a full stop around it ignored.
    public struct Words: Sendable, Hashable {
        /// Words that begin a long text.
        public var begin: [String]
        /// Words that end it.
        public var end: [String]

        public init(begin: [String] = ["长文"], end: [String] = ["完"]) {
            self.begin = begin
            self.end = end
        }
    }

    /// What the open question takes.
    public enum Expecting: Sendable, Hashable {
        /// One short line: a menu key, a yes or no, a number, a date.
        case shortAnswer
        /// Open text.
        case text
    }

    /// What there is to take.
    public enum Step: Sendable, Hashable {
        /// No line waits.
        case nothing
        /// Lines wait, but more may belong to them. Take again at this time (milliseconds), or, if nil, only after the
        /// next line.
        case wait(until: Int64?)
        /// The next utterance; lines joined by LF.
        case utterance(String)
        /// A long text has begun. The person should be told how it ends.
        case longTextBegan
        /// What was sent is too much; none of it waits any more.
        case refused(UtteranceRefusal)
    }

    /// What the caller must tell at once.
    public enum Notice: Sendable, Hashable {
        case none
        /// The long text is full: this line, and all up to `完`, cannot be taken any more. Once a text.
        case longTextFull(UtteranceRefusal)
    }

    private var words: Words
    private let limit: Int32
    private let pendingLimit: Int32
    private let merge: Int32
    private let refusedGap: Int32
    private var lines: [String] = []
    /// Scalars of `lines`, with an LF between each two.
    private var scalars: Int32 = 0
    private var lastLineAt: Int64 = 0
    /// Index in `lines` of the line that ends the long text.
    private var endIndex: Int32 = -1
    private var refusal: UtteranceRefusal.Reason?
    private var refusedScalars = 0
    private var refusedLines = 0
    private var refusedEnded = false

    /// Whether a long text is being typed. Then only the words that must always work (clear the screen, leave) should
    /// be looked for before a line is added.
    public private(set) var isLongText = false

    public init(limits: KioskLimits = KioskLimits(), words: Words = Words()) {
        self.words = words
        limit = Int32(clamping: max(1, limits.utteranceScalars))
        pendingLimit = Int32(clamping: max(1, limits.pendingLines))
        merge = Int32(clamping: max(0, limits.mergeMilliseconds))
        refusedGap = Int32(clamping: max(0, limits.refusedPasteMilliseconds))
    }

    /// Whether nothing waits.
    public var isEmpty: Bool { lines.isEmpty && refusal == nil }

    /// Takes over a decoded, cleaned line.
    /// - Parameter now: milliseconds of a steady clock.
    public mutating func add(_ line: String, now: Int64) -> Notice {
        lastLineAt = now
        let isEnd = isLongText && endIndex < 0 && Self.matches(line, words.end)
        if refusal != nil {
            if isEnd { refusedEnded = true } else if !refusedEnded { count(line) }
            return .none
        }
        if isEnd { endIndex = Int32(lines.count) }
        let length = line.unicodeScalars.count
        let separator = lines.isEmpty ? 0 : 1
        guard Int(scalars) + separator + length <= Int(limit) || isEnd else {
            refusal = .tooLong
            refusedScalars = Int(scalars)
            refusedLines = lines.count
            count(line)
            let room = Int(limit) - Int(scalars) - separator
            if room > 0 { lines.append(String(String.UnicodeScalarView(line.unicodeScalars.prefix(room)))) }
            return isLongText && endIndex < 0 ? .longTextFull(makeRefusal(.tooLong)) : .none
        }
        lines.append(line)
        scalars += Int32(separator + length)
        return .none
    }

    /// Takes the next utterance, if it is complete.
    /// - Parameters:
    ///   - expecting: what the open question takes.
    ///   - now: milliseconds of the clock given to ``add(_:now:)``.
    public mutating func take(_ expecting: Expecting, now: Int64) -> Step {
        if let reason = refusal {
            let isOver = isLongText ? refusedEnded || endIndex >= 0 : now - lastLineAt >= Int64(refusedGap)
            guard isOver else { return .wait(until: isLongText ? nil : lastLineAt + Int64(refusedGap)) }
            let result = makeRefusal(reason)
            reset()
            return .refused(result)
        }
        guard let first = lines.first else { return isLongText ? .wait(until: nil) : .nothing }
        if isLongText {
            guard endIndex >= 0 else { return .wait(until: nil) }
            let text = Self.join(lines[..<Int(endIndex)])
            remove(first: Int(endIndex) + 1)
            isLongText = false
            endIndex = -1
            return .utterance(text)
        }
        switch expecting {
        case .shortAnswer:
            guard lines.count <= Int(pendingLimit) else {
                refusal = .tooManyLines
                refusedScalars = Int(scalars)
                refusedLines = lines.count
                return take(expecting, now: now)
            }
            remove(first: 1)
            return .utterance(first)
        case .text:
            if Self.matches(first, words.begin) {
                remove(first: 1)
                isLongText = true
                endIndex = lines.firstIndex { Self.matches($0, words.end) }.map(Int32.init) ?? -1
                return .longTextBegan
            }
            let due = lastLineAt + Int64(merge)
            guard now >= due else { return .wait(until: due) }
            let text = Self.join(lines[...])
            reset()
            return .utterance(text)
        }
    }

    /// Begins a long text without its word, because the question asks for one.
    public mutating func beginLongText() {
        guard !isLongText, refusal == nil else { return }
        isLongText = true
        endIndex = lines.firstIndex { Self.matches($0, words.end) }.map(Int32.init) ?? -1
    }

    /// Gives back everything that waits, joined, and forgets it: at the end of the connection, or when the person
    /// breaks off. What was refused but not told yet gives the part that fits.
    public mutating func flush() -> String? {
        let text = Self.join(lines[...])
        reset()
        return text.isEmpty ? nil : text
    }

    private mutating func reset() {
        lines = []
        scalars = 0
        endIndex = -1
        refusal = nil
        refusedScalars = 0
        refusedLines = 0
        refusedEnded = false
        isLongText = false
    }

    private mutating func count(_ line: String) {
        refusedScalars += line.unicodeScalars.count + (refusedLines > 0 ? 1 : 0)
        refusedLines += 1
    }

    private func makeRefusal(_ reason: UtteranceRefusal.Reason) -> UtteranceRefusal {
        UtteranceRefusal(
            reason: reason, scalars: refusedScalars, lines: refusedLines,
            limit: Int(reason == .tooLong ? limit : pendingLimit), kept: Self.join(lines[...]))
    }

    private mutating func remove(first count: Int) {
        if count >= lines.count {
            lines = []
            scalars = 0
            return
        }
        for line in lines[..<count] { scalars -= Int32(line.unicodeScalars.count) + 1 }
        lines.removeFirst(count)
    }

    /// Lines joined by LF, without empty lines at both ends.
    private static func join(_ lines: ArraySlice<String>) -> String {
        var lines = lines
        while lines.first?.isEmpty == true { lines.removeFirst() }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    private static func matches(_ line: String, _ words: [String]) -> Bool {
        guard line.utf8.count <= 64 else { return false }
        let trimmed = line.unicodeScalars.drop(while: isIgnored).reversed().drop(while: isIgnored)
        let word = String(String.UnicodeScalarView(trimmed.reversed()))
        return words.contains { $0.utf8.elementsEqual(word.utf8) }
    }

    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\u{3000}" || scalar == "。" || scalar == "."
    }
}

/// More was sent than one utterance can hold, or more short answers than can wait.
public struct UtteranceRefusal: Sendable, Hashable {
    /// What was too much.
    public enum Reason: UInt8, Sendable {
        /// More characters than an utterance may have.
        case tooLong
        /// More lines than may wait while short answers are expected.
        case tooManyLines
    }

    public var reason: Reason
    /// Unicode scalars that were sent, LF counted.
    public var scalars: Int
    /// Lines that were sent.
    public var lines: Int
    /// The limit that was passed: scalars, or lines.
    public var limit: Int
    /// The first part, as much as an utterance can hold; whether it is used is the person's choice.
    public var kept: String
}
