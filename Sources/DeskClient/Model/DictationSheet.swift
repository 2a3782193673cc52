// SPDX-License-Identifier: Apache-2.0

/// 代录: an officer enters a letter, a call or a visit, and the dialog runs on.
public struct DictationSheet: Sendable, Hashable {
    public static let channels = ["来信", "走访", "电话"]

    /// nil until it is chosen.
    public var channel: String?
    /// The server's id, once the first text was taken.
    public var conv: String?
    /// What was entered and what the dialog said.
    public var lines: [SpokenLine] = []
    public var ended = false
    public var input = InputLine()
}
