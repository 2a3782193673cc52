// SPDX-License-Identifier: Apache-2.0

/// What is known of the terminal at the other end. The defaults hold for a client that never negotiates.
public struct KioskTerminal: Sendable, Hashable {
    /// How the screen can be cleared.
    public enum Kind: UInt8, Sendable {
        /// Not known: both ways are used.
        case unknown
        /// Understands ANSI sequences.
        case ansi
        /// Understands none, or a screen reader would read them aloud.
        case plain
    }

    /// Columns of a line, 20...500, default 80.
    public var columns: UInt16 = 80
    /// Lines of the screen, 2...200, default 24.
    public var rows: UInt16 = 24
    /// How the screen can be cleared.
    public var kind = Kind.unknown
    /// Whether a screen reader reads the text aloud (MTTS 64).
    public var screenReader = false
    /// Whether a prompt is followed by IAC GA (RFC 854; until SGA is agreed).
    public var goAhead = true

    public init() {}

    /// Learns from a name given by TTYPE. Names that say nothing change nothing.
    mutating func learn(name: String) {
        let upper = name.uppercased()
        if upper == "DUMB" || upper == "UNKNOWN" || upper == "TTY" {
            kind = .plain
        } else if Self.ansiNames.contains(where: { upper.hasPrefix($0) }), !screenReader {
            kind = .ansi
        }
    }

    /// Learns from the MTTS bits.
    mutating func learn(_ mtts: MTTS) {
        screenReader = mtts.contains(.screenReader)
        let ansi = mtts.contains(.ansi) || mtts.contains(.vt100)
        kind = ansi && !screenReader ? .ansi : .plain
    }

    private static let ansiNames = [
        "XTERM", "VT1", "VT2", "VT3", "VT4", "VT5", "ANSI", "LINUX", "SCREEN", "TMUX", "RXVT", "PUTTY", "KONSOLE",
        "GNOME", "CYGWIN", "ALACRITTY", "KITTY", "FOOT", "WEZTERM",
    ]
}
