// SPDX-License-Identifier: Apache-2.0

/// The command bytes of RFC 854 ("TELNET COMMAND STRUCTURE") that follow an IAC.
public enum TelnetCode {
    /// End of sub-negotiation parameters.
    public static let se: UInt8 = 240
    /// Break key.
    public static let brk: UInt8 = 243
    /// Interrupt process.
    public static let ip: UInt8 = 244
    /// Abort output.
    public static let ao: UInt8 = 245
    /// Are you there.
    public static let ayt: UInt8 = 246
    /// Erase character.
    public static let ec: UInt8 = 247
    /// Erase line.
    public static let el: UInt8 = 248
    /// Go ahead.
    public static let ga: UInt8 = 249
    /// Begin of sub-negotiation.
    public static let sb: UInt8 = 250
    /// The sender wants to perform the option, or confirms that it does.
    public static let will: UInt8 = 251
    /// The sender refuses to perform the option.
    public static let wont: UInt8 = 252
    /// The sender wants the other side to perform the option.
    public static let `do`: UInt8 = 253
    /// The sender wants the other side not to perform the option.
    public static let dont: UInt8 = 254
    /// Interpret as command; doubled it is the data byte 255.
    public static let iac: UInt8 = 255
}

/// The telnet options that are understood; every other one is refused.
public enum TelnetOption: UInt8, CaseIterable, Sendable {
    /// RFC 856. Agreed to on both sides; lines are framed the same way with and without it.
    case binary = 0
    /// RFC 857. Only for the server: it echoes around secret input, or when the client asks for it.
    case echo = 1
    /// RFC 858. Agreed to on both sides, never asked for. While the server performs it, no IAC GA follows a prompt.
    case suppressGoAhead = 3
    /// RFC 1091, with the MTTS convention on top. Only the client performs it.
    case terminalType = 24
    /// RFC 1073. Only the client performs it.
    case windowSize = 31
    /// RFC 2066. Agreed to on both sides; whoever performs it may send a REQUEST.
    case charset = 42

    /// Place of the option in the packed table of states.
    var index: UInt64 {
        switch self {
        case .binary: 0
        case .echo: 1
        case .suppressGoAhead: 2
        case .terminalType: 3
        case .windowSize: 4
        case .charset: 5
        }
    }

    /// Whether the server performs this option when the client sends DO.
    var allowedHere: Bool {
        switch self {
        case .binary, .echo, .suppressGoAhead, .charset: true
        case .terminalType, .windowSize: false
        }
    }

    /// Whether the client may perform this option when it sends WILL.
    var allowedThere: Bool {
        switch self {
        case .binary, .suppressGoAhead, .terminalType, .windowSize, .charset: true
        case .echo: false
        }
    }
}

/// The side that performs an option.
public enum TelnetSide: UInt64, CaseIterable, Sendable {
    /// The server: negotiated with WILL/WONT from us and DO/DONT from the client (`us` in RFC 1143).
    case server = 0
    /// The client: negotiated with DO/DONT from us and WILL/WONT from the client (`him` in RFC 1143).
    case client = 1
}
