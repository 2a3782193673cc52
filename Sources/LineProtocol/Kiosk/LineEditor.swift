// SPDX-License-Identifier: Apache-2.0

/// Makes lines of the bytes that telnet leaves over, with the editing keys of a plain terminal.
///
/// A line ends with CR LF, CR NUL, LF or CR; a CR LF torn apart by the network is one end. BS, DEL and IAC EC erase one
/// character of the encoding, Ctrl-U and IAC EL the line. Keys that send `ESC [ …` or `ESC O x` (arrows, F keys) are
/// left out. Everything works on bytes: no byte of a UTF-8 or GB18030 character is CR, LF, BS, DEL or ESC.
///
/// An editor between two lines holds no memory outside itself.
public struct LineEditor: Sendable {
    private enum Escape: UInt8 {
        case none, begun, csi, ss3
    }

    /// Parameter bytes after which `ESC [` is not taken for a key any more.
    private static let longestKey: UInt8 = 32

    /// The encoding by which characters are erased. To be changed between lines or at any byte.
    public var encoding: TextEncoding {
        didSet {
            if encoding != oldValue { forgetLengths() }
        }
    }
    /// What is shown of the typed keys.
    public var echo = LineEcho.off

    private var afterCR = false
    private var skipping = false
    private var escape = Escape.none
    private var escapeLength: UInt8 = 0
    private let limit: UInt32
    /// Bytes of `line` that `lengths` describes.
    private var measured: UInt32 = 0
    private var line: [UInt8] = []
    /// The lengths of the complete characters at the start of `line`; made only when something is erased or masked.
    private var lengths: [UInt8] = []

    /// - Parameter limit: bytes of one line; 16...1,048,576, default 8,192.
    public init(encoding: TextEncoding, limit: Int = KioskLimits().lineBytes) {
        self.encoding = encoding
        self.limit = UInt32(min(max(limit, 16), 1_048_576))
    }

    /// Whether a line has begun and not ended.
    public var isInsideLine: Bool { !line.isEmpty || skipping || escape != .none }

