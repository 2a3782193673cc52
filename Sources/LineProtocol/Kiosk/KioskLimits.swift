// SPDX-License-Identifier: Apache-2.0

/// Every limit of the kiosk dialect. Past a limit the person gets one clear line, and the session goes on where it can.
public struct KioskLimits: Sendable, Hashable {
    /// The default of ``subnegotiationBytes``.
    public static let defaultSubnegotiationBytes = 4096

    /// Bytes of one input line. Default 8,192: an utterance of 2,000 characters, four bytes each at most, fits in one
    /// line. The whole line is refused, its rest is skipped to the line end.
    public var lineBytes = 8192

    /// Unicode scalars of one utterance, LF counted. Default 2,000: the contract of both dialects; longer than nearly
    /// every account that people type, short enough to be understood and shown at once.
    public var utteranceScalars = 2000

    /// Lines that may wait for their turn while short answers are expected. Default 64: a scripted client may send its
    /// answers ahead, a paste by mistake is refused once instead of being taken for answers.
    public var pendingLines = 64

    /// Bytes of one sub-negotiation, escapes counted. Default 4,096, as BSD telnetd: no option that is understood
    /// needs a hundred, and without a limit one `IAC SB` fills the memory.
    public var subnegotiationBytes = KioskLimits.defaultSubnegotiationBytes

    /// Lines a second that are read in the long run, and at once. Default 20 and 2,000: nobody types faster, a pasted
    /// account passes at once. Past it reading pauses; nothing is lost.
    public var linesPerSecond = 20
    public var linesAtOnce = 2000

    /// Bytes a second that are read in the long run, and at once. Default 16 KiB and 256 KiB: far above typing and
    /// pasting, far below what would crowd out others. Past it reading pauses; nothing is lost.
    public var bytesPerSecond = 16 * 1024
    public var bytesAtOnce = 256 * 1024

    /// Connections of all kiosk listeners together. Default 10,000: at 8 KiB each idle, 80 MiB.
    public var connections = 10_000

    /// Connections from one address. Default 256: the kiosks of a hall often share one address, one broken client must
    /// not take all places.
    public var connectionsPerAddress = 256

    /// Milliseconds until the first byte. Default 180,000: people read the greeting first; port scanners go.
    public var firstByteMilliseconds: Int64 = 180_000

    /// Milliseconds from the first byte of a line to its end. Default 600,000: old people who type key by key may take
    /// minutes; a line that never ends does not hold a place for ever.
    public var lineMilliseconds: Int64 = 600_000

    /// Milliseconds without a line end before the warning. Default 240,000.
    public var idleWarningMilliseconds: Int64 = 240_000

    /// Milliseconds without a line end before the session is left and the screen wiped. Default 300,000; at least
    /// 30,000 after the warning.
    public var idleEndMilliseconds: Int64 = 300_000

    /// Bytes of output that wait for a client that does not read. Default 262,144: more than any reply; past it the
    /// connection is closed, since nobody is looking.
    public var outputBacklogBytes = 256 * 1024

    /// Milliseconds within which lines that follow each other are one utterance, while open text is expected. Default
    /// 250: above the gaps inside a paste, below what a person notices.
    public var mergeMilliseconds: Int64 = 250

    /// Milliseconds of silence after which a refused paste counts as over. Default 1,000: longer than
    /// ``mergeMilliseconds``, so that a big paste over a slow line is refused once, not in pieces.
    public var refusedPasteMilliseconds: Int64 = 1000

    public init() {}
}
