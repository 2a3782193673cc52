// SPDX-License-Identifier: Apache-2.0

internal import DialogScript
public import IntakeModel

/// Where a conversation stands. It names steps and slots by the stable numbers of the script it began with, so it means
/// the same after a restart; it is stored with every turn and stays small.
public struct DialogState: Sendable, Hashable {
    /// A place to come back to.
    struct Frame: Sendable, Hashable {
        enum Kind: UInt8, Sendable {
            /// A flow was called: go on at the step.
            case call
            /// The talk was interrupted: ask the step again.
            case interrupt
            /// One answer is being changed: then go on at the step.
            case change
        }

        var step: UInt32
        var kind: Kind
    }

    /// An answered question, for going back.
    struct Past: Sendable, Hashable {
        var step: UInt32
        var frames: [Frame]
    }

    /// What is known of a slot.
    struct Value: Sendable, Hashable {
        enum Kind: UInt8, Sendable {
            /// The person's own words.
            case text
            /// 不清楚
            case unknown
            /// 没有
            case nothing
            /// Not given on purpose.
            case declined
            /// In the vault; `text` is empty.
            case vault
            /// In the vault, and given in an earlier leg: never shown again.
            case masked
        }

        var slot: UInt32
        /// Length of the history when it was given; going back past that takes it away.
        var depth: Int
        var kind: Kind
        var text: String
        /// Picked up in passing rather than asked.
        var inPassing: Bool
    }

    struct Flags: OptionSet, Sendable, Hashable {
        let rawValue: UInt32

        static let sealed = Flags(rawValue: 1)
        /// Something worth keeping was said.
        static let kept = Flags(rawValue: 2)
        static let draftIssued = Flags(rawValue: 4)
        /// The number typed was verified by its code.
        static let verified = Flags(rawValue: 8)
        /// An officer was called because the talk could not go on.
        static let stuckCalled = Flags(rawValue: 16)
        /// Resumed elsewhere: identity given before is not shown again.
        static let masked = Flags(rawValue: 32)
        /// The menu 先空着／叫人 of the last rung of the repair ladder is open.
        static let ladderMenu = Flags(rawValue: 64)
    }

    /// The step that waits for an answer; 0 before the first.
    var at: UInt32 = 0
    /// How many answers to it did not fit, and how many times it was worded.
    var tries: UInt8 = 0
    var asked: UInt8 = 0
    /// Replies so far, counted round: turns the wordings.
    var turn: UInt8 = 0
    var flags: Flags = []
    var purpose: Purpose?
    /// Length of the history when the purpose was found.
    var purposeDepth = 0
    /// Topic of the claim as written; empty when none is known.
    var topic = ""
    var naming: ClaimDraft.Naming = .named
    var safety: SafetyKind?
    /// Claims registered so far.
    var filed = 0
    var marks: [String] = []
    var frames: [Frame] = []
    var past: [Past] = []
    var values: [Value] = []
    /// The first-contact answer shown last.
    var answer: String?
    /// The receipt number whose code was right.
    var number: String?
    /// Short hashes of what the last reply said.
    var said: [UInt16] = []
    /// How the person wants to be spoken to.
    var style: Voice.Style = .ordinary
    /// Which page of the open 修改 menu is shown, counted from 0.
    var page: UInt8 = 0
    /// Tag of the language chosen, as its file has it; empty: the office's own.
    var locale = ""
    /// What may be done now with the case of that number.
    var acts: [CaseAct] = []
    /// Which of those who share that case talks, from 1; 0 where nobody shares it.
    var person: UInt8 = 0

    init() {}

    static let longestPast = 48
    static let deepestFrames = 8
}

extension DialogState {
    /// Written first; `init(decoding:)` reads this format and every earlier one.
    ///
    /// 1: without style, locale and page, which are then the ordinary ones and the first. 2: without acts. 3: without
    /// person.
    static let formatVersion: UInt8 = 4

    /// The compact form that is stored with every turn.
    public func encode() -> [UInt8] {
        var w = ByteWriter(reserving: 320)
        w.byte(Self.formatVersion)
        w.key(at)
        w.byte(tries)
        w.byte(asked)
        w.byte(turn)
        w.unsigned(UInt64(flags.rawValue))
        w.byte(purpose.map { UInt8($0.index + 1) } ?? 0)
        w.unsigned(UInt64(purposeDepth))
        w.string(topic)
        w.byte(naming == .named ? 0 : naming == .confidential ? 1 : 2)
        w.byte(safety.flatMap { kind in SafetyKind.allCases.firstIndex(of: kind).map { UInt8($0 + 1) } } ?? 0)
        w.unsigned(UInt64(filed))
        w.array(marks) { $0.string($1) }
        w.frames(frames)
        w.unsigned(UInt64(past.count))
        var before: [Frame] = []
        for entry in past {
            w.key(entry.step)
            // Neighbours mostly stand in the same place.
            let same = entry.frames == before
            w.bool(same)
            if !same { w.frames(entry.frames) }
            before = entry.frames
        }
        w.array(values) { w, value in
            w.key(value.slot)
            w.unsigned(UInt64(value.depth))
            w.byte(value.kind.rawValue | (value.inPassing ? 0x80 : 0))
            w.string(value.text)
        }
        w.optional(answer)
        w.optional(number)
        w.array(said) { w, hash in
            w.byte(UInt8(truncatingIfNeeded: hash))
            w.byte(UInt8(truncatingIfNeeded: hash >> 8))
        }
        w.byte(style.rawValue)
        w.string(locale)
        w.byte(page)
        w.array(acts) { $0.string($1.rawValue) }
        w.byte(person)
        return w.bytes
    }

