// SPDX-License-Identifier: Apache-2.0

/// What ``TelnetMachine/receive(_:)-(UnsafeRawBufferPointer)`` found, in the order of arrival.
public enum TelnetEvent: Sendable, Equatable {
    /// Bytes typed by the client, IAC IAC already one byte 255. CR NUL and line ends are left to the line editor.
    case data([UInt8])
    /// Bytes that must be sent as they are (already framed and escaped). At most one per call, always the last event.
    case send([UInt8])
    /// The client's window changed (RFC 1073): columns in 20...500, rows in 2...200; 0 means unknown and becomes 80, 24.
    case window(columns: UInt16, rows: UInt16)
    /// A name of the terminal (RFC 1091): printable ASCII, at most 40 bytes. Several follow each other.
    case terminal(String)
    /// The MTTS bits of the client.
    case mtts(MTTS)
    /// The client and the server agreed on a character set (RFC 2066).
    case charset(TextEncoding)
    /// A telnet command of the client.
    case command(TelnetCommand)
    /// The server started or stopped echoing what is typed.
    case echo(Bool)
    /// A sub-negotiation went past its limit. Its rest is swallowed; reported once for each.
    case subnegotiationTooLong(limit: Int)
}

/// The commands of RFC 854 that mean something to a line dialog; the others are dropped.
public enum TelnetCommand: UInt8, Sendable, Equatable {
    /// IAC BRK.
    case breakKey = 243
    /// IAC IP.
    case interrupt = 244
    /// IAC AO.
    case abortOutput = 245
    /// IAC AYT.
    case areYouThere = 246
    /// IAC EC.
    case eraseCharacter = 247
    /// IAC EL.
    case eraseLine = 248
}

/// The bit set of the Mud Terminal Type Standard: a terminal name `MTTS n` given as the third answer to TTYPE SEND.
public struct MTTS: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Understands the common ANSI sequences.
    public static let ansi = MTTS(rawValue: 1)
    /// Understands VT100 sequences.
    public static let vt100 = MTTS(rawValue: 2)
    /// Sends and shows UTF-8.
    public static let utf8 = MTTS(rawValue: 4)
    /// A screen reader reads the text aloud.
    public static let screenReader = MTTS(rawValue: 64)
}
