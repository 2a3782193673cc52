// SPDX-License-Identifier: Apache-2.0

/// The limits of the JSON Lines dialect. They bind both sides and count Unicode scalars unless they say bytes.
public enum WireLimits {
    /// Bytes of one frame, its line end not counted: room for 2,000 characters however they are escaped, and for a page
    /// of a transcript.
    public static let frameBytes = 65_536
    /// One text: what a person can say in one go.
    public static let text = 2000
    /// Turns of one connection that are not committed yet; past it the server stops reading.
    public static let inflight = 64
    /// Turns of one conversation that wait; past it `overloaded`.
    public static let waiting = 8
    /// Bad frames in a row that close the connection; the caller counts them.
    public static let badFrames = 10
    /// A relay's id of a conversation.
    public static let conv = 1...128
    /// A message id.
    public static let id = 1...64
    /// A relay's name, a badge, a receipt number, the name of a case action.
    public static let name = 1...64
    /// Channel and locale.
    public static let label = 1...35
    /// A token: the longest that is looked at.
    public static let token = 1...512
    /// Items of one page (queue, transcript): the default, and the most that is given however many are asked for.
    public static let page = 200
    /// Levels of nested objects and arrays in one frame.
    public static let depth = 16
    /// An `id` longer than this is not repeated in the error that refuses it.
    public static let echoedID = 256
}