    /// Reads what `encode()` wrote, now or in an earlier version.
    ///
    /// - Throws: `StoredFormatError` for damage or a newer format.
    public init(decoding bytes: [UInt8]) throws(StoredFormatError) {
        var r = ByteReader(bytes)
        let version = try r.byte()
        guard version >= 1, version <= Self.formatVersion else {
            throw StoredFormatError("dialog state of format \(version)")
        }
        at = try r.key()
        tries = try r.byte()
        asked = try r.byte()
        turn = try r.byte()
        flags = Flags(rawValue: UInt32(truncatingIfNeeded: try r.unsigned()))
        let purposeByte = Int(try r.byte())
        guard purposeByte <= Purpose.allCases.count else { throw StoredFormatError("purpose \(purposeByte)") }
        purpose = purposeByte == 0 ? nil : Purpose.allCases[purposeByte - 1]
        purposeDepth = try r.small()
        topic = try r.string()
        switch try r.byte() {
        case 0: naming = .named
        case 1: naming = .confidential
        case 2: naming = .anonymous
        case let other: throw StoredFormatError("naming \(other)")
        }
        let safetyByte = Int(try r.byte())
        guard safetyByte <= SafetyKind.allCases.count else { throw StoredFormatError("safety \(safetyByte)") }
        safety = safetyByte == 0 ? nil : SafetyKind.allCases[safetyByte - 1]
        filed = try r.small()
        marks = try r.array { (r: inout ByteReader) throws(StoredFormatError) -> String in try r.string() }
        frames = try r.frames()
        let count = try r.small()
        guard count <= Self.longestPast else { throw StoredFormatError("history of \(count)") }
        var before: [Frame] = []
        for _ in 0..<count {
            let step = try r.key()
            if try !r.bool() { before = try r.frames() }
            past.append(Past(step: step, frames: before))
        }
        values = try r.array { (r: inout ByteReader) throws(StoredFormatError) -> Value in
            let slot = try r.key()
            let depth = try r.small()
            let byte = try r.byte()
            guard let kind = Value.Kind(rawValue: byte & 0x7F) else { throw StoredFormatError("value kind \(byte)") }
            return Value(slot: slot, depth: depth, kind: kind, text: try r.string(), inPassing: byte & 0x80 != 0)
        }
        answer = try r.optional()
        number = try r.optional()
        said = try r.array { (r: inout ByteReader) throws(StoredFormatError) -> UInt16 in
            let low = UInt16(try r.byte())
            return low | UInt16(try r.byte()) << 8
        }
        if version >= 2 {
            let byte = try r.byte()
            guard let style = Voice.Style(rawValue: byte) else { throw StoredFormatError("style \(byte)") }
            self.style = style
            locale = try r.string()
            page = try r.byte()
        }
        if version >= 3 {
            // An act that only a newer program knows is nothing that this one could offer.
            acts = try r.array { (r: inout ByteReader) throws(StoredFormatError) -> String in try r.string() }
                .compactMap(CaseAct.init(rawValue:))
        }
        if version >= 4 { person = try r.byte() }
        guard r.isAtEnd else { throw StoredFormatError("dialog state longer than it says") }
    }
}

extension ByteWriter {
    /// A stable number of 24 bits.
    fileprivate mutating func key(_ value: UInt32) {
        byte(UInt8(truncatingIfNeeded: value))
        byte(UInt8(truncatingIfNeeded: value >> 8))
        byte(UInt8(truncatingIfNeeded: value >> 16))
    }

    fileprivate mutating func frames(_ frames: [DialogState.Frame]) {
        unsigned(UInt64(frames.count))
        for frame in frames {
            key(frame.step)
            byte(frame.kind.rawValue)
        }
    }
}

extension ByteReader {
    fileprivate mutating func key() throws(StoredFormatError) -> UInt32 {
        let low = UInt32(try byte())
        let middle = UInt32(try byte())
        return low | middle << 8 | UInt32(try byte()) << 16
    }

    fileprivate mutating func small() throws(StoredFormatError) -> Int {
        let value = try unsigned()
        guard value < 1 << 20 else { throw StoredFormatError("count of \(value)") }
        return Int(value)
    }

    fileprivate mutating func frames() throws(StoredFormatError) -> [DialogState.Frame] {
        let count = try small()
        guard count <= DialogState.deepestFrames else { throw StoredFormatError("\(count) frames") }
        var frames: [DialogState.Frame] = []
        for _ in 0..<count {
            let step = try key()
            let byte = try byte()
            guard let kind = DialogState.Frame.Kind(rawValue: byte) else { throw StoredFormatError("frame \(byte)") }
            frames.append(DialogState.Frame(step: step, kind: kind))
        }
        return frames
    }
}
