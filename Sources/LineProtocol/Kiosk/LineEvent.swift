// SPDX-License-Identifier: Apache-2.0

/// What ``LineEditor`` found, in order.
public enum LineEvent: Sendable, Equatable {
    /// A complete line without its end, edited, still encoded.
    case line([UInt8])
    /// Bytes to show the person who types, ready to be sent.
    case echo([UInt8])
    /// The line went past its limit; it is skipped up to its end. Reported once a line.
    case tooLong(limit: Int)
    /// Ctrl-C was typed. The unfinished line is gone, as on every terminal.
    case interrupt
}

/// What is shown of the typed keys. Only ``off`` unless the server echoes (telnet ECHO).
public enum LineEcho: UInt8, Sendable {
    /// The client shows what is typed; nothing is sent.
    case off
    /// Everything typed is shown.
    case visible
    /// One `*` a character.
    case masked
    /// Only the line end is shown.
    case hidden
}