    /// Takes bytes in pieces of any size.
    public mutating func receive(_ bytes: [UInt8], converter: TextConverter?, into events: inout [LineEvent]) {
        var shown: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if escape == .none {
                var end = position
                while end < bytes.count, bytes[end] >= 0x20, bytes[end] != 0x7F { end += 1 }
                if end > position {
                    append(bytes[position..<end], &shown, &events)
                    position = end
                    continue
                }
                control(bytes[position], converter, &shown, &events)
                position += 1
            } else if insideKey(bytes[position], &shown, &events) {
                position += 1
            }
        }
        if !shown.isEmpty { events.append(.echo(shown)) }
    }

    /// Erases the last character (IAC EC).
    public mutating func eraseCharacter(converter: TextConverter?, into events: inout [LineEvent]) {
        var shown: [UInt8] = []
        erase(converter, &shown)
        if !shown.isEmpty { events.append(.echo(shown)) }
    }

    /// Erases the line (IAC EL).
    public mutating func eraseLine(converter: TextConverter?, into events: inout [LineEvent]) {
        var shown: [UInt8] = []
        eraseAll(converter, &shown)
        if !shown.isEmpty { events.append(.echo(shown)) }
    }

    /// Takes out what was typed of an unfinished line, at the end of the connection. A line being skipped gives nothing.
    public mutating func finish() -> [UInt8] {
        let rest = line
        reset()
        afterCR = false
        return rest
    }

    // MARK: Bytes

    private mutating func reset() {
        line = []
        skipping = false
        escape = .none
        forgetLengths()
    }

    private mutating func forgetLengths() {
        lengths = []
        measured = 0
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>, _ shown: inout [UInt8], _ events: inout [LineEvent]) {
        afterCR = false
        guard !skipping else { return }
        guard line.count + bytes.count <= Int(limit) else {
            reset()
            skipping = true
            events.append(.tooLong(limit: Int(limit)))
            return
        }
        line.append(contentsOf: bytes)
        switch echo {
        case .off, .hidden:
            break
        case .visible:
            for byte in bytes where byte == 0x09 || (byte >= 0x20 && byte != TelnetCode.iac) {
                shown.append(byte == 0x09 ? 0x20 : byte)
            }
        case .masked:
            let before = lengths.count
            measure()
            if lengths.count > before { shown += repeatElement(UInt8(ascii: "*"), count: lengths.count - before) }
        }
    }

    private mutating func control(
        _ byte: UInt8, _ converter: TextConverter?, _ shown: inout [UInt8], _ events: inout [LineEvent]
    ) {
        if afterCR {
            afterCR = false
            if byte == 0x0A || byte == 0 { return }
        }
        switch byte {
        case 0x0A:
            end(&shown, &events)
        case 0x0D:
            end(&shown, &events)
            afterCR = true
        case 0x08, 0x7F:
            erase(converter, &shown)
        case 0x15:
            eraseAll(converter, &shown)
        case 0x1B:
            escape = .begun
            escapeLength = 0
        case 0x03:
            eraseAll(converter, &shown)
            if !shown.isEmpty {
                events.append(.echo(shown))
                shown = []
            }
            events.append(.interrupt)
        case 0x00:
            break  // RFC 854: NUL is no operation
        default:
            append([byte], &shown, &events)  // TextCleaner judges the rest after decoding
        }
    }

    private mutating func end(_ shown: inout [UInt8], _ events: inout [LineEvent]) {
        if echo != .off { shown += [0x0D, 0x0A] }
        if !shown.isEmpty {
            events.append(.echo(shown))
            shown = []
        }
        if !skipping { events.append(.line(line)) }
        reset()
    }

    /// A byte after ESC.
    /// - Returns: false if it does not belong to the key and must be looked at again.
    private mutating func insideKey(_ byte: UInt8, _ shown: inout [UInt8], _ events: inout [LineEvent]) -> Bool {
        switch escape {
        case .none:
            return false
        case .begun:
            switch byte {
            case UInt8(ascii: "["): escape = .csi
            case UInt8(ascii: "O"): escape = .ss3
            default:
                escape = .none
                append([0x1B], &shown, &events)
                return false
            }
            return true
        case .csi:
            if (0x20...0x3F).contains(byte), escapeLength < Self.longestKey {
                escapeLength += 1
                return true
            }
            escape = .none
            return (0x40...0x7E).contains(byte)
        case .ss3:
            escape = .none
            return (0x40...0x7E).contains(byte)
        }
    }

    // MARK: Erasing

    /// Walks over the characters that came since the last time. A character that may still grow is left for later.
    private mutating func measure() {
        while let next = CharacterFraming.character(in: line, at: Int(measured), encoding: encoding), next.isComplete {
            lengths.append(UInt8(next.length))
            measured += UInt32(next.length)
        }
    }

    private mutating func erase(_ converter: TextConverter?, _ shown: inout [UInt8]) {
        afterCR = false
        guard !line.isEmpty else { return }
        measure()
        if line.count > Int(measured) {
            // Half a character: it has not been shown, or not as a column.
            line.removeLast(line.count - Int(measured))
            return
        }
        guard let length = lengths.popLast() else { return }
        let columns = columns(ofCharacterAt: line.count - Int(length), length: Int(length), converter)
        line.removeLast(Int(length))
        measured -= UInt32(length)
        Self.wipe(columns, &shown)
    }

    private mutating func eraseAll(_ converter: TextConverter?, _ shown: inout [UInt8]) {
        afterCR = false
        var columns = 0
        if echo == .visible || echo == .masked {
            measure()
            var position = 0
            for length in lengths {
                columns += self.columns(ofCharacterAt: position, length: Int(length), converter)
                position += Int(length)
            }
        }
        reset()
        Self.wipe(columns, &shown)
    }

    /// The columns that a character takes on the screen as it was echoed.
    private func columns(ofCharacterAt start: Int, length: Int, _ converter: TextConverter?) -> Int {
        switch echo {
        case .off, .hidden: return 0
        case .masked: return 1
        case .visible: break
        }
        let bytes = Array(line[start..<start + length])
        if bytes == [0x09] { return 1 }
        switch encoding {
        case .utf8:
            return DisplayWidth.of(String(decoding: bytes, as: UTF8.self))
        case .gb18030:
            guard length == 4 else { return length == 1 && (bytes.first ?? 0) < 0x20 ? 0 : length }
            guard let converter else { return 2 }
            return DisplayWidth.of(converter.decode(bytes))
        }
    }

    /// Back over the columns, blanks over them, back again.
    private static func wipe(_ columns: Int, _ shown: inout [UInt8]) {
        guard columns > 0 else { return }
        shown += repeatElement(0x08, count: columns)
        shown += repeatElement(0x20, count: columns)
        shown += repeatElement(0x08, count: columns)
    }
}
