// SPDX-License-Identifier: Apache-2.0

/// Conversations by what became of the answers they were shown on the spot. Those that were erased are in none.
public struct AnswerCount: Sendable, Hashable {
    /// Were shown an answer, or said something to one.
    public var shown: Int
    /// Said whether it settled the matter.
    public var said: Int
    /// Said yes, and never no.
    public var yes: Int

    public init(shown: Int = 0, said: Int = 0, yes: Int = 0) {
        self.shown = shown
        self.said = said
        self.yes = yes
    }
}
