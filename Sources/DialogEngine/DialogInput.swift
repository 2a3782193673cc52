// SPDX-License-Identifier: Apache-2.0

/// What happens to a dialog.
public enum DialogInput: Sendable, Hashable {
    /// Somebody is there: the greeting, or the current question again.
    case open
    /// A line, cleaned, as typed.
    case say(String)
    /// The draft was resumed by number and code at another window or channel: say where things stand, then the current
    /// question again; nothing older is replayed and identity is shown masked.
    case resumed
    /// An officer owned the conversation and gave it back: go on where it stood.
    case officerLeft
    /// Nobody has typed for a while: the warning before the end.
    case silence
    /// A minute has passed since help was called and nobody has come.
    case nobodyCame
}
