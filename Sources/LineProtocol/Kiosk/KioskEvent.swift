// SPDX-License-Identifier: Apache-2.0

/// What ``KioskInput`` found, in order.
public enum KioskEvent: Sendable, Equatable {
    /// Bytes to send as they are: negotiation and echo.
    case send([UInt8])
    /// A line, decoded and cleaned. It may be empty.
    case line(String)
    /// Something went past a limit or cannot be had; the session goes on.
    case refused(KioskRefusal)
    /// The window has this size now (columns 20...500, rows 2...200).
    case resized(columns: Int, rows: Int)
    /// The encoding changed, or was confirmed by the word for it; what is on the screen should be shown again.
    case encodingChanged(TextEncoding, EncodingSource)
    /// The terminal is read aloud, or not any more.
    case screenReader(Bool)
    /// IAC IP, IAC BRK or Ctrl-C. The unfinished line is gone.
    case interrupt
    /// IAC AO: the rest of the running output is not wanted.
    case abortOutput
    /// IAC AYT: some visible answer is wanted. At most once for each read.
    case areYouThere
}

/// Why something was not taken.
public enum KioskRefusal: Sendable, Equatable {
    /// A line had more bytes than the limit; all of it is skipped.
    case lineTooLong(limit: Int)
    /// A sub-negotiation had more bytes than the limit; it is skipped.
    case subnegotiationTooLong(limit: Int)
    /// GB18030 was asked for by its word, and this process has no table for it.
    case encodingUnavailable
}

/// Who decided the encoding. A later one in this list is not overruled by an earlier one.
public enum EncodingSource: UInt8, Sendable, Comparable {
    /// The listener's configuration.
    case listener
    /// MTTS told that the terminal shows UTF-8.
    case terminal
    /// Telnet CHARSET.
    case charset
    /// The person typed `UTF8` or `GBK`.
    case typed

    public static func < (left: EncodingSource, right: EncodingSource) -> Bool { left.rawValue < right.rawValue }
}
