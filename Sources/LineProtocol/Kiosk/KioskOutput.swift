// SPDX-License-Identifier: Apache-2.0

/// Makes the bytes of what a kiosk shows: cleaned, wrapped to the window, encoded, lines ended by CR LF, IAC doubled.
public struct KioskOutput {
    /// The prompt, without its IAC GA.
    public static let prompt = "> "

    /// What is known of the terminal.
    public var terminal: KioskTerminal
    /// The encoding and its converter.
    public var codec: TextCodec
    /// The bytes made so far.
    public private(set) var bytes: [UInt8] = []
    /// Scalars that had to be shown as `〓(U+3400)`; the log should tell.
    public private(set) var replaced = 0

    public init(terminal: KioskTerminal, codec: TextCodec) {
        self.terminal = terminal
        self.codec = codec
    }

    /// Output in the present encoding, to the present window of a connection.
    public init(for input: KioskInput) {
        self.init(terminal: input.terminal, codec: input.codec)
    }

    /// Adds a text; LF in it ends a line, and the text itself always ends one. An empty text is an empty line.
    public mutating func text(_ text: String) {
        for line in LineWrapper.wrap(TextCleaner.clean(text, lineFeeds: true), columns: Int(terminal.columns)) {
            add(line)
            bytes += [0x0D, 0x0A]
        }
    }

    /// Adds the prompt `> `, and IAC GA unless SGA is agreed.
    public mutating func prompt() {
        add(Self.prompt)
        if terminal.goAhead { bytes += [TelnetCode.iac, TelnetCode.ga] }
    }

    /// Adds what wipes the screen and the scroll-back.
    ///
    /// An ANSI terminal gets ED 2, ED 3 and a cursor home. A dumb one, and one that is read aloud, gets empty lines
    /// that push everything out of the window. Of an unknown one both, the empty lines first.
    public mutating func clear() {
        switch terminal.kind {
        case .ansi:
            wipe()
        case .plain:
            scroll()
        case .unknown:
            scroll()
            wipe()
        }
    }

    private mutating func wipe() {
        bytes += "\u{1B}[2J\u{1B}[3J\u{1B}[H".utf8
    }

    private mutating func scroll() {
        for _ in 0..<max(1, Int(terminal.rows)) { bytes += [0x0D, 0x0A] }
    }

    private mutating func add(_ line: String) {
        let start = bytes.count
        if !codec.encode(line, into: &bytes) { replaced += 1 }
        Self.doubleIAC(&bytes, from: start)
    }

    /// Doubles each byte 255 (RFC 854). No encoding used here makes one; this is the rule of the wire, kept in one place.
    static func doubleIAC(_ bytes: inout [UInt8], from start: Int) {
        guard bytes[start...].contains(TelnetCode.iac) else { return }
        let rest = Array(bytes[start...])
        bytes.removeSubrange(start...)
        for byte in rest {
            bytes.append(byte)
            if byte == TelnetCode.iac { bytes.append(byte) }
        }
    }
}
