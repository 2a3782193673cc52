// SPDX-License-Identifier: Apache-2.0

/// The input of one kiosk connection: telnet, line editing, decoding and cleaning in one.
///
/// Give it the bytes of each read and the time; act on the events in their order. It never waits, holds no memory
/// outside itself between two lines, and can be cut off at any byte.
public struct KioskInput {
    private static let noTime = Int64.min

    private var telnet: TelnetMachine
    private var editor: LineEditor
    private var secretEcho = LineEcho.visible
    private var encodingSource = EncodingSource.listener
    private var lineBeganAt = noTime

    /// The encoding in force and its converter; for output too.
    public private(set) var codec: TextCodec
    /// What is known of the terminal.
    public private(set) var terminal = KioskTerminal()
    /// When the last byte came (milliseconds); nil before the first.
    public var lastByteAt: Int64? { lastByte == Self.noTime ? nil : lastByte }
    private var lastByte = noTime

    /// - Parameters:
    ///   - encoding: the encoding of the listener.
    ///   - converter: the converter of this connection's event loop.
    ///   - limits: of them the line and the sub-negotiation are held here.
    public init(encoding: TextEncoding, converter: TextConverter, limits: KioskLimits = KioskLimits()) {
        codec = TextCodec(encoding, converter: converter)
        telnet = TelnetMachine(
            encoding: encoding, gb18030: converter.isAvailable, subnegotiationLimit: limits.subnegotiationBytes)
        editor = LineEditor(encoding: encoding, limit: limits.lineBytes)
    }

    /// The bytes that start the session, to be sent before the greeting.
    public mutating func open() -> [UInt8] { telnet.open() }

    /// When the unfinished line began (milliseconds); nil between lines.
    public var lineStartedAt: Int64? { lineBeganAt == Self.noTime ? nil : lineBeganAt }

    /// Whether what is typed now is a secret.
    public var isSecret: Bool { secretEcho != .visible }

    /// Begins or ends secret input: the server takes over the echo and shows nothing, or one `*` a character.
    ///
    /// A client that does not negotiate, or refuses, goes on showing what is typed.
    /// - Returns: bytes to send, before the prompt of the question.
    public mutating func setSecret(_ secret: Bool, masked: Bool = false) -> [UInt8] {
        secretEcho = secret ? (masked ? .masked : .hidden) : .visible
        let bytes = telnet.setEcho(secret)
        updateEcho()
        return bytes
    }

    /// Takes the bytes of one read.
    /// - Parameter now: milliseconds of a steady clock.
    public mutating func receive(_ bytes: [UInt8], now: Int64) -> [KioskEvent] {
        bytes.withUnsafeBytes { receive($0, now: now) }
    }

    /// Takes the bytes of one read.
    /// - Parameter now: milliseconds of a steady clock.
    public mutating func receive(_ bytes: UnsafeRawBufferPointer, now: Int64) -> [KioskEvent] {
        guard !bytes.isEmpty else { return [] }
        lastByte = now
        var events: [KioskEvent] = []
        var lineEvents: [LineEvent] = []
        var answered = false
        var lineEnded = false
        for event in telnet.receive(bytes) {
            switch event {
            case .data(let data):
                editor.receive(data, converter: codec.converter, into: &lineEvents)
            case .send(let bytes):
                Self.append(bytes, to: &events)
            case .window(let columns, let rows):
                guard columns != terminal.columns || rows != terminal.rows else { continue }
                terminal.columns = columns
                terminal.rows = rows
                events.append(.resized(columns: Int(columns), rows: Int(rows)))
            case .terminal(let name):
                terminal.learn(name: name)
            case .mtts(let bits):
                let before = terminal.screenReader
                terminal.learn(bits)
                if terminal.screenReader != before { events.append(.screenReader(terminal.screenReader)) }
                if bits.contains(.utf8) { change(to: .utf8, by: .terminal, &events) }
            case .charset(let encoding):
                change(to: encoding, by: .charset, &events)
                telnet.encoding = codec.encoding  // what the person typed stands
            case .echo:
                updateEcho()
            case .subnegotiationTooLong(let limit):
                events.append(.refused(.subnegotiationTooLong(limit: limit)))
            case .command(let command):
                switch command {
                case .eraseCharacter: editor.eraseCharacter(converter: codec.converter, into: &lineEvents)
                case .eraseLine: editor.eraseLine(converter: codec.converter, into: &lineEvents)
                case .interrupt, .breakKey:
                    editor.eraseLine(converter: codec.converter, into: &lineEvents)
                    lineEvents.append(.interrupt)
                case .abortOutput: events.append(.abortOutput)
                case .areYouThere:
                    if !answered { events.append(.areYouThere) }
                    answered = true
                }
            }
            for lineEvent in lineEvents {
                switch lineEvent {
                case .line(let line):
                    lineEnded = true
                    complete(line, &events)
                case .echo(let bytes):
                    Self.append(bytes, to: &events)
                case .tooLong(let limit):
                    events.append(.refused(.lineTooLong(limit: limit)))
                case .interrupt:
                    events.append(.interrupt)
                }
            }
            lineEvents.removeAll(keepingCapacity: true)
        }
        terminal.goAhead = telnet.sendsGoAhead
        if !editor.isInsideLine {
            lineBeganAt = Self.noTime
        } else if lineEnded || lineBeganAt == Self.noTime {
            lineBeganAt = now
        }
        return events
    }

    /// The connection has ended. Frees what is held.
    /// - Returns: the unfinished line, decoded and cleaned, if something was typed; whether it counts is the caller's.
    public mutating func finish() -> String? {
        let rest = editor.finish()
        lineBeganAt = Self.noTime
        guard !rest.isEmpty else { return nil }
        let text = TextCleaner.clean(codec.decode(rest))
        return text.isEmpty ? nil : text
    }

    private mutating func updateEcho() {
        editor.echo = telnet.echoes ? secretEcho : .off
    }

    private mutating func complete(_ line: [UInt8], _ events: inout [KioskEvent]) {
        if !isSecret, let encoding = Self.encodingWord(line) {
            change(to: encoding, by: .typed, &events)
        } else {
            events.append(.line(TextCleaner.clean(codec.decode(line))))
        }
    }

    /// `UTF8` or `GBK` as a whole line, in any case, with blanks around it; `UTF-8` and `GB18030` too.
    private static func encodingWord(_ line: [UInt8]) -> TextEncoding? {
        guard (3...32).contains(line.count) else { return nil }
        let word = line.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed()
        guard (3...7).contains(word.count) else { return nil }
        switch String(decoding: word.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }, as: UTF8.self) {
        case "UTF8", "UTF-8": return .utf8
        case "GBK", "GB18030": return .gb18030
        default: return nil
        }
    }

    private mutating func change(to encoding: TextEncoding, by source: EncodingSource, _ events: inout [KioskEvent]) {
        guard source >= encodingSource else { return }
        guard encoding == .utf8 || codec.converter.isAvailable else {
            if source == .typed { events.append(.refused(.encodingUnavailable)) }
            return
        }
        encodingSource = source
        let changed = codec.encoding != encoding
        codec.encoding = encoding
        editor.encoding = encoding
        telnet.encoding = encoding
        if changed || source == .typed { events.append(.encodingChanged(encoding, source)) }
    }

    private static func append(_ bytes: [UInt8], to events: inout [KioskEvent]) {
        if case .send(let earlier)? = events.last {
            events[events.count - 1] = .send(earlier + bytes)
        } else {
            events.append(.send(bytes))
        }
    }
}
