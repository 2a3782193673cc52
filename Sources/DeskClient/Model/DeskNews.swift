// SPDX-License-Identifier: Apache-2.0

/// What happened, in order, for a client that prints lines instead of drawing a screen.
public enum DeskNews: Sendable, Hashable {
    /// A sentence about what was done, or could not be.
    case note(String)
    /// A command was refused.
    case refused(String)
    case alarm(DeskNotice)
    case notice(DeskNotice)
    case queue([QueueEntry])
    case said(conv: String, SpokenLine)
    case sheet(CaseSheet)
}
